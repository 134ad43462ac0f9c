"""Settings of studio's own are asked of studio alone, and before anything is paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from blocks.errors import ConfigurationError
from blocks.jogg.additions import require_additions
from blocks.jogg.credentials import JoggCredentials
from blocks.jogg.settings import ADDITIONS, ApiGeneration, RenderSettings

if TYPE_CHECKING:
    from tests.conftest import StudioProcess

EVERY = RenderSettings(hook=2, evergreen=True, min_bit_rate=4000)


def credentials(studio: StudioProcess, address: str) -> JoggCredentials:
    return JoggCredentials(api_key=studio.api_key, base_url=address)


async def test_studio_understands_all_of_them(studio: StudioProcess) -> None:
    assert EVERY.additions == ADDITIONS
    await require_additions(credentials(studio, studio.url), [RenderSettings(), EVERY])


async def test_a_service_that_knows_none_is_refused_by_the_names_of_what_is_asked(studio: StudioProcess) -> None:
    elsewhere = credentials(studio, f"{studio.url}/elsewhere")
    with pytest.raises(ConfigurationError) as refused:
        await require_additions(elsewhere, [EVERY, RenderSettings()])
    assert refused.value.message.splitlines() == [
        "hook: 2; allowed: none: the service is not studio",
        "evergreen: True; allowed: none: the service is not studio",
        "min_bit_rate: 4000; allowed: none: the service is not studio",
    ]
    await require_additions(elsewhere, [RenderSettings()])


@pytest.mark.parametrize("generation", ApiGeneration)
async def test_an_order_of_either_generation_carries_them(studio: StudioProcess, generation: ApiGeneration) -> None:
    block = JoggCredentials(api_key=studio.api_key, base_url=studio.url, generation=generation)
    async with block.get_client() as service:
        product = await service.create_product(studio.sample_urls()[0])
        await service.start_render(product, EVERY, f"opening-2-{generation}")
    newest = studio.viewer().get("/").text
    assert "opening 2" in newest
