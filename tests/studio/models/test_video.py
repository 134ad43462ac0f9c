"""How a video is ordered, in each form that clients send."""

from typing import Any

import pytest
from pydantic import TypeAdapter

from studio.models.video import VideoBody
from tests.studio.models.test_parameter_error import FLAT, NESTED

BODY: TypeAdapter[Any] = TypeAdapter(VideoBody)


@pytest.mark.parametrize("body", [NESTED, FLAT], ids=["nested", "flat"])
def test_there_are_no_subtitles_unless_they_are_asked_for(body: dict[str, Any]) -> None:
    assert BODY.validate_python(body).settings.subtitles is False


@pytest.mark.parametrize(
    "fields",
    [
        {"override_script": "Buy it."},
        {"script": {"style": "Data", "language": "english", "override_script": "Buy it."}},
    ],
    ids=["beside the script", "inside of the script"],
)
def test_own_words_are_read_where_either_file_of_the_vendor_has_them(fields: dict[str, Any]) -> None:
    assert BODY.validate_python(NESTED | fields).settings.override_script == "Buy it."


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        ({}, []),
        ({"script": {"style": "top 3 reasons", "language": "English"}}, []),
        ({"script": {"style": "Discovery_stage", "language": "traditional chinese"}}, []),
        ({"visual_style": "simple product switch"}, []),
        ({"script": {"style": "Soft Selling", "language": ""}, "visual_style": ""}, []),
        ({"script": {"style": "Rant", "language": "english"}}, ["script.style"]),
        ({"script": {"style": "Data", "language": "klingon"}}, ["script.language"]),
        ({"language": "klingon"}, ["language"]),
        ({"visual_style": "Rotating Cube"}, ["visual_style"]),
    ],
)
def test_names_of_either_generation_are_known_in_any_spelling_and_no_others(
    fields: dict[str, Any], refused: list[str]
) -> None:
    choices = BODY.validate_python(NESTED | fields).choices
    assert [choice.field for choice in choices if not choice.known] == refused
