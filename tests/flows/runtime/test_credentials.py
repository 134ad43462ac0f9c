"""A run speaks one generation: the one that its items were checked and named for."""

import pytest

from blocks.errors import ConfigurationError
from blocks.jogg.credentials import JoggCredentials
from blocks.jogg.settings import ApiGeneration
from flows.runtime.credentials import load_run_credentials
from flows.runtime.settings import ServiceChoice


@pytest.mark.usefixtures("make")
async def test_a_block_of_the_other_generation_is_refused_by_name() -> None:
    await JoggCredentials(api_key="key", generation=ApiGeneration.V2).save("of-v2", overwrite=True)
    with pytest.raises(
        ConfigurationError, match=r"generation: \"open\"; allowed: v2, which the block 'of-v2'"
    ) as error:
        await load_run_credentials(ServiceChoice(credentials_block="of-v2"))
    assert "--api v2" in error.value.next_step
    fitting = ServiceChoice(credentials_block="of-v2", generation=ApiGeneration.V2)
    assert (await load_run_credentials(fitting)).api_key.get_secret_value() == "key"
