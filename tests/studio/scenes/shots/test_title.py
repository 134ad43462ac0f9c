"""Titles of any length and script stay inside their box, in every style and ratio."""

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest

from studio.catalogue import VisualStyle
from studio.render_request import AspectRatio
from studio.scenes.casting import Casting
from studio.scenes.drawing.canvas import Canvas
from studio.scenes.shots.title import title_of
from studio.scenes.styles.styles import STYLES

TITLES = {
    "short": ("english", "Mug"),
    "long": (
        "english",
        "Professional Stainless Steel Vacuum Insulated Travel Bottle with Two Lids and Straw",
    ),
    "one long word": ("german", "Donaudampfschifffahrtsgesellschaftskapitänsmützenhalterung"),
    "arabic": ("arabic", "زجاجة ماء معزولة من الفولاذ المقاوم للصدأ تحافظ على برودة المشروبات طوال اليوم"),
    "japanese": ("japanese", "オーロラ真空断熱ステンレスボトル「二十四時間保冷・十二時間保温」新色登場"),
    "thai": ("thai", "ขวดน้ำเก็บความเย็นสแตนเลสออโรร่าขนาดพกพาสำหรับการเดินทางทุกวัน"),
    "hindi": ("hindi", "स्टेनलेस स्टील की इंसुलेटेड बोतल जो पूरे दिन ठंडा रखती है"),
}


@pytest.mark.slow
@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("ratio", AspectRatio)
@pytest.mark.parametrize("style", VisualStyle)
def test_the_title_stays_inside_its_box(
    casting: Callable[..., Casting], style: VisualStyle, ratio: AspectRatio, title: str
) -> None:
    cast = casting(style.value, shown=("grey",)).cast
    language, headline = TITLES[title]
    cast = replace(
        cast,
        ratio=ratio,
        layout=STYLES[style].layout(ratio, subtitles=True),
        look=replace(cast.look, dark=False),
        wording=replace(cast.wording, language=language, headline=headline, subline=headline),
    )
    canvas = Canvas.blank(*ratio.size)
    for line in title_of(cast):
        line.draw(canvas)
    left, top, width, height = cv2.boundingRect(np.ascontiguousarray(canvas.pixels[:, :, 3]))
    box = cast.layout.title.inset(-14)  # marks above capitals and below the baseline, and side bearings
    assert width > 0
    assert box.x <= left
    assert left + width <= box.right
    assert box.y <= top + 20  # Thai and Arabic marks stand above the capitals
    assert top + height <= box.bottom + 20


@pytest.mark.parametrize(("headline", "subline"), [("زجاجة", ""), ("Aurora", "زجاجة")])
def test_a_right_to_left_title_starts_at_the_right(
    casting: Callable[..., Casting], headline: str, subline: str
) -> None:
    cast = casting("Card Stacking", shown=("grey",)).cast
    cast = replace(cast, wording=replace(cast.wording, language="arabic", headline=headline, subline=subline))
    canvas = Canvas.blank(*cast.size)
    for line in title_of(cast):
        line.draw(canvas)
    left, _, width, _ = cv2.boundingRect(np.ascontiguousarray(canvas.pixels[:, :, 3]))
    assert abs(left + width - cast.layout.title.right) < 60
