"""A catalogue behind an address that fails now and then, read by the flow and by the command line."""

import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from blocks.jogg.retry import RetryPolicy
from flows.cli import make as make_command
from flows.items.row import Selection
from tests.conftest import StudioProcess
from tests.flows.catalog.conftest import Site
from tests.flows.conftest import Make

FAULTS = ["busy", "reset", "cut"]


async def test_a_run_reads_a_catalogue_again_until_it_comes_whole(
    make: Make, studio: StudioProcess, site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    address = site.put("/list.txt", f"{studio.sample_urls()[0]}\n")
    site.faults.extend(FAULTS)
    with caplog.at_level(logging.INFO):
        run = await make(studio, [], catalog=address)
    assert run.states == ["published"]
    assert len(site.asked) == len(FAULTS) + 1
    assert not [record for record in caplog.records if record.exc_info]


async def test_a_run_whose_catalogue_never_comes_ends_before_anything_is_sent(
    make: Make, studio: StudioProcess, site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    posts = studio.counters().posts
    run = await make(studio, [], catalog=f"{site.address}/gone.txt", selection=Selection())
    assert run.state.is_failed()
    assert "can't be read (HTTP 404)" in str(run.state.message)
    assert len(site.asked) == 1
    assert studio.counters().posts == posts
    traces = [record.name for record in caplog.records if record.exc_info]
    assert "prefect.task_runs" not in traces


@pytest.mark.parametrize(("faults", "code"), [(FAULTS, 0), (["busy"] * 9, 2)])
def test_the_command_reads_a_catalogue_again_and_says_so(
    run_cli: Callable[..., int],
    site: Site,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    faults: list[str],
    code: int,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JOGG_API_KEY", "key")
    monkeypatch.setattr(make_command, "CATALOG_POLICY", RetryPolicy(attempts=5, base_seconds=0))
    address = site.put("/list.txt", "https://shop.example/p/1\n")
    site.faults.extend(faults)
    assert run_cli("make", "--dry-run", "--base-url", "http://127.0.0.1:9", "--catalog", address) == code
    *waits, last = capsys.readouterr().err.splitlines() or [""]
    assert len([line for line in [*waits, last] if "Trying again in" in line]) == (3 if code == 0 else 4)
    assert code == 0 or last.startswith(f'url2video: catalog: "{address}" can\'t be read (HTTP 503)')
