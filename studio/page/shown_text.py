"""The lists and paragraphs that the page shows about its product, beside and below the heading."""

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import islice

from selectolax.lexbor import LexborNode

from studio.page.document import Document
from studio.page.features import MAX_FEATURES, kept_features
from studio.page.surroundings import Frame, Surroundings
from studio.page.text import plain_text
from studio.statement import is_about_product

_ELEMENTS = "h1, h2, [itemprop=name], li, p"
_TOLD_TAGS = frozenset({"li", "p"})
# Menus and reviews of large shops have some thousand lines.
_MAX_ELEMENTS = 3000
_MAX_PARAGRAPHS = 8
# Shorter is a label or a price, longer are terms of use.
_MIN_CHARACTERS, _MAX_CHARACTERS = 40, 1200
# Blocks that describe a product, on pages that part them from its heading.
_DESCRIPTION = re.compile(r"descri|beschreib|tab-descr|product-?(?:info|details)|feature-?bullets")
_DESCRIBING = re.compile(
    r"descri|description|feature|bullet|highlight|detail|about|overview|specification|beschreib|merkmale|descrip"
    r"|opis|kenmerk"
    r"|product-?(?:info|copy)|information|(?<![a-z])(?:rte|wysiwyg|editor|summary|excerpt|story|copy)(?![a-z])"
)
# Blocks inside a product's own that are about the shop, about choices, or by other people.
_NOT_ABOUT_PRODUCT = re.compile(
    r"(?<![a-z:-])(?:hidden|d-none|is-hidden|visually-hidden)(?![a-z-])|return|refund|retour|rückgabe|payment"
    r"|zahlung|protection|(?<![a-z])(?:plan|plans|usps?|trust|faq|faqs|qa|share"
    r"|social|stores?"
    r"|pick-?up|location|vjs|video|player|swatch(?:es)?|variants?|options?|login|account|modal|subscribe|form|alert"
    r"|notice"
    r"|whats?-?(?:in|included)|in-?the-?box|box-?contents?|included-?items?|inclusions|disclaimer|legal|terms|policy"
    r"|policies|price|pricing|instal?lments?|stock|availability|promo|promotions?"
    r"|coupon|voucher"
    r"|tags?|categor(?:y|ies)|breadcrumbs?|size-?(?:guide|chart)|help|support|contact|seller|vendor|merchant|gallery"
    r"|thumbs?"
    r"|tab-?(?:nav|list|links?)|pagination|swiper|slick|carousel|ads?|advert\\w*|question|answers?)(?![a-z])"
)
_LEADING_TAGS = frozenset({"button", "input", "img", "li", "script"})
# An entry is a sentence with some of its words set apart. Where entries hold each other a thousand times over, all that
# is inside of them would be looked at a thousand times.
_MAX_ENTRY_ELEMENTS = 100
_PASSIVE_TAGS = frozenset({"form", "button", "a", "label", "select", "table", "blockquote", "figcaption", "address"})
# From the heading up: a block that holds a price or a cart, too, is the product's.
_BLOCK_LEVELS = 8
_NEAR_LEVELS = 4
_OFFER = '[class*="price" i], [itemprop="price"], [class*="cart" i], [id*="cart" i], form, button'
_LEVELS = 12


class ShownText:
    """What stands in the product's own block, or in a block that describes it; looked for once."""

    def __init__(self, document: Document, frame: Frame) -> None:
        """Nothing is looked at before it is asked for."""
        self._document = document
        self._frame = frame
        self._known: dict[tuple[int, bool], bool] = {}

    def features(self) -> tuple[str, ...]:
        """The entries of its lists."""
        entries = (node for node in self._own("li") if not _leads_elsewhere(node))
        return kept_features(
            node.text(separator=" ") for node, _ in zip(entries, range(4 * MAX_FEATURES), strict=False)
        )

    def description(self) -> str:
        """Its paragraphs that are whole sentences about the product."""
        texts = (plain_text(node.text(separator=" "), _MAX_CHARACTERS + 1) for node in self._own("p"))
        told = [text for text in texts if _is_paragraph(text)]
        return " ".join(dict.fromkeys(told[:_MAX_PARAGRAPHS]))

    def _own(self, tag: str) -> Iterator[LexborNode]:
        """Those behind the heading; where there are none, those before it that say plainly what they are."""
        for behind in (True, False):
            found = (node for node, is_behind in self._elements if node.tag == tag and is_behind is behind)
            own = (node for node in found if self._is_own(node, is_behind=behind))
            if (first := next(own, None)) is not None:
                yield first
                yield from own
                return

    @cached_property
    def _elements(self) -> list[tuple[LexborNode, bool]]:
        """The entries and paragraphs of the page, as many as are looked at, and whether each is behind the heading."""
        heading = self._frame.heading
        is_behind = False
        found: list[tuple[LexborNode, bool]] = []
        for node in self._document.tree.css(_ELEMENTS):
            is_behind = is_behind or (heading is not None and node.mem_id == heading.mem_id)
            if node.tag in _TOLD_TAGS:
                found.append((node, is_behind))
            if len(found) == _MAX_ELEMENTS:
                break
        return found

    def _is_own(self, node: LexborNode, *, is_behind: bool) -> bool:
        parent = node.parent
        if parent is None:
            return False
        # The entries of one list are about the same thing.
        key = (parent.mem_id, is_behind)
        if key not in self._known:
            self._known[key] = self._is_own_block(parent, self._block if is_behind else None)
        alone = Surroundings(node, self._frame)
        return self._known[key] and not (alone.is_hidden_itself or alone.is_named(_NOT_ABOUT_PRODUCT, 1))

    @cached_property
    def _block(self) -> LexborNode | None:
        return _block_of(self._frame.heading)

    def _is_own_block(self, node: LexborNode, block: LexborNode | None) -> bool:
        """Inside the product's block, or in one that describes it; before the heading it must say so plainly."""
        around = Surroundings(node, self._frame)
        if around.is_tagged(_PASSIVE_TAGS, _LEVELS) or around.is_hidden:
            return False
        describing = around.level_named(_DESCRIBING if block is not None else _DESCRIPTION, _LEVELS)
        if describing is None and (block is None or not _is_inside(node, block)):
            return False
        # What is farther out than a block that describes is the layout of the page.
        levels = _LEVELS if describing is None else describing + _NEAR_LEVELS
        return not (around.is_inside_other(levels) or around.is_named(_NOT_ABOUT_PRODUCT, levels))


def _block_of(heading: LexborNode | None) -> LexborNode | None:
    """The nearest element around the heading that sells something, None where only the whole page does."""
    node = heading
    for _ in range(_BLOCK_LEVELS):
        node = node.parent if node is not None else None
        if node is None or node.tag in {"body", "html"}:
            break
        if node.css_first(_OFFER) is not None:
            return node
    return heading.parent if heading is not None else None


def _is_inside(node: LexborNode, block: LexborNode) -> bool:
    parent: LexborNode | None = node
    for _ in range(_BLOCK_LEVELS * 2):
        if parent is None:
            return False
        if parent.mem_id == block.mem_id:
            return True
        parent = parent.parent
    return False


def _is_paragraph(text: str) -> bool:
    return _MIN_CHARACTERS <= len(text) <= _MAX_CHARACTERS and is_about_product(text)


def _leads_elsewhere(node: LexborNode) -> bool:
    """Whether an entry holds a link, a control, a picture or other entries; one of very many elements says nothing."""
    elements = list(islice(node.traverse(), 1, _MAX_ENTRY_ELEMENTS + 2))
    leads = (each.tag in _LEADING_TAGS or (each.tag == "a" and "href" in each.attributes) for each in elements)
    return len(elements) > _MAX_ENTRY_ELEMENTS or any(leads)
