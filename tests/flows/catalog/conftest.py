"""Catalogues as text, in a file or behind a web server of this process."""

import gzip
import socket
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from blocks.channels.profile import Channel
from blocks.jogg.settings import ApiGeneration, RenderSettings
from flows.catalog.catalog import Catalog, load_catalog
from flows.catalog.order import Order
from flows.items.row import Selection, Variants

ReadText = Callable[..., Catalog]


@pytest.fixture
def read_text(tmp_path: Path) -> ReadText:
    """Read a catalogue out of its text or bytes: `read_text("url\\n…", selection={"limit": 3})`."""

    def run(
        text: str | bytes,
        *,
        defaults: Mapping[str, object] | None = None,
        variants: Mapping[str, Any] | None = None,
        selection: Mapping[str, Any] | None = None,
        generation: ApiGeneration = ApiGeneration.OPEN,
        channel: Channel | None = None,
        takes_additions: bool = False,
    ) -> Catalog:
        path = tmp_path / "catalog"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return load_catalog(
            Order(
                source=str(path),
                defaults=RenderSettings.model_validate(defaults or {}),
                variants=Variants(**(variants or {})),
                selection=Selection(**(selection or {})),
                generation=generation,
                channel=channel,
                takes_additions=takes_additions,
            )
        )

    return run


@dataclass
class Site:
    """A web server with pages by path and query, and what was asked of it."""

    address: str = ""
    pages: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    """What happens to the next requests, one each: "busy" (503), "reset", or "cut" in the middle of the body."""
    packs: bool = False
    """Answers with `Content-Encoding: gzip`."""

    def put(self, path: str, text: str, *, packed: bool = False) -> str:
        """Serve a text, as a .gz file where `packed`; returns its address."""
        self.pages[path] = gzip.compress(text.encode()) if packed else text.encode()
        return f"{self.address}{path}"


@pytest.fixture
def site() -> Iterator[Site]:
    served = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append(self.path)
            fault = served.faults.pop(0) if served.faults else ""
            if fault == "reset":
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()
                return
            body = served.pages.get(self.path)
            self.send_response(503 if fault == "busy" else 404 if body is None else 200)
            if served.packs and body:
                body = gzip.compress(body)
                self.send_header("Content-Encoding", "gzip")
            if fault == "cut":
                self.send_header("Content-Length", str(len(body or b"")))
                body = (body or b"")[: len(body or b"") // 2]
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: Any) -> None:
            """Not to the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield served
    server.shutdown()
    server.server_close()
