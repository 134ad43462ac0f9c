"""The commands that pay: `make` and `preview`, with an option for everything that a run can be told."""

from typing import Annotated

import typer

from flows.cli import options as given
from flows.cli.command import exit_with, set_up_prefect


def make(  # noqa: PLR0913, PLR0917 - one parameter an option
    urls: Annotated[list[str] | None, typer.Argument(help="Product pages.")] = None,
    catalog: Annotated[str, typer.Option(help="List, table, sitemap, feed or shop: path, http(s) or s3://.")] = "",
    only: Annotated[str, typer.Option(help="Rows whose address holds this text; with *, is like it.")] = "",
    limit: Annotated[int, typer.Option(min=0, help="At most so many videos; 0 for all.")] = 0,
    changed: Annotated[bool, typer.Option("--changed", help="Only what is new, unfinished or changed.")] = False,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Go on without rows that are wrong.")] = False,
    to: given.To = "videos",
    api: given.Api = "open",
    base_url: given.BaseUrl = "",
    api_key_env: given.ApiKeyEnv = given.KEY_VARIABLE,
    credentials_block: given.CredentialsBlock = "",
    posts_per_minute: given.PostsPerMinute = 20,
    shared_pace: given.SharedPace = False,
    aspect: Annotated[str, typer.Option(help="portrait, landscape or square; several with commas.")] = "portrait",
    language: Annotated[str, typer.Option(help="Language of script and voice; several with commas.")] = "english",
    script_style: Annotated[str, typer.Option(help="Style of the script; several with commas.")] = "Discovery",
    template: Annotated[str, typer.Option(help="Visual style; several with commas.")] = "Card Stacking",
    template_type: given.TemplateType = "common",
    index_template: Annotated[str, typer.Option(help="Template of the library.")] = "",
    avatar: given.Avatar = "37",
    custom_avatar: given.CustomAvatar = False,
    voice: given.Voice = "",
    music: given.Music = "",
    subtitles: given.Subtitles = True,
    length: given.Length = "",
    budget: given.Budget = "",
    budget_period: given.BudgetPeriod = "day",
    concurrency: Annotated[int, typer.Option(min=1, help="Items under way at once.")] = 200,
    poll_seconds: given.PollSeconds = 10,
    pay_again: given.PayAgain = False,
    wait: Annotated[bool, typer.Option(help="Wait for the renders; if not, `finish` publishes them.")] = True,
    review: Annotated[bool, typer.Option("--review", help="Ask a person in the Prefect UI before paying.")] = False,
    review_hours: Annotated[float, typer.Option(min=0, help="How long to wait for that person.")] = 24,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen and cost.")] = False,
    json_lines: given.JsonLines = False,
    verbose: given.Verbose = False,
) -> None:
    """Make videos of product pages."""
    set_up_prefect(verbose=verbose)
    from flows.cli.make import MakeOptions, run_make  # noqa: PLC0415 - it imports Prefect, see flows.cli.app

    options = MakeOptions(
        urls=tuple(urls or ()),
        catalog=catalog,
        to=to,
        service=given.service_fields(
            api, base_url, api_key_env, credentials_block, posts_per_minute=posts_per_minute, shared_pace=shared_pace
        ),
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
    exit_with(lambda: run_make(options, dry_run=dry_run, json_lines=json_lines, verbose=verbose))


def preview(  # noqa: PLR0913, PLR0917 - one parameter an option
    urls: Annotated[list[str] | None, typer.Argument(help="Product pages.")] = None,
    styles: Annotated[str, typer.Option(help="Visual styles to draft each page in, with commas.")] = "",
    template_type: given.TemplateType = "common",
    approve: Annotated[str, typer.Option(help="Visual styles to make into videos, with commas.")] = "",
    to: given.To = "videos",
    api: given.Api = "v2",
    base_url: given.BaseUrl = "",
    api_key_env: given.ApiKeyEnv = given.KEY_VARIABLE,
    credentials_block: given.CredentialsBlock = "",
    posts_per_minute: given.PostsPerMinute = 20,
    shared_pace: given.SharedPace = False,
    aspect: Annotated[str, typer.Option(help="portrait, landscape or square.")] = "portrait",
    language: Annotated[str, typer.Option(help="Language of script and voice.")] = "english",
    script_style: Annotated[str, typer.Option(help="Style of the script.")] = "Discovery",
    avatar: given.Avatar = "37",
    custom_avatar: given.CustomAvatar = False,
    voice: given.Voice = "",
    music: given.Music = "",
    subtitles: given.Subtitles = True,
    length: given.Length = "",
    budget: given.Budget = "",
    budget_period: given.BudgetPeriod = "day",
    poll_seconds: given.PollSeconds = 5,
    pay_again: given.PayAgain = False,
    json_lines: given.JsonLines = False,
    verbose: given.Verbose = False,
) -> None:
    """Draft product pages in several styles, then make videos of those you choose."""
    set_up_prefect(verbose=verbose)
    from flows.cli.preview import PreviewOptions, run_preview  # noqa: PLC0415 - it imports Prefect, see flows.cli.app

    options = PreviewOptions(
        urls=tuple(urls or ()),
        styles=styles,
        approve=approve,
        to=to,
        service=given.service_fields(
            api, base_url, api_key_env, credentials_block, posts_per_minute=posts_per_minute, shared_pace=shared_pace
        ),
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
    exit_with(lambda: run_preview(options, json_lines=json_lines, verbose=verbose))
