"""Whether everybody can use a page: axe-core's rules of WCAG 2.2 AA in the real browser, and no sideways scrolling."""

from functools import cache
from importlib.resources import files

from tests.browser.browser import Browser

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
"""Tags of axe-core's rules."""

PHONE, DESK = 390, 1440
"""CSS pixels of the screens that pages are tried on."""

RUN = """
const [tags, done] = arguments;
axe.run(document, { runOnly: tags }).then((found) => done(found.violations.map((one) =>
  `${one.id}: ${one.help}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`)));
"""


@cache
def _axe() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text()


def violations(browser: Browser) -> list[str]:
    """What axe-core finds on the page that is open."""
    browser.run(_axe())
    return list(browser.wait_for(RUN, list(RULES)))


def scrolls_sideways(browser: Browser) -> bool:
    """Whether the page is wider than the screen."""
    return bool(browser.run("return document.documentElement.scrollWidth > document.documentElement.clientWidth"))
