"""A video taken apart into PNGs and times, for another library to put together again."""

import wave
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image

from studio.renderer import Staged
from studio.scenes.drawing.box import Box
from studio.scenes.drawing.canvas import Canvas, Sprite
from studio.scenes.drawing.colour import WHITE
from studio.scenes.drawing.frame import rgb_of
from studio.scenes.drawing.shapes import Shadow, plate, shadowed
from studio.scenes.figure.presenter import Presenter, eyes_at
from studio.scenes.film.film import picture_of
from studio.scenes.film.motion import FPS
from studio.scenes.shots.backdrop import Backdrops
from studio.scenes.shots.cards import Cards
from studio.scenes.shots.cast import Cast
from studio.scenes.shots.end_card import end_clip, product_of
from studio.scenes.shots.end_layout import end_layout
from studio.scenes.shots.end_texts import button_of, texts_of
from studio.scenes.words.badge import PriceBadge
from studio.scenes.words.caption_line import CaptionLine

Layer = dict[str, Any]
"""`file`, `start` and `end` in seconds, `x` and `y`; how it moves: "zoom" for cards, "grow" for the one at the end,
"sway" for heads, "pulse" for the button; and how it comes in: a `fade` in seconds, a `rise` in pixels and `seconds`."""

GROUND_FADE = 0.45
CAPTION_ENTRANCE = 0.13, 18
SHEET_ENTRANCE = 0.3
TEXT_ENTRANCE = 0.35, 70
FIRST_TEXT, TEXT_STEP = 0.3, 0.07
"""As in studio's scenes: seconds, and pixels of a rise."""


def save_layers(staged: Staged, sound: np.ndarray, folder: Path) -> list[Layer]:
    """Grounds, cards, presenter, badge, end card and captions, in the order they lie over one another."""
    _save_sound(sound, folder / "sound.wav")
    end_card = staged.cast.timeline.end_card
    return [
        *_shots(staged.cast, folder),
        *_presenter(staged.cast, folder, staged.cast.layout.presenter, "head", 0.0, end_card),
        *_badge(staged.cast, folder),
        *_end_card(staged.cast, folder),
        *_captions(staged.cast, folder),
    ]


def _shots(cast: Cast, folder: Path) -> list[Layer]:
    backdrops, deck = Backdrops(cast), Cards(cast)
    grounds, cards = [], []
    for number, shot in enumerate(cast.timeline.shots):
        ground = picture_of(cast.size, [backdrops.of_shot(number)], shot.end)
        Image.fromarray(rgb_of(ground)).save(folder / f"ground-{number}.png")
        fading = {"fade": GROUND_FADE} if number else {}
        span = {"start": shot.start, "end": shot.end + GROUND_FADE}
        grounds.append({"file": f"ground-{number}.png", "x": 0, "y": 0} | span | fading)
        span = {"start": shot.start, "end": shot.end}
        placed = _placed(deck.moving(number).sprite(), deck.box.center, folder / f"card-{number}.png")
        cards.append(placed | span | {"moves": "zoom"})
    return [*grounds, *cards]


def _presenter(cast: Cast, folder: Path, place: Box, name: str, start: float, end: float) -> list[Layer]:
    """The rim, and a head for every stretch in which eyes and mouth stay as they are."""
    rim = shadowed(plate(place.width, place.height, place.width // 2, WHITE), place.width // 2, 36, Shadow(14, 0.45, 8))
    layers = [_placed(rim, place.center, folder / f"{name}-rim.png") | {"start": start, "end": end}]
    face = Box(place.x, place.y + round(place.height * 0.05), place.width, round(place.height * 0.7))
    presenter = Presenter(cast.avatar_id, face, cast.voice_levels)
    frames = [(presenter.mouth_at(n / FPS), eyes_at(n / FPS)) for n in range(round(start * FPS), round(end * FPS))]
    since = start
    for (mouth, eyes), group in groupby(frames):
        until = since + len(list(group)) / FPS
        head = Canvas.blank(*cast.size)
        presenter.draw_head(head, since + 0.5 / FPS)
        path = folder / f"{name}-{mouth.value}-{eyes.value}.png"
        layers.append(_cropped(head, path, since, until) | {"moves": "sway"})
        since = until
    return layers


def _badge(cast: Cast, folder: Path) -> list[Layer]:
    timeline, canvas = cast.timeline, Canvas.blank(*cast.size)
    if timeline.price is None:
        return []
    badge = PriceBadge(cast.wording.offer, cast.look, cast.wording.language, cast.layout.badge, timeline.price)
    badge.draw(canvas, timeline.price + 1)
    return [_cropped(canvas, folder / "badge.png", timeline.price, timeline.end_card)]


def _end_card(cast: Cast, folder: Path) -> list[Layer]:
    """The sheet that comes up, its card, the texts one after the other, and the button."""
    start, until = cast.timeline.end_card, cast.timeline.seconds
    layout = end_layout(cast.ratio, cast.wording, has_logo=cast.logo is not None)
    sheet = picture_of(cast.size, end_clip(cast).layers[:1], start)
    Image.fromarray(rgb_of(sheet)).save(folder / "sheet.png")
    product, texts = product_of(cast, layout), texts_of(cast, layout)[1:]
    arrived = {"start": start + SHEET_ENTRANCE, "end": until}
    layers = [
        {"file": "sheet.png", "x": 0, "y": 0, "rise": cast.size[1], "seconds": SHEET_ENTRANCE, "start": start}
        | {"end": until},
        _placed(product.sprite, product.center, folder / "end-card.png") | arrived | {"moves": "grow"},
    ]
    seconds, rise = TEXT_ENTRANCE
    for number, text in enumerate(texts):
        span = {"start": start + FIRST_TEXT + TEXT_STEP * number, "end": until}
        layer = _placed(text.sprite, text.center, folder / f"text-{number}.png")
        layers.append(layer | span | {"fade": seconds, "rise": rise, "seconds": seconds})
    if layout.button:
        button = button_of(cast, layout.button, layout.align)
        span = {"start": start + FIRST_TEXT + TEXT_STEP * len(texts), "end": until}
        layers.append(_placed(button.sprite, button.center, folder / "button.png") | span | {"moves": "pulse"})
    return layers


def _captions(cast: Cast, folder: Path) -> list[Layer]:
    """A picture for every word that is marked; the first of a caption comes in."""
    box = cast.layout.captions
    assert box is not None
    line = CaptionLine(cast.captions, cast.look.bright, cast.wording.language, box)
    seconds, rise = CAPTION_ENTRANCE
    layers = []
    for number, caption in enumerate(cast.captions):
        starts = [caption.start, *(word.start for word in caption.words[1:]), caption.end]
        for word, (start, end) in enumerate(pairwise(starts)):
            canvas = Canvas.blank(*cast.size)
            line.draw(canvas, max(start, (start + end) / 2))
            entrance = {} if word else {"fade": seconds, "rise": rise, "seconds": seconds}
            layers.append(_cropped(canvas, folder / f"caption-{number}-{word}.png", start, end) | entrance)
    return layers


def _placed(sprite: Sprite, center: tuple[float, float], path: Path) -> Layer:
    _save(sprite.pixels, path)
    x, y = (round(middle - side / 2) for middle, side in zip(center, (sprite.width, sprite.height), strict=True))
    return {"file": path.name, "x": x, "y": y}


def _cropped(canvas: Canvas, path: Path, start: float, end: float) -> Layer:
    x, y, width, height = cv2.boundingRect(np.ascontiguousarray(canvas.pixels[:, :, 3]))
    _save(canvas.pixels[y : y + height, x : x + width], path)
    return {"file": path.name, "x": x, "y": y, "start": start, "end": end}


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
