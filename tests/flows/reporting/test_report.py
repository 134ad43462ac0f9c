"""What people see of a run: its gallery, its page, and `results.csv` as a spreadsheet opens it."""

import csv
import io
from decimal import Decimal

from blocks.field_problems import FieldProblem
from blocks.jogg.corrections import Corrections
from blocks.jogg.settings import ApiGeneration, RenderSettings
from blocks.ledger.record import PublishedVideo, RecordedError
from blocks.ledger.state import ItemState
from blocks.ledger.view import utc_now
from flows.items.item import Item
from flows.items.result import BatchResult, ItemResult
from flows.items.row import BadRow, RawRow, RowProblem
from flows.reporting.artifacts import video_page
from flows.reporting.report import TABLE_COLUMNS, gallery_page, results_table
from flows.runtime.public_address import PublicAddress

ITEM = Item(1, "https://shop.example/p/1", Corrections(), RenderSettings(), ApiGeneration.OPEN)
VIDEO = PublishedVideo(key="videos/shop.example/p-1.mp4", size=9, sha256="", seconds=15.0, width=1080, height=1920)


def test_text_from_outside_can_not_become_markup() -> None:
    nasty = ItemResult(ITEM, ItemState.PUBLISHED, title="<script>alert(1)</script> [x](javascript:y) | `z`")
    page = video_page(nasty, "")
    assert "<script>" not in page
    assert "[x](" not in page
    gallery = gallery_page(BatchResult("b", (nasty,)), "batches/b", utc_now())
    assert "<script>alert" not in gallery


def item(row: int, shop_id: str) -> Item:
    return Item(row, f"https://shop.example/{row}", Corrections(), RenderSettings(), ApiGeneration.OPEN, id=shop_id)


def test_every_row_of_the_catalog_has_one_and_none_is_a_formula() -> None:
    title = '=HYPERLINK("https://evil.example","Tee")'
    made = ItemResult(item(3, "SKU, 3"), ItemState.PUBLISHED, VIDEO, "/v/p-1.mp4", credits=Decimal(1), title=title)
    error = RecordedError(code="page_gone", message='The page is "gone",\nsays the shop', next_step="Mend it.")
    failed = ItemResult(item(1, "-1"), ItemState.FAILED, failure=error)
    bad = BadRow(RawRow(2, {"url": "x", "id": "@2"}), (RowProblem(2, FieldProblem("url", '"x"', "an address")),))
    table = results_table(BatchResult("b", (made, failed), (bad,)), PublicAddress("https://cdn.example"))
    rows = list(csv.DictReader(io.StringIO(table.decode())))
    assert tuple(rows[0]) == TABLE_COLUMNS
    assert [(row["row"], row["id"], row["state"]) for row in rows] == [
        ("1", "'-1", "failed"),
        ("2", "'@2", "invalid"),
        ("3", "SKU, 3", "published"),
    ]
    assert rows[0]["message"] == error.message
    assert "an address" in rows[1]["message"]
    assert rows[2]["title"] == f"'{title}"
    assert rows[2]["link"] == "https://cdn.example/videos/shop.example/p-1.mp4"
    assert (rows[2]["seconds"], rows[2]["credits"]) == ("15.0", "1.0")


def test_without_a_public_address_there_is_no_link() -> None:
    made = ItemResult(item(1, ""), ItemState.PUBLISHED, VIDEO, "/v/p-1.mp4")
    (row,) = csv.DictReader(io.StringIO(results_table(BatchResult("b", (made,)), None).decode()))
    assert (row["link"], row["video"]) == ("", "/v/p-1.mp4")
