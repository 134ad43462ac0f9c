"""Never pay twice, never lose a video, never show a green run that hides a failure: rules that need whole runs."""

import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from blocks.errors import RenderFailedError
from blocks.ledger.lease import OwnerLease
from blocks.ledger.ledger import Ledger
from blocks.ledger.record import RenderRecord
from blocks.ledger.takeover import Claimed
from blocks.store.local.folder import LocalFolder
from flows.items.item import Item
from flows.items.resolution import Resolution
from flows.items.stored_row import catalog_row
from flows.runtime.access import Access
from flows.runtime.settings import ServiceChoice
from tests.conftest import StudioProcess
from tests.flows.conftest import Make
from tests.flows.test_finish_videos import finish
from tests.generations import OPEN, V2, Words, both_generations, second_generation


def accepted(studio: StudioProcess) -> int:
    """Renders that the service has ever accepted."""
    return sum(studio.counters().accepted.values())


def forget(store: Path) -> None:
    """Take the ledger away, as a lifecycle rule or a copy without names that begin with `_` does."""
    for folder in store.glob("_*"):
        shutil.rmtree(folder)


@second_generation
async def test_a_person_adopts_an_ambiguous_render(
    make: Make, studio: StudioProcess, tmp_path: Path, words: Words
) -> None:
    before = studio.counters().accepted
    studio.add_faults(words.fault("accept_then_drop"), words.cannot_tell)
    run = await make(studio, studio.sample_urls()[:1])
    assert run.states == ["ambiguous"]
    (render_id,) = set(studio.counters().accepted) - set(before)
    studio.clear_faults()
    fingerprint = run.batch.results[0].item.fingerprint
    state = await finish(studio, tmp_path, words, video_ids=[fingerprint], resolve=Resolution(adopt=render_id))
    assert state.is_completed()
    assert (await make(studio, studio.sample_urls()[:1])).states == ["skipped"]
    assert accepted(studio) - sum(before.values()) == 1


@second_generation
async def test_a_person_says_that_a_render_was_never_accepted(
    make: Make, studio: StudioProcess, tmp_path: Path, words: Words
) -> None:
    before = accepted(studio)
    studio.add_faults(words.fault("drop_before"), words.cannot_tell)
    run = await make(studio, studio.sample_urls()[:1])
    assert run.states == ["ambiguous"]
    again = await make(studio, studio.sample_urls()[:1], pay_again=True)
    assert again.states == ["ambiguous"]
    fingerprint = run.batch.results[0].item.fingerprint
    resolved = Resolution(never_accepted=True)
    assert (await finish(studio, tmp_path, words, video_ids=[fingerprint], resolve=resolved)).is_completed()
    assert (await finish(studio, tmp_path, words)).is_completed()
    studio.clear_faults()
    assert (await make(studio, studio.sample_urls()[:1])).states == ["published"]
    assert accepted(studio) - before == 1


@both_generations
async def test_a_ledger_that_is_gone_is_rebuilt_from_what_lies_beside_the_videos(
    make: Make, studio: StudioProcess, tmp_path: Path, words: Words
) -> None:
    urls = studio.sample_urls()[:2]
    made = await make(studio, urls)
    assert {result.item.generation for result in made.batch.results} == {words.generation}
    before = studio.counters()
    forget(tmp_path / "store")
    assert (await make(studio, urls)).states == ["skipped", "skipped"]
    assert len(list((tmp_path / "store" / "_renders").glob("*.json"))) == 2
    assert studio.counters().posts == before.posts


@pytest.mark.parametrize("words", [V2], indirect=True)
async def test_a_render_that_the_account_knows_by_name_is_not_paid_again(
    make: Make, studio: StudioProcess, tmp_path: Path
) -> None:
    url = studio.sample_urls()[:1]
    await make(studio, url)
    before = accepted(studio)
    shutil.rmtree(tmp_path / "store")
    run = await make(studio, url)
    assert (run.states, run.batch.results[0].adopted, run.batch.credits) == (["published"], True, Decimal(0))
    assert accepted(studio) == before


@second_generation
async def test_a_render_that_is_not_listed_right_after_its_acceptance_is_waited_for(
    make: Make, studio: StudioProcess, words: Words
) -> None:
    before = accepted(studio)
    studio.add_faults({"action": "hide_project", "status": 400, "seconds": 2, "method": "POST", "path": words.render})
    run = await make(studio, studio.sample_urls()[:1])
    assert (run.states, accepted(studio) - before) == (["published"], 1)


@second_generation
async def test_a_budget_counts_what_may_have_been_taken(make: Make, studio: StudioProcess, words: Words) -> None:
    before = accepted(studio)
    studio.add_faults(words.fault("accept_then_drop"), words.cannot_tell)
    run = await make(studio, studio.sample_urls()[:2], budget=Decimal(1), concurrency=1)
    assert run.states == ["ambiguous", "unaffordable"]
    assert "0 credits taken in this run, 1 more may have been" in run.batch.sentence
    assert accepted(studio) - before == 1


async def test_a_video_that_is_lost_and_can_not_be_had_again_is_no_success(
    make: Make, studio: StudioProcess, tmp_path: Path
) -> None:
    made = await make(studio, studio.sample_urls()[:1])
    item, store = made.batch.results[0].item, LocalFolder(tmp_path / "store")
    (video,) = (tmp_path / "store" / "videos").rglob("*.mp4")
    video.unlink()
    with OwnerLease(store) as lease:
        ledger = Ledger(store, lease)
        claim = ledger.claim(RenderRecord(fingerprint=item.fingerprint, url=item.url, generation=item.generation))
        assert isinstance(claim, Claimed)
        ledger.failed(claim, RenderFailedError("The service has deleted it.", code="render_failed"))
    again = await make(studio, studio.sample_urls()[:1])
    assert (again.states, again.state.is_completed()) == (["failed"], False)


async def test_an_order_that_a_killed_run_never_made_is_said_by_every_sweep(
    make: Make, studio: StudioProcess, tmp_path: Path
) -> None:
    run = await make(studio, studio.sample_urls()[:1])
    store = LocalFolder(tmp_path / "store")
    with OwnerLease(store) as lease:
        assert isinstance(Ledger(store, lease).claim(ordered(run.batch.results[0].item)), Claimed)
    first, second = await finish(studio, tmp_path), await finish(studio, tmp_path)
    assert [first.name, second.name] == ["1 of 1 not finished"] * 2
    assert not first.is_completed()


def ordered(item: Item) -> RenderRecord:
    """An item of the same page that nobody has made, as a run claims it."""
    other = Item(1, f"{item.url}?another=1", item.corrections, item.settings, item.generation)
    return RenderRecord(
        fingerprint=other.fingerprint, url=other.url, generation=other.generation, catalog_row=catalog_row(other)
    )


@pytest.mark.parametrize("words", [V2], indirect=True)
async def test_a_sweep_takes_the_renders_of_every_generation(make: Make, studio: StudioProcess, tmp_path: Path) -> None:
    run = await make(studio, studio.sample_urls()[:1], wait=False)
    assert run.states == ["rendering"]
    assert (await finish(studio, tmp_path, OPEN)).is_completed()
    assert len(list((tmp_path / "store" / "videos").rglob("*.mp4"))) == 1


async def test_a_sweep_says_what_it_has_no_service_for(
    make: Make, studio: StudioProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await make(studio, studio.sample_urls()[:1], wait=False)
    choice = ServiceChoice(generation="v2", base_url=studio.url)
    monkeypatch.setattr("flows.finish_videos.with_other_generations", only_itself)
    state = await finish(studio, tmp_path, service=choice)
    assert (state.name, state.is_completed()) == ("1 of 1 not finished", False)


async def only_itself(access: Access, _: Any) -> Access:
    """As where the service is a stored block, which is of one generation."""
    return access
