"""Why an address could not be fetched."""

from enum import StrEnum


class FetchCode(StrEnum):
    """Stable codes of `FetchError`; programs may compare them."""

    ADDRESS_REFUSED = "address_refused"
    """Not fetched on purpose: no http(s) address, credentials in it, or a host inside a private network."""
    PAGE_NOT_FOUND = "page_not_found"
    """HTTP 404 or 410."""
    PAGE_BLOCKED = "page_blocked"
    """HTTP 401, 403, 429, or a bot check."""
    PAGE_UNREACHABLE = "page_unreachable"
    """No such host, no connection, broken TLS or HTTP, too many redirects, or another HTTP status."""
    TOO_LARGE = "too_large"
    """More bytes than allowed, as sent or after decompression."""
    TIMEOUT = "timeout"
    """Not complete within the time allowed."""


class FetchError(Exception):
    """A failed fetch: `code` for programs, `reason` for people, the HTTP `status` where one was answered."""

    def __init__(self, code: FetchCode, reason: str, status: int | None = None) -> None:
        """Keep all three; the reason never quotes the whole address, which may hold a token."""
        super().__init__(reason)
        self.code = code
        self.reason = reason
        self.status = status
