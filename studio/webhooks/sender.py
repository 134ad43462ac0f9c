"""A delivery as one signed HTTP request to an address that a stranger wrote."""

import hashlib
import hmac

from studio.fetch import FetchError, GuardedFetcher
from studio.webhooks.courier import UndeliverableError
from studio.webhooks.delivery_store import Parcel

RECEIVER_SECONDS = 5.0
"""A receiver must answer within them (the vendor's v2 webhook guide)."""


def signature(secret: str, body: bytes) -> str:
    """Lower-case hex HMAC-SHA256 of the raw body, no prefix (contract, webhooks)."""
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


class HttpSender:
    """POSTs parcels under the same guard that page fetches are under."""

    def __init__(self, fetcher: GuardedFetcher) -> None:
        self._fetcher = fetcher

    async def send(self, parcel: Parcel) -> None:
        """Deliver; any answer but 2xx, a redirect too, is a failure."""
        headers = {
            "Content-Type": "application/json",
            "User-Agent": parcel.generation.user_agent,
            "X-Webhook-Event": parcel.event,
            "X-Webhook-Signature": signature(parcel.secret, parcel.body),
        }
        try:
            status = await self._fetcher.post(parcel.url, parcel.body, headers, timeout=RECEIVER_SECONDS)
        except FetchError as error:
            raise UndeliverableError(error.reason) from error
        if not 200 <= status < 300:
            raise UndeliverableError(f"The receiver returned HTTP {status}.")
