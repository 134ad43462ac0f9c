"""A video in which checks find something: held back, told, decided by a person, and only then in the feeds."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from blocks.channels.profile import Channel
from blocks.finding import Rule
from blocks.jogg.settings import RenderSettings
from blocks.ledger.record import VideoDecision
from blocks.store.local.folder import LocalFolder
from flows.items.sidecar import Sidecar
from tests.conftest import StudioProcess
from tests.flows.conftest import Make
from tests.generations import V2
from tests.ledger_stores import readable_records
from tests.prefect_server import PrefectServer

CONTENT_RULES = [Rule.PRICE, Rule.CURRENCY, Rule.SAVING, Rule.NAME, Rule.LANGUAGE]
ORDERED = RenderSettings(length=15, avatar_id=990)
"""The clip of the instant studio has two seconds."""


@pytest.mark.parametrize("words", [V2], indirect=True)
async def test_a_held_video_is_in_no_feed_until_a_person_accepts_it(
    make: Make,
    studio: StudioProcess,
    prefect_server: PrefectServer,
    run_cli: Callable[..., int],
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Wherever feeds are written, findings hold a video back.
    monkeypatch.setenv("URL2VIDEO_PUBLIC_BASE_URL", "https://cdn.example/v")
    store, page, before = tmp_path / "store", studio.sample_urls()[0], studio.counters()
    held = await make(studio, [page], settings=ORDERED)
    assert (held.states, held.state.name) == (["needs_review"], "1 of 1 needs_review")
    (result,) = held.batch.results
    assert result.failure is not None
    assert "length as ordered: 2.0 s, wanted about 15 s" in result.failure.message
    sitemap = store / "feeds/video-sitemap.xml"
    assert b"<loc>" not in sitemap.read_bytes()
    assert "awaits a decision" in (store / "feeds/left-out.csv").read_text()
    gallery = store / f"batches/{held.batch.batch}/index.html"
    assert "length as ordered" in gallery.read_text()
    (told,) = prefect_server.await_events([f"url2video.video.{result.item.fingerprint}"], 1)
    assert told["event"] == "url2video.video.needs-review"
    assert told["payload"]["findings"]

    again = await make(studio, [page], settings=ORDERED)
    assert again.states == ["needs_review"]
    decided = ["verdict", result.item.fingerprint, "--to", str(store)]
    assert await asyncio.to_thread(run_cli, *decided) == 2
    assert await asyncio.to_thread(run_cli, *decided, "--reject") == 0
    assert b"<loc>" not in sitemap.read_bytes()
    assert (await make(studio, [page], settings=ORDERED)).states == ["rejected"]
    assert await asyncio.to_thread(run_cli, *decided, "--accept") == 0
    assert "Feeds offer it." in capsys.readouterr().out
    assert b"<loc>" in sitemap.read_bytes()
    assert (await make(studio, [page], settings=ORDERED)).states == ["skipped"]
    assert studio.counters().paid_twice == before.paid_twice
    (sidecar,) = store.glob("videos/*/*.json")
    assert Sidecar.model_validate_json(sidecar.read_bytes()).decision is VideoDecision.ACCEPTED
    (record,) = readable_records(LocalFolder(store))
    assert record.video is not None
    assert [finding.rule for finding in record.video.findings] == ["length as ordered"]


@pytest.mark.parametrize("words", [V2], indirect=True)
@pytest.mark.parametrize(("mode", "findings"), [("warn", 1), ("off", 0)])
async def test_without_a_hold_it_is_published_with_what_was_found(
    mode: str, findings: int, make: Make, studio: StudioProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("URL2VIDEO_CHECKS", mode)
    run = await make(
        studio, studio.sample_urls()[:1], settings=ORDERED.model_copy(update={"avatar_id": 991 + findings})
    )
    assert (run.states, run.state.name) == (["published"], "Completed")
    (sidecar,) = (tmp_path / "store").glob("videos/*/*.json")
    assert len(json.loads(sidecar.read_bytes())["findings"]) == findings


async def test_a_video_for_a_channel_is_checked_by_its_rules_and_paid_once(
    make: Make, studio: StudioProcess, tmp_path: Path
) -> None:
    page, before = studio.sample_urls()[:1], studio.counters()
    made = await make(studio, page, channel="google")
    assert made.states == ["published"]
    (sidecar,) = (tmp_path / "store").glob("videos/*/*.json")
    kept = Sidecar.model_validate_json(sidecar.read_bytes())
    assert kept.channel is Channel.GOOGLE
    # The clip of the instant studio has two seconds.
    assert "length for the channel: 2.0 s, wanted at least 6 s for google" in map(str, kept.findings)
    (record,) = readable_records(LocalFolder(tmp_path / "store"))
    assert record.catalog_row["for"] == "google"
    assert (await make(studio, page)).states == (await make(studio, page, channel="meta")).states == ["skipped"]
    assert studio.counters().paid_twice == before.paid_twice


@pytest.mark.parametrize("words", [V2], indirect=True)
async def test_a_video_without_text_is_said_to_be_held_against_nothing(
    make: Make, studio: StudioProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("URL2VIDEO_CHECKS", "hold")
    monkeypatch.setenv("URL2VIDEO_CONTENT_CHECKS", "true")
    run = await make(studio, studio.sample_urls()[:1])
    assert run.states == ["published"]
    (sidecar,) = (tmp_path / "store").glob("videos/*/*.json")
    told = Sidecar.model_validate_json(sidecar.read_bytes())
    assert told.content is not None
    assert told.content.compared == ()
    assert [reason.partition(":")[0] for reason in told.content.not_compared] == CONTENT_RULES


def test_only_a_video_that_is_held_can_be_decided(
    run_cli: Callable[..., int], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run_cli("verdict", "0" * 16, "--accept", "--to", str(tmp_path)) == 2
    assert "fingerprint: '0000000000000000'; allowed: " in capsys.readouterr().err
    assert run_cli("verdict", "0" * 16, "--accept", "--reject", "--to", str(tmp_path)) == 2
