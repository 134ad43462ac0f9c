"""What every call of the contract passes first: the key, then for a POST the rate limit."""

from fastapi import Request, Response

from studio.account.key import check_key
from studio.services import StudioServices


async def admit(request: Request, response: Response, services: StudioServices) -> None:
    """Check the `x-api-key` header, and count a POST.

    Raises:
        RefusalError: 10105 for a missing or wrong key, 429 beyond the window.
    """
    given = request.headers.get("x-api-key")
    check_key(given, services.settings.api_key)
    if request.method == "POST" and (state := services.window.admit(given or "")):
        response.headers.update(state.headers)
        request.state.rate_headers = state.headers


def origin_of(request: Request) -> str:
    """The address under which the client reaches this server, without a slash at its end."""
    return str(request.base_url).rstrip("/")
