"""`GuardedFetcher`: an HTTP GET or POST that can be pointed at any address a stranger wrote."""

import asyncio
import re
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from types import TracebackType
from typing import Self
from urllib.parse import urljoin

import httpx

from studio.fetch.address import Resolver, permitted_addresses, resolve
from studio.fetch.body import read_body
from studio.fetch.errors import FetchCode, FetchError

# Shops answer a name they have never seen with a bot check; "compatible" is the form that crawlers use to be honest.
USER_AGENT = "Mozilla/5.0 (compatible; url2video)"
_GET_HEADERS = {
    "User-Agent": USER_AGENT,
    "Accept": "text/html,application/xhtml+xml,image/avif,image/webp,image/*;q=0.9,*/*;q=0.8",
    "Accept-Language": "en,*;q=0.5",
    "Accept-Encoding": "gzip, deflate",
}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# A name with more addresses than that is tried long enough.
_MAX_ADDRESSES = 4
# What a host can be after IDNA: a name or an IP address; httpx escapes everything else instead of refusing it.
_HOST = re.compile(rb"[a-z0-9._:-]+")
# Enough of an error page to recognise a bot check.
_ERROR_PAGE_BYTES = 20_000
_CHALLENGE_MARKS = (b"captcha", b"challenge", b"cf-ray", b"just a moment", b"datadome", b"incapsula", b"perimeterx")


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address answered: the address after all redirects, the decoded body, and its Content-Type header."""

    url: str
    body: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class _Message:
    """A request without its address."""

    method: str
    headers: dict[str, str]
    body: bytes = b""


_GET = _Message("GET", _GET_HEADERS)


class GuardedFetcher:
    """Fetches public http(s) addresses and refuses everything inside a private network.

    The host is resolved here, its addresses are checked, and the connection is made to exactly a checked address, so
    that a name which changes its address in between gains nothing; `Host` and TLS keep the name. Each redirect is
    checked anew. Nothing is remembered between fetches: no cookies, no open connections. Proxies from the environment
    are not used, since a proxy would connect where this class cannot look.
    """

    def __init__(
        self,
        *,
        allow_hosts: frozenset[str] = frozenset(),
        allow_private: bool = False,
        allow_loopback: bool = False,
        max_redirects: int = 5,
        resolver: Resolver = resolve,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        """`allow_hosts` ("127.0.0.1:8777") may be private; with `allow_private` every host may, with
        `allow_loopback` those that are this machine itself.
        """
        self._allow_hosts = allow_hosts
        self._allow_private = allow_private
        self._allow_loopback = allow_loopback
        self._max_redirects = max_redirects
        self._resolver = resolver
        # Connections are never shared: two shops behind one address must each show their own certificate.
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
        self._transport = httpx.AsyncHTTPTransport(
            verify=ssl_context or _public_trust(), trust_env=False, limits=limits
        )

    async def __aenter__(self) -> Self:
        """Use as a context manager, or call `aclose`."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        await self.aclose()

    async def aclose(self) -> None:
        """Drop what connections there are."""
        await self._transport.aclose()

    async def fetch(self, url: str, *, max_bytes: int, timeout: float) -> Fetched:  # noqa: ASYNC109 - one budget for all redirects
        """GET an address within `timeout` seconds in all and `max_bytes` decoded bytes. Raises `FetchError`."""
        async with _told_as_fetch_error(timeout):
            return await self._follow(url, max_bytes, timeout)

    async def post(self, url: str, body: bytes, headers: dict[str, str], *, timeout: float) -> int:  # noqa: ASYNC109 - one budget, as above
        """POST once within `timeout` seconds and give the HTTP status, a redirect's too. Raises `FetchError`."""
        message = _Message("POST", headers, body)
        async with _told_as_fetch_error(timeout), self._send(message, _parse(url), timeout) as response:
            return response.status_code

    async def _follow(self, url: str, max_bytes: int, seconds: float) -> Fetched:
        for _ in range(self._max_redirects + 1):
            address = _parse(url)
            async with self._send(_GET, address, seconds) as response:
                if response.status_code not in _REDIRECTS or "location" not in response.headers:
                    return await _fetched(address, response, max_bytes)
                url = _next_address(str(address), response.headers["location"])
        raise FetchError(FetchCode.PAGE_UNREACHABLE, f"The URL redirects more than {self._max_redirects} times.")

    @asynccontextmanager
    async def _send(self, message: _Message, url: httpx.URL, seconds: float) -> AsyncIterator[httpx.Response]:
        host, port = url.raw_host.decode("ascii"), url.port or (443 if url.scheme == "https" else 80)
        exempt = self._allow_private or f"{host}:{port}" in self._allow_hosts
        addresses = await permitted_addresses(host, port, self._resolver, exempt=exempt, loopback=self._allow_loopback)
        response = await self._connect(
            [_request(message, url, host, address, seconds) for address in addresses[:_MAX_ADDRESSES]]
        )
        try:
            yield response
        finally:
            await response.aclose()

    async def _connect(self, requests: list[httpx.Request]) -> httpx.Response:
        """Send the first request, each of which goes to another address of the host, that takes the connection."""
        *others, last = requests
        for request in others:
            try:
                return await self._transport.handle_async_request(request)
            except httpx.ConnectError:
                continue
        return await self._transport.handle_async_request(last)


@asynccontextmanager
async def _told_as_fetch_error(seconds: float) -> AsyncIterator[None]:
    """Everything inside takes at most so many seconds, and what goes wrong is a `FetchError`."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except (TimeoutError, httpx.TimeoutException) as error:
        raise FetchError(FetchCode.TIMEOUT, f"The response was not complete within {seconds:g} seconds.") from error
    except httpx.TransportError as error:
        raise FetchError(FetchCode.PAGE_UNREACHABLE, _connection_trouble(error)) from error


@cache
def _public_trust() -> ssl.SSLContext:
    """The public certificate authorities; read once, since that takes longer than a fetch."""
    return httpx.create_ssl_context()


def _request(message: _Message, url: httpx.URL, host: str, address: str, seconds: float) -> httpx.Request:
    """A request that goes to an IP address, in the name of the host: in `Host`, in SNI and for the certificate."""
    return httpx.Request(
        message.method,
        url.copy_with(host=address, fragment=None),
        headers={"Host": url.netloc.decode("ascii"), **message.headers},
        content=message.body,
        extensions={"sni_hostname": host, "timeout": httpx.Timeout(seconds).as_dict()},
    )


def _parse(url: str) -> httpx.URL:
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL:
        parsed = httpx.URL("")
    known = parsed.scheme in {"http", "https"} and 0 <= (parsed.port or 80) <= 65535
    if not known or not _HOST.fullmatch(parsed.raw_host):
        raise FetchError(FetchCode.ADDRESS_REFUSED, "This is not an http or https URL.")
    if parsed.userinfo:
        raise FetchError(FetchCode.ADDRESS_REFUSED, "The URL contains a user name or password.")
    return parsed


def _next_address(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise FetchError(FetchCode.ADDRESS_REFUSED, "The redirect's target is not a valid URL.") from error


async def _fetched(url: httpx.URL, response: httpx.Response, max_bytes: int) -> Fetched:
    if not response.is_success:
        raise await _refusal(response)
    announced = response.headers.get("content-length", "")
    if announced.isascii() and announced.isdigit() and int(announced) > max_bytes:
        raise FetchError(FetchCode.TOO_LARGE, f"The response is larger than {max_bytes:,} bytes.", response.status_code)
    body = await read_body(response.aiter_raw(), response.headers.get("content-encoding", ""), max_bytes)
    return Fetched(str(url), body, response.headers.get("content-type", ""))


async def _refusal(response: httpx.Response) -> FetchError:
    status = response.status_code
    if status in {404, 410}:
        return FetchError(FetchCode.PAGE_NOT_FOUND, f"There is no page at this URL (HTTP {status}).", status)
    if status in {401, 403, 429} or (status == 503 and await _is_challenge(response)):
        return FetchError(FetchCode.PAGE_BLOCKED, f"The server denied access (HTTP {status}).", status)
    return FetchError(FetchCode.PAGE_UNREACHABLE, f"The server returned HTTP {status}.", status)


async def _is_challenge(response: httpx.Response) -> bool:
    """Whether a 503 is a bot check, which no retry gets past, and not a server in trouble."""
    if "cf-mitigated" in response.headers:
        return True
    try:
        page = await read_body(response.aiter_raw(), response.headers.get("content-encoding", ""), _ERROR_PAGE_BYTES)
    except FetchError:
        return False
    return any(mark in page.lower() for mark in _CHALLENGE_MARKS)


def _connection_trouble(error: httpx.TransportError) -> str:
    """One sentence a person can act on, without quoting what the server sent."""
    if isinstance(error.__cause__, ssl.SSLError) or "SSL" in str(error) or "certificate" in str(error):
        return "The server's TLS certificate is not valid."
    if isinstance(error, httpx.ConnectError):
        return "The server cannot be connected to."
    return "The connection was closed before the response was complete."
