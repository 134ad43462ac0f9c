"""The checks of a delivered video: what a channel takes of it, and what its text says against what is known."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from blocks.channels.profile import Channel
from blocks.content.truth import Known
from blocks.delivery.delivery import DeliveredVideo
from blocks.delivery.facts import Heard, Seen, Signals
from blocks.delivery.local_copy import LocalCopy
from blocks.delivery.probe import VideoFacts
from blocks.errors import VideoInvalidError
from blocks.finding import Rule
from blocks.jogg.corrections import Corrections
from blocks.jogg.settings import ApiGeneration, RenderSettings
from blocks.ledger.record import NOTHING_TOLD, PageFacts
from blocks.store.local.folder import LocalFolder
from flows.items.checking import check_content, check_video, known_of
from flows.items.item import Item
from tests.blocks.content.cards import card, film

FACTS = VideoFacts(
    4.0, 1080, 1920, "h264", "aac", 2_000_000, 128_000, size=1_000_000, sha256="0" * 64, credentials=False
)
SOUND = Heard(loudness=-25.0, end_loudness=-40.0, true_peak=0.5, silent=[])
WHOLE = Signals(Seen(20, 0, begins_black=False, ends_black=False, bars=0.0, black=[], frozen=[]), SOUND)
DAMAGED = VideoInvalidError("The video can't be decoded to its end", code="not_whole")
KETTLE = Item(1, "https://shop.example/kettle", Corrections(), RenderSettings(language="german"), ApiGeneration.V2)
PAGE = PageFacts(title="Copper Kettle", price="99.00", list_price="120", currency="EUR")


@pytest.mark.parametrize(
    ("signals", "channel", "found"),
    [
        (WHOLE, None, []),
        (WHOLE, Channel.TIKTOK, ["length for the channel", "loudness for the channel"]),
        (DAMAGED, None, ["decodes to its end"]),
        (DAMAGED, Channel.TIKTOK, ["decodes to its end", "length for the channel"]),
        (None, Channel.TIKTOK, ["decodes to its end", "length for the channel"]),
    ],
)
def test_what_can_be_measured_is_held_against_the_channel(
    signals: Signals | VideoInvalidError | None, channel: Channel | None, found: list[str], tmp_path: Path
) -> None:
    item = Item(1, "https://shop.example/p", Corrections(), RenderSettings(), ApiGeneration.OPEN, channel=channel)
    delivered = DeliveredVideo("videos/a.mp4", FACTS.size, FACTS.sha256, FACTS, "", signals)
    with LocalCopy() as copy:
        findings = check_video(LocalFolder(tmp_path), item, delivered, copy)
    assert [each.rule for each in findings] == found


@pytest.mark.parametrize(
    ("page", "corrections", "title", "known"),
    [
        (PAGE, Corrections(), "", Known("Copper Kettle", Decimal(99), Decimal(120), "EUR", "german")),
        (
            PAGE,
            Corrections(title="Kettle", intro_text="Now 20 % off"),
            "Kettle",
            Known("Kettle", Decimal(99), Decimal(120), "EUR", "german", ("Kettle", "Now 20 % off")),
        ),
        (NOTHING_TOLD, Corrections(), "Kettle", Known("Kettle", language="german")),
        (NOTHING_TOLD, Corrections(), "", Known(language="german")),
        (
            PAGE.model_copy(update={"price": "NaN", "list_price": "from 5"}),
            Corrections(),
            "",
            Known("Copper Kettle", currency="EUR", language="german"),
        ),
    ],
)
def test_what_was_told_is_known_and_nothing_else(
    page: PageFacts, corrections: Corrections, title: str, known: Known
) -> None:
    assert known_of(KETTLE, page, corrections, title) == known


def test_a_script_of_the_catalogs_is_known() -> None:
    told = replace(KETTLE, settings=RenderSettings(override_script="Only 5 euros"))
    assert known_of(told, PAGE, Corrections(), "").texts == ("Only 5 euros",)


@pytest.mark.slow
def test_a_false_claim_comes_with_the_picture_that_makes_it(tmp_path: Path) -> None:
    store = LocalFolder(tmp_path / "store")
    known = known_of(KETTLE, PAGE, Corrections(), "")
    with LocalCopy() as copy:
        film(copy.path, card("Copper Kettle"), card("Copper Kettle", "149,00 EUR"))
        (finding,), check = check_content(store, KETTLE, known, copy, first=3)
    assert (finding.rule, finding.measured) == (Rule.PRICE, "149,00 EUR")
    assert finding.moment == pytest.approx(3, abs=1)
    assert finding.frame.endswith("-finding-3.jpg")
    assert store.read(finding.frame) is not None
    assert check.compared == (Rule.PRICE, Rule.CURRENCY, Rule.NAME)
