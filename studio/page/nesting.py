"""A bound on how deep a page may nest, since an HTML parser takes quadratic time in the depth."""

import re

# HTML Living Standard, 13.2.6.4.7: each block's start tag looks through all elements that are open. Browsers stop
# nesting at 512; real shop pages stay under 100.
_DEEPEST = 1000
# With fewer tags than that even the deepest nesting is parsed within a second.
_HARMLESS_TAGS = 15_000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)")
# Void elements (13.1.2), and those that the next of their kind closes (13.1.2.4).
_NEVER_DEEP = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "param"}
    | {"p", "li", "dt", "dd", "option", "optgroup", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "path"}
)


def nests_too_deep(text: str) -> bool:
    """Whether a page opens far more elements inside one another than any browser would."""
    if text.count("<") <= _HARMLESS_TAGS:
        return False
    depth = 0
    for closing, name in _TAG.findall(text):
        if name.lower() not in _NEVER_DEEP:
            depth = max(0, depth - 1) if closing else depth + 1
            if depth > _DEEPEST:
                return True
    return False
