"""Defaults of one's own: the command line, the environment, the preset, the file, in this order."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

URL = "https://shop.example/p/1"

FILE = """
[defaults]
language = "of-the-file"
[presets.short]
language = ["of-the-preset"]
"""


@pytest.fixture(autouse=True)
def _in_a_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.mark.parametrize(
    ("variable", "arguments", "language"),
    [
        ("", [], "of-the-file"),
        ("", ["--preset", "short"], "of-the-preset"),
        ("of-the-environment", ["--preset", "short"], "of-the-environment"),
        ("of-the-environment", ["--language", "of-the-line"], "of-the-line"),
    ],
)
def test_the_nearer_source_wins(
    run_cli: Callable[..., int],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    variable: str,
    arguments: list[str],
    language: str,
) -> None:
    (tmp_path / "url2video.toml").write_text(FILE)
    if variable:
        monkeypatch.setenv("URL2VIDEO_LANGUAGE", variable)
    # No source names a language that there is: the line says which of them was taken.
    assert run_cli("make", URL, "--dry-run", *arguments) == 2
    assert capsys.readouterr().err.startswith(f'url2video: language: "{language}"; allowed: ')


def test_the_file_of_the_working_folder_comes_before_that_of_the_user(
    run_cli: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs = tmp_path / "config" / "url2video" / "url2video.toml"
    theirs.parent.mkdir(parents=True)
    theirs.write_text('[defaults]\nto = "theirs"\npoll-seconds = 3\n')
    assert run_cli("status", "--json") == 0
    assert run_cli("doctor", "--json", "--base-url", "http://127.0.0.1:9") == 1
    checks = {check["name"]: check for check in map(json.loads, capsys.readouterr().out.splitlines()[1:])}
    assert f"to = theirs ({theirs})" in checks["defaults"]["detail"]
    assert checks["destination"]["detail"] == "theirs"
    (tmp_path / "url2video.toml").write_text('[defaults]\nfor = "reels"\n')
    assert run_cli("make", URL, "--aspect", "square", "--dry-run") == 2
    assert 'aspect_ratio: "square" is not for reels; allowed: portrait' in capsys.readouterr().err
    (tmp_path / "url2video.toml").write_text('[defaults]\naspect = "round"\n')
    assert run_cli("make", URL, "--dry-run") == 2
    assert 'aspect_ratio: "round"; allowed: portrait' in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("[defaults", "url2video.toml: it can't be read ("),
        (
            "[look]\nfont = 1",
            "url2video.toml: look: unknown; allowed: the tables [defaults], [presets.NAME] and [brand].",
        ),
        (
            "[defaults]\nlangage = 'german'",
            "url2video.toml: defaults.langage: no option that can have a default",
        ),
        ("[defaults]\npay_again = true", "url2video.toml: defaults.pay_again: no option that can have a default"),
        ("[defaults]\ncatalog = 'x.csv'", "url2video.toml: defaults.catalog: no option that can have a default"),
        ("[presets.a]\napi = ['v2']", "url2video.toml: presets.a.api: allowed: one value."),
        ("[presets.a]\nlanguage = 2026-01-01", "url2video.toml: presets.a.language: allowed: text, a number, true or"),
        ("defaults = 3", "url2video.toml: defaults: allowed: a table, [defaults]."),
        ("[presets.a]\napi = 'v2'", 'preset: "nope"; allowed: a.'),
    ],
)
def test_a_wrong_file_is_one_line_and_exit_code_2(
    run_cli: Callable[..., int], capsys: pytest.CaptureFixture[str], tmp_path: Path, content: str, line: str
) -> None:
    (tmp_path / "url2video.toml").write_text(content)
    assert run_cli("make", URL, "--dry-run", "--preset", "nope") == 2
    assert capsys.readouterr().err.startswith(f"url2video: {line}")


def test_every_option_stands_under_a_heading_and_the_version_is_told(
    run_cli: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_cli("make", "--help") == 0
    shown = capsys.readouterr().out
    headings = [line for line in shown.splitlines() if line.endswith(":") and not line.startswith(" ")]
    assert len(headings) >= 6
    general = shown[shown.index("\nOptions:") :]
    assert "--language" not in general
    assert "url2video make --catalog products.csv --dry-run" in shown
    assert run_cli("--version") == 0
    assert capsys.readouterr().out.startswith("url2video ")
