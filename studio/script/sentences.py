"""Page text in sentences, each in wordings that can stand alone."""

import re

from studio.script.phrasebook import Phrasebook
from studio.script.punctuation import (
    CLOSING,
    COLONS,
    DASHES,
    ENDS,
    OPENERS,
    OPENING,
    PAIRS,
    QUOTES,
    SEMICOLONS,
    WIDE_COLONS,
    WIDE_COMMAS,
    WIDE_ENDS,
)

MAX_CHARACTERS = 170
"""Characters of a sentence that a viewer still follows by ear: about twelve seconds."""

_ENDING = re.compile(rf"(?<=[{ENDS}])[{QUOTES}{CLOSING}]*\s+|(?<=[{WIDE_ENDS}])")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:\w|\w\.\s?\w|approx|incl|excl|ca|inkl|exkl|bzw|usw|evtl|nr|no|vs|max|min|dr|mr|mrs|ms|st|etc|art|jan|feb|mar|apr|jun|jul|aug|sept?|oct|okt|nov|dec|dez|fig|vol|ed|inc|ltd|corp|co|est|oz|lbs?|ft|sq|dim|wt"
    r"|qty|pcs|abb|ggf|"
    r"ref|aprox|máx|mín|núm|ok|tzw|np|tj|см|др)\.$",
    re.IGNORECASE,
)
_ASIDE = re.compile(rf"\s*[{OPENING}][^{OPENING}{CLOSING}]*[{CLOSING}]")
_STRONG_BREAK = re.compile(rf"\s*[{SEMICOLONS}]\s*|\s+[{DASHES}]\s+|\s*—\s*")
_LABEL = re.compile(rf"^([^{COLONS}]{{4,40}})(?::\s+|[{WIDE_COLONS}]\s*)(\S.*)$")
"""A colon right before a letter or digit parts no label: "4:3", "7:30"."""


def split_sentences(line: str) -> list[str]:
    """Sentences of a cleaned line. Full stops inside numbers and after abbreviations end none."""
    pieces = [piece.strip() for piece in _ENDING.split(line) if piece.strip(f" {QUOTES}{CLOSING}{ENDS}")]
    sentences: list[str] = []
    for piece in pieces:
        if sentences and (piece[0].islower() or _ABBREVIATION.search(sentences[-1])):
            sentences[-1] += f" {piece}"
        else:
            sentences.append(piece)
    return sentences


def wordings(text: str, book: Phrasebook) -> tuple[str, ...]:
    """Ways to say a sentence or feature: whole, without its aside, cut at a clause border; longest first.

    Cuts are made only where what is left is a clause of its own, so a long sentence may have none.
    """
    whole = _ASIDE.sub("", text).strip() or text
    found = [text, whole, *_cuts(whole, book), *_label_and_rest(whole)]
    finished = {_finished(wording, book) for wording in found if _stands_alone(wording)}
    return tuple(sorted((wording for wording in finished if len(wording) <= MAX_CHARACTERS), key=len, reverse=True))


def _cuts(text: str, book: Phrasebook) -> list[str]:
    """The text up to each border behind which only something subordinate follows."""
    cuts = [text[: border.start()] for border in _STRONG_BREAK.finditer(text)]
    if not book.spaced:
        # Thai parts clauses with spaces, but also numbers from their units.
        borders = re.finditer(rf"[{WIDE_COMMAS},]|(?<=[^\W\da-zA-Z]) (?=[^\W\da-zA-Z])", text)
        return cuts + [text[: border.start()] for border in borders if border.start() >= 8]
    first = re.match(r"\W*(\w+)", text)
    if first and first[1].casefold() in book.page_text.intro_words:
        return [cut for cut in cuts if "," in cut]
    words = "|".join(re.escape(word) for word in book.page_text.clause_words)
    if words and (tail := re.search(rf",\s+(?:{words})(?!\w)[^,]*$", text, re.IGNORECASE)):
        cuts.append(text[: tail.start()])
    return [cut for cut in cuts if len(cut.split()) >= 4]


def _label_and_rest(text: str) -> list[str]:
    """The label ("Leakproof lid: the lid ...") and the sentence behind it; "Material: steel" stays whole."""
    match = _LABEL.match(text)
    if match is None or len(match[1].split()) < 2:
        return []
    # A label before measures says nothing without them.
    words = [word for word in match[2].split() if any(map(str.isalpha, word))]
    if len(words) < 5 or match[2][0].isdigit():
        return []
    return [match[1].strip(), match[2]]


def _stands_alone(wording: str) -> bool:
    """Not empty, and brackets and quotes come in pairs (a cut may have gone through one)."""
    paired = all(wording.count(left) == wording.count(right) for left, right in PAIRS)
    return paired and wording.count('"') % 2 == 0 and any(sign.isalpha() for sign in wording)


def _finished(wording: str, book: Phrasebook) -> str:
    """With a capital, without shouting, and with one mark at its end."""
    bare = wording.strip().lstrip(OPENERS).rstrip(f" ,;{COLONS}{ENDS}{DASHES}")
    if _is_shouted(bare):
        bare = bare.capitalize()
    if bare[:1].islower() and bare[1:2].islower():
        bare = bare[:1].upper() + bare[1:]
    return bare + book.full_stop


def _is_shouted(text: str) -> bool:
    """Mostly capitals over more than two words' length."""
    cased = [sign for sign in text if sign.isupper() or sign.islower()]
    return len(cased) >= 12 and sum(sign.isupper() for sign in cased) > 0.7 * len(cased)
