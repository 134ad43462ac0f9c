"""Addresses of pictures: which show no product, and which show the same picture in another size."""

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit

from studio.page.picture_size import larger
from studio.page.text import words

# Shown in place of a product, or beside it, never of it.
_NO_PRODUCT = frozenset(
    {"favicon", "sprite", "sprites", "placeholder", "spacer", "blank", "pixel", "noimage", "nopicture", "loader"}
    | {"loading", "spinner", "transparent", "nophoto", "missing", "avatar", "flag", "flags", "captcha", "1x1", "noimg"}
)
_NO_PRODUCT_NAME = re.compile(
    r"(?:apple-touch|android|ms)-?icon|no[-_]?(?:image|photo|picture|img)|coming[-_]?soon", re.IGNORECASE
)
_FURNITURE = frozenset(
    {"logo", "logos", "icon", "icons", "banner", "badge", "button", "arrow", "star", "stars"}
    | {"payment", "payments", "visa", "mastercard", "paypal", "klarna", "trustpilot", "facebook", "instagram"}
)
_UNUSABLE_ENDING = re.compile(r"\.(?:svgz?|ico|mp4|webm|mov|m3u8|pdf|html?|js|css|glb|usdz)$", re.IGNORECASE)
# Query parameters that choose a rendition of a picture, by the image services' documents (Shopify, imgix,
# Cloudinary, Scene7, Contentful, Demandware, WordPress Photon).
_RENDITION = re.compile(
    r"(?i)(?:w|h|wid|hei|width|height|size|sz|sw|sh|sm|q|qlt|quality|fit|fmt|format|fm|auto|crop|cropy|cropx|dpr|scl"
    r"|resize|resmode|strip|ssl|v|ver|version|ts|t|_?mzcb|bgcolor|bg-color|op_\w+|resizemode|max|maxwidth|maxheight"
    r"|imwidth|impolicy|im|rect|ixlib|pad|optimize|canvas|mode|\$.*\$?|defaultimage|odnheight|odnwidth|odnbg)"
)
_SIZE = re.compile(r"(?<![\da-zA-Z])(\d{2,4})x(\d{2,4})?N?(?![\da-z])|(?<![\da-zA-Z])x(\d{2,4})(?!\d)")
_SIZE_IN_PATH = re.compile(
    r"[-_.]?(?<![\da-zA-Z])(?:\d{2,4}x(?:\d{2,4}|N)?|fullxfull)(?![\da-z])(?:@\dx)?(?:_crop_\w+)?|[-_.]x\d{2,4}(?!\d)"
    r"|\._[A-Z]{2}[A-Z0-9,_]*_(?=\.)|[-_](?:pico|icon|thumb|small|compact|medium|large|grande|master|original|huge|big"
    r"|thumbnail|zoom|xl|lg|md|sm|xs)(?=[./]|$)|/(?:w|h|c|q|f|g|dpr|ar)_[\w:.,]+(?=/)|/cache/[0-9a-f]{16,}"
    r"|/\d{2,4}/\d{2,4}(?=/resize/)|/s-l\d+|[-_]\d{2,4}w(?=\.)|/(?:thumbs?|small|medium|large|huge|zoom)(?=/)",
    re.IGNORECASE,
)
_ONE_SIDE = re.compile(r"(?i)[?&;](?:w|wid|width|sw|imwidth|maxwidth|h|hei|height|sh)=(\d{2,4})(?!\d)|/s-l(\d{2,4})")
_AMAZON_SIZE = re.compile(r"\._[A-Z]{2}(\d{2,4})_")
_PAIR_IN_PATH = re.compile(r"/(\d{2,4})/(\d{2,4})/resize/|/w_(\d{2,4})|[-_](\d{2,4})w\.")
# A picture known to be smaller than this can fill no part of a video.
MIN_STATED_SIDE = 200


def best_pictures(addresses: Iterable[str], title: str, limit: int = 20) -> tuple[str, ...]:
    """The usable ones, each picture once in its largest stated size, in the order they came.

    Where all are thumbnails, larger renditions of them.
    """
    chosen: dict[str, str] = {}
    for address in addresses:
        if shows_product(address, title):
            key = picture_key(address)
            known = chosen.get(key)
            if known is None or _is_better(address, known):
                chosen[key] = address
    large = [address for address in chosen.values() if not 0 < stated_size(address) < MIN_STATED_SIDE]
    return tuple((large or list(dict.fromkeys(map(larger, chosen.values()))))[:limit])


def _is_better(address: str, known: str) -> bool:
    """Larger where both state a size; else by TLS where the picture is the same."""
    one, other = stated_size(address), stated_size(known)
    if one and other:
        return one > other
    if other and other < MIN_STATED_SIDE:
        return True
    return not one and address.startswith("https:") and known.startswith("http:")


@lru_cache(maxsize=4096)
def shows_product(address: str, title: str) -> bool:
    """Whether an address can be a picture of the product named `title`, and no logo or stand-in."""
    parts = urlsplit(address)
    path = unquote(parts.path)
    if _UNUSABLE_ENDING.search(path) or path in {"", "/"} or _NO_PRODUCT_NAME.search(path):
        return False
    name = path.rstrip("/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    tokens = words(re.sub(r"[_-]", " ", name))
    named = words(title)
    if (tokens & _NO_PRODUCT) - named or _is_video_still(parts.hostname or ""):
        return False
    return not (tokens & _FURNITURE) or bool(_long(tokens - _FURNITURE) & _long(named))


def _is_video_still(host: str) -> bool:
    """Stills of YouTube and Vimeo: small, and with a play button or bars on them."""
    return host.endswith(("ytimg.com", "vimeocdn.com"))


def _long(tokens: frozenset[str]) -> frozenset[str]:
    return frozenset(token for token in tokens if len(token) > 3)


@lru_cache(maxsize=4096)
def picture_key(address: str) -> str:
    """The same for all sizes, formats and versions of one picture."""
    parts = urlsplit(address)
    path = re.sub(r"/+", "/", _SIZE_IN_PATH.sub("", unquote(parts.path)))
    query = sorted(pair for pair in parse_qsl(parts.query) if not _RENDITION.fullmatch(pair[0]))
    file = re.search(r"(.+\.(?:jpe?g|png|webp|avif|gif))(?:/|$)", path, re.IGNORECASE)
    if file:
        return file[1].rsplit(".", 1)[0].rsplit("/", 1)[-1].lower() + (f"?{query}" if "." not in path else "")
    return f"{parts.hostname}{path}?{query}".lower()


@lru_cache(maxsize=4096)
def stated_size(address: str) -> int:
    """The longest side in pixels that the address states, 0 where it states none."""
    numbers = [
        number
        for pattern in (_SIZE, _ONE_SIDE, _AMAZON_SIZE, _PAIR_IN_PATH)
        for match in pattern.findall(address)
        for number in (match if isinstance(match, tuple) else (match,))
        if number
    ]
    return max(map(int, numbers), default=0)
