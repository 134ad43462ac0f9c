"""The console script `url2video`.

Exit codes: 0 everything published or skipped, 1 some items failed, ambiguous or left over, 2 bad input or
configuration (nothing was paid), 130 interrupted, or cancelled in the Prefect UI.
"""

import os
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer
from dotenv import load_dotenv

from flows.cli import looks
from flows.cli import options as given
from flows.cli.command import app, command, exit_with

__all__ = ["app", "main"]

# Prefect takes two seconds to import, and `--help` must not: each command imports what it needs. That is why all of
# them are declared here, away from what they do.


def main() -> None:
    """Run the command line, with what a `.env` file in the working directory adds to the environment."""
    load_dotenv(".env")
    app(prog_name="url2video")


def _say_version(asked: bool) -> None:
    if asked:
        print(f"url2video {version('url2video')}")  # noqa: T201 - the user interface
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", is_eager=True, callback=_say_version)
    ] = False,
) -> None:
    """Turns product pages into videos."""


@command
def demo(
    out: Annotated[Path, typer.Option(help="Where the videos go.")] = Path("videos"),
    count: Annotated[int, typer.Option(min=1, help="How many products of the sample shop.")] = 8,
    *,
    channel: looks.ChannelChoice,
    shown: given.ShownGallery,
) -> int:
    """Make videos of the bundled sample shop: no account, no network."""
    from flows.cli.demo import run_demo  # noqa: PLC0415 - see above

    return run_demo(out, count, channel, shown)


@command
def make(
    *,
    rows: given.Rows,
    destination: given.Destination,
    service: given.PacedService,
    channel: looks.ChannelChoice,
    styles: looks.Styles,
    presenter: looks.Presenter,
    making: given.Making,
    shown: given.ShownGallery,
) -> int:
    """Make videos of product pages.

    \b
    url2video make https://shop.example/p/1 --to s3://bucket/videos
    url2video make --catalog products.csv --dry-run
    url2video make --catalog products.csv --language german,french --budget 50
    """
    from flows.catalog.run import MakeVideos  # noqa: PLC0415 - see above
    from flows.cli.make import checked, show_plan  # noqa: PLC0415
    from flows.cli.next_steps import NextSteps  # noqa: PLC0415
    from flows.cli.validation import requested  # noqa: PLC0415

    run = requested(MakeVideos, rows, destination, service, channel, styles, presenter, making)
    if making.dry_run:
        return show_plan(run, json_lines=shown.json_lines)
    with checked(run, shown, NextSteps(run.where)) as made:
        return made()


@command
def preview(
    *,
    drafts: given.Drafts,
    destination: given.Destination,
    service: given.PacedV2Service,
    channel: looks.ChannelChoice,
    style: looks.DraftStyle,
    presenter: looks.Presenter,
    drafting: given.Drafting,
    shown: given.ShownGallery,
) -> int:
    """Draft product pages in several styles, then make videos of those you choose.

    \b
    url2video preview https://shop.example/p/1 --styles "FullScreen,Card Stacking"
    url2video preview https://shop.example/p/1 --approve FullScreen
    """
    from flows.catalog.run import PreviewVideos  # noqa: PLC0415 - see above
    from flows.cli.preview import run_preview  # noqa: PLC0415
    from flows.cli.validation import requested  # noqa: PLC0415

    run = requested(PreviewVideos, drafts, destination, service, channel, style, presenter, drafting)
    return run_preview(run, shown)


@command
def finish(renders: given.Open, destination: given.Destination, service: given.Service, shown: given.Shown) -> int:
    """Publish what is rendered and not collected yet; settle what is ambiguous. Pays nothing.

    \b
    url2video finish --to s3://bucket/videos
    """
    from flows.catalog.run import FinishVideos  # noqa: PLC0415 - see above
    from flows.cli.shown_run import run_proven  # noqa: PLC0415
    from flows.cli.validation import requested  # noqa: PLC0415
    from flows.finish_videos import finish_videos  # noqa: PLC0415

    run = requested(FinishVideos, renders, destination, service)
    return run_proven(finish_videos, run, run.where, shown)


@command
def resolve(render: given.Ambiguous, destination: given.Destination, service: given.Service, shown: given.Shown) -> int:
    """Say what became of an ambiguous render: adopt it, or declare that it was never accepted. Pays nothing."""
    from flows.catalog.run import FinishVideos  # noqa: PLC0415 - see above
    from flows.cli.shown_run import run_proven  # noqa: PLC0415
    from flows.cli.validation import requested, require_one  # noqa: PLC0415
    from flows.finish_videos import finish_videos  # noqa: PLC0415

    require_one("--adopt", render.adopt, "--never-accepted", render.never_accepted)
    run = requested(FinishVideos, render, destination, service)
    return run_proven(finish_videos, run, run.where, shown)


@command
def status(store: given.Store, json_lines: given.JsonLines = False) -> int:
    """Show what a store holds: published, open and failed videos, and what was spent today. Free, needs no key.

    \b
    url2video status s3://bucket/videos
    """
    from flows.cli.status import run_status  # noqa: PLC0415 - see above

    return run_status(store.to, json_lines=json_lines)


@command
def feeds(store: given.Store, choice: given.FeedChoice, json_lines: given.JsonLines = False) -> int:
    """Write the feeds of a store's videos: Google, Meta, video sitemap. Free, needs no key.

    \b
    url2video feeds s3://bucket/videos --public-base-url https://cdn.example/videos
    """
    from flows.cli.feeds import run_feeds  # noqa: PLC0415 - see above

    return run_feeds(store.to, choice, json_lines=json_lines)


@command
def verdict(decision: given.Verdict, destination: given.Destination) -> int:
    """Accept or reject a video that its checks hold back. Free, needs no key."""
    from flows.cli.feeds import run_verdict  # noqa: PLC0415 - see above

    return run_verdict(destination.to, decision)


@command
def check_live(
    remaking: given.Remaking, destination: given.Destination, service: given.PacedV2Service, shown: given.Shown
) -> int:
    """Read the pages of all live videos again; what a page contradicts leaves the feeds. Free without --remake.

    \b
    url2video check-live --to s3://bucket/videos --base-url http://127.0.0.1:8777
    url2video check-live --to s3://bucket/videos --remake --budget 20
    url2video check-live --to s3://bucket/videos --catalog https://shop.example/feed.xml
    """
    from flows.check_live import check_live  # noqa: PLC0415 - see above
    from flows.cli.shown_run import run_proven  # noqa: PLC0415
    from flows.cli.validation import requested  # noqa: PLC0415
    from flows.reporting.feeds.run import CheckLive  # noqa: PLC0415

    run = requested(CheckLive, remaking, destination, service)
    return run_proven(check_live, run, run.where, shown, asks_service=run.what.asks_service)


@command
def statement(
    store: given.Store,
    month: Annotated[str, typer.Option(help="Year and month in UTC, as in 2026-11; this month if left out.")] = "",
    everything: Annotated[bool, typer.Option("--all", help="Every paid request, also those in order.")] = False,
) -> int:
    """Print as CSV what the service has charged and failed, or charged at another price. Free, needs no key.

    \b
    url2video statement s3://bucket/videos --month 2026-11 > statement.csv
    """
    from flows.cli.statement import run_statement  # noqa: PLC0415 - see above

    return run_statement(store.to, month, everything=everything)


@command
def options(
    *,
    kind: Annotated[str, typer.Argument(help="styles, avatars, voices or musics; all are counted if left out.")] = "",
    aspect: Annotated[str, typer.Option(help="Styles and avatars of this shape only.")] = "",
    language: Annotated[str, typer.Option(help="Voices of this language only.")] = "",
    service: given.V2Service,
    json_lines: given.JsonLines = False,
) -> int:
    """List the styles, avatars, voices and music that the account may use, and its credits. Free."""
    from flows.cli.catalogues import run_options  # noqa: PLC0415 - see above
    from flows.cli.validation import chosen_service  # noqa: PLC0415

    return run_options(chosen_service(service), kind, aspect, language, json_lines=json_lines)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []})
def studio(ctx: typer.Context) -> None:
    """Serve the local renderer; its own options follow (`url2video studio --help`)."""
    from flows.cli.defaults import brand_words  # noqa: PLC0415 - see above

    def serve() -> int:
        arguments = [sys.executable, "-m", "studio", *brand_words(), *ctx.args]
        os.execv(sys.executable, arguments)  # noqa: S606 - this very Python, no shell

    exit_with(serve)


@command
def webhooks(
    host: Annotated[str, typer.Option(help="Address to listen on; put a proxy that speaks https in front.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8778,
    signed_by_env: Annotated[str, typer.Option(help="Environment variable with the endpoint's secret.")] = (
        "JOGG_WEBHOOK_SECRET"
    ),
    credentials_block: Annotated[str, typer.Option(help="Stored Jogg Credentials block that has it.")] = "",
) -> int:
    """Receive the service's webhooks and tell Prefect that renders have ended."""
    from flows.cli.webhooks import run_webhooks  # noqa: PLC0415 - see above

    return run_webhooks(host, port, signed_by_env, credentials_block)


@command
def setup(
    service: given.KeyAndPace,
    block: Annotated[str, typer.Option(help="Name of the credentials block to store.")] = "jogg",
    pool: Annotated[str, typer.Option(help="Name of the work pool.")] = "url2video",
) -> int:
    """Set the Prefect server up: block types and blocks, the limit, the work pool, automations. Can be run again."""
    from flows.cli.setup import run_setup  # noqa: PLC0415 - see above
    from flows.cli.validation import chosen_service  # noqa: PLC0415

    return run_setup(chosen_service(service), block, pool)


@command
def doctor(destination: given.Destination, service: given.Service, json_lines: given.JsonLines = False) -> int:
    """Check each part and say what mends it."""
    from flows.cli.doctor.doctor import run_doctor  # noqa: PLC0415 - see above
    from flows.cli.validation import chosen_service  # noqa: PLC0415

    return run_doctor(destination.to, chosen_service(service), json_lines=json_lines)
