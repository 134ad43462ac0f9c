"""Renders that are looked at together cost one request where the service has a list."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

import pytest

from blocks.errors import ServiceFaultError
from blocks.jogg.service import RenderProgress, RenderStatus
from flows.items.polling import Looks

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
