"""The look of a video: its colours, ground and lettering, from the accent, the visual style and the template."""

from dataclasses import dataclass, replace
from enum import StrEnum

from studio.catalogue.styles import VisualStyle
from studio.catalogue.templates import Template
from studio.scenes.drawing.colour import READABLE, WHITE, Colour, blend, contrast, darken_until_readable, with_lightness


class Ground(StrEnum):
    """What lies behind everything."""

    PHOTO = "photo"
    """The shot's own picture, blurred and darkened."""
    WASH = "wash"
    """A pale tint of the accent with large soft discs."""
    VIVID = "vivid"
    """The accent itself, as a diagonal gradient."""
    NIGHT = "night"
    """Almost black, with two glows of the accent."""
    PAPER = "paper"
    """Warm white paper with a fine grain."""


class Ornament(StrEnum):
    """What a template adds to the frame's edges."""

    NONE = "none"
    STRIPES = "stripes"
    DISCS = "discs"
    NEON = "neon"
    TAPE = "tape"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Look:
    """Colours and lettering of one video. Every pair of ink and ground has a contrast of 4.5 or more."""

    ground: Ground
    accent: Colour
    ink: Colour
    soft_ink: Colour
    dark: bool
    """Whether the ground is dark."""
    mark: Colour = (0, 0, 0)
    """Of the line that shows how far the video is."""
    badge: Colour = (0, 0, 0)
    badge_ink: Colour = WHITE
    weight: int = 850
    upper_case: bool = False
    radius: int = 56
    border: int = 0
    """Width of a white rim around product cards, in pixels."""
    ornament: Ornament = Ornament.NONE

    @property
    def bright(self) -> Colour:
        """The accent's hue for words with a dark outline; yellow, which every eye finds, where it has none."""
        if max(self.accent) - min(self.accent) < _MIN_COLOUR:
            return _SALE_YELLOW
        return with_lightness(self.accent, 0.74, 0.95)


INK: Colour = (22, 25, 34)
_SALE_YELLOW: Colour = (255, 214, 10)
_MIN_COLOUR = 40
"""Steps between a colour's parts below which it reads as grey."""


def look_of(style: VisualStyle, template: Template, accent: Colour) -> Look:
    """The style's own look, or the template's over it."""
    if template is Template.NONE:
        return _own(style, accent)
    return _TEMPLATES[template](accent)


def branded(look: Look, accent: Colour, second: Colour | None = None) -> Look:
    """The look in a brand's colours: an accent that white text reads on, and a second one for price and button.

    Where there is no second one, they stay as the look has them.
    """
    if second is None:
        return replace(look, accent=accent)
    badge = _readable(second)
    ink = WHITE if contrast(badge, WHITE) >= READABLE else INK
    return replace(look, accent=accent, badge=badge, badge_ink=ink, mark=badge)


def _readable(colour: Colour) -> Colour:
    """The colour, or the next darker one on which white text or our ink can be read."""
    return colour if contrast(colour, INK) >= READABLE else darken_until_readable(colour)


def _own(style: VisualStyle, accent: Colour) -> Look:
    if style in (VisualStyle.PRODUCT_SWITCH, VisualStyle.CARD_STACKING, VisualStyle.UP_DOWN_AVATAR):
        return _light(accent, Ground.WASH)
    if style is VisualStyle.AVATAR_BUBBLE:
        return replace(_dark(accent, Ground.VIVID), badge=WHITE, badge_ink=accent, mark=WHITE)
    return _dark(accent, Ground.PHOTO)


def _dark(accent: Colour, ground: Ground) -> Look:
    return Look(ground, accent, WHITE, (232, 236, 242), dark=True, mark=accent, badge=accent)


def _light(accent: Colour, ground: Ground) -> Look:
    soft = blend(INK, accent, 0.35)
    return Look(
        ground, accent, INK, darken_until_readable(soft, (236, 236, 236)), dark=False, mark=accent, badge=accent
    )


def _bold_sale(_accent: Colour) -> Look:
    red = darken_until_readable(with_lightness((214, 30, 38), 0.45, 0.78))
    return replace(
        _dark(red, Ground.VIVID),
        badge=_SALE_YELLOW,
        badge_ink=INK,
        mark=_SALE_YELLOW,
        weight=900,
        upper_case=True,
        radius=28,
        border=12,
        ornament=Ornament.STRIPES,
    )


def _soft_studio(accent: Colour) -> Look:
    return replace(_light(accent, Ground.WASH), weight=720, radius=72, ornament=Ornament.DISCS)


def _night(accent: Colour) -> Look:
    bright = with_lightness(accent, 0.72, 0.9)
    return replace(
        _dark(accent, Ground.NIGHT),
        mark=bright,
        badge=bright,
        badge_ink=INK,
        weight=760,
        radius=40,
        ornament=Ornament.NEON,
    )


def _paper(accent: Colour) -> Look:
    return replace(_light(accent, Ground.PAPER), weight=680, radius=10, border=22, ornament=Ornament.TAPE)


def _editorial(accent: Colour) -> Look:
    look = _light(accent, Ground.PAPER)
    return replace(
        look,
        accent=INK,
        mark=INK,
        badge=INK,
        weight=560,
        radius=0,
        ornament=Ornament.RULE,
    )


_TEMPLATES = {
    Template.BOLD_SALE: _bold_sale,
    Template.SOFT_STUDIO: _soft_studio,
    Template.NIGHT: _night,
    Template.PAPER: _paper,
    Template.EDITORIAL: _editorial,
}
