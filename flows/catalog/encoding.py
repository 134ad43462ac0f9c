"""The bytes of a catalogue as text: by its byte order mark, else UTF-8, else Windows-1252.

Excel saves "CSV" in the code page of the machine (Windows-1252 in western Europe), "CSV UTF-8" with a byte order mark
and "Unicode Text" as UTF-16. Windows-1252 has a sign for nearly every byte, so it is guessed only where the bytes are
no UTF-8, and it is said.
"""

import codecs
import io
import re
from collections.abc import Callable, Iterator

GUESSED = 'It is read as Windows-1252, since it is no UTF-8; "CSV UTF-8" leaves nothing to guess.'

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Bytes that are no UTF-8 come as lone surrogates (PEP 383), each of which is one byte.
_FOREIGN = re.compile("[\udc80-\udcff]")
_WINDOWS_1252 = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}
# What a text is not: archives, documents and pictures by their first bytes.
_BINARIES = (
    (b"\xd0\xcf\x11\xe0", 'an Excel workbook of before 2007; save it as .xlsx or as "CSV UTF-8"'),
    (b"PK\x03\x04", 'a packed file and no Excel workbook; save a table as "CSV UTF-8"'),
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)


def codec_of(head: bytes) -> str:
    """The codec of a text that begins with `head`. Raises OSError for a file that is no text."""
    for magic, name in _BINARIES:
        if head.startswith(magic):
            raise OSError(f"it is {name}")
    marked = next((codec for mark, codec in _MARKS if head.startswith(mark)), "")
    if marked:
        return marked
    if head.count(0) <= len(head) // 100:  # a stray one is no sign of another code
        return "utf-8"
    # Latin letters in UTF-16 without a mark: every other byte is zero.
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 4 < len(head):
        raise OSError("it is no text")
    return "utf-16-be" if even > odd else "utf-16-le"


def decoded_head(head: bytes) -> str:
    """The first characters of a text. Raises OSError for a file that is no text."""
    codec = codec_of(head)
    whole = head[: len(head) // 2 * 2] if codec.startswith("utf-16") else head
    return _with_windows_1252(whole.decode(codec, "surrogateescape" if codec.startswith("utf-8") else "replace"))


def text_lines(body: io.BufferedReader, head: bytes, tell: Callable[[str], None]) -> Iterator[str]:
    """The lines of a text with their ends; `tell` is told once if the codec had to be guessed."""
    codec = codec_of(head)
    errors = "surrogateescape" if codec.startswith("utf-8") else "strict"
    told = False
    for line in io.TextIOWrapper(body, encoding=codec, errors=errors, newline=""):
        if not line.isascii() and _FOREIGN.search(line):
            if not told:
                tell(GUESSED)
                told = True
            yield _with_windows_1252(line)
        else:
            yield line


def _with_windows_1252(text: str) -> str:
    return text.translate(_WINDOWS_1252) if not text.isascii() else text
