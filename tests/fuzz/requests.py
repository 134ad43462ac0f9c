"""Damaged requests, as bytes on connections of their own, to studio and to the receiver of the vendor's events."""

import contextlib
import json
import os
import socket
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

from tests.conftest import API_KEY, StudioProcess
from tests.fuzz.campaign import Target
from tests.hostile_client import answer_of, connect
from tests.prefect_server import run_prefect_server
from tests.processes import children_of
from tests.webhook_receiver import delivery, run_receiver, signature

TOKENS = (
    *(
        b"\r\n",
        b"\r\n\r\n",
        b"\n",
        b"\0",
        b"Content-Length: 99\r\n",
        b"Content-Length: -1\r\n",
        b"Transfer-Encoding: chunked\r\n",
    ),
    *(
        b"Expect: 100-continue\r\n",
        b"Host: [\r\n",
        b"Range: bytes=-1-\r\n",
        b"X-Forwarded-Host: a\r\n",
        b"%00",
        b"%ff",
        b"../",
    ),
    *(
        b'{"a":',
        b"[",
        b'"',
        b"\\ud800",
        b"1e999",
        b"9" * 30,
        b"null",
        b"true",
        b"\xed\xa0\x80",
        b"\xc3",
        b"?",
        b"&",
        b"=",
        b";",
    ),
)
"""What HTTP, JSON and queries are made of."""


@contextmanager
def open_studio_requests() -> Iterator[Target]:
    """Requests of both generations, to pages and to media, all with the key."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        studio = StudioProcess(Path(folder)).start()
        try:
            server = _Server(studio.url)
            yield Target(_studio_seeds(studio), TOKENS, server.take, lambda: [studio.pid, *children_of(studio.pid)])
        finally:
            studio.kill()


@contextmanager
def open_receiver_requests() -> Iterator[Target]:
    """Deliveries that are signed after they were damaged, and damaged requests around one that was signed before."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as name:
        folder = Path(name)
        with (
            run_prefect_server(folder) as prefect,
            run_receiver(folder, PREFECT_API_URL=prefect.api_url) as address,
        ):
            sound, path = delivery("0" * 32), urlsplit(address).path
            seeds = [sound, delivery(), _request("POST", path, sound, {"X-Webhook-Signature": signature(sound)})]
            server = _Server(address)

            def take(case: bytes) -> str:
                is_request = case.startswith(b"POST")
                signed = {"X-Webhook-Signature": signature(case)}
                return server.take(case if is_request else _request("POST", path, case, signed))

            yield Target(seeds, TOKENS, take, lambda: list(children_of(os.getpid())))


@dataclass(frozen=True, slots=True)
class _Server:
    """A server that must answer, or hang up on, whatever it is sent."""

    url: str

    def take(self, request: bytes) -> str:
        """Send the request and all that is to come of the connection; the status, or "hung up".

        Raises AssertionError for an answer of 500 and above, OSError where nobody listens any more.
        """
        with connect(self.url) as connection:
            # One that was hung up on before all was sent can neither send nor end any more.
            with contextlib.suppress(OSError):
                connection.sendall(request)
                connection.shutdown(socket.SHUT_WR)
            answer = answer_of(connection)
        if not answer:
            return "hung up"
        status = answer.split(b"\r\n", 1)[0].split()[1].decode()
        assert status < "500", answer[:500]
        return status


def _studio_seeds(studio: StudioProcess) -> Sequence[bytes]:
    url = studio.sample_urls()[0]
    with studio.client() as client:
        project = client.post("/open/product", json={"url": url}).json()["data"]["prj_id"]
        product = client.post("/v2/product", json={"url": url}).json()["data"]["product_id"]
    nested = {"product_id": product, "video_spec": {"aspect_ratio": "portrait", "length": "15"}}
    return [
        _request("POST", "/open/product", json.dumps({"url": url, "name": "Vase"}).encode()),
        _request("POST", "/open/project/render", json.dumps({"project_id": project, "aspect_ratio": 1}).encode()),
        _request("GET", f"/open/prj_info?project_id={project}"),
        _request(
            "PUT", "/open/product", json.dumps({"project_id": project, "name": "Vase", "price": "12 EUR"}).encode()
        ),
        _request("GET", "/v2/product_videos?page=1&page_size=20"),
        _request("POST", "/v2/product", json.dumps({"url": url}).encode()),
        _request("POST", "/v1/create_video_from_url", json.dumps({"product_id": product, "length": 15}).encode()),
        _request("POST", "/v2/create_video_from_product", json.dumps(nested).encode()),
        _request("GET", "/v2/voices?page=1&page_size=5&language=english"),
        _request("POST", "/v2/upload/asset", json.dumps({"filename": "a.png", "content_type": "image/png"}).encode()),
        _request("POST", "/v2/endpoint", json.dumps({"url": url, "status": "enabled", "events": []}).encode()),
        _request("GET", "/samples/brume-bougie.html"),
        _request("GET", "/openapi.json"),
    ]


def _request(method: str, path: str, body: bytes = b"", headers: Mapping[str, str] = MappingProxyType({})) -> bytes:
    given = {"Host": "127.0.0.1", "X-Api-Key": API_KEY, "Content-Type": "application/json", **headers}
    given |= {"Content-Length": str(len(body)), "Connection": "close"}
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in given.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
