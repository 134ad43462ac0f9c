"""Where pictures and videos lie on disk, and under which address each is served."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from studio.account.upload import ASSET_NAME
from studio.jobs.render_job import JobStatus, RenderJob
from studio.render_request import RenderedVideo

CAPTIONS = ("vtt", "srt")
"""The forms of captions beside a video that speaks."""

_OF_A_JOB = r"(?:video\.mp4|cover\.jpg|captions\.(?:vtt|srt))"
_SERVED = re.compile(rf"(?:[0-9]+/[0-9]+\.png|projects/[0-9a-f]{{32}}/[0-9]+-{_OF_A_JOB}|assets/{ASSET_NAME.pattern})")
"""Every path there is below /media: `<product>/<n>.png`, `projects/<project_id>/<job>-video.mp4` with its cover and
captions, and `assets/<name>` for what was uploaded."""


@dataclass(frozen=True, slots=True)
class MediaLinks:
    """Addresses of what a job left, under the names that clients read; empty for what it did not."""

    video_url: str = ""
    cover_url: str = ""
    caption_url: str = ""
    srt_url: str = ""


class MediaFolder:
    """`<data>/media` as served under /media, and `<data>/work` for what is still being made."""

    def __init__(self, data: Path) -> None:
        self._media = data / "media"
        self._work = data / "work"
        shutil.rmtree(self._work, ignore_errors=True)
        self._work.mkdir(parents=True)

    def served(self, path: str) -> Path | None:
        """The file behind /media/`path`, or None; a path of any other shape has none."""
        file = self._media / path
        return file if _SERVED.fullmatch(path) and file.is_file() else None

    @contextmanager
    def work(self) -> Iterator[Path]:
        """An empty folder for unfinished files, gone after the block."""
        folder = self._work / uuid4().hex
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def pictures(self, product_id: int) -> Path:
        """The folder of a product's pictures."""
        return self._media / str(product_id)

    def keep_pictures(self, product_id: int, collected: tuple[Path, ...]) -> tuple[str, ...]:
        """Move collected pictures to a product as `<n>.png`, numbered on from those it has."""
        folder = self.pictures(product_id)
        folder.mkdir(parents=True, exist_ok=True)
        first = 1 + max((int(file.stem) for file in folder.glob("*.png")), default=0)
        names = tuple(f"{number}.png" for number in range(first, first + len(collected)))
        for name, picture in zip(names, collected, strict=True):
            picture.replace(folder / name)
        return names

    def keep_asset(self, file: Path) -> None:
        """Move an uploaded file to where it is served, under its own name."""
        folder = self._media / "assets"
        folder.mkdir(parents=True, exist_ok=True)
        file.replace(folder / file.name)

    @staticmethod
    def video_path(job: RenderJob) -> str:
        """The path of a job's video below /media."""
        return f"projects/{job.project_id}/{job.id}-video.mp4"

    @staticmethod
    def cover_path(job: RenderJob) -> str:
        """The path of a job's cover below /media."""
        return f"projects/{job.project_id}/{job.id}-cover.jpg"

    @staticmethod
    def captions_path(job: RenderJob, suffix: str) -> str:
        """The path of a job's captions below /media; `suffix` is vtt or srt."""
        return f"projects/{job.project_id}/{job.id}-captions.{suffix}"

    def links(self, job: RenderJob, origin: str = "") -> MediaLinks:
        """Addresses of a finished job's files; `origin` is that of this server, empty for its own pages."""
        if job.status is not JobStatus.SUCCESS:
            return MediaLinks()
        paths = [self.captions_path(job, suffix) for suffix in CAPTIONS]
        captions = [f"{origin}/media/{path}" if (self._media / path).is_file() else "" for path in paths]
        media = f"{origin}/media"
        return MediaLinks(f"{media}/{self.video_path(job)}", f"{media}/{self.cover_path(job)}", *captions)

    def forget(self, job: RenderJob) -> None:
        """Remove what a job left: video, cover, captions and script."""
        captions = (self.captions_path(job, suffix) for suffix in CAPTIONS)
        for path in (self.video_path(job), self.cover_path(job), *captions):
            (self._media / path).unlink(missing_ok=True)
        self._script(job).unlink(missing_ok=True)

    def asset_bytes(self) -> int:
        """How much all uploads take together."""
        return sum(file.stat().st_size for file in (self._media / "assets").glob("*"))

    def remove_assets_before(self, moment: float) -> int:
        """Remove what was uploaded before a Unix time; how many files."""
        old = [file for file in (self._media / "assets").glob("*") if file.stat().st_mtime < moment]
        for file in old:
            file.unlink(missing_ok=True)
        return len(old)

    def script(self, job: RenderJob) -> tuple[str, ...]:
        """What a finished job's video says, a sentence each; never served under /media."""
        file = self._script(job)
        return tuple(file.read_text().splitlines()) if file.is_file() else ()

    def _script(self, job: RenderJob) -> Path:
        return self._media / f"projects/{job.project_id}/{job.id}-script.txt"

    def publish(self, job: RenderJob, rendered: RenderedVideo) -> None:
        """Move a finished video, its cover and captions to where they are served; each move is atomic."""
        video = self._media / self.video_path(job)
        video.parent.mkdir(parents=True, exist_ok=True)
        self._script(job).write_text(rendered.script)
        rendered.poster.replace(self._media / self.cover_path(job))
        if rendered.captions:
            for suffix, file in zip(CAPTIONS, (rendered.captions.vtt, rendered.captions.srt), strict=True):
                file.replace(self._media / self.captions_path(job, suffix))
        rendered.video.replace(video)
