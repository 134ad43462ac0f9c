"""The paid request against a service and a ledger in memory: whatever comes back, at most one request is accepted."""

import asyncio
import logging
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal

import pytest

from blocks.errors import (
    AnswerLostError,
    AuthenticationError,
    ConflictError,
    InsufficientCreditError,
    NotSentError,
    ParameterError,
    RenderAmbiguousError,
    Stage,
    Url2VideoError,
)
from blocks.jogg.corrections import Corrections
from blocks.jogg.generation import Services
from blocks.jogg.service import (
    OPEN_GATE,
    Accepted,
    CannotTell,
    CreatedProduct,
    NeverAccepted,
    RenderLookup,
    RenderProgress,
    StartedRender,
    SubmitGate,
    SubmitWindow,
)
from blocks.jogg.settings import ApiGeneration, RenderSettings
from blocks.ledger.lease import OwnerLease
from blocks.ledger.ledger import Ledger
from blocks.ledger.record import RenderRecord
from blocks.ledger.state import ItemState
from blocks.ledger.takeover import Claimed
from flows.items.claim import ItemClaim
from flows.items.item import Item
from flows.items.payment import pay_once, settle
from flows.items.session import Account, RunOptions, Session
from flows.runtime.settings import RunSettings, ServiceChoice
from tests.ledger_stores import MemoryStore
from tests.present import present

ITEM = Item(1, "https://shop.example/p/blue-mug", Corrections(), RenderSettings(), ApiGeneration.OPEN)
PRODUCT = CreatedProduct("p1", project_id="j1", title="Mug")
LOST = AnswerLostError("No answer came.", code="answer_lost", request_id="rid")
NEVER, UNSURE = NeverAccepted(), CannotTell("the list is out of order")
SETTLE_SECONDS = 0.03


@dataclass
class Lookup:
    """What `find_render` was asked."""

    name: str
    product: CreatedProduct
    window: SubmitWindow
    earlier: frozenset[str]


@dataclass
class ScriptedService:
    """Answers in memory: each POST with the next of `answers`, each lookup with the next of `found`, then the last."""

    answers: list[StartedRender | BaseException] = field(default_factory=list)
    found: list[RenderLookup | Url2VideoError] = field(default_factory=lambda: [NEVER])
    sent: list[tuple[CreatedProduct, RenderSettings, str]] = field(default_factory=list)
    lookups: list[Lookup] = field(default_factory=list)
    first_byte: asyncio.Event = field(default_factory=asyncio.Event)
    longest_exchange: timedelta = timedelta(0)
    clock_skew: timedelta | None = None

    async def start_render(
        self, product: CreatedProduct, settings: RenderSettings, name: str, *, gate: SubmitGate = OPEN_GATE
    ) -> StartedRender:
        await gate.on_turn()
        gate.before_first_byte()
        self.sent.append((product, settings, name))
        self.first_byte.set()
        answer = self.answers.pop(0) if self.answers else StartedRender("r1")
        if isinstance(answer, asyncio.CancelledError):
            await asyncio.Event().wait()
        if isinstance(answer, BaseException):
            raise answer
        return answer

    async def find_render(
        self, name: str, product: CreatedProduct, *, window: SubmitWindow, earlier: Collection[str] = ()
    ) -> RenderLookup:
        self.lookups.append(Lookup(name, product, window, frozenset(earlier)))
        found = self.found.pop(0) if len(self.found) > 1 else self.found[0]
        if isinstance(found, Url2VideoError):
            raise found
        return found

    async def create_product(self, url: str) -> CreatedProduct:
        raise NotImplementedError

    async def update_product(self, product: CreatedProduct, corrections: Corrections) -> None:
        raise NotImplementedError

    async def render_status(self, render_id: str) -> RenderProgress:
        raise NotImplementedError

    async def newest_renders(self) -> Mapping[str, RenderProgress]:
        raise NotImplementedError

    async def named_renders(self, names: Collection[str]) -> Mapping[str, str]:
        raise NotImplementedError


@pytest.fixture
def service() -> ScriptedService:
    return ScriptedService()


@pytest.fixture
def lease() -> Iterator[OwnerLease]:
    with OwnerLease(MemoryStore()) as lease:
        yield lease


OpenSession = Callable[..., Session]


@pytest.fixture
def open_session(service: ScriptedService, lease: OwnerLease, monkeypatch: pytest.MonkeyPatch) -> OpenSession:
    """A session over a store of its own: `open_session(settle_seconds=…, lease_seconds=…)`."""
    monkeypatch.setattr("flows.items.payment.get_run_logger", lambda: logging.getLogger("flows"))
    choice = ServiceChoice(base_url="http://service.example")
    account = Account(choice, choice.base_url, Services(service, previews=service))

    def run(settle_seconds: float = SETTLE_SECONDS, lease_seconds: float = 0.001) -> Session:
        store = MemoryStore()
        heartbeat = lease_seconds / 4
        settings = RunSettings(settle_seconds=settle_seconds, lease_seconds=lease_seconds, heartbeat_seconds=heartbeat)
        return Session(RunOptions("b1", "videos"), {ApiGeneration.OPEN: account}, store, Ledger(store, lease), settings)

    return run


@pytest.fixture
def session(open_session: OpenSession) -> Session:
    return open_session()


def claim_of(session: Session, item: Item = ITEM, *, pay_again: bool = False) -> ItemClaim:
    """The claim with its product, as the steps before the payment leave it."""
    planned = RenderRecord(fingerprint=item.fingerprint, url=item.url, generation="open", batch="b1")
    claimed = session.ledger.claim(planned, pay_again=pay_again)
    assert isinstance(claimed, Claimed)
    claim = ItemClaim(item, session.ledger, claimed)
    if not claim.is_unsettled:
        claim.product_created(PRODUCT)
    return claim


async def left_by_a_run_that_died(session: Session) -> ItemClaim:
    """The claim of a record whose request was made by a run that is gone."""
    claim = claim_of(session)
    await claim.submitting(ITEM.price)
    await claim.release()
    return claim_of(session)


def stored(session: Session) -> RenderRecord:
    return present(session.ledger.find(ITEM.fingerprint))


async def test_an_accepted_request_is_written_down_before_and_after(session: Session, service: ScriptedService) -> None:
    claim = claim_of(session)
    await pay_once(session, claim, PRODUCT)
    assert service.sent == [(PRODUCT, ITEM.settings, ITEM.name)]
    record = stored(session)
    assert (record.state, record.render_id, record.product_id, record.project_id) == (
        ItemState.RENDERING, "r1", "p1", "j1",
    )  # fmt: skip
    (attempt,) = record.attempts
    assert (attempt.credits, attempt.batch, attempt.render_id) == (ITEM.price, "b1", "r1")
    assert attempt.accepted_at
    assert service.lookups == []
    await pay_once(session, claim, PRODUCT)
    assert len(service.sent) == 1


async def test_the_watcher_hears_of_the_request_and_the_ledger_says_it_before_the_first_byte(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    moves: list[tuple[str, ItemState]] = []
    monkeypatch.setattr(session, "moved", lambda item, state: moves.append((item.fingerprint, state)))
    before: list[ItemState] = []
    check_lease = session.ledger.check_lease

    def checked() -> None:
        before.append(stored(session).state)
        check_lease()

    monkeypatch.setattr(session.ledger, "check_lease", checked)
    await pay_once(session, claim_of(session), PRODUCT)
    assert moves == [(ITEM.fingerprint, ItemState.SUBMITTING)]
    assert before == [ItemState.SUBMITTING]


REFUSALS = [
    ParameterError("Bad value.", code="40000"),
    InsufficientCreditError("No credit.", code="18020"),
    NotSentError("Not reached.", code="not_sent"),
]


@pytest.mark.parametrize("error", REFUSALS, ids=lambda error: type(error).__name__)
async def test_a_sure_refusal_leaves_no_attempt_and_is_raised_as_it_is(
    session: Session, service: ScriptedService, error: Url2VideoError
) -> None:
    service.answers = [error]
    with pytest.raises(type(error)) as caught:
        await pay_once(session, claim_of(session), PRODUCT)
    assert caught.value is error
    assert (stored(session).state, stored(session).attempts, service.lookups) == (ItemState.PLANNED, (), [])


async def test_a_lost_answer_of_an_accepted_request_is_adopted(session: Session, service: ScriptedService) -> None:
    service.answers, service.found = [LOST], [UNSURE, Accepted("r7")]
    claim = claim_of(session)
    await pay_once(session, claim, PRODUCT)
    record = stored(session)
    assert (record.state, record.render_id, record.credits) == (ItemState.RENDERING, "r7", ITEM.price)
    assert len(service.sent) == 1
    asked = service.lookups[-1]
    assert (asked.name, asked.earlier) == (ITEM.name, frozenset())
    assert (asked.product.product_id, asked.product.project_id) == ("p1", "j1")
    assert asked.window.opened_at <= present(record.attempts[0].accepted_at)


async def test_a_request_that_never_arrived_may_be_sent_again_and_is_looked_for_once_more(
    session: Session, service: ScriptedService
) -> None:
    service.answers = [LOST]
    claim = claim_of(session)
    with pytest.raises(NotSentError, match=r"surely never accepted it. No answer came.") as caught:
        await pay_once(session, claim, PRODUCT)
    assert (caught.value.code, caught.value.stage) == ("never_accepted", Stage.START_RENDER)
    assert (caught.value.request_id, caught.value.__cause__) == ("rid", LOST)
    asked = len(service.lookups)
    assert asked >= 3
    record = stored(session)
    dropped = present(record.dropped)
    assert (record.state, record.attempts) == (ItemState.PLANNED, ())
    assert (dropped.product_id, dropped.project_id, dropped.attempt.credits) == ("p1", "j1", ITEM.price)

    await pay_once(session, claim, CreatedProduct("p2", project_id="j2"))
    assert [product.product_id for product, _, _ in service.sent] == ["p1", "p2"]
    again = service.lookups[asked]
    assert (again.name, again.product.product_id, again.product.project_id) == (ITEM.name, "p1", "j1")
    assert again.window.opened_at == dropped.attempt.submitted_at
    assert again.window.closed_at >= present(stored(session).attempts[0]).submitted_at - timedelta(seconds=5)
    assert stored(session).state is ItemState.RENDERING


async def test_a_request_that_was_accepted_after_all_is_adopted_in_place_of_a_second_one(
    session: Session, service: ScriptedService
) -> None:
    service.answers = [LOST]
    claim = claim_of(session)
    with pytest.raises(NotSentError):
        await pay_once(session, claim, PRODUCT)
    first = present(stored(session).dropped).attempt
    service.found = [Accepted("late")]
    await pay_once(session, claim, CreatedProduct("p2", project_id="j2"))
    record = stored(session)
    assert (record.state, record.render_id, len(service.sent)) == (ItemState.RENDERING, "late", 1)
    (attempt,) = record.attempts
    assert (attempt.submitted_at, attempt.credits, attempt.render_id) == (first.submitted_at, ITEM.price, "late")


async def test_where_the_service_cannot_tell_nothing_more_is_sent_and_a_person_is_told_what_to_do(
    session: Session, service: ScriptedService
) -> None:
    service.answers, service.found = [LOST], [UNSURE]
    claim = claim_of(session)
    with pytest.raises(RenderAmbiguousError) as caught:
        await pay_once(session, claim, PRODUCT)
    error = caught.value
    assert (error.code, error.stage) == ("render_ambiguous", Stage.START_RENDER)
    assert error.message.endswith("the service can't tell whether it was accepted (the list is out of order).")
    assert error.next_step == (
        "`url2video finish` asks again. Or look for project j1 in the service's own list. If it is there, run"
        f" `{session.resolve_command(ITEM)} --adopt ID`; if not, the same with `--never-accepted`. Nothing more is paid"
        " until then."
    )
    record = stored(session)
    assert (record.state, record.credits, record.owner, len(service.sent)) == (
        ItemState.AMBIGUOUS, ITEM.price, None, 1,
    )  # fmt: skip
    assert present(record.error).code == "render_ambiguous"
    assert record.attempts[-1].exchange_ended
    assert 0 <= record.attempts[-1].open_seconds < 60


@pytest.mark.parametrize(("item", "kind"), [(ITEM, "video"), (replace(ITEM, is_preview=True), "preview")])
async def test_a_video_without_a_project_is_named_by_its_fingerprint(
    session: Session, service: ScriptedService, item: Item, kind: str
) -> None:
    service.answers, service.found = [LOST], [UNSURE]
    claim = claim_of(session, item)
    claim.product_created(CreatedProduct("p1"))
    with pytest.raises(RenderAmbiguousError) as caught:
        await pay_once(session, claim, CreatedProduct("p1"))
    assert f"Or look for a {kind} named {item.name} in" in caught.value.next_step
    assert service.lookups[0].product == CreatedProduct("p1", project_id=None)


async def test_a_run_that_is_cancelled_during_the_request_leaves_an_exchange_that_has_ended(
    session: Session, service: ScriptedService
) -> None:
    service.answers = [asyncio.CancelledError()]
    claim = claim_of(session)
    paying = asyncio.create_task(pay_once(session, claim, PRODUCT))
    await service.first_byte.wait()
    paying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await paying
    await claim.release()
    record = stored(session)
    assert (record.state, record.attempts[-1].exchange_ended) == (ItemState.SUBMITTING, True)


async def test_a_batch_that_an_account_error_has_stopped_sends_nothing(
    session: Session, service: ScriptedService
) -> None:
    session.stop_paying(AuthenticationError("Wrong key.", code="10105"))
    with pytest.raises(AuthenticationError):
        await pay_once(session, claim_of(session), PRODUCT)
    assert (service.sent, stored(session).state) == ([], ItemState.PLANNED)


async def test_a_lease_that_ran_out_before_the_first_byte_sends_nothing(
    session: Session, service: ScriptedService, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = ConflictError("The lease ran out.", code="lease_lost")

    def refuse() -> None:
        raise lost

    monkeypatch.setattr(session.ledger, "check_lease", refuse)
    with pytest.raises(ConflictError) as caught:
        await pay_once(session, claim_of(session), PRODUCT)
    assert caught.value is lost
    assert (service.sent, stored(session).attempts) == ([], ())


async def test_an_unsettled_record_is_settled_before_anything_is_sent(
    session: Session, service: ScriptedService
) -> None:
    claim = await left_by_a_run_that_died(session)
    service.found = [Accepted("r3")]
    await pay_once(session, claim, PRODUCT)
    assert (stored(session).state, stored(session).render_id, service.sent) == (ItemState.RENDERING, "r3", [])


async def test_what_was_surely_never_accepted_is_sent_for_the_first_time(
    session: Session, service: ScriptedService
) -> None:
    claim = await left_by_a_run_that_died(session)
    await pay_once(session, claim, PRODUCT)
    # At least three to settle, and one more right before the request.
    assert (len(service.lookups) >= 4, len(service.sent)) == (True, 1)
    assert stored(session).state is ItemState.RENDERING


async def test_the_request_of_a_dead_run_is_unknown_only_after_its_longest_exchange_and_its_lease(
    open_session: OpenSession, service: ScriptedService
) -> None:
    session = open_session(lease_seconds=0.1)
    claim = await left_by_a_run_that_died(session)
    service.longest_exchange = timedelta(seconds=0.2)
    began = asyncio.get_running_loop().time()
    await settle(session, claim)
    assert asyncio.get_running_loop().time() - began >= 0.3 + SETTLE_SECONDS
    assert service.lookups[0].window.closed_at - service.lookups[0].window.opened_at >= timedelta(seconds=0.2)


async def test_three_lookups_are_enough_once_the_time_is_over(
    open_session: OpenSession, service: ScriptedService, caplog: pytest.LogCaptureFixture
) -> None:
    session = open_session(settle_seconds=0.0001)
    claim = await left_by_a_run_that_died(session)
    lease = timedelta(seconds=session.settings.lease_seconds)
    while claim.unknown_seconds(lease) < session.settings.settle_seconds:  # noqa: ASYNC110 - only time passes
        await asyncio.sleep(0)
    with caplog.at_level(logging.INFO, "flows"):
        await settle(session, claim)
    assert len(service.lookups) == 3
    assert caplog.messages == ["blue-mug: the response to its paid request was lost; asking the service for up to 0 s."]


async def test_a_refused_key_is_raised_while_settling_and_leaves_the_record(
    session: Session, service: ScriptedService
) -> None:
    claim = await left_by_a_run_that_died(session)
    service.found = [AuthenticationError("Wrong key.", code="10105")]
    with pytest.raises(AuthenticationError):
        await settle(session, claim)
    assert stored(session).state is ItemState.SUBMITTING


async def test_renders_that_are_known_from_before_are_not_taken_for_the_lost_one(
    session: Session, service: ScriptedService
) -> None:
    claim = claim_of(session)
    await pay_once(session, claim, PRODUCT)
    await claim.failed(AnswerLostError("broken", code="render_failed"))
    again = claim_of(session, pay_again=True)
    service.answers = [LOST]
    with pytest.raises(NotSentError):
        await pay_once(session, again, PRODUCT)
    service.answers, service.found = [LOST], [NEVER, Accepted("r2")]
    await pay_once(session, again, PRODUCT)
    assert {asked.earlier for asked in service.lookups} == {frozenset({"r1"})}
    assert [attempt.render_id for attempt in stored(session).attempts] == ["r1", "r2"]
    assert stored(session).credits == 2 * ITEM.price


async def test_settling_is_said_once_with_the_time_it_takes(
    open_session: OpenSession, service: ScriptedService, caplog: pytest.LogCaptureFixture
) -> None:
    session = open_session(settle_seconds=100)
    claim = await left_by_a_run_that_died(session)
    service.longest_exchange, service.found = timedelta(seconds=7), [Accepted("r1")]
    with caplog.at_level(logging.INFO, "flows"):
        await settle(session, claim)
    assert [record.getMessage() for record in caplog.records] == [
        "blue-mug: the response to its paid request was lost; asking the service for up to 107 s."
    ]


async def test_each_attempt_has_the_price_and_the_time_of_its_own(session: Session, service: ScriptedService) -> None:
    service.answers = [LOST]
    claim = claim_of(session)
    with pytest.raises(NotSentError):
        await pay_once(session, claim, PRODUCT)
    first = present(stored(session).dropped).attempt
    await pay_once(session, claim, PRODUCT)
    (second,) = stored(session).attempts
    assert first.submitted_at < second.submitted_at
    assert second.credits == Decimal(1)
