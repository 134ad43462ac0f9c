"""preview-videos end to end: drafts and the videos that are made of them are each paid once."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flows.finish_videos import finish_videos
from flows.preview_videos import preview_videos
from flows.runtime.settings import ServiceChoice
from tests.conftest import StartStudio, StudioProcess
from tests.flows.conftest import Make
from tests.generations import V2

pytestmark = pytest.mark.parametrize("words", [V2], indirect=True, ids=["v2"])

STYLES = ["FullScreen", "Card Stacking"]
LIST = "/v2/create_video_from_product/preview_list"
APPROVE = "/v2/create_video_from_product/render_single_preview"


@pytest.fixture
def preview(make: Make) -> Callable[..., Any]:
    """Run preview-videos over pages: `await preview(studio, urls, styles=…, approve=…)`."""
    return lambda studio, urls, **fields: make(studio, urls, flow=preview_videos, **fields)


async def test_drafts_are_paid_at_their_price_and_the_chosen_one_becomes_the_video(
    preview: Any, make: Make, studio: StudioProcess, tmp_path: Path
) -> None:
    urls, before = studio.sample_urls()[:2], studio.counters()
    drafted = await preview(studio, urls, styles=STYLES)
    assert (drafted.states, drafted.state.is_completed()) == (["published"] * 4, True)
    assert "4 to render for 2 credits" in drafted.watcher.sentence
    chosen = await preview(studio, urls, styles=STYLES, approve=["fullscreen"])
    assert chosen.states == ["skipped"] * 4 + ["published"] * 2
    after = studio.counters()
    assert (after.previews - before.previews, after.credits - before.credits) == (4, 2 + 2)
    assert after.products - before.products == 2
    assert after.requests[f"POST {APPROVE}"] - before.requests.get(f"POST {APPROVE}", 0) == 2
    settings = chosen.batch.results[-1].item.settings
    made = await make(studio, urls, settings=settings)
    assert made.states == ["skipped"] * 2
    keys = [result.video.key for result in chosen.batch.results]
    assert all((tmp_path / "store" / key).is_file() for key in keys)
    assert [key.partition("/")[0] for key in keys] == ["previews"] * 4 + ["videos"] * 2


async def test_the_gallery_shows_drafts_with_the_command_that_makes_their_videos(
    preview: Any, studio: StudioProcess, tmp_path: Path
) -> None:
    url = studio.sample_urls()[0]
    run = await preview(studio, [url], styles=STYLES, approve=STYLES[:1])
    report = tmp_path / "store" / "batches" / run.batch.batch
    page = (report / "index.html").read_text()
    assert page.count("<video controls") == 3
    assert page.count('type="checkbox"') == 2
    assert f"url2video preview {url} --approve &#39;Card Stacking&#39; --to " in page
    assert f"--base-url {studio.url}" in page
    rows = [json.loads(line) for line in (report / "results.jsonl").read_text().splitlines()]
    assert [row["credits"] for row in rows] == [0.5, 0.5, 1.0]


@pytest.mark.parametrize("fault", ["accept_then_drop", "drop_before"])
@pytest.mark.parametrize("path", [LIST, APPROVE])
async def test_a_lost_answer_pays_for_no_draft_and_no_video_twice(
    preview: Any, studio: StudioProcess, fault: str, path: str
) -> None:
    before = studio.counters()
    studio.add_faults({"action": fault, "method": "POST", "path": path, "occurrence": 1})
    run = await preview(studio, studio.sample_urls()[:1], styles=STYLES[:1], approve=STYLES[:1])
    assert run.states == ["published"] * 2
    after = studio.counters()
    assert (after.previews - before.previews, after.credits - before.credits) == (1, 1.5)


@pytest.mark.long
async def test_a_draft_that_the_service_has_forgotten_is_made_from_the_page(
    preview: Any, start_studio: StartStudio
) -> None:
    studio = start_studio()
    await preview(studio, studio.sample_urls()[:1], styles=STYLES[:1])
    studio.stop()
    shutil.rmtree(studio.data)
    studio.start()
    run = await preview(studio, studio.sample_urls()[:1], approve=STYLES[:1])
    assert run.states == ["published"]
    assert studio.counters().credits == 1
    assert studio.counters().requests[f"POST {V2.render}"] == 1


async def test_a_draft_that_nobody_waited_for_is_collected_by_the_sweep(
    preview: Any, start_studio: StartStudio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio = start_studio(render_seconds=3600)
    monkeypatch.setenv("URL2VIDEO_RENDER_DEADLINE_SECONDS", "0.5")
    run = await preview(studio, studio.sample_urls()[:1], styles=STYLES[:1])
    assert run.batch.results[0].failure.code == "render_overdue"
    studio.finish(run.batch.results[0].render_id)
    service = ServiceChoice(generation=V2.generation, base_url=studio.url)
    swept = await finish_videos(where={"to": str(tmp_path / "store"), "service": service}, return_state=True)
    assert swept.is_completed()
    assert len(list((tmp_path / "store" / "previews").rglob("*.mp4"))) == 1
    assert studio.counters().credits == 0.5


async def test_a_budget_counts_drafts(preview: Any, studio: StudioProcess) -> None:
    urls = studio.sample_urls()[:1]
    run = await preview(studio, urls, styles=STYLES, approve=STYLES[:1], budget="1.5")
    assert run.states == ["published", "published", "unaffordable"]
    assert "budget 1.5 a day, 0 spent, 1.5 left: 0.5 short" in run.watcher.sentence
    assert run.state.name == "1 of 3 unaffordable"
