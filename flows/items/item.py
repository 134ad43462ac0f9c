"""An item: one product page, what is to be corrected about it, and how its video shall look.

Items are built from catalogue rows, checked whole before the first call, and pass through the flow unchanged.
"""

import hashlib
import json
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from pydantic import JsonValue

from blocks.channels.profile import Channel
from blocks.jogg.corrections import Corrections
from blocks.jogg.generations import generation_of
from blocks.jogg.prices import preview_credits, render_credits
from blocks.jogg.settings import ApiGeneration, RenderSettings
from blocks.ledger.record import NOTHING_TOLD, PageFacts
from blocks.store.keys import slugify
from flows.items.page_address import canonical_url
from flows.items.release_0_1 import SETTINGS_OF_0_1, address_of_0_1
from flows.items.row import VARIANT_FIELDS

FINGERPRINT_DIGITS = 16
"""64 bits: with a million items, a one in 40 million chance that any two share one."""


@dataclass(frozen=True)
class Item:
    """One video to make. `row` is its line in the catalogue, for reports."""

    row: int
    url: str
    """The address of the page as it was given: what the service is sent and people are shown."""
    corrections: Corrections
    settings: RenderSettings
    generation: ApiGeneration
    id: str = ""
    """The shop's own number of the product, if the catalog gives one: it joins the video back to the shop's table. It
    names no video, so it is no part of the fingerprint."""
    version: str = ""
    """Which state of the product the catalogue names, if it does: a date, a price, a digest. Kept in the ledger."""
    revision: str = ""
    """The version that the video is made anew for: with it, it is another video."""
    is_preview: bool = False
    """A draft of the video, at the price of one, to choose it by."""
    spellings: tuple[str, ...] = ()
    """Other addresses of the page that the catalog gives. 0.1 took some of them for pages of their own."""
    known_by: str = ""
    """The form of the address by which an earlier release named the item; empty for the canonical one."""
    channel: Channel | None = None
    """Whose rules the delivered video is checked against. It makes no other video, so it is no part of the
    fingerprint."""
    offer: PageFacts = NOTHING_TOLD
    """What the catalog says of price and availability, which the video may show. No part of the fingerprint."""

    @cached_property
    def page(self) -> str:
        """The form of the address that names the page, see `canonical_url`: two items of one page have it alike."""
        return self.known_by or canonical_url(self.url)

    @cached_property
    def earlier(self) -> "tuple[Item, ...]":
        """The item under each other name that an earlier release gave it: there may be a record of it, and a video."""
        if self.known_by:
            return ()
        named: dict[str, Item] = {"": self, self.page: self}
        for url in (self.url, *self.spellings):
            name = address_of_0_1(url)
            if name not in named:
                named[name] = replace(self, url=url, spellings=(), known_by=name)
        return tuple(named.values())[2:]

    @cached_property
    def fingerprint(self) -> str:
        """Names the video: the same item has the same fingerprint on any machine, in any run, of any release.

        Settings count where they are not the defaults of 0.1, so a later default changes no fingerprint. Of settings
        that 0.1 did not have, those count that are set.
        """
        settings = self.settings.model_dump(mode="json")
        told = {name: value for name, value in settings.items() if _is_told(name, value)}
        return _digest(self._product | {"settings": told} | ({"preview": True} if self.is_preview else {}))

    @cached_property
    def product_fingerprint(self) -> str:
        """Names the service's product that the video is made of: where generations allow it, videos of a page share
        one."""
        return _digest(self._product) if generation_of(self.generation).shares_products else self.fingerprint

    @property
    def _product(self) -> dict[str, Any]:
        product = {
            "url": self.page,
            "corrections": self.corrections.model_dump(mode="json", exclude_defaults=True),
            "generation": self.generation.value,
        }
        return product | ({"revision": self.revision} if self.revision else {})

    @cached_property
    def name(self) -> str:
        """What the service is told to call it. A preview has the name of its video, which is made from it."""
        return replace(self, is_preview=False).fingerprint

    @cached_property
    def slug(self) -> str:
        """A short readable name, known before any page is read: the corrected title or the end of the path, and the
        style of a preview."""
        path = PurePosixPath(unquote(urlsplit(self.page).path))
        product = slugify(self.corrections.title or path.stem or self.host)
        return f"{product}-{slugify(self.settings.template_name)}" if self.is_preview else product

    @cached_property
    def look(self) -> tuple[str, ...]:
        """What tells it apart from other videos of its product: the settings that may vary, where they are set."""
        told = self.settings.model_dump(mode="json", include=set(VARIANT_FIELDS), exclude_defaults=True)
        if self.is_preview:
            told.pop("template_name", None)
        return tuple(f"hook {value}" if name == "hook" else str(value) for name, value in told.items())

    @cached_property
    def label(self) -> str:
        """The product's short name and the look, for people: "moos-teekanne square german"."""
        return " ".join((self.slug, *self.look))

    @property
    def price(self) -> Decimal:
        """Credits that it takes today."""
        return preview_credits(self.settings) if self.is_preview else render_credits(self.settings)

    @property
    def host(self) -> str:
        """The shop."""
        return urlsplit(self.page).hostname or ""


def _is_told(setting: str, value: JsonValue) -> bool:
    return value != SETTINGS_OF_0_1[setting] if setting in SETTINGS_OF_0_1 else bool(value)


def _digest(identity: dict[str, Any]) -> str:
    text = json.dumps(identity, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:FINGERPRINT_DIGITS]
