"""The deployments at work: a Prefect server, a process worker, studio and the webhook receiver, nothing mocked."""

from pathlib import Path

from tests.conftest import StartStudio
from tests.prefect_server import PrefectServer
from tests.walk import deployed
from tests.webhook_receiver import delivery, run_receiver, send


def test_a_shops_event_has_a_video_made_and_the_services_webhook_has_it_published(
    prefect_server: PrefectServer, start_studio: StartStudio, tmp_path: Path
) -> None:
    studio = start_studio(render_seconds=3600)
    page = f"""{studio.sample_urls()[0]}?a=1&b="quoted" & 'more'"""
    with deployed(prefect_server, studio, tmp_path) as walk, walk.worker():
        with run_receiver(tmp_path, PREFECT_API_URL=prefect_server.api_url) as receiver:
            payload = {"url": page.replace(" ", "%20"), "settings": {"language": "german"}}
            walk.emit("url2video.product.published", "shop.product.4711", payload)
            submitted = walk.await_run("product")
            assert [submitted["state_type"], submitted["state_name"]] == ["COMPLETED", "1 submitted"], walk.log
            assert submitted["parameters"]["urls"] == [payload["url"]]
            assert submitted["parameters"]["settings"] == {"language": "german"}
            (record,) = walk.records
            assert record.owner is None
            studio.finish(record.render_id)
            assert send(receiver, delivery(record.render_id), "forged").status_code == 401
            assert send(receiver, delivery(record.render_id)).status_code == 200
            assert walk.await_run("collect")["state_type"] == "COMPLETED", walk.log
        assert walk.sidecar()["render_id"] == record.render_id
        assert len(walk.runs("collect")) == 1
    assert list(studio.counters().accepted.values()) == [1]
