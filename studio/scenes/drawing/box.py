"""Rectangles in pixels, top left origin."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: left, top, width, height."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The first column to the right of it."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The first row below it."""
        return self.y + self.height

    @property
    def center(self) -> tuple[float, float]:
        """The middle (x, y)."""
        return self.x + self.width / 2, self.y + self.height / 2

    def inset(self, pixels: int) -> "Box":
        """The box without a border of so many pixels; a negative number grows it."""
        return Box(self.x + pixels, self.y + pixels, self.width - 2 * pixels, self.height - 2 * pixels)

    def fit(self, aspect: float) -> "Box":
        """The largest box of about a width to height ratio inside, in the middle, on even pixels."""
        width = min(self.width, round(self.height * aspect))
        height = min(self.height, round(self.width / aspect))
        return Box(self.x + (self.width - width) // 2, self.y + (self.height - height) // 2, width, height).evenly()

    def mirrored(self, width: int) -> "Box":
        """The same box in a frame of a width seen in a mirror."""
        return Box(width - self.right, self.y, self.width, self.height)

    def evenly(self) -> "Box":
        """The nearest box on even pixels: colour has one sample for two by two of them."""
        return Box(self.x - self.x % 2, self.y - self.y % 2, self.width - self.width % 2, self.height - self.height % 2)

    def evenly_around(self) -> "Box":
        """The smallest box on even pixels that holds this one."""
        x, y = self.x - self.x % 2, self.y - self.y % 2
        return Box(x, y, self.right + self.right % 2 - x, self.bottom + self.bottom % 2 - y)
