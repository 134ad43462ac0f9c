"""Whoever is notified: a notification block on the server, and what is posted to the address in it."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from uuid import uuid4

from tests.prefect_server import PrefectServer


@contextmanager
def told_people(told: list[str]) -> Iterator[str]:
    """Stands for the service behind a notification block, at the address: keeps what is said to it."""

    class Keeper(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.append(json.loads(body)["said"])
            self.send_response(200)
            self.end_headers()

    with ThreadingHTTPServer(("127.0.0.1", 0), Keeper) as server:
        Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def add_notification_block(server: PrefectServer, name: str, address: str) -> str:
    """As a person does in the UI; its id."""
    kind = server.ask("GET", "block_types/slug/custom-webhook")
    (schema,) = server.query("block_schemas/filter", block_schemas={"block_type_id": {"any_": [kind["id"]]}})
    document = {
        "name": name,
        "block_type_id": kind["id"],
        "block_schema_id": schema["id"],
        "data": {"name": name, "url": address, "json_data": {"said": "{{subject}} {{body}}"}},
    }
    return str(server.ask("POST", "block_documents/", json=document)["id"])


def fail_a_batch(server: PrefectServer, batch: str = "b1") -> None:
    """The event of a batch that did not end well."""
    resource = {"prefect.resource.id": f"url2video.batch.{batch}", "url2video.succeeded": "false"}
    payload = {"name": "3 of 4 failed", "sentence": "4 items: 3 failed.", "batch": batch}
    event = {"id": str(uuid4()), "event": "url2video.batch.finished", "resource": resource, "payload": payload}
    event["occurred"] = datetime.now(UTC).isoformat()
    server.ask("POST", "events", json=[event])


def await_told(told: list[str], count: int = 1) -> None:
    """Wait until so much was said."""
    until = time.monotonic() + 60
    while len(told) < count:
        assert time.monotonic() < until, f"only {told} came"
        time.sleep(0.1)
