"""Benefits as cards: while one is spoken, its few words stand beside a sign where the price will stand later."""

import unicodedata
from dataclasses import dataclass

from studio.scenes.drawing.box import Box
from studio.scenes.drawing.canvas import Pixels, Sprite, lay_onto, turned
from studio.scenes.drawing.colour import WHITE, Colour
from studio.scenes.drawing.frame import Surface
from studio.scenes.drawing.shapes import Shadow, plate, shadowed
from studio.scenes.film.film import Layer
from studio.scenes.film.motion import ease_in, pop, ramp
from studio.scenes.plan.look import INK
from studio.scenes.plan.timeline import Timeline
from studio.scenes.words.hook import HOOK_LEFT, number_in
from studio.scenes.words.icons import Icon, icon_of, icon_sprite
from studio.script.model import Beat, Script
from studio.script.punctuation import ENDS
from studio.text.bidi import reads_from_right
from studio.text.lettering import Type, draw, fit, width_of
from studio.text.runs import clean
from studio.voice.model import Narration

_MAX_WORDS, _MAX_COLUMNS = 5, 32
"""More words or letters, an ideograph counting for two, can't be read beside the captions while they are spoken."""

_MIN_SECONDS = 0.9
"""A card that is gone sooner was not read."""

_POP, _LEAVING = 0.35, 0.2
"""Seconds in which a card comes and goes."""

_MIN_SIZE = 28
"""Pixels of the letters: what can't be set as large is left to the captions."""

_SHADOW_MARGIN = 36


@dataclass(frozen=True, slots=True)
class Benefit:
    """A card and when it is seen, in seconds."""

    text: str
    icon: Icon
    start: float
    end: float


def plan_benefits(script: Script, narration: Narration, timeline: Timeline) -> tuple[Benefit, ...]:
    """A card for each benefit that is said in few words or by a number, between the hook and the price."""
    latest = timeline.end_card if timeline.price is None else timeline.price
    found = []
    for sentence, (start, end) in zip(script.sentences, narration.sentences, strict=False):
        text = _short(sentence.text) if sentence.beat is Beat.BENEFIT else ""
        first, last = max(start, HOOK_LEFT), min(end + _LEAVING, latest)
        if text and last - first >= _MIN_SECONDS:
            found.append(Benefit(clean(text, script.language), icon_of(sentence.text), first, last))
    return tuple(found)


def _short(text: str) -> str:
    words = text.rstrip(ENDS).split()
    columns = sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in "".join(words))
    return " ".join(words) if len(words) <= _MAX_WORDS and columns <= _MAX_COLUMNS else number_in(text)


class BenefitCards(Layer):
    """Draws the card of a time."""

    def __init__(self, benefits: tuple[Benefit, ...], accent: Colour, language: str, box: Box) -> None:
        """Cards stand in the middle of a box, as wide as their words; those that do not fit are left out."""
        self._center = box.center
        self._cards = [
            (each, shadowed(pixels, round(box.height * 0.2), _SHADOW_MARGIN, Shadow(16, 0.35, 8)))
            for each in benefits
            if (pixels := card_pixels(each, accent, language, box)) is not None
        ]

    def draw(self, frame: Surface, time: float) -> None:
        """Draw what is seen at a time in seconds."""
        for benefit, sprite in self._cards:
            if not benefit.start <= time < benefit.end:
                continue
            grown, left = pop(ramp(time, benefit.start, _POP)), ease_in(ramp(time, benefit.end - _LEAVING, _LEAVING))
            x, y = self._center
            if time >= benefit.start + _POP and not left:
                frame.lay(sprite, round(x - sprite.width / 2), round(y - sprite.height / 2))
            elif grown > 0.02:
                frame.place(sprite, turned(sprite, (x, y), 0.6 + 0.4 * grown), min(1.0, grown) * (1 - left))


def card_pixels(benefit: Benefit, accent: Colour, language: str, box: Box) -> Pixels | None:
    """The sign where reading begins, the words beside it in one or two lines; None where they would be too small."""
    height = round(box.height * 0.84)
    pad = round(height * 0.16)
    sign = icon_sprite(benefit.icon, round(height * 0.6), accent)
    room = box.width - 4 * pad - sign.width - 1  # a block may be rounded up
    one_line = Type(height * 0.36, 760, language)
    is_short = width_of(benefit.text, one_line) <= room
    two_lines = Type(height * 0.29, 760, language)
    block = fit(benefit.text, one_line if is_short else two_lines, room, 1 if is_short else 2, whole=True)
    if block.type.size < _MIN_SIZE:
        return None
    from_right = reads_from_right(benefit.text, language)
    width = block.width + 4 * pad + sign.width
    pixels = plate(width, height, round(box.height * 0.2), WHITE)
    lay_onto(pixels, sign, width - pad - sign.width if from_right else pad, (height - sign.height) // 2)
    mask, (left, above) = draw(block, "right" if from_right else "left")
    start = 2 * pad if from_right else 2 * pad + sign.width
    lay_onto(pixels, Sprite.filled(mask, INK), start - left, round((height - block.height) / 2) - above)
    return pixels
