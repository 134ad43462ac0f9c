"""What is wrong with a parameter is said in the vendor's words."""

from typing import Any

import pytest
from fastapi.exceptions import RequestValidationError
from pydantic import TypeAdapter, ValidationError

from studio.models.open import RenderBody
from studio.models.parameter_error import parameter_error
from studio.models.preview import PreviewListBody
from studio.models.product import CreateProductBody
from studio.models.video import VideoBody

NESTED = {
    "product_id": "NTQ0MTkzNjg",
    "video_spec": {"length": "15"},
    "avatar": {"id": 1},
    "script": {"style": "Data", "language": "english"},
}
FLAT = {"product_id": "NTQ0MTkzNjg", "video_length": "15"}


def said_of(model: Any, body: Any) -> str:
    """The message for a body that FastAPI could not read as `model`."""
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(model).validate_python(body)
    problems = [problem | {"loc": ("body", *problem["loc"])} for problem in caught.value.errors()]
    return parameter_error(RequestValidationError(problems)).msg


@pytest.mark.parametrize(
    ("model", "body", "message"),
    [
        (VideoBody, NESTED | {"avatar": {}}, "avatar.id is required"),
        (VideoBody, NESTED | {"avatar": {"id": None}}, "avatar.id is required"),
        (VideoBody, NESTED | {"avatar": {"id": " "}}, "avatar.id is required"),
        (VideoBody, NESTED | {"script": {"language": "english"}}, "script.style is required"),
        (VideoBody, NESTED | {"product_id": ""}, "product_id is required"),
        (VideoBody, NESTED | {"video_spec": {"length": "20"}}, "video_spec.length must be one of 15, 30, 60"),
        (VideoBody, NESTED | {"avatar": {"id": "Maya"}}, "avatar.id must be an integer"),
        (VideoBody, NESTED | {"avatar": {"id": 2**64}}, "avatar.id must be less than 2147483648"),
        (VideoBody, NESTED | {"avatar": {"id": 1, "type": 2}}, "avatar.type must be one of 0, 1"),
        (VideoBody, NESTED | {"avatar": 7}, "avatar must be an object"),
        (VideoBody, NESTED | {"voice": {"id": "\ud800"}}, "voice.id must be text"),
        (VideoBody, NESTED | {"voice": {"id": "v" * 1_000_000}}, "voice.id must have at most 200 characters"),
        (VideoBody, FLAT | {"video_length": ""}, "video_length is required"),
        (VideoBody, FLAT | {"caption": "perhaps"}, "caption must be true or false"),
        (VideoBody, "text", "body must be an object"),
        (PreviewListBody, NESTED | {"visual_styles": []}, "visual_styles is required"),
        (PreviewListBody, NESTED | {"visual_styles": ["a"] * 21}, "visual_styles must have at most 20 entries"),
        (PreviewListBody, NESTED | {"visual_styles": 5}, "visual_styles must be a list"),
        (CreateProductBody, {}, "url or name is required"),
        (RenderBody, {}, "project_id is required"),
        (RenderBody, {"project_id": "a", "aspect_ratio": float("nan")}, "aspect_ratio must be an integer"),
    ],
)
def test_a_wrong_parameter_is_named_and_what_it_should_be(model: Any, body: Any, message: str) -> None:
    assert said_of(model, body) == f"Parameter error: {message}"
