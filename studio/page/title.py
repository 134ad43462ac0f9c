"""The product's name where no data state it: between heading, `<title>` and `og:title`."""

import re
from difflib import SequenceMatcher

from selectolax.lexbor import LexborNode

from studio.page.document import Document
from studio.page.price import find_prices
from studio.page.text import overlap, plain_text, words

_SEPARATOR = re.compile(r"\s+[|\u2013\u2014\u00b7\u2022\u00bb:~/-]+\s+|\s*[|\uff5c]\s*|\s+::\s+")
_EDGES = " |\uff5c-\u2013\u2014\u00b7\u2022\u00bb:~,/"
# What shops write into a title for search engines, before or behind the name.
_CALL_TO_BUY = re.compile(
    r"^(?:buy|acheter|comprar|acquista|koop|kup)\s+(?=\w)|\s+(?:(?:jetzt|online|günstig|hier)\s+)*(?:kaufen"
    r"|bestellen|kopen)$"
    r"|\s+(?:buy )?online$",
    re.IGNORECASE,
)
# What stands on the links and buttons that themes put into the heading.
_INTERFACE = re.compile(
    r"\b(?:log ?in|sign ?(?:in|up)|register|add to (?:cart|bag|basket|wish ?list|favou?rites|compare)|wish ?list"
    r"|save (?:this|for later)"
    r"|share|report|print|edit|follow|subscribe|new!|sold out|out of stock|in stock|sale!|on sale|anmelden|einloggen"
    r"|merken"
    r"|merkzettel|teilen|in den warenkorb|ausverkauft|neu!|connexion|se connecter|partager|ajouter|iniciar sesión"
    r"|compartir"
    r"|guardar|agotado|entrar|partilhar|compartilhar|accedi|condividi|esaurito|inloggen|delen|zaloguj|udostępnij|войти"
    r"|поделиться|giriş yap|paylaş)\b|ログイン|共有|로그인|공유|登录|登錄|分享|收藏",
    re.IGNORECASE,
)
# Two titles of one page that share less than this are about different things.
_COMMON_SHARE = 0.5
_MAX_HEADINGS = 40
_NAMED_HEADINGS = (
    '#productTitle, [class*="product-title"], [class*="product-name"], [class*="product_title"],'
    ' [class*="product_name"], [class*="productName"], [class*="ProductName"], [class*="productTitle"],'
    ' [class*="ProductTitle"], [class*="product__title"], [class*="product__name"]'
)

_OTHER_HEADINGS = f"[itemprop=name], h2, {_NAMED_HEADINGS}"


def clean_title(title: str, document: Document) -> str:
    """`title` without the parts that only name the shop."""
    parts = [part for part in _SEPARATOR.split(title) if part and part.strip(_EDGES)]
    kept = [part for part in parts if not _names_shop(part, document)]
    if not kept or len(kept) == len(parts):
        return title.strip()
    start = title.find(kept[0])
    end = title.rfind(kept[-1]) + len(kept[-1])
    return title[start:end].strip(_EDGES)


def without_interface(title: str, document: Document) -> str:
    """`title` without the labels of links and buttons, and the amount, that stand inside the page's heading.

    Only where the page's own titles hold the rest by itself, so that no word of a name is lost.
    """
    if not (_INTERFACE.search(title) or find_prices(title, document.territory)):
        return title
    stated = (document.meta("og:title", "twitter:title"), document.head_title)
    names = (clean_title(plain_text(text, 500), document) for text in stated)
    inside = (name for name in names if len(name) > 2 and name in title and not _INTERFACE.search(name))
    return next(inside, title)


def shown_title(document: Document) -> str:
    """The heading that the page's own titles repeat; else what those titles have in common; else the title."""
    stated = plain_text(document.meta("og:title", "twitter:title"), 500)
    titles = [title for title in (stated, document.head_title) if title and not _names_shop(title, document)]
    headings = [heading for heading in document.headings[:20] if not _names_shop(heading, document)]
    ranked = sorted(headings, key=lambda heading: -_repeated(heading, titles))
    if ranked and _repeated(ranked[0], titles) >= _COMMON_SHARE:
        return ranked[0]
    if len(titles) == 2 and (common := _common(*titles)):
        return clean_title(common, document)
    if not titles:
        return headings[0] if len(headings) == 1 else ""
    return _CALL_TO_BUY.sub("", clean_title(titles[0], document))


def has_product_heading(document: Document) -> bool:
    """Whether one element is named as the product's title (a category page has one for each of its products)."""
    texts = {plain_text(node.text(separator=" "), 500) for node in document.tree.css(_NAMED_HEADINGS)[:20]}
    return 1 <= len(texts - {""}) <= 2


def heading_of(document: Document, title: str) -> LexborNode | None:
    """The element that shows the title as the page's heading."""
    first = _texts(document.heading_nodes)
    same = next((node for node, text in first if text == title), None)
    same = same or next((node for node, text in _texts(document.tree.css(_OTHER_HEADINGS)) if text == title), None)
    # Data may name the brand or the size that the heading leaves out.
    return same or next((node for node, text in first if overlap(text, title) == 1), None)


def _texts(nodes: list[LexborNode]) -> list[tuple[LexborNode, str]]:
    return [(node, plain_text(node.text(separator=" "), 500)) for node in nodes[:_MAX_HEADINGS]]


def _repeated(heading: str, titles: list[str]) -> float:
    """The share of the heading's words that a title repeats, where they are a part of it that counts."""
    own = words(heading)
    shares = [len(own & words(title)) / len(own) for title in titles if own]
    # Two letters name nothing, two ideographs or syllables do.
    return max(shares, default=0.0) if len(heading) > 2 or not heading.isascii() else 0.0


def _common(one: str, other: str) -> str:
    match = SequenceMatcher(None, one, other, autojunk=False).find_longest_match()
    common = one[match.a : match.a + match.size].strip(_EDGES)
    return common if len(common) >= _COMMON_SHARE * min(len(one), len(other)) else ""


def _names_shop(text: str, document: Document) -> bool:
    """Whether a text is no more than the shop's name, with or without its domain's ending."""
    letters = _letters(text)
    for name in document.site_names:
        own = _letters(name)
        longer = letters.startswith(own) and overlap(text, name) == 1 and len(words(text)) <= 3
        if own and (letters == own or longer):
            return True
        if own and len(own) > 3 and own in letters and len(letters) <= 2 * len(own) and "." in text:
            return True
    return False


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
