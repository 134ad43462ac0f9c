"""The hook: the biggest number of the offer or the strongest benefit, in large words over the first two seconds."""

import re
import unicodedata

from studio.scenes.drawing.box import Box
from studio.scenes.drawing.canvas import Sprite, turned
from studio.scenes.drawing.colour import WHITE, Colour
from studio.scenes.drawing.frame import Surface
from studio.scenes.film.film import Layer
from studio.scenes.film.motion import ease_in, pop, ramp
from studio.scenes.words.badge import Offer
from studio.scenes.words.outlined import outlined
from studio.script.model import Beat, Script
from studio.script.punctuation import ENDS
from studio.text.bidi import is_right_to_left, levels, visual_order
from studio.text.lettering import CAP_HEIGHT, Type, fit, width_of

_FIRST, _STEP = 0.1, 0.08
"""Seconds to the first word, and from word to word."""

_POP = 0.28
"""Seconds a word takes to its size."""

_LEAVES, _LEAVING = 1.6, 0.25
"""When the words leave, and how long they take, in seconds."""

HOOK_LEFT = _LEAVES + _LEAVING

_RISE, _LIFT = 40, 160
"""Pixels a word rises as it comes, and by which all rise as they leave."""

_MAX_SIZE = 150
"""Pixels of the letters: read across a room, and four short words still fit a phone's width in two lines."""

_MAX_WORDS, _MAX_COLUMNS = 4, 22
"""More words or letters, an ideograph counting for two, are not read in a second and a half."""

_OUTLINE = 8

_NUMBER = re.compile(r"\d[\d.,\u00a0\u202f]*(?<![.,])\s?(?:%|[^\W\d_]+)(?:\s[^\W\d_]{4,})?")
"""A number with its unit, and the word that says of what, unless it is one that only joins ("45 heures de")."""

_JOINED = re.compile(r"\s(?:[^\W\d_]+\s)?\d")
"""What joins such a number to another one, without which it says nothing ("4.7 out of 5")."""


def hook_words(script: Script, offer: Offer, hook: int = 1) -> tuple[str, ...]:
    """What is said in large words: the saving, a benefit with a number or a short one; empty for none.

    Hook number 1 takes the first of these that there is, the others the next ones and at last the price.
    """
    told = [each for each in script.sentences if each.beat in (Beat.HOOK, Beat.BENEFIT)]
    short = [tuple(each.text.rstrip(ENDS).split()) for each in told if each.beat is Beat.BENEFIT]
    counted = [tuple(number.split()) for each in told if (number := number_in(each.text))]
    saved = [(offer.saving,)] if offer.saving else []
    priced = [(offer.price,)] if offer.price and hook > 1 else []
    found = tuple(dict.fromkeys((*saved, *filter(_is_read_at_once, (*counted, *short)), *priced)))
    return found[hook - 1] if hook <= len(found) else ()


def number_in(text: str) -> str:
    """The first number of a text with its unit and what it is of; empty for none, or one that is part of a ratio."""
    found = _NUMBER.search(text)
    return found.group() if found and not _JOINED.match(text, found.end()) else ""


def _is_read_at_once(words: tuple[str, ...]) -> bool:
    width = sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in "".join(words))
    return 2 <= width <= _MAX_COLUMNS and len(words) <= _MAX_WORDS


class Hook(Layer):
    """Draws the hook's words, one after the other, then lifts them away."""

    def __init__(self, words: tuple[str, ...], accent: Colour, language: str, box: Box) -> None:
        """Words stand side by side in the middle of a box; those with a digit are in the accent's colour."""
        self._words: list[tuple[Sprite, tuple[float, float]]] = []
        if not words:
            return
        setting = Type(min(_MAX_SIZE, box.height * 0.6), 850, language, is_right_to_left(" ".join(words)))
        natural = sum(width_of(word, setting) for word in words) + setting.size * 0.3 * (len(words) - 1)
        shrink = min(1.0, (box.width - 4 * _OUTLINE) / natural)
        setting = Type(setting.size * shrink, 850, language, setting.right_to_left)
        x, y = box.center[0] - natural * shrink / 2, box.center[1]
        order = visual_order([levels(word, bool(setting.right_to_left))[0] for word in words])
        placed: dict[int, tuple[Sprite, tuple[float, float]]] = {}
        for number in order:
            block = fit(words[number], setting, box.width, whole=True)
            counts = any(sign.isdigit() for sign in words[number])
            sprite, (left, above) = outlined(block, accent if counts else WHITE, _OUTLINE)
            down = sprite.height / 2 - above - setting.size * CAP_HEIGHT / 2
            placed[number] = sprite, (x - left + sprite.width / 2, y + down)
            x += width_of(words[number], setting) + setting.size * 0.3
        self._words = [placed[number] for number in range(len(words))]

    def draw(self, frame: Surface, time: float) -> None:
        """Draw the words of a time in seconds."""
        left = ease_in(ramp(time, _LEAVES, _LEAVING))
        if left >= 1:
            return
        for number, (sprite, (x, y)) in enumerate(self._words):
            grown = pop(ramp(time, _FIRST + _STEP * number, _POP))
            if grown <= 0:
                continue
            shift = _RISE * (1 - min(grown, 1.0)) - _LIFT * left
            shown = min(1.0, max(grown, 0.0)) * (1 - left)
            frame.place(sprite, turned(sprite, (x, y + shift), 0.92 + 0.08 * grown), shown)
