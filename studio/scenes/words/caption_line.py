"""A line of caption: outlined words on the picture itself, the spoken one in colour and a little larger."""

from dataclasses import dataclass, replace
from functools import lru_cache

import cv2
import numpy as np

from studio.scenes.drawing.box import Box
from studio.scenes.drawing.canvas import Canvas, Pixels, Sprite, turned
from studio.scenes.drawing.colour import WHITE, Colour
from studio.scenes.drawing.frame import Surface
from studio.scenes.film.film import Layer
from studio.scenes.film.motion import ease_out, ramp
from studio.scenes.words.captions import Caption, caption_at
from studio.scenes.words.outlined import outlined
from studio.text.bidi import is_right_to_left, levels, visual_order
from studio.text.lettering import CAP_HEIGHT, Type, fit, width_of

_ENTRANCE = 0.13
"""Seconds a new caption takes to rise and appear: short, since words are already being spoken."""

_RISE = 18
"""Pixels it rises by."""

_POP, _POP_SECONDS = 1.08, 0.12
"""How much larger the spoken word is, and how long it takes to become so."""

_SIZE = 0.72
"""Size of the letters as part of the box's height."""

_OUTLINE = 0.07
"""Width of the outline in ems: 6 pixels at the largest size."""

_SPACE = 0.34
"""Between two words in ems: outlines and a word that is larger need more room than a space of text."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A word's middle from the line's left end, and its width, in pixels."""

    text: str
    middle: float
    width: float


@dataclass(frozen=True, slots=True, eq=False)
class _State:
    """A caption with one word spoken: the others are one sprite, the spoken one another."""

    others: Sprite
    others_at: tuple[float, float]
    """From the box's middle to that of the others."""
    spoken: Sprite
    spoken_at: tuple[float, float]
    """From the box's middle to that of the spoken word."""


class CaptionLine(Layer):
    """Draws the captions of one video into a box."""

    def __init__(self, captions: tuple[Caption, ...], accent: Colour, language: str, box: Box) -> None:
        """Words stand in the middle of the box; `accent` is the spoken word's colour, light enough for a dark edge."""
        self._captions, self._accent, self._language, self._box = captions, accent, language, box
        self._set = lru_cache(maxsize=1)(self._setting)
        self._state = lru_cache(maxsize=1)(self._drawn)

    def draw(self, frame: Surface, time: float) -> None:
        """Draw the caption of a time in seconds, if there is one."""
        caption = caption_at(self._captions, time)
        if caption is None:
            return
        number = caption.spoken(time)
        state = self._state(caption, number)
        (x, y), arrived = self._box.center, ease_out(ramp(time, caption.start, _ENTRANCE))
        y += _RISE * (1 - arrived)
        opacity = 0.55 + 0.45 * arrived
        rest = (x + state.others_at[0], y + state.others_at[1])
        if arrived < 1:
            frame.place(state.others, turned(state.others, rest), opacity)
        else:
            _lay(frame, state.others, rest)
        # Drawn at its largest and scaled down: enlarged letters would be soft.
        popped = ease_out(ramp(time, caption.words[number].start, _POP_SECONDS))
        center = (x + state.spoken_at[0], y + state.spoken_at[1])
        if popped < 1 or arrived < 1:
            scale = (1 + (_POP - 1) * popped) / _POP
            frame.place(state.spoken, turned(state.spoken, center, scale), opacity)
        else:
            _lay(frame, state.spoken, center)

    def _drawn(self, caption: Caption, spoken: int) -> _State:
        setting, words, width = self._set(caption)
        canvas = Canvas.blank(round(width) + 2 * _MARGIN, self._box.height + 2 * _MARGIN)
        for number, word in enumerate(words):
            if number != spoken:
                sprite, (left, above) = _word(word.text, setting, WHITE)
                x = _MARGIN + word.middle - word.width / 2 - left
                canvas.lay(sprite, round(x), round(canvas.height / 2 - setting.size * CAP_HEIGHT / 2 - above))
        large = Type(setting.size * _POP, setting.weight, setting.language, setting.right_to_left)
        sprite, (left, above) = _word(words[spoken].text, large, self._accent)
        # A sprite is placed by its middle, a word stands by the middle of its capitals.
        right = sprite.width / 2 - left - words[spoken].width * _POP / 2
        down = sprite.height / 2 - above - large.size * CAP_HEIGHT / 2
        offset = (words[spoken].middle - width / 2 + right, down)
        return _State(*_trimmed(canvas.pixels), sprite, offset)

    def _setting(self, caption: Caption) -> tuple[Type, list[_Placed], float]:
        """The words side by side in the order they are read, as large as the room allows."""
        size, right_to_left = self._box.height * _SIZE, is_right_to_left(_text(caption))
        while True:
            setting = Type(size, 840, self._language, right_to_left)
            words, width = _side_by_side(caption, setting)
            room = self._box.width / _POP - 2 * size * (_OUTLINE + _SPACE / 4)
            if width <= room or size < 24:
                return setting, words, width
            size *= max(0.9, room / width)


_MARGIN = 40
"""Transparent pixels around a line for outline and shadow, before it is trimmed."""


def _trimmed(pixels: Pixels) -> tuple[Sprite, tuple[float, float]]:
    """What is not transparent, and from the middle of the pixels to that of it: every frame costs what is laid."""
    height, width = pixels.shape[:2]
    x, y, wide, high = cv2.boundingRect(np.ascontiguousarray(pixels[:, :, 3]))
    sprite = Sprite(np.ascontiguousarray(pixels[y : y + max(high, 1), x : x + max(wide, 1)]))
    return sprite, (x + (sprite.width - width) / 2, y + (sprite.height - height) / 2)


def _lay(surface: Surface, sprite: Sprite, center: tuple[float, float]) -> None:
    """On whole pixels, which costs a fifth of placing it exactly."""
    surface.lay(sprite, round(center[0] - sprite.width / 2), round(center[1] - sprite.height / 2))


def _word(text: str, setting: Type, ink: Colour) -> tuple[Sprite, tuple[int, int]]:
    """A Latin word keeps its signs where they stand in it: "US$", not "$US", in an Arabic line too."""
    is_latin = any(map(str.isalpha, text)) and not is_right_to_left(text)
    setting = replace(setting, right_to_left=setting.right_to_left and not is_latin)
    return outlined(fit(text, setting, 4_000), ink, max(2, round(setting.size * _OUTLINE)))


def _text(caption: Caption) -> str:
    return "".join((word.gap if number else "") + word.text for number, word in enumerate(caption.words))


def _side_by_side(caption: Caption, setting: Type) -> tuple[list[_Placed], float]:
    """Words from left to right in visual order, returned in spoken order, and their whole width."""
    starts = [levels(word.text, bool(setting.right_to_left))[0] for word in caption.words]
    order = visual_order(starts)
    space = setting.size * _SPACE
    placed: dict[int, _Placed] = {}
    x = 0.0
    for rank, number in enumerate(order):
        if rank:
            x += space if any(caption.words[near].gap for near in (number, order[rank - 1]) if near) else 0.0
        width = width_of(caption.words[number].text, setting)
        placed[number] = _Placed(caption.words[number].text, x + width / 2, width)
        x += width
    return [placed[number] for number in range(len(order))], x
