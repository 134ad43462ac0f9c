"""The snippet beside each video: schema.org's VideoObject as JSON-LD, for the page that shows the video.

`name`, `thumbnailUrl` and `uploadDate` are what Google requires (Search Central, "Video structured data").
"""

import json
from posixpath import splitext

from flows.reporting.feeds.rows import date_time
from flows.reporting.feeds.rules import Address
from flows.reporting.feeds.video import FeedVideo

CONTENT_TYPE = "application/ld+json"
SUFFIX = ".jsonld"


def snippet_key(video_key: str) -> str:
    """Return where the snippet of a video lies: beside it."""
    return splitext(video_key)[0] + SUFFIX


def video_object(video: FeedVideo, address: Address) -> bytes:
    """Return the JSON. It stands in a `<script>` as it is: no text of a page can end that element."""
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
