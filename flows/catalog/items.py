"""From rows to items: every field is checked, and all that is wrong with a row is found at once."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError

from blocks.channels.profile import Channel, channel_named
from blocks.channels.settings import settings_for
from blocks.errors import ConfigurationError
from blocks.field_problems import FieldProblem, explain, shown
from blocks.jogg.corrections import Corrections
from blocks.jogg.generations import generation_of
from blocks.jogg.settings import RenderSettings
from blocks.ledger.record import NOTHING_TOLD
from flows.catalog.columns import slip_problem
from flows.catalog.offer import OFFER_FIELDS, offer_of
from flows.catalog.order import Order
from flows.catalog.table import TOO_MANY_CELLS
from flows.catalog.variants import asked_settings
from flows.items.item import Item
from flows.items.page_address import canonical_url, given_address
from flows.items.row import CHANNEL_COLUMN, COLUMNS, CORRECTION_FIELDS, SETTING_FIELDS, BadRow, RawRow, RowProblem

NO_CORRECTIONS = Corrections()

MAX_VERSION = 100
"""Characters: a date, a price, a digest."""


@dataclass
class RowReader:
    """Makes items of rows. Settings that many rows share are checked and kept once."""

    order: Order
    unused: dict[str, None] = field(default_factory=dict)
    """Columns that mean nothing here, in the order in which they came."""
    _known: dict[str, RenderSettings | list[FieldProblem]] = field(default_factory=dict)

    def read(self, row: RawRow) -> list[Item] | BadRow:
        """The videos that a row asks for, or everything that is wrong with it."""
        if row.fault:
            return BadRow(row, (RowProblem(row.number, row.fault),))
        offer = offer_of(row.fields, datetime.now(UTC))
        problems = self._unknown_columns(row, COLUMNS if offer == NOTHING_TOLD else (*COLUMNS, *OFFER_FIELDS))
        url = _url(row, problems)
        corrections = _corrections(row, problems)
        channel = self._channel(row, problems)
        settings = self._settings(row, channel, problems)
        version, revision, shop_id = (_mark(row, name, problems) for name in ("version", "revision", "id"))
        if problems:
            return BadRow(row, tuple(RowProblem(row.number, problem) for problem in dict.fromkeys(problems)))
        return [
            Item(
                row.number,
                url,
                corrections,
                each,
                self.order.generation,
                id=shop_id,
                version=version,
                revision=revision,
                channel=channel,
                offer=offer,
            )
            for each in settings
        ]

    def _unknown_columns(self, row: RawRow, known: Collection[str]) -> list[FieldProblem]:
        """Columns of other programs are normal and left alone; a slip of the pen and cells without a column are not."""
        problems = []
        for name, value in row.fields.items():
            if name == TOO_MANY_CELLS:
                problems.append(FieldProblem(name, shown(value), "no such column"))
            elif name not in known:
                slip = slip_problem(str(name), shown(value))
                problems += [slip] if slip else []
                self.unused[str(name)] = None
        return problems

    def _channel(self, row: RawRow, problems: list[FieldProblem]) -> Channel | None:
        given = row.fields.get(CHANNEL_COLUMN)
        if given is None:
            return self.order.channel
        try:
            return channel_named(str(given))
        except ValueError:
            problems.append(FieldProblem(CHANNEL_COLUMN, shown(given), ", ".join(Channel)))
            return None

    def _settings(self, row: RawRow, channel: Channel | None, problems: list[FieldProblem]) -> list[RenderSettings]:
        names = (*SETTING_FIELDS, "variants")
        try:
            asked = asked_settings(
                {name: row.fields[name] for name in names if name in row.fields}, self.order.variants
            )
        except ValueError as error:
            problems.append(FieldProblem("variants", shown(row.fields.get("variants")), str(error)))
            return []
        checked = [self._checked(each, channel) for each in asked]
        for found in checked:
            if isinstance(found, list):
                problems += found
        return [each for each in checked if isinstance(each, RenderSettings)]

    def _checked(self, asked: dict[str, Any], channel: Channel | None) -> RenderSettings | list[FieldProblem]:
        key = json.dumps([channel, asked], sort_keys=True, default=str)
        if (known := self._known.get(key)) is not None:
            return known
        found: RenderSettings | list[FieldProblem]
        try:
            stated = self.order.defaults.model_dump(exclude_unset=True) | asked
            found = settings_for(channel, stated, takes_additions=self.order.takes_additions)
            generation_of(self.order.generation).settings.refuse_unsupported(found)
        except ValidationError as error:
            found = explain(error)
        except ConfigurationError as error:
            found = list(error.problems)
        self._known[key] = found
        return found


def _url(row: RawRow, problems: list[FieldProblem]) -> str:
    address = str(row.fields.get("url", ""))
    try:
        canonical_url(address)
    except ConfigurationError as error:
        problems += error.problems
    return given_address(address)


def _corrections(row: RawRow, problems: list[FieldProblem]) -> Corrections:
    given = {name: row.fields[name] for name in CORRECTION_FIELDS if name in row.fields}
    if not given:
        return NO_CORRECTIONS
    try:
        return Corrections.model_validate(given)
    except ValidationError as error:
        problems += explain(error)
        return NO_CORRECTIONS


def _mark(row: RawRow, name: str, problems: list[FieldProblem]) -> str:
    value = row.fields.get(name, "")
    if isinstance(value, str | int | float) and len(str(value)) <= MAX_VERSION:
        return str(value)
    problems.append(FieldProblem(name, shown(value), f"a text of at most {MAX_VERSION} characters"))
    return ""
