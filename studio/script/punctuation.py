"""The punctuation of the languages spoken here, as contents of regular-expression classes."""
# ruff: noqa: RUF001 - look-alikes of ASCII are what this module is about

FULL_STOPS = "。．।｡"
"""Full stops that need no space behind them."""

QUESTIONS = "?？؟"
EXCLAMATIONS = "!！"
ENDS = f".…{FULL_STOPS}{QUESTIONS}{EXCLAMATIONS}"
WIDE_ENDS = f"{FULL_STOPS}？！؟"
"""Ends after which Chinese, Japanese, Hindi and Arabic may go on without a space."""

WIDE_COMMAS = "，、،"
WIDE_COLONS = "：；؛"
COLONS = ":："
SEMICOLONS = ";；؛"
DASHES = "–—―-"
"""A hyphen last, so that it means itself."""

OPENERS = "¡¿"
"""Signs that open an exclamation or a question in Spanish."""

OPENING = "(（"
CLOSING = ")）"
QUOTES = "\"'»”’」"
"""Quotation marks that may follow the end of a sentence."""

PAIRS = (("(", ")"), ("（", "）"), ("«", "»"), ("「", "」"))
"""Signs that come in twos; German and English quotes use one sign for opposite ends and are not judged."""

TIMES = "x×"
APOSTROPHE = "’"
