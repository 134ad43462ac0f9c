"""Microdata (HTML Living Standard, section 5)."""

from selectolax.lexbor import LexborHTMLParser, LexborNode

from studio.page.item import Item, local_name
from studio.page.statements import MAX_NAMES, MAX_NODES, Nesting, Statements, property_names


def read_microdata(tree: LexborHTMLParser) -> list[Item]:
    """The top-level items of the page's microdata, in document order.

    Prices that stand in no scope at all, as some shop themes have them, come last as one offer.
    """
    scope_nodes = tree.css("[itemscope]")[:MAX_NODES]
    items = {node.mem_id: _new_item(node) for node in scope_nodes}
    scopes = _Scopes(items, _referrers(tree, scope_nodes, items))
    statements, nesting = Statements(), Nesting()
    nested = set()
    loose = Item(frozenset({"offer"}))
    for node in tree.css("[itemprop]")[:MAX_NODES]:
        if nesting.is_too_deep(node):
            continue
        own = items.get(node.mem_id)
        owners = scopes.owners(node)
        if owners and own is not None:
            nested.add(node.mem_id)
        if not owners and own is None:
            owners = (loose,)
        for name in property_names(node.attributes.get("itemprop")):
            value = own if own is not None else statements.written(node, name)
            for owner in owners:
                statements.add(owner, name, value)
    top = [item for mem_id, item in items.items() if mem_id not in nested]
    return [*top, loose] if "price" in loose.properties else top


MAX_OWNERS = 20
"""Items that one property belongs to, by reference. Real pages go up to two."""


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
        for name in list(dict.fromkeys((node.attributes.get("itemref") or "").split()))[:MAX_NAMES]:
            wanted.setdefault(name, []).append(items[node.mem_id])
    if not wanted:
        return {}
    with_id = ((node.mem_id, node.attributes.get("id") or "") for node in tree.css("[id]"))
    return {mem_id: wanted[name] for mem_id, name in with_id if name in wanted}


class _Scopes:
    """Which items an element's properties belong to."""

    def __init__(self, items: dict[int, Item], referrers: dict[int, list[Item]]) -> None:
        self._referrers = referrers
        # What properties directly inside an element belong to. Filled up on each way to the root, so that no element
        # is passed twice.
        self._inside: dict[int, tuple[Item, ...]] = {mem_id: (item,) for mem_id, item in items.items()}

    def owners(self, node: LexborNode) -> tuple[Item, ...]:
        """The nearest scope around a property, and every scope that refers to a part on the way there."""
        way: list[int] = []
        parent = node.parent
        while parent is not None and parent.mem_id not in self._inside:
            way.append(parent.mem_id)
            parent = parent.parent
        owners: tuple[Item, ...] = () if parent is None else self._inside[parent.mem_id]
        for mem_id in reversed(way):
            owners = self._joined(mem_id, owners)
            self._inside[mem_id] = owners
        return self._joined(node.mem_id, owners)

    def _joined(self, mem_id: int, owners: tuple[Item, ...]) -> tuple[Item, ...]:
        referring = self._referrers.get(mem_id)
        return (*referring, *owners)[:MAX_OWNERS] if referring else owners
