"""Writes AI scripts in the background, one after the other; a task outlives a restart."""

import asyncio
import logging
import sqlite3
from collections.abc import Callable

from studio.jobs.database import PAUSE_SECONDS, Database
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
        self._wake = asyncio.Event()
        self._loop: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Work from now on."""
        self._wake.set()
        self._loop = asyncio.create_task(self._work())

    def wake(self) -> None:
        """Say that a task was stored."""
        self._wake.set()

    async def stop(self) -> None:
        """Stop at once; what is unfinished is written after the next start."""
        if self._loop:
            self._loop.cancel()
            await asyncio.gather(self._loop, return_exceptions=True)

    async def _work(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            try:
                for task in self._scripts.unfinished():
                    await self._write(task)
            except sqlite3.Error:
                logger.exception("The script tasks cannot be processed; next attempt in %g s.", PAUSE_SECONDS)
                await asyncio.sleep(PAUSE_SECONDS)
                self._wake.set()

    async def _write(self, task: ScriptTask) -> None:
        written: tuple[WrittenScript, ...] = ()
        error = ""
        try:
            written = await asyncio.to_thread(write_scripts, task.wanted)
        except RenderError as refused:
            error = f"{refused.code}: {refused.reason}"
        except Exception:
            logger.exception("Script %s failed with an internal error.", task.id)
            error = "internal: The writer met a fault of its own; the server's log has it."
        with self._database.transaction():
            self._scripts.end(task.id, written, error)
            self._tell(task.id, ScriptStatus.FAILED if error else ScriptStatus.COMPLETED, error)
