"""Scores extractors on pages with traps: `uv run python -m tests.benchmarks.pages [--with COMMAND] [--wrong]`.

Without `--with` studio's reader and the reference (extruct and price-parser) are compared. COMMAND is any program
that reads HTML on standard input, takes the page's address as its last argument and prints a JSON object with the
fields that it found: title, price, currency, list_price, availability (schema.org, without prefix), brand, description,
features (a list), refused ("yes" for a page that sells no single product). Printed are precision, recall and F1 of each
field: a value that is stated and wrong, or stated where the page has none, costs precision; one that is missing costs
recall.
"""

import argparse
import json
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

from studio.page.errors import PageError
from studio.page.reader import read_product
from studio.product import Product
from tests.benchmarks.pages.traps import FIELDS, TrapPage, as_texts, is_same, trap_pages

Extractor = Callable[[TrapPage], dict[str, str]]

MAX_SECONDS = 30
"""For one page; a program that takes longer has found nothing."""

REFERENCE = f"{shlex.quote(sys.executable)} -m tests.benchmarks.pages.extruct_reference"


def studio(page: TrapPage) -> dict[str, str]:
    """What studio's page reader finds, as the benchmark writes it."""
    try:
        product = read_product(page.html, page.url, page.content_type)
    except PageError:
        return {"refused": "yes"}
    return as_texts(_fields(product))


def _fields(product: Product) -> dict[str, Any]:
    price, former = product.price, product.list_price
    return {
        "title": product.title,
        "price": str(price.amount) if price else "",
        "currency": price.currency if price else "",
        "list_price": str(former.amount) if former else "",
        "availability": product.availability,
        "brand": product.brand,
        "description": product.description,
        "features": list(product.features),
    }


def program(command: str) -> Extractor:
    """An extractor that is another program."""

    def extract(page: TrapPage) -> dict[str, str]:
        try:
            ended = subprocess.run(
                [*shlex.split(command), page.url], input=page.html, capture_output=True, timeout=MAX_SECONDS, check=True
            )
            return as_texts(json.loads(ended.stdout))
        except (subprocess.SubprocessError, ValueError) as error:
            print(f"{page.name}: {error}", file=sys.stderr)
            return {}

    return extract


def score(name: str, extract: Extractor, pages: list[TrapPage], *, shows_wrong: bool) -> None:
    """Print a line for each field, and one for the pages of which every field is right."""
    counts: Counter[tuple[str, str]] = Counter()
    whole = 0
    for page in pages:
        found = extract(page)
        wrong = {field for field, right in page.right.items() if not is_same(found.get(field, ""), right)}
        whole += not wrong
        for field, right in page.right.items():
            counts[field, "stated"] += bool(found.get(field))
            counts[field, "there"] += bool(right)
            counts[field, "right"] += bool(right) and field not in wrong
        if wrong and shows_wrong:
            told = "; ".join(f"{field} {found.get(field, '')!r}, not {page.right[field]!r}" for field in sorted(wrong))
            print(f"  {page.name}: {told}")
    print(f"{name}: {whole} of {len(pages)} pages right in every field that they are about")
    for field in FIELDS:
        stated, there, hits = (counts[field, kind] for kind in ("stated", "there", "right"))
        precision, recall = hits / stated if stated else 0.0, hits / there if there else 0.0
        f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
        print(f"  {field:<13}{there:4} pages   precision {precision:.3f}   recall {recall:.3f}   F1 {f1:.3f}")


def main() -> None:
    """Compare what the arguments name."""
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    parser.add_argument("--with", dest="commands", action="append", default=[], metavar="COMMAND")
    parser.add_argument("--wrong", action="store_true", help="name each wrong value")
    arguments = parser.parse_args()
    pages = list(trap_pages())
    for command in arguments.commands:
        score(command, program(command), pages, shows_wrong=arguments.wrong)
    if not arguments.commands:
        score("studio", studio, pages, shows_wrong=arguments.wrong)
        score("extruct and price-parser", program(REFERENCE), pages, shows_wrong=arguments.wrong)


if __name__ == "__main__":
    main()
