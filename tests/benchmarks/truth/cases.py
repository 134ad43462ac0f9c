"""Videos from seeds: what is known of the product, and what the video shows, with one false fact or none."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from blocks.content.truth import Known
from blocks.finding import Rule
from studio.catalogue.styles import VisualStyle
from studio.product import Money, Product
from studio.render_request import AspectRatio
from tests.benchmarks.truth.products import MARKETS, OTHER_WORDS, PICTURES, Market


class Lie(StrEnum):
    """What a video states falsely."""

    PRICE = "price"
    CURRENCY = "currency"
    SAVING = "saving"
    NAME = "name"
    LANGUAGE = "language"

    @property
    def rule(self) -> Rule:
        """The rule that has to name it."""
        return Rule[self.name]


@dataclass(frozen=True)
class Case:
    """One video."""

    seed: int
    known: Known
    product: Product
    """As the video shows it."""
    language: str
    style: VisualStyle
    ratio: AspectRatio
    pictures: str
    lie: Lie | None


def cases(count: int, first: int) -> Iterator[Case]:
    """Yield `count` cases with each of the lies, or with none every other time, from the seed `first` on."""
    lies = list(Lie)
    for number in range(first, first + count):
        yield _case(number, lies[number // 2 % len(lies)] if number % 2 else None)


def _case(seed: int, lie: Lie | None) -> Case:
    rolled = random.Random(seed)
    market = MARKETS[rolled.randrange(len(MARKETS))]
    title, text = rolled.choice(market.products)
    currency = rolled.choice(market.currencies)
    price = Decimal(
        rolled.choice((f"{rolled.randint(9, 1999)}", f"{rolled.randint(9, 499)}.{rolled.choice((90, 95, 99))}"))
    )
    former = (price * Decimal(rolled.choice(("1.2", "1.35", "1.6")))).quantize(price)
    has_former = lie is Lie.SAVING or rolled.random() < 0.5
    known = Known(title, price, former if has_former else None, currency, market.language)
    product = Product(
        url="https://shop.example/p",
        title=title,
        description=text,
        features=tuple(filter(None, text.replace("。", ". ").split(". "))),
        price=Money(price, currency),
        list_price=Money(former, currency) if has_former else None,
        language=market.code,
        shop="shop.example",
    )
    shown, language = _told(lie, product, market, rolled)
    style, ratio = rolled.choice(list(VisualStyle)), rolled.choice(list(AspectRatio))
    return Case(seed, known, shown, language, style, ratio, rolled.choice(PICTURES), lie)


def _told(lie: Lie | None, product: Product, market: Market, rolled: random.Random) -> tuple[Product, str]:
    """The product with one false fact, and the language of the video."""
    price, former = product.price, product.list_price
    assert price is not None
    match lie:
        case Lie.PRICE:
            other = (price.amount * Decimal(rolled.choice(("0.8", "0.9", "1.1")))).quantize(price.amount)
            return replace(product, price=Money(other, price.currency), list_price=None), market.language
        case Lie.CURRENCY:
            # A dollar sign is right for many: "$946" of another dollar would be no false statement.
            other_currency = rolled.choice([each for each in ("EUR", "CHF", "GBP", "PLN") if each != price.currency])
            changed = Money(former.amount, other_currency) if former else None
            return replace(product, price=Money(price.amount, other_currency), list_price=changed), market.language
        case Lie.SAVING:
            raised = Money((price.amount * Decimal("2.1")).quantize(price.amount), price.currency)
            return replace(product, list_price=raised), market.language
        case Lie.NAME:
            return replace(product, title=_other_name(product.title, market, rolled)), market.language
        case Lie.LANGUAGE:
            other_market = rolled.choice([each for each in MARKETS if each is not market])
            text = rolled.choice(other_market.products)[1]
            features = tuple(filter(None, text.replace("。", ". ").split(". ")))
            told = replace(product, description=text, features=features, language=other_market.code)
            return told, other_market.language
        case None:
            return product, market.language


def _other_name(title: str, market: Market, rolled: random.Random) -> str:
    """Another product's name, or this one's with another word in it."""
    if rolled.random() < 0.5:
        return rolled.choice([other for other, _ in market.products if other != title])
    word = OTHER_WORDS[market.language]
    if market.code == "zh":
        return word + title[len(word) :]
    words = title.split()
    words[rolled.randrange(min(3, len(words)))] = word
    return " ".join(words)
