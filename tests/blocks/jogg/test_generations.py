"""What each contract generation has fields for."""

import pytest

from blocks.errors import ConfigurationError
from blocks.jogg.generations import generation_of
from blocks.jogg.settings import ApiGeneration, RenderSettings


@pytest.mark.parametrize(
    ("generation", "settings", "field"),
    [
        (ApiGeneration.OPEN, RenderSettings(length=15), "length"),
        (ApiGeneration.OPEN, RenderSettings(voice_id="v"), "voice_id"),
        (ApiGeneration.OPEN, RenderSettings(music_id=0), "music_id"),
        (ApiGeneration.OPEN, RenderSettings(custom_avatar=True), "custom_avatar"),
        (ApiGeneration.OPEN, RenderSettings(override_script="Buy it."), "override_script"),
        (ApiGeneration.OPEN, RenderSettings(language="danish"), "language"),
        (ApiGeneration.V2, RenderSettings(index_template_name="Summer"), "index_template_name"),
    ],
)
def test_what_a_generation_has_no_word_for_is_refused_by_name(
    generation: ApiGeneration, settings: RenderSettings, field: str
) -> None:
    other = ApiGeneration.V2 if generation is ApiGeneration.OPEN else ApiGeneration.OPEN
    generation_of(other).settings.refuse_unsupported(settings)
    with pytest.raises(ConfigurationError, match=f"^{field}: "):
        generation_of(generation).settings.refuse_unsupported(settings)


@pytest.mark.parametrize("generation", list(ApiGeneration))
def test_the_defaults_fit_every_generation(generation: ApiGeneration) -> None:
    support = generation_of(generation).settings
    support.refuse_unsupported(RenderSettings())
    assert support.generation is generation
