"""How release 0.1 named items. What it has paid for is found again under the names that it gave.

Nothing here ever changes: a record in a ledger was written with it.
"""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from pydantic import JsonValue

SETTINGS_OF_0_1: Mapping[str, JsonValue] = {
    "aspect_ratio": "portrait",
    "language": "english",
    "subtitles": True,
    "avatar_id": 37,
    "template_name": "Card Stacking",
    "template_type": "common",
    "index_template_name": "",
    "script_style": "Discovery",
    "length": None,
    "voice_id": "",
    "music_id": None,
    "custom_avatar": False,
}
"""Its render settings and their defaults, which no fingerprint tells and no row of its ledgers holds."""

_CLICKS = ("utm_", "gclid", "fbclid", "msclkid", "mc_cid", "mc_eid", "igshid", "srsltid", "dclid")
_DEFAULT_PORTS = {"http": 80, "https": 443}


def address_of_0_1(address: str) -> str:
    """Return the form in which 0.1 knew an address, empty for one that it could not read."""
    try:
        parts = urlsplit(address.strip())
        host, port = _host(parts.hostname or ""), parts.port
    except ValueError:
        return ""
    netloc = host if port in {None, _DEFAULT_PORTS.get(parts.scheme)} else f"{host}:{port}"
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    query = urlencode(sorted(pair for pair in pairs if not pair[0].lower().startswith(_CLICKS)))
    return urlunsplit((parts.scheme, netloc, parts.path or "/", query, ""))


def _host(host: str) -> str:
    if host.isascii():
        return f"[{host}]" if ":" in host else host
    return host.encode("idna").decode()  # IDNA 2003: ß became ss
