"""Two hundred hostile clients against one server: `python -m tests.siege http://127.0.0.1:8765/open/product 200`.

A third are silent, a third send a byte now and then, a third pour bodies without end. Whoever is cut off comes back.
Prints "besieged" once all are connected, and goes on until it is ended.
"""

import asyncio
import contextlib
import sys
from collections.abc import Awaitable, Callable
from itertools import cycle, islice
from urllib.parse import urlsplit

COMES_BACK_AFTER = 0.5
"""Seconds. More often, and the machine that both share has no time for the server."""

DRIP_SECONDS = 0.5
HUGE_BYTES = 10**10
PART = bytes(64 * 1024)

Hostility = Callable[[asyncio.StreamReader, asyncio.StreamWriter, bytes], Awaitable[None]]


async def silent(reader: asyncio.StreamReader, _: asyncio.StreamWriter, __: bytes) -> None:
    """Say nothing until the server has enough of it."""
    await reader.read()


async def dripping(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
    """Send a head byte by byte."""
    for byte in head:
        writer.write(bytes([byte]))
        await writer.drain()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(DRIP_SECONDS):
                if not await reader.read(1):
                    return


async def huge(_: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
    """Send a body that is never over."""
    writer.write(head)
    while not writer.is_closing():
        writer.write(PART)
        await writer.drain()


async def besiege(url: str, count: int) -> None:
    """Keep so many clients at it."""
    parts = urlsplit(url)
    head = f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Length: {HUGE_BYTES}\r\n\r\n".encode()
    connected: set[int] = set()

    async def client(number: int, hostility: Hostility) -> None:
        while True:
            with contextlib.suppress(OSError):
                reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
                connected.add(number)
                if len(connected) == count:
                    print("besieged", flush=True)  # noqa: T201 - what whoever started it waits for
                    connected.add(count)
                try:
                    await hostility(reader, writer, head)
                finally:
                    writer.transport.abort()
            await asyncio.sleep(COMES_BACK_AFTER)

    async with asyncio.TaskGroup() as clients:
        for number, hostility in enumerate(islice(cycle((silent, dripping, huge)), count)):
            clients.create_task(client(number, hostility))


if __name__ == "__main__":
    asyncio.run(besiege(sys.argv[1], int(sys.argv[2])))
