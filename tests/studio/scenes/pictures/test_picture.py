"""Whatever a picture's shape and ground, the whole product is shown."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from studio.scenes.pictures.fitting import fitted
from studio.scenes.pictures.picture import load

PRODUCT_COLOUR = (30, 120, 200)


def product_box(pixels: np.ndarray) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of the blue block."""
    found = np.abs(pixels[:, :, :3].astype(int) - PRODUCT_COLOUR).max(axis=2) < 15
    rows, columns = np.flatnonzero(found.any(axis=1)), np.flatnonzero(found.any(axis=0))
    return int(columns[0]), int(rows[0]), int(columns[-1]), int(rows[-1])


@pytest.mark.parametrize("size", [(900, 920), (860, 480), (600, 1000)])
@pytest.mark.parametrize("name", ["photo", "packshot", "cutout", "wide", "tall"])
def test_the_whole_product_is_on_the_card_with_room_to_zoom(
    pictures: dict[str, Path], name: str, size: tuple[int, int]
) -> None:
    picture = load(pictures[name])
    assert picture is not None
    left, top, right, bottom = product_box(fitted(picture, *size))
    assert left > 0.03 * size[0]
    assert right < 0.97 * size[0]
    assert top > 0.03 * size[1]
    assert bottom < 0.97 * size[1]
    assert (right - left) / (bottom - top) == pytest.approx(0.4, rel=0.15)


def test_a_packshot_is_trimmed_so_that_the_product_is_large(pictures: dict[str, Path]) -> None:
    picture = load(pictures["packshot"])
    assert picture is not None
    _, top, _, bottom = product_box(fitted(picture, 900, 900))
    assert bottom - top > 0.75 * 900


def test_a_white_packshot_stays_white_to_the_edge_of_its_card(pictures: dict[str, Path]) -> None:
    picture = load(pictures["packshot"])
    assert picture is not None
    card = fitted(picture, 900, 500)
    assert (card[0, :, :3] == 255).all()
    assert (card[:, 0, :3] == 255).all()


def test_a_white_cut_out_gets_a_ground_it_stands_out_from(tmp_path: Path) -> None:
    image = Image.new("RGBA", (600, 600), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((100, 100, 500, 500), fill=(250, 250, 250, 255))
    image.save(tmp_path / "white.png")
    picture = load(tmp_path / "white.png")
    assert picture is not None
    assert max(picture.ground) < 120


def test_what_is_no_product_picture_is_left_out(pictures: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nnothing more")
    assert load(tmp_path / "broken.png") is None
    assert load(tmp_path / "absent.png") is None
    assert load(pictures["icon"]) is None
