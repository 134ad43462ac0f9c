"""Exhibits on the server's side: made when first asked for, kept in the data folder, one process at a time."""

import asyncio
import contextlib
import logging
import os
import signal
import sys
from importlib.metadata import version
from pathlib import Path

from bounds.child import child_environment
from studio.catalogue.exhibits import EXHIBITS, Exhibit, ExhibitKind
from studio.voice.natural import VoiceCost, allowed_voices

logger = logging.getLogger(__name__)

MAKER = (sys.executable, "-m", "studio.samples.exhibit")

MAX_SECONDS = 120.0
"""For one process. All pictures of a kind take 15 s on a busy core, a clip 6 s."""

PICTURES = frozenset({ExhibitKind.AVATAR_PICTURE, ExhibitKind.STYLE_PICTURE, ExhibitKind.TEMPLATE_PICTURE})
"""Made together: whoever shows a list shows all, and most of the time goes into starting the process."""


class Exhibits:
    """`<data>/exhibits/<release>`: another release may draw and speak otherwise."""

    def __init__(self, data: Path, piper: Path | None, voices: VoiceCost) -> None:
        """`piper` is the voice or folder of voices that videos are spoken with, `voices` which others may speak.

        Samples are kept apart by whose voices are there.
        """
        speakers = [voice.value for voice in allowed_voices(voices) if voice.is_installed]
        speakers += [piper.stem] if piper else []
        self._folder = data / "exhibits" / "-".join([version("url2video"), *speakers])
        self._piper = piper
        self._voices = voices
        self._turn = asyncio.Lock()

    async def file(self, exhibit: Exhibit) -> Path | None:
        """The file of an exhibit; None if it can't be made, which the log explains."""
        file = self._folder / exhibit.path
        if not file.is_file():
            async with self._turn:
                if not file.is_file():
                    await self._make(self._together_with(exhibit))
        return file if file.is_file() else None

    def _together_with(self, exhibit: Exhibit) -> list[str]:
        alike = [each for each in EXHIBITS.values() if each.kind is exhibit.kind]
        wanted = alike if exhibit.kind in PICTURES else [exhibit]
        return [each.path for each in wanted if not (self._folder / each.path).is_file()]

    async def _make(self, paths: list[str]) -> None:
        piper = ("--piper", str(self._piper)) if self._piper else ()
        process = await asyncio.create_subprocess_exec(
            *MAKER, str(self._folder), *paths, *piper, "--voices", self._voices.value,
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
            env=child_environment(),
            start_new_session=True,
        )  # fmt: skip
        try:
            async with asyncio.timeout(MAX_SECONDS):
                _, errors = await process.communicate()
        except TimeoutError:
            errors = f"it took longer than {MAX_SECONDS:g} s".encode()
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
        if process.returncode:
            logger.error("Samples of the catalogue were not made: %s", errors.decode(errors="replace").strip()[-500:])
