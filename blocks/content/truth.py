"""From the text that a video shows and what is known of its product to what is wrong with it: a pure decision.

What a video claims and nobody knows is said as not compared, never passed.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from blocks.content.languages import Spoken, judge_language, unread_writing
from blocks.content.money import Money, find_money, find_savings
from blocks.content.names import is_seen, replaced_word
from blocks.content.shown import ShownText
from blocks.finding import ContentCheck, Finding, Rule

MIN_SCORE = 0.8
"""From here on a text counts as read. Measured on studio's styles: burnt-in text scores 0.9 and more, letters on the
product's photos that were misread 0.6 to 0.9."""
MIN_NAME_PICTURES = 2
"""Pictures that show another word in the name's place: captions come close to a name once, a title stays."""
SAVING_TOLERANCE = 1
"""Percent: shops round up and down."""

Pictures = Mapping[float, Sequence[str]]
"""Lines of text by the moment of their picture."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the product; None and empty where nobody told."""

    name: str = ""
    price: Decimal | None = None
    former: Decimal | None = None
    """The price before, from which a saving is told."""
    currency: str = ""
    """ISO 4217 code."""
    language: str = ""
    """In the contract's word for it: what the video was ordered in."""
    texts: tuple[str, ...] = field(default=())
    """What the catalog has the video say: amounts and savings in it are known."""


def hold_against(texts: Sequence[ShownText], known: Known) -> tuple[tuple[Finding, ...], ContentCheck]:
    """Return every claim that contradicts what is known, and which rules the video was held against or not."""
    pictures: dict[float, list[str]] = defaultdict(list)
    for text in texts:
        if text.score >= MIN_SCORE:
            pictures[text.moment].append(text.text)
    found = [_offer(pictures, known), _saving(pictures, known), _name(pictures, known), _language(pictures, known)]
    said = [(rule, reason) for each in found for rule, reason in each.rules.items()]
    check = ContentCheck(
        compared=tuple(rule.value for rule, reason in said if not reason),
        not_compared=tuple(f"{rule.value}: {reason}" for rule, reason in said if reason),
    )
    return tuple(finding for each in found for finding in each.findings), check


@dataclass(frozen=True, slots=True)
class _Held:
    """What came of some rules; a rule's reason is empty where the video was held against it."""

    rules: dict[Rule, str]
    findings: tuple[Finding, ...] = ()


def _offer(pictures: Pictures, known: Known) -> _Held:
    """Amounts: each has to be one that is known, in the currency that is known."""
    shown = [(moment, money) for moment, lines in pictures.items() for money in _moneys(lines, known)]
    if not shown:
        return _Held(dict.fromkeys((Rule.PRICE, Rule.CURRENCY), "none is shown that can be read"))
    price = _wrong_price(shown, known) if known.price is not None else ()
    currency = _wrong_currency(shown, known) if known.currency else ()
    rules = {
        Rule.PRICE: "" if known.price is not None else "it is not known",
        Rule.CURRENCY: "" if known.currency else "it is not known",
    }
    return _Held(rules, (*price, *currency))


def _moneys(lines: Sequence[str], known: Known) -> Iterator[Money]:
    for line in lines:
        yield from find_money(line, known.currency)


def _wrong_price(shown: Sequence[tuple[float, Money]], known: Known) -> tuple[Finding, ...]:
    amounts = _known_amounts(known)
    wrong = ((moment, money) for moment, money in shown if not money.amounts & amounts)
    first = next(wrong, None)
    wanted = " or ".join(f"{each:f}" for each in (known.price, known.former) if each is not None)
    return (_finding(Rule.PRICE, first[1].text, wanted, first[0]),) if first else ()


def _wrong_currency(shown: Sequence[tuple[float, Money]], known: Known) -> tuple[Finding, ...]:
    first = next(((moment, money) for moment, money in shown if known.currency not in money.currencies), None)
    return (_finding(Rule.CURRENCY, first[1].text, known.currency, first[0]),) if first else ()


def _known_amounts(known: Known) -> frozenset[Decimal]:
    said = {amount for text in known.texts for money in find_money(text, known.currency) for amount in money.amounts}
    saved = {known.former - known.price} if known.former is not None and known.price is not None else set()
    return frozenset({each for each in (known.price, known.former) if each is not None} | saved | said)


def _saving(pictures: Pictures, known: Known) -> _Held:
    """Savings: each has to be the one that follows from the two prices, or one that the catalog's own text states."""
    shown = [
        (moment, percent) for moment, lines in pictures.items() for line in lines for percent in find_savings(line)
    ]
    if not shown:
        return _Held({Rule.SAVING: "none is shown that can be read"})
    if known.price is None:
        return _Held({Rule.SAVING: "the prices are not known"})
    right = _saving_of(known)
    said = {percent for text in known.texts for percent in find_savings(text)}
    wrong = ((moment, each) for moment, each in shown if each not in said and not _is_about(each, right))
    first = next(wrong, None)
    wanted = "none" if right is None else f"{right:.0f} %"
    return _Held({Rule.SAVING: ""}, (_finding(Rule.SAVING, f"{first[1]} %", wanted, first[0]),) if first else ())


def _saving_of(known: Known) -> Decimal | None:
    if known.price is None or not known.former or known.former <= known.price:
        return None
    return (known.former - known.price) * 100 / known.former


def _is_about(percent: int, right: Decimal | None) -> bool:
    return right is not None and abs(percent - round(right)) <= SAVING_TOLERANCE


def _name(pictures: Pictures, known: Known) -> _Held:
    """The name: seen in some picture, and no other word stands in its place."""
    if not known.name:
        return _Held({Rule.NAME: "it is not known"})
    if writing := unread_writing(known.name):
        return _Held({Rule.NAME: f"{writing} letters can't be read"})
    if not pictures:
        return _Held({Rule.NAME: "no text is shown that can be read"})
    others: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for moment, lines in pictures.items():
        for line in _joined(lines):
            if word := replaced_word(known.name, line):
                others[word].append((moment, line))
    for seen in others.values():
        if len({moment for moment, _ in seen}) >= MIN_NAME_PICTURES:
            return _Held({Rule.NAME: ""}, (_finding(Rule.NAME, seen[0][1], known.name, seen[0][0]),))
    if not any(is_seen(known.name, lines) for lines in pictures.values()):
        return _Held({Rule.NAME: ""}, (_finding(Rule.NAME, "not seen", known.name, next(iter(pictures))),))
    return _Held({Rule.NAME: ""})


def _joined(lines: Sequence[str]) -> Iterator[str]:
    """Each line, and each with the one below it: a title may take two."""
    yield from lines
    for first, second in pairwise(lines):
        yield f"{first} {second}"


def _language(pictures: Pictures, known: Known) -> _Held:
    if not known.language:
        return _Held({Rule.LANGUAGE: "it is not known"})
    lines = [line for shown in pictures.values() for line in shown if not (known.name and is_seen(line, [known.name]))]
    spoken, other = judge_language(lines, known.language)
    if spoken is Spoken.OTHER:
        moment = next(iter(pictures))
        return _Held({Rule.LANGUAGE: ""}, (_finding(Rule.LANGUAGE, other, known.language, moment),))
    return _Held({Rule.LANGUAGE: "" if spoken is Spoken.ORDERED else f"{known.language}: {spoken.value}"})


def _finding(rule: Rule, measured: str, wanted: str, moment: float) -> Finding:
    return Finding(rule=rule, measured=measured, wanted=wanted, moment=moment)
