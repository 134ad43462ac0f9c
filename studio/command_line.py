"""The command line of `python -m studio`, whose options are the settings."""

from inspect import Parameter, Signature
from typing import Annotated, Any

import typer
from pydantic.fields import FieldInfo

from studio.settings import Settings, server_option

app = typer.Typer(add_completion=False, rich_markup_mode="rich", pretty_exceptions_enable=False)

ExitWithParent = Annotated[bool, server_option("--exit-with-parent", help="Stop when standard input is closed.")]


def studio(*, exit_with_parent: ExitWithParent = False, **options: Any) -> None:
    """Serve the API and render product videos on this machine."""
    from studio.serving import run  # noqa: PLC0415 - the server takes a second to import, and --help must not

    raise typer.Exit(run(options, exit_with_parent=exit_with_parent))


def _parameter(name: str, field: FieldInfo) -> Parameter:
    """The option of a setting; what must be set is made where it is not given."""
    option = next(entry for entry in field.metadata if isinstance(entry, typer.models.OptionInfo))
    default = None if field.is_required() else field.get_default(call_default_factory=True)
    return Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[field.annotation, option])


def _signature() -> Signature:
    """The parameters that typer reads the options from: one for each setting, so that none is declared twice."""
    settings = [_parameter(name, field) for name, field in Settings.model_fields.items()]
    leaving = Parameter("exit_with_parent", Parameter.KEYWORD_ONLY, default=False, annotation=ExitWithParent)
    return Signature([*settings, leaving])


vars(studio)["__signature__"] = _signature()
app.command(context_settings={"help_option_names": ["--help", "-h"]})(studio)
