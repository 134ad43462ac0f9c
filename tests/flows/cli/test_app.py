"""The command line: bad input is one clear line a problem, exit code 2, and nothing is sent."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from prefect.client.schemas.objects import State
from prefect.exceptions import PrefectHTTPStatusError

from flows.catalog.run import Where
from flows.cli.command import ServerLostError
from flows.cli.next_steps import NextSteps
from flows.cli.options import Shown
from flows.cli.shown_run import run_shown
from tests.conftest import StudioProcess

URL = "https://shop.example/p/1"


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["not-a-url"], 'row 1: url: "not-a-url" is no product page; allowed: an http or https address'),
        ([URL, "--language", "klingon"], 'language: "klingon"; allowed: english, filipino'),
        ([URL, "--template", "Nope"], 'template_name: "Nope"; allowed: Card Stacking, '),
        ([URL, "--avatar", "anna"], 'avatar_id: "anna"; allowed: a whole number'),
        ([URL, "--avatar", "-3"], 'avatar_id: "-3"; allowed: a number above 0'),
        ([URL, "--aspect", "round"], 'aspect_ratio: "round"; allowed: portrait, landscape, square'),
        ([URL, "--api", "v9"], 'generation: "v9"; allowed: open, v2'),
        ([URL, "--length", "15"], "row 1: length: 15 can't be expressed in API generation open"),
        ([URL, "--budget", "much"], 'budget: "much"; allowed: a number of credits'),
        ([URL, "--budget-period", "week"], 'budget_period: "week"; allowed: day, batch'),
        ([], "urls, --catalog: neither is given; allowed: addresses of product pages, or a catalog of them."),
        (["--catalog", "no-such-file.csv"], 'catalog: "no-such-file.csv" can\'t be read (No such file or directory)'),
        ([URL, "--to", "ftp://x"], "Not a place for videos: 'ftp://x'"),
        ([URL, "--to", "s3://["], "Not a place for videos: 's3://['"),
        (["--catalog", "s3://["], "Not an object: s3:///"),
        (
            [URL, "--api-key-env", "JOGG_UNSET_KEY"],
            "JOGG_UNSET_KEY: it is not set; allowed: the API key of the account.",
        ),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(
    arguments: list[str],
    line: str,
    run_cli: Callable[..., int],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JOGG_API_KEY", "key")
    # Nothing listens there: a request would fail in another way.
    assert run_cli("make", "--base-url", "http://127.0.0.1:9", *arguments) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"url2video: {line}"), error
    assert "Traceback" not in error


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["preview", URL], "styles: []; allowed: at least one visual style to draft or to approve."),
        (["preview", "--styles", "FullScreen"], "urls: []; allowed: at least one product page."),
        (["preview", URL, "--styles", "FullScreen,Nope"], 'style: "Nope"; allowed: Card Stacking, '),
        (["preview", URL, "--approve", "Nope"], 'style: "Nope"; allowed: Card Stacking, '),
        (["preview", "x", "--styles", "FullScreen"], 'url: "x" is no product page; allowed: an http or https address'),
        (
            ["preview", URL, "--styles", "FullScreen", "--api", "open"],
            'generation: "open" has no previews; allowed: v2',
        ),
        (["options", "--api", "open"], 'generation: "open" has no previews or catalogues; allowed: v2'),
        (["options", "colours"], 'kind: "colours"; allowed: styles, avatars, voices, musics'),
        (["options", "styles", "--aspect", "round"], 'aspect: "round"; allowed: portrait, landscape, square'),
    ],
)
def test_what_only_generation_2_has_is_checked_before_anything_is_sent(
    run_cli: Callable[..., int],
    arguments: list[str],
    line: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JOGG_API_KEY", "key")
    assert run_cli(*arguments, "--base-url", "http://127.0.0.1:9") == 2
    assert capsys.readouterr().err.startswith(f"url2video: {line}")


def test_make_alone_gives_two_commands_that_can_be_tried(
    run_cli: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_cli("make") == 2
    examples = capsys.readouterr().err.split("`")[1::2]
    assert [each.split()[:2] for each in examples] == [["url2video", "make"]] * 2


def test_a_dry_run_says_what_each_item_would_cost_and_sends_nothing(
    run_cli: Callable[..., int], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run_cli("make", URL, f"{URL}2", "--dry-run", "--budget", "1", "--base-url", "http://127.0.0.1:9") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split() for line in lines[:2]] == [["pay", "1", URL], ["pay", "1", f"{URL}2"]]
    assert lines[2] == "2 items: 2 to render for 2 credits; budget 1 a day, 0 spent, 1 left: 1 short."


@pytest.mark.slow
def test_nothing_of_its_use_is_told_to_anybody(tmp_path: Path) -> None:
    look = (
        "from flows.cli.command import set_up_prefect; set_up_prefect(verbose=False);"
        "from prefect.analytics import is_telemetry_enabled; from prefect.settings import get_current_settings;"
        "print(is_telemetry_enabled(), get_current_settings().server.analytics_enabled)"
    )
    # Without the variables by which Prefect knows a CI machine: there it tells nothing anyway.
    environment = {"PREFECT_HOME": str(tmp_path), "PATH": os.environ["PATH"]}
    told = subprocess.run([sys.executable, "-c", look], env=environment, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["False", "False"]


def test_the_key_may_stand_in_an_env_file(studio: StudioProcess, tmp_path: Path) -> None:
    command = [str(Path(sys.executable).with_name("url2video")), "options", "musics", "--api", "v2"]
    command += ["--base-url", studio.url, "--api-key-env", "JOGG_KEY_OF_THE_FILE"]
    without = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert without.returncode == 2
    assert "JOGG_KEY_OF_THE_FILE: it is not set" in without.stderr
    (tmp_path / ".env").write_text(f"JOGG_KEY_OF_THE_FILE={studio.api_key}\n")
    with_it = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert with_it.returncode == 0, with_it.stderr


def test_options_are_listed_as_the_service_names_them(
    run_cli: Callable[..., int],
    studio: StudioProcess,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("JOGG_API_KEY", studio.api_key)
    assert run_cli("options", "--json", "--base-url", studio.url) == 0
    counts = {row["kind"]: row["count"] for row in map(json.loads, capsys.readouterr().out.splitlines())}
    assert run_cli("options", "styles", "--json", "--base-url", studio.url) == 0
    styles = [json.loads(line)["name"] for line in capsys.readouterr().out.splitlines()]
    assert (len(styles), "Card Stacking" in styles) == (counts["styles"], True)
    assert list(counts) == ["styles", "avatars", "voices", "musics", "credits"]
    assert run_cli("options", "avatars", "--aspect", "square", "--base-url", studio.url) == 0
    header, *rows = capsys.readouterr().out.splitlines()
    assert header.split()[:3] == ["id", "name", "aspect_ratio"]
    assert all("square" in row for row in rows)


def test_a_prefect_server_that_refuses_the_start_is_named_by_its_answer() -> None:
    asked = httpx.Request("POST", "http://127.0.0.1:4200/api/flow_runs/")
    answer = httpx.Response(503, request=asked)

    async def start() -> State[Any]:
        raise PrefectHTTPStatusError("busy", request=asked, response=answer)

    with pytest.raises(ServerLostError, match="answers 503; the run did not begin") as raised:
        run_shown(start, Shown(json_lines=True), NextSteps(Where()))
    assert raised.value.exit_code == 2


def test_help_waits_for_no_library_that_is_slow_to_load() -> None:
    look = (
        "import sys, flows.cli.app; print([name for name in ('prefect', 'httpx', 'pydantic') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
