"""Price tags: the places where a page shows an amount with its currency."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from studio.page.former_words import Former, former_kind, without_sign_before, without_sign_behind
from studio.page.price import FoundPrice, find_prices, read_amount
from studio.page.price_words import is_between, is_difference, tells_lowest
from studio.page.said_amount import MAX_TAG_CHARACTERS, SaidAmount, said_amount
from studio.page.surroundings import STRUCK_TAGS, Frame, Surroundings

# Tags that hold a label beside the amount that it names; a block beside an amount may be about anything.
_LABEL_TAGS = frozenset(
    {"dt", "th", "td", "label", "span", "b", "strong", "i", "em", "small", "h3", "h4", "h5", "h6", "-text"}
)
# How many elements before an amount are looked at for its label.
_MAX_BESIDE = 4
_UNSEEN = frozenset({"script", "style", "noscript", "template", "textarea", "title", "option"})
# Elements around an amount in which the other end of its range may stand.
_RANGE_LEVELS = 3
_BLOCK_TAGS = frozenset({"main", "body", "section", "article", "form", "tbody", "table"})
MAX_TEXTS = 25_000
"""Texts of a page that are looked at; those of large shops have some thousand, and their own price among the first."""

_MAX_PARTS = 12
_DIGIT = re.compile(r"\d")
# A number alone: its currency stands in a neighbouring element.
_BARE_NUMBER = re.compile(r"\s*\d[\d.,'\s]{0,14}(?:[.,]\s?[-\u2013\u2014]{1,2})?\s*")
_CENTS = re.compile(r"\d\d")
_DASHES = " .,-\u2013\u2014"
# Elements around an amount in which its label may stand.
_LABEL_LEVELS = 3
_CENTS_NAME = re.compile(r"cent|decimal|fraction", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PriceTag:
    """One amount on show, the text it stands in, and the element around that text."""

    price: FoundPrice
    said: SaidAmount
    node: LexborNode
    around: Surroundings
    position: int
    """How many texts stand before it in the block that was searched."""

    @property
    def is_struck(self) -> bool:
        """Not to be paid any more, by its mark-up or its name."""
        around = self.around
        named = around.is_called_former or around.is_perhaps_former
        return around.is_struck_by_tag or (named and not around.is_current)

    @property
    def label(self) -> str:
        """The words before the amount: in its own text, or else in the cell or the line before it."""
        return self.said.before if self.said.has_label else label_beside(self.node)

    @property
    def is_lowest(self) -> bool:
        """One of several: "from" stands before it, or a higher amount behind it makes a range."""
        said: SaidAmount | None = self.said
        behind = without_sign_before(self.said.behind)
        if any(tells_lowest(without_sign_behind(before), behind) for before in (self.said.before, self.label)):
            return True
        node = self.node
        for _ in range(_RANGE_LEVELS):
            if said is not None and not said.is_last:
                return not said.falls and is_between(without_sign_behind(without_sign_before(said.behind)))
            if node.parent is None:
                return False
            node = node.parent
            said = said_amount(tag_text(node), self.price.amount, "")
        return False

    @property
    def is_difference(self) -> bool:
        """What a choice costs more or less than the price: "(+ 5 €)", "-40.00€"."""
        return is_difference(without_sign_behind(self.said.before))

    def told_former(self, territory: str) -> Former | None:
        """What kind of former price the words right beside it call it, in its own text or in the elements around."""
        said: SaidAmount | None = self.said
        node = self.node
        for _ in range(_LABEL_LEVELS):
            if said is None or said.former or said.has_label or node.parent is None:
                break
            node = node.parent
            said = said_amount(tag_text(node), self.price.amount, territory)
        if said is not None and (said.former or said.has_label):
            return said.former
        return former_kind(label_beside(self.node), "", "", falls=False)


def price_tags(block: LexborNode, territory: str, frame: Frame) -> Iterator[PriceTag]:
    """The price tags inside an element, in document order."""
    position = 0
    for node in block.traverse(include_text=True):
        raw = node.text_content
        if raw is None or raw.isspace():  # only texts have a content of their own
            continue
        position += 1
        if position > MAX_TEXTS:
            return
        if len(raw) <= 2 * MAX_TAG_CHARACTERS and _DIGIT.search(raw):
            element, text, prices = _element_around(node, raw.strip(), territory)
            if element is None:
                continue
            for number, price in enumerate(prices):
                around = Surroundings(element, frame)
                yield PriceTag(price, SaidAmount.among(text, prices, number), element, around, position)


def _element_around(
    text: LexborNode, raw: str, territory: str
) -> tuple[LexborNode | None, str, tuple[FoundPrice, ...]]:
    """The closest of three elements around a text that reads as prices, and that reading; None if none does."""
    node = text.parent
    if node is None or node.tag in _UNSEEN or len(raw) > MAX_TAG_CHARACTERS:
        return None, "", ()
    if prices := find_prices(raw, territory):
        return node, raw, prices
    around: LexborNode | None = node
    for _ in range(3 if _BARE_NUMBER.fullmatch(raw) else 0):
        shown = tag_text(around) if around is not None else ""
        if around is None or len(shown) > MAX_TAG_CHARACTERS:
            break
        if prices := find_prices(shown, territory):
            own = tuple(price for price in prices if raw.rstrip(_DASHES) in shown[price.start : price.end])
            return (around, shown, own[:1]) if own else _without_sign(node, raw, prices[0].currency)
        around = around.parent
    return None, "", ()


def _without_sign(node: LexborNode, raw: str, currency: str) -> tuple[LexborNode | None, str, tuple[FoundPrice, ...]]:
    """A number alone that is struck through beside a price: the former one in the same currency."""
    amount = read_amount(raw, currency) if node.tag in STRUCK_TAGS else None
    return (None, "", ()) if amount is None else (node, raw, (FoundPrice(amount, currency, 0, len(raw)),))


def label_beside(node: LexborNode) -> str:
    """The text of the cell or the words right before an element, empty where a block or another amount stands there."""
    inner: LexborNode | None = node
    for _ in range(_LABEL_LEVELS + 1):
        before = inner.prev if inner is not None else None
        for _ in range(_MAX_BESIDE):
            if before is None:
                break
            text = (before.text_content or "").strip() if before.tag == "-text" else tag_text(before)
            if text:
                is_label = before.tag in _LABEL_TAGS or text.endswith((":", "\uff1a"))
                return text if is_label and len(text) <= MAX_TAG_CHARACTERS and not find_prices(text) else ""
            before = before.prev
        inner = inner.parent if inner is not None else None
        if inner is None or inner.tag in _BLOCK_TAGS:
            return ""
    return ""


def tag_text(node: LexborNode) -> str:
    """The text of a price tag; cents that are set smaller and without a mark get their mark."""
    parts: list[str] = []
    for text in node.traverse(include_text=True):
        raw = (text.text_content or "").strip() if text.tag == "-text" else ""
        if not raw or text.parent is None or text.parent.tag in _UNSEEN:
            continue
        if _CENTS.fullmatch(raw) and parts and _are_cents(text.parent, parts[-1]):
            mark = "," if "." in parts[-1] else "."  # the other one parts its thousands
            raw = raw if parts[-1][-1] in ".," else f"{mark}{raw}"
        parts.append(raw)
        if len(parts) > _MAX_PARTS:
            break
    joined = ""
    for part in parts:
        close = part[0] in ".," or (joined[-1:] in {".", ","} and part[0].isdigit())
        joined += part if close or not joined else f" {part}"
    return joined


def _are_cents(element: LexborNode, before: str) -> bool:
    named = _CENTS_NAME.search(element.attributes.get("class") or "")
    return (element.tag == "sup" or named is not None) and (before[-1].isdigit() or before[-1] in ".,")
