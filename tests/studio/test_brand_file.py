"""A brand's file: what it prescribes, its logo prepared, and each slip one line."""

from pathlib import Path

import pytest
from PIL import Image

from studio.brand import Brand, BrandError
from studio.brand_file import read_brand


def logo(path: Path, size: tuple[int, int], ink: tuple[int, int, int, int] = (200, 20, 30, 255)) -> Path:
    """A block in the middle of a transparent picture."""
    image = Image.new("RGBA", size)
    image.paste(ink, (size[0] // 4, size[1] // 4, size[0] * 3 // 4, size[1] * 3 // 4))
    image.save(path)
    return path


def written(folder: Path, text: str) -> Path:
    path = folder / "url2video.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_brand_is_read_beside_other_tables_and_its_logo_loses_its_margin(tmp_path: Path) -> None:
    logo(tmp_path / "logo.png", (4000, 1200))
    lines = 'colours = ["#0C5A46", "#ffb300"]\ncall_to_action = "Shop the drop"\nlogo = "logo.png"\nsounds = false'
    path = written(tmp_path, f'[defaults]\nlanguage = "german"\n[brand]\n{lines}\n')
    brand = read_brand(path, tmp_path / "data")
    assert brand.colours == ((12, 90, 70), (255, 179, 0))
    assert (brand.call_to_action, brand.sounds) == ("Shop the drop", False)
    assert brand.logo is not None
    with Image.open(brand.logo) as image:
        assert (image.mode, image.size) == ("RGBA", (900, 270))


def test_a_file_without_the_table_prescribes_nothing(tmp_path: Path) -> None:
    assert read_brand(written(tmp_path, "[defaults]\n"), tmp_path) == Brand()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[brand]\ncolours = ["red"]', """brand.colours = 'red'; allowed: one or two as "#rrggbb\""""),
        ('[brand]\ncolours = "#0c5a46"', """brand.colours = '#0c5a46'; allowed: one or two as "#rrggbb\""""),
        (
            '[brand]\ncolours = ["#0c5a46", "#0c5a47", "#0c5a48"]',
            "brand.colours = ['#0c5a46', '#0c5a47', '#0c5a48']; allowed: one or two",
        ),
        (
            f'[brand]\ncall_to_action = "{"x" * 31}"',
            f"brand.call_to_action = '{'x' * 31}'; allowed: text of at most 30 characters",
        ),
        (
            '[brand]\nfont = "Inter"',
            "brand.font = 'Inter'; allowed: a table with colours, call_to_action, logo, sounds",
        ),
        ('[brand]\nlogo = "none.png"', "none.png can't be read; allowed: path of a PNG, JPEG or WebP"),
        ('[brand]\nlogo = "url2video.toml"', "url2video.toml can't be read; allowed: path of a PNG, JPEG or WebP"),
        ('[brand]\nlogo = "clear.png"', "clear.png is transparent all over"),
        ("brand = 3", "brand = 3; allowed: a table with colours, call_to_action, logo, sounds"),
        ("[brand", "can't be read ("),
    ],
)
def test_a_slip_is_one_line_that_says_what_is_allowed(text: str, line: str, tmp_path: Path) -> None:
    logo(tmp_path / "clear.png", (300, 100), (0, 0, 0, 0))
    with pytest.raises(BrandError) as refused:
        read_brand(written(tmp_path, text), tmp_path / "data")
    assert line in str(refused.value)
    assert "\n" not in str(refused.value)
