"""The caption pill: words on a rounded plate, the spoken one on a plate of its own."""

from dataclasses import dataclass
from functools import lru_cache

from studio.scenes.box import Box
from studio.scenes.canvas import Pixels, Sprite, lay_onto, turned
from studio.scenes.captions import Caption, caption_at
from studio.scenes.frame import Surface
from studio.scenes.look import Look
from studio.scenes.motion import ease_out, ramp
from studio.scenes.shapes import Mask, Shadow, plate, shadowed
from studio.text.bidi import is_right_to_left, levels, visual_order
from studio.text.lettering import CAP_HEIGHT, Type, draw, fit, width_of

_ENTRANCE = 0.13
"""Seconds a new caption takes to rise and appear: short, since words are already being spoken."""

_RISE = 18
"""Pixels it rises by."""

_SPACE = 0.48
"""Between two words in ems: the marked word's plate needs more room than a space of text."""

_SHADOW_MARGIN = 28
_SHADOW = Shadow(12, 0.35, 6)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A word's place in the pill."""

    text: str
    x: float
    width: float
    apart: bool
    """Whether there is space around it: scripts without spaces leave none."""


class CaptionPill:
    """Draws the captions of one video into a box."""

    def __init__(self, captions: tuple[Caption, ...], look: Look, language: str, box: Box) -> None:
        """The pill stands in the middle of the box, as wide as its words."""
        self._captions, self._look, self._language, self._box = captions, look, language, box
        self._radius = round(box.height * 0.34)
        self._set = lru_cache(maxsize=1)(self._setting)
        self._key: tuple[float, int] | None = None
        self._sprite: Sprite | None = None

    def draw(self, surface: Surface, time: float) -> None:
        """Draw the caption of a time in seconds, if there is one."""
        caption = caption_at(self._captions, time)
        if caption is None:
            return
        sprite = self._state(caption, caption.spoken(time))
        x, y = self._box.center
        arrived = ease_out(ramp(time, caption.start, _ENTRANCE))
        if arrived < 1:
            surface.place(sprite, turned(sprite, (x, y + _RISE * (1 - arrived))), opacity=0.55 + 0.45 * arrived)
        else:
            surface.lay(sprite, round(x - sprite.width / 2), round(y - sprite.height / 2))

    def _state(self, caption: Caption, spoken: int) -> Sprite:
        """The pill with one word marked, drawn when it first appears."""
        key = (caption.start, spoken)
        if self._sprite is None or key != self._key:
            self._key, self._sprite = key, shadowed(self._pill(caption, spoken), self._radius, _SHADOW_MARGIN, _SHADOW)
        return self._sprite

    def _pill(self, caption: Caption, spoken: int) -> Pixels:
        height = self._box.height
        pad = round(height * 0.36)
        setting, words, width = self._set(caption, self._box.width - 2 * pad)
        pill = plate(round(width) + 2 * pad, height, self._radius, self._look.pill)
        inset, marked = round(height * 0.1), words[spoken]
        spare = round(pad * (0.5 if marked.apart else 0.2))
        mark = plate(round(marked.width) + 2 * spare, height - 2 * inset, round(height * 0.24), self._look.mark)
        lay_onto(pill, Sprite(mark), pad + round(marked.x) - spare, inset)
        top = (height - round(setting.size * CAP_HEIGHT)) // 2
        for number, word in enumerate(words):
            ink = self._look.mark_ink if number == spoken else self._look.pill_ink
            mask, (left, above) = _drawn(word.text, setting, self._box.width)
            lay_onto(pill, Sprite.filled(mask, ink), pad + round(word.x) - left, top - above)
        return pill

    def _setting(self, caption: Caption, room: int) -> tuple[Type, list[_Placed], float]:
        """The words side by side in the order they are read, as large as the room allows."""
        size, right_to_left = self._box.height * 0.6, is_right_to_left(_text(caption))
        while True:
            setting = Type(size, 760, self._language, right_to_left)
            words, width = _side_by_side(caption, setting)
            if width <= room or size < 24:
                return setting, words, width
            size *= max(0.9, room / width)


@lru_cache(maxsize=8)
def _drawn(word: str, setting: Type, room: int) -> tuple[Mask, tuple[int, int]]:
    """A word's shape, which stays when the mark moves on to the next."""
    return draw(fit(word, setting, room))


def _text(caption: Caption) -> str:
    return "".join((word.gap if number else "") + word.text for number, word in enumerate(caption.words))


def _side_by_side(caption: Caption, setting: Type) -> tuple[list[_Placed], float]:
    """Words from left to right in visual order, returned in spoken order, and their whole width."""
    starts = [levels(word.text, bool(setting.right_to_left))[0] for word in caption.words]
    order = visual_order(starts)
    space = setting.size * _SPACE
    apart = all(word.gap for word in caption.words[1:])
    placed: dict[int, _Placed] = {}
    x = 0.0
    for rank, number in enumerate(order):
        if rank:
            x += space if any(caption.words[near].gap for near in (number, order[rank - 1]) if near) else 0.0
        width = width_of(caption.words[number].text, setting)
        placed[number] = _Placed(caption.words[number].text, x, width, apart)
        x += width
    return [placed[number] for number in range(len(order))], x
