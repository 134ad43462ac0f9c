"""Draws, speaks and plays exhibits, `python -m studio.samples.exhibit FOLDER PATH…`: a process that ends with its work.

Pictures and clips show a product of the sample shop, drawn as in a video.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import av
import numpy as np
import typer
from PIL import Image

from studio.catalogue import TEMPLATES, VisualStyle, find_avatar, find_music, find_voice
from studio.catalogue.exhibits import EXHIBITS, MUSIC_SECONDS, Exhibit, ExhibitKind
from studio.product import Product
from studio.render_request import AspectRatio, RenderRequest
from studio.renderer import poster_moment, render, stage
from studio.samples.material import sample_pictures, sample_product
from studio.scenes.drawing.box import Box
from studio.scenes.drawing.canvas import gradient
from studio.scenes.drawing.frame import Frame, rgb_of, still
from studio.scenes.figure.presenter import Presenter
from studio.script.writer import write_script
from studio.voice.model import SAMPLE_RATE, Samples
from studio.voice.music import compose
from studio.voice.narrator import narrate
from studio.voice.natural import VoiceCost
from studio.voice.throat import load_voice_models
from studio.voice.voice_models import VoiceModel

PAGE = "aurora-bottle.html"
"""The product that everything shows."""

PICTURE_SIDE = 540
"""Pixels of a picture's shorter side: twice what any list shows, for dense screens."""

HEAD_SIDE = 290
"""Pixels of a presenter's head: recognised at a thumbnail's size."""

PICTURE_QUALITY = 82
"""JPEG quality: about 40 kB a picture."""

VIDEO_SECONDS = 5
SPOKEN_SENTENCES = 2
"""Of a script: some five seconds."""

SOUND_BITS_PER_SECOND = 96_000
"""MP3, as the service's own samples are."""

WALL = ((232, 236, 243), (203, 212, 226))
"""Behind a presenter, top and bottom: light, so that any hair and cloth stands out."""


NICENESS = 10
"""Videos that somebody ordered come first (nice(2))."""


def draw(exhibit: Exhibit, file: Path, models: tuple[VoiceModel, ...] = (), cost: VoiceCost = VoiceCost.LIGHT) -> None:
    """Make the file of an exhibit; `models` are Piper voices that speak where they know the language."""
    if exhibit.kind is ExhibitKind.VOICE:
        _write_mp3(file, _spoken(exhibit, models, cost))
    else:
        _MAKERS[exhibit.kind](exhibit.key, file)


def _avatar_picture(key: str, file: Path) -> None:
    ratio = find_avatar(int(key)).avatar.ratio
    scale = PICTURE_SIDE / min(ratio.size)
    width, height = (round(side * scale / 2) * 2 for side in ratio.size)
    frame = still(gradient(*WALL, width, height))
    head = Box((width - HEAD_SIDE) // 2, round(height * 0.2), HEAD_SIDE, HEAD_SIDE)
    Presenter(int(key), head, np.zeros(1, np.float32)).draw(frame, 0)
    _write_jpeg(file, frame)


def _style_picture(key: str, file: Path) -> None:
    _moment(replace(_request(), template_name=key), file)


def _template_picture(key: str, file: Path) -> None:
    _moment(replace(_request(), index_template_name=TEMPLATES[int(key) - 1].value), file)


def _avatar_video(key: str, file: Path) -> None:
    ratio = find_avatar(int(key)).avatar.ratio
    _clip(replace(_request(), avatar_id=int(key), aspect_ratio=ratio, template_name=VisualStyle.UP_DOWN_AVATAR), file)


def _template_video(key: str, file: Path) -> None:
    _clip(replace(_request(), index_template_name=TEMPLATES[int(key) - 1].value), file)


def _music(key: str, file: Path) -> None:
    _write_mp3(file, compose(find_music(int(key)).track, MUSIC_SECONDS))


_MAKERS: dict[ExhibitKind, Callable[[str, Path], None]] = {
    ExhibitKind.AVATAR_PICTURE: _avatar_picture,
    ExhibitKind.AVATAR_VIDEO: _avatar_video,
    ExhibitKind.STYLE_PICTURE: _style_picture,
    ExhibitKind.TEMPLATE_PICTURE: _template_picture,
    ExhibitKind.TEMPLATE_VIDEO: _template_video,
    ExhibitKind.MUSIC: _music,
}


def _spoken(exhibit: Exhibit, models: tuple[VoiceModel, ...], cost: VoiceCost) -> Samples:
    script = write_script(_product(), exhibit.language, "Discovery", VIDEO_SECONDS)
    short = replace(script, sentences=script.sentences[:SPOKEN_SENTENCES])
    voice = find_voice(exhibit.key, find_avatar(1).avatar).voice
    return narrate(short, VIDEO_SECONDS, voice=voice, models=models, cost=cost).samples[None, :]


@cache
def _product() -> Product:
    return sample_product(PAGE)


@cache
def _folder() -> "TemporaryDirectory[str]":
    return TemporaryDirectory()


def _request() -> RenderRequest:
    pictures = sample_pictures(_product(), Path(_folder().name))
    return RenderRequest(_product(), pictures, AspectRatio.SQUARE, subtitles=False, avatar_id=1, seconds=VIDEO_SECONDS)


def _moment(request: RenderRequest, file: Path) -> None:
    staged = stage(request)
    _write_jpeg(file, Frame.of(staged.film.frame(poster_moment(staged.cast))))


def _clip(request: RenderRequest, file: Path) -> None:
    with TemporaryDirectory(dir=file.parent) as folder:
        render(replace(request, draft=True), Path(folder), lambda _, __: None).video.replace(file)


def _write_jpeg(file: Path, frame: Frame) -> None:
    picture = Image.fromarray(rgb_of(frame))
    picture.thumbnail((picture.width, picture.height * PICTURE_SIDE // min(picture.size)), Image.Resampling.LANCZOS)
    picture.save(file, "JPEG", quality=PICTURE_QUALITY)


def _write_mp3(file: Path, samples: Samples) -> None:
    """Samples of shape (channels, n) at 48 kHz."""
    layout = "mono" if len(samples) == 1 else "stereo"
    with av.open(str(file), "w", format="mp3") as container:
        stream = container.add_stream("libmp3lame", rate=SAMPLE_RATE, layout=layout)
        stream.bit_rate = SOUND_BITS_PER_SECOND
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples, np.float32), format="fltp", layout=layout)
        frame.sample_rate = SAMPLE_RATE
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def main(
    folder: Annotated[Path, typer.Argument(help="Folder to write to.")],
    paths: Annotated[list[str], typer.Argument(help="Which exhibits, by their paths.")],
    piper: Annotated[Path | None, typer.Option(help="Piper voice or folder of such.")] = None,
    voices: Annotated[VoiceCost, typer.Option(help="Which installed voices may speak.")] = VoiceCost.LIGHT,
) -> None:
    """Make exhibits, each complete under its own name."""
    os.nice(NICENESS)
    wanted = [EXHIBITS[path] for path in paths]
    speaks = any(exhibit.kind is ExhibitKind.VOICE for exhibit in wanted)
    models = load_voice_models(piper) if piper and speaks else ()
    for exhibit in wanted:
        file = folder / exhibit.path
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_stem(f".{file.stem}")
        draw(exhibit, unfinished, models, voices)
        unfinished.replace(file)


if __name__ == "__main__":
    typer.run(main)
