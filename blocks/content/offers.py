"""Amounts and savings that a video shows: which of them are wrong."""

from collections import Counter
from collections.abc import Collection, Sequence
from decimal import Decimal

from blocks.content.held import Held, Known, Pictures, first_finding
from blocks.content.money import Money, find_money, find_savings
from blocks.finding import Finding, Rule

SAVING_TOLERANCE = 1
"""Percent: shops round up and down."""

Shown = Sequence[tuple[float, Money]]
"""Amounts, each with the moment of its picture."""


def hold_amounts(pictures: Pictures, known: Known) -> Held:
    """Amounts: each has to be one that is known, in the currency that is known."""
    shown = [
        (moment, money)
        for moment, lines in pictures.items()
        for line in lines
        for money in find_money(line, known.currency)
    ]
    if not shown:
        return Held(dict.fromkeys((Rule.PRICE, Rule.CURRENCY), "none is shown that can be read"))
    price = _wrong_price(shown, known) if known.price is not None else ()
    currency = _wrong_currency(shown, known) if known.currency else ()
    rules = {
        Rule.PRICE: "" if known.price is not None else "it is not known",
        Rule.CURRENCY: "" if known.currency else "it is not known",
    }
    return Held(rules, (*price, *currency))


def _wrong_price(shown: Shown, known: Known) -> tuple[Finding, ...]:
    amounts = _known_amounts(known)
    wrong = [(moment, money) for moment, money in shown if not money.amounts & amounts]
    times = Counter(money.amounts for _, money in wrong)
    clear = (each for each in wrong if times[each[1].amounts] > 1 or not _is_passing(each, shown, amounts))
    wanted = " or ".join(f"{each:f}" for each in (known.price, known.former) if each is not None)
    return first_finding(Rule.PRICE, wanted, ((moment, money.text) for moment, money in clear))


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


def _wrong_currency(shown: Shown, known: Known) -> tuple[Finding, ...]:
    wrong = ((moment, money.text) for moment, money in shown if known.currency not in money.currencies)
    return first_finding(Rule.CURRENCY, known.currency, wrong)


def _known_amounts(known: Known) -> frozenset[Decimal]:
    said = {amount for text in known.texts for money in find_money(text, known.currency) for amount in money.amounts}
    saved = {known.former - known.price} if known.former is not None and known.price is not None else set()
    return frozenset({each for each in (known.price, known.former) if each is not None} | saved | said)


def hold_savings(pictures: Pictures, known: Known) -> Held:
    """Savings: each has to be the one that follows from the two prices, or one that the catalog's own text states."""
    shown = [
        (moment, percent) for moment, lines in pictures.items() for line in lines for percent in find_savings(line)
    ]
    if not shown:
        return Held({Rule.SAVING: "none is shown that can be read"})
    if known.price is None:
        return Held({Rule.SAVING: "the prices are not known"})
    right = _saving_of(known)
    said = {percent for text in known.texts for percent in find_savings(text)}
    wrong = ((moment, f"{each} %") for moment, each in shown if each not in said and not _is_about(each, right))
    wanted = "none" if right is None else f"{right:.0f} %"
    return Held({Rule.SAVING: ""}, first_finding(Rule.SAVING, wanted, wrong))


def _saving_of(known: Known) -> Decimal | None:
    if known.price is None or not known.former or known.former <= known.price:
        return None
    return (known.former - known.price) * 100 / known.former


def _is_about(percent: int, right: Decimal | None) -> bool:
    return right is not None and abs(percent - round(right)) <= SAVING_TOLERANCE
