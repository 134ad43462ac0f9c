"""Webhooks as receivers see them, and the endpoints that ask for them."""

import hashlib
import hmac
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.conftest import StartStudio, StudioProcess
from tests.studio.clients import Orders, wait_until
from tests.studio.webhooks.receiver import Receiver, Told, receiving

pytestmark = pytest.mark.server

PRODUCT_EVENTS = ["generated_product_video_success", "generated_product_video_failed"]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as started:
        yield started


@pytest.fixture(scope="module")
def told_studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioProcess]:
    """One studio for the module; `client` leaves it without endpoints and faults."""
    studio = StudioProcess(
        tmp_path_factory.mktemp("telling"),
        allow_loopback_webhooks=True,
        webhook_retry_seconds=0.05,
        webhook_secret="of-the-account",
    )
    yield studio.start()
    studio.kill()


@pytest.fixture
def client(told_studio: StudioProcess) -> Iterator[httpx.Client]:
    with told_studio.client() as client:
        yield client
        for endpoint in client.get("/v2/endpoints").json()["data"]["endpoints"]:
            client.delete(f"/v2/endpoint/{endpoint['endpoint_id']}")
        told_studio.clear_faults()


def add_endpoint(client: httpx.Client, url: str, generation: str = "v2", **fields: Any) -> dict[str, Any]:
    body = {"url": url, "status": "enabled", "events": PRODUCT_EVENTS} | fields
    answer = client.post(f"/{generation}/endpoint", json=body).json()
    assert answer["code"] == 0, answer
    data: dict[str, Any] = answer["data"]
    return data


def order_video(studio: StudioProcess, client: httpx.Client, **fields: Any) -> str:
    orders = Orders(client)
    body = orders.nested(orders.product(studio.sample_urls()[0])) | fields
    answer = client.post("/v2/create_video_from_product", json=body).json()
    assert answer["code"] == 0, answer
    return str(answer["data"]["video_id"])


def is_signed(told: Told, secret: str) -> bool:
    expected = hmac.new(secret.encode(), told.body, hashlib.sha256).hexdigest()
    return told.headers["x-webhook-signature"] == expected


def deliveries(client: httpx.Client, receiver: Receiver, state: str = "") -> list[dict[str, Any]]:
    """What was sent, or is to be, to a receiver."""
    found = client.get("/deliveries", params={"state": state}).json()["data"]["deliveries"]
    return [delivery for delivery in found if delivery["url"] == receiver.url]


def test_an_endpoint_is_told_of_a_finished_video(
    told_studio: StudioProcess, client: httpx.Client, receiver: Receiver
) -> None:
    endpoint = add_endpoint(client, receiver.url)
    video_id = order_video(told_studio, client)
    wait_until(lambda: receiver.told)
    (told,) = receiver.told
    assert is_signed(told, endpoint["secret"])
    assert told.headers["content-type"] == "application/json"
    assert told.headers["user-agent"] == "JoggAI-Webhook/2.0"
    assert told.headers["x-webhook-event"] == told.event["event"] == "generated_product_video_success"
    assert told.event["event_id"].startswith("evt_")
    data = told.event["data"]
    assert data["video_id"] == data["project_id"] == data["product_video_id"] == video_id
    assert (data["status"], data["duration"]) == ("completed", 2)
    assert httpx.get(data["video_url"]).headers["content-type"] == "video/mp4"
    assert httpx.get(data["cover_url"]).headers["content-type"] == "image/jpeg"


@pytest.mark.parametrize("path", ["/v1", "/v1/webhook"])
def test_v1_says_the_same_in_its_own_words(
    told_studio: StudioProcess, client: httpx.Client, receiver: Receiver, path: str
) -> None:
    body = {"url": receiver.url, "status": "enabled", "events": ["generated_video_success"]}
    answer = client.post(f"{path}/endpoint", json=body).json()
    assert answer["endpoint_id"] == answer["data"]["endpoint_id"]
    assert re.fullmatch(r"\w{16}", answer["data"]["secret"])
    video_id = order_video(told_studio, client)
    wait_until(lambda: receiver.told)
    (told,) = receiver.told
    assert is_signed(told, answer["data"]["secret"])
    assert (told.event["event"], told.headers["user-agent"]) == ("generated_video_success", "Jogg-Webhook/1.0")
    assert told.event["data"]["project_id"] == video_id


def test_the_hook_of_a_request_is_signed_with_the_secret_of_the_account(
    told_studio: StudioProcess, client: httpx.Client, receiver: Receiver
) -> None:
    video_id = order_video(told_studio, client, webhook_url=receiver.url)
    wait_until(lambda: receiver.told)
    assert is_signed(receiver.told[0], "of-the-account")
    assert receiver.told[0].event["data"]["video_id"] == video_id


def test_a_receiver_that_fails_is_asked_three_times_more_and_given_up_in_sight(
    told_studio: StudioProcess, client: httpx.Client, receiver: Receiver
) -> None:
    endpoint = add_endpoint(client, receiver.url)
    receiver.answers += [500, 302, 0, 204]
    order_video(told_studio, client)
    wait_until(lambda: deliveries(client, receiver, "delivered"))
    assert [told.answered for told in receiver.told] == [500, 302, 0, 204]
    assert len({told.event["event_id"] for told in receiver.told}) == 1
    receiver.answers += [500] * 4
    order_video(told_studio, client)
    before = told_studio.counters().webhooks
    (lost,) = wait_until(lambda: deliveries(client, receiver, "given_up"))
    assert (lost["attempts"], lost["error"]) == (4, "The receiver returned HTTP 500.")
    assert (lost["endpoint_id"], lost["url"]) == (endpoint["endpoint_id"], receiver.url)
    assert len(receiver.told) == 8
    after = told_studio.counters().webhooks
    assert (after["pending"], after["delivered"]) == (0, before["delivered"])
    assert f"Webhook {lost['event_id']} was given up" in told_studio.log.read_text()


def test_why_a_video_failed_is_told_although_the_server_is_killed_before(
    start_studio: StartStudio, receiver: Receiver
) -> None:
    studio = start_studio(allow_loopback_webhooks=True, render_seconds=600, webhook_retry_seconds=1)
    receiver.answers += [503]
    with studio.client() as client:
        add_endpoint(client, receiver.url)
        video_id = order_video(studio, client)
        studio.fail(video_id)
        wait_until(lambda: receiver.told)
    studio.kill()
    studio.start()
    wait_until(lambda: receiver.accepted)
    event = receiver.accepted[0].event
    assert event["event"] == "generated_product_video_failed"
    assert event["data"]["video_id"] == video_id
    assert event["data"]["error"] == {"code": 50000, "message": "The render was failed by the test controls."}


def test_an_endpoint_can_be_changed_silenced_and_deleted(
    told_studio: StudioProcess, client: httpx.Client, receiver: Receiver
) -> None:
    endpoint = add_endpoint(client, receiver.url)
    path = f"/v2/endpoint/{endpoint['endpoint_id']}"
    body = {"url": receiver.url, "status": "disabled", "events": PRODUCT_EVENTS[:1]}
    changed = client.put(path, json=body).json()
    assert changed["data"] == endpoint | {"status": "disabled", "events": PRODUCT_EVENTS[:1]}
    assert client.get("/v2/endpoints").json()["data"]["endpoints"] == [changed["data"]]
    Orders(client).wait(order_video(told_studio, client))
    assert deliveries(client, receiver) == []
    assert client.delete(path).json()["data"] == {"message": "webhook deleted"}
    assert client.get("/v1/webhook/endpoints").json()["data"]["endpoints"] == []
    for method in ("PUT", "DELETE"):
        assert client.request(method, path, json=body).json()["code"] == 10104


def test_what_waits_for_a_deleted_endpoint_is_given_up(
    told_studio: StudioProcess, client: httpx.Client, receiver: Receiver
) -> None:
    endpoint = add_endpoint(client, receiver.url)
    told_studio.add_faults({"action": "webhook_late", "seconds": 600})
    order_video(told_studio, client)
    wait_until(lambda: deliveries(client, receiver, "pending"))
    client.delete(f"/v2/endpoint/{endpoint['endpoint_id']}")
    (lost,) = deliveries(client, receiver, "given_up")
    assert lost["error"] == "The endpoint was deleted."


@pytest.mark.parametrize(
    "url",
    [
        "http://shop.example/hook",
        "https://10.0.0.1/hook",
        "http://169.254.169.254/latest",
        "https://user:word@shop.example/hook",
        "ftp://shop.example/hook",
        "nonsense",
    ],
)
def test_addresses_that_can_never_be_told_are_refused(
    told_studio: StudioProcess, client: httpx.Client, url: str
) -> None:
    body = {"url": url, "status": "enabled", "events": PRODUCT_EVENTS}
    answer = client.post("/v2/endpoint", json=body).json()
    assert (answer["code"], answer["data"]) == (40000, None)
    assert "url" in answer["msg"]
    orders = Orders(client)
    before = told_studio.counters().credits
    video = orders.nested(orders.product(told_studio.sample_urls()[0])) | {"webhook_url": url}
    assert client.post("/v2/create_video_from_product", json=video).json()["code"] == 40000
    assert told_studio.counters().credits == before


def test_without_the_option_a_receiver_on_this_machine_is_never_reached(
    studio: StudioProcess, receiver: Receiver
) -> None:
    with studio.client() as client:
        for url in (receiver.url, f"https://127.0.0.1:{receiver.port}/", f"https://localhost:{receiver.port}/"):
            body = {"url": url, "status": "enabled", "events": PRODUCT_EVENTS}
            assert client.post("/v2/endpoint", json=body).json()["code"] == 40000
    assert receiver.told == []


def test_an_event_that_does_not_exist_and_a_twenty_first_endpoint_are_refused(
    client: httpx.Client, receiver: Receiver
) -> None:
    body = {"url": receiver.url, "status": "enabled", "events": ["video.completed"]}
    assert "video.completed" in client.post("/v2/endpoint", json=body).json()["msg"]
    for _ in range(20):
        add_endpoint(client, receiver.url)
    body["events"] = PRODUCT_EVENTS
    assert "at most 20" in client.post("/v2/endpoint", json=body).json()["msg"]


def test_every_published_event_can_be_asked_for(client: httpx.Client, receiver: Receiver) -> None:
    events = client.get("/v2/events").json()["data"]["events"]
    assert len(events) == 22
    assert add_endpoint(client, receiver.url, events=events)["events"] == events
    assert set(client.get("/v1/events").json()["data"]["events"]) > {"generated_video_success"}


def test_webhooks_can_be_lost_doubled_and_late_on_demand(
    told_studio: StudioProcess, client: httpx.Client, receiver: Receiver
) -> None:
    add_endpoint(client, receiver.url)
    told_studio.add_faults(
        {"action": "webhook_lost", "path": "/hook"},
        {"action": "webhook_doubled", "path": "/hook", "occurrence": 2},
        {"action": "webhook_late", "path": "/hook", "occurrence": 3, "seconds": 0.4},
    )
    order_video(told_studio, client)
    wait_until(lambda: deliveries(client, receiver, "delivered"))
    assert receiver.told == []
    order_video(told_studio, client)
    wait_until(lambda: len(receiver.told) == 2)
    assert receiver.told[0].body == receiver.told[1].body
    Orders(client).wait(order_video(told_studio, client))
    assert len(receiver.told) == 2
    wait_until(lambda: len(receiver.told) == 3)
