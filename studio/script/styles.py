"""The script styles of every generation of the contract, and in which order each tells its parts."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Style(StrEnum):
    """Canonical names: the six of v1-2024 and v2 ("Storytime" to "Light marketing") and the sixteen of v1-2025."""

    DONT_WORRY = "Don't Worry"
    STORYTIME = "Storytime"
    DISCOVERY = "Discovery"
    DATA = "Data"
    TOP_3_REASONS = "Top 3 reasons"
    LIGHT_MARKETING = "Light marketing"
    SOFT_SELLING = "Soft Selling"
    HUMOR_MEME = "Humor & Meme"
    FEATURE_EXPLAINER = "Feature Explainer"
    SOFT_STORYTELLING_WITH_TWIST = "Soft Storytelling with Twist"
    EXPERT_ADVICE = "Expert Advice"
    UNBOXING_REVIEW = "Unboxing & Review"
    CHALLENGE = "Challenge"
    PROBLEM_SOLUTION = "Problem/Solution"
    COMPARISON = "Comparison"
    CREATIVE_INNOVATIVE = "Creative/Innovative"
    EMOTIONAL_APPEAL = "Emotional Appeal"
    IMMERSIVE_STORYTELLING = "Immersive Storytelling"

    @property
    def key(self) -> str:
        """The style's table in a phrase file, for instance "top_3_reasons"."""
        return self.name.lower()


class Part(StrEnum):
    """What a script is put together from; a part without its fact on the page is left out."""

    OPENER = "opener"
    """One of the benefits, which is what a viewer should hear first."""
    HOOK = "hook"
    AUDIENCE = "audience"
    LEAD = "lead"
    BENEFITS = "benefits"
    RATING = "rating"
    PRICE = "price"
    CLOSE = "close"


_USUAL = (
    Part.OPENER, Part.HOOK, Part.AUDIENCE, Part.LEAD, Part.BENEFITS, Part.RATING, Part.PRICE,
    Part.CLOSE,
)  # fmt: skip
_NUMBERS_FIRST = (
    Part.OPENER, Part.HOOK, Part.AUDIENCE, Part.PRICE, Part.RATING, Part.LEAD, Part.BENEFITS,
    Part.CLOSE,
)  # fmt: skip
_VERDICT_LAST = (
    Part.OPENER, Part.HOOK, Part.AUDIENCE, Part.LEAD, Part.BENEFITS, Part.PRICE, Part.RATING,
    Part.CLOSE,
)  # fmt: skip
_RATING_FIRST = (
    Part.OPENER, Part.HOOK, Part.RATING, Part.AUDIENCE, Part.LEAD, Part.BENEFITS, Part.PRICE,
    Part.CLOSE,
)  # fmt: skip

_ORDERS = {
    Style.DATA: _NUMBERS_FIRST,
    Style.COMPARISON: _NUMBERS_FIRST,
    Style.UNBOXING_REVIEW: _VERDICT_LAST,
    Style.EXPERT_ADVICE: _RATING_FIRST,
}


def order_of(style: Style) -> tuple[Part, ...]:
    """The parts in the order in which this style speaks them: the hook first, the call to action last."""
    return _ORDERS.get(style, _USUAL)


@dataclass(frozen=True, slots=True)
class StyleChoice:
    """The style a name stands for; `note` says so when the name was unknown, else it is empty."""

    style: Style
    note: str = ""


def canonical_style(name: str) -> StyleChoice:
    """Match a style name as clients send it: any letter case, punctuation or spacing, with or without `_stage`.

    The internal names ("Discovery_stage", "Data_stage") are those of the generation 1 guide and of the vendor's
    Postman collection. An unknown or empty name falls back to Discovery, the guide's own default.
    """
    if style := _BY_FOLDED_NAME.get(_folded(name)):
        return StyleChoice(style)
    shown = " ".join(name.split())[:40] or "(empty)"
    return StyleChoice(Style.DISCOVERY, f"script style {shown!r} is unknown; Discovery is used instead")


def _folded(name: str) -> str:
    """Letters and digits only; "and" counts as "&", which folds away too."""
    words = re.findall(r"[a-z0-9]+", name.casefold().replace("'", "").replace("\N{RIGHT SINGLE QUOTATION MARK}", ""))
    return "".join(word for word in words if word not in {"and", "stage"})


_BY_FOLDED_NAME = {_folded(style.value): style for style in Style}
