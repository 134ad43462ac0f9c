"""What channels publish about their feeds, as a check of a feed's bytes. Written from the vendors' pages alone.

Google: Merchant Center Help 15216925 (video_link) and 6324405 (id). Meta: "Dynamic media" and "Catalog reference".
Sitemaps: sitemaps.org/protocol and Search Central, "Video sitemaps". JSON-LD: Search Central, "Video structured data".
"""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree as ET

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
VIDEO = "{http://www.google.com/schemas/sitemap-video/1.1}"
# RFC 3986 without what a feed's separators would cut.
URL = re.compile(
    r"https?://[A-Za-z0-9.-]+(:\d+)?(/[A-Za-z0-9._~!$&'()*+;=:@%/-]*)?(\?[A-Za-z0-9._~!$&'()*+;=:@%/?-]*)?"
)


@dataclass(frozen=True)
class Clip:
    """What lies at an address."""

    seconds: float
    width: int
    height: int
    size: int


Fetch = Callable[[str], Clip | None]
"""Returns what lies at an address, None where there is nothing."""


def google_problems(body: bytes, fetch: Fetch) -> list[str]:
    rows = list(csv.reader(io.StringIO(body.decode("utf-8"), newline=""), delimiter="\t"))
    problems = [] if rows and rows[0] == ["id", "video_link"] else ["header"]
    ids = [row[0] for row in rows[1:]]
    problems += ["ids repeat"] if len(set(ids)) != len(ids) else []
    for row in rows[1:]:
        if len(row) != 2 or not 1 <= len(row[0]) <= 50 or not row[1]:
            problems.append(f"row {row}")
            continue
        links = [link.strip() for link in row[1].split(",")]
        if len(links) > 10:
            problems.append(f"{row[0]}: {len(links)} links")
        problems += [f"{row[0]}: {found}" for link in links if (found := _google_clip(link, fetch))]
    return problems


def _google_clip(link: str, fetch: Fetch) -> str:
    if found := _address(link, 2000):
        return found
    clip = fetch(link)
    if clip is None:
        return f"nothing at {link}"
    shapes = [abs(clip.width * tall - clip.height * wide) <= 0.02 * clip.height * wide for wide, tall in SHAPES]
    sound = 6 <= clip.seconds <= 240 and clip.size <= 500_000_000 and min(clip.width, clip.height) >= 720
    return "" if sound and any(shapes) else f"{clip} at {link}"


SHAPES = ((9, 16), (16, 9), (1, 1))


def _address(link: str, most: int) -> str:
    sound = len(link) <= most and link.isascii() and URL.fullmatch(link)
    return "" if sound else f"address {link!r}"


def meta_problems(body: bytes, fetch: Fetch) -> list[str]:
    rows = csv.DictReader(io.StringIO(body.decode("utf-8"), newline=""))
    names = list(rows.fieldnames or [])
    problems = [f"column {name}" for name in names[1:] if not re.fullmatch(r"video\[\d+\]\.(url|tag\[\d+\])", name)]
    problems += ["header"] if not {"id", "video[0].url", "video[0].tag[0]"} <= set(names) else []
    ids = set()
    for row in rows:
        if None in row or None in row.values() or not 1 <= len(row["id"]) <= 100 or row["id"] in ids:
            problems.append(f"row {row}")
        ids.add(row["id"])
        links = [row[name] for name in names if name.endswith(".url") and row[name]]
        for link in links:
            clip = fetch(link)
            if _address(link, 2000) or clip is None or clip.size > 200_000_000:
                problems.append(f"{row['id']}: {clip} at {link}")
        problems += [] if links else [f"{row['id']} has no video"]
    return problems


def sitemap_problems(body: bytes, fetch: Fetch) -> list[str]:
    root = ET.fromstring(body)
    pages = root.findall(f"{SITEMAP}url")
    problems = ["root"] if root.tag != f"{SITEMAP}urlset" or len(pages) > 50_000 or len(body) > 50 * 1024**2 else []
    for page in pages:
        loc = page.findtext(f"{SITEMAP}loc") or ""
        problems += [found for found in [_address(loc.replace(",", "%2C"), 2048)] if found]
        videos = page.findall(f"{VIDEO}video")
        problems += [] if videos else [f"{loc} has no video"]
        problems += [f"{loc}: {found}" for video in videos for found in _entry_problems(video, loc, fetch)]
    return problems


def _entry_problems(video: ET.Element, page: str, fetch: Fetch) -> list[str]:
    facts = {child.tag.removeprefix(VIDEO): child.text or "" for child in video}
    needed = {"thumbnail_loc", "title", "description", "content_loc"}
    problems = [f"{name} is missing" for name in needed if not facts.get(name, "").strip()]
    problems += ["description"] if len(facts["description"]) > 2048 else []
    problems += ["duration"] if not 1 <= int(facts["duration"]) <= 28_800 else []
    problems += ["publication_date"] if datetime.fromisoformat(facts["publication_date"]).tzinfo is None else []
    problems += ["content_loc is the page"] if facts["content_loc"] == page else []
    problems += ["nothing at content_loc"] if fetch(facts["content_loc"]) is None else []
    return problems + [found for name in ("thumbnail_loc", "content_loc") if (found := _address(facts[name], 2048))]


def snippet_problems(body: bytes, fetch: Fetch) -> list[str]:
    thing = json.loads(body)
    problems = [] if (thing["@context"], thing["@type"]) == ("https://schema.org", "VideoObject") else ["type"]
    problems += [name for name in ("name", "thumbnailUrl", "uploadDate") if not thing.get(name)]
    problems += ["uploadDate"] if datetime.fromisoformat(thing["uploadDate"]).tzinfo is None else []
    problems += [] if re.fullmatch(r"PT\d+(\.\d+)?S", thing["duration"]) else ["duration"]
    problems += ["nothing at contentUrl"] if fetch(thing["contentUrl"]) is None else []
    return problems + (["ends a script"] if b"</" in body or b"<!--" in body else [])
