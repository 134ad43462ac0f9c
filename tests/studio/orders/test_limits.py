"""What studio takes has an end: the queue, and how long things are kept."""

import os
import time

import httpx

from tests.conftest import StartStudio
from tests.studio.clients import Orders, Projects, wait_until


def test_orders_beyond_a_full_queue_are_refused_and_cost_nothing(start_studio: StartStudio) -> None:
    projects = Projects(start_studio(renderer="real", workers=1, max_waiting=2))
    orders = Orders(projects.client)
    product_id = orders.product(projects.studio.sample_urls()[0])
    bodies = [projects.client.post("/v2/create_video_from_product", json=orders.nested(product_id)) for _ in range(5)]
    refused = [answer for answer in bodies if answer.status_code == 429]
    assert len(refused) >= 2, "one may be in work, two wait"
    assert refused[0].json().items() >= {"code": 429, "retryAfter": 60, "data": None}.items()
    assert refused[0].headers["retry-after"] == "60"
    assert projects.studio.counters().credits == len(bodies) - len(refused)


def test_videos_and_uploads_are_deleted_after_their_days(start_studio: StartStudio) -> None:
    studio = start_studio()
    projects = Projects(studio)
    info = projects.video()
    signed = projects.client.post("/v2/upload/asset", json={"filename": "a.png"}).json()["data"]
    httpx.put(signed["sign_url"], content=b"picture").raise_for_status()
    (asset,) = (studio.data / "media/assets").iterdir()
    os.utime(asset, (time.time() - 4000, time.time() - 4000))
    studio.stop()
    studio.set_option(keep_days=0.00001)  # a second
    wait_until(lambda: time.time() > info["updated_at"] + 2)
    studio.start()
    wait_until(lambda: projects.info(info["id"])["status"] == 99)
    assert [httpx.get(address).status_code for address in (info["video_url"], signed["asset_url"])] == [404, 404]
