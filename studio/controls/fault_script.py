"""The fault script: which requests go wrong, and how."""

import random
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Action(StrEnum):
    """What happens to a request that a fault was written for."""

    ACCEPT_THEN_DROP = "accept_then_drop"
    """Do the work, then close the connection without an answer."""
    DROP_BEFORE = "drop_before"
    """Close the connection without doing the work."""
    DELAY = "delay"
    """Do the work, answer after `seconds`."""
    STATUS = "status"
    """Answer with HTTP `status`; 429 carries `retry_after`."""
    SHORT_BODY = "short_body"
    """A whole HTTP answer whose body ends after `after_bytes`, or half way; Content-Length agrees with it."""
    HTML_BODY = "html_body"
    """HTTP 200 with a page of a proxy."""
    WRONG_CONTENT_TYPE = "wrong_content_type"
    """The right body under `content_type`."""
    DROP_BODY_AFTER = "drop_body_after"
    """The full Content-Length, then `after_bytes` of the body, then a closed connection."""
    EXPIRED_LINK = "expired_link"
    """HTTP 403 as object stores answer for a link whose time is over."""
    MISSING = "missing"
    """HTTP 404."""
    REDIRECT = "redirect"
    """HTTP 302 to `location`."""
    CORRUPT_VIDEO = "corrupt_video"
    """A video of the right length whose samples are zeros: the container opens, no frame decodes."""
    NO_ETAG = "no_etag"
    """The answer without ETag and Last-Modified."""
    CHANGE_ETAG = "change_etag"
    """An ETag of its own for each answer, as if the object had been replaced."""
    NEVER_FINISH = "never_finish"
    """The project's render stays in progress."""
    FAIL_RENDER = "fail_render"
    """The project's render shows as failed with `reason`."""
    NOT_STARTED = "not_started"
    """The project shows status 1 though its render was accepted; generation 2 does not know it yet."""
    HIDE_PROJECT = "hide_project"
    """Asking for the project answers HTTP `status`, or "record not found" where `status` is 400; in no list."""

    WEBHOOK_LOST = "webhook_lost"
    """The delivery counts as made, but nothing reaches the receiver."""
    WEBHOOK_DOUBLED = "webhook_doubled"
    """The receiver gets the same delivery twice."""
    WEBHOOK_LATE = "webhook_late"
    """The delivery sets out `seconds` later."""


PROJECT_ACTIONS = frozenset({Action.NEVER_FINISH, Action.FAIL_RENDER, Action.NOT_STARTED, Action.HIDE_PROJECT})
"""They last: `answers` status answers long, `seconds` long, or until the script is cleared."""

WEBHOOK_ACTIONS = frozenset({Action.WEBHOOK_LOST, Action.WEBHOOK_DOUBLED, Action.WEBHOOK_LATE})
"""They look at deliveries: `path` is that of the receiver, `contains` is looked for in the delivered body."""

WEBHOOK_METHOD = "WEBHOOK"
"""Under which deliveries are shown to the script; no HTTP request has it."""


class Fault(BaseModel):
    """One entry of the script.

    It looks at requests with `method` whose path starts with `path` and whose query or body contains `contains`,
    and fires on those numbered `occurrence` to `occurrence + times - 1`; with `probability` on each by chance.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    action: Action
    method: str = ""
    path: str = "/"
    contains: str = ""
    occurrence: Annotated[int, Field(ge=1)] = 1
    times: Annotated[int, Field(ge=0)] | None = None
    """0 never ends. Not given: once, or with `probability` without end."""
    probability: Annotated[float, Field(ge=0, le=1)] | None = None
    seed: int = 0
    accept: bool = False
    """For `status` and `html_body`: do the work first."""
    status: int = 500
    seconds: Annotated[float, Field(ge=0)] = 0.0
    answers: Annotated[int, Field(ge=0)] = 0
    """For project actions: how many status answers they last, 0 for no such end."""
    retry_after: int = 1
    after_bytes: Annotated[int, Field(ge=0)] = 0
    content_type: str = "text/plain"
    location: str = "/"
    reason: str = "The render was failed by the test controls."


class FiredFault(BaseModel):
    """A fault of the script and how many requests it has met."""

    fault: Fault
    fired: int


@dataclass(slots=True)
class _Armed:
    """A fault and what it has seen."""

    fault: Fault
    seen: int = 0
    fired: int = 0
    dice: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.fault.seed)  # noqa: S311 - reproducible faults, no secrets

    def fires(self, method: str, path: str, text: str) -> bool:
        """Count the request where it matches, and say whether it goes wrong."""
        fault = self.fault
        if (fault.action in WEBHOOK_ACTIONS) is not (method == WEBHOOK_METHOD):
            return False
        if fault.method.upper() not in ("", method) or not path.startswith(fault.path) or fault.contains not in text:
            return False
        self.seen += 1
        by_chance = fault.probability is None or self.dice.random() < fault.probability
        times = fault.times if fault.times is not None else int(fault.probability is None)
        last = fault.occurrence + times - 1 if times else self.seen
        return by_chance and fault.occurrence <= self.seen <= last

    def fire(self) -> Fault:
        """Count the request that goes wrong by this fault."""
        self.fired += 1
        return self.fault


class FaultScript:
    """The faults in the order they were given; the first that fires decides."""

    def __init__(self) -> None:
        self._armed: list[_Armed] = []

    def extend(self, faults: list[Fault]) -> None:
        """Add faults; each starts counting now."""
        self._armed.extend(_Armed(fault) for fault in faults)

    def clear(self) -> None:
        """Forget all."""
        self._armed.clear()

    def fired(self) -> list[FiredFault]:
        """Every fault of the script and how often it has decided."""
        return [FiredFault(fault=armed.fault, fired=armed.fired) for armed in self._armed]

    def pick(self, method: str, path: str, text: str) -> Fault | None:
        """The fault for a request, or None. `text` is its query and body. Every fault that matches counts it."""
        firing = [armed for armed in self._armed if armed.fires(method, path, text)]
        return firing[0].fire() if firing else None
