"""Microdata (HTML Living Standard, section 5)."""

from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from studio.page.item import Item, local_name
from studio.page.written_value import written_value

# A page of a thousand properties is a long review list; what comes after says nothing about the product.
_MAX_NODES = 5000


def read_microdata(tree: LexborHTMLParser) -> list[Item]:
    """The top-level items of the page's microdata, in document order.

    Prices that stand in no scope at all, as some shop themes have them, come last as one offer.
    """
    scope_nodes = tree.css("[itemscope]")[:_MAX_NODES]
    items = {node.mem_id: _new_item(node) for node in scope_nodes}
    referrers = _referrers(tree, scope_nodes, items)
    nested = set()
    loose = Item(frozenset({"offer"}))
    for node in tree.css("[itemprop]")[:_MAX_NODES]:
        own = items.get(node.mem_id)
        owners = list(_owners(node, items, referrers))
        for owner in owners:
            _add(owner, node, own)
            if own is not None:
                nested.add(node.mem_id)
        if not owners and own is None:
            _add(loose, node, None)
    top = [item for mem_id, item in items.items() if mem_id not in nested]
    return [*top, loose] if "price" in loose.properties else top


def _new_item(node: LexborNode) -> Item:
    attributes = node.attributes
    types = (attributes.get("itemtype") or "").split()
    item = Item(types=frozenset(map(local_name, types)), id=attributes.get("itemid") or "")
    if content := attributes.get("content"):
        item.properties["name"] = [content]  # <meta itemprop="brand" itemscope content="Acme">
    return item


def _referrers(tree: LexborHTMLParser, scope_nodes: list[LexborNode], items: dict[int, Item]) -> dict[int, list[Item]]:
    """The items that an element belongs to by its id, through `itemref`."""
    wanted: dict[str, list[Item]] = {}
    for node in scope_nodes:
        for name in (node.attributes.get("itemref") or "").split():
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


def _add(owner: Item, node: LexborNode, own: Item | None) -> None:
    if own is owner:
        return
    for name in (node.attributes.get("itemprop") or "").split():
        key = local_name(name)
        value = own if own is not None else written_value(node, key)
        if value:
            owner.properties.setdefault(key, []).append(value)
