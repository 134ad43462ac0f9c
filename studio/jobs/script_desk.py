"""Writes AI scripts in the background, one after the other; a task outlives a restart."""

import asyncio
import logging
from collections.abc import Callable

from studio.jobs.database import Database
from studio.jobs.queue_loop import QueueLoop
from studio.jobs.script_store import ScriptStatus, ScriptStore, ScriptTask, WantedScripts, WrittenScript
from studio.render_request import RenderError

logger = logging.getLogger(__name__)


def write_scripts(wanted: WantedScripts) -> tuple[WrittenScript, ...]:
    """One script a style, in milliseconds. Raises RenderError where there is nothing to say."""
    from studio.script.writer import write_script  # noqa: PLC0415 - phrases are loaded with the first script

    scripts = [write_script(wanted.product, wanted.language, style, wanted.seconds) for style in wanted.styles]
    return tuple(
        WrittenScript(script.style, tuple(sentence.text for sentence in script.sentences)) for script in scripts
    )


class ScriptDesk:
    """Works off the tasks that are stored."""

    def __init__(self, database: Database, scripts: ScriptStore, tell: Callable[[str, str, str], None]) -> None:
        """`tell` is called with id, status and error of a task, inside the transaction that ends it."""
        self._database = database
        self._scripts = scripts
        self._tell = tell
        self.loop = QueueLoop("scripts", self._work)
        """What is unfinished when it stops is written after the next start."""

    async def _work(self) -> None:
        for task in self._scripts.unfinished():
            await self._write(task)

    async def _write(self, task: ScriptTask) -> None:
        written: tuple[WrittenScript, ...] = ()
        error = ""
        try:
            written = await asyncio.to_thread(write_scripts, task.wanted)
        except RenderError as refused:
            error = f"{refused.code}: {refused.reason}"
        except Exception:
            logger.exception("Script %s failed with an internal error.", task.id)
            error = "internal: The writer failed with an internal error; see the server's log."
        with self._database.transaction():
            self._scripts.end(task.id, written, error)
            self._tell(task.id, ScriptStatus.FAILED if error else ScriptStatus.COMPLETED, error)
