"""Many items wait for renders of one account, and one list tells of them all."""

import asyncio
from collections.abc import Mapping
from typing import Any, cast

from blocks.errors import ServiceFaultError
from blocks.jogg.service import RenderProgress, RenderStatus, VideoService
from flows.shared_look import SharedLook


class Account:
    """A service that has a list, and counts how often it is asked for."""

    def __init__(self, *render_ids: str, faulty: bool = False) -> None:
        self.render_ids, self.faulty, self.asked = render_ids, faulty, 0

    async def newest_renders(self) -> Mapping[str, RenderProgress]:
        self.asked += 1
        await asyncio.sleep(0)
        if self.faulty:
            raise ServiceFaultError("down", code="50000")
        return {render_id: RenderProgress(render_id, RenderStatus.RENDERING) for render_id in self.render_ids}


def shared(account: Any) -> SharedLook:
    return SharedLook(cast("VideoService", account))


async def test_whoever_looks_at_the_same_time_shares_one_request() -> None:
    account = Account("a", "b")
    look = shared(account)
    seen = await asyncio.gather(*(look.at(render_id, 60) for render_id in ("a", "b", "old")))
    assert [progress.render_id if progress else None for progress in seen] == ["a", "b", None]
    assert account.asked == 1


async def test_an_old_list_is_read_anew() -> None:
    account = Account("a")
    look = shared(account)
    await look.at("a", 60)
    await look.at("a", -1)
    assert account.asked == 2


async def test_a_list_that_can_not_be_had_leaves_each_to_ask_by_itself() -> None:
    assert await shared(Account("a", faulty=True)).at("a", 60) is None
