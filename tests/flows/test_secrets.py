"""The API key appears nowhere: not in logs at debug level, parameters, artifacts, caches, reports or exceptions."""

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import StartStudio, StudioProcess

KEY = "jogg-secret-3f9a61c2d7"


def test_the_key_is_in_no_log_file_artifact_or_database_of_a_run(tmp_path: Path, start_studio: StartStudio) -> None:
    studio: StudioProcess = start_studio(api_key=KEY)
    studio.add_faults({"action": "status", "status": 503, "method": "POST", "path": "/open/product", "occurrence": 1})
    home = tmp_path / "home"
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
    ended = subprocess.run(command, env=environment, capture_output=True, timeout=230, check=False)
    assert ended.returncode == 1, ended.stderr.decode()[-3000:]
    assert b"DEBUG" in ended.stderr, "the log must really be at debug level"
    searched = [path for path in [*home.rglob("*"), *(tmp_path / "store").rglob("*")] if path.is_file()]
    assert any(path.suffix == ".db" for path in searched)
    assert KEY.encode() not in ended.stdout + ended.stderr
    assert [path for path in searched if KEY.encode() in path.read_bytes()] == []
