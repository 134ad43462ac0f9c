"""Pages that sell nothing are refused for what they are."""

import pytest

from studio.page.errors import PageCode, PageError
from studio.page.reader import read_product

BLOCKED = [
    "<title>Just a moment...</title><p>Checking your browser</p>",
    "<title>Access Denied</title><h1>Access Denied</h1><p>Reference #18.5c</p>",
    "<title>shop.example</title><script src='https://ct.captcha-delivery.com/c.js'></script>",
    "<title></title><script src='/149e9513/ips.js?KPSDK=1'></script>",
    "<title>Web Page Blocked</title><p>Attack ID: 20000051</p>",
    "<title>Vercel Security Checkpoint</title>",
    "<title>Sucuri WebSite Firewall - Access Denied</title>",
    "<title>百度安全验证</title>",
]
QUEUES = [
    "<title>Queue-it</title><h1>You are now in line</h1>",
    "<title>Warteraum</title><h1>Du bist in der Warteschlange</h1>",
    "<title>Shop</title><h1>Waiting Room</h1><p>Estimated wait time: 3 minutes</p>",
]
NO_PRODUCT = [
    ("<title>Sign in | Shop</title><h1>Sign in</h1><input type=password>", "sign in"),
    ("<title>Anmelden</title><form><input name=email><input type=password></form>", "sign in"),
    ("<title>Shop</title><h1>Are you over 18?</h1><button>Yes</button><button>No</button>", "age"),
    ("<title>Altersprüfung</title><p>Bist du mindestens 18 Jahre alt?</p>", "age"),
    ("<title>Opening soon</title><p>Enter using password</p><input type=password>", "closed"),
    ("<title>Wartungsarbeiten</title><p>Wir sind bald zurück.</p>", "closed"),
    (
        '<title>Soup</title><script type="application/ld+json">{"@type":"Recipe","name":"Soup"}</script><h1>Soup</h1>',
        "recipe",
    ),
    (
        '<title>Cook</title><script type="application/ld+json">{"@type":"JobPosting","title":"Cook"}</script>',
        "job offer",
    ),
    ('<title>Film</title><script type="application/ld+json">{"@type":"Movie","name":"Film"}</script>', "film"),
]


def refused(html: str) -> PageError:
    with pytest.raises(PageError) as caught:
        read_product(html.encode(), "https://shop.example/products/oak-pan")
    return caught.value


@pytest.mark.parametrize("html", BLOCKED)
def test_a_wall_against_programs_is_called_a_bot_check(html: str) -> None:
    error = refused(html)
    assert (error.code, "bot check" in error.reason) == (PageCode.PAGE_BLOCKED, True)


@pytest.mark.parametrize("html", QUEUES)
def test_a_waiting_room_is_called_a_queue(html: str) -> None:
    error = refused(html)
    assert (error.code, "queue" in error.reason) == (PageCode.PAGE_BLOCKED, True)


@pytest.mark.parametrize(("html", "named"), NO_PRODUCT)
def test_what_is_no_product_is_named_for_what_it_is(html: str, named: str) -> None:
    error = refused(html)
    assert error.code == PageCode.NO_PRODUCT_FOUND
    assert named in error.reason
    assert "JavaScript" not in error.reason


@pytest.mark.parametrize("kind", ["article", "website"])
def test_a_thing_without_an_offer_or_a_cart_is_no_product_where_the_page_is_an_article(kind: str) -> None:
    data = '{"@graph":[{"@type":"Article","name":"Oak pan review"},{"@type":"Product","name":"Oak pan"}]}'
    page = (
        f'<meta property="og:type" content="{kind}"><script type="application/ld+json">{data}</script><h1>Oak pan</h1>'
    )
    assert "article" in refused(page).reason
    sold = page + "<button>Add to cart</button>"
    assert read_product(sold.encode(), "https://shop.example/products/oak-pan").title == "Oak pan"
