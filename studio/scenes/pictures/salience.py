"""What in a picture is looked at: where its subject is, where its detail, and whether it is a picture of text."""

from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

_SIDE = 120
"""Pixels of the longer side on which a subject is looked for: a product fills dozens of them."""

_HEAD = 0.04
"""Part of a subject's weight above which nothing of it is missed."""

_TEXT_SIDE = 640
"""Pixels of the longer side on which letters are looked for: small print is still 6 high."""

DETAIL_SCALE = 1.6
"""How much closer a detail is shown than the whole picture."""

Place = tuple[float, float]
"""Parts of the width and the height."""


class Content(StrEnum):
    """What a picture is good for."""

    PRODUCT = "product"
    BANNER = "banner"
    """Text beside a product: never the first picture."""
    CHART = "chart"
    """A table or nothing but text: never shown where there is another picture."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What stands out in a picture."""

    middle: Place
    top: float
    """Where it begins, as a part of the height."""


WHOLE = Subject((0.5, 0.5), 0.0)
"""Of a picture that shows nothing but its product."""


def subject_of(pixels: NDArray[np.uint8]) -> Subject:
    """What stands out from the picture's edge, by colour and by detail."""
    small = _small(pixels, _SIDE)
    lab = cv2.cvtColor(small, cv2.COLOR_RGB2LAB).astype(np.float32)
    edge = np.concatenate([lab[0], lab[-1], lab[:, 0], lab[:, -1]])
    away = np.linalg.norm(lab - np.median(edge, axis=0), axis=2)
    weight = _even(away) + _even(_detail(small))
    rows, columns = (np.linspace(-1, 1, side, dtype=np.float32) for side in weight.shape)
    # Photographers put what they sell near the middle: what lies at the edge counts for less.
    weight = weight**2 * np.exp(-1.2 * (rows[:, None] ** 2 + columns[None, :] ** 2))
    total = float(weight.sum()) or 1.0
    high, wide = weight.shape
    x = float((weight.sum(axis=0) * (np.arange(wide) + 0.5)).sum()) / total / wide
    y = float((weight.sum(axis=1) * (np.arange(high) + 0.5)).sum()) / total / high
    risen = np.cumsum(weight.sum(axis=1)) / total
    top = float(np.searchsorted(risen, _HEAD)) / high
    return Subject((x, y), top) if weight.any() else WHOLE


def detail_of(pixels: NDArray[np.uint8], part: float) -> Place:
    """The middle of the window, `part` of both sides, that shows most detail."""
    detail = _detail(_small(pixels, _SIDE))
    high, wide = (max(1, round(side * part)) for side in detail.shape)
    sums = cv2.boxFilter(detail, -1, (wide, high), normalize=False, borderType=cv2.BORDER_CONSTANT)
    top, left = high // 2, wide // 2
    inner = sums[top : sums.shape[0] - top or None, left : sums.shape[1] - left or None]
    row, column = np.unravel_index(int(inner.argmax()), inner.shape)
    return (int(column) + left + 0.5) / sums.shape[1], (int(row) + top + 0.5) / sums.shape[0]


def content_of(pixels: NDArray[np.uint8]) -> Content:
    """Told by letters that stand in lines, and by ruled lines."""
    grey = cv2.cvtColor(_small(pixels, _TEXT_SIDE), cv2.COLOR_RGB2GRAY)
    steep = cv2.morphologyEx(grey, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    letters, rules = _letters(_above(steep, _LETTER_STEPS)), _rules(_above(steep, _RULE_STEPS))
    if (letters >= _CHART_LETTERS and rules >= _CHART_RULES) or letters >= _PAGE_LETTERS:
        return Content.CHART
    return Content.BANNER if letters >= _BANNER_LETTERS else Content.PRODUCT


_BANNER_LETTERS, _CHART_LETTERS, _PAGE_LETTERS = 24, 24, 260
"""Letters in lines of at least six. A label on a product has fewer than a banner, a page of text more than either."""

_LETTER_STEPS, _RULE_STEPS = 80, 40
"""Steps of brightness at the edge of a letter, which is to be read, and of a ruled line, which may be thin and grey."""

_CHART_RULES = 6
"""Ruled lines of a quarter of the picture; a shelf or a window frame has two or three."""


def _above(steep: NDArray[np.generic], least: int) -> NDArray[np.uint8]:
    return np.asarray((np.asarray(steep) > least) * 255, np.uint8)


def _letters(mask: NDArray[np.uint8]) -> int:
    """Marks of a letter's size that stand in a row with others of about their height."""
    _, _, stats, middles = cv2.connectedComponentsWithStats(mask)
    high, wide = stats[1:, cv2.CC_STAT_HEIGHT], stats[1:, cv2.CC_STAT_WIDTH]
    small = (high >= 6) & (high <= mask.shape[0] // 8) & (wide >= 2) & (wide <= 2.2 * high)
    heights, rows = high[small], middles[1:][small, 1]
    found = 0
    for height, row in zip(heights, rows, strict=True):
        alike = (np.abs(rows - row) < 0.35 * height) & (np.abs(heights - height) <= 0.35 * height)
        found += int(np.count_nonzero(alike) >= 6)
    return found


def _rules(mask: NDArray[np.uint8]) -> int:
    """Straight lines along the picture's sides."""
    count = 0
    for shape in ((1, mask.shape[1] // 4), (mask.shape[0] // 4, 1)):
        lines = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
        count += cv2.connectedComponents(lines)[0] - 1
    return count


def _small(pixels: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    scale = min(1.0, side / max(pixels.shape[:2]))
    return np.asarray(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


def _detail(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.float32)
    steep = cv2.magnitude(cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1))
    return np.asarray(cv2.GaussianBlur(steep, (0, 0), 2.0), np.float32)


def _even(plane: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(plane / max(float(plane.max()), 1e-6), np.float32)
