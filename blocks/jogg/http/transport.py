"""One attempt over HTTP: `send` answers with a typed reply or raises the one error that says what happened.

Nothing is tried again here, no redirect is followed (the key would go along), and no httpx exception leaves: they
carry the request with its key. POSTs use connections of their own that are never re-used, since a pooled one that
the service has just closed loses the answer of a paid call.
"""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, Literal, Self, TypeVar

import httpx
from pydantic import BaseModel, SecretStr, ValidationError

from blocks.errors import BadAnswerError, JoggError, RateLimitedError, Stage
from blocks.jogg.http.clock import ServiceClock
from blocks.jogg.http.timeouts import USUAL_TIMEOUTS, Timeouts
from blocks.jogg.http.verdict import MAX_ANSWER_BYTES, RawAnswer, classify
from blocks.jogg.http.wire import Answer, ProductRequest
from blocks.jogg.pacing.local import Pacer
from blocks.jogg.service import OPEN_GATE, SubmitGate

Method = Literal["GET", "POST", "PUT", "DELETE"]
AnswerT = TypeVar("AnswerT", bound=Answer)

POLL_CONNECTIONS = 10
"""Enough for two thousand renders polled every 10 s at 50 ms an answer, and no flood for the service. The pool looks at
all of them for every request and asks each that is idle whether it still lives (httpcore 1.0,
`_assign_requests_to_connections`)."""

KEEPALIVE_SECONDS = 4.0
"""Below the 5 s after which common servers (uvicorn, Node) close an idle connection."""

MAX_PENALTY_SECONDS = 300.0
"""One 429 may hold all POSTs of the process for so long, whatever it asks for: five of the service's windows."""

REQUEST_BEGINS = "http11.send_request_headers.started"
"""httpcore's trace event (its documentation, "Extensions", `trace`) right before the first byte of a request: the
connection is there, TLS included, and the headers are neither formatted nor written."""

REQUEST_IS_OUT = "http11.send_request_body.complete"
"""httpcore's trace event for a request that is written in full."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request of the contract."""

    method: Method
    path: str
    stage: Stage
    body: BaseModel | None = None
    query: tuple[tuple[str, str], ...] = ()
    paid: bool = False
    """Its acceptance takes credit."""
    read_seconds: float | None = None
    """For each read of the answer; None for as long as a poll may take."""


@dataclass(frozen=True, slots=True)
class Reply(Generic[AnswerT]):
    """What the service answered, read into a model."""

    data: AnswerT
    request_id: str


class Way:
    """One request on its way out: told by httpcore's trace of each step."""

    def __init__(self, before_first_byte: Callable[[], None], on_sent: Callable[[], None]) -> None:
        """Call the first right before the first byte is written, the second when the last one is."""
        self._before_first_byte = before_first_byte
        self._on_sent = on_sent
        self.has_begun = False
        """A byte of the request was written, or may have been."""

    async def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Hear one event. A proxy's CONNECT is traced like the request, but tells the service nothing."""
        if event == REQUEST_BEGINS and info["request"].method != b"CONNECT":
            self._before_first_byte()
            self.has_begun = True
        elif event == REQUEST_IS_OUT and self.has_begun:
            self._on_sent()


class Transport:
    """The way to one service with one API key. An async context manager: it owns its connections."""

    def __init__(self, base_url: str, api_key: SecretStr, pacer: Pacer, timeouts: Timeouts = USUAL_TIMEOUTS) -> None:
        """Prepare, without connecting. `pacer` is asked before every POST."""
        self.timeouts = timeouts
        self.clock = ServiceClock()
        self._base_url = base_url
        self._api_key = api_key
        self._pacer = pacer
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        tls = httpx.create_ssl_context()
        keep = httpx.Limits(
            max_connections=POLL_CONNECTIONS,
            max_keepalive_connections=POLL_CONNECTIONS,
            keepalive_expiry=KEEPALIVE_SECONDS,
        )
        self._polls = await self._open.enter_async_context(self._client(tls, keep))
        fresh = httpx.Limits(max_connections=None, max_keepalive_connections=0)
        self._posts = await self._open.enter_async_context(self._client(tls, fresh))
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self._open.aclose()

    async def send(self, call: Call, answer: type[AnswerT], gate: SubmitGate = OPEN_GATE) -> Reply[AnswerT]:
        """Make one attempt, POSTs at the pace of the pacer and through `gate`.

        Raises `JoggError`, which says what happened to the attempt, or what `gate` raised as it is: nothing was sent.
        """
        if call.method != "POST":
            return self._read(await self._exchange(self._polls, call), call, answer)
        async with self._pacer.slot(urgent=call.paid) as slot:
            way = Way(gate.before_first_byte, slot.sent)
            try:
                await gate.on_turn()
                received = await self._exchange(self._posts, call, way)
            finally:
                if not way.has_begun:
                    # Of a service that is gone, many items learn at once; it would take hours at 20 a minute.
                    slot.unused()
        try:
            return self._read(received, call, answer)
        except RateLimitedError as refused:
            self._pacer.penalise(min(refused.retry_after or 0.0, MAX_PENALTY_SECONDS))
            raise

    def _client(self, tls: ssl.SSLContext, limits: httpx.Limits) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            base_url=self._base_url,
            headers={
                "x-api-key": self._api_key.get_secret_value(),
                "accept": "application/json",
                "accept-encoding": "identity",
            },
            verify=tls,
            limits=limits,
            follow_redirects=False,
        )

    async def _exchange(self, client: httpx.AsyncClient, call: Call, way: Way | None = None) -> RawAnswer | Exception:
        """Hand httpx's exceptions back as values: raised in their context, our error would drag the key along."""
        read_seconds = self.timeouts.status_seconds if call.read_seconds is None else call.read_seconds
        request = client.stream(
            call.method,
            call.path,
            params=call.query,
            json=None if call.body is None else call.body.model_dump(mode="json", exclude_none=True),
            timeout=httpx.Timeout(
                read_seconds,
                connect=self.timeouts.connect_seconds,
                write=self.timeouts.status_seconds,
                pool=self.timeouts.pool_seconds,
            ),
            extensions={"trace": way.trace} if way else {},
        )
        try:
            # httpx bounds each read; a service that drips its answer must be bounded as a whole.
            async with asyncio.timeout(self.timeouts.exchange_seconds(read_seconds)), request as response:
                return await self._received(response)
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as fault:
            # Not all that goes wrong is httpx's own: a damaged TLS record is an SSLError, a Location header that is no
            # address an InvalidURL, and our own bound a TimeoutError.
            return fault

    async def _received(self, response: httpx.Response) -> RawAnswer:
        self.clock.heard(response.headers, datetime.now(UTC))
        body = bytearray()
        # Raw: httpx would unpack layer upon layer, and a few kilobytes can become gigabytes.
        async for chunk in response.aiter_raw():
            body += chunk
            if len(body) > MAX_ANSWER_BYTES:
                break  # cut short it is no JSON any more, and is judged as such
        return RawAnswer(response.status_code, dict(response.headers), bytes(body))

    def _read(self, received: RawAnswer | Exception, call: Call, answer: type[AnswerT]) -> Reply[AnswerT]:
        verdict = classify(received, call.stage, secret=self._api_key)
        if isinstance(verdict, JoggError):
            raise verdict
        try:
            data = answer.model_validate(verdict.data if verdict.data is not None else {})
        except ValidationError as error:
            wrong = ", ".join(".".join(map(str, details["loc"])) or "data" for details in error.errors())
        else:
            return Reply(data, verdict.request_id)
        # Outside of the handler: pydantic's error quotes values, and a value may be a signed link.
        raise BadAnswerError(
            f"The answer to {call.method} {call.path} does not hold what the contract says: {wrong}.",
            code="bad_answer",
            stage=call.stage,
            request_id=verdict.request_id,
        )


class OverHttp:
    """A client of the contract, over a transport that the caller opens and closes."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    @property
    def longest_exchange(self) -> timedelta:
        """Of the transport's time-outs."""
        return self._transport.timeouts.longest_exchange

    @property
    def clock_skew(self) -> timedelta | None:
        """Of the transport's answers."""
        return self._transport.clock.skew

    def _read_page(self, path: str, url: str, answer: type[AnswerT]) -> Awaitable[Reply[AnswerT]]:
        """Have the page at `url` read."""
        body, seconds = ProductRequest(url=url), self._transport.timeouts.product_seconds
        call = Call("POST", path, Stage.CREATE_PRODUCT, body=body, read_seconds=seconds)
        return self._transport.send(call, answer)

    def _order(self, path: str, body: BaseModel, answer: type[AnswerT], gate: SubmitGate) -> Awaitable[Reply[AnswerT]]:
        """Submit what takes credit when it is accepted. The call is returned, not awaited: one frame less to read."""
        seconds = self._transport.timeouts.render_seconds
        call = Call("POST", path, Stage.START_RENDER, body=body, paid=True, read_seconds=seconds)
        return self._transport.send(call, answer, gate)
