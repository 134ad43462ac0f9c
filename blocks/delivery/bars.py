"""Black bars: rows at top and bottom, or columns at both sides, that stay black through a whole video."""

BAR_LEVEL = 24
"""Of 255: black in video is 16 in places, and coding adds a little."""


class Bars:
    """Looks at grey pictures of one size, one after the other."""

    def __init__(self) -> None:
        self._rows: list[int] = []
        self._columns: list[int] = []

    def take(self, body: bytes, width: int, height: int, line: int) -> None:
        """Take a picture: rows of `line` bytes, of which `width` are pixels."""
        rows = [max(body[at : at + width]) for at in range(0, height * line, line)]
        columns = [max(body[column : height * line : line]) for column in range(width)]
        self._rows = list(map(max, self._rows or rows, rows))
        self._columns = list(map(max, self._columns or columns, columns))

    @property
    def share(self) -> float:
        """The smaller of two bars that face each other, as a share of the picture's height or width."""
        return round(max(_share(self._rows), _share(self._columns)), 3)


def _share(brightest: list[int]) -> float:
    if not brightest or max(brightest) <= BAR_LEVEL:
        return 0.0
    first = next(at for at, level in enumerate(brightest) if level > BAR_LEVEL)
    last = next(at for at, level in enumerate(reversed(brightest)) if level > BAR_LEVEL)
    return min(first, last) / len(brightest)
