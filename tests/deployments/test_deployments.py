"""The files of deployments/, as far as they can be tried without an engine: what they name exists and works."""

import ast
import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from jinja2 import Environment, StrictUndefined
from prefect.server.schemas.schedules import CronSchedule

from flows.cli.command import set_up_prefect
from flows.webhooks.event import read_delivery
from tests.prefect_server import PROJECT, PrefectServer
from tests.s3_servers import MINISTACK
from tests.webhook_receiver import delivery

pytestmark = pytest.mark.slow

FOLDER = PROJECT / "deployments"
DOCKERFILE = (FOLDER / "Dockerfile").read_text()
SERVICES: dict[str, Any] = yaml.safe_load((FOLDER / "compose.yaml").read_text())["services"]
POOLS = ("docker", "kubernetes", "ecs")
SCRIPTS = Path(sys.executable).parent


def run(*command: str, **settings: Any) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, capture_output=True, text=True, check=False, **settings)


async def test_a_server_of_these_versions_makes_runs_of_every_schedule() -> None:
    deployments = yaml.safe_load((PROJECT / "prefect.yaml").read_text())["deployments"]
    schedules = [schedule for deployment in deployments for schedule in deployment.get("schedules", ())]
    assert len(schedules) > 2
    for schedule in schedules:
        cron = CronSchedule(cron=schedule["cron"], timezone=schedule["timezone"])
        assert len(await cron.get_dates(3)) == 3


def test_the_dockerfile_is_clean_and_keeps_to_the_constraints_and_to_no_root() -> None:
    linted = run(str(SCRIPTS / "hadolint"), str(FOLDER / "Dockerfile"))
    assert linted.returncode == 0, linted.stdout
    assert "--constraint constraints.txt" in DOCKERFILE
    stages = DOCKERFILE.split("\nFROM ")[1:]
    for stage in stages:
        if stage.partition("\n")[0].endswith((" AS base", "built")):
            continue  # nothing is started from it
        assert re.findall(r"^USER (.*)$", stage, re.MULTILINE)[-1] == "10001"
    assert MINISTACK.replace("@", "==") in DOCKERFILE
    copied = [
        word for line in re.findall(r"^COPY (?!--from)(.*)$", DOCKERFILE, re.MULTILINE) for word in line.split()[:-1]
    ]
    assert [name for name in copied if not (PROJECT / name).exists()] == []


def test_the_image_of_studio_alone_has_all_that_studio_imports() -> None:
    (named,) = re.findall(r"--requirement extra\.txt (.*)$", DOCKERFILE, re.MULTILINE)
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    extra = [re.split(r"[<>=]", each)[0] for each in project["optional-dependencies"]["studio"]]
    installed = {name.lower().replace("-", "_") for name in (*named.split(), *extra)}
    brought = {
        "pydantic",
        "pydantic_core",
        "starlette",
        "click",
        "h11",
        "anyio",
    }  # by FastAPI, Typer, uvicorn and httpx
    modules = {"cv2": "opencv_python_headless", "PIL": "pillow"}
    found = {modules.get(name, name).lower() for name in imported("studio", "bounds")}
    own = {
        "studio",
        "bounds",
        "piper",
        "onnx",
        "onnxruntime",
        "hibari",
        "c2pa",
        "cryptography",
    }  # from `piper` on, the extras `piper`, `voices` and `credentials`, loaded when asked
    assert found - set(sys.stdlib_module_names) - own - brought <= installed


def imported(*packages: str) -> set[str]:
    """The top names of all modules that the packages import."""
    nodes = [
        node
        for package in packages
        for file in (PROJECT / package).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
    ]
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module]
    return {name.partition(".")[0] for name in names}


COMMANDS = [each["command"] for each in SERVICES.values() if "command" in each]
SETUP = [shlex.split(line) for line in SERVICES["setup"]["command"][-1].splitlines()]


@pytest.mark.parametrize("command", [each for each in [*COMMANDS, *SETUP] if each[0] == "url2video"], ids=" ".join)
def test_every_command_of_compose_is_there_with_its_options(command: list[str]) -> None:
    helped = run(str(SCRIPTS / "url2video"), command[1], "--help")
    assert helped.returncode == 0, helped.stderr
    for option in (word for word in command if word.startswith("--")):
        assert option in helped.stdout


def test_the_commands_of_prefect_are_those_that_other_tests_run() -> None:
    assert [each[1:] for each in [*COMMANDS, *SETUP] if each[0] == "prefect"] == [
        ["server", "start", "--host", "0.0.0.0"],
        ["worker", "start", "--pool", "url2video"],
        ["--no-prompt", "deploy", "--all"],
    ]
    (bucket,) = [each for each in SETUP if each[0] == "python"]
    compile(bucket[2], "compose.yaml", "exec")


def test_compose_waits_for_what_it_needs_and_holds_no_secret() -> None:
    for name, service in SERVICES.items():
        for needed, how in service.get("depends_on", {}).items():
            assert needed in SERVICES, name
            assert how["condition"] != "service_healthy" or "healthcheck" in SERVICES[needed], name
        for variable, value in service.get("environment", {}).items():
            secret = re.search("PASSWORD|API_KEY|WEBHOOK_SECRET", variable)
            assert not secret or value.startswith("${"), f"{name}: {variable}"
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", [])), name
    compose = shutil.which("docker-compose")
    if compose:
        checked = run(
            compose, "-f", str(FOLDER / "compose.yaml"), "config", env={"POSTGRES_PASSWORD": "x", "STUDIO_API_KEY": "y"}
        )
        assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("kind", POOLS)
def test_a_pools_template_is_taken_by_a_server_and_holds_secrets_by_reference_only(
    kind: str, prefect_server: PrefectServer
) -> None:
    text = (FOLDER / f"{kind}-pool.json").read_text()
    template = json.loads(text)
    known = set(template["variables"]["properties"])
    assert set(re.findall(r"{{ (\w+) }}", json.dumps(template["job_configuration"]))) <= known
    pool = {"name": f"template-{kind}", "type": kind, "base_job_template": template}
    made = prefect_server.ask("POST", "work_pools/", json=pool)
    assert made["base_job_template"] == template
    for name, value in template["variables"]["properties"]["env"]["default"].items():
        assert not re.search("KEY|SECRET|PASSWORD", name) or value.startswith("{{ prefect.blocks.secret.")
    prefect_server.ask("DELETE", f"work_pools/{made['name']}")


def test_a_server_in_this_folder_looks_often_for_slots_that_a_run_has_left(prefect_server: PrefectServer) -> None:
    assert _services(prefect_server)["repossessor"]["loop_seconds"] <= 2


def test_a_server_records_task_runs_in_batches_wherever_it_is_started(
    prefect_server: PrefectServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Prefect says nothing of a name in prefect.toml that it does not know."""
    recorder = _services(prefect_server)["task_run_recorder"]
    assert recorder["batch_size"] > 1
    assert "prefect.toml" in DOCKERFILE
    of_a_run: dict[str, str] = {}
    monkeypatch.setattr("os.environ", of_a_run)
    set_up_prefect(verbose=False)
    assert of_a_run["PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE"] == str(recorder["batch_size"])


def _services(server: PrefectServer) -> Any:
    """As it has read them."""
    return server.ask("GET", "admin/settings")["server"]["services"]


def test_the_cloud_template_makes_the_event_that_the_receiver_makes() -> None:
    source = (FOLDER / "cloud-webhook.json.j2").read_text()
    body = delivery("pv_123")
    made = json.loads(
        Environment(undefined=StrictUndefined)
        .from_string(source)
        .render(
            body=json.loads(body)
            | {"data": {"video_id": "pv_123", "product_video_id": "pv_123", "project_id": "pv_123"}}
        )
    )
    ours = read_delivery(body)
    assert ours is not None
    assert made == {
        "event": f"jogg.{ours.event}",
        "resource": {"prefect.resource.id": f"jogg.video.{ours.video_id}"},
        "payload": {"video_id": ours.video_id},
    }
