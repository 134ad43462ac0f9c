import pytest
from pydantic import ValidationError

from blocks.field_problems import FieldProblem, explain
from blocks.jogg.corrections import Corrections, MediaType


def _problems(**given: object) -> list[FieldProblem]:
    with pytest.raises(ValidationError) as raised:
        Corrections.model_validate(given)
    return explain(raised.value)


def test_media_may_be_plain_addresses() -> None:
    corrections = Corrections(intro_medias=["https://a.example/x.JPG", "https://a.example/y.MP4?sig=1"])
    assert [media.type for media in corrections.intro_medias] == [MediaType.IMAGE, MediaType.VIDEO]


@pytest.mark.parametrize("address", ["ftp://a.example/x", "x.jpg", "http://", "http://u:p@a.example/x", "http://[::1"])
def test_media_must_be_reachable_web_addresses(address: str) -> None:
    (problem,) = _problems(intro_medias=[address])
    assert problem.field == "intro_medias.0.url"
    assert "http" in problem.allowed


def test_corrections_know_when_they_say_nothing() -> None:
    assert Corrections().is_empty
    assert not Corrections(target_audience="cooks").is_empty
