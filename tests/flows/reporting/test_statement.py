"""The statement of a month: what was charged and failed, and what was charged at another price."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from blocks.errors import ConfigurationError
from blocks.jogg.corrections import Corrections
from blocks.jogg.settings import ApiGeneration, RenderSettings
from blocks.ledger.record import Attempt, RecordedError, RenderRecord, record_key
from blocks.ledger.state import ItemState
from flows.items.item import Item
from flows.items.stored_row import catalog_row
from flows.reporting.statement import Month, Why, charges, statement

NOVEMBER = Month(2026, 11)
ITEM = Item(1, "https://shop.example/p", Corrections(), RenderSettings(), ApiGeneration.OPEN, id="SKU-1")


def attempt(credits: str = "1", *, day: int = 5, month: int = 11, accepted: bool = True) -> Attempt:
    moment = datetime(2026, month, day, tzinfo=UTC)
    return Attempt(
        submitted_at=moment, credits=Decimal(credits), accepted_at=moment if accepted else None, render_id=f"r{day}"
    )


def record(state: ItemState, *attempts: Attempt, item: Item = ITEM) -> RenderRecord:
    return RenderRecord(
        fingerprint=item.fingerprint,
        kind="preview" if item.is_preview else "render",
        state=state,
        url=item.url,
        generation=item.generation.value,
        catalog_row=catalog_row(item),
        attempts=attempts,
        error=RecordedError(code="render_failed", message="It failed.", request_id="q1"),
    )


CASES = [
    (record(ItemState.PUBLISHED, attempt()), [Why.NOTHING]),
    (record(ItemState.RENDERING, attempt()), [Why.NOTHING]),
    (record(ItemState.FAILED, attempt()), [Why.FAILED]),
    (record(ItemState.PUBLISHED, attempt(), attempt(day=6)), [Why.FAILED, Why.NOTHING]),
    (record(ItemState.FAILED, attempt(), attempt(day=6)), [Why.FAILED, Why.FAILED]),
    (record(ItemState.PUBLISHED, attempt("2")), [Why.PRICE]),
    (record(ItemState.PUBLISHED, attempt("0.5")), [Why.PRICE]),
    (record(ItemState.AMBIGUOUS, attempt(accepted=False)), [Why.UNKNOWN]),
    (record(ItemState.SUBMITTING, attempt(accepted=False)), [Why.UNKNOWN]),
    (record(ItemState.FAILED), []),
    (record(ItemState.FAILED, attempt(month=10), attempt(month=12)), []),
    (record(ItemState.FAILED, attempt(month=10), attempt()), [Why.FAILED]),
    (record(ItemState.PUBLISHED, attempt("0.5"), item=replace(ITEM, is_preview=True)), [Why.NOTHING]),
    (record(ItemState.PUBLISHED, attempt("1"), item=replace(ITEM, is_preview=True)), [Why.PRICE]),
    (record(ItemState.PUBLISHED, attempt("2")).model_copy(update={"catalog_row": {}}), [Why.NOTHING]),
]


@pytest.mark.parametrize(("of", "why"), CASES)
def test_each_paid_request_of_the_month_is_told_with_what_is_wrong(of: RenderRecord, why: list[Why]) -> None:
    assert [charge.why for charge in charges([of], NOVEMBER)] == why


def test_a_row_says_what_the_vendors_support_asks_for() -> None:
    (row,) = csv.DictReader(io.StringIO(statement(charges([record(ItemState.FAILED, attempt())], NOVEMBER)).decode()))
    assert row["submitted_at"] == "2026-11-05T00:00:00+00:00"
    assert (row["why"], row["charged"], row["expected"]) == ("charged and failed", "1.0", "1.0")
    assert (row["render_id"], row["request_id"], row["code"], row["id"]) == ("r5", "q1", "render_failed", "SKU-1")


@pytest.mark.parametrize("text", ["2026-13", "2026", "november", "", "2026-11-01", "x" * 99])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ConfigurationError, match="allowed: a year and a month"):
        Month.of(text)


def test_the_command_prints_the_table_and_its_sum(
    run_cli: Callable[..., int], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = tmp_path / "_renders"
    folder.mkdir()
    for each in (
        record(ItemState.FAILED, attempt()),
        record(ItemState.PUBLISHED, attempt(), item=replace(ITEM, id="2", url="https://shop.example/2")),
    ):
        (tmp_path / record_key(each.fingerprint)).write_bytes(each.to_bytes())
    (folder / "00000000000000ff.json").write_bytes(b"{")
    assert run_cli("statement", str(tmp_path), "--month", "2026-11") == 0
    said = capsys.readouterr()
    assert [row["why"] for row in csv.DictReader(io.StringIO(said.out))] == ["charged and failed"]
    assert "is damaged and can't be read" in said.err
    assert said.err.endswith("2026-11: 2 paid requests, 2 credits; listed: 1, 1 credit.\n")
    assert run_cli("statement", str(tmp_path), "--month", "2026-11", "--all") == 0
    assert len(capsys.readouterr().out.splitlines()) == 3
    assert run_cli("statement", str(tmp_path), "--month", "11/2026") == 2
