# ruff: noqa: RUF001 - currency signs and letters of many scripts are meant
"""Nothing that is written on screen is cut: no price, no name, no button, in any style, ratio, currency or script."""

from collections.abc import Callable
from dataclasses import replace
from typing import NoReturn

import cv2
import numpy as np
import pytest

from studio.catalogue import Template, VisualStyle
from studio.render_request import AspectRatio
from studio.scenes.casting import Casting
from studio.scenes.drawing.box import Box
from studio.scenes.drawing.canvas import Canvas, turned
from studio.scenes.plan.layout import SAFE
from studio.scenes.plan.look import look_of
from studio.scenes.shots.cast import Cast
from studio.scenes.shots.end_layout import end_layout
from studio.scenes.shots.end_texts import button_of, texts_of
from studio.scenes.shots.title import title_of
from studio.scenes.styles.styles import STYLES
from studio.scenes.words.badge import Offer, PriceBadge, RowInks, former_row
from studio.scenes.words.hook import Hook
from studio.text import lettering
from tests.present import present

OFFERS = {
    "USD": Offer("$1,299.99", "$1,599.99", "−18%"),
    "PLN": Offer("1 299,00 zł", "1 599,00 zł", "−18%"),
    "SAR": Offer("499.00 ر.س.", "1,599.00 ر.س.", "−68%"),
    "IDR": Offer("Rp 1.299.000", "Rp 12.599.000", "−89%"),
    "COP": Offer("COP 1.299.900", "COP 1.599.900", "−18%"),
    "INR": Offer("₹1,29,999", "₹1,59,999", "−18%"),
    "JPY": Offer("¥129,800", "¥159,800", "−18%"),
    "SEK": Offer("12 999,00 kr", "15 999,00 kr", "−18%"),
}

SCRIPTS = {
    "english": ("Trailwind Pro 5 Men's Waterproof Trail Running Shoes", "Add to your basket today"),
    "russian": ("Кроссовки для бега по пересечённой местности Trailwind Pro 5", "Посмотреть в магазине"),
    "arabic": ("حذاء الجري (Trailwind Pro 5) المقاوم للماء للرجال", "تسوق الآن من المتجر"),
    "hebrew": ("נעלי ריצה לשטח (Trailwind Pro 5) עמידות במים", "לרכישה בחנות"),
    "hindi": ("ट्रेलविंड प्रो 5 पुरुषों के वाटरप्रूफ रनिंग शूज़", "अभी दुकान में देखें"),
    "thai": ("รองเท้าวิ่งเทรลกันน้ำสำหรับผู้ชาย Trailwind Pro 5", "ช้อปเลยตอนนี้"),
    "japanese": ("トレイルウィンド プロ5 メンズ防水トレイルランニングシューズ", "今すぐショップを見る"),
}


@pytest.fixture(autouse=True)
def nothing_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(words: list[str], *_: object) -> NoReturn:
        pytest.fail(f"cut short: {''.join(words)}")

    monkeypatch.setattr(lettering, "_cut_short", cut)
    lettering.fit.cache_clear()


@pytest.fixture
def cast(casting: Callable[..., Casting]) -> Cast:
    return casting("Card Stacking", shown=("grey",)).cast


def solid(canvas: Canvas) -> Box:
    """What is drawn, without shadows."""
    return Box(*cv2.boundingRect(np.ascontiguousarray((canvas.pixels[:, :, 3] > 200).astype(np.uint8))))


@pytest.mark.slow
@pytest.mark.parametrize("currency", OFFERS)
@pytest.mark.parametrize("ratio", AspectRatio)
@pytest.mark.parametrize("style", VisualStyle)
def test_a_badge_holds_the_whole_offer_inside_its_box(style: VisualStyle, ratio: AspectRatio, currency: str) -> None:
    look = look_of(style, Template.NONE, (200, 30, 40))
    place = STYLES[style].layout(ratio, subtitles=True).badge
    box = Box(40, 40, place.width, place.height)
    for offer in (OFFERS[currency], Offer(OFFERS[currency].price)):
        canvas = Canvas.blank(box.right + 40, box.bottom + 40)
        PriceBadge(offer, look, "english", box, 1.0).draw(canvas, 4.0)
        drawn = solid(canvas)
        assert (drawn.x >= box.x, drawn.y >= box.y) == (True, True)
        assert (drawn.right <= box.right, drawn.bottom <= box.bottom) == (True, True)


@pytest.mark.slow
@pytest.mark.parametrize(("currency", "language"), list(zip(OFFERS, [*SCRIPTS, "english"], strict=True)))
@pytest.mark.parametrize("ratio", AspectRatio)
def test_an_end_card_holds_all_it_says_inside_the_safe_area(
    cast: Cast, ratio: AspectRatio, currency: str, language: str
) -> None:
    title, call = SCRIPTS[language]
    wording = replace(
        cast.wording, language=language, headline=title, call_to_action=call, offer=OFFERS[currency],
        shop="The Trailwind Outdoor Shop of Northern Europe",
    )  # fmt: skip
    cast, layout = replace(cast, ratio=ratio, wording=wording), end_layout(ratio, wording)
    elements = [*texts_of(cast, layout), button_of(cast, present(layout.button), layout.align)]
    assert len(elements) == 5
    canvas = Canvas.blank(*ratio.size)
    for element in elements:
        canvas.place(element.sprite, turned(element.sprite, element.center))
    drawn, safe = solid(canvas), SAFE[ratio].inset(-4)  # side bearings
    assert (drawn.x >= safe.x, drawn.right <= safe.right) == (True, True)
    assert (drawn.y >= safe.y, drawn.bottom <= safe.bottom) == (True, True)


@pytest.mark.parametrize(("language", "title"), [*((one, SCRIPTS[one][0]) for one in SCRIPTS), ("hebrew", "Lucciola")])
def test_texts_beside_a_picture_are_flush_with_it_where_reading_begins(cast: Cast, language: str, title: str) -> None:
    wording = replace(cast.wording, language=language, headline=title, offer=OFFERS["SAR"], shop="Trailwind")
    layout = end_layout(AspectRatio.LANDSCAPE, wording)
    elements = [*texts_of(cast := replace(cast, ratio=AspectRatio.LANDSCAPE, wording=wording), layout)]
    elements.append(button_of(cast, present(layout.button), layout.align))
    drawn = []
    for element in elements:
        canvas = Canvas.blank(*AspectRatio.LANDSCAPE.size)
        canvas.place(element.sprite, turned(element.sprite, element.center))
        drawn.append(solid(canvas))
    from_right = language in ("arabic", "hebrew")
    assert (layout.picture.x > layout.title.x) == from_right
    flush = [layout.title.right - box.right if from_right else box.x - layout.title.x for box in drawn]
    assert max(map(abs, flush)) <= 12, "side bearings"


def test_the_former_price_stands_where_reading_begins_and_the_saving_behind_it() -> None:
    inks = RowInks((255, 255, 255), (200, 30, 30), (255, 255, 255))
    for language, behind in (("english", True), ("arabic", False), ("hebrew", False)):
        row = former_row(OFFERS["USD"], inks, language, 60, 900)
        chip = np.flatnonzero((row[:, :, 0].astype(int) - row[:, :, 1] > 100).any(axis=0))
        assert (chip.mean() > row.shape[1] / 2) == behind


@pytest.mark.slow
@pytest.mark.parametrize("language", SCRIPTS)
@pytest.mark.parametrize("ratio", AspectRatio)
def test_a_title_and_a_hook_are_whole_even_in_the_narrowest_style(
    cast: Cast, ratio: AspectRatio, language: str
) -> None:
    title, _ = SCRIPTS[language]
    layouts = [scene.layout(ratio, subtitles=True) for scene in STYLES.values()]
    layout = min(layouts, key=lambda one: one.title.width * one.title.height)
    wording = replace(cast.wording, language=language, headline=title, subline=f"{title}. {title}.")
    assert title_of(replace(cast, ratio=ratio, layout=layout, wording=wording))
    Hook(tuple(title.split()[:4]), (255, 214, 10), language, layout.hook)
    assert Box(0, 0, *ratio.size).width >= layout.hook.right
