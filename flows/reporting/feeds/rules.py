"""What feeds take: each rule is a figure with its source, and each breach a reason in words.

What a channel takes of the file itself is in its profile (`blocks.channels.profiles`). The rest was checked against the
vendors' pages in November 2026.
"""

from collections.abc import Callable
from dataclasses import dataclass

from blocks.channels.check import Measured, breaches
from blocks.channels.profile import Channel, Limit, Profile, Source
from blocks.channels.profiles import PROFILES
from blocks.finding import Rule
from flows.reporting.feeds.video import FeedVideo

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
_ANY_FILE = Profile(None, ())
_SITEMAPS = Source("Google Search Central, Video sitemaps", "2026-11")
_SITEMAP_SECONDS = Limit(Rule.CHANNEL_LENGTH, _SITEMAPS, least=1, most=28_800)


@dataclass(frozen=True, slots=True)
class FeedRules:
    """The rules of one feed."""

    feed: str
    """Name of its file."""
    file: Profile = _ANY_FILE
    """What is taken of the file itself."""
    needs_id: bool = True
    max_id_chars: int = MAX_GOOGLE_ID_CHARS
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
        broken = breaches(self.file, Measured(file.seconds, file.size, file.width, file.height))
        return next((f"{each.measured}, {each.wanted}" for each in broken), "")


def _of_address(address: str) -> str:
    too_long = len(address) > MAX_ADDRESS_CHARS
    return f"its address has {len(address)} characters, at most {MAX_ADDRESS_CHARS}" if too_long else ""


GOOGLE = FeedRules("google-video.tsv", PROFILES[Channel.GOOGLE])
META = FeedRules("meta-video.csv", PROFILES[Channel.META], max_id_chars=MAX_META_ID_CHARS)
SITEMAP = FeedRules(
    "video-sitemap.xml",
    Profile(None, (_SITEMAP_SECONDS,)),
    needs_id=False,
    needs_poster=True,
    needs_title=True,
)
SNIPPET = FeedRules("VideoObject", needs_id=False, needs_poster=True, needs_title=True)
