"""Markdown that people see in the Prefect UI, made from text that comes from pages and from the service."""

import html

from bounds.printable import printable


def plain(text: str) -> str:
    """Text from outside, without any markup left in it, on one line."""
    folded = " ".join(html.escape(printable(text), quote=False).split())
    return "".join(f"\\{char}" if char in "\\`*_[]|#!~" else char for char in folded)


def address(url: str) -> str:
    """An http(s) address as a link's target in a table, whatever stands in it."""
    return f"<{url.replace('<', '%3C').replace('>', '%3E').replace('|', '%7C')}>"
