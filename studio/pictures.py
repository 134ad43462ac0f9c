"""Product pictures: checked, and brought to the one form that the renderer takes."""

import io
from pathlib import Path

import numpy as np
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError
from PIL.JpegImagePlugin import JpegImageFile

from bounds.limits import MAX_PIXELS
from studio.picture import Look, Picture, PictureCode, PictureError

# The longest side of a full-HD video is 1920; an eighth more leaves room for a slow zoom without blur.
MAX_SIDE = 2160
# Below this a picture fills no part of a 1080-pixel frame without turning to mush.
MIN_SIDE = 200
_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF", "TIFF", "BMP")
_SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
# zlib level 1: a third of the time of the default for a tenth more bytes, and the file lives for one render only.
_PNG_COMPRESSION = 1
# A 256-bit difference hash (N. Krawetz, "Kind of Like That").
_HASH_SIDE = 16
_COLOUR_GRID = 4


def prepare_picture(body: bytes, path: Path) -> Picture:
    """Write a picture's bytes as an upright 8-bit sRGB(A) PNG of at most 2160 pixels a side. Raises `PictureError`.

    Takes JPEG (also CMYK, with its ICC profile), PNG, WebP, AVIF, GIF (its first frame), TIFF and BMP.
    """
    return _save(_decode(body), path)


def look_at_picture(body: bytes, path: Path) -> tuple[Picture, Look]:
    """Prepare a picture, and say what it looks like. Raises `PictureError`."""
    image = _decode(body)
    flat = Image.new("RGB", image.size, "white")
    flat.paste(image, mask=image.getchannel("A") if image.mode == "RGBA" else None)
    grey = np.asarray(flat.convert("L").resize((_HASH_SIDE + 1, _HASH_SIDE), Image.Resampling.BOX), np.int16)
    shape = int.from_bytes(np.packbits(grey[:, 1:] > grey[:, :-1]).tobytes(), "big")
    colours = np.asarray(flat.resize((_COLOUR_GRID, _COLOUR_GRID), Image.Resampling.BOX), np.uint8)
    return _save(image, path), Look(shape, tuple(map(int, colours.flatten())))


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
            # In place: the copy of a picture that stands upright already would be 100 MB more.
            ImageOps.exif_transpose(opened, in_place=True)
            image = _fitted(_in_srgb(opened))
    except (PictureError, MemoryError):
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
    values = np.array(image, np.float32)
    brightest = 65535.0 if values.max() > 255 else 255.0
    # In place, as each copy of 25 megapixels takes 100 MB.
    np.clip(values, 0, brightest, out=values)
    values *= 255.0 / brightest
    return Image.fromarray(values.astype(np.uint8))


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
