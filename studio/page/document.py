"""A parsed page and what its head says about it."""

import re
from functools import cached_property
from itertools import accumulate
from urllib.parse import urldefrag, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from studio.page.currency import home_currency, iso_currency
from studio.page.text import plain_text

_LANGUAGE = re.compile(r"([a-zA-Z]{2,3})(?:[-_][a-zA-Z]{4})?(?:[-_]([a-zA-Z]{2}))?(?:[-_].*)?")
# Withdrawn ISO 639 codes that servers still send.
_OLD_LANGUAGES = {"iw": "he", "in": "id", "ji": "yi", "jp": "ja", "cn": "zh", "kr": "ko"}
# Country domains that are sold to everybody (Google Search Central, "Multi-regional sites", generic ccTLDs).
_GENERIC_COUNTRY_DOMAINS = frozenset(
    {"ad", "ai", "as", "bz", "cc", "cd", "co", "dj", "eu", "fm", "gg", "io", "la", "ly", "me", "ms", "nu", "sc"}
    | {"sr", "st", "su", "to", "tv", "tk", "vc", "ws", "sh", "ac", "is", "gl"}
)
# "shop.com.co" is Colombian, "shop.co" anybody's.
_NATIONAL_LABELS = frozenset({"com", "co", "net", "org"})
_HOME_PATH = re.compile(r"/?(?:[a-z]{2}(?:[-_][a-zA-Z]{2})?/?)?(?:index\.\w{3,5})?")
# Taken out of addresses by browsers (WHATWG URL Standard, 4.4), and no use in any.
# Characters of JSON-LD that are read: the largest of a shop have some hundred thousand.
_MAX_JSONLD = 1_500_000
_MAX_HEADINGS = 40
# Longer ones are a slogan.
_MAX_SHOP_NAME = 30
_CONTROL = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
# What browsers and servers agree on handling; anything longer is data in an address.
_MAX_ADDRESS_CHARACTERS = 2048
_SCRIPT_CURRENCY = re.compile(
    r"currency(?:_?code)?\\?[\"']?\s{0,4}[:=]\s{0,4}\\?[\"']([A-Z]{3})\\?[\"']", re.IGNORECASE
)
_PATH_REGION = re.compile(r"/(?:[a-z]{2}[-_]([a-zA-Z]{2}))(?:/|$)")


class Document:
    """A page: its tree, its address, and the parts of its head, each read when first asked for."""

    def __init__(self, text: str, url: str) -> None:
        """Parse; the parser takes any text and never fails."""
        self.tree = LexborHTMLParser(text)
        self._text = text
        self.url = url

    @cached_property
    def base(self) -> str:
        """What relative addresses are relative to."""
        node = self.tree.css_first("base[href]")
        return self._join(self.url, (node.attributes.get("href") if node else "") or "") or self.url

    @cached_property
    def metas(self) -> dict[str, list[str]]:
        """Contents of `<meta>` under the lower-case property, name or http-equiv, in document order."""
        metas: dict[str, list[str]] = {}
        for node in self.tree.css("meta[content]"):
            attributes = node.attributes
            key = attributes.get("property") or attributes.get("name") or attributes.get("http-equiv")
            content = (attributes.get("content") or "").strip()
            if key and content:
                metas.setdefault(key.strip().lower(), []).append(content)
        return metas

    def meta(self, *names: str) -> str:
        """The first content of the named metas, empty where there is none."""
        return next((self.metas[name][0] for name in names if name in self.metas), "")

    @cached_property
    def jsonld(self) -> list[str]:
        """The texts of the JSON-LD scripts, as far as a shop writes any."""
        # A comparison here is quicker than one without regard to case inside of the selector.
        scripts = ((node.attributes.get("type") or "", node) for node in self.tree.css("script[type]"))
        texts = [node.text() for kind, node in scripts if "ld+json" in kind.lower()]
        ends = accumulate(map(len, texts))
        return [text for text, end in zip(texts, ends, strict=True) if end <= _MAX_JSONLD]

    @cached_property
    def head_title(self) -> str:
        """The text of `<title>`."""
        node = self.tree.css_first("title")
        return plain_text(node.text()) if node else ""

    @cached_property
    def heading_nodes(self) -> list[LexborNode]:
        """The first `<h1>`."""
        return self.tree.css("h1")[:_MAX_HEADINGS]

    @cached_property
    def headings(self) -> list[str]:
        """The texts of the first `<h1>`."""
        return [text for node in self.heading_nodes if (text := plain_text(node.text(separator=" "), 500))]

    @cached_property
    def shown_text(self) -> str:
        """All that the page shows, and hides, each text on a line of its own."""
        body = self.tree.body
        return body.text(separator="\n", strip=True) if body else ""

    def text_below_heading(self, limit: int) -> str:
        """At most `limit` characters of what is shown, from the first heading on."""
        heading = next(iter(self.headings), "")
        start = max(self.shown_text.find(heading[:40]), 0) if heading else 0
        return self.shown_text[start : start + limit]

    @cached_property
    def canonical(self) -> str:
        """The address the page gives itself, where that can be right; else the address it was read from."""
        node = self.tree.css_first('link[rel="canonical" i][href]')
        stated = (node.attributes.get("href") or "") if node else self.meta("og:url")
        address = urldefrag(self.absolute(stated)).url
        at_root = urlsplit(address).path in {"", "/"} and urlsplit(self.url).path not in {"", "/"}
        return urldefrag(self.url).url if at_root or not address else address

    @cached_property
    def language(self) -> str:
        """BCP 47 primary language in lower case, empty where the page does not say."""
        root = self.tree.root
        declared = (root.attributes.get("lang") or root.attributes.get("xml:lang") or "") if root else ""
        for tag in (declared, self.meta("og:locale"), self.meta("content-language", "language")):
            match = _LANGUAGE.fullmatch(tag.strip())
            if match:
                return _OLD_LANGUAGES.get(match[1].lower(), match[1].lower())
        return ""

    @cached_property
    def territory(self) -> str:
        """ISO 3166 country the shop sells in, as domain, path or language tag say; empty where none does."""
        parts = urlsplit(self.url)
        *_, second, domain = ("", "", *(parts.hostname or "").split("."))
        is_country = domain not in _GENERIC_COUNTRY_DOMAINS or second in _NATIONAL_LABELS
        if len(domain) == 2 and domain.isalpha() and is_country:
            return {"uk": "GB"}.get(domain, domain.upper())
        in_path = _PATH_REGION.search(parts.path)
        if in_path:
            return in_path[1].upper()
        root = self.tree.root
        for tag in (self.meta("og:locale"), (root.attributes.get("lang") if root else "") or ""):
            match = _LANGUAGE.fullmatch(tag.strip())
            if match and match[2]:
                return match[2].upper()
        # Most shops that write Chinese sell on the mainland; no other language's sign is as likely to mislead.
        return "CN" if self.language == "zh" else ""

    @cached_property
    def shop_name(self) -> str:
        """What the shop calls itself, else its domain; empty for a bare IP address or a host of this network."""
        host = (urlsplit(self.url).hostname or "").removeprefix("www.")
        stated = (plain_text(self.meta(name)) for name in ("og:site_name", "application-name"))
        named = next((name for name in stated if 1 < len(name) <= _MAX_SHOP_NAME and any(map(str.isalpha, name))), "")
        return named or (host if "." in host and host.rpartition(".")[2].isalpha() else "")

    @cached_property
    def site_names(self) -> tuple[str, ...]:
        """What the shop calls itself: its stated names and the bare name of its domain."""
        labels = (urlsplit(self.url).hostname or "").removeprefix("www.").split(".")
        own = [label for label in labels[:-1] if len(label) > 3] or labels[:1]
        stated = (self.meta("og:site_name"), self.meta("application-name"), self.meta("apple-mobile-web-app-title"))
        return tuple(name for name in (*map(plain_text, stated), *own) if name)

    @cached_property
    def script_currency(self) -> str:
        """The one ISO 4217 code that the page's scripts name as their currency, empty if none or several."""
        codes = {code for code in _SCRIPT_CURRENCY.findall(self._text) if iso_currency(code) == code}
        return codes.pop() if len(codes) == 1 else ""

    @cached_property
    def home_currency(self) -> str:
        """What is paid where the shop sells, for amounts that no sign stands beside; empty where nothing tells."""
        return home_currency(self.territory, self.language)

    @cached_property
    def is_home(self) -> bool:
        """Whether the address is a shop's front page, with or without a language folder."""
        return bool(_HOME_PATH.fullmatch(urlsplit(self.url).path))

    def absolute(self, address: str) -> str:
        """An http(s) address for a reference on this page, empty where it is none."""
        return self._join(self.base, address)

    @staticmethod
    def _join(base: str, address: str) -> str:
        address = _CONTROL.sub("", address).strip()
        try:
            joined = urljoin(base, address) if 0 < len(address) <= _MAX_ADDRESS_CHARACTERS else ""
        except ValueError:
            return ""
        return joined.replace(" ", "%20") if is_web_address(joined) else ""


def is_web_address(address: str) -> bool:
    """Whether it is an http or https address with a host."""
    try:
        parts = urlsplit(address)
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False
