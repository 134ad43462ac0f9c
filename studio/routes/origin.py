"""The address under which clients reach this server: links in responses, events and pages begin with it."""

import re
from collections.abc import Collection
from ipaddress import ip_address

from fastapi import Request

from studio.settings import Settings

HOST = re.compile(r"[A-Za-z0-9._~-]+(?::\d{1,5})?|\[[0-9A-Fa-f:.]+\](?::\d{1,5})?")
"""A name or address with or without a port (RFC 3986, section 3.2.2), and nothing that could leave the link's host."""

SCHEMES = frozenset({"http", "https"})


def origin_of(request: Request) -> str:
    """Scheme, host and port, without a slash at the end.

    `--public-url` where it is set. Else what the client asked, as seen by a trusted proxy that says so in
    X-Forwarded-Proto and X-Forwarded-Host (de facto headers, RFC 7239 appendix).
    """
    settings: Settings = request.app.state.services.settings
    if settings.public_url:
        return settings.public_url
    scheme, host = request.url.scheme, request.headers.get("host", "")
    if _is_trusted(request, settings.trusted_proxy):
        scheme = _said(request, "x-forwarded-proto").lower() or scheme
        host = _said(request, "x-forwarded-host") or host
    if scheme not in SCHEMES or not HOST.fullmatch(host):
        return str(request.base_url).rstrip("/")
    return f"{scheme}://{host}"


def _said(request: Request, name: str) -> str:
    """The header's first value: that of the proxy nearest to the client."""
    return request.headers.get(name, "").partition(",")[0].strip()


def _is_trusted(request: Request, proxies: Collection[str]) -> bool:
    try:
        address = ip_address(request.client.host if request.client else "")
    except ValueError:
        return False
    return str(address) in proxies
