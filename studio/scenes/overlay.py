"""A full-frame picture that is mostly transparent, laid onto every frame at the cost of its visible parts."""

from studio.scenes.canvas import Pixels, Sprite
from studio.scenes.frame import Frame

_TILE = 120
"""Pixels of a tile's side: divides all our frame sizes, and small enough to skip most of what is empty."""


class Overlay:
    """The tiles of a picture in which anything can be seen."""

    def __init__(self, pixels: Pixels) -> None:
        """`pixels` are the frame's size."""
        height, width = pixels.shape[:2]
        self._tiles: list[tuple[Sprite, int, int]] = []
        for y in range(0, height, _TILE):
            for x in range(0, width, _TILE):
                tile = pixels[y : y + _TILE, x : x + _TILE]
                if tile[:, :, 3].any():
                    self._tiles.append((Sprite(tile.copy()), x, y))

    def draw(self, frame: Frame) -> None:
        """Lay it onto a frame."""
        for sprite, x, y in self._tiles:
            frame.lay(sprite, x, y)
