"""`url2video preview`: draft pages in several styles, let the person at the terminal choose, make what was chosen."""

import asyncio
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from blocks.jogg.prices import render_credits
from blocks.jogg.settings import RenderSettings
from flows.catalog.variants import split_values
from flows.cli.make import check_ways, checked_budget, checked_period, validated
from flows.cli.shown_run import run_shown
from flows.items.budget import BudgetPeriod, credits_text
from flows.items.previews import order_previews
from flows.preview_videos import preview_videos
from flows.runtime.settings import ServiceChoice


@dataclass(frozen=True, slots=True)
class PreviewOptions:
    """The command line as it was given; nothing is checked yet."""

    urls: tuple[str, ...]
    styles: str
    approve: str
    to: str
    service: Mapping[str, Any]
    settings: Mapping[str, Any]
    budget: str = ""
    budget_period: str = BudgetPeriod.DAY
    poll_seconds: float = 5
    pay_again: bool = False


@dataclass(frozen=True, slots=True)
class PreviewRequest:
    """The command line, checked."""

    options: PreviewOptions
    styles: tuple[str, ...]
    approve: tuple[str, ...]
    service: ServiceChoice
    settings: RenderSettings
    budget: Decimal | None
    budget_period: BudgetPeriod


def run_preview(options: PreviewOptions, *, json_lines: bool, verbose: bool) -> int:
    """Run the command; returns the exit code.

    On a terminal, the person is asked which drafts become videos; elsewhere `--approve` says it, now or later.

    Raises:
        Url2VideoError: something is wrong with the input, the key or the destination. Nothing was sent.
    """
    request = checked(options)
    asyncio.run(check_ways(request.service, options.to))
    code = _run(request, json_lines=json_lines, verbose=verbose)
    if json_lines or request.approve or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return code
    chosen = ask_for_styles(request.styles, render_credits(request.settings))
    if not chosen:
        return code
    return _run(replace(request, styles=(), approve=chosen), json_lines=json_lines, verbose=verbose)


def checked(options: PreviewOptions) -> PreviewRequest:
    """Check all that can be checked without a call. Raises ConfigurationError."""
    service = validated(ServiceChoice, options.service)
    settings = validated(RenderSettings, options.settings)
    styles, approve = split_values(options.styles, ","), split_values(options.approve, ",")
    order_previews(options.urls, styles, approve, settings, service.generation)
    return PreviewRequest(
        options=options,
        styles=styles,
        approve=approve,
        service=service,
        settings=settings,
        budget=checked_budget(options.budget),
        budget_period=checked_period(options.budget_period),
    )


def ask_for_styles(styles: Sequence[str], price: Decimal) -> tuple[str, ...]:
    """Ask until the answer is styles by number or name, or nothing."""
    for number, style in enumerate(styles, 1):
        print(f"{number:>3}  {style}")  # noqa: T201 - the user interface
    question = f"Styles to make into videos, {credits_text(price)} credit a page and style (numbers; Enter for none): "
    while True:
        try:
            answer = input(question)
        except EOFError:
            return ()
        chosen = chosen_styles(answer, styles)
        if chosen is not None:
            return chosen
        print(f"Not in the list: {answer!r}.")  # noqa: T201 - the user interface


def chosen_styles(answer: str, styles: Sequence[str]) -> tuple[str, ...] | None:
    """The styles that an answer such as `1, 3` or `fullscreen` names; None where it names anything else."""
    known = {str(number): style for number, style in enumerate(styles, 1)}
    known |= {style.casefold(): style for style in styles}
    words = [word.casefold() for word in split_values(answer, ",")]
    return tuple(dict.fromkeys(known[word] for word in words)) if all(word in known for word in words) else None


def _run(request: PreviewRequest, *, json_lines: bool, verbose: bool) -> int:
    return run_shown(lambda: _flow_run(request), json_lines=json_lines, verbose=verbose)


async def _flow_run(request: PreviewRequest) -> Any:
    options = request.options
    return await preview_videos(
        urls=list(options.urls),
        styles=list(request.styles),
        approve=list(request.approve),
        to=options.to,
        settings=request.settings,
        service=request.service,
        budget=request.budget,
        budget_period=request.budget_period,
        poll_seconds=options.poll_seconds,
        pay_again=options.pay_again,
        return_state=True,
    )
