"""Which charset a page is read in, label by label."""

import pytest

from studio.page.charset import decode_page


@pytest.mark.parametrize(
    ("label", "encoded", "text"),
    [
        pytest.param("iso-8859-1", b"\x93caf\xe9\x94", "\u201ccafé\u201d", id="latin-1-is-windows-1252"),
        pytest.param("ISO8859-1", b"\x93caf\xe9\x94", "\u201ccafé\u201d", id="as-Python-spells-it"),
        pytest.param("latin5", b"\xde\xfd\x80", "Şı€", id="latin-5-is-windows-1254"),
        pytest.param("iso-8859-11", b"\xa1\x80", "ก€", id="Thai"),
        pytest.param("x-cp1251", b"\xcb\xe0\xec\xef\xe0", "Лампа", id="Cyrillic"),
        pytest.param("gb2312", "镕\U00020087".encode("gb18030"), "镕\U00020087", id="gb2312-is-gb18030"),
        pytest.param("x-sjis", "①㈱".encode("cp932"), "①㈱", id="Shift-JIS-is-what-Windows-writes"),
        pytest.param("ks_c_5601-1989", "똠방각하".encode("cp949"), "똠방각하", id="Korean-as-Windows-writes-it"),
        pytest.param("big5", "檯燈".encode("big5"), "檯燈", id="Big5"),
    ],
)
@pytest.mark.parametrize("place", ["header", "meta"])
def test_a_label_means_what_browsers_read_it_as(label: str, encoded: bytes, text: str, place: str) -> None:
    meta = f"<meta charset='{label}'>" if place == "meta" else ""
    header = f"text/html; charset={label}" if place == "header" else ""
    assert decode_page(meta.encode() + encoded, header) == meta + text


@pytest.mark.parametrize(
    "label", ["utf-16", "unicode", "zip", "idna", "unicode_escape", "replacement", "x-user-defined"]
)
def test_a_meta_that_cannot_be_right_is_not_believed(label: str) -> None:
    page = f"<meta charset={label}>Lámpara"
    assert decode_page(page.encode()) == page


def test_utf_16_is_believed_of_the_header() -> None:
    assert decode_page("Lámpara".encode("utf-16-le"), "text/html; charset=utf-16") == "Lámpara"
