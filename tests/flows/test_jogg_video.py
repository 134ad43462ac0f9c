"""A video bought by somebody else's flow."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from prefect.blocks.core import Block
from prefect.testing.standard_test_suites.blocks import BlockStandardTestSuite

from flows.jogg_video import JoggVideo
from tests.conftest import QUICK_SETTLEMENT, StartStudio
from tests.prefect_server import PROJECT, PrefectServer


class TestBlockStandards(BlockStandardTestSuite):
    """Prefect's own standards for blocks."""

    @pytest.fixture
    def block(self) -> type[Block]:
        return JoggVideo

    def test_has_a_valid_image(self, block: type[Block]) -> None:
        """The suite would fetch the logo; tests use no network."""
        assert str(block._logo_url).startswith("https://")


STRANGER = """
import asyncio, os, signal, sys
from prefect import flow
from blocks.jogg.credentials import JoggCredentials
from flows.jogg_video import JoggVideo

@flow
async def launch(service, key, url, to):
    account = JoggCredentials(api_key=key, base_url=service, posts_per_minute=100_000)
    run = await JoggVideo(credentials=account, to=to, url=url, poll_seconds=0.2).trigger()
    if "--die" in sys.argv:
        os.kill(os.getpid(), signal.SIGKILL)
    return (await run.fetch_result()).address

print(asyncio.run(launch(*sys.argv[1:5])))
"""


def test_a_stranger_s_flow_that_is_killed_after_the_order_and_run_again_pays_once(
    prefect_server: PrefectServer, start_studio: StartStudio, tmp_path: Path
) -> None:
    studio, store = start_studio(render_seconds=2), tmp_path / "videos"
    environment = {**os.environ, **QUICK_SETTLEMENT, "PREFECT_API_URL": prefect_server.api_url}
    command = [sys.executable, "-c", STRANGER, studio.url, studio.api_key, studio.sample_urls()[0], str(store)]

    def run(*more: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [*command, *more], cwd=PROJECT, env=environment, capture_output=True, text=True, check=False
        )

    assert run("--die").returncode == -signal.SIGKILL
    ended = run()
    assert ended.returncode == 0, ended.stderr[-4000:]
    assert Path(ended.stdout.split()[-1]).is_file()
    assert list(studio.counters().accepted.values()) == [1]
