"""Every name and id that clients are known to send is understood."""

import pytest

from studio.catalogue import (
    AVATARS,
    MUSIC,
    TEMPLATES,
    VOICES,
    Avatar,
    VisualStyle,
    find_avatar,
    find_music,
    find_style,
    find_template,
    find_voice,
)
from studio.catalogue.templates import template_name
from studio.voice.music import TRACKS


@pytest.mark.parametrize(
    ("name", "style"),
    [
        ("Card Stacking", VisualStyle.CARD_STACKING),
        ("card stacking", VisualStyle.CARD_STACKING),
        ("Simple Product Switch", VisualStyle.PRODUCT_SWITCH),
        ("FULLSCREEN", VisualStyle.FULL_SCREEN),
        ("Full Screen", VisualStyle.FULL_SCREEN),
        ("Floating Avatar Voiceover", VisualStyle.FLOATING_AVATAR),
        ("Dynamic Showcase", VisualStyle.CARD_STACKING),
        ("Elegant Presentation", VisualStyle.PRODUCT_SWITCH),
        ("Simple split screen template", VisualStyle.UP_DOWN_AVATAR),
        ("Avatar Bubble", VisualStyle.AVATAR_BUBBLE),
        ("", VisualStyle.CARD_STACKING),
        (None, VisualStyle.CARD_STACKING),
    ],
)
def test_a_known_style_is_found_without_a_note(name: str | None, style: VisualStyle) -> None:
    choice = find_style(name)
    assert (choice.style, choice.note) == (style, "")


def test_an_unknown_style_falls_back_to_card_stacking_and_says_so() -> None:
    choice = find_style("Rotating Cube")
    assert choice.style is VisualStyle.CARD_STACKING
    assert "Rotating Cube" in choice.note


@pytest.mark.parametrize("name", ["", None, *TEMPLATES, "bold sale"])
def test_a_known_template_is_found_without_a_note(name: str | None) -> None:
    assert find_template(name).note == ""
    assert bool(find_template(name).template) == bool(name)


def test_an_unknown_template_is_left_out_and_named() -> None:
    assert "Retro" in find_template("Retro").note


@pytest.mark.parametrize("avatar_id", [1, 37, 81, 127, 204, 412, 1025, 1695, 1756, 1768])
def test_the_avatars_that_clients_hard_code_are_there(avatar_id: int) -> None:
    choice = find_avatar(avatar_id)
    assert (choice.avatar.id, choice.note) == (avatar_id, "")


@pytest.mark.parametrize("avatar_id", [0, -3, 2, 114934])
def test_any_other_avatar_is_presented_by_the_same_one_every_time(avatar_id: int) -> None:
    choice = find_avatar(avatar_id)
    assert choice.avatar in AVATARS
    assert str(avatar_id) in choice.note
    assert find_avatar(avatar_id) == choice


def test_known_voices_speak_and_others_leave_it_to_the_presenter_with_a_note() -> None:
    leo = find_avatar(37).avatar
    assert not any(find_voice(voice.id, leo).note for voice in VOICES)
    assert find_voice("", leo).note == ""
    unknown = find_voice("tb_0", leo)
    assert unknown.voice == find_voice("", leo).voice
    assert "'tb_0' is unknown; Leo's voice is used instead" in unknown.note


@pytest.mark.parametrize("avatar", AVATARS, ids=lambda avatar: avatar.name)
def test_a_presenter_has_a_voice_of_the_own_gender(avatar: Avatar) -> None:
    assert find_voice("", avatar).voice.variant[0] == avatar.gender[0]


def test_known_music_plays_and_another_id_plays_ours_with_a_note() -> None:
    assert {find_music(music.id).track for music in MUSIC} == {track.id for track in TRACKS}
    assert (find_music(0).track, find_music(0).note) == (1, "")
    assert "music 77 is unknown" in find_music(77).note


def test_templates_are_named_by_number_or_name() -> None:
    assert [template_name(str(number)) for number in range(1, len(TEMPLATES) + 1)] == [each.value for each in TEMPLATES]
    assert [template_name(text) for text in ("", "0", "99", "Night")] == ["", "0", "99", "Night"]
