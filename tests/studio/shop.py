"""A small web shop on loopback, whose pages a test writes."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest


@dataclass(slots=True)
class Shop:
    """A web shop on loopback: path to (status, content type, body). A 3xx has its target as body."""

    url: str
    pages: dict[str, tuple[int, str, bytes]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def sell(self, path: str, pictures: tuple[str, ...] = (), title: str = "Steel Bottle") -> str:
        """Put a product page up and return its address."""
        images = ",".join(f'"{picture}"' for picture in pictures)
        self.pages[path] = (
            200,
            "text/html; charset=utf-8",
            f"""<!doctype html><html lang="en"><head><title>{title}</title><script type="application/ld+json">
            {{"@context": "https://schema.org", "@type": "Product", "name": "{title}", "image": [{images}],
             "description": "Keeps drinks cold for a day and hot for half of one.",
             "offers": {{"@type": "Offer", "price": "24.90", "priceCurrency": "EUR"}}}}
            </script></head><body><h1>{title}</h1></body></html>""".encode(),
        )
        return self.url + path


@pytest.fixture
def shop() -> Iterator[Shop]:
    offered = Shop("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            offered.asked.append(self.path)
            status, content_type, body = offered.pages.get(self.path, (404, "text/html", b"<h1>Gone</h1>"))
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", body.decode())
                body = b""
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    offered.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield offered
    server.shutdown()
    thread.join()
    server.server_close()
