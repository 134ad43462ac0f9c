"""From the text that a video shows and what is known of its product to what is wrong with it: a pure decision.

What a video claims and nobody knows is said as not compared, never passed.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from blocks.content.languages import Spoken, judge_language, unread_writing
from blocks.content.money import Money, find_money, find_savings
from blocks.content.names import is_seen, replaced_word, words_of
from blocks.content.shown import ShownText
from blocks.finding import ContentCheck, Finding, Rule

MIN_SCORE = 0.8
"""From here on a text counts as read. Measured on studio's styles: burnt-in text scores 0.9 and more, letters on the
product's photos that were misread 0.6 to 0.9."""
MIN_NAME_PICTURES = 2
"""Pictures that show another word in the name's place: captions come close to a name once, a title stays."""
SAVING_TOLERANCE = 1
"""Percent: shops round up and down."""

Shown = Sequence[tuple[float, Money]]
"""Amounts, each with the moment of its picture."""
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
    texts: tuple[str, ...] = ()
    """What the catalog has the video say: amounts and savings in it are known."""


@dataclass(frozen=True, slots=True)
class _Held:
    """What came of some rules; a rule's reason is empty where the video was held against it."""

    rules: dict[Rule, str]
    findings: tuple[Finding, ...] = ()


def hold_against(texts: Sequence[ShownText], known: Known) -> tuple[tuple[Finding, ...], ContentCheck]:
    """Return every claim that contradicts what is known, and which rules the video was held against or not."""
    pictures: dict[float, list[str]] = defaultdict(list)
    for text in texts:
        if text.score >= MIN_SCORE:
            pictures[text.moment].append(text.text)
    found = [hold(pictures, known) for hold in (_amounts, _savings, _name, _language)]
    said = [(rule, reason) for each in found for rule, reason in each.rules.items()]
    check = ContentCheck(
        compared=tuple(rule.value for rule, reason in said if not reason),
        not_compared=tuple(f"{rule.value}: {reason}" for rule, reason in said if reason),
    )
    return tuple(finding for each in found for finding in each.findings), check


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
            return _Held({Rule.NAME: ""}, _first_finding(Rule.NAME, known.name, seen))
    if not any(is_seen(known.name, lines) for lines in pictures.values()):
        first_picture = next(iter(pictures))
        return _Held({Rule.NAME: ""}, _first_finding(Rule.NAME, known.name, [(first_picture, "not seen")]))
    return _Held({Rule.NAME: ""})


def _joined(lines: Sequence[str]) -> Iterator[str]:
    """Each line, and each with the one below it: a title may take two."""
    yield from lines
    for first, second in pairwise(lines):
        yield f"{first} {second}"


def _language(pictures: Pictures, known: Known) -> _Held:
    if not known.language:
        return _Held({Rule.LANGUAGE: "it is not known"})
    named = set(words_of(known.name))
    lines = [_said(line, named) for shown in pictures.values() for line in shown]
    spoken, other = judge_language(lines, known.language)
    if spoken is Spoken.OTHER:
        shown = [(next(iter(pictures)), other)]
        return _Held({Rule.LANGUAGE: ""}, _first_finding(Rule.LANGUAGE, known.language, shown))
    return _Held({Rule.LANGUAGE: "" if spoken is Spoken.ORDERED else f"{known.language}: {spoken.value}"})


def _said(line: str, named: set[str]) -> str:
    """What a line says in its language: without addresses, figures and the words of the product's name."""
    # The recogniser leaves out spaces: "dreiMinuten".
    spaced = re.sub(r"(?<=[^\W\d_A-Z])(?=[A-ZÀ-Þ])", " ", line)
    words = (word for word in spaced.split() if not any(sign.isdigit() or sign in "/@" for sign in word))
    said = (word for word in words if "." not in word.strip(".…"))
    return " ".join(word for word in said if not set(words_of(word)) & named)


def _amounts(pictures: Pictures, known: Known) -> _Held:
    """Amounts: each has to be one that is known, in the currency that is known."""
    shown = [
        (moment, money)
        for moment, lines in pictures.items()
        for line in lines
        for money in find_money(line, known.currency)
    ]
    if not shown:
        return _Held(dict.fromkeys((Rule.PRICE, Rule.CURRENCY), "none is shown that can be read"))
    price = _wrong_price(shown, known) if known.price is not None else ()
    foreign = ((moment, money.text) for moment, money in shown if known.currency not in money.currencies)
    currency = _first_finding(Rule.CURRENCY, known.currency, foreign) if known.currency else ()
    rules = {
        Rule.PRICE: "" if known.price is not None else "it is not known",
        Rule.CURRENCY: "" if known.currency else "it is not known",
    }
    return _Held(rules, (*price, *currency))


def _wrong_price(shown: Shown, known: Known) -> tuple[Finding, ...]:
    amounts = _known_amounts(known)
    wrong = [(moment, money) for moment, money in shown if not money.amounts & amounts]
    times = Counter(money.amounts for _, money in wrong)
    clear = (each for each in wrong if times[each[1].amounts] > 1 or not _is_passing(each, shown, amounts))
    wanted = " or ".join(f"{each:f}" for each in (known.price, known.former) if each is not None)
    return _first_finding(Rule.PRICE, wanted, ((moment, money.text) for moment, money in clear))


def _is_passing(wrong: tuple[float, Money], shown: Shown, known: Collection[Decimal]) -> bool:
    """Tell whether an amount that one picture shows is a right one on its way.

    Right is then what stands there in other pictures: a line that strikes a former price hides a digit of it, and
    digits that roll from one price to the other pass what lies between.
    """
    moment, money = wrong
    right = {amount: {at for at, other in shown if amount in other.amounts} for amount in known}
    hidden = [amount for amount, moments in right.items() if moments and moment not in moments]
    seen = [amount for amount, moments in right.items() if moments - {moment}]
    return any(
        any(_is_misread(f"{amount:f}", f"{other:f}") for other in hidden)
        or (bool(seen) and min(seen) < amount < max(seen))
        for amount in money.amounts
    )


def _is_misread(shown: str, right: str) -> bool:
    """Tell whether an amount is another one but for a digit that is wrong or missing."""
    if len(shown) == len(right):
        return sum(one != other for one, other in zip(shown, right, strict=True)) == 1
    return shown in {right[:at] + right[at + 1 :] for at in range(len(right))}


def _known_amounts(known: Known) -> frozenset[Decimal]:
    said = {amount for text in known.texts for money in find_money(text, known.currency) for amount in money.amounts}
    saved = {known.former - known.price} if known.former is not None and known.price is not None else set()
    return frozenset({each for each in (known.price, known.former) if each is not None} | saved | said)


def _savings(pictures: Pictures, known: Known) -> _Held:
    """Savings: each has to be the one that follows from the two prices, or one that the catalog's own text states."""
    shown = [
        (moment, percent) for moment, lines in pictures.items() for line in lines for percent in find_savings(line)
    ]
    if not shown:
        return _Held({Rule.SAVING: "none is shown that can be read"})
    if known.price is None:
        return _Held({Rule.SAVING: "the prices are not known"})
    right = {percent for text in known.texts for percent in find_savings(text)}
    wanted = "none"
    if known.former and known.former > known.price:
        saving = (known.former - known.price) * 100 / known.former
        wanted = f"{saving:.0f} %"
        right |= set(range(round(saving) - SAVING_TOLERANCE, round(saving) + SAVING_TOLERANCE + 1))
    wrong = ((moment, f"{each} %") for moment, each in shown if each not in right)
    return _Held({Rule.SAVING: ""}, _first_finding(Rule.SAVING, wanted, wrong))


def _first_finding(rule: Rule, wanted: str, wrong: Iterable[tuple[float, str]]) -> tuple[Finding, ...]:
    """Return what the first of some texts breaks, each with the moment of its picture; nothing if there is none."""
    first = next(iter(wrong), None)
    if first is None:
        return ()
    moment, text = first
    return (Finding(rule=rule, measured=text, wanted=wanted, moment=moment),)
