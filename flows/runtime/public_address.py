"""Where the public finds the files of the store."""

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from blocks.errors import ConfigurationError
from flows.runtime.settings import RunSettings

MISSING = (
    "public_base_url: it is not set; allowed: the http(s) address under which the public finds the store, for instance"
    " https://cdn.example/videos."
)


@dataclass(frozen=True, slots=True)
class PublicAddress:
    """The address that stands for the store's prefix: a CDN, a public bucket, a web server over the folder."""

    base: str

    @classmethod
    def of(cls, base_url: str) -> "PublicAddress":
        """Check an address and return it without a slash at its end. Raises ConfigurationError."""
        if not base_url.strip():
            raise ConfigurationError(MISSING, code="public_base_url_missing", next_step=_NEXT_STEP)
        base = base_url.strip().rstrip("/")
        if not _is_public(base):
            allowed = "an http or https address in ASCII without user name, query or fragment"
            raise ConfigurationError(
                f"public_base_url: {base_url[:200]!r}; allowed: {allowed}.",
                code="public_base_url_invalid",
                next_step=_NEXT_STEP,
            )
        return cls(base)

    @classmethod
    def set_in(cls, settings: RunSettings) -> "PublicAddress | None":
        """Return the address of the environment's settings; None where they have none."""
        return cls(settings.public_base_url.rstrip("/")) if settings.public_base_url else None

    def of_key(self, key: str) -> str:
        """Return the address of an object, percent-encoded (RFC 3986); a comma is %2C, as in Google's feeds."""
        return f"{self.base}/{quote(key, safe='/-._~')}"


_NEXT_STEP = "Set URL2VIDEO_PUBLIC_BASE_URL, or give --public-base-url."


def _is_public(base: str) -> bool:
    try:
        parts = urlsplit(base)
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.username is None
        return sound and base.isascii() and base.isprintable() and not set(' ,?#"<>') & set(base) and parts.port != 0
    except ValueError:
        return False
