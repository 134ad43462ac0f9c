"""What a client knows better than the product page."""

from dataclasses import dataclass, replace

from studio.product import Product, Source


@dataclass(frozen=True, slots=True)
class Corrections:
    """Empty fields leave the product as it is: the guide's own example sends every field empty."""

    title: str = ""
    description: str = ""
    target_audience: str = ""
    pictures: tuple[str, ...] = ()
    """Addresses, in the client's order."""
    replaces_pictures: bool = False
    """Media were given, even if no picture is among them."""

    def apply(self, product: Product) -> Product:
        """The product with every filled field in place of what was read."""
        given = {
            "title": self.title,
            "description": self.description,
            "target_audience": self.target_audience,
            "pictures": self.pictures,
        }
        filled = {name: value for name, value in given.items() if value}
        sources = product.sources | dict.fromkeys(filled, Source.CORRECTION)
        return replace(product, sources=sources, **filled)  # type: ignore[arg-type] # each value fits its field above
