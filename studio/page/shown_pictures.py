"""The pictures that the page shows of its product, where its data name few or none."""

import re

from selectolax.lexbor import LexborNode

from studio.page.document import Document
from studio.page.picture_address import MIN_STATED_SIDE, shows_product, stated_size
from studio.page.surroundings import Frame, Surroundings
from studio.page.text import overlap, plain_text

# Where zoom and lazy-loading scripts keep the real address, the largest rendition first.
_ZOOM_ATTRIBUTES = (
    *("data-zoom-image", "data-large_image", "data-large-image", "data-zoom", "data-old-hires", "data-full"),
    *("data-hires", "data-magnify-src"),
)
_ATTRIBUTES = (
    *_ZOOM_ATTRIBUTES,
    *("data-image", "data-src", "data-original", "data-lazy-src", "data-lazy", "data-srcset", "srcset", "src"),
)
_SEPARATORS = re.compile(r"[\W_]+")
# A text that shares that part of the title's words, or of its own, describes the product.
_SAME_WORDS = 0.7
_GALLERY = re.compile(
    r"gallery|main-?image|product-?(?:image|photo|media|picture|view)|image-?(?:main|block|container|gallery|zoom)"
    r"|zoom|featured|primary|swiper|slick|fotorama|lightbox|landing|hero|packshot|post-thumbnail",
    re.IGNORECASE,
)
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|webp|avif)(?:$|\?)", re.IGNORECASE)
_MIN_SCORE = 3
# Pixels of the shorter side: no logo, icon or payment mark has as many.
_LARGE = 300
_MAX_NODES = 400


def shown_pictures(document: Document, title: str, frame: Frame) -> tuple[str, ...]:
    """Addresses of pictures that by their text and place show the product, best first."""
    scored = []
    for node in document.tree.css("img")[:_MAX_NODES]:
        reference = _reference(node)
        if reference and (score := _score(node, reference, title, frame)) >= _MIN_SCORE:
            address = document.absolute(reference)
            if address and shows_product(address, title):
                scored.append((score, address))
    scored.sort(key=lambda pair: -pair[0])
    return tuple(dict.fromkeys(address for _, address in scored)) or _first_large(document, title, frame)


def _first_large(document: Document, title: str, frame: Frame) -> tuple[str, ...]:
    """Where nothing is named or told of: the first picture of a product's size that belongs to the page itself."""
    for node in document.tree.css("img")[:_MAX_NODES]:
        reference = _reference(node)
        sides = (_number(node.attributes.get("width")), _number(node.attributes.get("height")))
        if not reference or max(stated_size(reference), min(sides)) < _LARGE:
            continue
        address = document.absolute(reference)
        own = not (_leads_elsewhere(node) or Surroundings(node, frame).is_elsewhere)
        if own and address and shows_product(address, title):
            return (address,)
    return ()


def _reference(node: LexborNode) -> str:
    """The address of a picture: the largest rendition of its `<picture>`, else what its own attributes name."""
    attributes = node.attributes
    offered = _offered(node.parent) if node.parent is not None and node.parent.tag == "picture" else ""
    for name in _ATTRIBUTES:
        value = (attributes.get(name) or "").strip()
        if value and not value.startswith("data:"):
            own = _largest(value) if "srcset" in name else value
            # A rendition of stated width beats an address that states none, and may be a spinner.
            return offered if offered and not stated_size(own) else own
    return offered


def _offered(picture: LexborNode) -> str:
    """The largest candidate of all sources of a `<picture>`."""
    sources = (source.attributes for source in picture.css("source"))
    candidates = [source.get("srcset") or source.get("data-srcset") or "" for source in sources]
    return _largest(", ".join(candidate for candidate in candidates if candidate and candidate[:5] != "data:"))


def _largest(srcset: str) -> str:
    """The candidate with the largest descriptor (HTML Living Standard, 4.8.4.2.1)."""
    best, widest = "", -1.0
    for candidate in re.split(r",\s+|,(?=https?:|//)", srcset):
        parts = candidate.strip().rstrip(",").split()
        if parts:
            found = re.fullmatch(r"(\d+(?:\.\d+)?)[wx]", parts[-1])
            size = float(found[1]) if found else 0.0
            if size > widest:
                best, widest = parts[0], size
    return best


def _score(node: LexborNode, reference: str, title: str, frame: Frame) -> int:
    attributes = node.attributes
    around = Surroundings(node, frame)
    told = plain_text(" ".join(attributes.get(name) or "" for name in ("alt", "title")), 500)
    score = 4 * (len(told) > 3 and overlap(told, title) >= _SAME_WORDS) + 3 * around.is_named(_GALLERY, 5)
    score += 2 * (attributes.get("itemprop") == "image" or any(name in attributes for name in _ZOOM_ATTRIBUTES))
    score += overlap(_SEPARATORS.sub(" ", reference.rsplit("/", 1)[-1].rsplit(".", 1)[0]), title) >= 0.5
    score -= 3 * (0 < (stated_size(reference) or _number(attributes.get("width"))) < MIN_STATED_SIDE)
    if score < _MIN_SCORE:
        return 0
    return score - 6 * around.is_elsewhere - 3 * _leads_elsewhere(node)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else 0


def _leads_elsewhere(node: LexborNode) -> bool:
    """Inside a link that leads to another page and not to a larger picture."""
    parent: LexborNode | None = node.parent
    for _ in range(4):
        if parent is None:
            return False
        if parent.tag == "a":
            target = parent.attributes.get("href") or ""
            return (
                bool(target)
                and target[0] != "#"
                and not target.startswith("javascript")
                and not _PICTURE_FILE.search(target)
            )
        parent = parent.parent
    return False
