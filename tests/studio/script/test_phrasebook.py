"""What the phrase files must keep."""

import pytest
from babel import Locale
from pydantic import ValidationError

from studio.script.phrasebook import Phrasebook, phrasebook, written_languages


@pytest.mark.parametrize("language", written_languages())
def test_every_file_is_whole(language: str) -> None:
    book = phrasebook(language)
    assert book.language == language
    assert Locale.parse(book.locale).language == book.code


@pytest.mark.parametrize(
    "claim", ["best ", "perfect", "amazing", "hurry", "last chance", "limited", "guarantee", "you'll love"]
)
def test_no_english_phrase_claims_or_urges(claim: str) -> None:
    assert claim not in phrasebook("english").model_dump_json(exclude={"page_text"}).casefold()


@pytest.mark.parametrize(
    ("key", "value"),
    [("audience", "For everyone."), ("price", ["It costs a lot."]), ("more", "See {name}."), ("button", "x" * 23)],
)
def test_a_pattern_with_wrong_placeholders_is_refused(key: str, value: str | list[str]) -> None:
    data = phrasebook("english").model_dump()
    data["common"][key] = value
    with pytest.raises(ValidationError):
        Phrasebook.model_validate(data)


def test_a_missing_style_is_refused() -> None:
    data = phrasebook("english").model_dump()
    del data["style"]["data"]
    with pytest.raises(ValidationError, match="data"):
        Phrasebook.model_validate(data)
