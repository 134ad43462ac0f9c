"""A real nginx before studio and the webhook receiver: as in deployments/nginx.conf, and as plainly as can be."""

from __future__ import annotations

import contextlib
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.certificates import FILE_NAME, certificate_for
from tests.conftest import API_KEY, StudioProcess
from tests.prefect_server import PROJECT, PrefectServer
from tests.s3_servers import free_port
from tests.webhook_receiver import delivery, run_receiver, signature

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not NGINX, reason="needs nginx: apt-get install nginx-light")]

EXAMPLE = (PROJECT / "deployments" / "nginx.conf").read_text()

PLAIN = "server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass http://127.0.0.1:{upstream}; }} }}"

FORM = {"styles": "FullScreen", "language": "english", "subtitles": "1"}


@contextmanager
def run_nginx(folder: Path, servers: str, port: int) -> Iterator[None]:
    """Run nginx with these servers until the block ends."""
    folder.mkdir(exist_ok=True)
    temporary = " ".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    file = folder / "nginx.conf"
    file.write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1; events {{}}\n"
        f"http {{ access_log off; {temporary}\n{servers}\n}}\n"
    )
    process = subprocess.Popen([str(NGINX), "-e", f"{folder}/error.log", "-c", str(file)])
    try:
        wait_until_taken(port, process)
        yield
    finally:
        process.terminate()
        process.wait(10)


def wait_until_taken(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    pytest.fail("nginx did not start")


@pytest.fixture
def proxied(studio: StudioProcess, tmp_path: Path) -> Iterator[str]:
    """Studio behind the plainest proxy: it sends the upstream's name as Host, and nothing of where calls come from."""
    port, upstream = free_port(), studio.url.rpartition(":")[2]
    with run_nginx(tmp_path / "nginx", PLAIN.format(port=port, upstream=upstream), port):
        yield f"http://127.0.0.1:{port}"


def test_a_plain_proxy_opens_the_page_to_nobody(studio: StudioProcess, proxied: str) -> None:
    before = studio.counters()
    upstream = studio.url.removeprefix("http://")
    for path in ("/", "/console/products/1", "/console/console.js"):
        assert httpx.get(proxied + path).status_code == 401
    for origin in (proxied, studio.url, "http://127.0.0.1"):
        for host in ({}, {"Host": upstream}, {"Host": "localhost"}):
            order = httpx.post(
                f"{proxied}/console/order",
                data=FORM | {"url": f"{studio.url}/samples/moos-teekanne.html"},
                headers={"Origin": origin, **host},
            )
            assert order.status_code == 401
    after = studio.counters()
    assert (after.products, after.credits) == (before.products, before.credits)


def test_a_plain_proxy_passes_no_call_without_the_key(studio: StudioProcess, proxied: str) -> None:
    page = {"url": f"{studio.url}/samples/moos-teekanne.html"}
    assert httpx.post(f"{proxied}/open/product", json=page).json()["code"] == 10105
    assert httpx.post(f"{proxied}/open/product", json=page, headers={"x-api-key": API_KEY}).json()["code"] == 0


def example(folder: Path, port: int, studio: StudioProcess, receiver: str) -> str:
    """The example with these servers behind it."""
    certificate_for("studio.example", folder)
    certificate = str(folder / FILE_NAME)
    text = re.sub(r"/etc/ssl/\S+\.pem", certificate, EXAMPLE)
    text = text.replace("listen 443", f"listen 127.0.0.1:{port}")
    text = text.replace("127.0.0.1:8777", studio.url.removeprefix("http://"))
    return text.replace("127.0.0.1:8778", receiver)


@pytest.fixture
def front(studio: StudioProcess, prefect_server: PrefectServer, tmp_path: Path) -> Iterator[tuple[str, StudioProcess]]:
    """The example of deployments/ in front of studio and a receiver."""
    port = free_port()
    with run_receiver(tmp_path, PREFECT_API_URL=prefect_server.api_url) as receiver:
        address = receiver.removeprefix("http://").partition("/")[0]
        servers = example(tmp_path, port, studio, address)
        with run_nginx(tmp_path / "nginx", servers, port):
            yield f"https://127.0.0.1:{port}", studio


def client(url: str, host: str) -> httpx.Client:
    """Calls by a name that no resolver knows."""
    return httpx.Client(base_url=url, verify=False, headers={"Host": host}, timeout=60)


def browser_cookie(browser: httpx.Client) -> str:
    """All of its cookies, whatever name they were set for."""
    return "; ".join(f"{each.name}={each.value}" for each in browser.cookies.jar)


def test_the_example_serves_page_api_and_webhooks(front: tuple[str, StudioProcess]) -> None:
    url, studio = front
    browser = client(url, "studio.example")
    assert browser.get("/").status_code == 401
    token = studio.console.partition("?")[2]
    assert browser.get(f"/?{token}").status_code == 303
    assert browser.get("/", headers={"Cookie": browser_cookie(browser)}).status_code == 200
    with client(url, "studio.example") as api:
        api.headers["x-api-key"] = studio.api_key
        created = api.post("/v2/product", json={"url": f"{studio.url}/samples/moos-teekanne.html"}).json()
        assert created["code"] == 0
        signed = api.post("/v2/upload/asset", json={"filename": "a.png"}).json()["data"]["sign_url"]
        assert signed.startswith("https://studio.example/")
        assert api.post("/open/product", content=bytes(30_000_000)).status_code == 413
        assert api.get("/studio/counters").status_code == 404
    body = delivery()
    with client(url, "webhooks.example") as service:
        genuine = {"X-Webhook-Signature": signature(body)}
        # As the service does: a Prefect server on a loaded machine may not take the first within 2.5 s.
        answers = (service.post("/webhooks/jogg", content=body, headers=genuine).json()["status"] for _ in range(10))
        assert "taken" in answers
        assert service.post("/webhooks/jogg", content=body, headers={"X-Webhook-Signature": "0"}).status_code == 401
        assert service.get("/health").status_code == 404
