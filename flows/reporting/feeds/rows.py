"""From videos to the bytes of each feed's file, and of the snippet beside each video.

The same videos make the same bytes.
"""

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from operator import attrgetter
from posixpath import splitext
from xml.sax.saxutils import escape

from bounds.printable import printable
from flows.items.cells import csv_file
from flows.reporting.feeds.rules import GOOGLE, MAX_PRODUCT_VIDEOS, META, SITEMAP, Address, FeedRules
from flows.reporting.feeds.video import FeedVideo, LeftOut

MAX_SITEMAP_PAGES = 50_000
"""Of one sitemap (sitemaps.org, "Sitemaps protocol")."""
MAX_DESCRIPTION_CHARS = 2_048
"""Of `video:description` (Google Search Central, "Video sitemaps")."""

SNIPPET_TYPE = "application/ld+json"

NO_CHARACTERS = dict.fromkeys((0xFFFE, 0xFFFF))
"""Code points that no XML holds, beside the controls (XML 1.0, 2.2)."""

_URLSET = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:video="http://www.google.com/schemas/sitemap-video/1.1">\n'
)


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's file, and what it leaves out."""

    name: str
    content_type: str
    body: bytes
    rows: int
    left_out: tuple[LeftOut, ...]


def google_feed(videos: Iterable[FeedVideo], address: Address) -> Feed:
    """Build the supplemental feed of Google Merchant Center: tabs, `id` and `video_link`, several with commas."""
    products, left_out = taken(videos, GOOGLE, address)
    rows = [
        (product[0].id, ",".join(address(each.video.key) for each in product))
        for product in sorted(products, key=lambda product: product[0].id)
    ]
    body = csv_file(("id", "video_link"), rows, "\t")
    return Feed(GOOGLE.feed, "text/tab-separated-values; charset=utf-8", body, len(rows), tuple(left_out))


def meta_feed(videos: Iterable[FeedVideo], address: Address) -> Feed:
    """Build the supplemental feed of Meta's catalogs: commas, all quoted, a pair of columns for each video.

    A video's tags are its shape, its language, and its opening where it is not the first ("hook 2"): product sets
    choose by them.
    """
    products, left_out = taken(videos, META, address)
    most = max((len(product) for product in products), default=1)
    columns = [f"video[{number}].{name}" for number in range(most) for name in ("url", "tag[0]", "tag[1]", "tag[2]")]
    rows = []
    for product in sorted(products, key=lambda product: product[0].id):
        cells = [product[0].id]
        for each in product:
            hook = each.setting("hook")
            cells += [address(each.video.key), each.setting("aspect_ratio"), each.setting("language")]
            cells.append(f"hook {hook}" if hook else "")
        rows.append((*cells, *[""] * (1 + len(columns) - len(cells))))
    body = csv_file(("id", *columns), rows, ",", csv.QUOTE_ALL)
    return Feed(META.feed, "text/csv; charset=utf-8", body, len(rows), tuple(left_out))


def sitemap(videos: Iterable[FeedVideo], address: Address) -> Feed:
    """Build the video sitemap: an entry for each product page, with all of its videos."""
    kept, left_out = _within(videos, SITEMAP, address)
    pages: dict[str, list[FeedVideo]] = {}
    for video in kept:
        pages.setdefault(video.page, []).append(video)
    listed = sorted(pages)[:MAX_SITEMAP_PAGES]
    for page in sorted(pages)[MAX_SITEMAP_PAGES:]:
        left_out += [each.left_out_of(SITEMAP.feed, f"more than {MAX_SITEMAP_PAGES} pages") for each in pages[page]]
    entries = (_page_entry(page, pages[page], address) for page in listed)
    body = "".join([_URLSET, *entries, "</urlset>\n"]).encode()
    return Feed(SITEMAP.feed, "application/xml; charset=utf-8", body, len(listed), tuple(left_out))


def taken(
    videos: Iterable[FeedVideo], rules: FeedRules, address: Address
) -> tuple[list[tuple[FeedVideo, ...]], list[LeftOut]]:
    """Return each product's videos that keep the channel's rules, at most `MAX_PRODUCT_VIDEOS`, and the others."""
    kept, left_out = _within(videos, rules, address)
    products = []
    by_product = attrgetter("product")
    for _, group in groupby(sorted(kept, key=by_product), key=by_product):
        product = tuple(group)
        products.append(product[:MAX_PRODUCT_VIDEOS])
        reason = f"the product has {len(product)} videos, at most {MAX_PRODUCT_VIDEOS}: the newest are taken"
        left_out += [each.left_out_of(rules.feed, reason) for each in product[MAX_PRODUCT_VIDEOS:]]
    return products, left_out


def snippet_key(video_key: str) -> str:
    """Return where the snippet of a video lies: beside it."""
    return f"{splitext(video_key)[0]}.jsonld"


def video_object(video: FeedVideo, address: Address) -> bytes:
    """Return the snippet beside a video: schema.org's VideoObject as JSON-LD, for the page that shows the video.

    `name`, `thumbnailUrl` and `uploadDate` are what Google requires (Search Central, "Video structured data").
    It stands in a `<script>` as it is: no text of a page can end that element.
    """
    file = video.video
    thing = {
        "@context": "https://schema.org",
        "@type": "VideoObject",
        "name": video.title,
        "description": video.description,
        "thumbnailUrl": [address(file.poster_key)] if file.poster_key else None,
        "uploadDate": date_time(video.published_at),
        "duration": f"PT{round(file.seconds, 3):g}S",
        "contentUrl": address(file.key),
        "width": file.width or None,
        "height": file.height or None,
        "encodingFormat": "video/mp4",
    }
    text = json.dumps({name: value for name, value in thing.items() if value}, ensure_ascii=False)
    # The three that matter to an HTML parser, as JSON writes any character (RFC 8259, 7).
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026").encode()


def date_time(moment: datetime) -> str:
    """Return a time as W3C's profile of ISO 8601 has it, to the second, in UTC."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _within(videos: Iterable[FeedVideo], rules: FeedRules, address: Address) -> tuple[list[FeedVideo], list[LeftOut]]:
    kept, left_out = [], []
    for video in videos:
        breach = rules.breach(video, address)
        if breach:
            left_out.append(video.left_out_of(rules.feed, breach))
        else:
            kept.append(video)
    return kept, left_out


def _page_entry(page: str, videos: Sequence[FeedVideo], address: Address) -> str:
    entries = "".join(_video_entry(video, address) for video in videos)
    return f" <url>\n  <loc>{escape(page)}</loc>\n{entries} </url>\n"


def _video_entry(video: FeedVideo, address: Address) -> str:
    facts = {
        "thumbnail_loc": address(video.video.poster_key),
        "title": _xml_text(video.title),
        "description": _xml_text(video.description)[:MAX_DESCRIPTION_CHARS],
        "content_loc": address(video.video.key),
        "duration": str(round(video.video.seconds)),
        "publication_date": date_time(video.published_at),
    }
    lines = "".join(f"   <video:{name}>{escape(value)}</video:{name}>\n" for name, value in facts.items())
    return f"  <video:video>\n{lines}  </video:video>\n"


def _xml_text(text: str) -> str:
    """What of a text XML can hold (XML 1.0, 2.2): page texts come from outside."""
    return printable(text).translate(NO_CHARACTERS).strip()
