"""make-videos end to end: a real Prefect server, a real studio over HTTP, a real folder."""

import asyncio
import hashlib
import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from blocks.delivery.probe import VideoProbe
from blocks.jogg.settings import AspectRatio, RenderSettings
from blocks.ledger.state import ItemState
from blocks.store.local.folder import LocalFolder
from flows.finish_videos import finish_videos
from flows.items.result import ItemResult
from flows.items.row import Selection
from flows.runtime.settings import ServiceChoice
from tests.conftest import StartStudio, StudioProcess
from tests.flows.conftest import Make
from tests.generations import Words, both_generations, second_generation
from tests.ledger_stores import readable_records
from tests.prefect_server import PATIENCE_SECONDS, PrefectServer
from tests.present import present


def probed(path: Path) -> Any:
    """Decode the file as the store does; raises if it is no sound video."""
    probe = VideoProbe()
    probe.feed(path.read_bytes())
    return probe.finish()


@both_generations
async def test_every_page_becomes_a_playable_video_with_poster_and_sidecar(
    make: Make, studio: StudioProcess, tmp_path: Path
) -> None:
    urls = studio.sample_urls()[:3]
    before = studio.counters()
    run = await make(studio, urls)
    assert run.state.is_completed(), run.state.message
    assert run.states == ["published"] * 3
    for result in run.batch.results:
        assert result.video is not None
        video = tmp_path / "store" / result.video.key
        facts = probed(video)
        assert facts.seconds == result.video.seconds > 0
        sidecar = json.loads(video.with_suffix(".json").read_text())
        assert sidecar["sha256"] == facts.sha256
        assert sidecar["source_url"] == result.item.url
        assert sidecar["title"] not in {"", result.item.fingerprint}
        assert result.video.key == f"videos/127.0.0.1/{result.item.slug}-{result.item.fingerprint}.mp4"
        assert sidecar["credits"] == 1
        assert video.with_suffix(".jpg").read_bytes().startswith(b"\xff\xd8\xff")
    after = studio.counters()
    assert sum(after.accepted.values()) - sum(before.accepted.values()) == 3
    assert set(after.paid_twice) <= set(before.paid_twice)


@both_generations
async def test_a_second_run_sends_no_post_and_skips_all(make: Make, studio: StudioProcess) -> None:
    urls = studio.sample_urls()[:3]
    await make(studio, urls)
    before = studio.counters().requests
    run = await make(studio, urls)
    assert run.states == ["skipped"] * 3
    assert run.state.is_completed()
    after = studio.counters().requests
    assert {name: count for name, count in after.items() if name.startswith("POST")} == {
        name: count for name, count in before.items() if name.startswith("POST")
    }


@second_generation
async def test_what_is_left_makes_the_video_that_the_row_asked_for_and_no_other(
    make: Make, studio: StudioProcess, tmp_path: Path, words: Words
) -> None:
    """A row asks for the default look in so many words, the run for another; the row fails before it is paid."""
    page = f"{studio.sample_urls()[0]}?asked={words.generation}"
    (tmp_path / "rows.csv").write_text(f"url,aspect_ratio,language,subtitles\n{page},portrait,english,true\n")
    other = RenderSettings(aspect_ratio=AspectRatio.SQUARE, language="german", subtitles=False)
    studio.add_faults({"action": "status", "status": 400, "method": "POST", "path": words.product, "occurrence": 1})
    before = sum(studio.counters().accepted.values())
    run = await make(studio, [], catalog=str(tmp_path / "rows.csv"), settings=other)
    assert run.states == ["failed"]
    left = tmp_path / "store" / "batches" / run.batch.batch / "retry.jsonl"
    for catalog in (left, tmp_path / "rows.csv"):
        again = await make(studio, [], catalog=str(catalog), settings=other)
        assert again.batch.results[0].item.fingerprint == run.batch.results[0].item.fingerprint
    assert again.states == ["skipped"]
    assert sum(studio.counters().accepted.values()) - before == 1


def check_captions(store: Path, result: ItemResult, batch: str) -> None:
    """Studio's captions are beside the video, in its sidecar, in the results and in the gallery."""
    video = present(result.video)
    sidecar = json.loads((store / video.key).with_suffix(".json").read_text())
    assert (sidecar["captions"], sidecar["srt"]) == (True, True)
    assert (store / video.captions_key).read_text().startswith("WEBVTT")
    assert (store / video.srt_key).read_text().startswith("1\n00:00:00,")
    assert (Path(video.captions_key).suffix, Path(video.srt_key).suffix) == (".vtt", ".srt")
    folder = store / "batches" / batch
    assert json.loads((folder / "results.jsonl").read_text().splitlines()[-1])["video"]["srt_key"] == video.srt_key
    assert f'<track kind="captions" label="english" src="../../{video.captions_key}">' in (
        (folder / "index.html").read_text()
    )


async def test_bad_pages_are_named_and_stop_nothing(
    make: Make, start_studio: StartStudio, prefect_server: PrefectServer, tmp_path: Path
) -> None:
    studio = start_studio(renderer="real", workers=1, video_length=3)
    shop = f"{studio.url}/samples"
    pages = [f"{shop}/no-such-page.html", f"{shop}/about-us.html", f"{shop}/nebel-vase.html", studio.sample_urls()[0]]
    run = await make(studio, pages)
    assert run.states == ["failed", "failed", "failed", "published"]
    assert run.state.is_failed()
    assert run.state.name == "3 of 4 failed"
    failures = [present(result.failure) for result in run.batch.results[:3]]
    assert ["page_not_found" in failures[0].message, "no_product_found" in failures[1].message] == [True, True]
    assert "no_usable_picture" in failures[2].message
    check_captions(tmp_path / "store", run.batch.results[3], run.batch.batch)
    assert {failure.stage for failure in failures} == {"create-product"}
    tables = prefect_server.query(
        "artifacts/filter", artifacts={"key": {"any_": ["batch-results"]}}, sort="CREATED_DESC"
    )
    rows = json.loads(tables[0]["data"])
    assert [row["state"] for row in rows] == ["failed", "failed", "failed", "published"]
    report = tmp_path / "store" / "batches" / run.batch.batch
    retry = [json.loads(line)["url"] for line in (report / "retry.jsonl").read_text().splitlines()]
    assert retry == pages[:3]
    assert len((report / "results.jsonl").read_text().splitlines()) == 4


@both_generations
async def test_a_render_whose_answer_was_lost_is_adopted_and_not_paid_again(
    make: Make, studio: StudioProcess, words: Words
) -> None:
    before = studio.counters()
    studio.add_faults(words.fault("accept_then_drop"))
    run = await make(studio, studio.sample_urls()[:1])
    after = studio.counters()
    assert run.states == ["published"]
    assert sum(after.accepted.values()) - sum(before.accepted.values()) == 1
    assert after.credits - before.credits == 1


@both_generations
async def test_a_render_that_surely_never_arrived_is_submitted_again(
    make: Make, studio: StudioProcess, words: Words
) -> None:
    before = studio.counters()
    studio.add_faults(words.fault("drop_before"))
    run = await make(studio, studio.sample_urls()[:1])
    assert run.states == ["published"]
    assert sum(studio.counters().accepted.values()) - sum(before.accepted.values()) == 1


@second_generation
async def test_where_the_service_cannot_tell_the_item_ends_ambiguous_and_a_later_run_settles_it(
    make: Make, studio: StudioProcess, words: Words
) -> None:
    before = studio.counters()
    studio.add_faults(
        words.fault("accept_then_drop"),
        words.cannot_tell,
    )
    run = await make(studio, studio.sample_urls()[:1])
    assert run.states == ["ambiguous"]
    assert run.state.name == "1 of 1 ambiguous"
    failure = run.batch.results[0].failure
    assert failure is not None
    assert "url2video finish" in failure.next_step
    studio.clear_faults()
    again = await make(studio, studio.sample_urls()[:1])
    assert again.states == ["published"]
    assert again.batch.results[0].adopted
    assert sum(studio.counters().accepted.values()) - sum(before.accepted.values()) == 1


@both_generations
async def test_a_failed_render_is_not_paid_again_unless_asked_for(
    make: Make, studio: StudioProcess, words: Words
) -> None:
    url = studio.sample_urls()[:1]
    studio.add_faults(words.fault("fail_render"))
    before = sum(studio.counters().accepted.values())
    first = await make(studio, url)
    second = await make(studio, url)
    assert [first.states, second.states] == [["failed"], ["failed"]]
    assert sum(studio.counters().accepted.values()) - before == 1
    third = await make(studio, url, pay_again=True)
    assert third.states == ["published"]
    assert sum(studio.counters().accepted.values()) - before == 2


@second_generation
async def test_spent_credit_stops_the_batch_and_the_rest_is_unaffordable(make: Make, start_studio: StartStudio) -> None:
    studio = start_studio(credits=2)
    run = await make(studio, studio.sample_urls()[:5])
    assert sorted(run.states) == ["published"] * 2 + ["unaffordable"] * 3
    assert run.state.name == "3 of 5 unaffordable"
    assert sum(studio.counters().accepted.values()) == 2


async def test_a_wrong_key_stops_the_batch_at_once(make: Make, start_studio: StartStudio) -> None:
    studio = start_studio()
    studio.api_key = "wrong"
    run = await make(studio, studio.sample_urls(), concurrency=1)
    assert set(run.states) == {"planned"}
    asked = {result.failure.request_id for result in run.batch.results if result.failure}
    assert len(asked) == 1, "every item tells of the one request that was refused"


@second_generation
async def test_a_budget_is_kept_over_runs_and_its_arithmetic_is_told(make: Make, studio: StudioProcess) -> None:
    urls = studio.sample_urls()[:5]
    first = await make(studio, urls, budget="2")
    assert sorted(first.states) == ["published"] * 2 + ["unaffordable"] * 3
    assert "5 to render for 5 credits; budget 2 a day, 0 spent, 2 left: 3 short" in first.watcher.sentence
    second = await make(studio, urls, budget="3")
    assert sorted(second.states) == ["published"] + ["skipped"] * 2 + ["unaffordable"] * 2
    assert "budget 3 a day, 2 spent, 1 left" in second.watcher.sentence


@pytest.mark.long
async def test_four_credits_a_day_make_four_of_twenty_videos_each_day(
    make: Make, studio: StudioProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = studio.sample_urls()
    urls = [f"{pages[number % len(pages)]}?budget={number}" for number in range(20)]
    before = sum(studio.counters().accepted.values())
    first = await make(studio, urls, budget="4")
    assert Counter(first.states) == {"published": 4, "unaffordable": 16}
    assert first.state.name == "16 of 20 unaffordable"
    assert "20 to render for 20 credits; budget 4 a day, 0 spent, 4 left: 16 short" in first.watcher.sentence
    same_day = await make(studio, urls, budget="4")
    assert Counter(same_day.states) == {"skipped": 4, "unaffordable": 16}
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    monkeypatch.setattr("flows.items.plan.utc_now", lambda: tomorrow)
    next_day = await make(studio, urls, budget="4")
    assert Counter(next_day.states) == {"skipped": 4, "published": 4, "unaffordable": 12}
    assert sum(studio.counters().accepted.values()) - before == 8


@second_generation
async def test_a_request_that_never_arrived_is_submitted_within_the_budget_only(
    make: Make, studio: StudioProcess, words: Words
) -> None:
    url = studio.sample_urls()[:1]
    before = sum(studio.counters().accepted.values())
    studio.add_faults(
        words.fault("drop_before"),
        words.cannot_tell,
    )
    assert (await make(studio, url)).states == ["ambiguous"]
    studio.clear_faults()
    broke = await make(studio, url, budget="0")
    assert broke.states == ["unaffordable"]
    assert (await make(studio, url, budget="2")).states == ["published"]
    assert sum(studio.counters().accepted.values()) - before == 1


@second_generation
async def test_two_runs_at_once_pay_once_and_both_end_well(make: Make, studio: StudioProcess) -> None:
    urls = studio.sample_urls()
    before = sum(studio.counters().accepted.values())
    one, two = await asyncio.gather(make(studio, urls), make(studio, urls))
    assert one.state.is_completed()
    assert two.state.is_completed()
    assert sorted(one.states + two.states) == ["published"] * len(urls) + ["skipped"] * len(urls)
    assert sum(studio.counters().accepted.values()) - before == len(urls)


async def test_each_step_is_seen_under_its_products_name_with_its_retries(
    make: Make, studio: StudioProcess, prefect_server: PrefectServer
) -> None:
    studio.add_faults({"action": "status", "status": 429, "method": "POST", "path": "/open/product", "occurrence": 1})
    run = await make(studio, studio.sample_urls()[:1])
    flow_run = str(run.state.state_details.flow_run_id)
    wanted = {"create-product", "start-render", "wait-for-render", "publish-video"}
    runs = await _task_runs(prefect_server, flow_run, len(wanted))
    slug = run.batch.results[0].item.slug
    assert {task["name"] for task in runs} == {f"{slug}: {name.replace('-', ' ')}" for name in wanted}
    assert max(task["run_count"] for task in runs) == 2


async def _task_runs(server: PrefectServer, flow_run: str, count: int) -> list[dict[str, Any]]:
    """Task runs travel to the server as events, some seconds behind the run."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            runs = server.query("task_runs/filter", flow_runs={"id": {"any_": [flow_run]}})
            if len(runs) >= count and all(run["state_type"] == "COMPLETED" for run in runs):
                return runs
            await asyncio.sleep(0.1)


async def test_bad_rows_are_skipped_on_request_and_kept_for_mending(
    make: Make, studio: StudioProcess, prefect_server: PrefectServer, tmp_path: Path
) -> None:
    one, two = studio.sample_urls()[:2]
    catalog = tmp_path / "catalog.csv"
    catalog.write_text(f"url,language\n{one},english\nno address,english\n{two},klingon\n")
    refused = await make(studio, [], catalog=str(catalog))
    assert refused.state.is_failed()
    assert "klingon" in str(refused.state.message)
    before = sum(studio.counters().accepted.values())
    run = await make(studio, [], catalog=str(catalog), selection=Selection(skip_bad=True))
    assert run.states == ["published"]
    assert run.state.name == "2 rows invalid"
    assert sum(studio.counters().accepted.values()) - before == 1
    report = tmp_path / "store" / "batches" / run.batch.batch
    retry = [json.loads(line) for line in (report / "retry.jsonl").read_text().splitlines()]
    assert [row["url"] for row in retry] == ["no address", two]
    assert retry[1]["problem"].startswith('row 4: language: "klingon"; allowed: english')
    mended = tmp_path / "mended.jsonl"
    mended.write_text("".join(json.dumps(row | {"url": two, "language": "german"}) + "\n" for row in retry))
    again = await make(studio, [], catalog=str(mended))
    assert again.states == ["published"], "both rows ask for the same video now"
    tables = prefect_server.query("artifacts/filter", artifacts={"key": {"any_": ["catalog-problems"]}})
    assert {row["row"] for table in tables for row in json.loads(table["data"])} == {3, 4}


@pytest.mark.long
@pytest.mark.timeout(900)
async def test_thirty_bad_rows_of_a_thousand_are_told_at_once_skipped_and_mended(
    make: Make, studio: StudioProcess, prefect_server: PrefectServer, tmp_path: Path
) -> None:
    pages, spoilt = studio.sample_urls(), range(17, 1000, 33)
    rows = [[f"{pages[n % len(pages)]}?row={n}", "english", "81"] for n in range(1000)]
    wrong = ("not a page", "klingon", "eighty-one")
    for turn, number in enumerate(spoilt):
        rows[number][turn % 3] = wrong[turn % 3]
    catalog = tmp_path / "catalog.csv"
    catalog.write_text("url,language,avatar_id\n" + "".join(",".join(row) + "\n" for row in rows))
    before = studio.counters()

    refused = await make(studio, [], catalog=str(catalog))
    assert refused.state.is_failed()
    assert studio.counters().requests == before.requests, "nothing is called for a catalogue with bad rows"
    tables = prefect_server.query("artifacts/filter", artifacts={"key": {"any_": ["catalog-problems"]}})
    told = next(found for table in tables if len(found := json.loads(table["data"])) == 30)
    assert [row["row"] for row in told] == [number + 2 for number in spoilt]

    run = await make(studio, [], catalog=str(catalog), selection=Selection(skip_bad=True))
    assert run.states == ["published"] * 970
    assert run.state.name == "30 rows invalid"
    left = (tmp_path / "store" / "batches" / run.batch.batch / "retry.jsonl").read_text().splitlines()
    retry = [json.loads(line) for line in left]
    mended = tmp_path / "mended.jsonl"
    whole = [{"url": f"{pages[n % len(pages)]}?row={n}", "language": "english", "avatar_id": "81"} for n in spoilt]
    mended.write_text("".join(json.dumps(bad | good) + "\n" for bad, good in zip(retry, whole, strict=True)))
    again = await make(studio, [], catalog=str(mended))
    assert again.states == ["published"] * 30
    assert sum(studio.counters().accepted.values()) - sum(before.accepted.values()) == 1000


async def test_what_changed_is_made_anew_and_the_old_video_stays(
    make: Make, studio: StudioProcess, tmp_path: Path
) -> None:
    catalog = tmp_path / "catalog.csv"
    urls = studio.sample_urls()[:2]
    catalog.write_text("url,version\n" + "".join(f"{url},9.90\n" for url in urls))
    await make(studio, [], catalog=str(catalog))
    catalog.write_text(f"url,version\n{urls[0]},8.90\n{urls[1]},9.90\n")
    before = sum(studio.counters().accepted.values())
    for states in (["published"], []):
        run = await make(studio, [], catalog=str(catalog), selection=Selection(changed=True))
        assert run.states == states
        assert run.state.is_completed()
    assert sum(studio.counters().accepted.values()) - before == 1
    assert len(list((tmp_path / "store" / "videos").rglob("*.mp4"))) == 3


async def test_a_run_that_does_not_wait_ends_as_submitted_and_finish_videos_publishes(
    make: Make, start_studio: StartStudio, prefect_server: PrefectServer, tmp_path: Path
) -> None:
    studio = start_studio(render_seconds=3600)
    urls = studio.sample_urls()[:2]
    run = await make(studio, urls, wait=False, budget="2")
    assert run.states == ["rendering"] * 2
    assert [run.state.type.value, run.state.name] == ["COMPLETED", "2 submitted"]
    store = LocalFolder(str(tmp_path / "store"))
    assert {(record.state, record.owner) for record in readable_records(store)} == {(ItemState.RENDERING, None)}
    first, second = (result.render_id for result in run.batch.results)
    studio.finish(first)
    choice = ServiceChoice(base_url=studio.url)
    where = {"to": str(tmp_path / "store"), "service": choice}
    named = await finish_videos(what={"video_ids": [second, first]}, where=where, return_state=True)
    assert named.is_completed()
    again = await make(studio, urls, wait=False)
    assert again.states == ["skipped", "rendering"]
    assert again.state.name == "1 submitted"
    assert sum(studio.counters().accepted.values()) == 2
    resources = [f"url2video.video.{result.item.fingerprint}" for result in run.batch.results]
    resources += [f"url2video.batch.{run.batch.batch}", "url2video.budget.day"]
    told = prefect_server.await_events(resources, 3)
    assert {event["event"] for event in told} == {
        "url2video.video.published",
        "url2video.batch.finished",
        "url2video.budget.nearly-used",
    }
    (published,) = [event for event in told if event["event"] == "url2video.video.published"]
    assert published["payload"]["url"] == urls[0]
    assert "flow-run" in {related["prefect.resource.role"] for related in published["related"]}
    (video,) = (tmp_path / "store" / "videos").rglob("*.mp4")
    assert published["payload"]["sha256"] == hashlib.sha256(video.read_bytes()).hexdigest()
    (made,) = prefect_server.await_events([f"file://{video}"], 1)
    assert made["event"] == "prefect.asset.materialization.succeeded"
    assert urls[0] in {each["prefect.resource.id"] for each in made["related"]}


@pytest.mark.long
async def test_a_shard_leaves_it_to_the_whole_batch_to_tell_how_it_ended(
    make: Make, studio: StudioProcess, prefect_server: PrefectServer
) -> None:
    first, second = studio.sample_urls()[:2]
    budget = {"budget": "1", "budget_period": "batch"}
    await make(studio, [first], batch="shard", part_of="whole", **budget)
    await make(studio, [second], batch="alone", **budget)
    resources = ["url2video.batch.shard", "url2video.batch.alone", "url2video.budget.batch"]
    told = prefect_server.await_events(resources, 2)
    assert sorted(event["resource"]["prefect.resource.id"] for event in told) == sorted(resources[1:])


async def test_a_run_that_was_started_again_and_again_is_given_up(
    make: Make, studio: StudioProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = studio.counters().products
    monkeypatch.setenv("PREFECT__RUNTIME__FLOW_RUN__RUN_COUNT", "6")
    run = await make(studio, studio.sample_urls()[:1])
    assert run.state.is_failed()
    assert "started 6 times and never came to an end" in str(run.state.message)
    assert studio.counters().products == before
