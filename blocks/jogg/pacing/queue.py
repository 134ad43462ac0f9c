"""Who is next: those who are urgent before the others, and each kind first come, first served."""

import asyncio
from heapq import heappop, heappush
from itertools import count
from typing import Generic, TypeVar

T = TypeVar("T")


class Turns(Generic[T]):
    """A queue of callers, each waiting for a value of its own. Of one event loop."""

    def __init__(self) -> None:
        self._waiting: list[tuple[bool, int, asyncio.Future[T]]] = []
        self._numbers = count()

    def join(self, *, urgent: bool) -> "asyncio.Future[T]":
        """Stand in the queue; whoever cancels the future leaves it."""
        turn: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        heappush(self._waiting, (not urgent, next(self._numbers), turn))
        return turn

    def __bool__(self) -> bool:
        while self._waiting and self._waiting[0][2].done():
            heappop(self._waiting)
        return bool(self._waiting)

    def __len__(self) -> int:
        return sum(not turn.done() for _, _, turn in self._waiting)

    def give(self, value: T) -> bool:
        """Hand `value` to whoever is next; False where nobody waits."""
        if not self:
            return False
        heappop(self._waiting)[2].set_result(value)
        return True

    def refuse(self, error: Exception) -> None:
        """Raise `error` for whoever is next."""
        if self:
            heappop(self._waiting)[2].set_exception(error)
