"""What clients of a studio do: a raw request, and the steps to a video in each generation."""

import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from tests.conftest import StudioProcess


@dataclass(frozen=True, slots=True)
class RawAnswer:
    """Everything a socket gave until it was closed."""

    received: bytes

    @property
    def head(self) -> str:
        return self.received.partition(b"\r\n\r\n")[0].decode().lower()

    @property
    def body(self) -> bytes:
        return self.received.partition(b"\r\n\r\n")[2]

    @property
    def status(self) -> int:
        return int(self.head.split()[1]) if self.received else 0

    @property
    def length(self) -> int:
        """Content-Length as stated."""
        line = next(line for line in self.head.splitlines() if line.startswith("content-length:"))
        return int(line.partition(":")[2])


def raw(url: str, api_key: str, method: str = "GET", body: str = "") -> RawAnswer:
    """One request over a bare socket, read until the server closes."""
    parts = urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    request = (
        f"{method} {path} HTTP/1.1\r\nHost: {parts.netloc}\r\nX-Api-Key: {api_key}\r\nConnection: close\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body.encode())}\r\n\r\n{body}"
    )
    received = bytearray()
    with socket.create_connection((str(parts.hostname), parts.port or 80), timeout=20) as connection:
        connection.sendall(request.encode())
        try:
            while chunk := connection.recv(65536):
                received.extend(chunk)
        except ConnectionResetError:
            pass
    return RawAnswer(bytes(received))


def wait_until(condition: Callable[[], Any], seconds: float = 20.0) -> Any:
    """The first true value of `condition`."""
    end = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < end, "the condition never came true"
        time.sleep(0.02)
    return value


class Projects:
    """The steps of a client, for any studio."""

    def __init__(self, studio: StudioProcess) -> None:
        self.studio = studio
        self.client = studio.client()

    def create(self, url: str = "") -> dict[str, Any]:
        """POST /open/product: `{"id", "prj_id"}`."""
        answer = self.client.post("/open/product", json={"url": url or self.studio.sample_urls()[0]}).json()
        assert answer["code"] == 0, answer
        data: dict[str, Any] = answer["data"]
        return data

    def render(self, project_id: str, **fields: Any) -> httpx.Response:
        """POST /open/project/render."""
        return self.client.post("/open/project/render", json={"project_id": project_id, **fields})

    def info(self, project_id: str) -> dict[str, Any]:
        """The data of GET /open/prj_info."""
        answer = self.client.get("/open/prj_info", params={"project_id": project_id}).json()
        data: dict[str, Any] = answer["data"]
        return data

    def wait(self, project_id: str, status: int = 4, until_progress: int = 0, seconds: float = 60.0) -> dict[str, Any]:
        """The data once the project has a status and so many percent, which never fall on the way."""
        seen = [0]

        def reached() -> dict[str, Any] | None:
            info = self.info(project_id)
            seen.append(info["progress"])
            assert seen == sorted(seen)
            assert info["status"] in (1, 2, 3, status), info["err_msg"]
            return info if info["status"] == status and info["progress"] >= until_progress else None

        info: dict[str, Any] = wait_until(reached, seconds)
        return info

    def video(self, **fields: Any) -> dict[str, Any]:
        """A finished project's data."""
        project_id = self.create()["prj_id"]
        assert self.render(project_id, **fields).json()["code"] == 0
        return self.wait(project_id)


class Orders:
    """The steps of a client of generation 2."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client

    def product(self, url: str) -> str:
        """POST /v2/product: the id."""
        answer = self.client.post("/v2/product", json={"url": url}).json()
        assert answer["code"] == 0, answer
        return str(answer["data"]["product_id"])

    def nested(self, product_id: str, **spec: Any) -> dict[str, Any]:
        """The least that POST /v2/create_video_from_product asks for."""
        return {
            "product_id": product_id,
            "video_spec": {"length": "15", "aspect_ratio": "portrait", **spec},
            "avatar": {"id": 81, "type": 0},
            "script": {"style": "Discovery", "language": "english"},
        }

    def accept(self, product_id: str, **spec: Any) -> str:
        """POST /v2/create_video_from_product: the video's id."""
        answer = self.client.post("/v2/create_video_from_product", json=self.nested(product_id, **spec)).json()
        assert answer["code"] == 0, answer
        return str(answer["data"]["video_id"])

    def video(self, video_id: str) -> dict[str, Any]:
        """The data of GET /v2/product_video/{id}."""
        data: dict[str, Any] = self.client.get(f"/v2/product_video/{video_id}").json()["data"]
        return data

    def wait(self, video_id: str, status: str = "completed", seconds: float = 60.0) -> dict[str, Any]:
        """The data once the video has a status."""

        def reached() -> dict[str, Any] | None:
            video = self.video(video_id)
            assert video["status"] in ("processing", status), video
            return video if video["status"] == status else None

        video: dict[str, Any] = wait_until(reached, seconds)
        return video


@pytest.fixture
def projects(studio: StudioProcess) -> Iterator[Projects]:
    """Projects on the shared studio."""
    made = Projects(studio)
    yield made
    made.client.close()
