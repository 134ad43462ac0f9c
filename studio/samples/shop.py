"""The sample shop's files, and what its products say about themselves."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Literal

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
}
"""Content types by file ending; nothing else is served."""
FRONT = "index.html"

AspectRatio = Literal["portrait", "landscape", "square"]


@dataclass(frozen=True, slots=True)
class SampleProduct:
    """A product as its page states it, and how the demo renders it."""

    slug: str
    """Name of its page without `.html`, and start of its pictures' names."""
    title: str
    price: Decimal
    currency: str
    pictures: tuple[str, ...]
    """Paths below the shop's folder, in the page's order."""
    language: str
    """The language of page and video, under the contract's name (generation 1, field `lang`)."""
    markup: str
    """How the page states its facts, for people who read the demo catalogue."""
    template_name: str
    avatar_id: int
    script_style: str
    aspect_ratio: AspectRatio = "portrait"

    @property
    def page(self) -> str:
        """Path of the product's page below the shop's folder."""
        return f"{self.slug}.html"


def sample_file(path: str) -> bytes | None:
    """The body of a file of the shop, or None where there is none.

    `path` is relative to the shop's folder; empty means its front page. It comes from a request and is not trusted:
    only names that the shop's listing holds are ever opened.
    """
    name = path or FRONT
    if name not in _listing():
        return None
    return files(__package__).joinpath("shop", *name.split("/")).read_bytes()


def content_type(path: str) -> str:
    """The content type of a file that `sample_file` finds under that path.

    Raises:
        KeyError: the shop has no files of that kind.
    """
    return TYPES[PurePosixPath(path or FRONT).suffix]


def sample_products() -> tuple[SampleProduct, ...]:
    """The eight products in the front page's order."""
    return _PRODUCTS


@lru_cache
def _listing() -> frozenset[str]:
    shop = files(__package__).joinpath("shop")
    names = [file.name for file in shop.iterdir() if file.is_file()]
    names += [f"pictures/{file.name}" for file in shop.joinpath("pictures").iterdir() if file.is_file()]
    return frozenset(name for name in names if PurePosixPath(name).suffix in TYPES)


def _pictures(slug: str, *endings: str) -> tuple[str, ...]:
    return tuple(f"pictures/{slug}-{number}.{ending}" for number, ending in enumerate(endings, 1))


_PRODUCTS = (
    SampleProduct(
        slug="aurora-bottle",
        title="Aurora Insulated Bottle",
        price=Decimal("29.99"),
        currency="USD",
        pictures=_pictures("aurora-bottle", "jpg", "jpg", "jpg", "jpg"),
        language="english",
        markup="JSON-LD",
        template_name="Card Stacking",
        avatar_id=37,
        script_style="Discovery_stage",
    ),
    SampleProduct(
        slug="moos-teekanne",
        title="Teekanne Moos",
        price=Decimal("64.90"),
        currency="EUR",
        pictures=_pictures("moos-teekanne", "jpg", "jpg", "jpg", "webp"),
        language="german",
        markup="microdata with itemref",
        template_name="FullScreen",
        avatar_id=81,
        script_style="Storytime",
    ),
    SampleProduct(
        slug="brume-bougie",
        title="Bougie parfumée Brume",
        price=Decimal("34.00"),
        currency="EUR",
        pictures=_pictures("brume-bougie", "jpg", "jpg", "jpg", "jpg"),
        language="french",
        markup="JSON-LD @graph with a ProductGroup",
        template_name="Floating Avatar Voiceover",
        avatar_id=127,
        script_style="Light marketing",
    ),
    SampleProduct(
        slug="fathom-headphones",
        title="Fathom Wireless Headphones",
        price=Decimal("149.00"),
        currency="GBP",
        pictures=_pictures("fathom-headphones", "jpg", "jpg", "jpg"),
        language="english",
        markup="OpenGraph",
        template_name="Simple Product Switch",
        avatar_id=204,
        script_style="Data",
    ),
    SampleProduct(
        slug="lucciola-lampada",
        title="Lampada da tavolo Lucciola",
        price=Decimal("129.00"),
        currency="EUR",
        pictures=_pictures("lucciola-lampada", "jpg", "jpg", "jpg", "jpg"),
        language="italian",
        markup="RDFa",
        template_name="Avatar Bubble",
        avatar_id=412,
        script_style="Top 3 reasons",
    ),
    SampleProduct(
        slug="olmo-macetero",
        title="Macetero Olmo con autorriego",
        price=Decimal("42.50"),
        currency="EUR",
        pictures=_pictures("olmo-macetero", "jpg", "jpg", "jpg"),
        language="spanish",
        markup="JSON-LD with flaws, microdata",
        template_name="Up&Down Avatar",
        avatar_id=1025,
        script_style="Don't Worry",
    ),
    SampleProduct(
        slug="shanyu-watch",
        title="山屿自动机械腕表",
        price=Decimal("1280.00"),
        currency="CNY",
        pictures=_pictures("shanyu-watch", "jpg", "jpg", "jpg", "webp"),
        language="chinese",
        markup="JSON-LD with an AggregateOffer",
        template_name="Card Stacking",
        avatar_id=1695,
        script_style="Top 3 reasons",
    ),
    SampleProduct(
        slug="polana-krzeslo",
        title="Krzesło Polana",
        price=Decimal("649.00"),
        currency="PLN",
        pictures=_pictures("polana-krzeslo", "jpg", "jpg", "jpg"),
        language="polish",
        markup="microdata",
        template_name="FullScreen",
        avatar_id=1,
        script_style="Storytime",
    ),
)
