"""Who may use the page: anyone at this very machine; from elsewhere whoever has the API key."""

import binascii
from base64 import b64decode
from ipaddress import ip_address
from urllib.parse import urlsplit

from fastapi import Request

from studio.account.key import check_key
from studio.models.envelope import Code, RefusalError
from studio.routes.origin import origin_of
from studio.services import StudioServices

LOOPBACK_NAMES = frozenset(("127.0.0.1", "localhost", "::1"))
"""Names under which a browser on this machine reaches studio. A page that rebinds its own name to 127.0.0.1 sends that
name in Host, and is told to bring the key."""


class KeyNeededError(RefusalError):
    """Somebody from elsewhere without the key: a browser asks for it."""

    def __init__(self) -> None:
        super().__init__(Code.INVALID_API_KEY, "The API key is needed from another machine.", status=401)

    @property
    def headers(self) -> dict[str, str]:
        """The challenge of HTTP Basic."""
        return {"WWW-Authenticate": 'Basic realm="studio: the API key as password", charset="UTF-8"'}


async def admit_viewer(request: Request, services: StudioServices) -> None:
    """Let loopback in, and anyone with the API key as the password of HTTP Basic (RFC 7617).

    Raises:
        KeyNeededError: neither.
    """
    if _is_at_this_machine(request):
        return
    try:
        check_key(_password(request.headers.get("authorization", "")), services.settings.api_key)
    except RefusalError as error:
        raise KeyNeededError from error


async def same_page(request: Request) -> None:
    """Take a form only from a page of this server: another site's could be sent by the same browser.

    Raises:
        RefusalError: HTTP 403.
    """
    sent = urlsplit(request.headers.get("origin", ""))
    own = {request.headers.get("host"), urlsplit(origin_of(request)).netloc}
    if sent.scheme not in {"http", "https"} or sent.netloc not in own:
        raise RefusalError(Code.NO_PERMISSION, "The form was not sent from a page of this studio.", status=403)


def _is_at_this_machine(request: Request) -> bool:
    """By address and by name, and not through a proxy, whose own address this would be."""
    proxied = any(name == "forwarded" or name.startswith("x-forwarded-") for name in request.headers)
    return not proxied and _is_loopback(request) and _host_name(request) in LOOPBACK_NAMES


def _is_loopback(request: Request) -> bool:
    try:
        return request.client is not None and ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def _host_name(request: Request) -> str:
    try:
        return urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    except ValueError:
        return ""


def _password(authorization: str) -> str:
    scheme, _, credentials = authorization.partition(" ")
    if scheme.casefold() != "basic":
        return ""
    try:
        return b64decode(credentials, validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return ""
