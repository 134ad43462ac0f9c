"""What an item costs the Prefect server: Cloud's plans limit events, logs and requests a minute (docs/deploy.md)."""

import asyncio
import re
import socket
import socketserver
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

import pytest
from prefect.settings import PREFECT_API_URL, temporary_settings

from tests.conftest import StudioProcess
from tests.flows.conftest import Make
from tests.prefect_server import PATIENCE_SECONDS, PrefectServer

ITEMS = 120
"""So many that what a run costs by itself, about forty calls, weighs a third of a call an item."""

MAX_EVENTS_AND_LOGS = 20
MAX_CALLS = 1.5
"""An item. The step that publishes, with its page in the UI, is one call."""

PAGE = 200
"""The most that the server answers at once (its `PREFECT_SERVER_API_DEFAULT_LIMIT`)."""

REQUEST = re.compile(rb"(?:^|\n)(GET|POST|PUT|PATCH|DELETE) (/api/[^? ]*)[^ ]* HTTP/1\.1\r\n")


@pytest.mark.long
@pytest.mark.timeout(600)
async def test_an_item_costs_at_most_twenty_events_and_logs_and_three_calls_for_two(
    make: Make, studio: StudioProcess, prefect_server: PrefectServer
) -> None:
    pages = studio.sample_urls()[:6]
    urls = [f"{pages[number % 6]}?footprint={number}" for number in range(ITEMS)]
    with counting(prefect_server) as (address, calls), temporary_settings({PREFECT_API_URL: address}):
        run = await make(studio, urls)
    assert run.state.is_completed(), run.state.message
    flow_run = str(run.state.state_details.flow_run_id)
    events = await settled_events(prefect_server, flow_run)
    logs = await asyncio.to_thread(logs_of, prefect_server, flow_run)
    told = f"{events}\n{calls}\n{logs} logs"
    assert sum(events.values()) + logs <= MAX_EVENTS_AND_LOGS * ITEMS, told
    assert sum(calls.values()) <= MAX_CALLS * ITEMS, told


@contextmanager
def counting(server: PrefectServer) -> Iterator[tuple[str, Counter[str]]]:
    """A proxy before the server that counts the requests which pass, websockets among them. In threads of its own, for
    Prefect's client also calls the server while the event loop waits."""
    place, calls = urlsplit(server.api_url), Counter[str]()

    def forward(source: socket.socket, target: socket.socket, *, counts: bool) -> None:
        with suppress(OSError):
            while chunk := source.recv(65536):
                if counts:
                    calls.update(f"{method.decode()} {path.decode()}" for method, path in REQUEST.findall(chunk))
                target.sendall(chunk)
        with suppress(OSError):
            target.shutdown(socket.SHUT_WR)

    class Connection(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with socket.create_connection((place.hostname or "", place.port or 80)) as there:
                back = threading.Thread(target=forward, args=(there, self.request), kwargs={"counts": False})
                back.start()
                forward(self.request, there, counts=True)
                back.join()

    class Proxy(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False

    with Proxy(("127.0.0.1", 0), Connection) as proxy:
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{proxy.server_address[1]}/api", calls
        proxy.shutdown()


async def settled_events(server: PrefectServer, flow_run: str) -> Counter[str]:
    """The events of a run by name, once the last step's has come: they reach the server some seconds behind the run."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            found = await asyncio.to_thread(events_of, server, flow_run)
            if found["prefect.asset.referenced"] >= ITEMS and found["prefect.task-run.Completed"] >= 4 * ITEMS:
                return found
            await asyncio.sleep(1)


def events_of(server: PrefectServer, flow_run: str) -> Counter[str]:
    """All events that name the run, counted by their names; pages shift while more come, so each counts once."""
    body = {"filter": {"any_resource": {"id": [f"prefect.flow-run.{flow_run}"]}}, "limit": 50}
    page, names = server.ask("POST", "events/filter", json=body), dict[str, str]()
    while True:
        names |= {event["id"]: event["event"] for event in page["events"]}
        if not page.get("next_page"):
            return Counter(names.values())
        page = server.ask("GET", page["next_page"].partition("/api/")[2])


def logs_of(server: PrefectServer, flow_run: str) -> int:
    """How many lines the run has logged, its steps among them."""
    body = {"logs": {"flow_run_id": {"any_": [flow_run]}}, "limit": PAGE}
    lines = 0
    while page := server.query("logs/filter", **body, offset=lines):
        lines += len(page)
    return lines
