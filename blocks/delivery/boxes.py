"""The outermost boxes of an MP4 while it streams by (ISO/IEC 14496-12, section 4.2)."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class BoxScanner:
    """Follows the chain of top-level boxes, which tells whether the file is whole."""

    position: int = 0
    """Bytes seen."""
    kinds: set[bytes] = field(default_factory=set)
    """Types of the boxes seen."""
    broken: bool = False
    """A box has a size that can't be: this is no MP4, or damaged."""
    _header: bytearray = field(default_factory=bytearray)
    _next_box: float = 0
    """Where the next box begins; infinite when the last box said it goes to the end."""

    def feed(self, data: bytes) -> None:
        """Take the next bytes of the file."""
        start = self.position
        self.position += len(data)
        while not self.broken and self._next_box + len(self._header) < self.position:
            at = int(self._next_box) + len(self._header) - start
            self._header += data[at : at + 16 - len(self._header)]
            size = self._box_size()
            if size is None:
                return
            self.kinds.add(bytes(self._header[4:8]))
            self._next_box += size
            self._header.clear()

    @property
    def whole(self) -> bool:
        """The last box ends where the file ends."""
        return not self.broken and not self._header and self._next_box in {self.position, float("inf")}

    def _box_size(self) -> float | None:
        """Return the size of the box begun, infinite for "to the end", None while its header is not complete."""
        if len(self._header) < 8:
            return None
        size = int.from_bytes(self._header[:4])
        if size == 0:
            return float("inf")
        if size == 1:
            if len(self._header) < 16:
                return None
            size = int.from_bytes(self._header[8:16])
        self.broken = size < 8
        return size
