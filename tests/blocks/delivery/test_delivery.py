"""The whole way of a video: a server that misbehaves, verification, and both kinds of store."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import threading
import uuid
from io import BytesIO
from typing import TYPE_CHECKING

import av
import pytest
from PIL import Image

from blocks.delivery.delivery import CaptionForm, deliver, deliver_captions, deliver_poster
from blocks.delivery.facts import Signals
from blocks.delivery.local_copy import LocalCopy
from blocks.delivery.probe import CREDENTIALS
from blocks.delivery.source import SourceLimits
from blocks.errors import DeliveryError, StoreDeniedError, VideoInvalidError, VideoUnavailableError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from blocks.store.local.folder import LocalFolder
    from blocks.store.store import VideoStore
    from tests.blocks.delivery.conftest import Route, VideoServer
    from tests.s3_servers import S3Server

KEY = "videos/shop.example/mug-f1.mp4"
QUICK = SourceLimits(backoff_seconds=0, read_seconds=5)
MEBIBYTE = 1024**2

COPY = """
import resource, sys
from blocks.delivery.delivery import deliver
from blocks.store.destination import open_store
from blocks.delivery.source import SourceLimits

store = open_store(sys.argv[1])
store.check()
limits = SourceLimits(backoff_seconds=0)
deliver(sys.argv[2], store, "videos/warm-up.mp4", {}, limits=limits)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
delivered = deliver(sys.argv[3], store, "videos/large.mp4", {}, limits=limits)
print(delivered.size, before // 1024, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def test_a_video_arrives_verified_with_its_facts(
    store: VideoStore, videos: VideoServer, route: type[Route], mp4: bytes
) -> None:
    delivered = deliver(videos.add("v.mp4", route(body=mp4)), store, KEY, {"title": "Becher"})
    stored = store.read(KEY)
    assert stored
    assert stored.body == mp4
    assert stored.version == delivered.etag
    assert (delivered.key, delivered.size, delivered.sha256) == (KEY, len(mp4), hashlib.sha256(mp4).hexdigest())
    assert (delivered.facts.width, delivered.facts.audio_codec) == (192, "aac")
    facts = store.head(KEY)
    assert facts
    assert (facts.content_type, facts.metadata["title"]) == ("video/mp4", "Becher")
    assert facts.sha256 == delivered.sha256


def test_content_credentials_arrive_byte_for_byte(
    store: VideoStore, videos: VideoServer, route: type[Route], mp4: bytes
) -> None:
    manifest = CREDENTIALS + bytes(4) + b"manifest\0" + os.urandom(3000)
    signed = mp4 + (8 + len(manifest)).to_bytes(4) + b"uuid" + manifest
    delivered = deliver(videos.add("v.mp4", route(body=signed)), store, KEY, {})
    stored = store.read(KEY)
    assert stored
    assert stored.body == signed
    assert delivered.facts.credentials


@pytest.mark.parametrize(
    "faults",
    [
        {"drop_after": [50_000, 10, 20_000, None]},
        {"drop_after": [50_000, None], "etags": ['"one"', '"two"', '"two"']},
        {"drop_after": [50_000, None], "etags": [""]},
        {"drop_after": [50_000, 60_000, None], "ranges": False},
    ],
    ids=["drops", "changes half-way", "can't prove sameness", "knows no ranges"],
)
def test_a_shaky_server_s_video_arrives_whole(
    store: VideoStore, videos: VideoServer, route: type[Route], mp4: bytes, faults: dict[str, Any]
) -> None:
    link = videos.add("v.mp4", route(body=mp4, **faults))
    assert deliver(link, store, KEY, {}, limits=QUICK).sha256 == hashlib.sha256(mp4).hexdigest()
    assert store.reap_uploads(-1) == 0


@pytest.mark.parametrize(
    ("served", "error", "code"),
    [
        ({"statuses": [404]}, VideoUnavailableError, "video_not_there"),
        ({"statuses": [403]}, VideoUnavailableError, "link_expired"),
        ({"statuses": [503]}, VideoUnavailableError, "source_busy"),
        ({"body": b"<html>", "content_type": "text/html"}, VideoUnavailableError, "error_page"),
        ({"body": b"<html>" * 10}, VideoInvalidError, "not_mp4"),
        ({"drop_after": [5_000], "etags": [""]}, VideoUnavailableError, "body_short"),
        ({"declared": 10_000_000, "etags": [""]}, VideoUnavailableError, "body_short"),
        ({"drop_after": [5_000], "lengthless": True, "etags": [""]}, VideoUnavailableError, "body_short"),
    ],
)
def test_what_is_no_sound_video_leaves_the_old_one_in_place(
    store: VideoStore,
    videos: VideoServer,
    route: type[Route],
    mp4: bytes,
    served: dict[str, Any],
    error: type[DeliveryError],
    code: str,
) -> None:
    store.put(KEY, b"the old one", "video/mp4")
    link = videos.add("v.mp4", route(**{"body": mp4, **served}))
    with pytest.raises(error) as caught:
        deliver(link, store, KEY, {}, limits=QUICK)
    assert caught.value.code == code
    stored = store.read(KEY)
    assert stored
    assert stored.body == b"the old one"
    assert store.reap_uploads(-1) == 0


@pytest.mark.parametrize("damage", ["page", "front", "middle"])
def test_a_download_that_came_damaged_once_is_fetched_again(
    folder: LocalFolder, videos: VideoServer, route: type[Route], mp4: bytes, damage: str
) -> None:
    half = len(mp4) // 2
    spoiled = {
        "page": b"<html><body>Come back later</body></html>",
        "front": mp4[:1000] + bytes(60_000) + mp4[61_000:],
        "middle": mp4[:half] + bytes(60_000) + mp4[half + 60_000 :],
    }
    served = route(body=mp4, first_body=spoiled[damage])
    assert deliver(videos.add("v.mp4", served), folder, KEY, {}).sha256 == hashlib.sha256(mp4).hexdigest()
    assert len(served.requests) == 2
    assert folder.reap_uploads(-1) == 0


def damaged_in_its_sound(mp4: bytes) -> bytes:
    """The video with one packet of sound of nothing but ones: the beginning of the file and all its structure hold."""
    with av.open(BytesIO(mp4), "r") as container:
        packets = [packet for packet in container.demux(container.streams.audio[0]) if packet.size]
    place, size = packets[len(packets) // 2].pos, packets[len(packets) // 2].size
    assert place is not None
    return mp4[:place] + b"\xff" * size + mp4[place + size :]


def test_damage_that_only_decoding_shows_has_it_fetched_again_before_a_reader_sees_it(
    folder: LocalFolder, videos: VideoServer, route: type[Route], mp4: bytes
) -> None:
    served = route(body=mp4, first_body=damaged_in_its_sound(mp4))
    with LocalCopy() as copy:
        delivered = deliver(videos.add("v.mp4", served), folder, KEY, {}, copy=copy)
        assert copy.path.read_bytes() == mp4
    assert delivered.sha256 == hashlib.sha256(mp4).hexdigest()
    assert isinstance(delivered.signals, Signals)
    assert len(served.requests) == 2


def test_a_video_that_was_paid_for_is_kept_with_damage_that_each_download_has(
    folder: LocalFolder, videos: VideoServer, route: type[Route], mp4: bytes
) -> None:
    served = route(body=damaged_in_its_sound(mp4))
    with LocalCopy() as copy:
        delivered = deliver(videos.add("v.mp4", served), folder, KEY, {}, copy=copy)
    assert isinstance(delivered.signals, VideoInvalidError)
    assert len(served.requests) == 3
    stored = folder.read(KEY)
    assert stored
    assert stored.body == served.body


def test_a_video_that_stays_broken_is_given_up_after_a_few_downloads(
    folder: LocalFolder, videos: VideoServer, route: type[Route], mp4: bytes
) -> None:
    served = route(body=mp4[:1000] + bytes(60_000) + mp4[61_000:])
    with pytest.raises(VideoInvalidError):
        deliver(videos.add("v.mp4", served), folder, KEY, {}, limits=QUICK)
    assert len(served.requests) == 3
    assert folder.head(KEY) is None


def test_a_body_that_never_comes_whole_is_given_up_after_a_few_starts(
    folder: LocalFolder, videos: VideoServer, route: type[Route], mp4: bytes
) -> None:
    served = route(body=mp4, drop_after=[1000], etags=[""])
    with pytest.raises(VideoUnavailableError):
        deliver(videos.add("v.mp4", served), folder, KEY, {}, limits=QUICK)
    assert len(served.requests) == 3


def test_a_large_video_that_fails_verification_leaves_no_parts(
    ministack: S3Server, videos: VideoServer, route: type[Route], mp4: bytes
) -> None:
    """The parts are sent long before the end shows that the file was cut."""
    prefix = uuid.uuid4().hex
    store = ministack.store(prefix)
    half = (40 * MEBIBYTE).to_bytes(4, "big") + b"free"
    link = videos.add("v.mp4", route(body=mp4 + half, padding=20 * MEBIBYTE))
    with pytest.raises(VideoUnavailableError) as caught:
        deliver(link, store, KEY, {}, limits=QUICK)
    assert caught.value.code == "body_short"
    assert store.head(KEY) is None
    assert ministack.unfinished_uploads(prefix) == 0


def test_a_stop_from_outside_ends_a_copy_and_leaves_nothing(
    store: VideoStore, videos: VideoServer, route: type[Route], mp4: bytes
) -> None:
    stop, held = threading.Event(), threading.Event()
    served = route(body=mp4, pause=held)
    link = videos.add("v.mp4", served)
    failures: list[DeliveryError] = []

    def copy() -> None:
        try:
            deliver(link, store, KEY, {}, limits=QUICK, stop=stop)
        except DeliveryError as error:
            failures.append(error)

    copying = threading.Thread(target=copy)
    copying.start()
    while not served.requests:
        copying.join(0.01)
    stop.set()
    held.set()
    copying.join(20)
    assert [error.code for error in failures] == ["delivery_stopped"]
    assert store.head(KEY) is None
    assert store.reap_uploads(-1) == 0


def test_a_store_that_denies_half_way_says_so(
    folder: LocalFolder, tmp_path: Path, videos: VideoServer, route: type[Route], mp4: bytes
) -> None:
    (tmp_path / "videos here").write_text("a file where the folder should be")
    with pytest.raises(StoreDeniedError):
        deliver(videos.add("v.mp4", route(body=mp4)), folder, KEY, {})


@pytest.mark.slow
@pytest.mark.parametrize("place", ["folder", "s3"])
def test_a_200_mb_video_passes_in_constant_memory(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    videos: VideoServer,
    route: type[Route],
    faststart_mp4: bytes,
    place: str,
) -> None:
    free = 200 * MEBIBYTE
    # The padding is one more box of the file ("free"), as real files have them.
    body = faststart_mp4 + (free + 8).to_bytes(4, "big") + b"free"
    small = videos.add("small.mp4", route(body=faststart_mp4))
    large = videos.add("large.mp4", route(body=body, padding=free))
    uri, environment = str(tmp_path / "videos"), {}
    if place == "s3":
        server = request.getfixturevalue("ministack")
        uri, environment = f"s3://shop-videos/{uuid.uuid4().hex}", server.environment()
    ran = subprocess.run(
        [sys.executable, "-c", COPY, uri, small, large],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    size, before, peak = map(int, ran.stdout.split())
    assert size == len(body) + free
    # Two windows of 4 MiB, two parts of 24 MiB, and what the allocator keeps.
    assert peak - before < (80 if place == "s3" else 40), f"{before} MiB grew to {peak} MiB"


@pytest.mark.parametrize("kind", ["jpeg", "png"])
def test_a_poster_arrives_as_a_jpeg(
    store: VideoStore, videos: VideoServer, route: type[Route], pictures: dict[str, bytes], kind: str
) -> None:
    link = videos.add("cover", route(body=pictures[kind], content_type=f"image/{kind}"))
    poster = deliver_poster(link, store, "videos/shop/mug.jpg", {"title": "Becher"})
    stored, facts = store.read("videos/shop/mug.jpg"), store.head("videos/shop/mug.jpg")
    assert stored
    assert stored.body.startswith(b"\xff\xd8\xff")
    assert facts
    assert (facts.content_type, facts.size) == ("image/jpeg", len(poster))
    with Image.open(BytesIO(poster)) as picture:
        assert picture.size == (64, 48)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"<html>", "not_a_picture"),
        (b"\xff\xd8\xff but no more", "not_a_picture"),
        (b"RIFF0000WEBPVP8 ", "not_a_picture"),
        (b"", "not_a_picture"),
    ],
)
def test_what_is_no_picture_is_named_and_not_stored(
    folder: LocalFolder, videos: VideoServer, route: type[Route], body: bytes, code: str
) -> None:
    with pytest.raises(VideoInvalidError) as caught:
        deliver_poster(videos.add("c", route(body=body, content_type="image/jpeg")), folder, "p.jpg", {})
    assert caught.value.code == code
    assert list(folder.list("")) == []


@pytest.mark.parametrize("kind", ["jpeg", "png"])
def test_a_cut_picture_is_no_poster(
    folder: LocalFolder, videos: VideoServer, route: type[Route], pictures: dict[str, bytes], kind: str
) -> None:
    body = pictures[kind][: len(pictures[kind]) // 2]
    with pytest.raises(VideoInvalidError):
        deliver_poster(videos.add("c", route(body=body, content_type="image/png")), folder, "p.jpg", {})


VTT = "WEBVTT\n\n00:00:00.250 --> 00:00:01.000\nBecher für zwei\n"
SRT = "1\n00:00:00,250 --> 00:00:01,000\nBecher für zwei\n"


@pytest.mark.parametrize(
    ("form", "text", "sent_as", "stored_as"),
    [
        (CaptionForm.VTT, VTT, "text/vtt", "text/vtt; charset=utf-8"),
        (CaptionForm.VTT, "\ufeff" + VTT, "text/plain", "text/vtt; charset=utf-8"),
        (CaptionForm.SRT, SRT, "text/plain", "application/x-subrip; charset=utf-8"),
        (CaptionForm.SRT, SRT, "application/octet-stream", "application/x-subrip; charset=utf-8"),
    ],
)
def test_captions_arrive_byte_for_byte(
    store: VideoStore,
    videos: VideoServer,
    route: type[Route],
    form: CaptionForm,
    text: str,
    sent_as: str,
    stored_as: str,
) -> None:
    link = videos.add("captions", route(body=text.encode(), content_type=sent_as))
    key = f"videos/shop/mug{form}"
    deliver_captions(link, store, key, {"title": "Becher"}, form)
    stored, facts = store.read(key), store.head(key)
    assert stored
    assert stored.body == text.encode()
    assert facts
    assert facts.content_type == stored_as


@pytest.mark.parametrize(
    ("form", "body", "content_type"),
    [
        (CaptionForm.VTT, b"<!doctype html><title>502</title>", "text/html"),
        (CaptionForm.VTT, b"<!doctype html><title>502</title>", "application/octet-stream"),
        (CaptionForm.VTT, SRT.encode(), "text/vtt"),
        (CaptionForm.SRT, VTT.encode(), "text/plain"),
        (CaptionForm.SRT, b'{"error": "no captions"}', "application/json"),
        (CaptionForm.VTT, b"", "text/vtt"),
        (CaptionForm.VTT, VTT.encode() * 50_000, "text/vtt"),
    ],
)
def test_what_are_no_captions_is_refused_and_not_stored(
    folder: LocalFolder, videos: VideoServer, route: type[Route], form: CaptionForm, body: bytes, content_type: str
) -> None:
    link = videos.add("captions", route(body=body, content_type=content_type))
    with pytest.raises(DeliveryError):
        deliver_captions(link, folder, "mug.vtt", {}, form)
    assert list(folder.list("")) == []
