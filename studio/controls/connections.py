"""Open TCP connections, so that one can be closed in the middle of an answer: ASGI has no word for that."""

import asyncio
from typing import Any, ClassVar

from bounds.connections import BoundedProtocol


class DroppableProtocol(BoundedProtocol):
    """A connection that can be found by the peer's address."""

    open: ClassVar[dict[tuple[str, int], "DroppableProtocol"]] = {}

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as its base does
        """Note the connection."""
        super().connection_made(transport)
        self.closed = asyncio.Event()
        self.open[_peer(transport)] = self

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        self.open.pop(_peer(self.transport), None)
        self.closed.set()
        super().connection_lost(exc)


def _peer(transport: asyncio.BaseTransport) -> tuple[str, int]:
    host, port, *_ = transport.get_extra_info("peername")
    return str(host), int(port)


async def drop_connection(scope: Any) -> None:
    """Close the connection of an ASGI request after what was written so far; returns when it is closed."""
    connection = DroppableProtocol.open.get(tuple(scope["client"]))
    if connection is None:
        return
    connection.transport.close()
    await connection.closed.wait()
