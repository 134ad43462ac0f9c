"""The names of Prefect that its documents do not promise are still there, mean what we take them for, and are used in
one module alone."""

import ast
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from prefect.settings import get_current_settings
from prefect.utilities.engine import can_ack_control_intent, capture_sigterm

from flows.make_videos import make_videos
from flows.runtime.prefect_names import (
    parameter_schema,
    put_sigterm_handler,
    refresh_global_settings_context,
    sigterm_handler,
)
from tests.prefect_server import PROJECT

ALLOWED = PROJECT / "flows" / "runtime" / "prefect_names.py"
UNPROMISED = ("prefect._", "prefect.utilities", "prefect.client.base", "prefect.server")


def test_prefect_lets_a_worker_cancel_while_the_handler_under_its_name_is_the_process_s_own() -> None:
    with capture_sigterm():
        before = sigterm_handler()
        assert signal.getsignal(signal.SIGTERM) is before

        def ours(_number: int, _frame: object) -> None:
            """Do nothing."""

        signal.signal(signal.SIGTERM, ours)
        assert not can_ack_control_intent()
        put_sigterm_handler(ours)
        try:
            assert can_ack_control_intent()
        finally:
            put_sigterm_handler(before)
            signal.signal(signal.SIGTERM, before)


def test_the_environment_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "PREFECT_SERVER_CORS_ALLOWED_ORIGINS", "https://one.invalid")
    refresh_global_settings_context()
    monkeypatch.undo()
    refreshed = get_current_settings().server.api.cors_allowed_origins
    refresh_global_settings_context()
    assert refreshed == "https://one.invalid"


def test_the_schema_of_a_form_is_that_of_the_flow_s_parameters() -> None:
    assert parameter_schema(make_videos) == make_videos.parameters


def test_no_other_module_uses_a_name_that_is_not_promised() -> None:
    files = [file for room in ("flows", "blocks") for file in (PROJECT / room).rglob("*.py") if file != ALLOWED]
    found = {f"{file.relative_to(PROJECT)}: {name}" for file in files for name in unpromised(file)}
    assert found == set()


def unpromised(file: Path) -> Iterator[str]:
    """What a module imports of Prefect that is none of its public names."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        yield from (
            each for each in names if each.startswith(UNPROMISED) or (each.startswith("prefect.") and "._" in each)
        )
