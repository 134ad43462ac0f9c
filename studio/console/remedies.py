"""What somebody at the page can do about an error, by its code: the first thing that is read there."""

from dataclasses import dataclass

from studio.render_request import RenderError

REMEDIES: dict[str, str] = {
    "address_refused": "Give the public https address of a product page.",
    "page_not_found": "Open the address in a browser and copy it again: there is no page any more.",
    "page_blocked": "The shop keeps programs out. Try the same product at another shop.",
    "page_unreachable": "Check the address and the network, then try again.",
    "page_unreadable": "Give the address of the product's web page, not of a file.",
    "too_large": "The page is too large to be read. Try the same product at another shop.",
    "timeout": "The shop was too slow. Try again in a minute.",
    "no_product_found": "Open one single product in the shop and give that page's address.",
    "no_usable_picture": "Choose a product whose page shows at least one large picture.",
    "no_speakable_title": "Write a title under “Facts”, with letters in it.",
    "font_missing": "Choose another language, or install fonts for this one.",
    "deadline": "Make it again, shorter or when less is waiting; --render-deadline allows more time.",
    "worker_crashed": "Make it again; if it fails again, see the server's log.",
    "broken_video": "Make it again; if it fails again, see the server's log.",
    "internal": "Make it again; the server's log says more.",
    "Insufficient credit": "The account is empty: start studio with more --credits.",
}
"""Codes are those of fetching, reading and rendering."""


def remedy(code: str) -> str:
    """One sentence, or none for what is no fault of the input: a failure on a test's order, an unknown code."""
    return REMEDIES.get(code, "")


@dataclass(frozen=True, slots=True)
class Problem:
    """An error as the page shows it: what to do in large letters, why below, the code for programs last and small."""

    remedy: str
    reason: str
    code: str


def problem_of(error: Exception) -> Problem:
    """An error of a form, an order or a script."""
    code, _, reason = str(error).partition(": ")
    if isinstance(error, RenderError):
        code, reason = error.code, error.reason
    if remedy(code):
        return Problem(remedy(code), reason or code, code if reason else "")
    return Problem("", str(error), "")
