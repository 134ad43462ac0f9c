"""The console script `url2video`.

Exit codes: 0 everything published or skipped, 1 some items failed, ambiguous or left over, 2 bad input or
configuration (nothing was paid), 130 interrupted, or cancelled in the Prefect UI.
"""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from dotenv import load_dotenv

from flows.cli import options as given
from flows.cli.command import exit_with, set_up_prefect
from flows.cli.paid_commands import make, preview

if TYPE_CHECKING:
    from flows.runtime.settings import ServiceChoice

# Prefect takes two seconds to import, and `--help` must not: each command imports what it needs.

app = typer.Typer(
    help="Turns product pages into videos.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Run the command line, with what a `.env` file in the working directory adds to the environment."""
    load_dotenv(".env")
    app(prog_name="url2video")


@app.command()
def demo(
    out: Annotated[Path, typer.Option(help="Where the videos go.")] = Path("videos"),
    count: Annotated[int, typer.Option(min=1, help="How many products of the sample shop.")] = 8,
    verbose: given.Verbose = False,
) -> None:
    """Make videos of the bundled sample shop: no account, no network."""
    set_up_prefect(verbose=verbose)
    from flows.cli.demo import run_demo  # noqa: PLC0415 - see above

    exit_with(lambda: run_demo(out, count, verbose=verbose))


app.command()(make)
app.command()(preview)


@app.command()
def finish(  # noqa: PLR0913, PLR0917 - one parameter an option
    video_ids: Annotated[list[str] | None, typer.Argument(help="Render ids; all that are open if none.")] = None,
    scan: Annotated[
        bool, typer.Option("--scan", help="Read the whole ledger and repair the list of open renders first.")
    ] = False,
    to: given.To = "videos",
    api: given.Api = "open",
    base_url: given.BaseUrl = "",
    api_key_env: given.ApiKeyEnv = given.KEY_VARIABLE,
    credentials_block: given.CredentialsBlock = "",
    json_lines: given.JsonLines = False,
    verbose: given.Verbose = False,
) -> None:
    """Publish what is rendered and not collected yet; settle what is ambiguous. Pays nothing."""
    set_up_prefect(verbose=verbose)
    from flows.cli.finish import FinishOptions, run_finish  # noqa: PLC0415 - see above

    service = given.service_fields(api, base_url, api_key_env, credentials_block)
    options = FinishOptions(tuple(video_ids or ()), to, service, scan=scan)
    exit_with(lambda: run_finish(options, json_lines=json_lines, verbose=verbose))


@app.command()
def resolve(  # noqa: PLR0913, PLR0917 - one parameter an option
    fingerprint: Annotated[str, typer.Argument(help="Of the ambiguous item; its error names it.")],
    adopt: Annotated[str, typer.Option(help="Id of the render in the service's own list: it was accepted.")] = "",
    never_accepted: Annotated[
        bool, typer.Option("--never-accepted", help="The service has no such render: it may be paid for again.")
    ] = False,
    to: given.To = "videos",
    api: given.Api = "open",
    base_url: given.BaseUrl = "",
    api_key_env: given.ApiKeyEnv = given.KEY_VARIABLE,
    credentials_block: given.CredentialsBlock = "",
    json_lines: given.JsonLines = False,
    verbose: given.Verbose = False,
) -> None:
    """Say what became of an ambiguous render: adopt it, or declare that it was never accepted. Pays nothing."""
    set_up_prefect(verbose=verbose)
    from flows.cli.finish import FinishOptions, run_finish  # noqa: PLC0415 - see above

    service = given.service_fields(api, base_url, api_key_env, credentials_block)
    found = {"adopt": adopt, "never_accepted": never_accepted}
    options = FinishOptions((fingerprint,), to, service, resolve=found)
    exit_with(lambda: run_finish(options, json_lines=json_lines, verbose=verbose))


@app.command()
def options(  # noqa: PLR0917 - one parameter an option
    kind: Annotated[str, typer.Argument(help="styles, avatars, voices or musics; all are counted if left out.")] = "",
    aspect: Annotated[str, typer.Option(help="Styles and avatars of this shape only.")] = "",
    language: Annotated[str, typer.Option(help="Voices of this language only.")] = "",
    api: given.Api = "v2",
    base_url: given.BaseUrl = "",
    api_key_env: given.ApiKeyEnv = given.KEY_VARIABLE,
    credentials_block: given.CredentialsBlock = "",
    json_lines: given.JsonLines = False,
) -> None:
    """List the styles, avatars, voices and music that the account may use, and its credits. Free."""
    set_up_prefect(verbose=False)
    from flows.cli.catalogues import run_options  # noqa: PLC0415 - see above

    service = given.service_fields(api, base_url, api_key_env, credentials_block)
    exit_with(lambda: run_options(kind, aspect, language, service, json_lines=json_lines))


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
    set_up_prefect(verbose=False)
    from flows.cli.webhooks import run_webhooks  # noqa: PLC0415 - see above

    exit_with(lambda: run_webhooks(host, port, signed_by_env, credentials_block))


@app.command()
def setup(
    api: given.Api = "open",
    base_url: given.BaseUrl = "",
    api_key_env: given.ApiKeyEnv = given.KEY_VARIABLE,
    posts_per_minute: given.PostsPerMinute = 20,
    block: Annotated[str, typer.Option(help="Name of the credentials block to store.")] = "jogg",
    pool: Annotated[str, typer.Option(help="Name of the work pool.")] = "url2video",
) -> None:
    """Set the Prefect server up: block types and blocks, the limit, the work pool, automations. Can be run again."""
    set_up_prefect(verbose=False)
    from flows.cli.setup import SetupOptions, run_setup  # noqa: PLC0415 - see above

    service = given.service_fields(api, base_url, api_key_env, posts_per_minute=posts_per_minute)
    exit_with(lambda: run_setup(SetupOptions(_checked(service), block, pool)))


@app.command()
def doctor(
    to: given.To = "videos",
    api: given.Api = "open",
    base_url: given.BaseUrl = "",
    api_key_env: given.ApiKeyEnv = given.KEY_VARIABLE,
    credentials_block: given.CredentialsBlock = "",
    json_lines: given.JsonLines = False,
) -> None:
    """Check each part and say what mends it."""
    set_up_prefect(verbose=False)
    from flows.cli.doctor.doctor import run_doctor  # noqa: PLC0415 - see above

    service = given.service_fields(api, base_url, api_key_env, credentials_block)
    exit_with(lambda: run_doctor(to, _checked(service), json_lines=json_lines))


def _checked(fields: dict[str, Any]) -> "ServiceChoice":
    """The service of these options. Raises ConfigurationError."""
    from flows.cli.make import validated  # noqa: PLC0415 - see above
    from flows.runtime.settings import ServiceChoice  # noqa: PLC0415

    return validated(ServiceChoice, fields)
