from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from prefect.blocks.core import Block
from prefect.testing.standard_test_suites.blocks import BlockStandardTestSuite
from pydantic import ValidationError

from blocks.jogg.credentials import JoggCredentials
from blocks.jogg.open.api import OpenApi
from blocks.jogg.pacing.local import PostPacer
from blocks.jogg.settings import ApiGeneration
from blocks.jogg.v2.api import V2Api

if TYPE_CHECKING:
    from tests.blocks.jogg.conftest import ScriptedService


class TestBlockStandards(BlockStandardTestSuite):
    """Prefect's own standards for blocks."""

    @pytest.fixture
    def block(self) -> type[Block]:
        return JoggCredentials

    def test_has_a_valid_image(self, block: type[Block]) -> None:
        """The suite would fetch the logo; tests use no network."""
        assert str(block._logo_url).startswith("https://")


@pytest.mark.parametrize("key", ["", "   ", "two words", "schlüssel", "line\nbreak"])
def test_a_key_that_no_header_can_hold_is_refused_unseen(key: str) -> None:
    with pytest.raises(ValidationError) as raised:
        JoggCredentials(api_key=key)
    assert key.strip() == "" or key not in str(raised.value)


def test_the_key_shows_nowhere(api_key: str) -> None:
    block = JoggCredentials(api_key=f" {api_key}\n")
    assert block.api_key.get_secret_value() == api_key
    assert api_key not in repr(block) + str(block) + block.model_dump_json()


@pytest.mark.parametrize(
    ("generation", "base_url", "expected"),
    [
        ("open", "", "https://api-services.jogg.ai"),
        ("v2", "", "https://api.jogg.ai"),
        ("v2", "http://127.0.0.1:8777/ ", "http://127.0.0.1:8777"),
        ("open", "https://proxy.example/jogg/", "https://proxy.example/jogg"),
    ],
)
def test_calls_go_to_the_given_address_or_to_the_live_service(generation: str, base_url: str, expected: str) -> None:
    block = JoggCredentials(api_key="k", generation=ApiGeneration(generation), base_url=base_url)
    assert block.service_url == expected


@pytest.mark.parametrize("address", ["api.jogg.ai", "ftp://x", "https://u:p@x.example", "https://x?a=b", "http://[x"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(ValidationError, match="base_url"):
        JoggCredentials(api_key="k", base_url=address)


async def test_a_path_in_the_base_url_is_kept(service: ScriptedService) -> None:
    service.answers({"id": 1, "prj_id": "p"})
    block = JoggCredentials(api_key="k", base_url=f"{service.base_url}/jogg/")
    async with block.get_client() as client:
        await client.create_product("https://shop.example/p")
    assert service.seen[0].target == "/jogg/open/product"


@pytest.mark.parametrize(("generation", "kind"), [(ApiGeneration.OPEN, OpenApi), (ApiGeneration.V2, V2Api)])
async def test_the_client_speaks_the_chosen_generation(generation: ApiGeneration, kind: type) -> None:
    async with JoggCredentials(api_key="k", generation=generation).get_client() as client:
        assert isinstance(client, kind)


async def test_the_plan_of_the_account_sets_the_pace(service: ScriptedService) -> None:
    block = JoggCredentials(api_key="k", base_url=service.base_url)
    async with block.get_client(PostPacer(limit=1, window_seconds=0.3)) as client:
        for number in range(2):
            service.answers({"id": number, "prj_id": "p"})
            await client.create_product("https://shop.example/p")
    first, second = service.seen
    assert second.at - first.at >= 0.3
