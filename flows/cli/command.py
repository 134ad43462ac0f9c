"""The console script (`app`), and how each of its commands begins and ends.

Its options and their help in groups, Prefect's settings, one line a problem, and the exit code: also that of a run
whose end the Prefect server does not know (`ServerLostError`).
"""

import logging
import os
import sys
from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import partial, wraps
from inspect import Parameter, Signature, signature
from typing import Any, NoReturn

import typer
from typer.core import TyperCommand

from blocks.errors import Url2VideoError
from flows.cli.declared import Declared
from flows.cli.defaults import find_defaults

INTERRUPTED = 130
"""128 + SIGINT, as a shell reports it (POSIX)."""

BAD_INPUT = 2


class ServerLostError(Url2VideoError):
    """The Prefect server knows nothing of the run, or not how it ended.

    `exit_code` is what the items' own ends make of it: the videos are made all the same.
    """

    default_next_step = "Start it again; the same command goes on from what is in the store."

    def __init__(self, message: str, *, exit_code: int) -> None:
        super().__init__(message, code="prefect_server_lost")
        self.exit_code = exit_code


app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)
"""The console script."""


class GroupedCommand(TyperCommand):
    """A command whose help shows its options in groups, and whose defaults may come from a file.

    Typer groups options by `rich_help_panel` only where rich prints the help: that costs a fifth of a second.
    """

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """Give each call a map of defaults of its own, which `--preset` fills before any other option is read."""
        return super().make_context(info_name, args, parent, **{"default_map": {}, **extra})

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write a section for each group, in the order of their first options."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record is not None:
                groups.setdefault(getattr(parameter, "rich_help_panel", None) or "Options", []).append(record)
        for title, records in groups.items():
            with formatter.section(title):
                formatter.write_dl(records)


def command(run: Callable[..., int]) -> Callable[..., NoReturn]:
    """Make a function that returns an exit code a command of `app`: begun and ended as all are, its options one by one.

    A parameter whose type is a dataclass, a group of `flows.cli.options`, stands for an option a field.
    """
    parameters = signature(run).parameters.values()

    @wraps(run)
    def ended(**given: Any) -> NoReturn:
        set_up_prefect(verbose=given.get("verbose", False))
        exit_with(partial(run, **{each.name: _argument(each, given) for each in parameters}))

    options = [option for each in parameters for option in _options(each)]
    if any(is_dataclass(each.annotation) for each in parameters):
        options.append(Parameter("preset", Parameter.KEYWORD_ONLY, default=PRESET, annotation=str))
    ended.__signature__ = Signature(options)  # type: ignore[attr-defined] # PEP 362
    return app.command(cls=GroupedCommand)(ended)


def _take_defaults(ctx: typer.Context, preset: str) -> str:
    """Fill the map of defaults of a call: typer reads this option, which is eager, before all others."""
    try:
        found = find_defaults(preset)
    except Url2VideoError as error:
        print_error(error)
        raise typer.Exit(BAD_INPUT) from None
    if ctx.default_map is not None:
        ctx.default_map.update({name: default.value for name, default in found.items()})
    return preset


PRESET = typer.Option(
    "", "--preset", help="Table [presets.NAME] of url2video.toml.", is_eager=True, callback=_take_defaults
)


def _argument(parameter: Parameter, given: dict[str, Any]) -> Any:
    group = parameter.annotation
    if not (isinstance(group, type) and is_dataclass(group)):
        return given[parameter.name]
    return group(**{field.name: given[field.name] for field in fields(group)})


def _options(parameter: Parameter) -> list[Parameter]:
    group = parameter.annotation
    if not (isinstance(group, type) and is_dataclass(group)):
        return [parameter.replace(kind=Parameter.KEYWORD_ONLY)]
    title = (group.__doc__ or "").splitlines()[0].rstrip(".")  # the words of a group are the heading of its options
    return [
        Parameter(each.name, Parameter.KEYWORD_ONLY, default=_default(each, title), annotation=each.type)
        for each in fields(group)
    ]


def _default(field: "Field[Any]", title: str) -> Any:
    """What typer takes the option from, in the place of its default."""
    declared: Declared | None = field.metadata.get("declared")
    if declared is None:
        return field.default
    if declared.is_argument:
        return typer.Argument(
            ... if field.default is MISSING else field.default, help=declared.words, rich_help_panel=title
        )
    flags = [declared.flag or f"--{field.name.replace('_', '-')}"] if declared.flag or field.default is False else []
    least, most = declared.least, declared.most
    return typer.Option(field.default, *flags, help=declared.words, min=least, max=most, rich_help_panel=title)


def set_up_prefect(*, verbose: bool) -> None:
    """Keep Prefect's log off the terminal, where the progress bars are; the server gets all of it as ever.

    Before the first import of Prefect: it reads these once (Prefect docs, "Configure logging").
    """
    os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "INFO" if verbose else "CRITICAL")
    # Its usage statistics: of a server that it starts, and its own, which it would announce in the first lines of all.
    os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    os.environ.setdefault("DO_NOT_TRACK", "1")
    # Where no server runs, Prefect starts one for the run. The first start builds its database: on a slow machine that
    # takes longer than the 20 s it is given.
    os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "180")
    # A server that is away costs whoever watches one line (`flows.cli.shown_run`), not a line of 4 kB an event.
    os.environ.setdefault("PREFECT_LOGGING_INTERNAL_LEVEL", "CRITICAL")
    logging.raiseExceptions = False
    # What prefect.toml says to a server of one's own: its SQLite must not take a transaction for every event.
    os.environ.setdefault("PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE", "20")


def exit_with(command: Callable[[], int]) -> NoReturn:
    """Run a command to its exit code; what is wrong with its input is one line a problem."""
    try:
        code = command()
    except KeyboardInterrupt:
        print("url2video: interrupted; the same command goes on from here.", file=sys.stderr)  # noqa: T201 - the user interface
        code = INTERRUPTED
    except ServerLostError as error:
        leave_at_once(error)
    except Url2VideoError as error:
        print_error(error)
        code = BAD_INPUT
    raise SystemExit(code)


def leave_at_once(error: ServerLostError) -> NoReturn:
    """End the process without Prefect's own end: it tries for seconds an event to reach the server."""
    print_error(error)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(error.exit_code)


def print_error(error: Url2VideoError) -> None:
    """Show what is wrong and the next step: in one line, or in one for each of several problems."""
    problems = error.message.splitlines()
    lines = [error.advice] if len(problems) == 1 else [*problems, error.next_step]
    for line in filter(None, lines):
        print(f"url2video: {line}", file=sys.stderr)  # noqa: T201 - the user interface
