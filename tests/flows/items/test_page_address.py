"""The canonical form of an address: equal for one page, and never for two."""

from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

import idna
import pytest
from hypothesis import given
from hypothesis import strategies as st

from blocks.errors import ConfigurationError
from flows.items.page_address import CLICK_PARAMETERS, canonical_url, given_address

SEGMENTS = st.lists(st.text(min_size=1, max_size=8).filter(lambda text: text not in {".", ".."} and _is_text(text)))
PAIRS = st.lists(st.tuples(st.text(alphabet="aß%+&=;/ é", max_size=6), st.text(alphabet="aß%+&=;/ é", max_size=6)))
HOSTS = st.lists(st.text(alphabet="abzßäςжü日é", min_size=1, max_size=10), min_size=1, max_size=4).map(".".join)
ADDRESSES = st.text(alphabet="aA%25eEfF./?&=+;:@#ß日[]|^\\~-_", max_size=30).map("https://shop.example/".__add__)


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


@pytest.mark.parametrize(
    ("given", "canonical"),
    [
        ("HTTPS://Shop.Example:443/p/1#reviews", "https://shop.example/p/1"),
        ("http://shop.example", "http://shop.example/"),
        ("http://shop.example?", "http://shop.example/"),
        ("https://shop.example/p?utm_source=x&b=2&gclid=y&a=1", "https://shop.example/p?a=1&b=2"),
        ("https://shop.example:8443/p?q=", "https://shop.example:8443/p?q="),
        ("http://[::1]:80/p", "http://[::1]/p"),
        ("  https://shop.example/a\n/b  ", "https://shop.example/a/b"),
        ("https://shop.example./p", "https://shop.example/p"),
        ("https://shop_1.example/p", "https://shop_1.example/p"),
        ("https://shop%2Eexample/p", "https://shop.example/p"),
        ("https://bücher.example/p", "https://xn--bcher-kva.example/p"),
        ("https://BÜCHER。example/p", "https://xn--bcher-kva.example/p"),
        ("https://faß.example/p", "https://xn--fa-hia.example/p"),
        ("https://fass.example/p", "https://fass.example/p"),
        ("https://XN--FA-hia.example/p", "https://xn--fa-hia.example/p"),
        ("https://shop.example/brume%2Dbougie%2ehtml", "https://shop.example/brume-bougie.html"),
        ("https://shop.example/a%2fb%c3%a9", "https://shop.example/a%2Fb%C3%A9"),
        ("https://shop.example/é", "https://shop.example/%C3%A9"),
        ("https://shop.example/a/../b/./c/%2E%2e/d", "https://shop.example/b/d"),
        ("https://shop.example/../../a/..", "https://shop.example/"),
        ("https://shop.example/a/b/..", "https://shop.example/a/"),
        ("https://shop.example/a//b/", "https://shop.example/a//b/"),
        ("https://shop.example/100%", "https://shop.example/100%25"),
        ("https://shop.example/%%341", "https://shop.example/%2541"),
        ("https://shop.example/p?b=%7e&a=%c3%a9+x", "https://shop.example/p?a=%C3%A9+x&b=~"),
        ("https://shop.example/p?q=%e9", "https://shop.example/p?q=%E9"),
    ],
)
def test_one_page_has_one_canonical_address(given: str, canonical: str) -> None:
    assert canonical_url(given) == canonical
    assert canonical_url(canonical) == canonical


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://straße.example/p", "https://strasse.example/p"),
        ("https://shop.example/a", "https://shop.example/a/"),
        ("https://shop.example/a", "http://shop.example/a"),
        ("https://shop.example/a", "https://www.shop.example/a"),
        ("https://shop.example/a", "https://shop.example/A"),
        ("https://shop.example/a/b", "https://shop.example/a%2Fb"),
        ("https://shop.example/a;v=1", "https://shop.example/a%3Bv=1"),
        ("https://shop.example/p?q=%E8", "https://shop.example/p?q=%E9"),
        ("https://shop.example/p?gclidx=1", "https://shop.example/p"),
        ("https://shop.example/p?ref=1", "https://shop.example/p"),
    ],
)
def test_two_pages_stay_two(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


@pytest.mark.parametrize("network", CLICK_PARAMETERS)
def test_a_click_parameter_is_no_part_of_the_page_in_upper_case_either(network: str) -> None:
    for name in CLICK_PARAMETERS[network]:
        assert canonical_url(f"https://shop.example/p?{name}=x&a=1&{name.upper()}=y") == "https://shop.example/p?a=1"


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "shop.example/p",
        "ftp://shop.example/p",
        "https://user:secret@shop.example/p",
        "https://shop.example\\@other.example/p",
        "https://shop.example\\.other.example/p",
        "https://shop.example%2Fother/p",
        "https://",
        "https://.",
        "https://shop..example/",
        "https://[::1",
        "https://shop.example:99999/",
        "javascript:alert(1)",
        "https://shop.example/a b",
        "https://shop.example/\x1b[2J",
        "https://shop.example/\ud800",
        "https://" + "ü" * 80 + ".example/",
    ],
)
def test_what_is_no_product_page_is_refused_with_what_is_allowed(bad: str) -> None:
    with pytest.raises(ConfigurationError, match=r"url: .* allowed: an http or https address"):
        canonical_url(bad)


def test_the_address_as_given_loses_only_what_surrounds_and_wraps_it() -> None:
    assert given_address("\t https://Shop.Example/%2d\r\n?utm_source=x#a ") == "https://Shop.Example/%2d?utm_source=x#a"


@given(ADDRESSES)
def test_the_canonical_form_of_a_canonical_form_is_itself(address: str) -> None:
    canonical = canonical_url(address)
    assert canonical_url(canonical) == canonical
    assert canonical.isascii()


@given(SEGMENTS)
def test_the_path_still_says_what_it_said(segments: list[str]) -> None:
    path = "/".join(quote(segment, safe="") for segment in segments)
    canonical = urlsplit(canonical_url(f"https://shop.example/{path}")).path
    assert [unquote(segment) for segment in canonical.split("/")[1:]] == (segments or [""])


@given(PAIRS)
def test_the_query_still_says_what_it_said(pairs: list[tuple[str, str]]) -> None:
    canonical = canonical_url(f"https://shop.example/?{urlencode(pairs)}")
    assert parse_qsl(urlsplit(canonical).query, keep_blank_values=True) == sorted(pairs)


@given(HOSTS)
def test_the_host_stays_its_owners(host: str) -> None:
    canonical = urlsplit(canonical_url(f"https://{host}/")).hostname or ""
    assert idna.decode(canonical) == idna.uts46_remap(host, std3_rules=False)
