"""Where things stand: the boxes of a visual style in one aspect ratio."""

from dataclasses import dataclass, replace

from studio.render_request import AspectRatio
from studio.scenes.drawing.box import Box

SAFE = {
    AspectRatio.PORTRAIT: Box(65, 269, 950, 979),
    AspectRatio.LANDSCAPE: Box(90, 60, 1740, 960),
    AspectRatio.SQUARE: Box(54, 54, 972, 972),
}
"""Where text and faces may stand. Portrait: what Reels leaves free of its own controls, the strictest of the feeds: all
but the top 14 %, the bottom 35 % and 6 % at the sides (agencies' guides, read in October 2026). The others keep 5 %
(EBU R 95, safe areas)."""


PORTRAIT_CAPTIONS = Box(90, 1108, 900, 132)
"""The line of captions in a portrait video: the lowest that fits into `SAFE`, but for a presenter at the bottom."""


@dataclass(frozen=True, slots=True)
class Spare:
    """What a layout makes of the captions' space where there are none, in pixels."""

    stage: int = 0
    """Added to the stage's height."""
    presenter: int = 0
    badge: int = 0
    """How far they move down; a negative number is up."""
    face: int = 0
    """Added to the height of the presenter's box."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The boxes of one visual style, in pixels of the full frame."""

    title: Box
    """Headline and subline."""
    stage: Box
    """The largest a product card may be."""
    presenter: Box
    """The drawn presenter, face in the upper half."""
    badge: Box
    """The price badge, in its box's middle."""
    captions: Box | None
    """A line of caption, in its box's middle; None without subtitles."""
    spare: Spare
    title_align: str = "left"
    from_right: bool = False
    """Whether it is mirrored, for languages that are read from the right."""

    def mirrored(self, width: int) -> "Layout":
        """The same in a frame of a width for a language that is read from the right."""
        title, stage, presenter, badge = (
            box.mirrored(width) for box in (self.title, self.stage, self.presenter, self.badge)
        )
        captions = self.captions and self.captions.mirrored(width)
        return replace(
            self, title=title, stage=stage, presenter=presenter, badge=badge, captions=captions, from_right=True
        )

    def without_captions(self) -> "Layout":
        """The same where nothing is captioned: that space belongs to the product."""
        spare, stage, presenter = self.spare, self.stage, self.presenter
        return replace(
            self,
            stage=replace(stage, height=stage.height + spare.stage),
            presenter=replace(presenter, y=presenter.y + spare.presenter, height=presenter.height + spare.face),
            badge=replace(self.badge, y=self.badge.y + spare.badge),
            captions=None,
        )

    @property
    def clear(self) -> Box:
        """The part of the stage above all that lies on its lower end: the product stands in its middle."""
        low = self.captions.y - _AIR if self.captions else max(self.badge.bottom, self.presenter.bottom)
        return Box(self.stage.x, self.stage.y, self.stage.width, min(self.stage.bottom, low) - self.stage.y)

    @property
    def hook(self) -> Box:
        """Where the large words of the first seconds stand: across the lower part of the product."""
        clear = self.clear
        height = min(240, clear.height // 2)
        return Box(clear.x + 30, clear.y + round(clear.height * 0.42), clear.width - 60, height)


_AIR = 16
"""Pixels between a product and the captions below it."""

_TALLEST, _WIDEST = 0.82, 1.22
"""How far a card may leave its stage's shape: beyond it the stage looks empty."""


def card_box(stage: Box, photos: list[float]) -> Box:
    """The card for all pictures of a video: the median shape of its photos (width by height), as far as the stage
    allows, at the stage's top. Cut-outs and packshots stand well on any shape.
    """
    own = stage.width / stage.height
    middle = sorted(photos or [min(own, 1.0)])[len(photos) // 2]
    card = stage.fit(min(max(middle, own * _TALLEST), own * _WIDEST))
    return Box(card.x, stage.y - stage.y % 2, card.width, card.height)
