"""An item as a row of a catalogue: written into the ledger, `retry.jsonl` and a shard's catalogue, and read from there.

A row holds every setting that made the item, defaults included, so neither other defaults nor the options of another
command make another video of it.
"""

from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, JsonValue, ValidationError

from blocks.channels.profile import Channel, channel_named
from blocks.errors import ConfigurationError
from blocks.field_problems import explain
from blocks.jogg.corrections import Corrections
from blocks.jogg.generations import generation_of
from blocks.jogg.settings import AS_STORED, ApiGeneration, RenderSettings
from blocks.ledger.record import RenderRecord
from flows.items.item import Item
from flows.items.page_facts import offer_columns
from flows.items.release_0_1 import SETTINGS_OF_0_1
from flows.items.row import CHANNEL_COLUMN, CORRECTION_FIELDS, SETTING_FIELDS, VALUE_SEPARATOR, VARIANT_FIELDS

M = TypeVar("M", bound=BaseModel)


def catalog_row(item: Item) -> dict[str, Any]:
    """The item as a row of a valid catalogue of its generation."""
    settings = item.settings.model_dump(mode="json", include=set(generation_of(item.generation).settings.fields))
    return {
        "url": item.url,
        **({"id": item.id} if item.id else {}),
        **item.corrections.model_dump(mode="json", exclude_defaults=True),
        **{name: _one_value(name, value) for name, value in settings.items()},
        **({CHANNEL_COLUMN: item.channel.value} if item.channel else {}),
        **offer_columns(item.offer),
        **({"version": item.version} if item.version else {}),
        **({"revision": item.revision} if item.revision else {}),
    }


def item_of_record(record: RenderRecord) -> Item:
    """The item that a record of the ledger is of, under the record's fingerprint.

    Names of styles, languages and the like that the service has withdrawn since are kept: the render was asked for with
    them. Settings that are missing from the row have the defaults of 0.1, which left them out.
    Raises ConfigurationError: the row is damaged, or it makes another item than the one that the record is kept under.
    """
    row = record.catalog_row
    item = Item(
        1,
        str(row.get("url", "")),
        _checked(Corrections, row, CORRECTION_FIELDS),
        _checked(RenderSettings, {**SETTINGS_OF_0_1, **_single_values(row)}, SETTING_FIELDS),
        ApiGeneration(record.generation),
        id=str(row.get("id", "")),
        version=str(row.get("version", "")),
        revision=str(row.get("revision", "")),
        is_preview=record.kind == "preview",
        channel=_channel(row),
    )
    for named in (item, *item.earlier):
        if named.fingerprint == record.fingerprint:
            return named
    raise ConfigurationError(
        f"The ledger's record {record.fingerprint} holds the row of another item, {item.fingerprint}.",
        code="record_mismatch",
        next_step="Put the record back as it was written; its render can be found by the id in it.",
    )


def _channel(row: Mapping[str, JsonValue]) -> Channel | None:
    """The channel of a row; None also for one that only a later release knows: its rules can't be checked here."""
    try:
        return channel_named(str(row.get(CHANNEL_COLUMN, "")))
    except ValueError:
        return None


def _one_value(name: str, value: JsonValue) -> JsonValue:
    """A value that a reader takes for one, whatever it holds."""
    is_split = name in VARIANT_FIELDS and isinstance(value, str) and VALUE_SEPARATOR in value
    return [value] if is_split else value


def _single_values(row: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    return {
        name: value[0] if name in VARIANT_FIELDS and isinstance(value, list) else value for name, value in row.items()
    }


def _checked(model: type[M], row: Mapping[str, JsonValue], names: Collection[str]) -> M:
    try:
        return model.model_validate({name: row[name] for name in names if name in row}, context=AS_STORED)
    except ValidationError as error:
        raise ConfigurationError.of(*explain(error), code="catalog_invalid") from None
