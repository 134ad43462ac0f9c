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
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from blocks.errors import ConfigurationError
from blocks.jogg.prices import preview_credits, render_credits
from blocks.jogg.settings import ApiGeneration, Corrections, RenderSettings
from blocks.store.keys import slugify

TRACKING_PARAMETERS = ("utm_", "gclid", "fbclid", "msclkid", "mc_cid", "mc_eid", "igshid", "srsltid", "dclid")
"""Query parameters that name the click and not the page: two links that differ in them are one product.
As documented by Google Analytics, Google Ads, Meta, Microsoft Advertising and Mailchimp."""

DEFAULT_PORTS = {"http": 80, "https": 443}

FINGERPRINT_DIGITS = 16
"""64 bits: with a million items, a one in 40 million chance that any two share one."""


@dataclass(frozen=True)
class Item:
    """One video to make. `row` is its line in the catalogue, for reports."""

    row: int
    url: str
    """The canonical address, see `canonical_url`."""
    corrections: Corrections
    settings: RenderSettings
    generation: ApiGeneration
    version: str = ""
    """Which state of the product the catalogue names, if it does: a date, a price, a digest. Kept in the ledger."""
    revision: str = ""
    """The version that the video is made anew for: with it, it is another video."""
    is_preview: bool = False
    """A draft of the video, at the price of one, to choose it by."""

    @cached_property
    def fingerprint(self) -> str:
        """Names the video: the same item has the same fingerprint on any machine and in any run."""
        settings = self.settings.model_dump(mode="json", exclude_defaults=True)
        return _digest(self._product | {"settings": settings} | ({"preview": True} if self.is_preview else {}))

    @cached_property
    def product_fingerprint(self) -> str:
        """Names the service's product that the video is made of: in generation 2, the videos of a page share it.

        In generation 1 a product is the project that one render uses up, so each video has its own.
        """
        return self.fingerprint if self.generation is ApiGeneration.OPEN else _digest(self._product)

    @property
    def _product(self) -> dict[str, Any]:
        product = {
            "url": self.url,
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
        path = PurePosixPath(unquote(urlsplit(self.url).path))
        product = slugify(self.corrections.title or path.stem or self.host)
        return f"{product}-{slugify(self.settings.template_name)}" if self.is_preview else product

    @property
    def price(self) -> Decimal:
        """Credits that it takes today."""
        return preview_credits(self.settings) if self.is_preview else render_credits(self.settings)

    @property
    def host(self) -> str:
        """The shop."""
        return urlsplit(self.url).hostname or ""


def canonical_url(address: str) -> str:
    """Bring an address to the one form in which a page is known (RFC 3986, section 6.2.2 and 6.2.3).

    Scheme and host in lower case, no default port, no fragment, no tracking parameters, query in a stable order.

    Raises:
        ConfigurationError: not an http or https address, or one that carries a user name.
    """
    try:
        parts = urlsplit(address.strip())
        host, port = _ascii_host(parts.hostname), parts.port
    except ValueError:
        raise _no_page(address) from None
    if parts.scheme not in DEFAULT_PORTS or not host or parts.username is not None or " " in address.strip():
        raise _no_page(address)
    netloc = host if port in {None, DEFAULT_PORTS[parts.scheme]} else f"{host}:{port}"
    query = urlencode(sorted(_without_tracking(parts.query)))
    return urlunsplit((parts.scheme, netloc, parts.path or "/", query, ""))


def _digest(identity: dict[str, Any]) -> str:
    text = json.dumps(identity, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:FINGERPRINT_DIGITS]


def _ascii_host(host: str | None) -> str:
    """The host as it stands in a URL: IPv6 in brackets, other scripts in their ASCII form (RFC 3490)."""
    if not host or host.isascii():
        return f"[{host}]" if host and ":" in host else host or ""
    return host.encode("idna").decode()


def _no_page(address: str) -> ConfigurationError:
    return ConfigurationError(
        f"url: {json.dumps(address[:200], ensure_ascii=False)} is no product page;"
        " allowed: an http or https address without a user name.",
        code="url_invalid",
    )


def _without_tracking(query: str) -> list[tuple[str, str]]:
    pairs = parse_qsl(query, keep_blank_values=True)
    return [(name, value) for name, value in pairs if not name.lower().startswith(TRACKING_PARAMETERS)]


def catalog_row(item: Item) -> dict[str, Any]:
    """The item as a row of a valid catalogue: what `retry.jsonl` holds."""
    return {
        "url": item.url,
        **item.corrections.model_dump(mode="json", exclude_defaults=True),
        **item.settings.model_dump(mode="json", exclude_defaults=True),
        **({"version": item.version} if item.version else {}),
        **({"revision": item.revision} if item.revision else {}),
    }
