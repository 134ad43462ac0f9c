"""A video server that misbehaves on order, and real MP4 files."""

import contextlib
import io
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest


@dataclass
class Route:
    """One file of the video server, and how it misbehaves. Lists are by request; the last entry stays in force."""

    body: bytes = b""
    first_body: bytes = b""
    """Sent in place of it to the first request."""
    content_type: str = "video/mp4"
    statuses: list[int] = field(default_factory=lambda: [200])
    etags: list[str] = field(default_factory=lambda: ['"one"'])
    drop_after: list[int | None] = field(default_factory=lambda: [None])
    """Body bytes after which the connection is cut."""
    ranges: bool = True
    ignores_if_range: bool = False
    """Sends the rest of whatever body it has now."""
    declared: int | None = None
    """A Content-Length other than the true one."""
    lengthless: bool = False
    headers: dict[str, str] = field(default_factory=dict)
    padding: int = 0
    """Zero bytes behind the body, made as they are sent."""
    pause: threading.Event | None = None
    """Awaited before the body's second half."""
    requests: list[dict[str, str]] = field(default_factory=list)


class VideoServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _VideoHandler)
        self.routes: dict[str, Route] = {}

    def add(self, name: str, route: Route) -> str:
        self.routes[f"/{name}"] = route
        return f"http://127.0.0.1:{self.server_port}/{name}"


class _VideoHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: VideoServer

    def log_message(self, *_: object) -> None:
        """Keep the test output clean."""

    def do_GET(self) -> None:
        route = self.server.routes[self.path.partition("?")[0]]
        turn = len(route.requests)
        whole = route.first_body if turn == 0 and route.first_body else route.body
        route.requests.append(dict(self.headers))
        status, etag = _by_turn(route.statuses, turn), _by_turn(route.etags, turn)
        start, total = 0, len(whole) + route.padding
        wanted = self.headers.get("Range", "")
        same = route.ignores_if_range or self.headers.get("If-Range") == (etag or route.headers.get("Last-Modified"))
        if status == 200 and wanted and route.ranges and same:
            start, status = int(wanted.removeprefix("bytes=").removesuffix("-")), 206
        self.send_response(status)
        if status == 206:
            self.send_header("Content-Range", f"bytes {start}-{total - 1}/{total}")
        self.send_header("Content-Type", route.content_type)
        if etag:
            self.send_header("ETag", etag)
        if not route.lengthless:
            self.send_header("Content-Length", str((route.declared or total) - start))
        for name, value in route.headers.items():
            self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()
        with contextlib.suppress(OSError):
            self._send_body(route, whole[start:], _by_turn(route.drop_after, turn))
        self.close_connection = True

    def _send_body(self, route: Route, rest: bytes, limit: int | None) -> None:
        body = rest if limit is None else rest[:limit]
        half = len(body) // 2
        self.wfile.write(body[:half])
        if route.pause is not None:
            route.pause.wait(30)
        self.wfile.write(body[half:])
        if limit is None:
            for _ in range(route.padding // 65536):
                self.wfile.write(bytes(65536))


def _by_turn(entries: list[Any], turn: int) -> Any:
    return entries[min(turn, len(entries) - 1)]


@pytest.fixture
def route() -> type[Route]:
    return Route


@pytest.fixture
def videos() -> Iterator[VideoServer]:
    server = VideoServer()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def make_mp4(
    *, faststart: bool = False, audio: bool = True, seconds: float = 2.0, options: str = "", gop: int = 250
) -> bytes:
    """Return a small real video: noise, so that it does not compress to nothing."""
    flags = {"movflags": "+faststart" if faststart else options} if faststart or options else {}
    noise = np.random.default_rng(7)
    # FFmpeg reads the file again by its name to move the index to the front.
    with tempfile.NamedTemporaryFile(suffix=".mp4") as file, av.open(file.name, "w", options=flags) as container:
        video = container.add_stream("libx264", rate=10, options={"preset": "ultrafast", "g": str(gop)})
        video.width, video.height, video.pix_fmt = 192, 320, "yuv420p"
        sound = container.add_stream("aac", rate=44100, layout="mono") if audio else None
        for _ in range(int(seconds * 10)):
            pixels = noise.integers(0, 255, (320, 192, 3), dtype=np.uint8)
            container.mux(video.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        container.mux(video.encode())
        if sound is not None:
            wave = noise.uniform(-0.1, 0.1, (1, int(44100 * seconds))).astype(np.float32)
            frame = av.AudioFrame.from_ndarray(wave, format="fltp", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = 44100, 0, Fraction(1, 44100)
            container.mux(sound.encode(frame))
            container.mux(sound.encode())
        container.close()
        return Path(file.name).read_bytes()


@pytest.fixture(scope="session")
def mp4() -> bytes:
    """Index behind the media, as FFmpeg writes it."""
    return make_mp4()


@pytest.fixture(scope="session")
def faststart_mp4() -> bytes:
    """Index before the media, as players on the web want it."""
    return make_mp4(faststart=True)


@pytest.fixture(scope="session")
def make_video() -> Callable[..., bytes]:
    return make_mp4


@pytest.fixture(scope="session")
def sound_only() -> bytes:
    """An MP4 without a picture."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as container:
        sound = container.add_stream("aac", rate=44100, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 44100), dtype=np.float32), format="fltp", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = 44100, 0, Fraction(1, 44100)
        container.mux(sound.encode(frame))
        container.mux(sound.encode())
    return out.getvalue()


@pytest.fixture(scope="session")
def pictures() -> dict[str, bytes]:
    """A small picture in each format."""
    return {"jpeg": make_picture("mjpeg", "yuvj420p"), "png": make_picture("png", "rgb24")}


def make_picture(codec: str, pixel_format: str) -> bytes:
    pixels = np.random.default_rng(7).integers(0, 255, (48, 64, 3), dtype=np.uint8)
    encoder = av.VideoCodecContext.create(codec, "w")
    assert isinstance(encoder, av.VideoCodecContext)
    encoder.width, encoder.height, encoder.pix_fmt, encoder.time_base = 64, 48, pixel_format, Fraction(1)
    frame = av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(format=pixel_format)
    return b"".join(bytes(packet) for packet in [*encoder.encode(frame), *encoder.encode()])
