"""Products as stored: what was read from the page, corrections on top, pictures on disk."""

import time
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from pydantic import TypeAdapter

from studio.jobs.database import Database
from studio.product import Product

_PRODUCT = TypeAdapter(Product)
_PICTURES = TypeAdapter(tuple[str, ...])


@dataclass(frozen=True, slots=True)
class StoredProduct:
    """A product and the project it is rendered under."""

    id: int
    project_id: str
    """32 hex digits, `prj_id` of the contract."""
    product: Product
    pictures: tuple[str, ...]
    """File names below the product's media folder, best first."""
    created_at: float


def _stored(row: Any) -> StoredProduct:
    return StoredProduct(
        id=row["id"],
        project_id=row["project_id"],
        product=_PRODUCT.validate_json(row["product"]),
        pictures=_PICTURES.validate_json(row["pictures"]),
        created_at=row["created_at"],
    )


class ProductStore:
    """The products table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, product: Product) -> StoredProduct:
        """Store a new product, still without pictures, under a fresh project id."""
        now = time.time()
        project_id = uuid4().hex
        product_id = self._database.write(
            "INSERT INTO products (project_id, product, pictures, created_at, updated_at) VALUES (?, ?, ?, ?, ?)",
            project_id,
            _PRODUCT.dump_json(product),
            _PICTURES.dump_json(()),
            now,
            now,
        )
        return StoredProduct(product_id, project_id, product, (), now)

    def replace(self, stored: StoredProduct, product: Product, pictures: tuple[str, ...]) -> StoredProduct:
        """Overwrite a product with its corrected form, which is given back."""
        self._database.write(
            "UPDATE products SET product = ?, pictures = ?, updated_at = ? WHERE id = ?",
            _PRODUCT.dump_json(product),
            _PICTURES.dump_json(pictures),
            time.time(),
            stored.id,
        )
        return replace(stored, product=product, pictures=pictures)

    def by_id(self, product_id: int) -> StoredProduct | None:
        """The product, or None."""
        row = self._database.one("SELECT * FROM products WHERE id = ?", product_id)
        return _stored(row) if row else None

    def by_project(self, project_id: str) -> StoredProduct | None:
        """The product of a project, or None."""
        row = self._database.one("SELECT * FROM products WHERE project_id = ?", project_id)
        return _stored(row) if row else None

    def page(self, page: int, page_size: int) -> tuple[list[StoredProduct], int]:
        """One page of the products, newest first, and how many there are on all pages. Pages count from 1."""
        rows = self._database.all(
            "SELECT * FROM products ORDER BY id DESC LIMIT ? OFFSET ?", page_size, (page - 1) * page_size
        )
        return [_stored(row) for row in rows], self.count()

    def count(self) -> int:
        """How many products were ever created."""
        return int(self._database.number("SELECT count(*) FROM products"))
