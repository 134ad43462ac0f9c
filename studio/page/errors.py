"""Why a page gave no product."""

from enum import StrEnum


class PageCode(StrEnum):
    """Stable codes of `PageError`; programs may compare them."""

    NO_PRODUCT_FOUND = "no_product_found"
    """A sound page that sells no single product: category, home page, article, or one that needs JavaScript."""
    PAGE_BLOCKED = "page_blocked"
    """The shop answered with a captcha or a bot check in place of the page."""
    PAGE_UNREADABLE = "page_unreadable"
    """Not HTML: empty, binary, another content type, or larger than a page can be."""


class PageError(Exception):
    """A page that gives no product: `code` for programs, `reason` in one sentence for people."""

    def __init__(self, code: PageCode, reason: str) -> None:
        """Keep both parts."""
        super().__init__(reason)
        self.code = code
        self.reason = reason
