"""`url2video make`: check everything, then run make-videos and show it."""

import asyncio
import json
import random
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from itertools import count
from typing import Any, TypeVar

from prefect.settings import get_current_settings
from pydantic import BaseModel, ValidationError

from blocks.errors import AnswerLostError, CatalogUnavailableError, ConfigurationError, NotSentError
from blocks.field_problems import explain
from blocks.jogg.retry import Retry, decide
from blocks.jogg.settings import RenderSettings
from blocks.ledger.view import LedgerView
from blocks.store.destination import open_store
from flows.catalog import Catalog, Order, Selection, Variants, load_catalog
from flows.catalog.changes import select_items
from flows.catalog.variants import split_values
from flows.cli.free_call import ask_for_no_render
from flows.cli.shown_run import run_shown
from flows.items.budget import BudgetPeriod, credits_text
from flows.items.item import Item
from flows.items.plan import WORDS, Plan, make_plan, plan_items
from flows.items.variants import VARIANT_FIELDS
from flows.make_videos import make_videos
from flows.runtime.retries import CATALOG_POLICY
from flows.runtime.settings import ServiceChoice, load_run_credentials, load_settings

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class MakeOptions:
    """The command line as it was given; nothing is checked yet."""

    urls: tuple[str, ...]
    catalog: str
    to: str
    service: Mapping[str, Any]
    settings: Mapping[str, Any]
    """Of `VARIANT_FIELDS`, each may list several values with commas."""
    selection: Mapping[str, Any] = field(default_factory=dict)
    budget: str = ""
    budget_period: str = BudgetPeriod.DAY
    concurrency: int = 200
    poll_seconds: float = 10
    pay_again: bool = False
    wait: bool = True
    review: bool = False
    review_hours: float = 24


@dataclass(frozen=True, slots=True)
class MakeRequest:
    """The command line, checked."""

    options: MakeOptions
    order: Order
    catalog: Catalog
    service: ServiceChoice
    budget: Decimal | None
    budget_period: BudgetPeriod


def run_make(options: MakeOptions, *, dry_run: bool, json_lines: bool, verbose: bool) -> int:
    """Run the command; returns the exit code.

    Raises:
        Url2VideoError: something is wrong with the input, the key or the destination. Nothing was sent.
    """
    request = checked(options)
    if dry_run:
        return asyncio.run(_show_plan(request, json_lines=json_lines))
    asyncio.run(check_ways(request.service, options.to))
    return run_flow(request, json_lines=json_lines, verbose=verbose)


def checked(options: MakeOptions) -> MakeRequest:
    """Check all that can be checked without a call. Raises ConfigurationError."""
    load_settings()
    service = validated(ServiceChoice, options.service)
    if options.review and not get_current_settings().api.url:
        raise ConfigurationError(
            "review: PREFECT_API_URL is not set; allowed: the address of the Prefect server in whose UI the form is.",
            code="prefect_api_url_missing",
            next_step="Start one with `prefect server start` and set it, or log in with `prefect cloud login`.",
        )
    settings, variants = _looks(options.settings)
    selection = validated(Selection, options.selection)
    order = Order(options.urls, options.catalog, settings, variants, selection, service.generation)
    catalog = _read(order)
    catalog.check(selection)
    return MakeRequest(
        options=options,
        order=order,
        catalog=catalog,
        service=service,
        budget=checked_budget(options.budget),
        budget_period=checked_period(options.budget_period),
    )


def _read(order: Order) -> Catalog:
    """Read the catalogue by the rule of the flow's task, in the main thread, where Ctrl-C ends it at once."""
    waited = 0.0
    for attempt in count(1):
        try:
            return load_catalog(order)
        except CatalogUnavailableError as error:
            chance = random.random()  # noqa: S311 - spreads waits, guards no secret
            decision = decide("GET", error, attempt, elapsed=waited, policy=CATALOG_POLICY, random=chance)
            if not isinstance(decision, Retry):
                raise
            print(f"{error} Trying again in {decision.after:.0f} s.", file=sys.stderr)  # noqa: T201 - for people
        time.sleep(decision.after)
        waited += decision.after
    raise AssertionError  # count() has no end


def run_flow(request: MakeRequest, *, json_lines: bool = False, verbose: bool = False) -> int:
    """Run make-videos in this process, with the terminal watching; returns the exit code."""
    return run_shown(lambda: _flow_run(request), json_lines=json_lines, verbose=verbose)


async def _flow_run(request: MakeRequest) -> Any:
    options = request.options
    return await make_videos(
        urls=list(options.urls),
        catalog=options.catalog,
        to=options.to,
        settings=request.order.defaults,
        variants=request.order.variants,
        selection=request.order.selection,
        service=request.service,
        budget=request.budget,
        budget_period=request.budget_period,
        concurrency=options.concurrency,
        poll_seconds=options.poll_seconds,
        pay_again=options.pay_again,
        wait=options.wait,
        review=options.review,
        review_hours=options.review_hours,
        return_state=True,
    )


async def check_ways(service: ServiceChoice, to: str) -> None:
    """Prove key and destination before a run is started: what is wrong is told in a second, in one line.

    A service that is out of reach is no reason to stop here: a run waits for it, and skips what is in the store.

    Raises:
        ConfigurationError, AccountError: there is no usable key.
        BadAnswerError: the base URL is none of the API.
        StoreError: the destination can't be used.
    """
    credentials = await load_run_credentials(service)
    with suppress(NotSentError, AnswerLostError):
        await ask_for_no_render(credentials)
    await asyncio.to_thread(open_store(to).check)


async def _show_plan(request: MakeRequest, *, json_lines: bool) -> int:
    store = open_store(request.options.to)
    ledger = LedgerView(store, lease_seconds=load_settings().lease_seconds)
    items = await select_items(ledger, request.catalog.items, request.order.selection)
    found = await plan_items(store, ledger, items, pay_again=request.options.pay_again)
    plan = await make_plan(ledger, found, request.budget, request.budget_period)
    said = [str(problem) for problem in request.catalog.problems] + [request.catalog.sentence]
    for line in filter(None, said):
        print(line, file=sys.stderr)  # noqa: T201 - the user interface
    for line in _plan_lines(plan, json_lines=json_lines):
        print(line)  # noqa: T201 - the user interface
    return 0


def _plan_lines(plan: Plan, *, json_lines: bool) -> list[str]:
    if not json_lines:
        rows = [
            f"{WORDS[entry.decision]:>7} {credits_text(entry.credits):>4}  {entry.item.url}{_look(entry.item)}"
            for entry in plan.items
        ]
        return [*rows, plan.sentence]
    rows = [
        json.dumps({"url": entry.item.url, "would": WORDS[entry.decision], "credits": float(entry.credits)})
        for entry in plan.items
    ]
    return [*rows, json.dumps({"sentence": plan.sentence, "credits": float(plan.affordability.cost)})]


def _look(item: Item) -> str:
    """What tells the videos of one product apart."""
    look = item.settings.model_dump(mode="json", include=set(VARIANT_FIELDS), exclude_defaults=True)
    return "".join(f"  {value}" for value in look.values())


def _looks(options: Mapping[str, Any]) -> tuple[RenderSettings, Variants]:
    """The settings, and what is listed of them; every listed value is checked. Raises ConfigurationError."""
    listed = {name: split_values(str(options[name]), ",") for name in VARIANT_FIELDS if name in options}
    several = {name: values for name, values in listed.items() if len(values) > 1}
    first = {**options, **{name: values[0] for name, values in several.items()}}
    for name, values in several.items():
        for value in values:
            validated(RenderSettings, {**first, name: value})
    return validated(RenderSettings, first), validated(Variants, several)


def validated(model: type[M], fields: Mapping[str, Any]) -> M:
    """Check options as the fields of a model. Raises ConfigurationError with a line for every problem."""
    try:
        return model.model_validate(dict(fields))
    except ValidationError as error:
        raise ConfigurationError("\n".join(map(str, explain(error))), code="option_invalid") from None


def checked_budget(text: str) -> Decimal | None:
    """A number of credits, None for no limit. Raises ConfigurationError."""
    if not text:
        return None
    try:
        budget = Decimal(text)
    except InvalidOperation:
        budget = Decimal(-1)
    if not budget.is_finite() or budget < 0:
        raise ConfigurationError(f'budget: "{text}"; allowed: a number of credits, 0 or more', code="option_invalid")
    return budget


def checked_period(text: str) -> BudgetPeriod:
    """What the budget is for. Raises ConfigurationError."""
    try:
        return BudgetPeriod(text)
    except ValueError:
        allowed = ", ".join(BudgetPeriod)
        raise ConfigurationError(f'budget_period: "{text}"; allowed: {allowed}', code="option_invalid") from None
