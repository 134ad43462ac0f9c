"""Text of strangers as it may stand in a terminal, a log, a header or a page."""

import re

_BREAKING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
"""Control characters, C1 and line ends among them: a terminal acts on them, and a header ends at them."""

_MISLEADING = re.compile(
    "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Direction marks (Unicode Standard Annex 9, table 4), annotations, tags and halves of surrogate pairs: they show
nothing and make a text read as another. Joiners stay, which emoji and Persian need."""


def printable(text: str) -> str:
    """The text in one line that shows all it holds: controls are a blank, and misleading signs are left out."""
    return _BREAKING.sub(" ", _MISLEADING.sub("", text))


def printable_lines(text: str) -> str:
    """The same with its line breaks."""
    return "\n".join(map(printable, text.splitlines()))
