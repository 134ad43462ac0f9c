"""Where things stand: the boxes of a visual style in one aspect ratio."""

from dataclasses import dataclass

from studio.scenes.box import Box


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
    """The caption pill, in its box's middle; None without subtitles."""
    title_align: str = "left"


def card_box(stage: Box, photos: list[float]) -> Box:
    """The card for all pictures of a video: the median shape of its photos (width by height), as far as the stage
    allows without looking empty. Cut-outs and packshots stand well on any shape.
    """
    own = stage.width / stage.height
    middle = sorted(photos or [min(own, 1.0)])[len(photos) // 2]
    return stage.fit(min(max(middle, own * 0.82), own * 1.22))
