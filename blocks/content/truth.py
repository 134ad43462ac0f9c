"""From the text that a video shows and what is known of its product to what is wrong with it: a pure decision.

What a video claims and nobody knows is said as not compared, never passed.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from blocks.content.held import Held, Known, Pictures, first_finding
from blocks.content.languages import Spoken, judge_language, unread_writing
from blocks.content.names import is_seen, replaced_word, words_of
from blocks.content.offers import hold_amounts, hold_savings
from blocks.content.shown import ShownText
from blocks.finding import ContentCheck, Finding, Rule

MIN_SCORE = 0.8
"""From here on a text counts as read. Measured on studio's styles: burnt-in text scores 0.9 and more, letters on the
product's photos that were misread 0.6 to 0.9."""
MIN_NAME_PICTURES = 2
"""Pictures that show another word in the name's place: captions come close to a name once, a title stays."""


def hold_against(texts: Sequence[ShownText], known: Known) -> tuple[tuple[Finding, ...], ContentCheck]:
    """Return every claim that contradicts what is known, and which rules the video was held against or not."""
    pictures: dict[float, list[str]] = defaultdict(list)
    for text in texts:
        if text.score >= MIN_SCORE:
            pictures[text.moment].append(text.text)
    found = [
        hold_amounts(pictures, known),
        hold_savings(pictures, known),
        _name(pictures, known),
        _language(pictures, known),
    ]
    said = [(rule, reason) for each in found for rule, reason in each.rules.items()]
    check = ContentCheck(
        compared=tuple(rule.value for rule, reason in said if not reason),
        not_compared=tuple(f"{rule.value}: {reason}" for rule, reason in said if reason),
    )
    return tuple(finding for each in found for finding in each.findings), check


def _name(pictures: Pictures, known: Known) -> Held:
    """The name: seen in some picture, and no other word stands in its place."""
    if not known.name:
        return Held({Rule.NAME: "it is not known"})
    if writing := unread_writing(known.name):
        return Held({Rule.NAME: f"{writing} letters can't be read"})
    if not pictures:
        return Held({Rule.NAME: "no text is shown that can be read"})
    others: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for moment, lines in pictures.items():
        for line in _joined(lines):
            if word := replaced_word(known.name, line):
                others[word].append((moment, line))
    for seen in others.values():
        if len({moment for moment, _ in seen}) >= MIN_NAME_PICTURES:
            return Held({Rule.NAME: ""}, first_finding(Rule.NAME, known.name, seen))
    if not any(is_seen(known.name, lines) for lines in pictures.values()):
        return Held({Rule.NAME: ""}, first_finding(Rule.NAME, known.name, [(next(iter(pictures)), "not seen")]))
    return Held({Rule.NAME: ""})


def _joined(lines: Sequence[str]) -> Iterator[str]:
    """Each line, and each with the one below it: a title may take two."""
    yield from lines
    for first, second in pairwise(lines):
        yield f"{first} {second}"


def _language(pictures: Pictures, known: Known) -> Held:
    if not known.language:
        return Held({Rule.LANGUAGE: "it is not known"})
    named = set(words_of(known.name))
    lines = [_said(line, named) for shown in pictures.values() for line in shown]
    spoken, other = judge_language(lines, known.language)
    if spoken is Spoken.OTHER:
        shown = [(next(iter(pictures)), other)]
        return Held({Rule.LANGUAGE: ""}, first_finding(Rule.LANGUAGE, known.language, shown))
    return Held({Rule.LANGUAGE: "" if spoken is Spoken.ORDERED else f"{known.language}: {spoken.value}"})


def _said(line: str, named: set[str]) -> str:
    """What a line says in its language: without addresses, figures and the words of the product's name."""
    # The recogniser leaves out spaces: "dreiMinuten".
    spaced = re.sub(r"(?<=[^\W\d_A-Z])(?=[A-ZÀ-Þ])", " ", line)
    words = (word for word in spaced.split() if not any(sign.isdigit() or sign in "/@" for sign in word))
    said = (word for word in words if "." not in word.strip(".…"))
    return " ".join(word for word in said if not set(words_of(word)) & named)
