"""What people see of a run."""

from blocks.jogg.corrections import Corrections
from blocks.jogg.settings import ApiGeneration, RenderSettings
from blocks.ledger.state import ItemState
from blocks.ledger.view import utc_now
from flows.items.item import Item
from flows.items.result import BatchResult, ItemResult
from flows.reporting.artifacts import video_page
from flows.reporting.report import gallery_page

ITEM = Item(1, "https://shop.example/p/1", Corrections(), RenderSettings(), ApiGeneration.OPEN)


def test_text_from_outside_can_not_become_markup() -> None:
    nasty = ItemResult(ITEM, ItemState.PUBLISHED, title="<script>alert(1)</script> [x](javascript:y) | `z`")
    page = video_page(nasty, "")
    assert "<script>" not in page
    assert "[x](" not in page
    gallery = gallery_page(BatchResult("b", (nasty,)), "batches/b", utc_now())
    assert "<script>alert" not in gallery
