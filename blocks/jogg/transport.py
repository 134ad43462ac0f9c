"""One attempt over HTTP: `send` answers with a typed reply or raises the one error that says what happened.

Nothing is tried again here, no redirect is followed (the key would go along), and no httpx exception leaves: they
carry the request with its key. POSTs use connections of their own that are never re-used, since a pooled one that
the service has just closed loses the answer of a paid call.
"""

import asyncio
import ssl
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Generic, Literal, Self, TypeVar

import httpx
from pydantic import BaseModel, SecretStr, ValidationError

from blocks.errors import BadAnswerError, JoggError, RateLimitedError, Stage
from blocks.jogg.pacing import Pacer
from blocks.jogg.service import OnTurn, no_preparation
from blocks.jogg.verdict import RawAnswer, classify
from blocks.jogg.wire import Answer

Method = Literal["GET", "POST", "PUT", "DELETE"]
AnswerT = TypeVar("AnswerT", bound=Answer)

CONNECT_SECONDS = 10.0
"""A service that takes longer to shake hands is down: nothing was sent, so trying again is safe."""

POOL_SECONDS = 60.0
"""Thousands of polls share the pool below, each well under a second: a minute's queue means a stuck pool."""

PRODUCT_SECONDS = 60.0
"""Reading a product page takes 10 to 30 s (vendor's v2 guide); twice that is given up."""

RENDER_SECONDS = 60.0
"""Accepting a render is quick, but an answer given up too early makes the paid call ambiguous."""

STATUS_SECONDS = 30.0
"""A poll costs nothing and is repeated anyway."""

POLL_CONNECTIONS = 10
"""Enough for two thousand renders polled every 10 s at 50 ms an answer, and no flood for the service. The pool looks at
all of them for every request and asks each that is idle whether it still lives (httpcore 1.0,
`_assign_requests_to_connections`)."""

KEEPALIVE_SECONDS = 4.0
"""Below the 5 s after which common servers (uvicorn, Node) close an idle connection."""

LARGEST_ANSWER = 4 * 1024 * 1024
"""Bytes: a page of 100 videos is some 100 kB, so more than this is not the API."""

LONGEST_PENALTY = 300.0
"""Seconds that one 429 may hold all POSTs of the process, whatever it asks for: five of the service's windows."""

REQUEST_IS_OUT = "http11.send_request_body.complete"
"""httpcore's trace event for a request that is written in full (its documentation, "Extensions", `trace`)."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request of the contract."""

    method: Method
    path: str
    stage: Stage
    body: BaseModel | None = None
    query: tuple[tuple[str, str], ...] = ()
    read_seconds: float = STATUS_SECONDS


@dataclass(frozen=True, slots=True)
class Reply(Generic[AnswerT]):
    """What the service answered, read into a model."""

    data: AnswerT
    request_id: str


class Transport:
    """The way to one service with one API key. An async context manager: it owns its connections."""

    def __init__(self, base_url: str, api_key: SecretStr, pacer: Pacer) -> None:
        """Prepare, without connecting. `pacer` is asked before every POST."""
        self._base_url = base_url
        self._api_key = api_key
        self._pacer = pacer
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        """Open the pools."""
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
        """Close all connections."""
        await self._open.aclose()

    async def send(self, call: Call, answer: type[AnswerT], on_turn: OnTurn = no_preparation) -> Reply[AnswerT]:
        """Make one attempt, POSTs at the pace of the pacer and after `on_turn`. Raises JoggError."""
        if call.method != "POST":
            return self._read(await self._exchange(self._polls, call), call, answer)
        async with self._pacer.slot(urgent=call.stage is Stage.START_RENDER) as slot:
            await on_turn()
            received = await self._exchange(self._posts, call, slot.sent)
        try:
            return self._read(received, call, answer)
        except RateLimitedError as refused:
            self._pacer.penalise(min(refused.retry_after or 0.0, LONGEST_PENALTY))
            raise

    def _client(self, tls: ssl.SSLContext, limits: httpx.Limits) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            base_url=self._base_url,
            headers={"x-api-key": self._api_key.get_secret_value(), "accept": "application/json"},
            verify=tls,
            limits=limits,
            follow_redirects=False,
        )

    async def _exchange(
        self, client: httpx.AsyncClient, call: Call, on_sent: Callable[[], None] = lambda: None
    ) -> RawAnswer | Exception:
        """Hand httpx's exceptions back as values: raised in their context, our error would drag the key along."""
        try:
            # httpx bounds each read; a service that drips its answer must be bounded as a whole.
            async with asyncio.timeout(CONNECT_SECONDS + POOL_SECONDS + 2 * call.read_seconds):
                return await self._request(client, call, on_sent)
        except (httpx.HTTPError, TimeoutError) as fault:
            return fault

    async def _request(self, client: httpx.AsyncClient, call: Call, on_sent: Callable[[], None]) -> RawAnswer:
        async def trace(event: str, _: object) -> None:
            if event == REQUEST_IS_OUT:
                on_sent()

        async with client.stream(
            call.method,
            call.path,
            params=call.query,
            json=None if call.body is None else call.body.model_dump(mode="json", exclude_none=True),
            timeout=httpx.Timeout(call.read_seconds, connect=CONNECT_SECONDS, write=STATUS_SECONDS, pool=POOL_SECONDS),
            extensions={"trace": trace} if call.method == "POST" else {},
        ) as response:
            body = bytearray()
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > LARGEST_ANSWER:
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
