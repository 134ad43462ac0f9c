"""Prefect servers as the README has them started, asked by a page from elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from flows.cli.doctor.prefect import FOREIGN_ORIGIN, exposure
from tests.prefect_database import put_database
from tests.prefect_server import PROJECT, PrefectServer, run_prefect_server

PREFLIGHT = {
    "Origin": FOREIGN_ORIGIN,
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "content-type",
}

OWN_SERVER = """
from flows.runtime.own_server import lock_own_server
lock_own_server()
import httpx, json
from prefect import flow
from prefect.client.orchestration import get_client
from prefect.server.api.server import SubprocessASGIServer

@flow
def ask():
    server = SubprocessASGIServer()
    server.start()
    url = server.api_url
    page = httpx.post(f"{url}/block_documents/filter", json={"include_secrets": True}, headers={"Origin": "https://x.example"})
    with get_client(sync_client=True) as client:
        own = client.api_healthcheck()
    print(json.dumps([page.status_code, page.headers.get("access-control-allow-origin"), repr(own)]))
    return True

assert ask()
"""


def test_the_server_of_this_folder_answers_no_page_from_elsewhere(prefect_server: PrefectServer) -> None:
    api = prefect_server.api_url
    asked = httpx.options(f"{api}/block_documents/filter", headers=PREFLIGHT)
    assert asked.status_code == 400
    assert "access-control-allow-origin" not in asked.headers
    read = httpx.get(f"{api}/health", headers={"Origin": FOREIGN_ORIGIN})
    assert read.headers.get("access-control-allow-origin") not in {"*", FOREIGN_ORIGIN}
    own = httpx.get(f"{api}/health", headers={"Origin": "http://127.0.0.1:4200"})
    assert own.headers["access-control-allow-origin"] == "http://127.0.0.1:4200"


async def test_doctor_warns_of_a_server_without_a_password(prefect_server: PrefectServer) -> None:
    (finding,) = await exposure(prefect_server.api_url)
    assert (finding.ok, "no password" in finding.detail) == (True, True)
    assert "PREFECT_SERVER_API_AUTH_STRING" in finding.hint


async def test_doctor_warns_of_a_server_that_answers_every_page_and_is_content_with_a_locked_one(
    tmp_path: Path,
) -> None:
    everywhere = {"PREFECT_SERVER_CORS_ALLOWED_ORIGINS": "*"}
    with run_prefect_server(tmp_path, environment=everywhere) as server:
        findings = await exposure(server.api_url)
        assert any("any web page" in each.detail for each in findings)


@pytest.mark.slow
def test_the_server_of_a_run_answers_that_run_only(tmp_path: Path) -> None:
    environment = {name: text for name, text in os.environ.items() if not name.startswith("PREFECT_")}
    put_database(tmp_path)
    environment |= {"PREFECT_HOME": str(tmp_path), "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "150"}
    run = subprocess.run(
        [sys.executable, "-c", OWN_SERVER], cwd=PROJECT, env=environment, capture_output=True, text=True, check=False
    )
    assert '[401, null, "None"]' in run.stdout, run.stdout + run.stderr
