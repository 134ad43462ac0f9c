"""One case: rendered, read, and held against what is true."""

import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from blocks.content.reading import read_video, recogniser
from blocks.content.truth import hold_against
from blocks.finding import Finding
from studio.pictures import prepare_picture
from studio.render_request import RenderRequest
from studio.renderer import render
from studio.samples import sample_file
from tests.benchmarks.truth.cases import Case


@dataclass(frozen=True)
class Outcome:
    """What the check said of a video."""

    case: Case
    findings: tuple[Finding, ...]
    not_compared: tuple[str, ...]
    texts: tuple[str, ...]
    cpu_seconds: float


def film(case: Case, folder: Path, *, seconds: int, draft: bool) -> Path:
    """Render a case's video into a folder. In less than 15 s a script is cut off."""
    paths = tuple(folder / f"{number}.png" for number in (1, 2))
    for number, path in enumerate(paths, 1):
        prepare_picture(sample_file(f"pictures/{case.pictures}-{number}.jpg") or b"", path)
    request = RenderRequest(
        case.product,
        paths,
        case.ratio,
        case.language,
        template_name=case.style.value,
        seconds=seconds,
        draft=draft,
    )
    return render(request, folder, lambda _, __: None).video


def check(case: Case, *, whole: bool) -> Outcome:
    """Render a video and check it."""
    with TemporaryDirectory() as name:
        video = film(case, Path(name), seconds=15 if whole else 8, draft=not whole)
        recogniser()
        begun = time.process_time()
        texts = read_video(str(video))
        findings, said = hold_against(texts, case.known)
        cpu_seconds = time.process_time() - begun
    return Outcome(case, findings, said.not_compared, tuple(dict.fromkeys(text.text for text in texts)), cpu_seconds)
