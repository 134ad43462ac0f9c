"""What the service does and studio does not is refused in words, to whoever has the key."""

import re

import httpx
import pytest

from studio.routes.unsupported import OPERATIONS
from tests.conftest import StudioProcess
from tests.studio.clients import Projects

REQUESTS = [(what, method, re.sub(r"{\w+}", "1", path)) for what, paths in OPERATIONS.items() for method, path in paths]


@pytest.mark.parametrize(("what", "method", "path"), REQUESTS)
@pytest.mark.parametrize("generation", ["/v1", "/v2", "/open/v2"])
def test_an_operation_that_studio_lacks_says_so(
    projects: Projects, generation: str, what: str, method: str, path: str
) -> None:
    answer = projects.client.request(method, generation + path, json={} if method == "POST" else None)
    assert (answer.status_code, answer.json()["code"]) == (400, 18025)
    assert f"studio does not make {what}" in answer.json()["msg"]


def test_it_is_said_to_nobody_without_the_key(studio: StudioProcess) -> None:
    assert httpx.post(f"{studio.url}/v2/create_video_from_avatar").json()["code"] == 10105
