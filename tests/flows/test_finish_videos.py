"""finish-videos: what was accepted and lost sight of reaches the store, and nothing is paid."""

import os
import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from blocks.ledger.record import RenderRecord, record_key
from blocks.ledger.state import ItemState
from blocks.store.local.folder import LocalFolder
from flows.finish_videos import finish_videos
from flows.runtime.settings import ServiceChoice
from tests.conftest import StartStudio, StudioProcess
from tests.flows.conftest import Make
from tests.generations import OPEN, Words, second_generation
from tests.parameters import in_groups
from tests.present import present


async def finish(studio: StudioProcess, tmp_path: Path, words: Words = OPEN, **fields: Any) -> Any:
    fields.setdefault("service", ServiceChoice(generation=words.generation, base_url=studio.url))
    parameters = in_groups(finish_videos, to=str(tmp_path / "store"), **fields)
    return await finish_videos(**parameters, return_state=True)


@second_generation
async def test_an_ambiguous_render_is_settled_once_the_service_can_tell(
    make: Make, studio: StudioProcess, tmp_path: Path, words: Words
) -> None:
    before = sum(studio.counters().accepted.values())
    studio.add_faults(
        words.fault("accept_then_drop"),
        words.cannot_tell,
    )
    run = await make(studio, studio.sample_urls()[:1])
    assert run.states == ["ambiguous"]
    still = await finish(studio, tmp_path, words)
    assert still.name == "1 of 1 not finished"
    studio.clear_faults()
    state = await finish(studio, tmp_path, words)
    assert state.is_completed()
    assert list((tmp_path / "store" / "videos").rglob("*.mp4"))
    assert sum(studio.counters().accepted.values()) - before == 1
    again = await make(studio, studio.sample_urls()[:1])
    assert again.states == ["skipped"]


@second_generation
async def test_an_overdue_render_is_collected_by_the_sweep_when_it_is_done(
    make: Make, start_studio: StartStudio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: Words
) -> None:
    studio = start_studio(render_seconds=3600)
    monkeypatch.setenv("URL2VIDEO_RENDER_DEADLINE_SECONDS", "0.5")
    run = await make(studio, studio.sample_urls()[:1])
    assert run.states == ["failed"]
    assert present(run.batch.results[0].failure).code == "render_overdue"
    assert (await finish(studio, tmp_path, words)).name == "1 of 1 not finished"
    assert not list((tmp_path / "store").rglob("*.mp4"))
    studio.finish(run.batch.results[0].render_id)
    assert (await finish(studio, tmp_path, words)).is_completed()
    assert len(list((tmp_path / "store").rglob("*.mp4"))) == 1
    assert list(studio.counters().accepted.values()) == [1]


@pytest.mark.long
async def test_a_record_whose_row_makes_no_item_is_told_and_stops_no_other(
    make: Make, start_studio: StartStudio, tmp_path: Path
) -> None:
    studio = start_studio()
    run = await make(studio, studio.sample_urls()[:1], wait=False)
    assert run.states == ["rendering"]
    damaged = RenderRecord(fingerprint="0123456789abcdef", state=ItemState.RENDERING, url="x", generation="open")
    store = LocalFolder(tmp_path / "store")
    store.create(record_key(damaged.fingerprint), damaged.to_bytes(), "application/json")
    state = await finish(studio, tmp_path, scan=True)
    assert state.name == "1 of 2 not finished"
    assert len(list((tmp_path / "store" / "videos").rglob("*.mp4"))) == 1


async def test_a_sweep_drops_the_uploads_that_killed_runs_left_and_no_others(
    make: Make, studio: StudioProcess, tmp_path: Path
) -> None:
    await make(studio, studio.sample_urls()[:1])
    folder = tmp_path / "store" / "videos"
    killed, under_way = folder / ".old.mp4.0123456789ab.part", folder / ".new.mp4.0123456789ab.part"
    for path in (killed, under_way):
        path.write_bytes(b"half")
    two_days_ago = time.time() - 2 * 24 * 3600
    os.utime(killed, (two_days_ago, two_days_ago))
    assert (await finish(studio, tmp_path)).is_completed()
    assert [killed.exists(), under_way.exists()] == [False, True]


async def test_a_damaged_record_is_told_and_stops_no_other(make: Make, studio: StudioProcess, tmp_path: Path) -> None:
    """Neither in a sweep nor in the plan, the budget or the making of a batch."""
    before = sum(studio.counters().accepted.values())
    urls = studio.sample_urls()[:3]
    await make(studio, urls, wait=False)
    damaged, *_ = sorted((tmp_path / "store" / "_renders").glob("*.json"))
    damaged.write_bytes(damaged.read_bytes()[:300])
    state = await finish(studio, tmp_path)
    assert (state.name, state.is_failed()) == ("1 of 3 not finished", True)
    assert len(list((tmp_path / "store" / "videos").rglob("*.mp4"))) == 2
    run = await make(studio, [*urls, studio.sample_urls()[3]], budget=9)
    assert sorted(run.states) == ["failed", "published", "skipped", "skipped"]
    (failed,) = [result for result in run.batch.results if result.state == "failed"]
    failure = present(failed.failure)
    assert failure.code == "ledger_record_unreadable"
    assert str(damaged) in failure.message
    assert sum(studio.counters().accepted.values()) - before == 4


async def test_a_render_is_collected_by_its_id_or_its_fingerprint_alone(
    make: Make, studio: StudioProcess, tmp_path: Path
) -> None:
    run = await make(studio, studio.sample_urls()[:3], wait=False)
    first, second, _ = run.batch.results
    assert (await finish(studio, tmp_path, video_ids=[first.item.fingerprint])).is_completed()
    assert (await finish(studio, tmp_path, video_ids=[second.render_id])).is_completed()
    videos = {path.stem.rpartition("-")[2] for path in (tmp_path / "store" / "videos").rglob("*.mp4")}
    assert videos == {first.item.fingerprint, second.item.fingerprint}


async def test_a_store_without_an_index_is_swept_all_the_same(
    make: Make, studio: StudioProcess, tmp_path: Path
) -> None:
    await make(studio, studio.sample_urls()[:2], wait=False)
    for name in ("_open", "_attempts", "_index"):
        shutil.rmtree(tmp_path / "store" / name, ignore_errors=True)
    assert (await finish(studio, tmp_path)).is_completed()
    assert len(list((tmp_path / "store" / "videos").rglob("*.mp4"))) == 2
