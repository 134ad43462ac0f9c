"""Is it a video? Found out while the bytes pass by, in the memory of two windows whatever the size of the whole.

The first and the last MiBs are kept: an MP4 has its index (`moov`) either before its media or after it, and its
first frame's bytes near the front. FFmpeg reads the two windows as if they were the file.

What is checked: the chain of boxes over the whole file; the index; that the first frame and the last key frame decode;
and that each video sample of H.264 or HEVC that lies in a window has the structure of one, which foreign bytes of more
than a frame have not. A file of at most two windows (8 MiB, a promo of 15 s is half of that) is looked at from end to
end. Not seen: damage between the windows of a larger file, and single wrong bytes inside of a frame.
"""

import hashlib
from collections import deque
from dataclasses import asdict, dataclass, field

from blocks.delivery.decoder import video_facts
from blocks.delivery.facts import StreamFacts
from blocks.errors import VideoInvalidError, VideoUnavailableError

WINDOW_BYTES = 4 * 1024**2
"""Each of both windows. The index of a ten-minute video takes about 0.5 MB, a 4K key frame about 1 MB."""

USER_TYPE_BYTES = 16
"""Of the type of a `uuid` box, behind its header (ISO/IEC 14496-12, section 4.2)."""

CREDENTIALS = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
"""User type of the box that holds a C2PA manifest (C2PA Technical Specification 2.2, A.5, "Embedding manifests into
BMFF-based assets")."""


@dataclass(frozen=True, slots=True)
class VideoFacts(StreamFacts):
    """What a sound video is like: its streams, its size in bytes and its SHA-256 as hex."""

    size: int
    sha256: str
    credentials: bool
    """It bears Content Credentials (a C2PA manifest). Nobody has checked who signed them."""


@dataclass(slots=True)
class _BoxScanner:
    """Follows the chain of outermost boxes (ISO/IEC 14496-12, section 4.2), which tells whether the file is whole."""

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


class VideoProbe:
    """Takes a body chunk by chunk, then says what it is."""

    def __init__(self, window_bytes: int = WINDOW_BYTES) -> None:
        self._window_bytes = window_bytes
        self._boxes = _BoxScanner()
        self._digest = hashlib.sha256()
        self._head = bytearray()
        self._tail: deque[bytes] = deque()
        self._tail_bytes = 0

    def feed(self, data: bytes) -> None:
        """Take the next bytes. Raises `VideoInvalidError` as soon as the front is that of no MP4."""
        self._digest.update(data)
        self._boxes.feed(data)
        room = self._window_bytes - len(self._head)
        self._head += data[:room]
        self._keep_tail(data[room:] if room > 0 else data)
        if self._boxes.broken or (len(self._head) >= 8 and self._head[4:8] != b"ftyp"):
            raise VideoInvalidError("The body is no MP4 file", code="not_mp4")

    def finish(self) -> VideoFacts:
        """Judge the whole body.

        Raises `VideoUnavailableError` (`body_short`) where the file ends before its own structure does, and
        `VideoInvalidError`: `not_mp4`, `no_video_stream`, `codec_refused`, `too_many_pixels`, `zero_duration`,
        `first_frame_undecodable`, `last_key_frame_undecodable`, `media_damaged`, or one of `blocks.delivery.decoder`.
        """
        if not self._boxes.whole:
            message = f"The file ends in the middle, after {self._boxes.position} bytes"
            raise VideoUnavailableError(message, code="body_short")
        if not {b"ftyp", b"moov"} <= self._boxes.kinds:
            raise VideoInvalidError("The body is an MP4 file without an index", code="not_mp4")
        streams = video_facts(self._head, b"".join(self._tail), self._boxes.position)
        return VideoFacts(
            **asdict(streams),
            size=self._boxes.position,
            sha256=self._digest.hexdigest(),
            credentials=CREDENTIALS in self._boxes.user_types,
        )

    def _keep_tail(self, data: bytes) -> None:
        if not data:
            return
        self._tail.append(data)
        self._tail_bytes += len(data)
        while self._tail_bytes - len(self._tail[0]) >= self._window_bytes:
            self._tail_bytes -= len(self._tail.popleft())
