# ruff: noqa: RUF001 - letters and signs of many scripts are meant
"""Pages for addresses that hold nothing, sent as any other page and full of what a product page has."""

import pytest

from studio.page.errors import PageCode, PageError
from studio.page.reader import read_product

REST = """<div class="price">79,00 €</div><button>In den Warenkorb</button><form action="/cart/add"></form></main>
<section class="related"><a href="/p/1"><img src="/1.jpg" alt=""></a> <span class="price">9,00 €</span></section>
</body></html>"""

HEADINGS = [
    "404",
    "Error 404",
    "Page not found",
    "Oops! That page can’t be found.",
    "We couldn’t find this page",
    "The product you are looking for is no longer available",
    "Sorry, this page does not exist",
    "This item has been removed",
    "Seite nicht gefunden",
    "Der Artikel ist leider nicht mehr verfügbar",
    "Oups ! Page introuvable",
    "La page que vous recherchez n’existe plus",
    "Lo sentimos, la página no existe",
    "Página não encontrada",
    "Pagina non trovata",
    "Pagina niet gevonden",
    "Nie znaleziono strony",
    "Sidan kunde inte hittas",
    "Stránka nenalezena",
    "Страница не найдена",
    "ページが見つかりません",
    "페이지를 찾을 수 없습니다",
    "页面不存在",
]


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_page_headed_as_missing_is_refused_for_that_reason(heading: str) -> None:
    page = f"<html><head><title>Woods</title></head><body><main><h1>{heading}</h1>{REST}"

    with pytest.raises(PageError) as raised:
        read_product(page.encode(), "https://shop.example/products/oak-lamp", "text/html; charset=utf-8")

    assert raised.value.code == PageCode.NO_PRODUCT_FOUND
    assert "does not exist" in raised.value.reason


@pytest.mark.parametrize(
    "name", ["Lost & Found lamp", "Producto nocturno", "Article of faith", "Lampe 404 W", "The Page Turner"]
)
def test_a_name_that_only_sounds_like_it_is_a_product(name: str) -> None:
    page = f"<html><head><title>{name} | Woods</title></head><body><main><h1>{name}</h1>{REST}"

    product = read_product(page.encode(), "https://shop.example/products/oak-lamp", "text/html; charset=utf-8")

    assert product.title == name
