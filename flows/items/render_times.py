"""How long renders take, learnt in the run: nobody looks before there can be anything to see."""

from bisect import insort

FEWEST = 5
"""Renders before anything counts as learnt."""

EARLY_SHARE = 0.1
"""The first look comes when so many of the renders so far were done: a late look costs time, an early one a GET."""

FOUND_DONE_SHARE = 0.75
"""A render that is done at the first look took less than it was left alone for; counted as so much of it, the time to
the first look comes down to where it should be within a few renders."""

LOOSENING = 1 / 20
"""A wait is at most so much of what the render has taken already: a video is noticed at most 5 % late, and a render
that takes an hour is not asked about every ten seconds."""

MAX_WAIT = 60.0
"""Seconds; the service's own polling advice ends with it (v2 guide, "Get result")."""


class RenderTimes:
    """Seconds from acceptance to done, of this run's renders."""

    def __init__(self) -> None:
        self._seconds: list[float] = []

    def learn(self, seconds: float, *, at_first_look: bool) -> None:
        """One render was seen done after `seconds`."""
        insort(self._seconds, seconds * FOUND_DONE_SHARE if at_first_look else seconds)

    def first_look(self, default: float) -> float:
        """Seconds after acceptance; `default` while too little is learnt."""
        if len(self._seconds) < FEWEST:
            return default
        return self._seconds[int(len(self._seconds) * EARLY_SHARE)]


def next_wait(elapsed: float, closest: float) -> float:
    """Seconds until the next look at a render that was accepted `elapsed` seconds ago; `closest` at least."""
    return max(closest, min(MAX_WAIT, elapsed * LOOSENING))
