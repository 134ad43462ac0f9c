"""Options that several commands share."""

from typing import Annotated, Any

import typer

To = Annotated[str, typer.Option(help="A folder, or s3://bucket/prefix.")]
Api = Annotated[str, typer.Option(help="Generation of the contract: open or v2.")]
BaseUrl = Annotated[str, typer.Option(help="Address of the service; the live one if left out.")]
ApiKeyEnv = Annotated[str, typer.Option(help="Environment variable with the API key.")]
CredentialsBlock = Annotated[str, typer.Option(help="Stored Jogg Credentials block to use instead.")]
PostsPerMinute = Annotated[int, typer.Option(min=1, help="POSTs that the plan allows a minute.")]
SharedPace = Annotated[
    bool, typer.Option("--shared-pace", help="Other processes use the key too: keep the pace together.")
]
TemplateType = Annotated[str, typer.Option(help="common, or user for any that the account has.")]
Avatar = Annotated[str, typer.Option(help="Number of the presenter.")]
CustomAvatar = Annotated[bool, typer.Option("--custom-avatar", help="It is the account's own (v2).")]
Voice = Annotated[str, typer.Option(help="Id of the voice (v2).")]
Music = Annotated[str, typer.Option(help="Number of the music, 0 for none (v2).")]
Subtitles = Annotated[bool, typer.Option(help="Show what is spoken.")]
Length = Annotated[str, typer.Option(help="15, 30 or 60 seconds (v2).")]
Budget = Annotated[str, typer.Option(help="Most credits to take.")]
BudgetPeriod = Annotated[str, typer.Option(help="What the budget is for: day or batch.")]
PollSeconds = Annotated[float, typer.Option(min=0.1, help="Between two looks at a render.")]
PayAgain = Annotated[bool, typer.Option("--pay-again", help="Pay anew for renders that failed.")]
JsonLines = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
Verbose = Annotated[bool, typer.Option("--verbose", help="Show the run's log.")]

KEY_VARIABLE = "JOGG_API_KEY"
"""The name that the service's own clients use."""


def service_fields(
    api: str, base_url: str, api_key_env: str, credentials_block: str = "", **others: Any
) -> dict[str, Any]:
    """The options as fields of a ServiceChoice, not checked yet."""
    return {
        "generation": api,
        "base_url": base_url,
        "api_key_variable": api_key_env,
        "credentials_block": credentials_block,
        **others,
    }
