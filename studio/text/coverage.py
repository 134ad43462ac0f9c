"""Which characters a font file can draw, read from its `cmap` table (OpenType 1.9.1, "cmap")."""

import struct
from functools import cache
from pathlib import Path

_UNICODE_TABLES = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3))
"""(platform, encoding) of Unicode character maps, those beyond the basic plane first."""


@cache
def characters(path: Path, index: int = 0) -> frozenset[int]:
    """The code points that face `index` of the font file has a glyph for.

    Raises ValueError where the file has no Unicode character map of format 4 or 12, which every font we ship has.
    """
    data = path.read_bytes()
    cmap = _table(data, index, b"cmap")
    count = struct.unpack_from(">H", data, cmap + 2)[0]
    records = [struct.unpack_from(">HHI", data, cmap + 4 + 8 * number) for number in range(count)]
    offsets = {(platform, encoding): cmap + offset for platform, encoding, offset in records}
    for wanted in _UNICODE_TABLES:
        if wanted in offsets:
            return _read(data, offsets[wanted])
    raise ValueError(f"{path.name} has no Unicode character map")


def _table(data: bytes, index: int, tag: bytes) -> int:
    """Offset of a table of one face; a collection (`ttcf`) holds several faces."""
    start = struct.unpack_from(">I", data, 12 + 4 * index)[0] if data[:4] == b"ttcf" else 0
    for number in range(struct.unpack_from(">H", data, start + 4)[0]):
        record = start + 12 + 16 * number
        if data[record : record + 4] == tag:
            return int(struct.unpack_from(">I", data, record + 8)[0])
    raise ValueError(f"the font has no {tag.decode()} table")


def _read(data: bytes, start: int) -> frozenset[int]:
    form = struct.unpack_from(">H", data, start)[0]
    if form == 12:
        return _segmented_coverage(data, start)
    if form == 4:
        return _segment_mapping(data, start)
    raise ValueError(f"character map format {form} is not read")


def _segmented_coverage(data: bytes, start: int) -> frozenset[int]:
    """Format 12: groups of consecutive code points."""
    found: set[int] = set()
    for number in range(struct.unpack_from(">I", data, start + 12)[0]):
        first, last, _glyph = struct.unpack_from(">III", data, start + 16 + 12 * number)
        found.update(range(first, last + 1))
    return frozenset(found)


def _segment_mapping(data: bytes, start: int) -> frozenset[int]:
    """Format 4: segments whose glyphs come from a delta or from an array, where glyph 0 means "none"."""
    half = struct.unpack_from(">H", data, start + 6)[0]
    ends, starts = start + 14, start + 16 + half
    deltas, ranges = starts + half, starts + 2 * half
    found: set[int] = set()
    for at in range(0, half, 2):
        first, last = (struct.unpack_from(">H", data, table + at)[0] for table in (starts, ends))
        delta, offset = (struct.unpack_from(">H", data, table + at)[0] for table in (deltas, ranges))
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if offset:
                glyph = struct.unpack_from(">H", data, ranges + at + offset + 2 * (code - first))[0]
                if glyph == 0:
                    continue
            if (glyph + delta) & 0xFFFF:
                found.add(code)
    return frozenset(found)
