"""Which key may go to which address: whoever may start a run has no part in it."""

from __future__ import annotations

import pytest
from pydantic import SecretStr, ValidationError

from blocks.environment import PLAIN_HTTP_HOSTS
from blocks.errors import ConfigurationError
from blocks.jogg.credentials import JoggCredentials
from flows.runtime import credentials as loading
from flows.runtime.credentials import load_credentials
from flows.runtime.settings import ServiceChoice


@pytest.mark.parametrize(
    "name", ["AWS_SECRET_ACCESS_KEY", "PREFECT_API_KEY", "PATH", "jogg_api_key", "", "MY_JOGG_KEY", "STUDIO_API_KEY"]
)
def test_no_other_secret_of_the_worker_can_be_named_as_the_key(name: str) -> None:
    with pytest.raises(ValidationError, match="no variable of a key"):
        ServiceChoice(api_key_variable=name)


@pytest.mark.parametrize("name", ["JOGG_API_KEY", "JOGG_API_KEY_OF_SHOP_2", "URL2VIDEO_KEY"])
async def test_keys_go_by_their_names(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "the-key")
    credentials = await load_credentials(ServiceChoice(api_key_variable=name))
    assert credentials.api_key == SecretStr("the-key")


async def test_a_run_of_a_deployment_sends_the_worker_s_key_to_no_address_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("JOGG_API_KEY", "the-key")
    monkeypatch.setattr(loading, "deployment_id", lambda: "a-deployment")
    with pytest.raises(ConfigurationError) as refused:
        await load_credentials(ServiceChoice(base_url="https://elsewhere.example"))
    assert refused.value.code == "base_url_refused"
    assert (await load_credentials(ServiceChoice())).base_url == ""


async def test_a_block_s_key_goes_to_the_block_s_address_only(monkeypatch: pytest.MonkeyPatch) -> None:
    async def stored(_: str) -> JoggCredentials:
        return JoggCredentials(api_key=SecretStr("the-key"), base_url="https://here.example")

    monkeypatch.setattr(loading, "_stored", stored)
    choice = ServiceChoice(credentials_block="jogg", base_url="https://elsewhere.example")
    with pytest.raises(ConfigurationError) as refused:
        await load_credentials(choice)
    assert refused.value.code == "base_url_refused"
    same = choice.model_copy(update={"base_url": "https://here.example/"})
    assert (await load_credentials(same)).base_url == "https://here.example"


@pytest.mark.parametrize("host", ["127.0.0.1:8777", "localhost", "[::1]:1", "studio.localhost", "studio:8777"])
def test_a_key_goes_in_the_clear_within_this_machine_and_to_hosts_that_are_named(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PLAIN_HTTP_HOSTS, "other.example, studio")
    assert JoggCredentials(api_key=SecretStr("k"), base_url=f"http://{host}").base_url == f"http://{host}"


@pytest.mark.parametrize("host", ["api.jogg.ai", "10.0.0.7", "studio", "127.0.0.1.example", "localhost.example"])
def test_a_key_goes_nowhere_else_in_the_clear(host: str) -> None:
    with pytest.raises(ValidationError, match="in the clear"):
        JoggCredentials(api_key=SecretStr("k"), base_url=f"http://{host}")
