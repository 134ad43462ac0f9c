"""The webhook receiver: takes the service's word that a render has ended, and tells Prefect.

A small ASGI app behind `url2video webhooks`. The service waits 5 s for its answer and otherwise delivers again, up to
three times; so nothing is done here but to check, to tell the Prefect server, and to answer once that has taken it.
The event `jogg.<event>` then starts finish-videos (prefect.yaml), which asks the service itself: a delivery that is
lost or doubled changes nothing but when.
"""

import asyncio
import logging
from collections import OrderedDict
from uuid import UUID

import httpx
from prefect.client.orchestration import PrefectClient
from prefect.events import Event, Resource
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from flows.webhooks.event import SIGNATURE_HEADER, Delivery, is_signed, read_delivery

PATH = "/webhooks/jogg"

MAX_BYTES = 64 * 1024
"""A delivery has about 400 bytes; whoever sends more means no good."""

READ_SECONDS = 2.0
TELL_SECONDS = 2.5
"""Together below the 5 s that the service waits (guide "Webhook Integration")."""

REMEMBERED = 10_000
"""Deliveries known without asking the server: a day of them, in less than a megabyte."""

_log = logging.getLogger("url2video.webhooks")


class PrefectEvents:
    """Tells the Prefect server, and asks it what it has been told before: so a restart forgets nothing."""

    def __init__(self, client: PrefectClient) -> None:
        self._client = client
        self._told: OrderedDict[UUID, None] = OrderedDict()

    async def tell(self, delivery: Delivery) -> None:
        """Have the event recorded, once. Raises httpx.HTTPError where it is not sure that it was."""
        if delivery.id in self._told:
            return
        # Before the server has answered: of two deliveries at once, one is told.
        self._told[delivery.id] = None
        try:
            if not await self._is_recorded(delivery.id):
                await self._record(delivery)
        except BaseException:
            del self._told[delivery.id]
            raise
        if len(self._told) > REMEMBERED:
            self._told.popitem(last=False)

    async def _record(self, delivery: Delivery) -> None:
        event = Event(
            id=delivery.id,
            event=f"jogg.{delivery.event}",
            resource=Resource({"prefect.resource.id": f"jogg.video.{delivery.video_id}"}),
            payload={"video_id": delivery.video_id},
        )
        # Not `emit_event`: that sends later, from a thread, and whether it arrived is never known.
        await self._client.request("POST", "/events", json=[event.model_dump(mode="json")])

    async def _is_recorded(self, event_id: UUID) -> bool:
        body = {"filter": {"id": {"id": [str(event_id)]}}, "limit": 1}
        answer = await self._client.request("POST", "/events/filter", json=body)
        return bool(answer.json()["events"])


def webhook_app(secret: SecretStr, prefect: PrefectEvents) -> Starlette:
    """Build the receiver: `POST /webhooks/jogg`, and `GET /health` for a load balancer."""

    async def receive(request: Request) -> JSONResponse:
        try:
            async with asyncio.timeout(READ_SECONDS):
                body = await _read(request)
        except TimeoutError:
            return _answer(408, "the body did not come in time")
        if body is None:
            return _answer(413, f"more than {MAX_BYTES} bytes")
        if not is_signed(body, request.headers.get(SIGNATURE_HEADER, ""), secret):
            _log.warning("A delivery with a wrong signature is refused.")
            return _answer(401, "the signature is wrong")
        return await _taken(body, prefect)

    async def health(_: Request) -> JSONResponse:
        return _answer(200, "ok")

    return Starlette(routes=[Route(PATH, receive, methods=["POST"]), Route("/health", health)])


async def _taken(body: bytes, prefect: PrefectEvents) -> JSONResponse:
    """Tell of a genuine delivery."""
    try:
        delivery = read_delivery(body)
    except ValueError as error:
        return _answer(400, str(error))
    if delivery is None:
        return _answer(200, "ignored")
    try:
        async with asyncio.timeout(TELL_SECONDS):
            await prefect.tell(delivery)
    except (httpx.HTTPError, TimeoutError) as error:
        _log.warning("The Prefect server did not take a delivery (%s).", type(error).__name__)
        return _answer(503, "deliver it again")
    _log.info("%s of %s is taken.", delivery.event, delivery.video_id)
    return _answer(200, "taken")


async def _read(request: Request) -> bytes | None:
    """The raw body, None if it is too large; no more of it is held than is allowed."""
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > MAX_BYTES:
                return None
    except ClientDisconnect:
        raise TimeoutError from None
    return bytes(body)


def _answer(status: int, said: str) -> JSONResponse:
    return JSONResponse({"status": said}, status)
