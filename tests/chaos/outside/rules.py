"""What a fault proxy is told: which requests go wrong, and how. Plain data, as it travels to the proxy's process."""

import re
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Fault(StrEnum):
    """What happens to a request and to its answer. `seconds` and `after` are those of the rule."""

    NONE = "none"
    """Forwarded as it is: for rules that only strike a process."""
    DROP_BEFORE = "drop before"
    """The connection is closed, nothing is forwarded."""
    DROP_AFTER = "drop after"
    """Forwarded; the connection is closed without the answer."""
    LATE = "late"
    """Held for `seconds`, then forwarded, whether or not the client still waits."""
    CUT_LATE = "cut, then late"
    """The connection is closed at once; the request is forwarded `seconds` later."""
    GATEWAY = "gateway gives up"
    """HTTP 504 after `seconds`; the request is forwarded `after` seconds later."""
    DELAY = "delay"
    """Forwarded at once, answered after `seconds`."""
    GARBLE = "garble"
    """Forwarded; every tenth byte of the body is another one."""
    FLIP = "flip bits"
    """Forwarded; three bits in the middle of the body are flipped."""
    PAGE = "page of a proxy"
    """Forwarded; HTTP 200 with an HTML page under the content type of the answer."""
    TRUNCATE = "truncate"
    """Forwarded; a whole HTTP answer with half of the body."""
    BREAK = "break off"
    """Forwarded; the full Content-Length, half of the body, then the end of the connection."""
    RESET = "reset"
    """As `BREAK`, and the connection is reset (RST)."""
    TRICKLE = "trickle"
    """Forwarded; the answer comes in twenty pieces over `seconds`."""
    STATUS = "status"
    """Not forwarded; HTTP `status` with `headers` and `body`."""
    STATUS_AFTER = "status after"
    """Forwarded; the answer is replaced by HTTP `status` with `headers` and `body`."""
    LAG = "lag"
    """Shows what was there `seconds` ago (see `Replica`)."""


class Strike(StrEnum):
    """What is done to a client's process when the rule applies, before anything else."""

    KILL = "kill"
    """SIGKILL."""
    STOP = "stop"
    """SIGSTOP, and SIGCONT after `pause` seconds."""
    KILL_AFTER = "kill after"
    """SIGKILL once the request was forwarded, before its answer is passed on."""
    KILL_LATER = "kill later"
    """SIGKILL `pause` seconds after its answer was passed on."""
    STOP_AFTER = "stop after"
    """SIGSTOP once the request was forwarded, before its answer is passed on."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of request and what goes wrong with it. The first rule that applies decides."""

    fault: Fault
    method: str
    """A regular expression for the whole method."""
    path: str
    """A regular expression looked for in path and query."""
    first: int = 1
    """Number of the first request of this kind that it applies to."""
    times: int = 1
    """How many requests it applies to."""
    seconds: float = 0.0
    after: float = 0.0
    status: int = 500
    headers: tuple[tuple[str, str], ...] = ()
    body: str = ""
    strike: Strike | None = None
    victim: int = 0
    """Which of the clients' processes is struck, counted from 0 and modulo their number."""
    pause: float = 0.0
    """Seconds that a stopped process stands still."""
    watch: tuple[str, ...] = ()
    """For `LAG` on lists: the paths with queries that are shown as they were."""

    def __str__(self) -> str:
        """For the journal."""
        return f"{self.fault}, {self.strike}" if self.strike else self.fault.value

    def to_json(self) -> dict[str, Any]:
        """As it travels."""
        return asdict(self)

    @classmethod
    def from_json(cls, fields: dict[str, Any]) -> "Rule":
        """Read it back."""
        strike = fields["strike"]
        changed = {
            "fault": Fault(fields["fault"]),
            "strike": Strike(strike) if strike else None,
            "headers": tuple((name, text) for name, text in fields["headers"]),
            "watch": tuple(fields["watch"]),
        }
        return cls(**fields | changed)


@dataclass
class ArmedRule:
    """A rule and the requests that it has seen."""

    rule: Rule
    seen: int = field(default=0, init=False)
    fired: int = field(default=0, init=False)

    def applies(self, method: str, target: str) -> bool:
        """Count a request of its kind, and tell whether it goes wrong."""
        rule = self.rule
        if not re.fullmatch(rule.method, method) or not re.search(rule.path, target):
            return False
        self.seen += 1
        return rule.first <= self.seen < rule.first + rule.times
