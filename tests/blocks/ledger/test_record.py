"""A record as JSON: what is read back, and what is refused in whose words."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from blocks.errors import AnswerLostError, LedgerRecordError, NotSentError, Stage, Url2VideoError
from blocks.ledger.record import SCHEMA_VERSION, Attempt, RecordedError, RenderRecord, record_key
from blocks.ledger.state import OPEN_STATES, RUN_ENDS, ItemState

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
REQUEST = Attempt(submitted_at=NOW, credits=Decimal("0.1"), batch="b1")
ACCEPTED = REQUEST.model_copy(update={"accepted_at": NOW, "render_id": "r"})


def record(*attempts: Attempt, state: ItemState = ItemState.PLANNED, order: str = "") -> RenderRecord:
    return RenderRecord(
        fingerprint="f1", url="https://shop/p", generation="open", attempts=attempts, state=state, order=order
    )


def read(body: dict[str, object]) -> RenderRecord:
    return RenderRecord.from_bytes(json.dumps(body).encode(), "_renders/f1.json")


BODY: dict[str, object] = {"fingerprint": "f1", "url": "https://shop/p", "generation": "open"}


def test_a_record_is_read_as_it_was_written() -> None:
    written = record(REQUEST, ACCEPTED, order="o1")
    assert RenderRecord.from_bytes(written.to_bytes(), "x") == written
    assert json.loads(written.to_bytes())["attempts"][0]["credits"] == 0.1
    assert record_key("f1") == "_renders/f1.json"


def test_a_record_is_written_for_people_too_with_all_its_fields_each_on_a_line_of_its_own() -> None:
    lines = record().to_bytes().decode().splitlines()
    names = [line.strip().partition(":")[0].strip('"') for line in lines if line.startswith(' "')]
    assert names == list(RenderRecord.model_fields)


def test_credits_are_summed_exactly() -> None:
    assert record(REQUEST, REQUEST, REQUEST).credits == Decimal("0.3")
    assert record().credits == 0


@pytest.mark.parametrize(("attempts", "accepted"), [((), False), ((REQUEST,), False), ((ACCEPTED, REQUEST), True)])
def test_one_accepted_request_is_enough(attempts: tuple[Attempt, ...], accepted: bool) -> None:
    assert record(*attempts).was_accepted is accepted


@pytest.mark.parametrize("state", sorted(set(ItemState) - RUN_ENDS))
def test_a_record_is_open_by_its_order_or_its_state(state: ItemState) -> None:
    assert record(state=state).is_open is (state in OPEN_STATES)
    assert record(state=state, order="o1").is_open


@pytest.mark.parametrize("state", sorted(RUN_ENDS))
def test_no_record_has_the_end_of_a_run(state: ItemState) -> None:
    with pytest.raises(ValueError, match=r"Value error, no record has the end of a run \["):
        record(state=state)


@pytest.mark.parametrize("version", [SCHEMA_VERSION + 1, SCHEMA_VERSION + 100])
def test_a_newer_record_asks_for_an_update(version: int) -> None:
    with pytest.raises(LedgerRecordError, match=r"_renders/f1.json was written by a newer url2video") as caught:
        read({**BODY, "schema_version": version})
    assert caught.value.code == "ledger_record_newer"
    assert caught.value.next_step == "Update url2video on this machine; the record is left as it is."


@pytest.mark.parametrize("version", [0, -1, "new", None, 1.5, "2", [2]])
def test_a_version_that_is_none_makes_a_damaged_record(version: object) -> None:
    with pytest.raises(LedgerRecordError, match=r"_renders/f1.json is damaged and can't be read") as caught:
        read({**BODY, "schema_version": version})
    assert caught.value.code == "ledger_record_unreadable"


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"text"', b"{}", b"\xff"])
def test_what_is_no_record_is_damaged(body: bytes) -> None:
    with pytest.raises(LedgerRecordError) as caught:
        RenderRecord.from_bytes(body, "x")
    assert caught.value.code == "ledger_record_unreadable"


@pytest.mark.parametrize(
    ("error", "kept"),
    [
        (
            AnswerLostError("lost", code="answer_lost", stage=Stage.START_RENDER, request_id="rid"),
            {"stage": "start-render", "request_id": "rid", "retryable": False, "ambiguous": True},
        ),
        (NotSentError("away", code="not_sent"), {"stage": "", "request_id": "", "retryable": True, "ambiguous": False}),
    ],
)
def test_of_an_error_is_kept_what_a_person_needs(error: Url2VideoError, kept: dict[str, object]) -> None:
    recorded = RecordedError.of(error)
    assert (recorded.code, recorded.message, recorded.next_step) == (error.code, error.message, error.next_step)
    assert {name: getattr(recorded, name) for name in kept} == kept
    assert recorded.next_step
