"""`url2video preview`: draft pages in several styles, let the person at the terminal choose, make what was chosen."""

import asyncio
import sys
from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from blocks.jogg.prices import render_credits
from flows.catalog.run import PreviewVideos
from flows.catalog.variants import split_values
from flows.cli.free_call import check_ways
from flows.cli.next_steps import NextSteps
from flows.cli.options import ShownGallery
from flows.cli.shown_run import run_shown
from flows.items.budget import counted_credits
from flows.items.previews import order_previews
from flows.preview_videos import preview_videos
from flows.runtime.access import proven
from flows.runtime.handover import handed


def run_preview(run: PreviewVideos, shown: ShownGallery) -> int:
    """Run the command; returns the exit code.

    On a terminal, the person is asked which drafts become videos; elsewhere `--approve` says it, now or later.
    Raises Url2VideoError: something is wrong with the input, the key or the destination. Nothing was sent.
    """
    what, settings = run.what, run.how.settings
    order_previews(what.urls, what.styles, what.approve, settings, run.where.service, run.how.channel)
    with handed(proven, asyncio.run(check_ways(run.where))):
        code = run_shown(partial(preview_videos, **dict(run), return_state=True), shown, NextSteps(run.where))
        if shown.json_lines or what.approve or not (sys.stdin.isatty() and sys.stdout.isatty()):
            return code
        chosen = ask_for_styles(what.styles, render_credits(settings))
        if not chosen:
            return code
        approved = {"what": what.model_copy(update={"styles": (), "approve": chosen})}
        return run_shown(
            partial(preview_videos, **dict(run) | approved, return_state=True), shown, NextSteps(run.where)
        )


def ask_for_styles(styles: Sequence[str], price: Decimal) -> tuple[str, ...]:
    """Ask until the answer is styles by number or name, or nothing."""
    for number, style in enumerate(styles, 1):
        print(f"{number:>3}  {style}")  # noqa: T201 - the user interface
    question = f"Styles to make into videos, {counted_credits(price)} a page and style (numbers; Enter for none): "
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
