"""The columns of catalogues under the names that shops, Excel and feeds give them."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from blocks.errors import ConfigurationError
from blocks.field_problems import FieldProblem, shown
from flows.items.row import COLUMNS

# In the order of trust where a table has several: what is called so first.
_ALIASES: dict[str, tuple[str, ...]] = {
    "url": (
        *("url", "link", "product_url", "product_link", "productlink", "producturl", "permalink", "address", "page"),
        *("page_url", "web_address", "webpage", "website", "loc", "canonical_url", "online_store_url", "item_url"),
        *("item_link", "deeplink", "landing_page", "product_page", "produkt_url", "produktlink", "artikel_url", "lien"),
        *("url_produit", "url_du_produit", "enlace", "url_del_producto", "url_producto", "url_prodotto"),
        "url_do_produto",
    ),
    "id": (
        *("id", "sku", "product_id", "productid", "item_id", "offer_id", "handle", "variant_sku", "article_number"),
        *("artikelnummer", "art_nr", "artikel_nr", "item_number", "product_code", "referencia", "référence", "codice"),
    ),
    "title": ("title",),
    "aspect_ratio": ("aspect_ratio", "aspect", "ratio", "aspectratio"),
    "language": ("language", "lang", "video_language"),
    "script_style": ("script_style", "style", "scriptstyle"),
    "length": ("length", "video_length"),
}
_NAMES = _ALIASES | {column: (column,) for column in COLUMNS if column not in _ALIASES}
# Columns that shops' tables have, and that only look like a slip of the pen.
_NO_SLIPS = frozenset(
    {"variant", "variation", "subtitle", "titles", "versions", "language_code", "urls", "lengths", "region"}
)
# "langauge" is 0.88 of "language", "lenght" 0.83 of "length".
_SLIP = 0.83
MIN_SLIP_CHARACTERS = 5
"""Shorter names are near too many others."""


@lru_cache(maxsize=1024)
def folded(name: str) -> str:
    """A column's name in one spelling: "Product URL", "product-url" and "g:product_url" are all "product_url"."""
    bare = name.strip().strip("\ufeff\"'").casefold().removeprefix("g:")
    return "_".join(bare.replace("-", " ").replace("_", " ").split())


@lru_cache(maxsize=64)
def canonical_names(names: tuple[str, ...]) -> Mapping[str, str]:
    """The name of each column here: its own, or the folded one where it means nothing here."""
    spelled = {name: folded(name) for name in names}
    chosen: dict[str, str] = {}
    for column, aliases in _NAMES.items():
        for alias in aliases:
            found = next((name for name in names if spelled[name] == alias), None)
            if found is not None:
                chosen.setdefault(found, column)
                break
    return {name: chosen.get(name, _other_name(spelled[name])) for name in names}


def canonical_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """A row's fields under the names that they have here."""
    names = canonical_names(tuple(fields))
    return {names[name]: value for name, value in fields.items()}


def slip_problem(name: str, value: str) -> FieldProblem | None:
    """The problem of a column whose name is nearly one that would count, None for any other column."""
    meant = _nearest(name)
    return FieldProblem(name, value, f'no such column, did you mean "{meant}"?') if meant else None


def refuse_slips(names: Iterable[str]) -> None:
    """Refuse a table with a column whose name is nearly one that would count. Raises ConfigurationError."""
    slips = {name: meant for name in names if (meant := _nearest(name))}
    problems = [FieldProblem("column", shown(name), f'did you mean "{meant}"?') for name, meant in slips.items()]
    if problems:
        raise ConfigurationError.of(*problems, code="catalog_invalid")


@lru_cache(maxsize=1024)
def _nearest(name: str) -> str:
    if len(name) < MIN_SLIP_CHARACTERS or name in COLUMNS or name in _NO_SLIPS:
        return ""
    return next(iter(get_close_matches(name, COLUMNS, n=1, cutoff=_SLIP)), "")


def _other_name(name: str) -> str:
    """A column that means nothing here, and must not be taken for one that does: a second address, a second number."""
    return f"{name} (not used)" if name in COLUMNS else name
