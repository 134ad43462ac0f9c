"""The price that the page shows, where its data state none, or state the one that is struck through."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from itertools import islice

from selectolax.lexbor import LexborNode

from studio.page.document import Document
from studio.page.former_words import Former, without_sign_behind
from studio.page.price import Quote, find_prices
from studio.page.price_tags import MAX_TEXTS, PriceTag, label_beside, price_tags, tag_text
from studio.page.price_words import (
    is_bid,
    is_conditional,
    label_score,
    tells_other_amount,
    tells_sale,
    without_tax_note,
)
from studio.page.said_amount import MAX_TAG_CHARACTERS
from studio.page.surroundings import Frame, above

_TAX_NAME = re.compile(r"(?<![a-z])tax(?![a-z])|price-?ex|netto|excl|instal|saving|unit-?price|per-?unit|basic-?price")
# Texts after the heading within which the price of a product stands on nearly every page.
_NEAR_HEADING = 80
# A tag named as a price, or one close to the heading that is nothing but an amount.
_MIN_SCORE = 3
# Less than a fifth of the struck price is an instalment or an accessory, hardly ever a sale.
_DEEPEST_SALE = Decimal("0.2")
_BLOCK_LEVELS = 4
# Three of a kind that each sell something are a list.
_LIST_LENGTH = 3
_TILES = 2
_MAX_ALIKE = 30
_MAX_TRIED = 12
# A price with its former one and the saving; longer text tells other things.
_MAX_SALE_TEXT = 160
# A block with more price tags is a list of products; a page with more has shown its own price long before.
_MAX_TAGS_IN_BLOCK = 30
_MAX_TAGS_ON_PAGE = 1500
_TOLD_LETTERS = 3000


class ShownPrices:
    """The price tags of a page, read once when first asked for; `frame` is the layout around the product's heading."""

    def __init__(self, document: Document, frame: Frame, currency: str = "") -> None:
        """Nothing is looked at yet; `currency` is the one that the page's data state, which tells what "$" means."""
        self._document = document
        self._frame = frame
        self._tiles: dict[int, bool] = {}
        # ISO 4217: the first two letters are the country's.
        self._territory = currency[:2] or document.territory

    @cached_property
    def _tags(self) -> list[PriceTag]:
        body = self._document.tree.body
        return [] if body is None else list(islice(self._tags_in(body), _MAX_TAGS_ON_PAGE))

    @cached_property
    def _scored(self) -> list[tuple[int, PriceTag]]:
        body, heading = self._document.tree.body, self._frame.heading
        told = told_amounts(self._document)
        start = _position(body, heading) if heading is not None and body is not None else None
        return [(_score(tag, told) + _nearness(tag.position, start), tag) for tag in self._tags]

    def quote(self) -> Quote | None:
        """The most prominent price tag near the heading, None where none looks like the product's own."""
        fitting = [(score, tag) for score, tag in self._scored if score >= _MIN_SCORE and not tag.is_difference]
        # A name like "price-old" or the words "regular price" prove a former price only beside another one.
        payable = [pair for pair in fitting if not self._is_former(pair[1])]
        payable = payable or [pair for pair in fitting if not self._was_asked(pair[1])]
        ranked = [tag for _, tag in sorted(payable, key=lambda pair: -pair[0])[:_MAX_TRIED]]
        best = next((tag for tag in ranked if not self._is_in_list(tag)), None)
        if best is None:
            return None
        quote = Quote(best.price.amount, best.price.currency, is_from=best.is_lowest)
        return self.sale(quote) or quote

    def sale(self, stated: Quote) -> Quote | None:
        """The sale that a former price tells of: `stated` itself beside a lower price, or a higher one beside it."""
        # One that was asked comes before one that is recommended, wherever they stand.
        return min(self._sales(stated), key=lambda sale: sale.is_recommended, default=None)

    def _sales(self, stated: Quote) -> Iterator[Quote]:
        former = (tag for tag in self._tags if self._may_be_former(tag, stated))
        for tag in islice(former, _MAX_TRIED):
            payable = self._payable_beside(tag)
            price = payable.price if payable else None
            if payable is None or price is None or stated.amount not in {tag.price.amount, price.amount}:
                continue
            if not (self._proves_former(tag) or _has_sign_of_sale(tag, payable)):
                continue
            recommended = tag.told_former(self._territory) is Former.RECOMMENDED
            currency = stated.currency or price.currency
            yield Quote(price.amount, currency, tag.price.amount, recommended, is_from=payable.is_lowest)

    def are_lowest(self, stated: Quote) -> bool:
        """Whether the page shows the amount, and each time as the lowest of several."""
        same = [tag for tag in self._showing(stated.amount) if not self._is_in_list(tag)]
        return bool(same) and all(tag.is_lowest for tag in same)

    def are_bids(self, stated: Quote) -> bool:
        """Whether the page shows the amount, and each time as what somebody bids."""
        same = self._showing(stated.amount)
        return bool(same) and all(is_bid(f"{tag.said.own_words} {tag.label}") for tag in same)

    def in_units(self, stated: Quote) -> Quote:
        """`stated`, or the hundredth of it that the page shows: some data count in cents."""
        hundredth = stated.amount / 100
        is_whole = stated.amount == stated.amount.to_integral_value()
        if not is_whole or self._showing(stated.amount) or not self._showing(hundredth):
            return stated
        former = stated.list_amount and stated.list_amount / 100
        return replace(stated, amount=hundredth, list_amount=former)

    def _showing(self, amount: Decimal) -> list[PriceTag]:
        """The price tags of that amount that are not in blocks about something else."""
        same = (tag for tag in self._tags if tag.price.amount == amount)
        return [tag for tag in same if not (tag.around.is_elsewhere or tag.around.is_hidden)]

    def lists_products(self) -> bool:
        """Whether the most prominent price tags are those of a list of products."""
        tags = [tag for score, tag in sorted(self._scored, key=lambda pair: -pair[0]) if score > 0]
        return sum(map(self._is_in_list, tags[:_MAX_TRIED])) >= _LIST_LENGTH

    def are_of_a_list(self) -> bool:
        """Whether the page shows prices of a list of products and none of its own."""
        return self.lists_products() and self.quote() is None

    def _tags_in(self, block: LexborNode) -> Iterator[PriceTag]:
        return price_tags(block, self._territory, self._frame)

    def _is_former(self, tag: PriceTag) -> bool:
        return tag.is_struck or tag.told_former(self._territory) is not None

    def _was_asked(self, tag: PriceTag) -> bool:
        return tag.around.is_struck_by_tag or tag.told_former(self._territory) is Former.ASKED_BEFORE

    def _may_be_former(self, tag: PriceTag, stated: Quote) -> bool:
        """Whether a price tag says that it is no more to be paid, and is not about something else."""
        amount, around = tag.price.amount, tag.around
        if amount < stated.amount or stated.currency not in {tag.price.currency, ""}:
            return False
        if around.is_elsewhere or around.is_hidden:
            return False
        former = self._proves_former(tag) or self._is_told(tag, above=amount > stated.amount)
        if not former or (around.is_choice and not around.is_struck_by_tag):
            return False
        return not (is_conditional(tag.said.text) or _is_other_amount(tag) or self._is_in_list(tag))

    def _proves_former(self, tag: PriceTag) -> bool:
        """Whether mark-up, name or words leave no doubt that the amount is not the one to pay."""
        around, told = tag.around, tag.told_former(self._territory)
        return around.is_struck_by_tag or around.is_called_former or told not in {None, Former.PERHAPS_REGULAR}

    def _is_told(self, tag: PriceTag, *, above: bool) -> bool:
        """By its words; one merely called regular only above the stated price: a lower one may be for members."""
        kind = tag.told_former(self._territory)
        return kind is Former.ASKED_BEFORE or (above and kind is not None) or tag.around.is_perhaps_former

    def _payable_beside(self, former: PriceTag) -> PriceTag | None:
        """The first price tag lower than a former one in the closest block that holds one."""
        block: LexborNode | None = former.node
        amount = former.price.amount
        for _ in range(_BLOCK_LEVELS + 1):
            if block is None or block.tag == "body":
                return None
            tags = list(islice(self._tags_in(block), _MAX_TAGS_IN_BLOCK))
            if len(tags) == _MAX_TAGS_IN_BLOCK:
                return None
            others = [tag for tag in tags if tag.price.amount <= amount and not _is_same(tag, former)]
            others = [tag for tag in others if not self._is_former(tag)]
            if any(tag.price.amount == amount for tag in others):
                return None
            for tag in others:
                is_sale = tag.price.currency == former.price.currency and tag.price.amount > _DEEPEST_SALE * amount
                if is_sale and not (tag.is_difference or _is_other_amount(tag)):
                    return tag
            block = block.parent
        return None

    def _is_in_list(self, tag: PriceTag) -> bool:
        """Whether it is one of several like elements that each have a link and a price of their own."""
        node: LexborNode | None = tag.node
        while node is not None and node.parent is not None and node.mem_id not in self._frame.around:
            if node.mem_id not in self._tiles:
                self._tiles[node.mem_id] = self._is_tile(node, node.parent)
            if self._tiles[node.mem_id]:
                return True
            node = node.parent
        return False

    def _is_tile(self, node: LexborNode, parent: LexborNode) -> bool:
        """Whether an element is one of several like it that each sell something."""
        names = self._frame.look_at(node)
        like = [other for other in islice(parent.iter(), _MAX_ALIKE) if self._frame.look_at(other) == names]
        enough = _TILES if all(map(_is_tile, like[:_TILES])) else _LIST_LENGTH
        return len(like) >= enough and all(map(self._sells, like[:enough]))

    def _sells(self, node: LexborNode) -> bool:
        return node.css_first("a[href]") is not None and next(self._tags_in(node), None) is not None


def told_amounts(document: Document) -> frozenset[Decimal]:
    """Amounts that the page's title or description names."""
    told = " ; ".join((document.meta("description"), document.meta("og:description"), document.head_title))
    return frozenset(price.amount for price in find_prices(told[:_TOLD_LETTERS], document.territory))


def _has_sign_of_sale(former: PriceTag, payable: PriceTag) -> bool:
    """Whether something besides a doubtful name tells that the lower amount is a reduced one."""
    if payable.around.is_called_reduced and not former.around.is_called_reduced:
        return True
    beside = [payable.label, payable.said.behind, former.said.behind]
    block = _common_block(former.node, payable.node)
    text = tag_text(block) if block is not None else ""
    return tells_sale(" ; ".join([*beside, text if len(text) <= _MAX_SALE_TEXT else ""]))


def _common_block(one: LexborNode, other: LexborNode) -> LexborNode | None:
    """The closest element around both, None where it is not close."""
    around = above(other)
    block: LexborNode | None = one
    for _ in range(_BLOCK_LEVELS + 1):
        if block is None or block.mem_id in around:
            return block
        block = block.parent
    return None


def _is_tile(node: LexborNode) -> bool:
    """Whether an element is a picture that leads to one other page; two without may be a pair of buttons."""
    targets = {link.attributes.get("href") for link in node.css("a[href]")}
    return len(targets) == 1 and node.css_first("a[href] img") is not None


def _is_same(one: PriceTag, other: PriceTag) -> bool:
    return one.node.mem_id == other.node.mem_id and one.price == other.price


def _position(body: LexborNode, heading: LexborNode) -> int:
    """How many texts stand before the heading, counted as `price_tags` counts them."""
    position = 0
    for node in body.traverse(include_text=True):
        if node.mem_id == heading.mem_id or position > MAX_TEXTS:
            break
        raw = node.text_content
        position += raw is not None and node.tag == "-text" and not raw.isspace()
    return position


def _nearness(position: int, heading: int | None) -> int:
    if heading is None:
        return 0
    return 2 if 0 < position - heading <= _NEAR_HEADING else -2


def _score(tag: PriceTag, told: frozenset[Decimal]) -> int:
    around = tag.around
    score = 3 * around.is_price + around.is_current + 3 * (tag.price.amount in told)
    score -= 6 * around.is_elsewhere + 4 * around.in_link + 4 * around.is_hidden
    score -= 4 * around.is_named(_TAX_NAME, 3) + 4 * _is_other_amount(tag)
    shown = without_tax_note(tag.said.text)
    return score + label_score(_label(tag)) + 2 * (len(shown) - (tag.price.end - tag.price.start) <= 4)


def _label(tag: PriceTag) -> str:
    """The words before an amount, in its own text or, where it has none there, in the element around."""
    if tag.said.has_label or tag.node.parent is None:
        return without_sign_behind(tag.said.before)
    beside = tag_text(tag.node.parent)
    found = find_prices(beside) if len(beside) <= MAX_TAG_CHARACTERS else ()
    inside = without_sign_behind(beside[: found[0].start]) if len(found) == 1 else ""
    return inside or label_beside(tag.node)


def _is_other_amount(tag: PriceTag) -> bool:
    """Whether the words beside an amount say that it is not the price."""
    if tells_other_amount(tag.said.own_words):
        return True
    if not tag.said.has_label and tells_other_amount(label_beside(tag.node)):
        return True
    beside = tag_text(tag.node.parent) if tag.node.parent is not None else ""
    return len(beside) <= 2 * MAX_TAG_CHARACTERS and tells_other_amount(beside) and len(find_prices(beside)) == 1
