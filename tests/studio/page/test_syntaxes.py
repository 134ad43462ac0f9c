"""JSON-LD, microdata and RDFa against extruct, a reader that nobody here wrote."""

import json
from pathlib import Path
from typing import Any

import extruct
import pytest
from selectolax.lexbor import LexborHTMLParser

from studio.page.item import Item, local_name
from studio.page.jsonld import read_jsonld
from studio.page.microdata import read_microdata
from studio.page.rdfa import read_rdfa
from studio.page.text import plain_text

FIXTURES = Path(__file__).parent / "fixtures"
REAL_PAGES = Path(__file__).parents[3].parent / "shared" / "pages"
# Where extruct is the stricter one: it gives up on scripts that ours repairs.
REPAIRED = {"jsonld_entities_and_bad_escapes"}
# extruct takes seconds for the largest real pages, which hold nothing that the others do not.
MAX_BYTES = 350_000
REAL = [page for page in sorted(REAL_PAGES.glob("*.html")) if page.stat().st_size < MAX_BYTES]
PAGES = [*sorted(FIXTURES.glob("*/page.html")), *REAL]
TEXT_FIELDS = ("price", "pricecurrency", "availability", "sku", "ratingvalue", "gtin13", "lowprice")


def page_id(page: Path) -> str:
    return page.parent.name if page.name == "page.html" else page.stem


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_json_ld_holds_what_extruct_finds(page: Path) -> None:
    html = page.read_bytes().decode(errors="replace")
    try:
        theirs = extruct.extract(html, syntaxes=["json-ld"], errors="strict")["json-ld"]
    except ValueError:
        pytest.skip("extruct cannot read this page")
    scripts = [node.text() for node in LexborHTMLParser(html).css('script[type="application/ld+json"]')]
    ours = [_facts_of(item) for item in read_jsonld(scripts)]
    for node in _nodes(theirs):
        assert _facts_of_extruct(node, "@type") in ours or page_id(page) in REPAIRED


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_microdata_holds_what_extruct_finds(page: Path) -> None:
    html = page.read_bytes().decode(errors="replace")
    theirs = extruct.extract(html, syntaxes=["microdata"], errors="ignore").get("microdata", [])
    ours = [_facts_of(item) for item in read_microdata(LexborHTMLParser(html))]
    for node in theirs:
        flat = {"type": node.get("type"), **node.get("properties", {})} if isinstance(node, dict) else {}
        if "product" in local_name(str(flat["type"])):
            wanted = _facts_of_extruct(flat, "type")
            assert any(_agree(wanted, facts) for facts in ours), wanted


RDFA = [page for page in PAGES if "rdfa" in page_id(page)]


@pytest.mark.parametrize("page", RDFA, ids=page_id)
def test_rdfa_says_of_each_thing_what_extruct_finds(page: Path) -> None:
    html = page.read_bytes().decode(errors="replace")
    ours = [_stated(item) for item in _with_nested(read_rdfa(LexborHTMLParser(html)))]
    for node in extruct.extract(html, syntaxes=["rdfa"], errors="strict")["rdfa"]:
        theirs = {
            (local_name(name), _text(value["@value"]))
            for name, values in node.items()
            # extruct takes the text of a <time>; HTML+RDFa 1.1, 3.1, takes its datetime.
            if name[0] != "@" and local_name(name) != "pricevaliduntil"
            for value in values
            if "@value" in value
        }
        assert any(theirs <= facts for facts in ours), theirs


def _with_nested(items: list[Item]) -> list[Item]:
    found = list(items)
    for item in found:
        nested = [value for value in item.values(*item.properties) if isinstance(value, Item)]
        found += [value for value in nested if not any(value is known for known in found)]
    return found


def _stated(item: Item) -> set[tuple[str, str]]:
    return {
        (name, _text(plain_text(value)))
        for name, values in item.properties.items()
        for value in values
        if isinstance(value, str)
    }


def _nodes(values: list[Any]) -> list[dict[str, Any]]:
    nodes: list[Any] = []
    for value in values:
        nodes.extend(value["@graph"] if isinstance(value.get("@graph"), list) else [value])
    return [node for node in nodes if isinstance(node, dict)]


def _facts_of(item: Item) -> tuple[Any, ...]:
    offers = [tuple(_text(offer.text(name)) for name in TEXT_FIELDS) for offer in item.items("offers")]
    return (frozenset(item.types), _text(item.text("name")), len(offers), tuple(offers))


def _facts_of_extruct(node: dict[str, Any], type_key: str) -> tuple[Any, ...]:
    kinds = node.get(type_key) or []
    lower = {local_name(key) if key[0] != "@" else key: value for key, value in node.items()}
    offers = []
    for offer in _as_list(lower.get("offers")):
        if isinstance(offer, dict):
            fields = offer.get("properties", offer)
            low = {local_name(key): value for key, value in fields.items() if key[0] != "@"}
            offers.append(tuple(_text(_first(low.get(name))) for name in TEXT_FIELDS))
    types = frozenset(local_name(kind) for kind in (kinds if isinstance(kinds, list) else kinds.split()))
    return (types, _text(_first(lower.get("name"))), len(offers), tuple(offers))


def _agree(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    """Equal, or equal but for texts that extruct leaves empty or joins otherwise."""
    same_offers = one[2] == other[2]
    return one[0] == other[0] and same_offers and (one[1] in other[1] or other[1] in one[1])


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _first(value: Any) -> Any:
    values = [entry for entry in _as_list(value) if isinstance(entry, str | int | float)]
    return values[0] if values else ""


def _text(value: Any) -> str:
    """Numbers as JSON prints them, white space folded."""
    text = " ".join(str(value).split())
    try:
        return f"{float(text):g}"
    except ValueError:
        return json.dumps(text)
