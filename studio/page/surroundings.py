"""What the names of the elements around a node tell about it."""

import re
from functools import lru_cache

from selectolax.lexbor import LexborNode


# Names are folded before they are searched (see `folded_names`): lower case, words parted by single hyphens.
def _any_of(alternatives: str) -> str:
    """A pattern of alternatives, each beginning with a letter: parted by it, as most letters of a text begin none."""
    by_letter: dict[str, list[str]] = {}
    for alternative in alternatives.split():
        by_letter.setdefault(alternative[0], []).append(alternative[1:])
    return "|".join(f"{letter}(?:{'|'.join(rest)})" for letter, rest in by_letter.items())


# Class and id words of the blocks that show other products, the cart, or the shop's own matters.
_ELSEWHERE = re.compile(
    _any_of(
        "related relation recommend recommand similar cross-?sell up-?sell also-?(?:bought|viewed|like) recently bundle"
        " mini-?cart cart-?(?:drawer|items?|sub|total) basket wishlist breadcrumb banner promo-?bar newsletter cookie"
        " site-?header page-?header global-?header site-?footer megamenu main-?menu navbar navigation review comment"
        " shipping versand livraison delivery filter facet sponsored accessor bestsell product-?(?:tile|card|list|grid)"
        " carousel-?product products?-?(?:carousel|slider|swiper) empfehl zubeh ähnlich comparison"
        " compar(?:e|ing|ador)-?(?:products?|items?|table|list|similar) vergleichs?-?(?:tabelle|produkt) frequently"
        " bought-?together trade-?in financ finanz warranty warranties protection-?plan insurance gift-?card loyalty"
        " consent gdpr popover tooltip off-?canvas"
    )
    + r"|(?<![a-z])(?:nav|menus?|footer|sidebar|teaser|compare|dropdown|popup)(?![a-z])"
)
# A former price is called by its name "compare-at", which no table of other products is.
_COMPARE_AT = re.compile(r"compared?-?(?:at|to|price)|price-?compared?(?![a-z])")
_OUTER_TAGS = frozenset({"nav", "footer", "aside", "select", "option", "dialog"})
# Says of an amount that it was asked before, or that it is struck through.
_FORMER_NAME = re.compile(
    r"(?<![a-z])(?:old|was|former|previous|prev|original|origin|before|crossed|ex|antes|alter|vorher)-?(?:sale-?)?"
    r"(?:price|preis|prix|precio|preco|prezzo|cena|amount)|p(?:rice|reis|rix|recio|reco|rezzo)-?(?:is-?)?"
    r"(?:old|was|former|previous|prev|original|origin|before|crossed|antes|barre|anterior|stara)(?![a-z])|cena-?stara"
    r"|striked?-?(?:out|through)|strike|crossed-?out|line-?through|compare-?at|regular-?price-?strik|tachad"
    r"|(?<![a-z])(?:rrp|msrp|uvp|striked|crossed)(?![a-z])"
)
# Names that prove nothing alone: a font is "regular", a picture is of "before", a list has prices. "before:" is how
# Tailwind CSS calls what stands in front of an element.
_PERHAPS_FORMER_NAME = re.compile(
    r"(?<![a-z])(?:old|origin|original|previous|was|before|former|compared?|regular|antes|list-?price"
    r"|price-?list)(?![a-z:])"
)
# One of several that a buyer may choose from: its amount is what that choice costs.
_CHOICE_TAGS = frozenset({"label", "option"})
_CHOICE_NAME = re.compile(
    r"(?<![a-z])(?:variants?|variations?|options?|swatch(?:es)?|packs?|pack-?sizes?|sizes?|tiers?|bulk|staffel\w*"
    r"|add-?ons?"
    r"|extras?|upgrade|choices?|quantity)(?![a-z])"
)
_LINK_TAGS = frozenset({"a"})
# HTML Living Standard, 6.1: an element with the attribute `hidden` is not shown.
_HIDDEN_MARK = "display:none"
_HIDDEN_STYLE = re.compile(r"display:\s*none|visibility:\s*hidden")
_STRUCK_STYLE = re.compile("line-through")
STRUCK_TAGS = frozenset({"del", "s", "strike"})
_PRICE_NAME = re.compile(r"pri[czx]|preis|precio|preco|preço|prezzo|cena|fiyat|hinta|(?<![a-z])pris|amount|money")
_CURRENT_NAME = re.compile(
    r"current|sale|special|offer|final|(?<![a-z])now(?![a-z])|actual|(?<![a-z])main|our-?price|price-?(?:big|large|new)"
    r"|new-?price|(?<![a-z])reduced|discounted"
)
_SALE_NAME = re.compile(
    r"(?<![a-z])(?:sale|special|final|now|new|reduced|discount(?:ed)?|promo(?:tion)?|deal|current|actual)(?![a-z])"
    r"|price-?new|new-?price|sale-?price|price-?sale"
)
# Far enough up to meet the block's name, and short of the page's own frame.
_LEVELS = 12
_NAMING = ("class", "id", "data-testid", "data-test", "style")
# Characters of an element's names: the longest of a real page have some hundred.
_MAX_NAMES = 1000
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_PARTING = re.compile(r"[-_]+")


@lru_cache(maxsize=4096)
def folded_names(names: str) -> str:
    """Class and id names in one spelling: "priceOld", "price_old" and "price--old" are all "price-old"."""
    return _PARTING.sub("-", _CAMEL.sub("-", names)).lower()


@lru_cache(maxsize=4096)
def _tells(pattern: re.Pattern[str], names: str) -> bool:
    """Search, once for each of the few different names that a page repeats on hundreds of elements."""
    return pattern.search(names) is not None


def names_former(names: str) -> bool:
    """Whether class or id names call an amount one that was asked before, or is struck through."""
    return _FORMER_NAME.search(folded_names(names)) is not None


class Frame:
    """The page's layout around the product's heading: which elements hold the heading, and what elements are called.

    What holds the heading too is no block about something else, whatever its name.
    """

    __slots__ = ("_names", "around", "heading")

    def __init__(self, heading: LexborNode | None = None) -> None:
        """A page whose product is named by the element `heading`, None where the page shows no such element."""
        self.heading = heading
        self.around = above(heading)
        self._names: dict[int, tuple[str, str]] = {}

    def look_at(self, node: LexborNode) -> tuple[str, str]:
        """The tag of an element and all its names in one text; each element is looked at once."""
        known = self._names.get(node.mem_id)
        if known is None:
            attributes = node.attributes
            names = " ".join([shown for name in _NAMING if (shown := attributes.get(name))])
            if "hidden" in attributes:
                names = f"{_HIDDEN_MARK} {names}"
            known = self._names[node.mem_id] = (node.tag or "", folded_names(names[:_MAX_NAMES]))
        return known


def above(node: LexborNode | None, levels: int = 200) -> frozenset[int]:
    """An element and the elements around it, nearest first, by their ids in memory."""
    ids: set[int] = set()
    while node is not None and len(ids) <= levels:
        ids.add(node.mem_id)
        node = node.parent
    return frozenset(ids)


class Surroundings:
    """An element and its ancestors, nearest first, up to the first that holds the heading too."""

    __slots__ = ("_frame", "_next", "_seen")

    def __init__(self, node: LexborNode | None, frame: Frame) -> None:
        """Nothing is looked at before it is asked for."""
        self._frame = frame
        self._next = node
        self._seen: list[tuple[str, str]] = []

    def _reaches(self, level: int) -> bool:
        """Whether so many elements are around it, which are seen then."""
        return level < len(self._seen) or self._climb()

    def _climb(self) -> bool:
        node = self._next
        if node is None or node.mem_id in self._frame.around or node.tag in {"body", "html"}:
            return False
        self._seen.append(self._frame.look_at(node))
        self._next = node.parent
        return True

    def is_named(self, pattern: re.Pattern[str], levels: int) -> bool:
        """Whether one of the nearest names matches."""
        for level in range(levels):  # asked so often that a generator would be half of the time
            if not self._reaches(level):
                return False
            names = self._seen[level][1]
            if names and _tells(pattern, names):
                return True
        return False

    def level_named(self, pattern: re.Pattern[str], levels: int) -> int | None:
        """How far out the nearest element is whose name matches, None where none does."""
        for level in range(levels):
            if not self._reaches(level):
                return None
            if _tells(pattern, self._seen[level][1]):
                return level
        return None

    def is_tagged(self, tags: frozenset[str], levels: int) -> bool:
        """Whether one of the nearest elements is such an element."""
        for level in range(levels):
            if not self._reaches(level):
                return False
            if self._seen[level][0] in tags:
                return True
        return False

    @property
    def is_elsewhere(self) -> bool:
        """Inside a block about something else than the page's product."""
        return self.is_inside_other(_LEVELS)

    def is_inside_other(self, levels: int) -> bool:
        """The same, as far as the names of the nearest elements tell; menus and dialogs count however far out."""
        if self.is_tagged(_OUTER_TAGS, _LEVELS):
            return True
        return self.is_named(_ELSEWHERE, levels) and not self.is_named(_COMPARE_AT, 3)

    @property
    def is_choice(self) -> bool:
        """One of several that a buyer may choose from."""
        return self.is_tagged(_CHOICE_TAGS, 6) or self.is_named(_CHOICE_NAME, 6)

    @property
    def in_link(self) -> bool:
        """Part of a link."""
        return self.is_tagged(_LINK_TAGS, _LEVELS)

    @property
    def is_struck_by_tag(self) -> bool:
        """Struck through, so that nobody pays it."""
        return self.is_tagged(STRUCK_TAGS, 4) or self.is_named(_STRUCK_STYLE, 3)

    @property
    def is_called_former(self) -> bool:
        """Named as a former price."""
        return self.is_named(_FORMER_NAME, 3)

    @property
    def is_perhaps_former(self) -> bool:
        """Named with a word that former prices have in their names, and other things too."""
        return self.is_named(_PERHAPS_FORMER_NAME, 3)

    @property
    def is_called_reduced(self) -> bool:
        """Named as what is asked since a reduction."""
        return self.is_named(_SALE_NAME, 3)

    @property
    def is_price(self) -> bool:
        """Named as a price."""
        return self.is_named(_PRICE_NAME, 4)

    @property
    def is_current(self) -> bool:
        """Named as the price to pay now."""
        return self.is_named(_CURRENT_NAME, 3)

    @property
    def is_hidden_itself(self) -> bool:
        """Hidden by its own names or attributes."""
        return self.is_named(_HIDDEN_STYLE, 1)

    @property
    def is_hidden(self) -> bool:
        """Not shown when the page opens."""
        return self.is_named(_HIDDEN_STYLE, _LEVELS)
