"""XML of strangers, read an entry at a time: entity bombs and external entities are refused, nothing piles up."""

import re
from collections.abc import Collection, Iterator
from typing import IO, TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

if TYPE_CHECKING:
    # The type alone: parsing is defusedxml's.
    from xml.etree.ElementTree import Element

DEEPEST = 32
"""Elements inside of each other; a feed has five."""

MAX_PARTS = 10_000
"""Elements of one entry; a feed's product has at most some hundred. Each takes many times its bytes in memory."""

_MISC = {"<!--": "-->", "<?": "?>", "<!": ">"}
"""What may stand before the root, and how it ends: comments, instructions, a document type (XML 1.0, production 22)."""

_TAG = re.compile(rb"<(?:urlset|sitemapindex|rss|feed|rdf:RDF|\w+:(?:urlset|feed))[\s>]", re.IGNORECASE)
_SIGN = re.compile(r"<(?=[!?\w.:-])")
_ROOT = re.compile(r"<([\w.:-]+)")


def xml_entries(body: IO[bytes], names: Collection[str]) -> Iterator[tuple[str, "Element"]]:
    """Yield the root's name with each element that is called one of `names`, and forget it afterwards.

    Names are without namespace and in lower case. Raises OSError: it is no sound XML, or none of entries.
    """
    try:
        yield from _entries(body, names)
    except ParseError as error:
        raise OSError(f"no sound XML: {error}") from None
    except DefusedXmlException as error:
        raise OSError(f"XML with entities of its own is refused ({type(error).__name__})") from None


def _entries(body: IO[bytes], names: Collection[str]) -> Iterator[tuple[str, "Element"]]:
    way: list[Element] = []
    entry: Element | None = None
    parts = 0
    for event, element in _events(body):
        if event == "start":
            way.append(element)
            parts += 1
            if len(way) > DEEPEST or parts > MAX_PARTS:
                raise OSError("its elements are too many for a catalogue's entry")
            if entry is None and local_name(element) in names:
                entry = element
            continue
        way.pop()
        if entry is not None and element is entry:
            yield local_name(way[0] if way else entry), entry
            entry = None
        if entry is None:
            parts = 0
            # Whatever came before is through: the tree never holds more than one entry.
            for above in way[-1:]:
                above.clear()


def _events(body: IO[bytes]) -> Iterator[tuple[str, "Element"]]:
    """Starts and ends of elements. What a server writes behind the root's end is no part of the document."""
    depth = 0
    is_whole = False
    try:
        for event, element in iterparse(body, events=("start", "end")):
            depth += 1 if event == "start" else -1
            is_whole = depth == 0
            yield event, element
    except ParseError:
        if not is_whole:
            raise


def markup_start(head: bytes) -> int:
    """Where XML begins in a body: at its declaration, its document type or comment, or the root of a catalogue."""
    declaration = head.find(b"<?xml")
    if declaration >= 0:
        return declaration
    blank = len(head) - len(head.lstrip())
    found = None if head.startswith(b"<!", blank) else _TAG.search(head)
    return found.start() if found else blank


def root_name(head: str) -> str:
    """The name of the root, without its namespace, out of a document's first characters; empty if it is not there."""
    tag = _SIGN.search(head)
    while tag is not None:
        if found := _ROOT.match(head, tag.start()):
            return found[1].rpartition(":")[2].lower()
        end = next(end for start, end in _MISC.items() if head.startswith(start, tag.start()))
        # From sign to sign: what is not closed is looked for once.
        after = head.find(end, tag.end())
        tag = _SIGN.search(head, after) if after >= 0 else None
    return ""


def local_name(element: "Element") -> str:
    """The element's name without its namespace."""
    return str(element.tag).rpartition("}")[2].lower()


def child_texts(element: "Element") -> dict[str, str]:
    """The text of each child under its name; of children with the same name, the first that says something."""
    found: dict[str, str] = {}
    for child in element:
        text = (child.text or child.get("href") or "").strip()
        if text:
            found.setdefault(local_name(child), text)
    return found
