from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blocks.errors import ConfigurationError
from blocks.store.keys import checked_folder, checked_key, slugify, video_key


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Men's Tree Runner — Jet Black", "men-s-tree-runner-jet-black"),
        ("Größe XL: Äpfel & Straße", "grosse-xl-apfel-strasse"),
        ("Smørrebrød Łódź cœur", "smorrebrod-lodz-coeur"),
        ("保温杯 500ml", "500ml"),
        ("保温杯", "product"),
        ("", "product"),
        ("../../etc/passwd", "etc-passwd"),
        ("a" * 200, "a" * 60),
        ("one two three four five six seven eight nine ten eleven twelve", None),
    ],
)
def test_a_title_becomes_a_short_safe_slug(title: str, slug: str | None) -> None:
    made = slugify(title)
    assert slug is None or made == slug
    assert len(made) <= 60
    assert not made.endswith("-")


def test_a_long_title_is_cut_between_words() -> None:
    assert slugify("one two three four five six seven eight nine ten eleven twelve") == (
        "one-two-three-four-five-six-seven-eight-nine-ten-eleven"
    )


@given(host=st.text(max_size=300), title=st.text(max_size=300))
def test_no_host_or_title_leads_outside_the_videos_folder(host: str, title: str) -> None:
    key = video_key(host, title, "0123456789abcdef")
    assert re.fullmatch(r"videos/[a-z0-9][a-z0-9.-]*/[a-z0-9-]+-0123456789abcdef\.mp4", key)
    assert ".." not in key.split("/")


@pytest.mark.parametrize(
    "key",
    ["", "/etc/passwd", "../x", "a/../b", "a//b", "a/", ".hidden", "a/.lock", "a\\b", "a\x00b", "ü", "a b", "x" * 201],
)
def test_an_unsafe_key_is_refused(key: str) -> None:
    with pytest.raises(ConfigurationError):
        checked_key(key)


@pytest.mark.parametrize("prefix", ["videos", "../", "/", "videos/../"])
def test_an_unsafe_listing_is_refused(prefix: str) -> None:
    with pytest.raises(ConfigurationError):
        checked_folder(prefix)
