"""The outermost boxes of an MP4 while it streams by (ISO/IEC 14496-12, section 4.2)."""

from dataclasses import dataclass, field

USER_TYPE_BYTES = 16
"""Of the type of a `uuid` box, behind its header (section 4.2)."""

CREDENTIALS = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
"""User type of the box that holds a C2PA manifest (C2PA Technical Specification 2.2, A.5, "Embedding manifests into
BMFF-based assets")."""


@dataclass(slots=True)
class BoxScanner:
    """Follows the chain of top-level boxes, which tells whether the file is whole."""

    position: int = 0
    """Bytes seen."""
    kinds: set[bytes] = field(default_factory=set)
    """Types of the boxes seen."""
    user_types: set[bytes] = field(default_factory=set)
    """User types of the `uuid` boxes seen."""
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
            self._header += data[at : at + self._head_size - len(self._header)]
            if len(self._header) < self._head_size:
                continue
            size = self._box_size()
            self.kinds.add(bytes(self._header[4:8]))
            if self._header[4:8] == b"uuid":
                self.user_types.add(bytes(self._header[-USER_TYPE_BYTES:]))
            self._next_box += size
            self._header.clear()

    @property
    def whole(self) -> bool:
        """The last box ends where the file ends."""
        return not self.broken and not self._header and self._next_box in {self.position, float("inf")}

    @property
    def _head_size(self) -> int:
        """Bytes of the header of the box begun, as far as they tell."""
        if len(self._header) < 8:
            return 8
        has_long_size = int.from_bytes(self._header[:4]) == 1
        return 8 + 8 * has_long_size + USER_TYPE_BYTES * (self._header[4:8] == b"uuid")

    def _box_size(self) -> float:
        """Return the size of the box begun, infinite for "to the end"."""
        size = int.from_bytes(self._header[:4])
        if size == 0:
            return float("inf")
        if size == 1:
            size = int.from_bytes(self._header[8:16])
        self.broken = size < len(self._header)
        return size
