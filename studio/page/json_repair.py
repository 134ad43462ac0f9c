"""JSON as shops' templates write it, brought closer to what a parser takes, one kind of damage after the other."""

import html
import json
import re
import string
from collections.abc import Callable, Iterator
from itertools import accumulate, pairwise

# What stands around the JSON for parsers of the last century, in any order.
_WRAPPER_STARTS = ("//", "/*", "*/", "<!--", "<![CDATA[")
_WRAPPER_ENDS = ("//", "/*", "*/", "-->", "]]>", ";")
# A JSON string is kept as it is; outside of strings the repairs are made. Each branch also takes an end that never
# comes, so that no text is searched twice.
_STRING = r'("(?:[^"\\]|\\.)*+(?:"|\\?\Z))'
_COMMENT = re.compile(rf"{_STRING}|//[^\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_TRAILING_COMMA = re.compile(rf"{_STRING}|,(?=\s*[}}\]])", re.DOTALL)
# JavaScript reads an escape that it does not know as the character itself.
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})')
_QUOTE = re.compile(r'(?<!\\)"')
# A value that a template left out, JavaScript's word for none, and a decimal comma ("price": 129,50).
_NO_VALUE = re.compile(rf"{_STRING}|(?<=:)\s*(?=[,}}\]])|(?<=:)\s*undefined\b", re.DOTALL)
_DECIMAL_COMMA = re.compile(rf'{_STRING}|(?<=:)\s*(\d+),(\d{{1,2}})(?=\s*(?:,\s*"|[}}\]]))', re.DOTALL)
# Where a string, an object or a list ends; a comma that a template forgot goes between it and the next string.
_END = re.compile(rf"{_STRING}|[}}\]]", re.DOTALL)
_THEN_STRING = re.compile(r'\s*"')
_SINGLE_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*+)'", re.DOTALL)
_BRACKET = re.compile(rf"{_STRING}|[\[\]{{}}]", re.DOTALL)
# Where a remark is over: the line ends, or something begins that is none.
_REMARK_END = re.compile(r"[\n{\[<]")
_BLANK = f"{string.whitespace}\ufeff"
_CLOSING = {"{": "}", "[": "]"}


def repaired(script: str) -> Iterator[str]:
    """The script as it is and then with more and more repairs, until the caller has something that reads."""
    bare = _unwrap(_trim(script))
    if not bare:
        return
    if '"' not in bare and "'" in bare:
        bare = _SINGLE_QUOTED.sub(lambda match: json.dumps(match[1].replace("\\'", "'"), ensure_ascii=False), bare)
    # A quotation mark too many turns strings inside out: what looked like noise before is text after.
    for prepare in (str, _escape_quotes):
        yield from accumulate(_LIGHT, lambda so_far, repair: repair(so_far), initial=prepare(bare))


def patched(script: str) -> Iterator[str]:
    """What may help where nothing of `repaired` reads: values, commas and brackets that are missing are put in."""
    text = _fix_escapes(_drop_noise(_unwrap(_trim(script))))
    yield from accumulate((_fill_gaps, _close_brackets), lambda so_far, repair: repair(so_far), initial=text)


def _trim(text: str) -> str:
    """Without white space and byte order marks, which templates put together from files leave in the middle."""
    return text.strip(_BLANK)


def _unwrap(text: str) -> str:
    text = text[_start(text) :]
    text = text[: _end(text)]
    return html.unescape(text) if "&quot;" in text and '"' not in text else text


def _start(text: str) -> int:
    """Where the JSON begins behind its wrappers. Goes on from sign to sign, since a page may pile up thousands."""
    at, noted = 0, -1
    while True:
        at = _skipped(text, at)
        start = next((each for each in _WRAPPER_STARTS if text.startswith(each, at)), "")
        if not start or len(text) - at <= len(start):
            return at
        at += len(start)
        if start == "//":
            # A remark in the first line, and nothing else there.
            if noted < at:
                match = _REMARK_END.search(text, at)
                noted = match.start() if match else len(text)
            at = noted + 1 if text.startswith("\n", noted) else at


def _end(text: str) -> int:
    """Where the JSON ends before its wrappers."""
    end = len(text)
    while True:
        while end and text[end - 1] in _BLANK:
            end -= 1
        wrapper = next((each for each in _WRAPPER_ENDS if text.endswith(each, 0, end)), "")
        if not wrapper or end <= len(wrapper):
            return end
        end -= len(wrapper)


def _skipped(text: str, at: int) -> int:
    while at < len(text) and text[at] in _BLANK:
        at += 1
    return at


def _drop_noise(text: str) -> str:
    for noise in (_COMMENT, _TRAILING_COMMA):
        text = noise.sub(lambda match: match[1] or "", text)
    return text


def _fix_escapes(text: str) -> str:
    return _BAD_ESCAPE.sub("", text)


_LIGHT: tuple[Callable[[str], str], ...] = (_drop_noise, _fix_escapes)


def _escape_quotes(text: str) -> str:
    """Quotation marks inside a value (`"27" monitor"`): those that stand at none of JSON's own signs."""
    parts = _QUOTE.split(text)
    repaired = [parts[0]]
    for before, after in pairwise(parts):
        outside = before.rstrip()[-1:] in ("", *"{[,:") or after.lstrip()[:1] in ("", *",:}]")
        repaired += ['"' if outside else '\\"', after]
    return "".join(repaired)


def _fill_gaps(text: str) -> str:
    text = _DECIMAL_COMMA.sub(lambda match: match[1] or f'"{match[2]},{match[3]}"', text)
    text = _NO_VALUE.sub(lambda match: match[1] or "null", text)
    return _END.sub(lambda match: match[0] + ("," if _THEN_STRING.match(text, match.end()) else ""), text)


def _close_brackets(text: str) -> str:
    """A script that was cut off, or lost its last brackets."""
    awaited: list[str] = []
    for match in _BRACKET.finditer(text):
        sign = match[0]
        if sign in _CLOSING:
            awaited.append(_CLOSING[sign])
        elif sign in "}]" and (not awaited or awaited.pop() != sign):
            return text
    return text + "".join(reversed(awaited))
