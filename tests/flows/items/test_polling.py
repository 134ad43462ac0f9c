"""When renders are looked at, and with how few requests."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

import pytest

from blocks.errors import ServiceFaultError
from blocks.jogg.service import RenderProgress, RenderStatus
from flows.items.polling import FEWEST, MAX_WAIT, Looks, RenderTimes, next_wait

POLL_SECONDS = 0.1


class Single:
    """A service that is asked about each render by itself, and counts."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def render_status(self, render_id: str) -> RenderProgress:
        self.asked.append(render_id)
        return RenderProgress(render_id, RenderStatus.DONE)


class Listing(Single):
    """One that lists those it knows, all with one status."""

    def __init__(self, *known: str, status: RenderStatus = RenderStatus.RENDERING) -> None:
        super().__init__()
        self.known = known
        self.status = status
        self.lists = 0

    async def newest_renders(self) -> Mapping[str, RenderProgress]:
        self.lists += 1
        return {each: RenderProgress(each, self.status) for each in self.known}


class Broken(Listing):
    async def newest_renders(self) -> Mapping[str, RenderProgress]:
        raise ServiceFaultError("down", code="service_fault")


def looks_at(service: Any) -> Looks:
    return Looks(service, POLL_SECONDS, has_list=isinstance(service, Listing))


async def look(service: Single, *ids: str) -> list[RenderStatus]:
    looks = looks_at(service)
    return [each.status for each in await asyncio.gather(*(looks.progress(each) for each in ids))]


async def test_many_looks_are_one_list_and_what_it_lacks_is_asked_for() -> None:
    service = Listing("a", "b", "c")
    done, rendering = RenderStatus.DONE, RenderStatus.RENDERING
    assert await look(service, "a", "b", "c", "old") == [rendering, rendering, rendering, done]
    assert (service.lists, service.asked) == (1, ["old"])


async def test_a_render_that_has_ended_tells_its_end_itself() -> None:
    service = Listing("a", "b", "c", status=RenderStatus.FAILED)
    assert await look(service, "a", "b", "c") == [RenderStatus.DONE] * 3
    assert service.asked == ["a", "b", "c"]


async def test_few_looks_are_no_list() -> None:
    service = Listing("a", "b")
    await look(service, "a", "b")
    assert (service.lists, service.asked) == (0, ["a", "b"])


@pytest.mark.parametrize("kind", [Single, Broken])
async def test_without_a_list_each_is_asked_about(kind: type[Single]) -> None:
    service = kind()
    assert await look(service, "a", "b", "c") == [RenderStatus.DONE] * 3
    assert service.asked == ["a", "b", "c"]


async def test_a_status_that_no_document_names_is_told_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class Newer(Listing):
        async def newest_renders(self) -> Mapping[str, RenderProgress]:
            return {each: RenderProgress(each, RenderStatus.RENDERING, unknown_status="in_queue") for each in "abc"}

    monkeypatch.setattr("flows.items.polling.get_run_logger", lambda: logging.getLogger("flows"))
    assert await look(Newer(), "a", "b", "c", "a") == [RenderStatus.RENDERING] * 4
    assert [record.message for record in caplog.records] == [
        "The service calls the status of render a 'in_queue', which no document names: it counts as under way."
    ]


async def test_rounds_follow_each_other_and_who_gives_up_disturbs_nobody() -> None:
    service = Listing("a", "b", "c")
    looks = looks_at(service)
    quitter = asyncio.create_task(looks.progress("a"))
    others = [asyncio.create_task(looks.progress(each)) for each in "abc"]
    await asyncio.sleep(0)
    quitter.cancel()
    assert {each.status for each in await asyncio.gather(*others)} == {RenderStatus.RENDERING}
    await asyncio.gather(*(looks.progress(each) for each in "abc"))
    assert service.lists == 2


def test_little_is_learnt_from_few_renders() -> None:
    times = RenderTimes()
    for _ in range(FEWEST - 1):
        times.learn(100, at_first_look=False)
    assert times.first_look(10) == 10
    times.learn(100, at_first_look=False)
    assert times.first_look(10) == 100


def test_the_first_look_comes_when_the_quickest_tenth_was_done() -> None:
    times = RenderTimes()
    for seconds in range(100, 200):
        times.learn(seconds, at_first_look=False)
    assert times.first_look(10) == 110


def test_renders_that_become_quicker_are_found_out() -> None:
    times = RenderTimes()
    for _ in range(20):
        times.learn(300, at_first_look=False)
    for _ in range(20):  # in truth they take 60 s now: each is done at its first look
        times.learn(times.first_look(10), at_first_look=True)
    assert times.first_look(10) < 100


@pytest.mark.parametrize(
    ("elapsed", "closest", "seconds"),
    [(0, 10, 10), (200, 10, 10), (400, 10, 20), (36_000, 10, MAX_WAIT), (3, 0.1, 0.15), (36_000, 90, 90)],
)
def test_a_wait_is_a_small_share_of_what_the_render_has_taken(elapsed: float, closest: float, seconds: float) -> None:
    assert next_wait(elapsed, closest) == pytest.approx(seconds)
