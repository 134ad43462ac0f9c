"""Which pictures of a video are read: of each scene one at which nothing moves, so that no text is on its way."""

from dataclasses import dataclass
from statistics import median

SECONDS_A_SCENE = 2.5
"""A text stands for two or three seconds, so that it can be read: a longer scene is taken for several."""
MAX_PICTURES = 12
"""That are read, each for 0.6 s of CPU: of a video of more than 30 s the scenes count as so much longer."""
_CUT_FACTOR = 4.0
"""Times the median difference of two pictures: beyond it the scene changes."""
_SAME = 1.2
"""Times the least difference: a picture that is nearly as calm and later is taken, for texts come in one by one."""


@dataclass(slots=True)
class Scene:
    """A part of a video without a cut. Times in seconds from the beginning."""

    start: float
    end: float
    calm: float = 0.0
    """When its calmest picture is shown."""
    change: float = float("inf")
    """By how much that differs from the one before it."""

    def take(self, time: float, change: float) -> bool:
        """Take the next picture of the scene; return whether it is the calmest so far."""
        self.end = time
        if change > self.change * _SAME:
            return False
        self.calm, self.change = time, min(self.change, change)
        return True


class Scenes:
    """Takes the pictures of a video one by one."""

    def __init__(self, seconds: float) -> None:
        """`seconds` is the length of the video."""
        self._longest = max(SECONDS_A_SCENE, seconds / MAX_PICTURES)
        self._scenes: list[Scene] = []
        self._changes: list[float] = []

    def take(self, time: float, change: float) -> Scene | None:
        """Take the next picture, which differs from the one before by `change`; return the scene that it is the
        calmest of so far, None where it is not."""
        scene = self._scenes[-1] if self._scenes else None
        if scene is None or self._ends(scene, time, change):
            scene = Scene(time, time)
            self._scenes.append(scene)
        self._changes.append(change)
        return scene if scene.take(time, change) else None

    @property
    def read(self) -> list[Scene]:
        """The scenes of which a picture is read, in their order: the longest ones where there are many."""
        if not self._scenes:
            return []
        count = max(1, round((self._scenes[-1].end - self._scenes[0].start) / self._longest))
        kept = sorted(self._scenes, key=lambda scene: scene.start - scene.end)[: count + 1]
        return sorted(kept, key=lambda scene: scene.start)

    def _ends(self, scene: Scene, time: float, change: float) -> bool:
        lasts = time - scene.start
        is_cut = lasts >= self._longest / 2 and change > _CUT_FACTOR * median(self._changes)
        return is_cut or lasts >= self._longest
