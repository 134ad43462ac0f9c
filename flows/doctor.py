"""`url2video doctor`: each part a run needs, whether it is in order, and what mends it."""

import asyncio
import importlib.util
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import httpx
from prefect.client.orchestration import get_client
from prefect.settings import get_current_settings
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from blocks.errors import Url2VideoError
from blocks.store.destination import open_store
from flows.settings import ServiceChoice, load_credentials

SERVER_SECONDS = 5.0
"""For a Prefect server to answer: one that needs longer is no help to a run either."""

STUDIO_PARTS = ("uvicorn", "selectolax", "numpy", "PIL", "cv2", "espeakng_loader", "fontpkg_inter")

FEWEST_FREE_BYTES = 2**30
"""A video takes about 25 MB, so a gigabyte is room for forty."""


@dataclass(frozen=True, slots=True)
class Check:
    """One part: its name, whether it is in order, what was found, and what mends it."""

    name: str
    ok: bool
    detail: str
    hint: str = ""


def run_doctor(to: str, base_url: str, api_key_env: str, *, json_lines: bool) -> int:
    """Run all checks and show them; 0 if all are in order, 1 otherwise."""
    service = ServiceChoice(base_url=base_url, api_key_variable=api_key_env)
    checks = [
        check_prefect_server(),
        *check_service(service),
        check_destination(to),
        check_disk(),
        check_studio(),
    ]
    if json_lines:
        for check in checks:
            print(json.dumps(asdict(check), ensure_ascii=False))  # noqa: T201 - the user interface
    else:
        Console().print(_table(checks))
    return 0 if all(check.ok for check in checks) else 1


def check_prefect_server() -> Check:
    """Is there a server, and does it answer? Without one a run starts its own."""
    name = "Prefect server"
    address = get_current_settings().api.url
    if not address:
        return Check(name, ok=True, detail="none is set: a run starts one for itself")
    problem = asyncio.run(_server_problem())
    if problem:
        return Check(
            name, False, f"{address}: {problem}", "Start it with `prefect server start`, or set PREFECT_API_URL."
        )
    return Check(name, ok=True, detail=address)


async def _server_problem() -> str:
    async with get_client() as client:
        try:
            async with asyncio.timeout(SERVER_SECONDS):
                fault = await client.api_healthcheck()
        except TimeoutError:
            return f"no answer in {SERVER_SECONDS:.0f} s"
    return "" if fault is None else type(fault).__name__


def check_service(choice: ServiceChoice) -> list[Check]:
    """Is there a key, and does the service answer? Nothing is made and nothing is paid."""
    try:
        credentials = asyncio.run(load_credentials(choice))
    except Url2VideoError as error:
        return [Check("API key", False, error.message, error.next_step)]
    found = Check("API key", ok=True, detail=f"in {choice.api_key_variable}")
    try:
        answer = httpx.get(credentials.service_url, timeout=SERVER_SECONDS)
    except httpx.HTTPError as error:
        hint = "Check the address, or start studio with `url2video studio`."
        return [found, Check("service", False, f"{credentials.service_url}: {type(error).__name__}", hint)]
    return [found, Check("service", ok=True, detail=f"{credentials.service_url} answers (HTTP {answer.status_code})")]


def check_destination(to: str) -> Check:
    """Can the destination be written, and does it keep two runs from claiming one video?"""
    return _checked("destination", to, lambda: open_store(to).check())


def check_disk() -> Check:
    """Is there room for what Prefect and studio keep?"""
    free = shutil.disk_usage(Path.cwd()).free
    detail = f"{free / 2**30:.1f} GiB free"
    return Check("disk", free >= FEWEST_FREE_BYTES, detail, "" if free >= FEWEST_FREE_BYTES else "Make room.")


def check_studio() -> Check:
    """Are the parts of the local renderer installed?"""
    missing = [part for part in STUDIO_PARTS if importlib.util.find_spec(part) is None]
    if missing:
        hint = "Install them with `pip install 'url2video[studio]'`."
        return Check("studio", False, f"not installed: {', '.join(missing)}", hint)
    return Check("studio", ok=True, detail=f"all parts are installed, {os.cpu_count()} cores")


def _checked(name: str, detail: str, check: Callable[[], None]) -> Check:
    try:
        check()
    except Url2VideoError as error:
        return Check(name, False, f"{detail}: {error.message}", error.next_step)
    return Check(name, ok=True, detail=detail)


def _table(checks: list[Check]) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    for check in checks:
        mark = "[green]ok[/green]" if check.ok else "[red]no[/red]"
        table.add_row(mark, f"[bold]{check.name}[/bold]", escape(f"{check.detail} {check.hint}".strip()))
    return table
