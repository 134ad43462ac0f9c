"""RDFa (W3C RDFa Core 1.1 and RDFa Lite) as far as shops write it.

Next to RDFa Lite's nested `typeof` and `property`: `rel`, which names what stands inside its element or at its address,
and `about` and `resource`, which go on with a thing that is described elsewhere on the page.
"""

from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from studio.page.item import Item, Value, local_name
from studio.page.statements import MAX_NODES, Nesting, Statements, property_names
from studio.page.written_value import WRITTEN

_STATING = "[typeof], [property], [rel], [about], [resource]"
# HTML Living Standard, 4.6.7 "Link types", and what shops put beside them: no names of properties.
_LINK_TYPES = frozenset(
    {"alternate", "author", "bookmark", "canonical", "dns-prefetch", "expect", "external", "help", "icon", "license"}
    | {"manifest", "me", "modulepreload", "next", "nofollow", "noopener", "noreferrer", "opener", "pingback"}
    | {"preconnect", "prefetch", "preload", "prerender", "prev", "privacy-policy", "search", "stylesheet", "tag"}
    | {"terms-of-service", "shortcut", "ugc", "sponsored", "lightbox", "gallery", "apple-touch-icon", "amphtml"}
)


@dataclass(slots=True)
class _Relation:
    """A `rel` whose object is whatever its element holds."""

    owner: Item
    names: list[str]
    node: LexborNode
    inside: Item = field(default_factory=Item)
    """Takes the properties that stand inside without a thing of their own."""
    is_met: bool = False

    def meet(self) -> None:
        """Note that a thing was found for it."""
        self.is_met = True


@dataclass(frozen=True, slots=True)
class _Context:
    """What the properties inside an element are about, and which `rel` awaits the next thing."""

    subject: Item | None = None
    relation: _Relation | None = None


def read_rdfa(tree: LexborHTMLParser) -> list[Item]:
    """The items that the page's RDFa types, in document order, without those that stand inside another."""
    return _Reading().items(tree) if tree.css_first("[typeof]") else []


class _Reading:
    """One pass over the elements that state something."""

    def __init__(self) -> None:
        self._statements = Statements()
        self._nesting = Nesting()
        self._named: dict[str, Item] = {}
        self._contexts: dict[int, _Context] = {}
        self._relations: list[_Relation] = []
        self._typed: dict[int, Item] = {}
        self._nested: set[int] = set()

    def items(self, tree: LexborHTMLParser) -> list[Item]:
        for node in tree.css(_STATING)[:MAX_NODES]:
            if node.mem_id not in self._contexts and not self._nesting.is_too_deep(node):
                # The parser gives a node once for each selector that it matches.
                self._contexts[node.mem_id] = self._read(node, self._around(node))
        for relation in self._relations:
            self._meet(relation)
        self._follow_references()
        return [item for item in self._typed.values() if id(item) not in self._nested]

    def _around(self, node: LexborNode) -> _Context:
        """The context of the nearest element above that has one; all on the way have it afterwards."""
        way: list[int] = []
        parent = node.parent
        while parent is not None and parent.mem_id not in self._contexts:
            way.append(parent.mem_id)
            parent = parent.parent
        context = _Context() if parent is None else self._contexts[parent.mem_id]
        self._contexts.update(dict.fromkeys(way, context))
        return context

    def _read(self, node: LexborNode, context: _Context) -> _Context:
        attributes = node.attributes
        about = attributes.get("about")
        subject = context.subject if about is None else self._thing(about)
        properties = property_names(attributes.get("property"))
        relations = property_names(attributes.get("rel"), _LINK_TYPES) if subject is not None else []
        types = frozenset(map(local_name, (attributes.get("typeof") or "").split()))
        own = self._own(node, types, linked=bool(properties or relations))
        if subject is not None and about is not None:
            self._link(context, subject, inline=False)
        if relations and subject is not None:
            return self._related(node, subject, relations, own)
        if subject is not None:
            for name in properties:
                self._statements.add(subject, name, own or self._literal(node, name))
        if own is None:
            return _Context(subject) if about is not None else context
        if properties and subject is not None:
            self._nested.add(id(own))
        elif about is None:
            self._link(context, own, inline=True)
        return _Context(own)

    def _literal(self, node: LexborNode, name: str) -> str:
        """The stated address of what is no word for people, else the value as microdata has it."""
        resource = node.attributes.get("resource")
        stated = resource if resource and name not in WRITTEN and "content" not in node.attributes else ""
        return stated or self._statements.written(node, name)

    def _own(self, node: LexborNode, types: frozenset[str], *, linked: bool) -> Item | None:
        """The thing that an element itself is: typed, or named by `resource` with nothing that leads to it."""
        attributes = node.attributes
        about, resource = attributes.get("about"), attributes.get("resource")
        if not types and (linked or resource is None):
            return None
        named = resource if about is None else about
        item = Item() if named is None else self._thing(named)
        if types:
            item.add_types(types, attributes.get("src") or attributes.get("href") or "")
            if content := attributes.get("content"):
                item.properties.setdefault("name", []).append(content)
            self._typed.setdefault(id(item), item)
        return item

    def _thing(self, name: str) -> Item:
        """What the page calls by that name, the same one each time."""
        return self._named.setdefault(name, Item(id=name)) if name else Item()

    def _link(self, context: _Context, item: Item, *, inline: bool) -> None:
        """An element that is a thing is what the `rel` around it names."""
        relation = context.relation
        if relation is None or relation.owner is item:
            return
        relation.meet()
        for name in relation.names:
            self._statements.add(relation.owner, name, item)
        if inline:
            self._nested.add(id(item))

    def _related(self, node: LexborNode, subject: Item, names: list[str], own: Item | None) -> _Context:
        attributes = node.attributes
        address = next(filter(None, (attributes.get(name) for name in ("resource", "href", "src"))), "")
        if own is not None and own is not subject:
            self._nested.add(id(own))
        elif address:
            own = self._named.get(address)
        if own is None or own is subject:
            if address:
                for name in names:
                    value = self._statements.written(node, name) if name in WRITTEN else address
                    self._statements.add(subject, name, value)
                return _Context(self._thing(address))
            relation = _Relation(subject, names, node)
            self._relations.append(relation)
            return _Context(relation.inside, relation)
        for name in names:
            self._statements.add(subject, name, own)
        return _Context(own)

    def _meet(self, relation: _Relation) -> None:
        """A `rel` that found no thing: loose properties make one, else the address of the first link or picture."""
        value: Value = relation.inside
        if not relation.inside.properties:
            linked = None if relation.is_met else relation.node.css_first("[resource], [src], [href]")
            attributes = linked.attributes if linked is not None else {}
            value = next(filter(None, (attributes.get(name) for name in ("resource", "src", "href"))), "")
        for name in relation.names:
            self._statements.add(relation.owner, name, value)

    def _follow_references(self) -> None:
        """A value that is the name of a thing on the page is that thing."""
        described = {name: item for name, item in self._named.items() if item.types or item.properties}
        for item in [*self._typed.values(), *described.values()]:
            for values in item.properties.values():
                values[:] = [described.get(value, value) if isinstance(value, str) else value for value in values]
