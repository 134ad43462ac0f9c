"""Where the end card's elements stand: a column in which what is missing leaves no hole."""

from dataclasses import dataclass
from itertools import accumulate

from studio.render_request import AspectRatio
from studio.scenes.drawing.box import Box
from studio.scenes.shots.cast import Wording
from studio.text.bidi import reads_from_right


@dataclass(frozen=True, slots=True)
class EndLayout:
    """The end card's boxes for one video; None for what it has nothing to say in."""

    picture: Box
    title: Box
    former: Box | None
    price: Box | None
    button: Box | None
    shop: Box | None
    align: str
    """Of the texts in their boxes: left, right or center."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """The end card of one aspect ratio."""

    column: Box
    """Texts stand inside of it, as wide as it is: the longest price has all the width there is."""
    picture: Box | None
    """None where the picture stands above the texts and takes what height they leave."""
    heights: tuple[int, int, int, int, int]
    """Title, former price, price, button, shop."""
    gaps: tuple[int, int, int, int, int]
    """Above each of them."""


_PLANS = {
    # Below row 1240 phones lay their own texts over the video, above row 269 their bars (`studio.scenes.plan.layout`).
    AspectRatio.PORTRAIT: _Plan(Box(90, 150, 900, 1080), None, (120, 66, 150, 116, 52), (40, 26, 20, 34, 26)),
    AspectRatio.LANDSCAPE: _Plan(
        Box(1000, 80, 830, 920), Box(120, 90, 780, 900), (150, 76, 180, 124, 54), (0, 34, 22, 46, 34)
    ),
    AspectRatio.SQUARE: _Plan(Box(60, 56, 960, 964), None, (104, 60, 140, 108, 50), (28, 20, 14, 28, 22)),
}


_LOGO_HEIGHT = 2
"""Lines of the shop's name that a logo is as high as."""


def end_layout(ratio: AspectRatio, wording: Wording, *, has_logo: bool = False) -> EndLayout:
    """The boxes for what a video has to say; a logo takes the place of the shop's name, and more height.

    Where reading begins on the right, a picture beside the texts stands on their right.
    """
    plan = _PLANS[ratio]
    said = (
        True,
        bool(wording.offer.former),
        bool(wording.offer.price),
        bool(wording.call_to_action),
        bool(wording.shop) or has_logo,
    )
    heights = [height if one else 0 for height, one in zip(plan.heights, said, strict=True)]
    heights[-1] *= _LOGO_HEIGHT if has_logo else 1
    gaps = [gap if one else 0 for gap, one in zip(plan.gaps, said, strict=True)]
    from_right = plan.picture is not None and reads_from_right(wording.headline, wording.language)
    used = sum(heights) + sum(gaps)
    column = plan.column.mirrored(ratio.size[0]) if from_right else plan.column
    top = column.y + (column.height - used) // 2 if plan.picture else column.bottom - used
    ends = accumulate(gap + height for gap, height in zip(gaps, heights, strict=True))
    title, *boxes = (
        Box(column.x, top + end - height, column.width, height) for end, height in zip(ends, heights, strict=True)
    )
    former, price, button, shop = (box if box.height else None for box in boxes)
    if plan.picture is None:
        picture, align = Box(column.x, column.y, column.width, top - column.y), "center"
    else:
        picture, align = (plan.picture.mirrored(ratio.size[0]), "right") if from_right else (plan.picture, "left")
    return EndLayout(picture, title, former, price, button, shop, align)
