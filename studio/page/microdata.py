"""Microdata (HTML Living Standard, section 5) and RDFa Lite: two spellings of the same nested scopes."""

from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from studio.page.item import Item, local_name

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
_WRITTEN = frozenset({"name", "brand", "manufacturer", "description", "category", "model", "color"})
_PRICES = frozenset({"price", "lowprice", "highprice"})
_STRUCK = "del, s, strike, [class*=old], [class*=strike], [class*=crossed], [class*=was-price], [class*=original]"
# A page of a thousand properties is a long review list; what comes after says nothing about the product.
_MAX_NODES = 5000


@dataclass(frozen=True, slots=True)
class Syntax:
    """The attributes that open a scope, name its type, name a property and pull in a part from elsewhere."""

    scope: str
    type: str
    property: str
    reference: str


MICRODATA = Syntax("itemscope", "itemtype", "itemprop", "itemref")
RDFA = Syntax("typeof", "typeof", "property", "")


def read_scopes(tree: LexborHTMLParser, syntax: Syntax) -> list[Item]:
    """The top-level items that the page writes in this syntax, in document order.

    Microdata prices that stand in no scope at all, as some shop themes have them, come last as one offer.
    """
    scope_nodes = tree.css(f"[{syntax.scope}]")[:_MAX_NODES]
    items = {node.mem_id: _new_item(node, syntax) for node in scope_nodes}
    referrers = _referrers(tree, scope_nodes, items, syntax)
    nested = set()
    loose = Item(frozenset({"offer"}))
    for node in tree.css(f"[{syntax.property}]")[:_MAX_NODES]:
        own = items.get(node.mem_id)
        owners = list(_owners(node, items, referrers))
        for owner in owners:
            _add(owner, node, own, syntax)
            if own is not None:
                nested.add(node.mem_id)
        if not owners and own is None and syntax is MICRODATA:
            _add(loose, node, None, syntax)
    top = [item for mem_id, item in items.items() if mem_id not in nested]
    return [*top, loose] if "price" in loose.properties else top


def _new_item(node: LexborNode, syntax: Syntax) -> Item:
    attributes = node.attributes
    types = (attributes.get(syntax.type) or "").split()
    identity = attributes.get("itemid") or attributes.get("resource") or attributes.get("about") or ""
    item = Item(types=frozenset(map(local_name, types)), id=identity)
    if content := attributes.get("content"):
        item.properties["name"] = [content]  # <meta itemprop="brand" itemscope content="Acme">
    return item


def _referrers(
    tree: LexborHTMLParser, scope_nodes: list[LexborNode], items: dict[int, Item], syntax: Syntax
) -> dict[int, list[Item]]:
    """The items that an element belongs to by its id, through `itemref`."""
    wanted: dict[str, list[Item]] = {}
    for node in scope_nodes:
        for name in (node.attributes.get(syntax.reference) or "").split() if syntax.reference else ():
            wanted.setdefault(name, []).append(items[node.mem_id])
    if not wanted:
        return {}
    with_id = ((node.mem_id, node.attributes.get("id") or "") for node in tree.css("[id]"))
    return {mem_id: wanted[name] for mem_id, name in with_id if name in wanted}


def _owners(node: LexborNode, items: dict[int, Item], referrers: dict[int, list[Item]]) -> Iterator[Item]:
    """The nearest scope around a property, and every scope that refers to a part on the way there."""
    yield from referrers.get(node.mem_id, ())
    parent = node.parent
    while parent is not None:
        owner = items.get(parent.mem_id)
        if owner is not None:
            yield owner
            return
        yield from referrers.get(parent.mem_id, ())
        parent = parent.parent


def _add(owner: Item, node: LexborNode, own: Item | None, syntax: Syntax) -> None:
    if own is owner:
        return
    names = (node.attributes.get(syntax.property) or "").split()
    for name in names:
        key = local_name(name)
        value = own if own is not None else _value(node, key)
        if value:
            owner.properties.setdefault(key, []).append(value)


def _value(node: LexborNode, name: str) -> str:
    attributes = node.attributes
    machine = () if name in _WRITTEN else _VALUE_ATTRIBUTES.get(node.tag or "", ())
    for attribute in ("content", *machine):
        value = attributes.get(attribute)
        if value and not value.startswith("data:"):
            return value
    if name == "description":
        return node.html or ""
    struck = {part.mem_id for part in node.css(_STRUCK)} if name in _PRICES else set()
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
