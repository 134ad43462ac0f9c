"""A read replica that lags: lists as they were, and things that it has not heard of yet.

It knows nothing of what it shows. A list changes with writes only, so its states are kept after each write that goes
through the proxy. A thing is known from the write whose request or answer held its id.
"""

import re
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable

from tests.chaos.outside.exchange import Answer, Request
from tests.chaos.outside.rules import Rule

Read = Callable[[Request], Awaitable[Answer]]


class Replica:
    """What was shown when. `read` asks the server itself."""

    def __init__(self, rules: list[Rule], read: Read) -> None:
        self._rules = rules
        self._read = read
        self._states: defaultdict[str, list[tuple[float, Answer]]] = defaultdict(list)
        self._writes: list[tuple[float, bytes]] = []

    async def before_write(self, request: Request) -> None:
        """Keep what was shown before the first write."""
        for target in self._targets:
            if not self._states[target]:
                await self._keep(target, request, 0.0)

    async def after_write(self, request: Request, answer: Answer) -> None:
        """Keep what is shown from now on."""
        now = time.monotonic()
        self._writes.append((now, request.body + answer.body))
        for target in self._targets:
            await self._keep(target, request, now)

    def shown(self, rule: Rule, request: Request) -> Answer | None:
        """What a reader sees now, None where the replica has caught up."""
        then = time.monotonic() - rule.seconds
        states = self._states[request.target]
        if states:
            # Once the newest write has come through, what is shown changes without writes, as renders go on.
            seen = [answer for moment, answer in states if moment <= then]
            return seen[-1] if seen and states[-1][0] > then else None
        found = re.search(rule.path, request.target)
        thing = found.groups()[-1] if found and found.groups() else None
        born = [moment for moment, text in self._writes if thing and thing.encode() in text]
        return Answer.made(rule.status, rule.headers, rule.body) if born and born[-1] > then else None

    @property
    def _targets(self) -> set[str]:
        return {target for rule in self._rules for target in rule.watch}

    async def _keep(self, target: str, request: Request, moment: float) -> None:
        self._states[target].append((moment, await self._read(request.reading(target))))
