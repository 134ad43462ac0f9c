"""Pictures as shops send them, and as they should not."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from studio.fetch import GuardedFetcher
from studio.picture import PictureCode, PictureError
from studio.pictures import MAX_SIDE, prepare_picture
from studio.reading.collection import collect_pictures
from studio.reading.readers import Readers
from tests.studio.raw_server import RawServer

RED, GREEN, BLUE = (220, 30, 40), (30, 160, 60), (40, 60, 200)


def photo(width: int = 640, height: int = 480, seed: int = 1, mode: str = "RGB") -> Image.Image:
    """Smooth random blobs: no two seeds look alike, and any size of one seed does."""
    noise = np.random.default_rng(seed).integers(0, 256, (6, 8, len(mode)), np.uint8)
    return Image.fromarray(noise, mode if mode != "RGB" else None).resize((width, height), Image.Resampling.BICUBIC)


def encoded(image: Image.Image, form: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    if form == "PNG":
        options.setdefault("compress_level", 1)
    image.save(buffer, form, **options)
    return buffer.getvalue()


def prepared(body: bytes, folder: Path) -> Image.Image:
    picture = prepare_picture(body, folder / "out.png")
    image = Image.open(picture.path)
    image.load()
    assert (image.format, image.size) == ("PNG", (picture.width, picture.height))
    assert image.mode in {"RGB", "RGBA"}
    assert not image.info.get("icc_profile")
    return image


def pixel(image: Image.Image, x: int, y: int) -> tuple[int, ...]:
    """The channels of one pixel."""
    found = image.getpixel((x, y))
    assert found is not None
    return tuple(map(int, np.atleast_1d(found)))


def refusal(body: bytes, folder: Path) -> PictureCode:
    with pytest.raises(PictureError) as caught:
        prepare_picture(body, folder / "out.png")
    assert list(folder.iterdir()) == []
    return caught.value.code


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF", "GIF", "TIFF", "BMP"])
def test_every_common_format_keeps_size_and_colour(form: str, tmp_path: Path) -> None:
    image = prepared(encoded(Image.new("RGB", (320, 240), RED), form), tmp_path)
    assert image.size == (320, 240)
    assert np.abs(np.subtract(pixel(image.convert("RGB"), 160, 120), RED)).max() <= 4


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_phone_photo_stands_upright(orientation: int, tmp_path: Path) -> None:
    upright = Image.new("RGB", (300, 400), GREEN)
    upright.paste(RED, (0, 0, 300, 100))
    turns: dict[int, Image.Transpose] = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = upright.transpose(turns[orientation]) if orientation in turns else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = prepared(encoded(stored, "JPEG", exif=exif, quality=95), tmp_path)
    assert image.size == (300, 400)
    assert np.abs(np.subtract(pixel(image, 150, 30), RED)).max() < 12
    assert np.abs(np.subtract(pixel(image, 150, 350), GREEN)).max() < 12


def test_a_print_photo_in_cmyk_looks_as_it_does_in_a_browser(tmp_path: Path) -> None:
    image = prepared(encoded(Image.new("RGB", (300, 300), RED).convert("CMYK"), "JPEG", quality=95), tmp_path)
    assert np.abs(np.subtract(pixel(image, 150, 150), RED)).max() < 30


def test_a_profile_of_other_colours_is_applied(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    same = prepared(encoded(Image.new("RGB", (300, 300), RED), "PNG", icc_profile=profile), tmp_path)
    assert pixel(same, 1, 1) == RED, "a profile of another colour space does not fit and is passed over"
    swapped = _profile_with_red_and_green_swapped()
    image = prepared(encoded(Image.new("RGB", (300, 300), (255, 0, 0)), "PNG", icc_profile=swapped), tmp_path)
    red, green, _ = pixel(image, 1, 1)
    assert green > 200 > red


def test_holes_stay_holes_and_an_opaque_alpha_goes(tmp_path: Path) -> None:
    hole = Image.new("RGBA", (300, 300), (*RED, 255))
    hole.paste((0, 0, 0, 0), (0, 0, 150, 300))
    for form in ("PNG", "WEBP"):
        image = prepared(encoded(hole, form, lossless=True), tmp_path)
        assert (image.mode, pixel(image, 10, 10)[3], pixel(image, 290, 10)) == ("RGBA", 0, (*RED, 255))
    assert prepared(encoded(Image.new("RGBA", (300, 300), (*RED, 255)), "PNG"), tmp_path).mode == "RGB"
    palette = hole.quantize(8)
    assert prepared(encoded(palette, "PNG", transparency=pixel(palette, 1, 1)[0]), tmp_path).mode == "RGBA"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16"])
def test_every_depth_becomes_eight_bits_of_colour(mode: str, tmp_path: Path) -> None:
    if mode == "I;16":
        source = Image.fromarray(np.full((300, 300), 0x8080, np.uint16))
    else:
        source = Image.new("L", (300, 300), 128).convert(mode)
    image = prepared(encoded(source, "PNG"), tmp_path).convert("L")
    assert mode == "1" or abs(pixel(image, 5, 5)[0] - 128) <= 2


def test_a_moving_picture_gives_its_first_frame(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (300, 300), colour) for colour in (RED, GREEN, BLUE)]
    body = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=40)
    assert np.abs(np.subtract(pixel(prepared(body, tmp_path).convert("RGB"), 9, 9), RED)).max() < 8


@pytest.mark.parametrize(
    ("size", "kept"), [((2500, 1500), (2160, 1296)), ((800, 2400), (720, 2160)), ((640, 480), (640, 480))]
)
@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_only_what_is_too_large_is_made_smaller(
    size: tuple[int, int], kept: tuple[int, int], form: str, tmp_path: Path
) -> None:
    assert prepared(encoded(photo(*size), form), tmp_path).size == kept
    assert max(kept) <= MAX_SIDE


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"<!DOCTYPE html><html><body>Not found</body></html>", PictureCode.NOT_A_PICTURE),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="900"/>', PictureCode.NOT_A_PICTURE),
        (b"%PDF-1.7 ...", PictureCode.NOT_A_PICTURE),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 900 900\n", PictureCode.NOT_A_PICTURE),
        (b"", PictureCode.NOT_A_PICTURE),
        (encoded(photo(199, 800), "PNG"), PictureCode.TOO_SMALL),
        (encoded(photo(1, 1), "GIF"), PictureCode.TOO_SMALL),
        (encoded(photo(5000, 400), "JPEG"), PictureCode.TOO_SMALL),
        (encoded(photo(), "JPEG")[:-4000], PictureCode.DAMAGED),
        (encoded(photo(), "PNG")[:3000], PictureCode.DAMAGED),
        (encoded(photo(), "WEBP")[:-2000], PictureCode.DAMAGED),
        (encoded(photo(), "AVIF")[:-1500], PictureCode.DAMAGED),
    ],
    ids=["html", "svg", "pdf", "eps", "empty", "narrow", "pixel", "strip", "jpeg", "png", "webp", "avif"],
)  # fmt: skip
def test_what_is_no_usable_picture_is_refused_by_name(body: bytes, code: PictureCode, tmp_path: Path) -> None:
    assert refusal(body, tmp_path) == code


@pytest.mark.parametrize("size", [(8200, 8200), (14000, 14000)])
def test_a_bomb_of_pixels_is_refused_by_its_header(size: tuple[int, int], tmp_path: Path) -> None:
    body = encoded(Image.new("1", size), "PNG")
    assert len(body) < 150_000
    assert refusal(body, tmp_path) == PictureCode.TOO_MANY_PIXELS


@settings(max_examples=60)
@given(at=st.integers(0, 3000), junk=st.binary(min_size=1, max_size=40), form=st.sampled_from(["JPEG", "PNG", "WEBP"]))
def test_corrupt_bytes_give_a_picture_or_a_picture_error(
    at: int, junk: bytes, form: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    body = bytearray(encoded(photo(240, 210), form))
    body[at : at + len(junk)] = junk
    path = tmp_path_factory.getbasetemp() / "corrupt.png"
    path.unlink(missing_ok=True)
    try:
        made = prepare_picture(bytes(body), path).path
    except PictureError:
        made = None
    assert path.exists() == (made is not None)


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    readers = Readers()
    yield readers
    readers.close()


@pytest.fixture
async def shop(raw_server: RawServer, readers: Readers) -> Callable[..., Any]:
    """Puts bodies on a server by name, and collects the pictures with these names."""

    async def collect(folder: Path, limit: int = 8, **bodies: bytes) -> Any:
        for name, body in bodies.items():
            raw_server.put(f"/{name}.jpg", body, status="404 Not Found" if body == b"gone" else "200 OK")
        urls = tuple(raw_server.url(f"/{name}.jpg") for name in bodies)
        async with GuardedFetcher(allow_private=True) as fetcher:
            collected = await collect_pictures(urls, fetcher, readers, folder, limit=limit)
        names = {refused.url.rsplit("/", 1)[-1].removesuffix(".jpg"): refused.code for refused in collected.refused}
        return collected.pictures, names, raw_server

    return collect


async def test_dead_pictures_are_reported_and_make_room_for_the_next(shop: Any, tmp_path: Path) -> None:
    bodies = {f"p{seed}": encoded(photo(seed=seed), "JPEG") for seed in range(1, 5)}
    pictures, refused, _ = await shop(tmp_path, 3, gone=b"gone", html=b"<html>", **bodies)
    assert refused == {"gone": "page_not_found", "html": "not_a_picture"}
    assert [picture.path.name for picture in pictures] == ["picture-02.png", "picture-03.png", "picture-04.png"]


async def test_no_more_is_fetched_than_needed(shop: Any, tmp_path: Path) -> None:
    bodies = {f"p{seed}": encoded(photo(seed=seed), "JPEG") for seed in range(1, 9)}
    pictures, refused, server = await shop(tmp_path, 2, **bodies)
    assert (len(pictures), refused, len(server.heads)) == (2, {}, 2)


async def test_renditions_of_one_photo_are_one_picture_and_the_largest_stays(shop: Any, tmp_path: Path) -> None:
    pictures, refused, _ = await shop(
        tmp_path,
        other=encoded(photo(seed=2), "JPEG"),
        small=encoded(photo(400, 300), "JPEG", quality=60),
        large=encoded(photo(1600, 1200), "WEBP", quality=80),
        middle=encoded(photo(800, 600), "PNG"),
    )
    assert refused == {"small": "duplicate", "middle": "duplicate"}
    assert [picture.width for picture in pictures] == [640, 1600]
    assert _files(tmp_path) == {picture.path for picture in pictures}


async def test_colours_of_one_product_are_different_pictures(shop: Any, tmp_path: Path) -> None:
    def shirt(colour: tuple[int, int, int]) -> bytes:
        image = Image.new("RGB", (600, 600), "white")
        image.paste(colour, (150, 100, 450, 500))
        return encoded(image, "JPEG", quality=90)

    pictures, refused, _ = await shop(tmp_path, red=shirt(RED), green=shirt(GREEN), blue=shirt(BLUE))
    assert (len(pictures), refused) == (3, {})


async def test_no_usable_picture_is_an_empty_answer_with_reasons(shop: Any, tmp_path: Path) -> None:
    pictures, refused, _ = await shop(tmp_path, gone=b"gone", tiny=encoded(photo(20, 20), "PNG"))
    assert (pictures, refused) == ((), {"gone": "page_not_found", "tiny": "too_small"})


def _files(folder: Path) -> set[Path]:
    return set(folder.iterdir())


def _profile_with_red_and_green_swapped() -> bytes:
    """The sRGB profile with the tags of its red and green primaries exchanged (ICC.1:2022, 9.2.44)."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = profile.index(b"rXYZ"), profile.index(b"gXYZ")
    profile[red : red + 4], profile[green : green + 4] = b"gXYZ", b"rXYZ"
    return (
        bytes(profile)
        .replace("sRGB".encode("utf-16-be"), "swap".encode("utf-16-be"))
        .replace(b"sRGB built", b"swap built")
    )
