import pytest
from pydantic import BaseModel, ValidationError

from blocks.field_problems import FieldProblem, explain
from blocks.jogg.settings import RenderSettings
from blocks.jogg.vocabulary import OPEN_LANGUAGES, SCRIPT_STYLES, TEMPLATE_NAMES, V2_LANGUAGES


def problems(model: type[BaseModel], **given: object) -> list[FieldProblem]:
    with pytest.raises(ValidationError) as raised:
        model(**given)
    return explain(raised.value)


def test_the_languages_are_those_of_the_contract() -> None:
    assert (len(OPEN_LANGUAGES), len(V2_LANGUAGES)) == (27, 54)
    assert len(set(V2_LANGUAGES)) == 54


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"script_style": "Discovery_stage"}, {"script_style": "Discovery"}),
        ({"script_style": "dATA_Stage"}, {"script_style": "Data"}),
        ({"script_style": "TOP 3 Reasons"}, {"script_style": "Top 3 reasons"}),
        ({"template_name": " card stacking "}, {"template_name": "Card Stacking"}),
        ({"language": "English"}, {"language": "english"}),
        (
            {"length": "30", "avatar_id": "81", "subtitles": "no"},
            {"length": 30, "avatar_id": 81, "subtitles": False},
        ),
        ({"template_name": "Mine", "template_type": "user"}, {"template_name": "Mine"}),
    ],
)
def test_a_spelling_of_a_catalogue_is_taken_and_kept_in_one_form(
    given: dict[str, object], kept: dict[str, object]
) -> None:
    settings = RenderSettings.model_validate(given)
    assert {name: getattr(settings, name) for name in kept} == kept


def test_two_spellings_are_the_same_settings() -> None:
    assert RenderSettings(template_name="CARD STACKING") == RenderSettings(template_name="Card Stacking")
    assert hash(RenderSettings(script_style="data")) == hash(RenderSettings(script_style="Data_stage"))


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"aspect_ratio": "round"}, 'aspect_ratio: "round"; allowed: portrait, landscape, square'),
        ({"language": "klingon"}, f'language: "klingon"; allowed: {", ".join(V2_LANGUAGES)}'),
        ({"script_style": "Epic_stage"}, f'script_style: "Epic_stage"; allowed: {", ".join(SCRIPT_STYLES)}'),
        (
            {"template_name": "Nope"},
            f'template_name: "Nope"; allowed: {", ".join(TEMPLATE_NAMES)}; any name with template_type user',
        ),
        ({"length": 17}, "length: 17; allowed: 15, 30, 60"),
        ({"length": "long"}, 'length: "long"; allowed: a whole number'),
        ({"avatar_id": 0}, "avatar_id: 0; allowed: a number above 0"),
        (
            {"avatar_by_ratio": True, "custom_avatar": True},
            "avatar_by_ratio: true; allowed: false together with custom_avatar",
        ),
        ({"music_id": -1}, "music_id: -1; allowed: a number of at least 0"),
        ({"subtitles": "maybe"}, 'subtitles: "maybe"; allowed: true or false'),
        ({"lang": "english"}, 'lang: "english"; allowed: nothing, there is no such field'),
    ],
)
def test_each_refusal_is_one_line_with_field_value_and_what_is_allowed(given: dict[str, object], line: str) -> None:
    assert [str(problem) for problem in problems(RenderSettings, **given)] == [line]


def test_all_problems_are_told_at_once() -> None:
    found = problems(RenderSettings, language="klingon", length=1, avatar_id="x")
    assert [problem.field for problem in found] == ["language", "avatar_id", "length"]


def test_a_long_bad_value_is_shortened() -> None:
    assert len(problems(RenderSettings, language="x" * 5000)[0].value) == 80
