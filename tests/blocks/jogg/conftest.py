"""A small real HTTP server whose answers a test writes down beforehand, faults included."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from time import monotonic
from typing import Any

import pytest

from blocks.jogg.credentials import JoggCredentials
from blocks.jogg.settings import ApiGeneration


@dataclass
class Seen:
    """A request as the server read it."""

    method: str
    target: str
    headers: dict[str, str]
    body: Any
    at: float


@dataclass
class Step:
    """What happens to one request: an answer, whole or cut, at once or late; or none at all."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    drop: bool = False
    missing_bytes: int = 0
    seconds_per_byte: float = 0.0


class ScriptedService:
    """Answers one request after the other as told, and with an empty success when nothing was told.

    Every answer tells the time, as of real servers, by a clock that may be ahead of ours.
    """

    def __init__(self) -> None:
        self.clock_ahead = timedelta(0)
        self.base_url = ""
        self.seen: list[Seen] = []
        self.connections = 0
        self._steps: deque[Step] = deque()
        self._open: set[asyncio.Task[Any]] = set()

    def answers(self, data: Any = None, *, code: Any = 0, msg: str = "success", **facts: Any) -> None:
        """Answer with the contract's envelope; `facts` are fields of Step."""
        body = json.dumps({"rid": "ab" * 16, "code": code, "msg": msg, "data": data}).encode()
        self._steps.append(Step(body, **facts))

    def answers_raw(self, body: bytes, **facts: Any) -> None:
        self._steps.append(Step(body, **facts))

    def drops(self, **facts: Any) -> None:
        """Read the request, then close the connection."""
        self._steps.append(Step(drop=True, **facts))

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            while await self._serve_one(reader, writer):
                pass
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self._open.discard(task)
            writer.close()

    async def _serve_one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        method, target, _ = head[0].split(" ")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:-2])}
        raw = await reader.readexactly(int(headers.get("content-length", 0)))
        self.seen.append(Seen(method, target, headers, json.loads(raw) if raw else None, monotonic()))
        step = self._steps.popleft() if self._steps else Step(b'{"code": 0, "data": {}}')
        await asyncio.sleep(step.delay)
        if step.drop:
            return False
        lines = [f"HTTP/1.1 {step.status} X", f"content-length: {len(step.body) + step.missing_bytes}"]
        lines += [f"date: {format_datetime(datetime.now(UTC) + self.clock_ahead, usegmt=True)}"]
        lines += [f"{name}: {value}" for name, value in step.headers.items()]
        writer.write("\r\n".join([*lines, "", ""]).encode())
        for piece in _pieces(step):
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(step.seconds_per_byte)
        return not step.missing_bytes

    async def stop(self) -> None:
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)


def _pieces(step: Step) -> list[bytes]:
    return [step.body[n : n + 1] for n in range(len(step.body))] if step.seconds_per_byte else [step.body]


@pytest.fixture
async def service() -> AsyncIterator[ScriptedService]:
    scripted = ScriptedService()
    server = await asyncio.start_server(scripted.serve, "127.0.0.1", 0)
    scripted.base_url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        yield scripted
        await scripted.stop()


@pytest.fixture
def api_key() -> str:
    return "sk-very-secret-0123456789"


@pytest.fixture
def credentials(service: ScriptedService, api_key: str) -> JoggCredentials:
    return JoggCredentials(api_key=api_key, base_url=service.base_url)


@pytest.fixture
def v2_credentials(service: ScriptedService, api_key: str) -> JoggCredentials:
    return JoggCredentials(api_key=api_key, base_url=service.base_url, generation=ApiGeneration.V2)
