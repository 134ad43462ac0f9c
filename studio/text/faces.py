"""The fonts that studio draws with: all from installed packages, all under the SIL Open Font License."""

from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

from PIL import ImageFont

from studio.text.coverage import characters


@dataclass(frozen=True, slots=True)
class Face:
    """One face of a font file and how to ask it for a weight."""

    name: str
    package: str
    file: str
    index: int = 0
    axes: tuple[str, ...] = ()
    """Variation axes in the file's order; empty for a face with a single weight."""
    weight: int = 400
    """The weight of a face that has only one."""
    leading: float = 1.14
    """Distance of two baselines in ems: scripts with marks above and below need more."""

    @property
    def path(self) -> Path:
        """Where the package put the file."""
        return _located(self.package, self.file)

    def draws(self, character: str) -> bool:
        """Whether the face has a glyph of its own for the character."""
        return ord(character) in characters(self.path, self.index)


@cache
def _located(package: str, file: str) -> Path:
    return Path(str(files(package))) / file


_NOTO_AXES = ("wght", "wdth")
INTER = Face("Inter", "fontpkg_inter", "files/Inter[opsz,wght].ttf", axes=("opsz", "wght"))
NOTO_SANS = Face("Noto Sans", "fontpkg_noto_sans", "files/NotoSans[wdth,wght].ttf", axes=_NOTO_AXES)
ARABIC = Face(
    "Noto Sans Arabic",
    "fontpkg_noto_sans_arabic",
    "files/NotoSansArabic[wdth,wght].ttf",
    axes=_NOTO_AXES,
    leading=1.4,
)
DEVANAGARI = Face(
    "Noto Sans Devanagari",
    "fontpkg_noto_sans_devanagari",
    "files/NotoSansDevanagari[wdth,wght].ttf",
    axes=_NOTO_AXES,
    leading=1.4,
)
THAI = Face(
    "Noto Sans Thai", "fontpkg_noto_sans_thai", "files/NotoSansThai[wdth,wght].ttf", axes=_NOTO_AXES, leading=1.4
)
TAMIL = Face(
    "Noto Sans Tamil", "fontpkg_noto_sans_tamil", "files/NotoSansTamil[wdth,wght].ttf", axes=_NOTO_AXES, leading=1.4
)
TELUGU = Face(
    "Noto Sans Telugu", "fontpkg_noto_sans_telugu", "files/NotoSansTelugu[wdth,wght].ttf", axes=_NOTO_AXES, leading=1.5
)
# No package holds Noto's Hebrew and Bengali. Heebo draws Hebrew beside Roboto, Hind Siliguri is one family with Hind.
HEBREW = Face("Heebo", "fontpkg_heebo", "files/Heebo[wght].ttf", axes=("wght",))
BENGALI = Face("Hind Siliguri", "fontpkg_hind_siliguri", "files/HindSiliguri-SemiBold.ttf", weight=600, leading=1.4)

_CJK_INDEX = {"japanese": 0, "korean": 1, "chinese": 2, "traditional-chinese": 3, "cantonese": 4}
"""Faces of the Noto Sans CJK collection: the same code point has another shape in each of them."""

_DISPLAY_OPTICAL_SIZE = 32
"""Inter's display cut (top of its `opsz` axis, 14 to 32): tighter and finer, drawn for sizes like ours."""


@cache
def fallback_chain(language: str) -> tuple[Face, ...]:
    """The faces to try for a text in a language of the contract, best first."""
    index = _CJK_INDEX.get(language, 2)
    cjk = Face("Noto Sans CJK", "noto_cjk_sans_otc", "NotoSansCJK-Regular.ttc", index=index, leading=1.24)
    return (INTER, NOTO_SANS, ARABIC, DEVANAGARI, THAI, HEBREW, BENGALI, TAMIL, TELUGU, cjk)


@lru_cache(maxsize=96)
def load(face: Face, size: float, weight: int) -> ImageFont.FreeTypeFont:
    """The face at a size in pixels and a weight of 100 to 900, shaped by raqm.

    Raqm (HarfBuzz and Raqm itself are in Pillow's wheels, FriBiDi is the system's) joins Arabic and orders Devanagari,
    which Pillow's basic layout does not.
    """
    font = ImageFont.truetype(face.path, size, index=face.index, layout_engine=ImageFont.Layout.RAQM)
    if face.axes:
        values = {"opsz": _DISPLAY_OPTICAL_SIZE, "wght": weight, "wdth": 100}
        font.set_variation_by_axes([values[axis] for axis in face.axes])
    return font


def synthetic_bold(face: Face, size: float, weight: int) -> float:
    """Stroke width in pixels that stands in for a weight the face lacks; 0 where it has its own weights."""
    return 0.0 if face.axes else round(size * max(0, weight - face.weight) * 0.00005, 2)
