"""`url2video options`: what the account may choose from, and the credits it has, as the service tells them."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from blocks.errors import ConfigurationError, NotFoundError
from blocks.jogg.http.wire import Answer
from blocks.jogg.settings import AspectRatio
from blocks.jogg.v2.catalogues import Avatar, V2Catalogues
from flows.runtime.credentials import load_credentials
from flows.runtime.settings import ServiceChoice

E = TypeVar("E", bound=StrEnum)


class OptionKind(StrEnum):
    """A catalogue of the account."""

    STYLES = "styles"
    AVATARS = "avatars"
    VOICES = "voices"
    MUSICS = "musics"


GIVEN_AS = {
    OptionKind.STYLES: "--template NAME, --styles NAME,NAME (new ones with --template-type user)",
    OptionKind.AVATARS: "--avatar ID (with --custom-avatar if it is the account's own)",
    OptionKind.VOICES: "--voice VOICE_ID",
    OptionKind.MUSICS: "--music ID",
}
"""How a choice is given to `make` and `preview`."""


def run_options(service: ServiceChoice, kind: str, aspect: str, language: str, *, json_lines: bool) -> int:
    """Run the command; returns the exit code.

    Raises ConfigurationError (no such kind or shape, no key, a generation that has no catalogues) or JoggError.
    """
    wanted = _one_of(OptionKind, "kind", kind) if kind else None
    shape = _one_of(AspectRatio, "aspect", aspect) if aspect else None
    _print_rows(asyncio.run(_rows(service, wanted, shape, language)), json_lines=json_lines)
    return 0


async def _rows(
    service: ServiceChoice, kind: OptionKind | None, shape: AspectRatio | None, language: str
) -> list[dict[str, Any]]:
    credentials = await load_credentials(service)
    async with credentials.get_catalogues() as catalogues:
        if kind:
            return [entry.model_dump() for entry in await _entries(catalogues, kind, shape, language)]
        rows: list[dict[str, Any]] = []
        for each in OptionKind:
            count = len(await _entries(catalogues, each, shape, language))
            rows.append({"kind": each.value, "count": count, "given as": GIVEN_AS[each]})
        quota = await catalogues.remaining_quota()
        return [*rows, {"kind": "credits", "count": quota, "given as": "as the service tells; 0 while it renders"}]


async def _entries(
    catalogues: V2Catalogues, kind: OptionKind, shape: AspectRatio | None, language: str
) -> Sequence[Answer]:
    match kind:
        case OptionKind.STYLES:
            return await catalogues.visual_styles(shape)
        case OptionKind.AVATARS:
            return (*await catalogues.avatars(shape), *await _custom_avatars(catalogues))
        case OptionKind.VOICES:
            return await catalogues.voices(language)
        case OptionKind.MUSICS:
            return await catalogues.musics()


async def _custom_avatars(catalogues: V2Catalogues) -> tuple[Avatar, ...]:
    """The account's own; none where the service does not offer to have any."""
    try:
        return await catalogues.custom_avatars()
    except NotFoundError:
        return ()


def _print_rows(rows: Sequence[Mapping[str, Any]], *, json_lines: bool) -> None:
    """Show rows of one kind: as JSON whole, on a terminal without addresses and columns that nothing fills."""
    if json_lines:
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))  # noqa: T201 - the user interface
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    names = [name for name in (rows[0] if rows else ()) if not name.endswith("_url") and any(row[name] for row in rows)]
    for name in names:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(_cell(row[name]) for name in names))
    Console().print(table)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.10g}" if isinstance(value, float) else escape(str(value))


def _one_of(kind: type[E], name: str, value: str) -> E:
    try:
        return kind(value)
    except ValueError:
        allowed = ", ".join(kind)
        raise ConfigurationError(f'{name}: "{value}"; allowed: {allowed}', code="option_invalid") from None
