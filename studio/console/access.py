"""Who may use the page: whoever opens the address that studio printed when it started, or has the API key.

Where a request comes from proves nothing: behind a proxy on the same machine all of them come from there.
"""

import binascii
import hashlib
import hmac
from base64 import b64decode
from urllib.parse import urlencode

from fastapi import Request
from pydantic import SecretStr

from bounds.addresses import parts_of
from studio.account.key import check_key
from studio.models.envelope import Code, RefusalError
from studio.routes.origin import origin_of
from studio.services import StudioServices

PARAMETER = "token"
"""Of the printed address. It is taken out of the browser's address bar at once, and a cookie goes on from there."""


class KeyNeededError(RefusalError):
    """Somebody who has neither cookie nor key: a browser asks for the key."""

    def __init__(self) -> None:
        super().__init__(
            Code.INVALID_API_KEY,
            "Open the address that studio printed when it started, or give the API key as the password.",
            status=401,
        )

    @property
    def headers(self) -> dict[str, str]:
        """The challenge of HTTP Basic."""
        return {"WWW-Authenticate": 'Basic realm="studio: the API key as password", charset="UTF-8"'}


class TokenBroughtError(Exception):
    """Somebody who opens the printed address: `address` is the same page without the token, as path and query."""

    def __init__(self, address: str, cookie: str) -> None:
        """`cookie` is a whole Set-Cookie header."""
        super().__init__(address)
        self.address = address
        self.cookie = cookie


def printed_address(url: str, token: SecretStr) -> str:
    """The address of the page as it is printed for whoever may read the output."""
    return f"{url}/?{urlencode({PARAMETER: token.get_secret_value()})}"


async def admit_viewer(request: Request, services: StudioServices) -> None:
    """Let in whoever has the cookie, brings the token, or has the API key as the password of HTTP Basic (RFC 7617).

    Raises:
        TokenBroughtError: the token is right; the browser goes on with a cookie.
        KeyNeededError: none of them.
    """
    token = services.console_token
    if _is_same(request.cookies.get(_cookie_name(token)), token):
        return
    if request.method == "GET" and _is_same(request.query_params.get(PARAMETER), token):
        rest = request.url.remove_query_params(PARAMETER)
        raise TokenBroughtError(f"{rest.path}?{rest.query}".rstrip("?"), _cookie(token))
    try:
        check_key(_password(request.headers.get("authorization", "")), services.settings.api_key)
    except RefusalError as error:
        raise KeyNeededError from error


async def same_page(request: Request) -> None:
    """Take a form only from a page of this server: another site's could be sent by the same browser.

    Raises:
        RefusalError: HTTP 403.
    """
    sent = parts_of(request.headers.get("origin", ""))
    own = {request.headers.get("host"), parts_of(origin_of(request)).netloc}
    if sent.scheme not in {"http", "https"} or sent.netloc not in own:
        raise RefusalError(Code.NO_PERMISSION, "The form was not sent from a page of this studio.", status=403)


def _is_same(given: str | None, token: SecretStr) -> bool:
    return hmac.compare_digest((given or "").encode(), token.get_secret_value().encode())


def _cookie_name(token: SecretStr) -> str:
    """One for each studio: browsers give the cookies of a host to all of its ports (RFC 6265, section 8.5)."""
    return f"studio-{hashlib.sha256(token.get_secret_value().encode()).hexdigest()[:8]}"


def _cookie(token: SecretStr) -> str:
    return f"{_cookie_name(token)}={token.get_secret_value()}; Path=/; HttpOnly; SameSite=Strict"


def _password(authorization: str) -> str:
    scheme, _, credentials = authorization.partition(" ")
    if scheme.casefold() != "basic":
        return ""
    try:
        return b64decode(credentials, validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return ""
