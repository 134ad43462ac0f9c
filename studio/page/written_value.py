"""The value of a property that is written into the mark-up, the same for microdata and RDFa."""

from selectolax.lexbor import LexborNode

from studio.page.surroundings import STRUCK_TAGS, names_former

# HTML Living Standard, 5.2.4 "Values": elements whose value is an address or a machine-readable attribute.
_VALUE_ATTRIBUTES = {
    **dict.fromkeys(("img", "audio", "embed", "iframe", "source", "track", "video"), ("src", "data-src")),
    **dict.fromkeys(("a", "area", "link"), ("href",)),
    "object": ("data",),
    "data": ("value",),
    "meter": ("value",),
    "time": ("datetime",),
}
# Properties that people read: a link around a brand names the brand by its text, not by its address.
WRITTEN = frozenset({"name", "brand", "manufacturer", "description", "category", "model", "color"})
_PRICES = frozenset({"price", "lowprice", "highprice"})
_PERHAPS_STRUCK = "del, s, strike, [class]"


def written_value(node: LexborNode, name: str) -> str:
    """What an element says for the property `name` (a local name): its machine-readable attribute or its text."""
    attributes = node.attributes
    machine = () if name in WRITTEN else _VALUE_ATTRIBUTES.get(node.tag or "", ())
    for attribute in ("content", *machine):
        value = attributes.get(attribute)
        if value and not value.startswith("data:"):
            return value
    if name == "description":
        return node.html or ""
    parts = node.css(_PERHAPS_STRUCK) if name in _PRICES else []
    struck = {
        part.mem_id for part in parts if part.tag in STRUCK_TAGS or names_former(part.attributes.get("class") or "")
    }
    return _text_without(node, struck - {node.mem_id}) if struck else node.text(separator=" ")


def _text_without(node: LexborNode, left_out: set[int]) -> str:
    """The text of a node without the parts left out; no recursion, since pages may nest without end."""
    parts = []
    for text in node.traverse(include_text=True):
        if text.tag == "-text":
            above = text.parent
            while above is not None and above.mem_id != node.mem_id and above.mem_id not in left_out:
                above = above.parent
            if above is None or above.mem_id == node.mem_id:
                parts.append(text.text())
    return " ".join(parts)
