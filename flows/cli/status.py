"""`url2video status`: what is published, open, failed and spent, as the ledger has it. Reads only, and needs no key.

It reads the records that are open and those that ended without a video. Of all others the lists of names are enough,
whatever their number: a video bears its fingerprint in its name.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from rich.console import Console
from rich.markup import escape

from blocks.ledger.record import RECORDS, RenderRecord
from blocks.ledger.records import UnreadableRecord, mapped
from blocks.ledger.state import ItemState
from blocks.ledger.view import LedgerView, utc_now
from blocks.store.destination import open_store
from blocks.store.store import VideoStore
from flows.items.budget import counted, counted_credits, midnight_before
from flows.runtime.settings import load_settings

FOLDERS = {"videos/": "video", "previews/": "draft"}
"""Where finished files lie (docs/ledger.md), and what they are."""

ENDS = (ItemState.FAILED, ItemState.PUBLISHED, ItemState.REJECTED)
"""What has one of these, and no run at it, is not open; a planned item without a run was never made."""

MAX_NAMED = 10
"""Items that are named of each kind: the ledger has all."""


@dataclass(frozen=True, slots=True)
class Status:
    """How a store stands."""

    published: Counter[str]
    """How many there are of each kind: `video`, `draft`."""
    open: tuple[RenderRecord, ...]
    """Begun, and not ended."""
    failed: tuple[RenderRecord, ...]
    missing: tuple[RenderRecord, ...]
    """Published, and no longer in the store."""
    unreadable: tuple[UnreadableRecord, ...]
    rejected: int
    spent_today: Decimal
    """Credits that were, or may have been, taken since midnight UTC."""


def run_status(to: str, *, json_lines: bool) -> int:
    """Show how a store stands; returns 0. Raises ConfigurationError or StoreError."""
    store = open_store(to)
    status = read_status(store, LedgerView(store, lease_seconds=load_settings().lease_seconds))
    if json_lines:
        print(json.dumps(_as_json(status), ensure_ascii=False))  # noqa: T201 - the user interface
        return 0
    console = Console(soft_wrap=True, highlight=False)
    for line in (f"[bold]{escape(to)}[/bold]", *_lines(status)):
        console.print(line)
    return 0


def read_status(store: VideoStore, ledger: LedgerView) -> Status:
    """Read lists of names, and the records that these do not tell enough of. Raises StoreError."""
    begun = list(ledger.open_records())
    files = {name: kind for folder, kind in FOLDERS.items() for name in map(_fingerprint, store.list(folder)) if name}
    names = {name.removeprefix(RECORDS).removesuffix(".json") for name in store.list(RECORDS)}
    names -= {each.fingerprint for each in begun}
    published = Counter(files[name] for name in names if name in files)
    others = [found for found in mapped(ledger.find_any, iter(names - files.keys())) if found is not None]
    ended = list(_records(others))
    return Status(
        published,
        tuple(each for each in (*_records(begun), *ended) if each.is_open or each.state not in ENDS),
        tuple(each for each in ended if each.state is ItemState.FAILED),
        tuple(each for each in ended if each.state is ItemState.PUBLISHED),
        tuple(each for each in (*begun, *others) if isinstance(each, UnreadableRecord)),
        sum(each.state is ItemState.REJECTED for each in ended),
        ledger.credits_spent(midnight_before(utc_now())),
    )


def _fingerprint(key: str) -> str:
    """The fingerprint in the name of a video; empty for other files."""
    return key.rpartition("-")[2].removesuffix(".mp4") if key.endswith(".mp4") else ""


def _records(found: Iterable[RenderRecord | UnreadableRecord]) -> Iterator[RenderRecord]:
    return (each for each in found if isinstance(each, RenderRecord))


def _lines(status: Status) -> Iterator[str]:
    published = [counted(status.published[kind], kind) for kind in FOLDERS.values() if status.published[kind]]
    yield f"[green]published[/green]    {', '.join(published) or 'nothing'}"
    states = Counter(each.state.value.replace("_", " ") for each in status.open)
    told = f" ({', '.join(f'{count} {state}' for state, count in states.most_common())})" if states else ""
    yield f"[blue]open[/blue]         {len(status.open)}{told}"
    yield from _named(status.open)
    yield f"[red]failed[/red]       {len(status.failed)}"
    yield from _named(status.failed)
    if status.missing:
        yield f"[red]missing[/red]      {len(status.missing)}, no longer in the store: `url2video make` fetches them"
        yield from _named(status.missing)
    if status.unreadable:
        yield f"[red]unreadable[/red]   {counted(len(status.unreadable), 'ledger record')}"
    if status.rejected:
        yield f"rejected     {status.rejected}"
    yield f"spent today  {counted_credits(status.spent_today)}"


def _named(records: tuple[RenderRecord, ...]) -> Iterator[str]:
    for record in records[:MAX_NAMED]:
        reason = f"  {record.error.message}" if record.error else ""
        yield escape(f"             {record.fingerprint}  {record.url}{reason}")
    if len(records) > MAX_NAMED:
        yield f"             and {len(records) - MAX_NAMED} more"


def _as_json(status: Status) -> dict[str, object]:
    return {
        "published": dict(status.published),
        "open": Counter(each.state.value for each in status.open),
        "failed": len(status.failed),
        "missing": len(status.missing),
        "unreadable": len(status.unreadable),
        "rejected": status.rejected,
        "spent_today": float(status.spent_today),
    }
