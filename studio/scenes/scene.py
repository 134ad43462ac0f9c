"""What every visual style is: a layout for each aspect ratio and a way to draw any moment of its shots."""

from abc import ABC, abstractmethod

from studio.render_request import AspectRatio
from studio.scenes.cast import Cast
from studio.scenes.frame import Frame
from studio.scenes.layout import Layout


class Scene(ABC):
    """One visual style at work on one video."""

    @staticmethod
    @abstractmethod
    def layout(ratio: AspectRatio, subtitles: bool) -> Layout:
        """Where things stand; without subtitles their space belongs to the product."""

    @abstractmethod
    def __init__(self, cast: Cast) -> None:
        """Prepare what does not change over time."""

    @abstractmethod
    def draw(self, frame: Frame, time: float) -> None:
        """Draw the shots, the title and the presenter at a time in seconds.

        Badge, captions and end card lie above it and are the same in every style.
        """
