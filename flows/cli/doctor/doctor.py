"""`url2video doctor`: each part a run needs, whether it is in order, and what mends it. Pays nothing."""

import asyncio
import json
import shutil
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from blocks.errors import (
    AccountError,
    AnswerLostError,
    BadAnswerError,
    ConfigurationError,
    NotSentError,
    Url2VideoError,
)
from blocks.jogg.http.clock import MAX_SKEW, skew_warning
from blocks.store.destination import open_store
from flows.cli.defaults import FILE, find_defaults, read_file, spelled
from flows.cli.doctor.check import Check, bad, good
from flows.cli.doctor.prefect import check_prefect
from flows.cli.doctor.studio import check_studio
from flows.cli.free_call import ask_for_no_render
from flows.runtime.credentials import load_credentials
from flows.runtime.settings import ServiceChoice

MIN_FREE_BYTES = 2**30
"""A video takes about 25 MB, so a gigabyte is room for forty."""


def run_doctor(to: str, service: ServiceChoice, *, json_lines: bool) -> int:
    """Run all checks and show them; 0 if all are in order, 1 otherwise."""
    checks = [
        check_defaults(),
        *asyncio.run(check_prefect()),
        *asyncio.run(check_service(service)),
        check_destination(to),
        check_disk(),
        *check_studio(),
    ]
    if json_lines:
        for check in checks:
            print(json.dumps(asdict(check), ensure_ascii=False))  # noqa: T201 - the user interface
    else:
        Console().print(_table(checks))
    return 0 if all(check.ok for check in checks) else 1


def check_defaults() -> Check:
    """Which options have a default of one's own, and where does it come from?"""
    try:
        found, presets = find_defaults(), read_file().presets
    except ConfigurationError as error:
        return bad("defaults", error.message, error.next_step)
    told = [f"{spelled(name)} = {default.value} ({default.source})" for name, default in sorted(found.items())]
    told += [f"preset {name}" for name in sorted(presets)]
    return good("defaults", ", ".join(told) or f"no {FILE} here or in {typer.get_app_dir('url2video')}")


async def check_service(choice: ServiceChoice) -> list[Check]:
    """Is there a key, does the service answer, and does it know the key?"""
    try:
        credentials = await load_credentials(choice)
    except Url2VideoError as error:
        return [bad("API key", error.message, error.next_step)]
    address = credentials.service_url
    where = f"in block {choice.credentials_block}" if choice.credentials_block else f"in {choice.api_key_variable}"
    try:
        skew = await ask_for_no_render(credentials)
    except AccountError as error:
        return [bad("API key", f"{where}, refused by {address}: {error.message}", error.next_step)]
    except (NotSentError, AnswerLostError) as error:
        hint = "Check the address, or start studio with `url2video studio`."
        return [good("API key", where), bad("service", f"{address}: {error.message}", hint)]
    except BadAnswerError as error:
        return [good("API key", where), bad("service", f"{address}: {error.message}", error.next_step)]
    return [good("API key", f"{where}, known to the service"), good("service", f"{address} answers"), check_clock(skew)]


def check_clock(skew: timedelta | None) -> Check:
    """Does the service's clock, which is `skew` ahead of ours, show the same time?"""
    if skew is None:
        return good("clock", "the service does not tell the time")
    if warning := skew_warning(skew):
        return bad("clock", warning, "Have NTP set the clock of this machine; the service's own is beyond your reach.")
    return good("clock", f"within {MAX_SKEW.total_seconds():.0f} s of the service's")


def check_destination(to: str) -> Check:
    """Can the destination be written, and does it keep two runs from claiming one video?"""
    try:
        open_store(to).check()
    except Url2VideoError as error:
        return bad("destination", f"{to}: {error.message}", error.next_step)
    return good("destination", to)


def check_disk() -> Check:
    """Is there room for what Prefect and studio keep?"""
    free = shutil.disk_usage(Path.cwd()).free
    detail = f"{free / 2**30:.1f} GiB free"
    return good("disk", detail) if free >= MIN_FREE_BYTES else bad("disk", detail, "Make room.")


def _table(checks: list[Check]) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    for check in checks:
        mark = "[green]ok[/green]" if check.ok else "[red]no[/red]"
        table.add_row(mark, f"[bold]{check.name}[/bold]", escape(f"{check.detail} {check.hint}".strip()))
    return table
