"""The API key appears nowhere: not in logs at debug level, parameters, artifacts, caches, reports or exceptions."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import QUICK_SETTLEMENT, StartStudio, StudioProcess
from tests.prefect_database import put_database
from tests.prefect_server import PrefectServer
from tests.processes import Watch
from tests.work_pool import run_work_pool, store_credentials

KEY = "jogg-secret-3f9a61c2d7"


def test_the_key_is_in_no_log_file_artifact_or_database_of_a_run(tmp_path: Path, start_studio: StartStudio) -> None:
    studio: StudioProcess = start_studio(api_key=KEY)
    studio.add_faults({"action": "status", "status": 503, "method": "POST", "path": "/open/product", "occurrence": 1})
    home = tmp_path / "home"
    put_database(home)
    environment = os.environ | {
        "PREFECT_HOME": str(home),
        "PREFECT_LOGGING_LEVEL": "DEBUG",
        "PREFECT_LOGGING_ROOT_LEVEL": "DEBUG",
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "DEBUG",
        "PREFECT_LOGGING_EXTRA_LOGGERS": "httpx,httpcore,botocore,urllib3",
        "PREFECT_DEBUG_MODE": "true",
        "JOGG_API_KEY": KEY,
    }
    good, missing = studio.sample_urls()[0], f"{studio.url}/samples/missing.html"
    command = [sys.executable, "-c", "from flows.cli.app import main; main()", "make", good, missing, "--verbose"]
    command += ["--base-url", studio.url, "--to", str(tmp_path / "store"), "--poll-seconds", "0.2"]
    # No server is named: the run starts its own, whose database is searched too.
    started = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with started as run, Watch(run.pid) as watch:
        output, errors = run.communicate(timeout=230)
    assert run.returncode == 1, errors.decode()[-3000:]
    assert b"DEBUG" in errors, "the log must really be at debug level"
    searched = [path for path in [*home.rglob("*"), *(tmp_path / "store").rglob("*")] if path.is_file()]
    assert any(path.suffix == ".db" for path in searched)
    assert KEY.encode() not in output + errors
    assert [path for path in searched if KEY.encode() in path.read_bytes()] == []
    assert any(b"blocks.delivery.decoding" in command for command in watch.seen)
    assert [command for command in watch.with_text(KEY) if b"decoding" in command] == []


@pytest.mark.long
def test_the_key_is_in_no_parameter_log_or_database_of_a_deployment(
    prefect_server: PrefectServer, tmp_path: Path, start_studio: StartStudio
) -> None:
    studio = start_studio(api_key=KEY)
    block = store_credentials(prefect_server, studio)
    with run_work_pool(prefect_server, "secrets", tmp_path, {"JOGG_API_KEY": KEY, **QUICK_SETTLEMENT}) as pool:
        run = pool.start_run(
            what={"urls": studio.sample_urls()[:1]},
            where={"to": str(tmp_path / "store"), "service": {"credentials_block": block}},
            limits={"poll_seconds": 0.2},
        )
        assert pool.await_state(run, "COMPLETED", "FAILED", "CRASHED") == "COMPLETED", pool.log.read_text()[-4000:]
    searched = [path for path in [*prefect_server.home.rglob("*"), *tmp_path.rglob("*")] if path.is_file()]
    assert any(path.suffix == ".db" for path in searched)
    assert [path for path in searched if KEY.encode() in path.read_bytes()] == []
