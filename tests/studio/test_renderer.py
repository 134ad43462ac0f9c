"""A render from request to file, with the real voice, fonts and encoder."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image, ImageDraw

from blocks.channels.check import Measured, check_for
from blocks.channels.profile import Channel
from blocks.channels.settings import settings_for
from studio.additions import Additions
from studio.catalogue import AVATARS, Template, VisualStyle, find_style
from studio.encoder import probe
from studio.product import Money, Product
from studio.render_request import AspectRatio, RenderError, RenderRequest
from studio.renderer import render, stage
from studio.scenes.drawing.box import Box
from studio.scenes.styles.styles import STYLES
from tests.studio.playback import assert_fit_to_post, meter, text_contrast

pytestmark = pytest.mark.slow

PRODUCT = Product(
    url="https://www.shop.example/mug",
    title="Stoneware Mug",
    description="Holds a third of a litre.",
    price=Money(Decimal("12.50"), "EUR"),
    language="en",
)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    image = Image.new("RGB", (500, 500), "white")
    ImageDraw.Draw(image).rounded_rectangle((150, 150, 350, 380), 30, fill=(180, 70, 40))
    image.save(tmp_path / "mug.png")
    return tmp_path / "mug.png"


def test_a_request_becomes_a_playable_video_with_a_poster(picture: Path, tmp_path: Path) -> None:
    request = RenderRequest(
        PRODUCT, (picture,), aspect_ratio=AspectRatio.SQUARE, template_name="Avatar Bubble", avatar_id=4, seconds=5
    )
    seen: list[tuple[int, str]] = []
    video = render(request, tmp_path, lambda percent, stage: seen.append((percent, stage)))

    facts = probe(video.video)
    assert (facts.width, facts.height, facts.fps) == (1080, 1080, 30)
    assert facts.seconds == pytest.approx(video.seconds, abs=0.05)
    assert_fit_to_post(video.video, 5)
    assert caption_contrast(video.video, request) >= 4.5
    with Image.open(video.poster) as poster:
        assert (poster.format, poster.size) == ("JPEG", (1080, 1080))
        assert np.asarray(poster).std() > 20
    percents = [percent for percent, _ in seen]
    assert percents == sorted(percents)
    assert percents[-1] == 100
    assert list(dict.fromkeys(stage for _, stage in seen)) == ["script", "voice", "frames", "encode"]
    assert "Stoneware Mug" in video.script
    assert any("avatar 4" in note for note in video.notes)


def caption_contrast(path: Path, request: RenderRequest) -> float:
    """In the middle of the captions' box while somebody speaks."""
    captions = STYLES[find_style(request.template_name).style].layout(request.aspect_ratio, subtitles=True).captions
    assert captions is not None
    x, y = (round(middle) for middle in captions.center)
    return text_contrast(path, 1.5, Box(x - 60, y - captions.height // 3, 120, captions.height * 2 // 3))


LANGUAGES = (
    "english",
    "german",
    "french",
    "spanish",
    "polish",
    "arabic",
    "hebrew",
    "chinese",
    "japanese",
    "thai",
    "hindi",
)


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("ratio", AspectRatio)
@pytest.mark.parametrize("style", VisualStyle)
def test_every_style_in_every_ratio_is_fit_to_post_and_comes_out_the_same_again(
    picture: Path, tmp_path: Path, style: VisualStyle, ratio: AspectRatio
) -> None:
    turn = 3 * list(VisualStyle).index(style) + list(AspectRatio).index(ratio)
    request = RenderRequest(
        PRODUCT,
        (picture,),
        ratio,
        LANGUAGES[turn % len(LANGUAGES)],
        avatar_id=AVATARS[turn % len(AVATARS)].id,
        template_name=style.value,
        index_template_name=list(Template)[turn % len(Template)].value,
        seconds=6,
    )
    files = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        files.append(render(request, tmp_path / name, lambda *_: None).video)
    assert_fit_to_post(files[0], 6)
    assert caption_contrast(files[0], request) >= 4.5
    assert files[0].read_bytes() == files[1].read_bytes()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"pictures": ()}, "no_usable_picture"),
        ({"pictures": (Path("absent.png"),)}, "no_usable_picture"),
        ({"product": replace(PRODUCT, title="მათარა")}, "font_missing"),
    ],
)
def test_a_render_that_cannot_be_made_fails_with_its_code_and_leaves_no_video(
    picture: Path, tmp_path: Path, change: dict[str, object], code: str
) -> None:
    request = replace(RenderRequest(PRODUCT, (picture,)), **change)  # type: ignore[arg-type]
    with pytest.raises(RenderError) as raised:
        render(request, tmp_path, lambda *_: None)
    assert raised.value.code == code
    assert not list(tmp_path.glob("*.mp4"))


def sound_of(video: Path) -> np.ndarray:
    with av.open(str(video)) as container:
        return np.concatenate([frame.to_ndarray() for frame in container.decode(audio=0)], axis=1)


@pytest.mark.long
def test_voice_music_and_own_words_of_a_request_are_heard_and_a_draft_is_smaller(picture: Path, tmp_path: Path) -> None:
    plain = RenderRequest(PRODUCT, (picture,), aspect_ratio=AspectRatio.SQUARE, avatar_id=81, seconds=4, draft=True)
    wishes = {
        "as it is": {},
        "another track": {"music_id": 3},
        "own words": {"voice_id": "en-US-ChristopherNeural", "override_script": "This is the last one. Buy it now."},
    }
    heard: dict[str, np.ndarray] = {}
    for name, change in wishes.items():
        folder = tmp_path / name
        folder.mkdir()
        video = render(replace(plain, **change), folder, lambda *_: None)  # type: ignore[arg-type]
        heard[name] = sound_of(video.video)
        if name == "own words":
            assert video.script == "This is the last one.\nBuy it now."
            assert "spoken by espeak-ng en-us+m1" in video.notes
    facts = probe(tmp_path / "as it is" / "video.mp4")
    assert (facts.width, facts.height, facts.fps) == (540, 540, 10)
    with Image.open(tmp_path / "as it is" / "poster.jpg") as poster:
        assert poster.size == (540, 540)
    before = heard.pop("as it is")
    assert not [name for name, after in heard.items() if np.array_equal(before, after)]


@pytest.mark.long
@pytest.mark.timeout(300)
@pytest.mark.parametrize("channel", Channel)
def test_a_video_that_is_asked_for_as_a_channel_wants_it_breaks_none_of_its_rules(
    picture: Path, tmp_path: Path, channel: Channel
) -> None:
    """Of a product whose words and picture fill neither the time nor the bit rate."""
    asked = settings_for(channel, {}, takes_additions=True)
    additions = Additions(evergreen=asked.evergreen, min_bit_rate=asked.min_bit_rate)
    ratio = AspectRatio(asked.aspect_ratio.value)
    made = render(RenderRequest(PRODUCT, (picture,), ratio, additions=additions), tmp_path, lambda *_: None)
    with av.open(str(made.video)) as container:
        pictures, sound = (stream.codec_context.bit_rate for stream in (container.streams[0], container.streams[1]))
    facts = probe(made.video)
    loudness, _ = meter(made.video)
    measured = Measured(facts.seconds, made.video.stat().st_size, facts.width, facts.height, pictures, sound, loudness)
    assert list(check_for(channel, measured)) == []
    assert ("12.50" in made.script) is not asked.evergreen


@pytest.mark.long
def test_a_script_that_takes_longer_than_estimated_loses_a_benefit_and_no_second_is_added(picture: Path) -> None:
    words = "\n".join(["Wow!", *(f"Built for WWW WWW WWW, part {part}." for part in "ABCDEFGH"), "Buy it."])
    staged = stage(RenderRequest(PRODUCT, (picture,), seconds=15, override_script=words))
    assert staged.cast.timeline.seconds == 15
    assert staged.narration.spoken_seconds < 15
    assert staged.script.sentences[0].text == "Wow!"
