"""The webhook receiver as a process, and deliveries to it."""

import hashlib
import hmac
import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from flows.webhooks.event import RENDER_EVENTS
from flows.webhooks.receiver import PATH
from tests.conftest import StudioProcess
from tests.s3_servers import free_port, wait_until_up

SECRET = "whsec_of_the_tests"


@contextmanager
def run_receiver(folder: Path, port: int = 0, **environment: str) -> Iterator[str]:
    """Start `url2video webhooks`; its address."""
    port = port or free_port()
    command = [str(Path(sys.executable).with_name("url2video")), "webhooks", "--port", str(port)]
    variables = {"JOGG_WEBHOOK_SECRET": SECRET, "PREFECT_HOME": str(folder / "home"), **environment}
    with (folder / "receiver.log").open("ab") as log:
        process = subprocess.Popen(command, env=os.environ | variables, cwd=folder, stdout=log, stderr=log)
    try:
        wait_until_up(f"http://127.0.0.1:{port}/health", process)
        yield f"http://127.0.0.1:{port}{PATH}"
    finally:
        process.terminate()
        process.wait(20)


def register(studio: StudioProcess, port: int) -> str:
    """Have the service deliver to a receiver on this port; the secret that it signs with."""
    body = {"url": f"http://127.0.0.1:{port}{PATH}", "status": "enabled", "events": sorted(RENDER_EVENTS)}
    with studio.client() as client:
        return str(client.post("/v2/endpoint", json=body).raise_for_status().json()["data"]["secret"])


def delivery(video_id: str = "", event: str = "generated_product_video_success", **data: Any) -> bytes:
    """A body as the guide shows it, with an id of its own."""
    data = {"video_id": video_id or uuid.uuid4().hex, "status": "completed"} | data
    body = {"event_id": f"evt_{uuid.uuid4().hex}", "event": event, "timestamp": 1732806631, "data": data}
    return json.dumps(body).encode()


def signature(body: bytes, secret: str = SECRET) -> str:
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def send(address: str, body: bytes, signed: str | None = None) -> httpx.Response:
    headers = {"Content-Type": "application/json", "X-Webhook-Signature": signature(body) if signed is None else signed}
    return httpx.post(address, content=body, headers=headers, timeout=10)
