"""A small shop to draw: pictures of every kind, a told script, and casts for any style and ratio."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from studio.product import Money, Product
from studio.render_request import AspectRatio, RenderRequest
from studio.scenes.casting import Casting, cast_for
from studio.script.model import Beat, Script, Sentence
from studio.voice.model import Narration, SpokenWord

PRODUCT_COLOUR = (30, 120, 200)


def bottle(size: tuple[int, int], ground: tuple[int, ...], share: float = 0.6) -> Image.Image:
    """A blue block in the middle of a ground, `share` of the picture's height."""
    image = Image.new("RGBA" if len(ground) == 4 else "RGB", size, ground)
    high = size[1] * share
    wide = min(high * 0.4, size[0] * 0.8)
    x, y = size[0] / 2, size[1] / 2
    box = (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
    ImageDraw.Draw(image).rectangle(box, fill=(*PRODUCT_COLOUR, 255)[: len(ground)])
    return image


def photo(size: tuple[int, int], share: float = 0.6) -> Image.Image:
    """The block before a ground that is lit from above, as no packshot is."""
    pixels = np.asarray(bottle(size, (214, 206, 190), share)).astype(np.float32)
    light = np.linspace(1.1, 0.7, size[1])[:, None, None]
    ground = np.abs(pixels - (214, 206, 190)).max(axis=2, keepdims=True) < 1
    return Image.fromarray(np.clip(np.where(ground, pixels * light, pixels), 0, 255).astype(np.uint8))


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pictures")
    made = {
        "photo": photo((900, 900)),
        "packshot": bottle((800, 800), (255, 255, 255)),
        "cutout": bottle((600, 800), (0, 0, 0, 0), share=0.9),
        "wide": photo((1500, 600)),
        "tall": photo((500, 1400), share=0.4),
        "grey": Image.new("RGB", (600, 600), (128, 128, 128)),
        "icon": bottle((48, 48), (255, 255, 255)),
    }
    for name, image in made.items():
        image.save(folder / f"{name}.png")
    return {name: folder / f"{name}.png" for name in made}


@pytest.fixture(scope="session")
def product() -> Product:
    return Product(
        url="https://www.shop.example/p/1",
        title="Aurora Bottle",
        price=Money(Decimal("29.99"), "USD"),
        list_price=Money(Decimal("39.99"), "USD"),
    )


def told(script: Script, per_word: float = 0.3) -> Narration:
    """The script spoken evenly, with pauses between sentences."""
    words: list[SpokenWord] = []
    spans: list[tuple[float, float]] = []
    time = 0.3
    for number, sentence in enumerate(script.sentences):
        start = time
        for word in sentence.text.split():
            words.append(SpokenWord(word, number, time, time + per_word * 0.9))
            time += per_word
        spans.append((start, time))
        time += 0.3
    return Narration(np.zeros(round(time * 48_000), np.float32), tuple(words), tuple(spans), "test")


@pytest.fixture(scope="session")
def script() -> Script:
    return Script(
        language="english",
        style="Discovery",
        sentences=(
            Sentence(Beat.HOOK, "Meet the bottle that keeps up with you."),
            Sentence(Beat.BENEFIT, "It keeps your drinks cold for a whole day."),
            Sentence(Beat.PRICE, "Now just $29.99 instead of $39.99."),
            Sentence(Beat.CALL_TO_ACTION, "Tap the link and get yours today."),
        ),
        headline="Aurora Insulated Bottle",
        subline="Steel. Cold for 24 hours.",
        call_to_action="Shop now",
        price_label="$29.99",
        list_price_label="$39.99",
    )


@pytest.fixture(scope="session")
def narration(script: Script) -> Narration:
    return told(script)


@pytest.fixture(scope="session")
def voice_levels() -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    time = np.arange(20 * 30) / 30
    return np.clip(np.abs(np.sin(time * 7)) * np.abs(np.sin(time * 2.3)) * 1.1, 0, 1).astype(np.float32)


@pytest.fixture(scope="session")
def casting(
    pictures: dict[str, Path],
    product: Product,
    script: Script,
    narration: Narration,
    voice_levels: np.ndarray[tuple[int], np.dtype[np.float32]],
) -> Callable[..., Casting]:
    """Casts by style, ratio and whatever else of a request is asked for, each made once."""

    @cache
    def made(style: str = "", ratio: AspectRatio = AspectRatio.PORTRAIT, **asked: object) -> Casting:
        shown = asked.pop("shown", ("photo", "packshot"))
        spoken = replace(script, language=str(asked.pop("spoken", script.language)))
        request = RenderRequest(
            product,
            tuple(pictures[name] for name in shown),  # type: ignore[attr-defined]
            aspect_ratio=ratio,
            template_name=style,
            seconds=12,
            **asked,  # type: ignore[arg-type]
        )
        return cast_for(request, spoken, narration, voice_levels)

    return made
