"""Texts are read out of a real video, in a process of its own."""

from decimal import Decimal
from pathlib import Path

import pytest

from blocks.content import reader
from blocks.content.reader import read_texts, require_reader
from blocks.content.truth import Known, hold_against
from blocks.errors import ConfigurationError, VideoInvalidError
from blocks.finding import Rule
from tests.blocks.content.cards import card, film


@pytest.mark.slow
def test_what_each_card_says_is_read_and_a_false_price_found(tmp_path: Path) -> None:
    video = film(tmp_path / "clip.mp4", card("Aurora Bottle", "Keeps cold"), card("Aurora Bottle", "29,99 EUR"))
    texts = read_texts(str(video))
    assert {text.text for text in texts} >= {"Aurora Bottle", "Keeps cold", "29,99 EUR"}
    (finding,), _ = hold_against(texts, Known("Aurora Bottle", Decimal("24.99"), currency="EUR"))
    assert (finding.rule, finding.measured, finding.wanted) == (Rule.PRICE, "29,99 EUR", "24.99")


@pytest.mark.slow
def test_a_file_that_is_no_video_costs_its_check_and_not_the_process(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(b"\0" * 4096)
    with pytest.raises(VideoInvalidError, match="can't be read"):
        read_texts(str(path))


def test_without_the_extra_a_run_that_asks_for_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    require_reader()
    monkeypatch.setattr(reader, "_PACKAGES", ("no_such_package",))
    with pytest.raises(ConfigurationError, match="not installed") as refused:
        require_reader()
    assert "url2video[check]" in refused.value.next_step
