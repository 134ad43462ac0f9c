"""A video taken apart into PNGs and times, for another library to put together again."""

import wave
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image

from studio.renderer import Staged
from studio.scenes.badge import PriceBadge
from studio.scenes.canvas import Canvas
from studio.scenes.colour import WHITE
from studio.scenes.deck import Deck
from studio.scenes.frame import Frame, rgb_of
from studio.scenes.ground import ShotGround
from studio.scenes.pill import CaptionPill
from studio.scenes.presenter import Presenter
from studio.scenes.shapes import Shadow, plate, shadowed

Layer = dict[str, Any]
"""`file`, `start` and `end` in seconds, `x` and `y`, and how it moves: "zoom" for cards, "sway" for heads."""


def save_layers(staged: Staged, sound: np.ndarray, folder: Path) -> list[Layer]:
    """Grounds, cards, presenter, badge, end card and captions, in the order they lie over one another.

    The presenter keeps one face and the end card is a still: a little less than studio's own frames hold.
    """
    cast, timeline = staged.cast, staged.cast.timeline
    ground, deck = ShotGround(cast), Deck(cast)
    layers: list[Layer] = []
    for number, shot in enumerate(timeline.shots):
        span = {"start": shot.start, "end": shot.end}
        Image.fromarray(rgb_of(ground.still(number))).save(folder / f"ground-{number}.png")
        layers.append({"file": f"ground-{number}.png", "x": 0, "y": 0, "moves": "", **span})
    for number, shot in enumerate(timeline.shots):
        pixels = deck.card(number).sprite(0.0).pixels
        _save(pixels, folder / f"card-{number}.png")
        x, y = (round(middle - side / 2) for middle, side in zip(deck.box.center, pixels.shape[1::-1], strict=True))
        layers.append(
            {"file": f"card-{number}.png", "x": x, "y": y, "moves": "zoom", "start": shot.start, "end": shot.end}
        )
    place = cast.layout.presenter
    frame, presenter = Canvas.blank(*cast.size), Presenter(cast.avatar_id, place, cast.voice_levels)
    frame.lay(
        shadowed(plate(place.width, place.height, place.width // 2, WHITE), place.width // 2, 36, Shadow(14, 0.45, 8)),
        place.x - 36,
        place.y - 36,
    )
    layers.append(_cropped(frame, folder / "rim.png", 0.0, timeline.end_card))
    head = Canvas.blank(*cast.size)
    presenter.draw_head(head, 0.5)
    layers.append(_cropped(head, folder / "head.png", 0.0, timeline.end_card) | {"moves": "sway"})
    if timeline.price is not None:
        canvas = Canvas.blank(*cast.size)
        badge = PriceBadge(cast.wording.offer, cast.look, cast.wording.language, cast.layout.badge, timeline.price)
        badge.draw(canvas, timeline.price + 1)
        layers.append(_cropped(canvas, folder / "badge.png", timeline.price, timeline.end_card))
    Image.fromarray(rgb_of(Frame.of(staged.show.frame(timeline.seconds - 0.05)))).save(folder / "end.png")
    layers.append({"file": "end.png", "x": 0, "y": 0, "moves": "", "start": timeline.end_card, "end": timeline.seconds})
    layers += _captions(staged, folder)
    _save_sound(sound, folder / "sound.wav")
    return layers


def _captions(staged: Staged, folder: Path) -> list[Layer]:
    """A picture for every word that is marked."""
    cast = staged.cast
    box = cast.layout.captions
    assert box is not None
    pill = CaptionPill(cast.captions, cast.look, cast.wording.language, box)
    layers = []
    for number, caption in enumerate(cast.captions):
        starts = [caption.start, *(word.start for word in caption.words[1:]), caption.end]
        for word, (start, end) in enumerate(pairwise(starts)):
            canvas = Canvas.blank(*cast.size)
            pill.draw(canvas, max(start, (start + end) / 2))
            layers.append(_cropped(canvas, folder / f"caption-{number}-{word}.png", start, end))
    return layers


def _cropped(canvas: Canvas, path: Path, start: float, end: float) -> Layer:
    x, y, width, height = cv2.boundingRect(np.ascontiguousarray(canvas.pixels[:, :, 3]))
    _save(canvas.pixels[y : y + height, x : x + width], path)
    return {"file": path.name, "x": x, "y": y, "moves": "", "start": start, "end": end}


def _save(pixels: np.ndarray, path: Path) -> None:
    """Premultiplied pixels as a PNG, which is not."""
    alpha = np.maximum(pixels[:, :, 3:].astype(np.float32), 1)
    colours = np.clip(pixels[:, :, :3].astype(np.float32) * 255 / alpha, 0, 255).astype(np.uint8)
    plain = np.concatenate([colours, pixels[:, :, 3:]], axis=2)
    Image.fromarray(plain).save(path, compress_level=1)


def _save_sound(sound: np.ndarray, path: Path) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes((np.clip(sound.T, -1, 1) * 32767).astype("<i2").tobytes())
