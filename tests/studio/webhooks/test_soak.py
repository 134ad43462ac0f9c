"""Many webhooks to a receiver that fails and restarts, from a studio that is killed: none lost in silence."""

import hashlib
import hmac
import time
from typing import Any

import pytest

from tests.conftest import StartStudio, StudioProcess
from tests.studio.clients import Orders, wait_until
from tests.studio.webhooks.receiver import Receiver, Told, receiving

FAILURES = 0.35
"""Part of the requests that the receiver fails: 1 or 2 % of the events fail four times and are given up."""


def order(studio: StudioProcess, count: int) -> list[str]:
    with studio.client() as client:
        orders = Orders(client)
        product_id = orders.product(studio.sample_urls()[0])
        return [orders.accept(product_id) for _ in range(count)]


def every_delivery(studio: StudioProcess) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    with studio.client() as client:
        while page := client.get("/deliveries", params={"page": 1 + len(found) // 500, "page_size": 500}).json()[
            "data"
        ]["deliveries"]:
            found += page
            if len(page) < 500:
                break
    return found


def disturb(studio: StudioProcess, receiver: Receiver) -> None:
    """The receiver is gone for a moment, and studio is killed while it is."""
    receiver.stop()
    studio.kill()
    studio.start()
    receiver.start()


def await_more(told: list[Told]) -> None:
    before = len(told)
    wait_until(lambda: len(told) > before)


def soak(start_studio: StartStudio, rounds: int, videos_a_round: int) -> dict[str, int]:
    studio = start_studio(allow_loopback_webhooks=True, webhook_retry_seconds=0.3, render_seconds=0.2)
    video_ids: list[str] = []
    with receiving(failures=FAILURES) as receiver, studio.client() as client:
        body = {"url": receiver.url, "status": "enabled", "events": ["generated_product_video_success"]}
        secret = client.post("/v2/endpoint", json=body).json()["data"]["secret"]
        for _ in range(rounds):
            video_ids += order(studio, videos_a_round)
            await_more(receiver.told)
            disturb(studio, receiver)
        wait_until(lambda: sum(studio.counters().webhooks.values()) == len(video_ids), 120)
        wait_until(lambda: not studio.counters().webhooks["pending"], 120)
        deliveries = every_delivery(studio)
        accepted = {told.event["event_id"] for told in receiver.accepted}
        delivered = {each["event_id"] for each in deliveries if each["state"] == "delivered"}
        given_up = {each["event_id"] for each in deliveries if each["state"] == "given_up"}
        assert {told.event["data"]["video_id"] for told in receiver.told} <= set(video_ids)
        assert len(delivered) + len(given_up) == len(deliveries) == len(video_ids)
        assert delivered <= accepted
        for told in receiver.told:
            expected = hmac.new(secret.encode(), told.body, hashlib.sha256).hexdigest()
            assert told.headers["x-webhook-signature"] == expected
        return {
            "videos": len(video_ids),
            "requests": len(receiver.told),
            "delivered": len(delivered),
            "given up": len(given_up),
            "twice": len(receiver.accepted) - len(accepted),
        }


@pytest.mark.long
def test_no_webhook_is_lost_in_silence(start_studio: StartStudio) -> None:
    assert soak(start_studio, rounds=1, videos_a_round=40)["videos"] == 40


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_a_day_of_webhooks(start_studio: StartStudio) -> None:
    began = time.monotonic()
    tally = soak(start_studio, rounds=10, videos_a_round=100)
    print(tally, f"{time.monotonic() - began:.0f} s")  # noqa: T201 - the figures of the run
    assert tally["videos"] == 1000
