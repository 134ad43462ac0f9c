"""One round of one way: starts that go wrong, then starts until everything is made; and what the service billed."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.benchmarks.paid_once.calls import Asked
from tests.benchmarks.paid_once.schedule import PAGES, BillRound, Case
from tests.chaos.outside.books import Books
from tests.chaos.outside.proxy_process import ProxyProcess
from tests.chaos.outside.rules import Rule
from tests.chaos.warm import WarmParent
from tests.conftest import StudioProcess

MAX_STARTS = 12
"""Without rules, until everything is made."""

START_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Bill:
    """What one or several rounds came to."""

    items: int = 0
    accepted: int = 0
    events: int = 0
    """Kills, or lost answers, that happened."""
    unmade: int = 0
    """Rounds that never came to their end."""

    def __add__(self, other: "Bill") -> "Bill":
        """Sum up."""
        return Bill(
            self.items + other.items,
            self.accepted + other.accepted,
            self.events + other.events,
            self.unmade + other.unmade,
        )

    @property
    def extra(self) -> int:
        """Renders billed beyond one for each item."""
        return self.accepted - self.items

    @property
    def extra_per_hundred(self) -> float:
        """Extra bills for 100 events."""
        return 100 * self.extra / self.events if self.events else 0.0


class Counter:
    """The service that is billed by, behind its proxy: rounds go through it one after the other."""

    def __init__(self, studio: StudioProcess, proxy: ProxyProcess) -> None:
        self._studio = studio
        self._proxy = proxy

    def play(self, parent: WarmParent, planned: BillRound, folder: Path) -> Bill:
        """Play a round with the starts of one way; `folder` is empty."""
        folder.mkdir(parents=True)
        state = folder / "state"
        state.mkdir()
        books = Books(self._studio.data)
        pages = [f"{url}?round={planned.seed}" for url in self._studio.sample_urls()[:PAGES]]
        asked = Asked(self._proxy.url, self._studio.api_key, pages, str(folder / "videos"), str(state))
        line = json.dumps(asdict(asked)).encode() + b"\n"
        events = sum(self._start(parent, line, (rule,), planned.case)[1] for rule in planned.starts)
        made = any(self._start(parent, line, (), planned.case)[0] == 0 for _ in range(MAX_STARTS))
        self._proxy.await_quiet()
        return Bill(PAGES, len(books.accepted()), events, int(not made))

    def _start(self, parent: WarmParent, line: bytes, rules: tuple[Rule, ...], case: Case) -> tuple[int, int]:
        """One start; its exit code, and how many things went wrong."""
        self._proxy.set_rules(rules)
        child = parent.start(line)
        self._proxy.name_clients([child.pid])
        code = child.ended.result(START_SECONDS).code
        self._proxy.name_clients([])
        return code, int(code == -9) if case is Case.KILLS else sum(self._proxy.fired())
