"""What the styles with one card at a time share: a move into each shot, then the card's slow zoom at rest."""

from abc import abstractmethod
from functools import lru_cache
from typing import ClassVar

from studio.scenes.cast import Cast
from studio.scenes.deck import Deck
from studio.scenes.frame import Frame
from studio.scenes.ground import ShotGround
from studio.scenes.motion import ramp
from studio.scenes.scene import Scene


class DeckScene(Scene):
    """A style whose shots rest on the cards of one deck."""

    MOVE: ClassVar[float]
    """Seconds that a card takes to its rest."""

    def __init__(self, cast: Cast) -> None:
        """Cards are made when they first come into view."""
        self._timeline = cast.timeline
        self._ground, self._deck = ShotGround(cast), Deck(cast)
        self._rested = lru_cache(maxsize=1)(self._at_rest)

    def draw(self, frame: Frame, time: float) -> None:
        """Draw the move or the rest of a shot, and the presenter."""
        number = self._timeline.shot_at(time)
        moved = ramp(time, self._timeline.shots[number].start, self.MOVE)
        if number and moved < 1:
            self._move(frame, number, time, moved)
        else:
            frame.copy_from(self._rested(number))
            self._deck.zoom(frame, number, time, self.MOVE)
        self._present(frame, time)

    @abstractmethod
    def _move(self, frame: Frame, number: int, time: float, moved: float) -> None:
        """Draw the whole frame while a shot's card is on its way: 0 at its start, 1 at its rest."""

    @abstractmethod
    def _present(self, frame: Frame, time: float) -> None:
        """Draw what moves of the presenter."""

    def _at_rest(self, number: int) -> Frame:
        """Ground and card as they lie during the whole shot."""
        frame = self._ground.of_shot(number)
        self._deck.place(frame, number)
        return frame
