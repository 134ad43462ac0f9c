"""`url2video status`: what a store holds, told from names where these are enough."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from blocks.ledger.index import LedgerIndex, attempt_key, open_key
from blocks.ledger.record import Attempt, PublishedVideo, RecordedError, RenderRecord, record_key
from blocks.ledger.state import ItemState
from blocks.ledger.view import LedgerView
from blocks.store.local.folder import LocalFolder
from blocks.store.store import VideoStore
from flows.cli.status import read_status
from tests.ledger_stores import CountingStore, MemoryStore

TODAY = datetime.now(UTC)
PUBLISHED = 300


def record(number: int, state: ItemState, *, order: str = "") -> RenderRecord:
    name = f"{number:016x}"
    video = PublishedVideo(key=f"videos/shop.example/p-{name}.mp4", size=1, sha256="", seconds=1)
    return RenderRecord(
        fingerprint=name,
        url=f"https://shop.example/{number}",
        generation="open",
        state=state,
        order=order,
        attempts=(Attempt(submitted_at=TODAY, credits=Decimal(1)),),
        video=video if state is ItemState.PUBLISHED else None,
        error=RecordedError(code="x", message="The page shows no product.") if state is ItemState.FAILED else None,
    )


def fill(store: VideoStore) -> None:
    """One of each kind, and many that are published."""
    LedgerIndex(store).completed(date(2026, 1, 1))
    states = [ItemState.FAILED, ItemState.PUBLISHED, ItemState.REJECTED, ItemState.PLANNED]
    records = [record(number, state) for number, state in enumerate(states)]
    records += [
        record(50, ItemState.RENDERING, order="a"),
        *(record(100 + n, ItemState.PUBLISHED) for n in range(PUBLISHED)),
    ]
    for each in records:
        store.create(record_key(each.fingerprint), each.to_bytes(), "application/json")
        if each.order:
            store.put(open_key(each.fingerprint, each.order), each.to_bytes(), "application/json")
        if each.video and each.fingerprint != f"{1:016x}":
            store.put(each.video.key, b"v", "video/mp4")
    paid = records[0]
    store.put(
        attempt_key(paid.fingerprint, "a", TODAY), paid.attempts[0].model_dump_json().encode(), "application/json"
    )


def test_every_kind_is_told_and_published_records_are_not_read() -> None:
    store = MemoryStore()
    fill(store)
    counting = CountingStore(store)
    status = read_status(counting, LedgerView(counting))
    assert status.published == Counter(video=PUBLISHED)
    assert [each.state for each in status.open] == [ItemState.RENDERING, ItemState.PLANNED]
    assert [each.url for each in status.failed] == ["https://shop.example/0"]
    assert [each.url for each in status.missing] == ["https://shop.example/1"]
    assert (status.rejected, status.unreadable, status.spent_today) == (1, (), Decimal(1))
    assert counting.calls["read"] < 20


def test_the_command_shows_it_without_a_key(
    run_cli: Callable[..., int],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JOGG_API_KEY", raising=False)
    fill(LocalFolder(tmp_path / "there"))
    assert run_cli("status", "there") == 0
    shown = capsys.readouterr().out
    assert "published    300 videos\n" in shown
    assert "open         2 (1 rendering, 1 planned)\n" in shown
    assert "https://shop.example/0  The page shows no product.\n" in shown
    assert "spent today  1 credit\n" in shown
    assert run_cli("status", "there", "--json") == 0
    assert json.loads(capsys.readouterr().out)["published"] == {"video": PUBLISHED}


def test_a_place_without_videos_has_nothing(
    run_cli: Callable[..., int], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run_cli("status", str(tmp_path / "empty")) == 0
    assert "published    nothing\n" in capsys.readouterr().out
    assert not (tmp_path / "empty").exists()
