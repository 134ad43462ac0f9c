"""The scripts of products in every language that scripts are written in."""

from collections.abc import Callable
from functools import cache

import pytest

from studio.product import Product
from studio.script.model import Script
from studio.script.styles import Style
from studio.script.writer import write_script

Told = Callable[[str, Style, int], Script]


@pytest.fixture(scope="session")
def told(products: dict[str, Product]) -> Told:
    """The script of a language's own product in a style and length, written once."""

    @cache
    def tell(language: str, style: Style, seconds: int) -> Script:
        return write_script(products[language], language, style, seconds)

    return tell
