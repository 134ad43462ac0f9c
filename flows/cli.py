"""The console script `url2video`.

Exit codes: 0 everything published or skipped, 1 some items failed, ambiguous or left over, 2 bad input or
configuration (nothing was sent), 130 interrupted.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from dotenv import load_dotenv

from blocks.errors import Url2VideoError
from flows.lost_server import ServerLostError

if TYPE_CHECKING:
    from flows.settings import ServiceChoice

# Prefect takes two seconds to import, and `--help` must not: each command imports what it needs.

app = typer.Typer(
    help="Turns product pages into videos.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

INTERRUPTED = 130
"""128 + SIGINT, as a shell reports it (POSIX)."""

BAD_INPUT = 2


def main() -> None:
    """Run the command line, with what a `.env` file in the working directory adds to the environment."""
    load_dotenv(".env")
    app(prog_name="url2video")


@app.command()
def demo(
    out: Annotated[Path, typer.Option(help="Where the videos go.")] = Path("videos"),
    count: Annotated[int, typer.Option(min=1, help="How many products of the sample shop.")] = 8,
    verbose: Annotated[bool, typer.Option("--verbose", help="Show the run's log.")] = False,
) -> None:
    """Make videos of the bundled sample shop: no account, no network."""
    _set_up_prefect(verbose=verbose)
    from flows.demo import run_demo  # noqa: PLC0415 - see above

    _exit_with(lambda: run_demo(out, count, verbose=verbose))


@app.command()
def make(  # noqa: PLR0913, PLR0917 - one parameter an option
    urls: Annotated[list[str] | None, typer.Argument(help="Product pages.")] = None,
    catalog: Annotated[str, typer.Option(help="List, table, sitemap, feed or shop: path, http(s) or s3://.")] = "",
    only: Annotated[str, typer.Option(help="Rows whose address holds this text; with *, is like it.")] = "",
    limit: Annotated[int, typer.Option(min=0, help="At most so many videos; 0 for all.")] = 0,
    changed: Annotated[bool, typer.Option("--changed", help="Only what is new, unfinished or changed.")] = False,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Go on without rows that are wrong.")] = False,
    to: Annotated[str, typer.Option(help="A folder, or s3://bucket/prefix.")] = "videos",
    api: Annotated[str, typer.Option(help="Generation of the contract.")] = "open",
    base_url: Annotated[str, typer.Option(help="Address of the service; the live one if left out.")] = "",
    api_key_env: Annotated[str, typer.Option(help="Environment variable with the API key.")] = "JOGG_API_KEY",
    credentials_block: Annotated[str, typer.Option(help="Stored Jogg Credentials block to use instead.")] = "",
    posts_per_minute: Annotated[int, typer.Option(min=1, help="POSTs that the plan allows a minute.")] = 20,
    shared_pace: Annotated[
        bool, typer.Option("--shared-pace", help="Other processes use the key too: keep the pace together.")
    ] = False,
    aspect: Annotated[str, typer.Option(help="portrait, landscape or square; several with commas.")] = "portrait",
    language: Annotated[str, typer.Option(help="Language of script and voice; several with commas.")] = "english",
    script_style: Annotated[str, typer.Option(help="Style of the script; several with commas.")] = "Discovery",
    template: Annotated[str, typer.Option(help="Visual style; several with commas.")] = "Card Stacking",
    template_type: Annotated[str, typer.Option(help="common, or user for any that the account has.")] = "common",
    index_template: Annotated[str, typer.Option(help="Template of the library.")] = "",
    avatar: Annotated[str, typer.Option(help="Number of the presenter.")] = "37",
    custom_avatar: Annotated[bool, typer.Option("--custom-avatar", help="It is the account's own (v2).")] = False,
    voice: Annotated[str, typer.Option(help="Id of the voice (generation v2).")] = "",
    music: Annotated[str, typer.Option(help="Number of the music, 0 for none (generation v2).")] = "",
    subtitles: Annotated[bool, typer.Option(help="Show what is spoken.")] = True,
    length: Annotated[str, typer.Option(help="15, 30 or 60 seconds (generation v2).")] = "",
    budget: Annotated[str, typer.Option(help="Most credits to take.")] = "",
    budget_period: Annotated[str, typer.Option(help="What the budget is for: day or batch.")] = "day",
    concurrency: Annotated[int, typer.Option(min=1, help="Items under way at once.")] = 200,
    poll_seconds: Annotated[float, typer.Option(min=0.1, help="Between two looks at a render.")] = 10,
    pay_again: Annotated[bool, typer.Option("--pay-again", help="Pay anew for renders that failed.")] = False,
    wait: Annotated[bool, typer.Option(help="Wait for the renders; if not, `finish` publishes them.")] = True,
    review: Annotated[bool, typer.Option("--review", help="Ask a person in the Prefect UI before paying.")] = False,
    review_hours: Annotated[float, typer.Option(min=0, help="How long to wait for that person.")] = 24,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen and cost.")] = False,
    json_lines: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Show the run's log.")] = False,
) -> None:
    """Make videos of product pages."""
    _set_up_prefect(verbose=verbose)
    from flows.make_command import MakeOptions, run_make  # noqa: PLC0415 - see above

    options = MakeOptions(
        urls=tuple(urls or ()),
        catalog=catalog,
        to=to,
        service={
            "generation": api,
            "base_url": base_url,
            "api_key_variable": api_key_env,
            "credentials_block": credentials_block,
            "posts_per_minute": posts_per_minute,
            "shared_pace": shared_pace,
        },
        settings={
            "aspect_ratio": aspect,
            "language": language,
            "script_style": script_style,
            "template_name": template,
            "template_type": template_type,
            "index_template_name": index_template,
            "avatar_id": avatar,
            "custom_avatar": custom_avatar,
            "voice_id": voice,
            "music_id": music or None,
            "subtitles": subtitles,
            "length": length or None,
        },
        selection={"only": only, "limit": limit or None, "changed": changed, "skip_bad": skip_bad},
        budget=budget,
        budget_period=budget_period,
        concurrency=concurrency,
        poll_seconds=poll_seconds,
        pay_again=pay_again,
        wait=wait,
        review=review,
        review_hours=review_hours,
    )
    _exit_with(lambda: run_make(options, dry_run=dry_run, json_lines=json_lines, verbose=verbose))


@app.command()
def preview(  # noqa: PLR0913, PLR0917 - one parameter an option
    urls: Annotated[list[str] | None, typer.Argument(help="Product pages.")] = None,
    styles: Annotated[str, typer.Option(help="Visual styles to draft each page in, with commas.")] = "",
    template_type: Annotated[str, typer.Option(help="common, or user for styles of `options styles`.")] = "common",
    approve: Annotated[str, typer.Option(help="Visual styles to make into videos, with commas.")] = "",
    to: Annotated[str, typer.Option(help="A folder, or s3://bucket/prefix.")] = "videos",
    api: Annotated[str, typer.Option(help="Generation of the contract; only v2 has previews.")] = "v2",
    base_url: Annotated[str, typer.Option(help="Address of the service; the live one if left out.")] = "",
    api_key_env: Annotated[str, typer.Option(help="Environment variable with the API key.")] = "JOGG_API_KEY",
    credentials_block: Annotated[str, typer.Option(help="Stored Jogg Credentials block to use instead.")] = "",
    posts_per_minute: Annotated[int, typer.Option(min=1, help="POSTs that the plan allows a minute.")] = 20,
    shared_pace: Annotated[
        bool, typer.Option("--shared-pace", help="Other processes use the key too: keep the pace together.")
    ] = False,
    aspect: Annotated[str, typer.Option(help="portrait, landscape or square.")] = "portrait",
    language: Annotated[str, typer.Option(help="Language of script and voice.")] = "english",
    script_style: Annotated[str, typer.Option(help="Style of the script.")] = "Discovery",
    avatar: Annotated[str, typer.Option(help="Number of the presenter.")] = "37",
    custom_avatar: Annotated[bool, typer.Option("--custom-avatar", help="It is one of the account's own.")] = False,
    voice: Annotated[str, typer.Option(help="Id of the voice.")] = "",
    music: Annotated[str, typer.Option(help="Number of the music; 0 for none.")] = "",
    subtitles: Annotated[bool, typer.Option(help="Show what is spoken.")] = True,
    length: Annotated[str, typer.Option(help="15, 30 or 60 seconds.")] = "",
    budget: Annotated[str, typer.Option(help="Most credits to take.")] = "",
    budget_period: Annotated[str, typer.Option(help="What the budget is for: day or batch.")] = "day",
    poll_seconds: Annotated[float, typer.Option(min=0.1, help="Between two looks at a draft.")] = 5,
    pay_again: Annotated[bool, typer.Option("--pay-again", help="Pay anew for what failed.")] = False,
    json_lines: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Show the run's log.")] = False,
) -> None:
    """Draft product pages in several styles, then make videos of those you choose."""
    _set_up_prefect(verbose=verbose)
    from flows.preview_command import PreviewOptions, run_preview  # noqa: PLC0415 - see above

    options = PreviewOptions(
        urls=tuple(urls or ()),
        styles=styles,
        approve=approve,
        to=to,
        service={
            "generation": api,
            "base_url": base_url,
            "api_key_variable": api_key_env,
            "credentials_block": credentials_block,
            "posts_per_minute": posts_per_minute,
            "shared_pace": shared_pace,
        },
        settings={
            "template_type": template_type,
            "aspect_ratio": aspect,
            "language": language,
            "script_style": script_style,
            "avatar_id": avatar,
            "custom_avatar": custom_avatar,
            "voice_id": voice,
            "music_id": music or None,
            "subtitles": subtitles,
            "length": length or None,
        },
        budget=budget,
        budget_period=budget_period,
        poll_seconds=poll_seconds,
        pay_again=pay_again,
    )
    _exit_with(lambda: run_preview(options, json_lines=json_lines, verbose=verbose))


@app.command()
def finish(  # noqa: PLR0917 - one parameter an option
    video_ids: Annotated[list[str] | None, typer.Argument(help="Render ids; all that are open if none.")] = None,
    to: Annotated[str, typer.Option(help="A folder, or s3://bucket/prefix.")] = "videos",
    api: Annotated[str, typer.Option(help="Generation of the contract.")] = "open",
    base_url: Annotated[str, typer.Option(help="Address of the service; the live one if left out.")] = "",
    api_key_env: Annotated[str, typer.Option(help="Environment variable with the API key.")] = "JOGG_API_KEY",
    credentials_block: Annotated[str, typer.Option(help="Stored Jogg Credentials block to use instead.")] = "",
    json_lines: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Show the run's log.")] = False,
) -> None:
    """Publish what is rendered and not collected yet; settle what is ambiguous. Pays nothing."""
    _set_up_prefect(verbose=verbose)
    from flows.finish_command import run_finish  # noqa: PLC0415 - see above

    service = {
        "generation": api,
        "base_url": base_url,
        "api_key_variable": api_key_env,
        "credentials_block": credentials_block,
    }
    _exit_with(lambda: run_finish(video_ids or [], to, service, json_lines=json_lines, verbose=verbose))


@app.command()
def options(  # noqa: PLR0917 - one parameter an option
    kind: Annotated[str, typer.Argument(help="styles, avatars, voices or musics; all are counted if left out.")] = "",
    aspect: Annotated[str, typer.Option(help="Styles and avatars of this shape only.")] = "",
    language: Annotated[str, typer.Option(help="Voices of this language only.")] = "",
    api: Annotated[str, typer.Option(help="Generation of the contract; only v2 tells.")] = "v2",
    base_url: Annotated[str, typer.Option(help="Address of the service; the live one if left out.")] = "",
    api_key_env: Annotated[str, typer.Option(help="Environment variable with the API key.")] = "JOGG_API_KEY",
    credentials_block: Annotated[str, typer.Option(help="Stored Jogg Credentials block to use instead.")] = "",
    json_lines: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """List the styles, avatars, voices and music that the account may use, and its credits. Free."""
    _set_up_prefect(verbose=False)
    from flows.options_command import run_options  # noqa: PLC0415 - see above

    service = {
        "generation": api,
        "base_url": base_url,
        "api_key_variable": api_key_env,
        "credentials_block": credentials_block,
    }
    _exit_with(lambda: run_options(kind, aspect, language, service, json_lines=json_lines))


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []})
def studio(ctx: typer.Context) -> None:
    """Serve the local renderer; its own options follow (`url2video studio --help`)."""
    arguments = [sys.executable, "-m", "studio", *ctx.args]
    os.execv(sys.executable, arguments)  # noqa: S606 - this very Python, no shell


@app.command()
def webhooks(
    host: Annotated[str, typer.Option(help="Address to listen on; put a proxy that speaks https in front.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8778,
    signed_by_env: Annotated[str, typer.Option(help="Environment variable with the endpoint's secret.")] = (
        "JOGG_WEBHOOK_SECRET"
    ),
    credentials_block: Annotated[str, typer.Option(help="Stored Jogg Credentials block that has it.")] = "",
) -> None:
    """Receive the service's webhooks and tell Prefect that renders have ended."""
    _set_up_prefect(verbose=False)
    from flows.webhooks_command import run_webhooks  # noqa: PLC0415 - see above

    _exit_with(lambda: run_webhooks(host, port, signed_by_env, credentials_block))


@app.command()
def setup(
    api: Annotated[str, typer.Option(help="Generation of the contract.")] = "open",
    base_url: Annotated[str, typer.Option(help="Address of the service; the live one if left out.")] = "",
    api_key_env: Annotated[str, typer.Option(help="Environment variable with the API key.")] = "JOGG_API_KEY",
    posts_per_minute: Annotated[int, typer.Option(min=1, help="POSTs that the plan allows a minute.")] = 20,
    block: Annotated[str, typer.Option(help="Name of the credentials block to store.")] = "jogg",
    pool: Annotated[str, typer.Option(help="Name of the work pool.")] = "url2video",
) -> None:
    """Set the Prefect server up: block types and blocks, the limit, the work pool, automations. Can be run again."""
    _set_up_prefect(verbose=False)
    from flows.setup import SetupOptions, run_setup  # noqa: PLC0415 - see above

    service = _service(api, base_url, api_key_env, posts_per_minute=posts_per_minute)
    _exit_with(lambda: run_setup(SetupOptions(service(), block, pool)))


@app.command()
def doctor(
    to: Annotated[str, typer.Option(help="The destination to check.")] = "videos",
    api: Annotated[str, typer.Option(help="Generation of the contract.")] = "open",
    base_url: Annotated[str, typer.Option(help="The service to check; the live one if left out.")] = "",
    api_key_env: Annotated[str, typer.Option(help="Environment variable with the API key.")] = "JOGG_API_KEY",
    credentials_block: Annotated[str, typer.Option(help="Stored Jogg Credentials block to use instead.")] = "",
    json_lines: Annotated[bool, typer.Option("--json", help="The checks as JSON.")] = False,
) -> None:
    """Check each part and say what mends it."""
    _set_up_prefect(verbose=False)
    from flows.doctor import run_doctor  # noqa: PLC0415 - see above

    service = _service(api, base_url, api_key_env, credentials_block=credentials_block)
    _exit_with(lambda: run_doctor(to, service(), json_lines=json_lines))


def _service(api: str, base_url: str, api_key_env: str, **others: Any) -> Callable[[], "ServiceChoice"]:
    """The choice of these options, checked when it is called for. Raises ConfigurationError."""
    from flows.make_command import validated  # noqa: PLC0415 - see above
    from flows.settings import ServiceChoice  # noqa: PLC0415

    options = {"generation": api, "base_url": base_url, "api_key_variable": api_key_env, **others}
    return lambda: validated(ServiceChoice, options)


def _exit_with(command: Callable[[], int]) -> NoReturn:
    """Run a command to its exit code; what is wrong with its input is one line a problem."""
    try:
        code = command()
    except KeyboardInterrupt:
        print("url2video: interrupted; the same command goes on from here.", file=sys.stderr)  # noqa: T201 - the user interface
        code = INTERRUPTED
    except ServerLostError as error:
        _print_error(error)
        # At its end Prefect tries for seconds an event to reach the server: with thousands, for hours.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(error.exit_code)
    except Url2VideoError as error:
        _print_error(error)
        code = BAD_INPUT
    raise SystemExit(code)


def _print_error(error: Url2VideoError) -> None:
    for line in filter(None, (*error.message.splitlines(), error.next_step)):
        print(f"url2video: {line}", file=sys.stderr)  # noqa: T201 - the user interface


def _set_up_prefect(*, verbose: bool) -> None:
    """Keep Prefect's log off the terminal, where the progress bars are; the server gets all of it as ever.

    Before the first import of Prefect: it reads these once (Prefect docs, "Configure logging").
    """
    os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "INFO" if verbose else "CRITICAL")
    os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    # Where no server runs, Prefect starts one for the run. The first start builds its database: on a slow machine that
    # takes longer than the 20 s it is given.
    os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "180")
