"""Product pictures: fetched, checked, and brought to the one form that the renderer takes."""

import asyncio
import io
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError
from PIL.JpegImagePlugin import JpegImageFile

from studio.fetch import FetchError, GuardedFetcher

# The longest side of a full-HD video is 1920; an eighth more leaves room for a slow zoom without blur.
MAX_SIDE = 2160
# Below this a picture fills no part of a 1080-pixel frame without turning to mush.
MIN_SIDE = 200
# 8000 by 8000, a quarter of a gigabyte when decoded; shops go up to about 5000.
MAX_PIXELS = 64_000_000
MAX_PICTURE_BYTES = 30_000_000
PICTURE_SECONDS = 20.0
# Polite to one shop's image server, and enough to hide its latency.
_CONCURRENT_FETCHES = 4
# Decoding is bound by cores and memory, not by waiting.
_CONCURRENT_DECODES = 2
_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF", "TIFF", "BMP")
_SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
# zlib level 1: a third of the time of the default for a tenth more bytes, and the file lives for one render only.
_PNG_COMPRESSION = 1
# A 256-bit difference hash (N. Krawetz, "Kind of Like That"): renditions of one photo differ in a few bits.
_HASH_SIDE = 16
_SAME_SHAPE_BITS = 12
# Colour variants of a product have the same shapes; the mean colours of a 4 by 4 grid tell them apart.
_COLOUR_GRID = 4
_SAME_COLOUR = 20
# Only a clearly larger rendition is worth taking the place of the first.
_CLEARLY_LARGER = 1.5


class PictureCode(StrEnum):
    """Stable codes of `PictureError`; programs may compare them."""

    NOT_A_PICTURE = "not_a_picture"
    """HTML, SVG, or a format that neither cameras nor shops use."""
    TOO_SMALL = "too_small"
    TOO_MANY_PIXELS = "too_many_pixels"
    """A decompression bomb, or as large as one."""
    DAMAGED = "damaged"
    """Truncated or corrupt."""
    DUPLICATE = "duplicate"
    """Looks the same as another one."""


class PictureError(Exception):
    """A picture that cannot be used: `code` for programs, `reason` in one sentence for people."""

    def __init__(self, code: PictureCode, reason: str) -> None:
        """Keep both parts."""
        super().__init__(reason)
        self.code = code
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Picture:
    """An upright 8-bit sRGB or sRGBA PNG, `width` by `height` pixels."""

    path: Path
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class RefusedPicture:
    """A picture that is not used; `code` is a `PictureCode`, or a `FetchCode` where it could not be fetched."""

    url: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class CollectedPictures:
    """The usable pictures in the order of their addresses, and the others with what was wrong with them."""

    pictures: tuple[Picture, ...]
    refused: tuple[RefusedPicture, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """A prepared picture and what it looks like."""

    url: str
    picture: Picture
    shape: int
    colours: np.ndarray

    def looks_like(self, other: "_Seen") -> bool:
        shapes_differ = (self.shape ^ other.shape).bit_count()
        return shapes_differ <= _SAME_SHAPE_BITS and int(np.abs(self.colours - other.colours).max()) <= _SAME_COLOUR

    def is_clearly_larger(self, other: "_Seen") -> bool:
        return self.picture.width > _CLEARLY_LARGER * other.picture.width


async def collect_pictures(
    urls: tuple[str, ...], fetcher: GuardedFetcher, folder: Path, *, limit: int = 8
) -> CollectedPictures:
    """Fetch and prepare up to `limit` different pictures into `folder`; a dead one makes room for the next address.

    `folder` must exist. Never raises for a single picture; the caller decides what it means that none is usable.
    """
    seen: list[_Seen] = []
    refused: list[RefusedPicture] = []
    decoding = asyncio.Semaphore(_CONCURRENT_DECODES)
    waiting = list(enumerate(dict.fromkeys(urls)))
    while waiting and len(seen) < limit:
        size = min(_CONCURRENT_FETCHES, limit - len(seen))
        batch, waiting = waiting[:size], waiting[size:]
        paths = ((url, folder / f"picture-{index:02}.png") for index, url in batch)
        for outcome in await asyncio.gather(*(_collect(url, fetcher, path, decoding) for url, path in paths)):
            refusal = outcome if isinstance(outcome, RefusedPicture) else _place(outcome, seen)
            if refusal is not None:
                refused.append(refusal)
    return CollectedPictures(tuple(one.picture for one in seen), tuple(refused))


async def _collect(
    url: str, fetcher: GuardedFetcher, path: Path, decoding: asyncio.Semaphore
) -> _Seen | RefusedPicture:
    try:
        fetched = await fetcher.fetch(url, max_bytes=MAX_PICTURE_BYTES, timeout=PICTURE_SECONDS)
        async with decoding:
            return await asyncio.to_thread(_see, url, fetched.body, path)
    except (FetchError, PictureError) as error:
        return RefusedPicture(url, error.code.value, error.reason)


def _place(new: _Seen, seen: list[_Seen]) -> RefusedPicture | None:
    """Put a picture behind the others, or in the place of a smaller one that it looks like."""
    twin = next((index for index, one in enumerate(seen) if one.looks_like(new)), None)
    if twin is None:
        seen.append(new)
        return None
    kept, dropped = (new, seen[twin]) if new.is_clearly_larger(seen[twin]) else (seen[twin], new)
    seen[twin] = kept
    dropped.picture.path.unlink(missing_ok=True)
    return RefusedPicture(dropped.url, PictureCode.DUPLICATE.value, "It looks the same as another picture.")


def prepare_picture(body: bytes, path: Path) -> Picture:
    """Write a picture's bytes as an upright 8-bit sRGB(A) PNG of at most 2160 pixels a side. Raises `PictureError`.

    Takes JPEG (also CMYK, with its ICC profile), PNG, WebP, AVIF, GIF (its first frame), TIFF and BMP.
    """
    return _save(_decode(body), path)


def _see(url: str, body: bytes, path: Path) -> _Seen:
    image = _decode(body)
    flat = Image.new("RGB", image.size, "white")
    flat.paste(image, mask=image.getchannel("A") if image.mode == "RGBA" else None)
    grey = np.asarray(flat.convert("L").resize((_HASH_SIDE + 1, _HASH_SIDE), Image.Resampling.BOX), np.int16)
    shape = int.from_bytes(np.packbits(grey[:, 1:] > grey[:, :-1]).tobytes(), "big")
    colours = np.asarray(flat.resize((_COLOUR_GRID, _COLOUR_GRID), Image.Resampling.BOX), np.int16)
    return _Seen(url, _save(image, path), shape, colours)


def _save(image: Image.Image, path: Path) -> Picture:
    image.save(path, "PNG", compress_level=_PNG_COMPRESSION)
    return Picture(path, image.width, image.height)


def _decode(body: bytes) -> Image.Image:
    """Pixels of at most `MAX_SIDE`, upright, in sRGB, mode RGB or (with a hole in it) RGBA."""
    try:
        with Image.open(io.BytesIO(body), formats=_FORMATS) as opened:
            _check_size(opened.size)
            if isinstance(opened, JpegImageFile):
                opened.draft(opened.mode, (MAX_SIDE, MAX_SIDE))
            image = _fitted(_in_srgb(ImageOps.exif_transpose(opened)))
    except PictureError:
        raise
    except UnidentifiedImageError as error:
        if body.startswith(_SIGNATURES) or body[4:12] == b"ftypavif":
            raise PictureError(PictureCode.DAMAGED, "The picture is damaged or incomplete.") from error
        raise PictureError(PictureCode.NOT_A_PICTURE, _what_it_is(body)) from error
    except Image.DecompressionBombError as error:
        raise PictureError(PictureCode.TOO_MANY_PIXELS, "The picture has far too many pixels.") from error
    except Exception as error:
        # Pillow's decoders raise a dozen types on corrupt bytes, SyntaxError among them.
        raise PictureError(PictureCode.DAMAGED, "The picture is damaged or incomplete.") from error
    return image


def _check_size(size: tuple[int, int]) -> None:
    width, height = size
    if width * height > MAX_PIXELS:
        raise PictureError(PictureCode.TOO_MANY_PIXELS, f"The picture has {width} by {height} pixels.")
    if min(width, height) * min(1, MAX_SIDE / max(width, height)) < MIN_SIDE:
        raise PictureError(PictureCode.TOO_SMALL, f"The picture has only {width} by {height} pixels.")


def _what_it_is(body: bytes) -> str:
    start = body[:1000].lower()
    if b"<html" in start or b"<!doctype html" in start:
        return "There is a web page in place of the picture."
    return "An SVG drawing is no photo of a product." if b"<svg" in start else "The bytes are no picture."


def _in_srgb(image: Image.Image) -> Image.Image:
    """Mode RGB or RGBA in sRGB, whatever the mode, depth and profile were."""
    profile = image.info.get("icc_profile")
    alpha = None
    if image.has_transparency_data:
        image = image.convert("RGBA")
        alpha = image.getchannel("A")
        image = image.convert("RGB")
    elif image.mode.startswith(("I", "F")):
        image = _in_8_bits(image)
    elif image.mode not in {"L", "RGB", "CMYK"}:
        image = image.convert("RGB")
    image = _without_profile(image, profile) if profile else image
    image = image.convert("RGB")
    if alpha is not None and int(np.asarray(alpha).min()) < 255:
        image.putalpha(alpha)
    # Pillow would write the old profile and transparency into the new file.
    image.info = {}
    return image


def _in_8_bits(image: Image.Image) -> Image.Image:
    values = np.asarray(image, np.float32)
    brightest = 65535.0 if values.max() > 255 else 255.0
    return Image.fromarray((values.clip(0, brightest) * (255.0 / brightest)).astype(np.uint8))


def _without_profile(image: Image.Image, profile: bytes) -> Image.Image:
    """The same colours in sRGB. A profile that does not fit the picture is passed over, as browsers do."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(source):
            return image
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return converted if converted is not None else image


def _fitted(image: Image.Image) -> Image.Image:
    longest = max(image.size)
    if longest <= MAX_SIDE:
        return image.copy() if image.readonly else image
    width, height = (max(1, round(side * MAX_SIDE / longest)) for side in image.size)
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
