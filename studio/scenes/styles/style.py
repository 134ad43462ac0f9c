"""What every visual style is: a layout for each aspect ratio, and the layers of each shot."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar

from studio.render_request import AspectRatio
from studio.scenes.film.film import Clip, Layer, Transition
from studio.scenes.plan.layout import Layout
from studio.scenes.plan.timeline import Shot
from studio.scenes.shots.cast import Cast


class Style(ABC):
    """One visual style at work on one video."""

    LAYOUTS: ClassVar[Mapping[AspectRatio, Layout]]
    """Where things stand."""

    ENTER: ClassVar[Transition | None] = None
    """How a shot goes over into the next where its layers do not do it themselves."""

    @classmethod
    def layout(cls, ratio: AspectRatio, subtitles: bool) -> Layout:
        """Where things stand; without subtitles their space belongs to the product."""
        layout = cls.LAYOUTS[ratio]
        return layout if subtitles else layout.without_captions()

    def __init__(self, cast: Cast, *over: Layer) -> None:
        """A style for one video; `over` lies above all its shots. What it shows is painted when it is first seen."""
        self._shots, self.over = cast.timeline.shots, over

    def clips(self) -> list[Clip]:
        """The shots, without badge, captions and end card: these lie above and are the same in every style."""
        return [Clip(shot.start, self._layers(number, shot), self.ENTER) for number, shot in enumerate(self._shots)]

    @abstractmethod
    def _layers(self, number: int, shot: Shot) -> tuple[Layer, ...]:
        """What shot `number` shows, and how it comes in unless it is the first."""
