"""The pictures' generator: it must still draw, and draw the same."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from studio.samples import sample_file, sample_products
from studio.samples.draw.field import Field, box, cut, cylinder, ellipsoid, mirrored, rod, torus, union
from studio.samples.draw.film import take
from studio.samples.draw.grid import gridded
from studio.samples.draw.lathe import lathe
from studio.samples.draw.plates import exposure, names
from studio.samples.draw.vectors import Triple, column

PROOF = 0.12
"""A tenth of the size: seconds instead of minutes, and still comparable."""


def test_every_picture_of_the_shop_has_its_recipe() -> None:
    shown = {picture.removeprefix("pictures/") for product in sample_products() for picture in product.pictures}
    assert shown == set(names())


@pytest.mark.parametrize("name", ["aurora-bottle-1.jpg", "brume-bougie-1.jpg"])
def test_a_proof_looks_like_the_picture_in_the_shop(name: str) -> None:
    proof = Image.open(BytesIO(take(exposure(name), PROOF)))
    stored = sample_file(f"pictures/{name}")
    assert stored is not None
    finished = Image.open(BytesIO(stored)).resize(proof.size, Image.Resampling.BOX)
    off = np.abs(np.asarray(proof, np.float64) - np.asarray(finished, np.float64))
    assert off.mean() < 3


def test_the_same_picture_comes_out_twice() -> None:
    once, again = (take(exposure("shanyu-watch-4.webp"), 0.06) for _ in range(2))
    assert once == again


@pytest.mark.parametrize(
    ("shape", "point", "distance"),
    [
        (ellipsoid((0, 0, 0), (1, 1, 1)), (2, 0, 0), 1.0),
        (box((0, 0, 0), (1, 1, 1)), (3, 0, 0), 2.0),
        (box((0, 0, 0), (1, 1, 1)), (0, 0, 0), -1.0),
        (cylinder((0, 1, 0), 0.5, 1), (0, 3, 0), 1.0),
        (rod((0, 0, 0), (0, 2, 0), 0.25), (1, 1, 0), 0.75),
        (torus((0, 0, 0), 1, 0.25), (2, 0, 0), 0.75),
        (union(box((0, 0, 0), (1, 1, 1)), box((5, 0, 0), (1, 1, 1))), (3.5, 0, 0), 0.5),
        (mirrored(box((3, 0, 0), (1, 1, 1))), (-5, 0, 0), 1.0),
        (cut(box((0, 0, 0), (2, 2, 2)), box((0, 0, 0), (1, 1, 1))), (0, 0, 0), 1.0),
        (lathe([(0, 0), (1, 0), (1, 2), (0, 2)], smooth=False), (1.1, 1, 0), 0.1),
        (lathe([(0, 0), (1, 0), (1, 2), (0, 2)], smooth=False), (0, 1, 0.5), -0.5),
    ],
)
def test_a_field_measures_the_distance_to_its_shape(shape: Field, point: Triple, distance: float) -> None:
    assert shape(column(point))[0] == pytest.approx(distance, abs=0.02)


def test_a_grid_answers_as_the_field_it_was_made_from() -> None:
    shape = torus((0, 0, 0), 0.7, 0.2)
    grid = gridded(shape, (-1.2, -0.6, -1.2), (1.2, 0.6, 1.2), 0.03)
    p = np.random.default_rng(1).uniform(-0.55, 0.55, (3, 500)).astype(np.float32) * column((2, 1, 2))
    assert np.abs(grid(p) - shape(p)).max() < 0.03


@pytest.mark.parametrize("point", [(4.0, 0.0, 0.0), (0.0, 5.0, 0.0), (3.0, -2.0, 3.0)])
def test_far_from_its_grid_a_shape_never_seems_farther_than_it_is(point: Triple) -> None:
    turned = lathe([(0, 0), (1, 0), (1, 2), (0, 2)], smooth=False)
    solid = cylinder((0, 1, 0), 1, 1)
    grid = gridded(solid, (-1.2, -0.2, -1.2), (1.2, 2.2, 1.2), 0.04)
    truth = float(solid(column(point))[0])
    for measured in (turned, grid):
        assert 0.7 * truth < float(measured(column(point))[0]) <= truth + 0.02
