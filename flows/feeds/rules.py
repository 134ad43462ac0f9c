"""What channels take into a feed: each rule is a figure with its source, and each breach a reason in words.

Checked against the vendors' pages in November 2026.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from flows.feeds.video import FeedVideo

Address = Callable[[str], str]
"""Returns the public address of a key."""

MAX_ADDRESS_CHARS = 2_000
"""Of a video's address (Merchant Center Help 15216925, "video_link")."""
MAX_GOOGLE_ID_CHARS = 50
"""Of `id` (Merchant Center Help 6324405)."""
MAX_META_ID_CHARS = 100
"""Of `id` (Meta, "Product catalog fields")."""
MAX_PRODUCT_VIDEOS = 10
"""Videos of one product (Merchant Center Help 15216925). Meta publishes no bound; more than Google takes, no shop has
asked for."""
MIN_SECONDS, MAX_SECONDS = 6, 240
MIN_SIDE_PIXELS = 720
MAX_GOOGLE_BYTES = 500 * 1000**2
SHAPES = {"9:16": 9 / 16, "16:9": 16 / 9, "1:1": 1.0}
"""Length, resolution, size and shape: Merchant Center Help 15216925. A megabyte is taken as the smaller of its two."""
SHAPE_TOLERANCE = 0.01
"""Of a ratio: encoders round sides to multiples of 16, as 1080x1920 to 1088x1920."""
MAX_META_BYTES = 200 * 1000**2
"""Meta, "Dynamic media", Limitations: no limits of length."""
MAX_SITEMAP_SECONDS = 28_800
"""Video sitemaps: 1 to 28,800 (Google Search Central, "Video sitemaps")."""


@dataclass(frozen=True, slots=True)
class Channel:
    """The rules of one feed."""

    feed: str
    """Name of its file."""
    needs_id: bool = True
    max_id_chars: int = MAX_GOOGLE_ID_CHARS
    max_bytes: float = math.inf
    min_seconds: float = 0
    max_seconds: float = math.inf
    min_side_pixels: int = 0
    is_shaped: bool = False
    """Only the shapes of `SHAPES`."""
    needs_poster: bool = False
    needs_title: bool = False

    def breach(self, video: FeedVideo, address: Address) -> str:
        """Return the first rule that a video breaks, in words; empty where it keeps all."""
        breaches = (self._of_product(video), self._of_file(video), _of_address(address(video.video.key)))
        return next(filter(None, breaches), "")

    def _of_product(self, video: FeedVideo) -> str:
        if self.needs_id and not video.id:
            return "the catalog gives the product no id"
        if self.needs_id and not (video.id.isprintable() and video.id == video.id.strip()):
            return "its id has tabs, line breaks or blanks at an end"
        if self.needs_id and len(video.id) > self.max_id_chars:
            return f"its id has {len(video.id)} characters, at most {self.max_id_chars}"
        if self.needs_title and not video.title:
            return "the product's title is not known"
        return ""

    def _of_file(self, video: FeedVideo) -> str:
        file = video.video
        if self.needs_poster and not file.poster_key:
            return "it has no poster"
        if file.seconds < self.min_seconds:
            return f"{file.seconds:.1f} s, at least {self.min_seconds:g}"
        if file.seconds > self.max_seconds:
            return f"{file.seconds:.1f} s, at most {self.max_seconds:g}"
        if file.size > self.max_bytes:
            return f"{file.size / 1e6:.1f} MB, at most {self.max_bytes / 1e6:g}"
        return self._of_picture(file.width, file.height)

    def _of_picture(self, width: int, height: int) -> str:
        if min(width, height) < self.min_side_pixels:
            return f"{width}x{height}, the shorter side at least {self.min_side_pixels}"
        return f"{width}x{height}, only {', '.join(SHAPES)}" if self.is_shaped and not _has_shape(width, height) else ""


def _has_shape(width: int, height: int) -> bool:
    return any(abs(width / height / shape - 1) <= SHAPE_TOLERANCE for shape in SHAPES.values())


def _of_address(address: str) -> str:
    too_long = len(address) > MAX_ADDRESS_CHARS
    return f"its address has {len(address)} characters, at most {MAX_ADDRESS_CHARS}" if too_long else ""


GOOGLE = Channel(
    "google-video.tsv",
    max_bytes=MAX_GOOGLE_BYTES,
    min_seconds=MIN_SECONDS,
    max_seconds=MAX_SECONDS,
    min_side_pixels=MIN_SIDE_PIXELS,
    is_shaped=True,
)
META = Channel("meta-video.csv", max_id_chars=MAX_META_ID_CHARS, max_bytes=MAX_META_BYTES)
SITEMAP = Channel(
    "video-sitemap.xml",
    needs_id=False,
    min_seconds=1,
    max_seconds=MAX_SITEMAP_SECONDS,
    needs_poster=True,
    needs_title=True,
)
SNIPPET = Channel("VideoObject", needs_id=False, needs_poster=True, needs_title=True)
