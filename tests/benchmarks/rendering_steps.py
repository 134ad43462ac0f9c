"""The processes that `tests.benchmarks.rendering` measures: one step over one sample product each."""

# ruff: noqa: PLC0415 - each step is a process of its own and loads what it measures, no more
import json
import pickle
import sys
from pathlib import Path

from studio.render_request import RenderRequest

PAGE, SHOP = "brume-bougie.html", "https://wrenhollow.example/"
STYLE = "Card Stacking"
"""The default style, and one of the costlier: cards fly at every cut."""


def render(folder: Path, times: int = 1) -> None:
    """What a worker does with its jobs: each from the request to the file."""
    from studio.renderer import render as render_video

    request = pickle.loads((folder / "request.pickle").read_bytes())
    out = folder / "out"
    out.mkdir(exist_ok=True)
    for _ in range(times):
        render_video(request, out, lambda _, __: None)


def render_twice(folder: Path) -> None:
    """Two jobs of one worker, which has loaded all that it needs when the second begins."""
    render(folder, times=2)


def encode(folder: Path) -> None:
    """The frames and the sound that `prepare` left, through the same encoder."""
    import numpy as np

    from studio.encoder import VideoEncoder

    frames = np.memmap(folder / "frames.yuv", np.uint8, "r").reshape(-1, 1920 * 3 // 2, 1080)
    with VideoEncoder(folder / "floor.mp4", 1080, 1920) as encoder:
        encoder.write_sound(np.load(folder / "sound.npy"))
        for frame in frames:
            encoder.write(frame)


def prepare(folder: Path) -> None:
    """Read a product, draw every frame, mix the sound, and take the video apart for MoviePy to put together."""
    import numpy as np

    from studio.renderer import stage
    from studio.scenes.film.motion import FPS
    from studio.scenes.sounds import effects_of
    from studio.voice.soundtrack import mix
    from tests.benchmarks.layers_of_video import save_layers

    request = _request(folder)
    (folder / "request.pickle").write_bytes(pickle.dumps(request))
    staged = stage(request)
    timeline = staged.cast.timeline
    sound = mix(staged.narration, timeline.seconds, effects=effects_of(timeline, staged.cast.wording.offer))
    np.save(folder / "sound.npy", sound)
    with (folder / "frames.yuv").open("wb") as file:
        for number in range(timeline.frames):
            file.write(staged.film.frame(number / FPS).tobytes())
    layers = save_layers(staged, sound, folder)
    (folder / "material.json").write_text(json.dumps({"seconds": timeline.seconds, "layers": layers}))


def _request(folder: Path) -> RenderRequest:
    """A 15 s portrait video of a product with four photos."""
    from studio.page.reader import read_product
    from studio.pictures import prepare_picture
    from studio.samples import content_type, sample_file

    product = read_product(sample_file(PAGE) or b"", SHOP + PAGE, content_type(PAGE))
    paths = tuple(folder / f"{number}.png" for number, _ in enumerate(product.pictures))
    for path, url in zip(paths, product.pictures, strict=True):
        prepare_picture(sample_file(url.removeprefix(SHOP)) or b"", path)
    return RenderRequest(product, paths, language="french", template_name=STYLE)


if __name__ == "__main__":
    {step.__name__: step for step in (prepare, render, render_twice, encode)}[sys.argv[1]](Path(sys.argv[2]))
