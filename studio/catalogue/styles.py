"""Visual styles under the contract's names (`template_name`, later `visual_style`) and the layout each is drawn with.

The names are those of the guide "Create Video From URL" and of the recorded catalogue (GET /visual_styles). Six are
drawn by a layout of their own; the others are variants of these on the service too and map to the nearest.
"""

from dataclasses import dataclass
from enum import StrEnum


class VisualStyle(StrEnum):
    """The six layouts."""

    CARD_STACKING = "Card Stacking"
    FULL_SCREEN = "FullScreen"
    PRODUCT_SWITCH = "Simple Product Switch"
    AVATAR_BUBBLE = "Avatar Bubble"
    UP_DOWN_AVATAR = "Up&Down Avatar"
    FLOATING_AVATAR = "Floating Avatar Voiceover"


STYLES: dict[str, VisualStyle] = {
    **{style.value: style for style in VisualStyle},
    # Full-frame pictures, with or without the service's blurred surround.
    "Full Screen": VisualStyle.FULL_SCREEN,
    "Full Screen(New)": VisualStyle.FULL_SCREEN,
    "No Gaussian blur": VisualStyle.FULL_SCREEN,
    "Video Mixing": VisualStyle.FULL_SCREEN,
    "Video Mixing with Standard Dimensions": VisualStyle.FULL_SCREEN,
    "Dynamic Showcase": VisualStyle.CARD_STACKING,
    "Showcasing Products": VisualStyle.CARD_STACKING,
    # One product after the other on a calm, light ground.
    "Elegant Presentation": VisualStyle.PRODUCT_SWITCH,
    "Rotary Switch": VisualStyle.PRODUCT_SWITCH,
    "Simple Product Switch1": VisualStyle.PRODUCT_SWITCH,
    "Simple Product Switch2": VisualStyle.PRODUCT_SWITCH,
    # The frame in two halves, one of them the presenter's.
    "Simple split screen template": VisualStyle.UP_DOWN_AVATAR,
    "Right&Left Avatar": VisualStyle.UP_DOWN_AVATAR,
    "Dual-Screen Avatar View": VisualStyle.UP_DOWN_AVATAR,
    "UGC Content": VisualStyle.UP_DOWN_AVATAR,
    # The presenter stands free before the product.
    "Floating Avatar": VisualStyle.FLOATING_AVATAR,
    "Floationg Avatar": VisualStyle.FLOATING_AVATAR,
    "Inclined Floating Avatar": VisualStyle.FLOATING_AVATAR,
    "Avatars in All Scenes": VisualStyle.FLOATING_AVATAR,
    "Avatar in Video Mixing": VisualStyle.FLOATING_AVATAR,
    "Video Mixing Featuring Avatars": VisualStyle.FLOATING_AVATAR,
    "Centered Avatar Display": VisualStyle.AVATAR_BUBBLE,
}
"""Every name a client may send, as the service spells it, and the layout it is drawn with."""

_BY_KEY = {name.casefold().replace(" ", ""): (name, style) for name, style in STYLES.items()}


@dataclass(frozen=True, slots=True)
class StyleChoice:
    """The style that will be drawn."""

    name: str
    """As the service spells it."""
    style: VisualStyle
    note: str = ""
    """What was decided in place of an unknown name."""


def find_style(name: str | None) -> StyleChoice:
    """The visual style of a name, whatever its case and spaces; Card Stacking for none or (with a note) unknown."""
    key = (name or "").casefold().replace(" ", "")
    if not key:
        return StyleChoice(VisualStyle.CARD_STACKING.value, VisualStyle.CARD_STACKING)
    if key in _BY_KEY:
        return StyleChoice(*_BY_KEY[key])
    note = f"visual style {name!r} is unknown; {VisualStyle.CARD_STACKING.value!r} is used instead"
    return StyleChoice(VisualStyle.CARD_STACKING.value, VisualStyle.CARD_STACKING, note)
