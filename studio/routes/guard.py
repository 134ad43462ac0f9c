"""What every call of the contract passes first: the key, then for a POST the rate limit."""

from typing import Annotated

from fastapi import Request, Response, Security
from fastapi.security import APIKeyHeader

from studio.account.key import check_key
from studio.services import StudioServices

API_KEY = APIKeyHeader(name="x-api-key", auto_error=False)


async def admit(
    request: Request,
    response: Response,
    services: StudioServices,
    given: Annotated[str | None, Security(API_KEY)],
) -> None:
    """Check the `x-api-key` header, and count a POST.

    Raises:
        RefusalError: 10105 for a missing or wrong key, 429 beyond the window.
    """
    check_key(given, services.settings.api_key)
    if request.method == "POST" and (state := services.window.admit(given or "")):
        response.headers.update(state.headers)
        request.state.rate_headers = state.headers
