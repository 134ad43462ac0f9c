"""Tables as shops, Excel and market places write them: no row is lost, changed or bought without a word."""

import io
from typing import Any

import pytest
from openpyxl import Workbook

from blocks.errors import ConfigurationError
from blocks.jogg.settings import AspectRatio
from tests.flows.catalog.conftest import ReadText

A, B, C = (f"https://shop.example/products/{letter}" for letter in "abc")


@pytest.mark.parametrize(
    "text",
    [
        f"# my list\nurl,title\n{A},X\n",
        f"\n \nurl,title\n{A},X\n",
        f"sep=;\r\nurl;title\r\n{A};X\r\n",
        f"\ufeffsep=;\r\nurl;title\r\n{A};X\r\n",
        f"sku,product_url,price\nX,{A},9.99\n",
        f"Product URL;Price\n{A};9,99\n",
        f"Permalink\tName\n{A}\tX\n",
        f"title,g:link\nX,{A}\n",
    ],
)
def test_the_header_is_found_under_what_stands_before_it_and_by_other_names(text: str, read_text: ReadText) -> None:
    catalog = read_text(text)
    assert [item.url for item in catalog.items] == [A]
    assert not catalog.problems


def test_columns_of_other_programs_are_said_once_and_left_alone(read_text: ReadText) -> None:
    rows = "\n".join(f"https://shop.example/p/{n},S{n},9.99" for n in range(1000))
    catalog = read_text(f"url,sku,price\n{rows}\n")
    assert (len(catalog.items), catalog.items[7].id, catalog.problems) == (1000, "S7", ())
    assert catalog.sentence == "This column is not used: price."


def test_of_two_columns_for_one_thing_the_plainer_name_counts(read_text: ReadText) -> None:
    catalog = read_text(f"sku,id,link,url\nS,1,{B},{A}\n")
    assert [(item.url, item.id) for item in catalog.items] == [(A, "1")]
    assert catalog.sentence == "These columns are not used: sku, link."


@pytest.mark.parametrize(
    ("slip", "meant"), [("langauge", "language"), ("subtitels", "subtitles"), ("lenght", "length")]
)
def test_a_misspelt_column_is_refused_once_with_what_was_meant(slip: str, meant: str, read_text: ReadText) -> None:
    with pytest.raises(ConfigurationError) as refused:
        read_text(f"url,{slip}\n" + f"{A},x\n" * 100)
    assert refused.value.message == f'column: "{slip}"; allowed: did you mean "{meant}"?'
    (problem,) = read_text(f'{{"url": "{A}", "{slip}": 1}}').problems
    assert str(problem) == f'row 1: {slip}: 1; allowed: no such column, did you mean "{meant}"?'


@pytest.mark.parametrize("name", ["variant", "subtitle", "price", "Variant Price", "image", "size", "lang_code"])
def test_a_column_that_shops_have_is_no_slip(name: str, read_text: ReadText) -> None:
    assert len(read_text(f"url,{name}\n{A},x\n").items) == 1


@pytest.mark.parametrize(
    "text",
    [
        f'id\ttitle\tlink\n1\t"24 inch screen\t{A}\n2\tthe "big" one\t{B}\n3\tC\t{C}\n',
        f'url,title\n{A},"24 inch\n{B},X\n{C},Y\n',
        f'url,title\n{A},"24 inch\n{B},"32 inch"\n{C},Y\n',
        f'url,title\n{A},"a" b\n{B},X\n{C},Y\n',
    ],
)
def test_a_quotation_mark_that_is_not_closed_swallows_no_row(text: str, read_text: ReadText) -> None:
    catalog = read_text(text)
    assert [item.url for item in catalog.items] == [B, C]
    (problem,) = catalog.problems
    assert (problem.row, problem.problem.field) == (2, "line")
    assert "quotation mark" in str(problem)


def test_a_cell_of_several_lines_stays_one(read_text: ReadText) -> None:
    text = f'title,url,intro_text\n"24"" screen",{A},"First line,\nsecond ""line"""\n5" pan,{B},x\n'
    first, second = read_text(text).items
    assert (first.corrections.title, first.corrections.intro_text) == ('24" screen', 'First line,\nsecond "line"')
    assert (second.corrections.title, second.url) == ('5" pan', B)


@pytest.mark.parametrize("text", [f"{A},Pan\n{B},Lamp\n", f"{A};Pan\n", f"{A}\tPan\n", f"Pan,{A}\nLamp,{B}\n"])
def test_a_table_without_a_header_is_refused_as_that(text: str, read_text: ReadText) -> None:
    with pytest.raises(ConfigurationError, match="looks like a table without a header line"):
        read_text(text)


def test_commas_inside_addresses_are_no_table(read_text: ReadText) -> None:
    addresses = ["https://shop.example/lamp,123.html", "https://shop.example/p?size=1,2", "https://shop.example/a,b/c"]
    for text in ("\n".join(addresses), "\n".join(["url", *addresses])):
        assert [item.url for item in read_text(text).items] == addresses


def test_an_export_without_addresses_names_the_column_that_is_missing(read_text: ReadText) -> None:
    with pytest.raises(ConfigurationError) as refused:
        read_text("Handle,Title,Body (HTML),Variant Price\noak-pan,Oak pan,<p>Solid</p>,48.99\n")
    assert 'allowed: a column "url"' in refused.value.message
    assert len(refused.value.message.splitlines()) == 1


SHEET = [["id", "Titel-Farbe", "Product URL", "Language", "Aspect ratio"], ["A-1", "Öl für 2,50 €", A, "DE", "9:16"]]


def workbook(rows: list[list[Any]], *, above: int = 0) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for _ in range(above):
        sheet.append(["Unsere Produkte"])
    for row in rows:
        sheet.append(row)
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


EXCEL = {
    "CSV UTF-8": "\r\n".join(";".join(row) for row in SHEET).encode("utf-8-sig"),
    "CSV": "\r\n".join(";".join(row) for row in SHEET).encode("cp1252"),
    "Unicode text": "\r\n".join("\t".join(row) for row in SHEET).encode("utf-16"),
    "UTF-16 without a mark": "\r\n".join("\t".join(row) for row in SHEET).encode("utf-16-le"),
    "workbook": workbook(SHEET),
    "workbook with a title above": workbook(SHEET, above=3),
}


def changed_parts(offset: int, changed: bytes) -> bytes:
    """A workbook with other bytes at an offset into each entry of its ZIP directory (APPNOTE.TXT, 4.3.12)."""
    head, mark, directory = workbook(SHEET).partition(b"PK\x01\x02")
    entries = (mark + directory).split(mark)[1:]
    return head + b"".join(mark + e[: offset - 4] + changed + e[offset - 4 + len(changed) :] for e in entries)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(changed_parts(8, b"\x01\x00"), id="encrypted"),
        pytest.param(changed_parts(10, b"\x63\x00"), id="packed in a way that nobody knows"),
        pytest.param(changed_parts(16, b"\0\0\0\0"), id="with wrong checksums"),
    ],
)
def test_a_damaged_workbook_is_one_line(body: bytes, read_text: ReadText) -> None:
    with pytest.raises(ConfigurationError) as refused:
        read_text(body)
    assert "begins as an Excel workbook and is damaged" in refused.value.message
    assert len(refused.value.message.splitlines()) == 1


@pytest.mark.parametrize("form", EXCEL)
def test_excel_is_read_in_every_form_that_it_writes(form: str, read_text: ReadText) -> None:
    catalog = read_text(EXCEL[form])
    (item,) = catalog.items
    assert (item.id, item.url) == ("A-1", A)
    assert (item.settings.language, item.settings.aspect_ratio) == ("german", AspectRatio.PORTRAIT)
    assert ("Windows-1252" in catalog.sentence) == (form == "CSV")
    assert "titel_farbe" in catalog.sentence


def test_letters_of_windows_1252_are_kept(read_text: ReadText) -> None:
    catalog = read_text(f"url;title\r\n{A};Öl für 2,50 €\r\n".encode("cp1252"))
    assert catalog.items[0].corrections.title == "Öl für 2,50 €"


def test_cells_of_a_workbook_are_text_as_a_person_reads_them(read_text: ReadText) -> None:
    rows: list[list[Any]] = [
        ["url", "id", "subtitles", "length"],
        [A, 4711.0, True, None],
        [None, None, None, None],
        [B, "007", False, None],
    ]
    first, second = read_text(workbook(rows)).items
    assert (first.row, first.id, first.settings.subtitles) == (2, "4711", True)
    assert (second.row, second.id, second.settings.subtitles) == (4, "007", False)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"PK\x03\x04" + b"\x00" * 400, "Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 400, "CSV UTF-8"),
        (b"%PDF-1.7\n", "a PDF"),
        (workbook([["Handle", "Title"], ["a", "b"]]), "no sheet of the Excel workbook has a column of addresses"),
    ],
)
def test_a_file_that_is_no_table_is_named(body: bytes, reason: str, read_text: ReadText) -> None:
    with pytest.raises(ConfigurationError, match=reason):
        read_text(body)


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        *(("language", value, "german") for value in ("DE", "de-AT", "Deutsch", "deutsch", "German", "ger")),
        *(("language", value, "chinese") for value in ("zh", "中文", "mandarin", "zh_CN")),
        ("language", "zh-TW", "traditional-chinese"),
        ("language", "français", "french"),
        *(("aspect_ratio", value, "portrait") for value in ("9:16", "9x16", "Vertical", "Hochformat", "Portrait")),
        *(("aspect_ratio", value, "landscape") for value in ("16:9", "1920×1080")),  # noqa: RUF001 - times
        ("aspect_ratio", "1:1", "square"),
    ],
)
def test_codes_own_names_and_ratios_are_understood(column: str, value: str, expected: str, read_text: ReadText) -> None:
    item = read_text(f"url;{column}\n{A};{value}\n").items[0]
    assert str(getattr(item.settings, column)) == expected


def test_a_misspelt_value_is_told_with_what_was_meant(read_text: ReadText) -> None:
    (problem,) = read_text(f"url,language\n{A},germna\n").problems
    assert str(problem).endswith('did you mean "german"?')
