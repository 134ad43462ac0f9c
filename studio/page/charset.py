"""Bytes to text: which charset a page is really in."""

import re
from email.message import Message

import webencodings
from charset_normalizer import from_bytes

from studio.page.errors import PageCode, PageError

_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# Labels for which browsers show no text of the page (Encoding Standard, section 14).
_NO_TEXT = frozenset({"replacement", "x-user-defined"})
# Encoding Standard, section 10.1: gbk is decoded as gb18030; the library names Python's narrower codec.
_WIDER = {"gbk": "gb18030"}
_META_CHARSET = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
# HTML Living Standard, 4.2.5.4: the declaration stands in the first 1,024 bytes; real pages are often late.
_META_WINDOW = 4096
# What the statistics look at: enough letters to be sure, little enough to stay quick.
_SAMPLE_BYTES = 64_000
_LANGUAGE = re.compile(rb"<html[^>]{0,300}?\slang\s*=\s*[\"']?([a-zA-Z]{2})")
# HTML Living Standard, 13.2.3.2: the charset a page most likely has by its language, where that is not windows-1252.
_BY_LANGUAGE = {
    **dict.fromkeys(("cs", "hu", "pl", "ro", "sk", "sl", "hr", "bs"), "cp1250"),
    **dict.fromkeys(("ru", "uk", "bg", "be", "mk", "sr", "kk"), "cp1251"),
    **dict.fromkeys(("et", "lt", "lv"), "cp1257"),
    "el": "cp1253",
    "tr": "cp1254",
    "he": "cp1255",
    "ar": "cp1256",
    "fa": "cp1256",
    "vi": "cp1258",
    "th": "cp874",
    "ja": "cp932",
    "ko": "cp949",
    "zh": "gb18030",
}
# Of the letters beyond ASCII: a page in UTF-8 that was cut within a letter has one bad one, a page in Latin has all.
_FEW_BAD = 0.2


def decode_page(html: bytes, content_type: str = "") -> str:
    """Text of a page. The order of trust: byte order mark, valid UTF-8, HTTP header, meta, statistics.

    Valid multi-byte UTF-8 comes before every declaration: text in another charset is practically never valid
    UTF-8, while many pages declare a charset they left long ago. Raises `PageError` for bytes that are no text.
    """
    for mark, charset in _BYTE_ORDER_MARKS:
        if html.startswith(mark):
            return html.decode(charset, "replace")
    declared = _declared(html, content_type)
    if declared and declared[0].startswith(("utf-16", "iso2022")):
        return html.decode(declared[0], "replace")
    if b"\x00" in html[:_META_WINDOW]:
        raise PageError(PageCode.PAGE_UNREADABLE, "The response is a binary file, not an HTML page.")
    try:
        return html.decode()
    except UnicodeDecodeError:
        return _decode_other(html, declared)


def _declared(html: bytes, content_type: str) -> list[str]:
    """The Python codecs for the charsets that header and meta name, in this order."""
    header = Message()
    header["content-type"] = content_type.encode("ascii", "replace").decode().replace("\n", " ").replace("\r", " ")
    meta = _META_CHARSET.search(html[:_META_WINDOW])
    sent = _codec(header.get_content_charset() or "")
    stated = _codec(meta[1].decode("ascii", "replace")) if meta else ""
    # HTML Living Standard, 13.2.3.2: a meta that reads as ASCII is not in UTF-16, whatever it names.
    return [codec for codec in (sent, "utf-8" if stated.startswith("utf-16") else stated) if codec]


def _codec(label: str) -> str:
    """The Python codec for what browsers read a label as, empty for a label that they do not know."""
    encoding = webencodings.lookup(label)
    if encoding is None or encoding.name in _NO_TEXT:
        return ""
    return str(_WIDER.get(encoding.name, encoding.codec_info.name))


def _decode_other(html: bytes, declared: list[str]) -> str:
    """Text that is no valid UTF-8: by the first declaration that every byte fits; then UTF-8 with a few bad bytes."""
    others = [charset for charset in declared if charset != "utf-8"]
    for charset in others:
        try:
            return html.decode(charset)
        except UnicodeDecodeError:
            continue
    if others == declared and others:
        return html.decode(others[0], "replace")
    text = html.decode("utf-8", "replace")
    if text.count("\ufffd") <= _FEW_BAD * sum(not character.isascii() for character in text):
        return text
    language = _LANGUAGE.search(html[:_META_WINDOW])
    if language:
        return html.decode(_BY_LANGUAGE.get(language[1].decode().lower(), "cp1252"), "replace")
    guess = from_bytes(html[:_SAMPLE_BYTES]).best()
    return html.decode(guess.encoding if guess else "utf-8", "replace")
