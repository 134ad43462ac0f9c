"""Spreadsheets with a shop's own columns are made to the end, and the shop's id is on everything that comes out."""

import json
from pathlib import Path
from typing import Any

import pytest

from flows.reporting.artifacts import table_row, video_page
from flows.reporting.events import tell_video
from tests.conftest import StudioProcess
from tests.flows.catalog.test_table import workbook
from tests.flows.conftest import Make
from tests.present import present


def encoded(form: str, rows: list[list[str]]) -> bytes:
    """A sheet as Excel saves it in that form."""
    separator = "\t" if form == "Unicode text" else ";"
    text = "\r\n".join(separator.join(row) for row in rows)
    codecs = {"CSV UTF-8": "utf-8-sig", "CSV": "cp1252", "Unicode text": "utf-16"}
    return workbook(list(rows)) if form == "workbook" else text.encode(codecs[form])


@pytest.mark.parametrize("form", ["CSV UTF-8", "CSV", "Unicode text", "workbook"])
async def test_a_spreadsheet_is_made_to_the_end_and_its_ids_come_out(
    form: str, make: Make, studio: StudioProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = studio.sample_urls()[0]
    header = ["id", "Farbe", "Lagerbestand", "Product URL", "language", "aspect_ratio"]
    path = tmp_path / "sheet"
    path.write_bytes(encoded(form, [header, ["Öl-1", "grün", "12", url, "DE", "9:16"]]))

    run = await make(studio, [], catalog=str(path))

    assert run.states == ["published"], run.state.message
    (result,) = run.batch.results
    assert (result.item.settings.language, str(result.item.settings.aspect_ratio)) == ("german", "portrait")
    store = tmp_path / "store"
    sidecar = json.loads((store / present(result.video).key).with_suffix(".json").read_text())
    folder = store / "batches" / run.batch.batch
    (line,) = map(json.loads, (folder / "results.jsonl").read_text().splitlines())
    told: list[dict[str, Any]] = []
    monkeypatch.setattr("flows.reporting.events.emit_event", lambda *_, payload: told.append(payload))
    tell_video(run.batch.batch, result)
    assert [sidecar["id"], line["id"], table_row(result)["id"], told[0]["id"]] == ["Öl-1"] * 4
    assert "id Öl-1" in (folder / "index.html").read_text()
    assert "| id | Öl-1 |" in video_page(result, "")
