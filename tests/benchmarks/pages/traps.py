"""The pages and their right values."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "studio" / "page" / "fixtures"

FIELDS = ("title", "price", "list_price", "availability", "brand", "description", "features", "refused")
"""What is scored: `price` with its currency, `refused` as "yes" for a page that sells no single product."""


@dataclass(frozen=True, slots=True)
class TrapPage:
    """One page: its HTML, the address it came from, and the right value of each field that it is about."""

    name: str
    trap: str
    url: str
    content_type: str
    html: bytes
    right: dict[str, str]
    """Field to value, empty where the page states none."""


def trap_pages() -> Iterator[TrapPage]:
    """All pages, in the order of their names."""
    for folder in sorted(FOLDER.iterdir()):
        expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
        yield TrapPage(
            name=folder.name,
            trap=expected["trap"],
            url=expected["url"],
            content_type=expected.get("content_type", "text/html"),
            html=(folder / "page.html").read_bytes(),
            right=as_texts(expected | {"refused": "yes" if "refused" in expected else ""}),
        )


def as_texts(found: dict[str, Any]) -> dict[str, str]:
    """The scored fields among what was found, each as one text that can be compared."""
    texts = {name: _text(found[name]) for name in FIELDS if name in found}
    for name in ("price", "list_price"):
        if name in texts:
            texts[name] = _amount(texts[name])
    if texts.get("price") and found.get("currency"):
        texts["price"] += f" {found['currency']}"
    return texts


def is_same(found: str, right: str) -> bool:
    """Whether a value is the right one; a price whose currency the page leaves open is compared by its amount."""
    return found == right or (found.partition(" ")[0] == right and right.replace(".", "").isdigit())


def _text(value: Any) -> str:
    if isinstance(value, list):
        return " / ".join(map(str, value))
    return " ".join(str(value or "").split())


def _amount(text: str) -> str:
    try:
        return f"{Decimal(text).normalize():f}" if text else ""
    except InvalidOperation:
        return text
