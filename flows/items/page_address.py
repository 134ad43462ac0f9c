"""The address of a product page: as it was given, and in the one form that names the page.

The service is sent the address as given, and people see that one. The canonical form is for comparing alone: addresses
with one canonical form are one page, so one item.
"""

import json
import re
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

import idna

from blocks.errors import ConfigurationError
from blocks.field_problems import FieldProblem
from bounds.printable import printable

CLICK_PARAMETERS = {
    "Google Ads, Search Ads 360 and Campaign Manager": ("gclid", "gbraid", "wbraid", "gclsrc", "dclid"),
    "Google Merchant Center": ("srsltid",),
    "Google Analytics": ("_gl",),
    "Meta": ("fbclid",),
    "Instagram": ("igshid", "igsh"),
    "Microsoft Advertising": ("msclkid",),
    "TikTok": ("ttclid",),
    "X": ("twclid",),
    "LinkedIn": ("li_fat_id",),
    "Pinterest": ("epik",),
    "Reddit": ("rdt_cid",),
    "Snapchat": ("sccid",),
    "Yandex": ("yclid", "_openstat"),
    "impact.com": ("irclickid",),
    "Mailchimp": ("mc_cid", "mc_eid"),
    "Klaviyo": ("_kx", "_ke"),
    "HubSpot": ("_hsenc", "_hsmi", "__hstc", "__hssc", "__hsfp", "hsctatracking"),
    "Marketo": ("mkt_tok",),
    "Vero": ("vero_id", "vero_conv"),
    "Omeda": ("oly_anon_id", "oly_enc_id"),
}
"""Query parameters that name the click and not the page, by the network whose help pages document them; in lower case,
since some networks write them in either (Snapchat's is ScCid). Two addresses that differ in them alone are one page."""

CLICK_PREFIXES = ("utm_", "gad_", "hsa_")
"""Of families of such parameters: campaign parameters of Google Analytics, `gad_*` of Google Ads (Google Ads Help, page
16193746), those of HubSpot's ads."""

DEFAULT_PORTS = {"http": 80, "https": 443}

MAX_KNOWN = 16_384
"""Addresses whose canonical form is kept, 4 MB at most: a run meets each address of its catalog three times."""

_CLICK_NAMES = frozenset(name for names in CLICK_PARAMETERS.values() for name in names)

_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})?")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
_PATH_SAFE = "/%!$&'()*+,;=:@"
"""What stands for itself in a path beside the unreserved characters, and the sign of an escape (RFC 3986, 3.3)."""

_HOST_NAME = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*")
"""A name of DNS in ASCII; with the underscore, which some shops' hosts have."""

_WRAPPED = re.compile(r"[\t\r\n]")
"""Tabs and line breaks inside of an address are no part of it (WHATWG URL, 4.4): a cell of a table may be wrapped."""


def given_address(address: str) -> str:
    """Return the address as it was given, without the white space around it and the line breaks inside."""
    return _WRAPPED.sub("", address.strip())


def _is_printed(address: str) -> bool:
    """No address has blanks, control characters or direction marks unescaped; a terminal would act on them."""
    return " " not in address and printable(address) == address


@lru_cache(MAX_KNOWN)
def canonical_url(address: str) -> str:
    """Return the canonical form of an address (RFC 3986, sections 6.2.2 and 6.2.3).

    Scheme and host are in lower case, the host in ASCII without a dot at its end. Default port, fragment and click
    parameters are left out, dot segments are resolved, the query is sorted. Escapes stand only where they are needed.
    Raises ConfigurationError: not an http or https address, or one that carries a user name.
    """
    given = given_address(address)
    try:
        given.encode()  # half of a surrogate pair is no text, and can't be sent
        parts = urlsplit(given)
        host, port = _ascii_host(parts.hostname or ""), parts.port
    except ValueError:
        raise _no_page(address) from None
    if parts.scheme not in DEFAULT_PORTS or parts.username is not None or not _is_printed(given):
        raise _no_page(address)
    netloc = host if port in {None, DEFAULT_PORTS[parts.scheme]} else f"{host}:{port}"
    return urlunsplit((parts.scheme, netloc, _canonical_path(parts.path), _canonical_query(parts.query), ""))


@lru_cache(MAX_KNOWN)
def _ascii_host(host: str) -> str:
    """The host as it stands in a URL: IPv6 in brackets, other scripts by IDNA 2008. Raises ValueError.

    Mapped by UTS 46, non-transitional, as browsers do: ß and ss are two hosts, with two owners.
    """
    if ":" in host:
        return f"[{host}]"
    mapped = idna.uts46_remap(unquote(host, errors="strict"), std3_rules=False, transitional=False)
    labels = mapped.removesuffix(".").split(".")
    ascii_host = ".".join(label if label.isascii() else idna.alabel(label).decode() for label in labels)
    if not _HOST_NAME.fullmatch(ascii_host):
        raise ValueError(host)
    return ascii_host


def _canonical_path(path: str) -> str:
    plain = quote(_ESCAPE.sub(_canonical_escape, path), safe=_PATH_SAFE)
    segments = plain.removeprefix("/").split("/")
    kept: list[str] = []
    for segment in segments:
        if segment == "..":
            kept = kept[:-1]
        elif segment != ".":
            kept.append(segment)
    ending = [""] if segments[-1] in {".", ".."} else []  # what is left is a folder
    return "/" + "/".join([*kept, *ending])


def _canonical_escape(escape: re.Match[str]) -> str:
    """An escape as RFC 3986 wants it; a percent sign that begins none is one itself."""
    if escape[1] is None:
        return "%25"
    character = chr(int(escape[1], 16))
    return character if _UNRESERVED.fullmatch(character) else escape[0].upper()


def _canonical_query(query: str) -> str:
    """The query as a form is sent, sorted. Bytes that are no UTF-8 stay as they are: each is another page."""
    pairs = parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
    return urlencode(sorted(pair for pair in pairs if not _names_click(pair[0])), errors="surrogateescape")


def _names_click(name: str) -> bool:
    return name.lower() in _CLICK_NAMES or name.lower().startswith(CLICK_PREFIXES)


def _no_page(address: str) -> ConfigurationError:
    shown = json.dumps(address[:200].encode(errors="replace").decode(), ensure_ascii=False)
    problem = FieldProblem("url", f"{shown} is no product page", "an http or https address without a user name")
    return ConfigurationError.of(problem, code="url_invalid")
