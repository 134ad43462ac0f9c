"""Whatever JSON the service sends, a caller gets a value of ours or an error of the tree."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from blocks.errors import JoggError
from blocks.jogg.http.transport import Transport
from blocks.jogg.http.verdict import RawAnswer
from blocks.jogg.open.api import OpenApi
from blocks.jogg.pacing.local import PostPacer
from blocks.jogg.service import CreatedProduct, SubmitWindow
from blocks.jogg.settings import RenderSettings
from blocks.jogg.v2.api import V2Api

PRODUCT = CreatedProduct("3924", project_id="2508")
SUBMITTED = datetime(2026, 3, 1, tzinfo=UTC)
WINDOW = SubmitWindow(SUBMITTED, SUBMITTED + timedelta(minutes=3))
FIELDS = (
    *("id", "prj_id", "status", "title", "progress", "video_url", "video_duration", "err_msg", "error"),
    *("product_id", "name", "media", "url", "type", "video_id", "videos", "total", "created_at", "deducted_credit"),
)

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["4", "success", ""])
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=6),
    max_leaves=12,
)


NO_CLIENT = httpx.AsyncClient(verify=False)


class CannedTransport(Transport):
    """Answers every call with the same bytes, without a network."""

    def __init__(self, data: Any) -> None:
        super().__init__("http://service.example", SecretStr("key"), PostPacer(limit=10**6))
        self._polls = self._posts = NO_CLIENT
        self._answer = RawAnswer(200, {}, json.dumps({"code": 0, "data": data}).encode())

    async def _exchange(self, *_: object) -> RawAnswer:
        return self._answer


CALLS: dict[str, Callable[[OpenApi | V2Api], Awaitable[object]]] = {
    "create_product": lambda api: api.create_product("https://shop.example/p"),
    "start_render": lambda api: api.start_render(PRODUCT, RenderSettings(), "ab12"),
    "render_status": lambda api: api.render_status("2508"),
    "find_render": lambda api: api.find_render("ab12", PRODUCT, window=WINDOW),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=list(CALLS))
@pytest.mark.parametrize("api", [OpenApi, V2Api])
@settings(max_examples=50)
@given(data=JSON)
def test_any_json_is_a_value_or_an_error_of_the_tree(
    api: type[OpenApi | V2Api], call: Callable[[OpenApi | V2Api], Awaitable[object]], data: Any
) -> None:
    async def attempt() -> None:
        with suppress(JoggError):
            assert repr(await call(api(CannedTransport(data))))

    asyncio.run(attempt())
