"""The names of objects: built from untrusted titles and hosts, never leading outside the store's prefix."""

import re
import unicodedata

from blocks.errors import ConfigurationError

SLUG_LENGTH = 60
"""Characters of a slug: readable in a listing, and far below the 255 bytes a file name may have."""
KEY_LENGTH = 700
"""Bytes of a key; S3 allows 1024 with the prefix (S3 user guide, "Naming Amazon S3 objects")."""

_SEGMENT = re.compile(r"[A-Za-z0-9_=+-][A-Za-z0-9._=+-]{0,199}")
"""One part of a key. No leading dot: the local folder keeps its own files under such names, and ".." is none."""
_SPELLED_OUT = str.maketrans({"æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})
"""Letters that Unicode does not decompose into an ASCII letter and a mark."""


def slugify(text: str) -> str:
    """Return a short lower-case ASCII name for a text in any language, "product" where no letter survives."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_SPELLED_OUT))
    ascii_only = plain.encode("ascii", "ignore").decode("ascii")
    words = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")
    if len(words) <= SLUG_LENGTH:
        return words or "product"
    whole_words, _, _ = words[: SLUG_LENGTH + 1].rpartition("-")
    return whole_words or words[:SLUG_LENGTH]


def video_key(host: str, slug: str, fingerprint: str, suffix: str = ".mp4", folder: str = "videos") -> str:
    """Return `<folder>/<host>/<slug>-<fingerprint><suffix>`; host and slug may be any text."""
    safe_host = re.sub(r"[^a-z0-9.-]+", "-", host.lower()).strip(".-")[:100] or "unknown-host"
    return checked_key(f"{folder}/{safe_host}/{slugify(slug)}-{fingerprint}{suffix}")


def checked_key(key: str) -> str:
    """Return the key if it is a safe relative name; raises `ConfigurationError` otherwise."""
    if len(key) > KEY_LENGTH or not all(_SEGMENT.fullmatch(segment) for segment in key.split("/")):
        raise ConfigurationError(f"Not a safe object key: {key[:80]!r}", code="bad_key")
    return key


def checked_folder(prefix: str) -> str:
    """Return a listing's prefix if it is "" or a safe folder that ends in "/"."""
    if prefix and not prefix.endswith("/"):
        raise ConfigurationError(f"A listing needs a whole folder: {prefix[:80]!r}", code="bad_key")
    return f"{checked_key(prefix[:-1])}/" if prefix else ""
