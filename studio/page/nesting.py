"""Bounds on what an HTML parser takes quadratic time over: how deep a page nests, how many attributes a tag has."""

import re
from itertools import islice

# HTML Living Standard, 13.2.6.4.7: each block's start tag looks through all elements that are open. Browsers stop
# nesting at 512; real shop pages stay under 100.
_DEEPEST = 1000
# With fewer tags than that even the deepest nesting is parsed within a second.
_HARMLESS_TAGS = 15_000
# Real pages stay under 50. A script that holds "<b" is taken for a tag too, up to its next ">".
_MAX_ATTRIBUTES = 2000
# HTML Living Standard, 13.2.5.8 and 13.2.5.32 to 13.2.5.39: a tag's name and its attributes, an unfinished value too.
# Nothing is given back, so that no text is searched twice.
_ONE_ATTRIBUTE = (
    r"[\t\n\f\r /]*+[^\t\n\f\r />][^\t\n\f\r />=]*+"
    r"(?:[\t\n\f\r ]*+=[\t\n\f\r ]*+(?:\"[^\"]*+\"?|'[^']*+'?|[^\t\n\f\r >]*+))?+"
)
_ATTRIBUTE = re.compile(_ONE_ATTRIBUTE)
_START_TAG = re.compile(rf"<([a-zA-Z][^\t\n\f\r />]*+)(?:{_ONE_ATTRIBUTE})*+")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)")
# Void elements (13.1.2), and those that the next of their kind closes (13.1.2.4).
_NEVER_DEEP = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "param"}
    | {"p", "li", "dt", "dd", "option", "optgroup", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "path"}
)


MAX_TAGS = 150_000
"""Start and end tags of a page, scripts that hold "<" included. The largest of 22 saved shop pages has 8,200;
each costs a parser and every search of its tree some microseconds."""


def has_too_many_tags(text: str) -> bool:
    """Whether a page has more elements than any shop's."""
    return text.count("<") > MAX_TAGS


def nests_too_deep(text: str) -> bool:
    """Whether a page opens far more elements inside one another than any browser would."""
    if text.count("<") <= _HARMLESS_TAGS:
        return False
    depth = 0
    for closing, name in _TAG.findall(text):
        if name in _NEVER_DEEP or name.lower() in _NEVER_DEEP:
            continue
        if not closing:
            depth += 1
            if depth > _DEEPEST:
                return True
        elif depth:
            depth -= 1
    return False


def with_few_attributes(text: str) -> str:
    """The page without those attributes of a tag that come after the first two thousand.

    A parser compares the name of each with all before it.
    """
    return _START_TAG.sub(_shortened, text)


def _shortened(tag: re.Match[str]) -> str:
    written = tag[0]
    if len(written) < 2 * _MAX_ATTRIBUTES:
        return written
    end = next(islice(_ATTRIBUTE.finditer(written, tag.end(1) - tag.start()), _MAX_ATTRIBUTES, None), None)
    return written if end is None else written[: end.start()]
