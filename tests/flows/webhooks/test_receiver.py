"""The webhook receiver as a process, with a real Prefect server behind it."""

import json
import socket
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.webhooks.receiver import MAX_BYTES, PATH
from tests.prefect_server import PrefectServer
from tests.s3_servers import free_port
from tests.webhook_receiver import SECRET, delivery, run_receiver, send, signature

TAKEN = "jogg.generated_product_video_success"


@pytest.fixture(scope="module")
def receiver(prefect_server: PrefectServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with run_receiver(tmp_path_factory.mktemp("receiver"), PREFECT_API_URL=prefect_server.api_url) as address:
        yield address


def recorded(server: PrefectServer, *video_ids: str) -> list[str]:
    """For which of these renders the server has an event, once for every event."""
    events = server.events([f"jogg.video.{video_id}" for video_id in video_ids])
    return [event["resource"]["prefect.resource.id"].removeprefix("jogg.video.") for event in events]


def await_recorded(server: PrefectServer, video_id: str) -> None:
    server.await_events([f"jogg.video.{video_id}"], 1)


def test_a_signed_delivery_becomes_an_event_once_and_nothing_of_a_forged_one_does(
    receiver: str, prefect_server: PrefectServer, tmp_path: Path
) -> None:
    forged, genuine = uuid.uuid4().hex, uuid.uuid4().hex
    body = delivery(genuine, video_url="https://res.example/secret-link.mp4")
    for bad in ("", "0" * 64, signature(body, "another"), f"sha256={signature(body)}", "ä"):
        assert send(receiver, delivery(forged), bad.encode("latin-1")).status_code == 401  # type: ignore[arg-type]
    began = time.monotonic()
    assert send(receiver, body).status_code == 200
    assert time.monotonic() - began < 5
    assert send(receiver, body).status_code == 200
    await_recorded(prefect_server, genuine)
    with run_receiver(tmp_path, PREFECT_API_URL=prefect_server.api_url) as restarted:
        assert send(restarted, body).status_code == 200
        last = uuid.uuid4().hex
        assert send(restarted, delivery(last)).status_code == 200
    await_recorded(prefect_server, last)
    assert recorded(prefect_server, forged, genuine) == [genuine]
    (event,) = prefect_server.events([f"jogg.video.{genuine}"])
    assert event["event"] == TAKEN
    # The link may be signed: whoever may read events must not be able to fetch with it.
    assert event["payload"] == {"video_id": genuine}


def test_the_id_is_read_where_live_events_carry_it(receiver: str, prefect_server: PrefectServer) -> None:
    project = uuid.uuid4().hex
    body = json.loads(delivery())
    body["data"] = {"project_id": project}
    assert send(receiver, json.dumps(body).encode()).status_code == 200
    await_recorded(prefect_server, project)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"not json", 400),
        (b"[]", 400),
        (b'{"event_id": "e", "event": "generated_product_video_success", "data": {}}', 400),
        (delivery("../../etc"), 400),
        (delivery("{{ x }}"), 400),
        (delivery(event="generated_image_success"), 200),
        (b" " * (MAX_BYTES + 1), 413),
    ],
)
def test_what_is_not_of_the_contract_is_refused_and_what_is_not_ours_ignored(
    receiver: str, body: bytes, status: int
) -> None:
    assert send(receiver, body).status_code == status


def test_a_body_that_never_ends_is_given_up(receiver: str) -> None:
    host, port = receiver.removeprefix("http://").removesuffix(PATH).split(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        connection.sendall(f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{{".encode())
        assert connection.recv(100).startswith(b"HTTP/1.1 408")


@pytest.mark.long
def test_without_its_prefect_server_it_asks_to_be_told_again_within_its_time(tmp_path: Path) -> None:
    gone = f"http://127.0.0.1:{free_port()}/api"
    with run_receiver(tmp_path, PREFECT_API_URL=gone) as address:
        began = time.monotonic()
        assert send(address, delivery()).status_code == 503
        assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    ("secret", "line"), [("", "JOGG_WEBHOOK_SECRET: it is not set"), (SECRET, "PREFECT_API_URL: it is not set")]
)
def test_it_does_not_start_without_its_secret_or_its_server(
    secret: str,
    line: str,
    run_cli: Callable[..., int],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("JOGG_WEBHOOK_SECRET", secret)
    with temporary_settings(restore_defaults={PREFECT_API_URL}):
        assert run_cli("webhooks") == 2
    assert line in capsys.readouterr().err
