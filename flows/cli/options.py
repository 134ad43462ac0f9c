"""The options of the commands, each declared once: its words, its default, and the field of a run that it gives.

A command takes them in groups, see `flows.cli.command.command`. Nothing here imports Prefect, which takes two seconds.
"""

from dataclasses import dataclass
from typing import Annotated

from typer import Argument, Option

KEY_VARIABLE = "JOGG_API_KEY"
"""The name that the service's own clients use."""


@dataclass(frozen=True, slots=True)
class At:
    """Where the value of an option belongs in a run."""

    place: str
    """Group and field, dotted: `where.service.generation`."""
    or_none: bool = False
    """What is empty or 0 is not given."""
    listed: bool = False
    """Values with commas."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A setting of the video that may have several values, with commas: each makes a video."""

    setting: str


Urls = Annotated[list[str] | None, Argument(help="Product pages."), At("what.urls", or_none=True)]
TemplateType = Annotated[
    str, Option(help="common, or user for any that the account has."), At("how.settings.template_type")
]
Api = Annotated[str, Option(help="Generation of the contract: open or v2."), At("where.service.generation")]
PostsPerMinute = Annotated[
    int, Option(min=1, help="POSTs that the plan allows a minute."), At("where.service.posts_per_minute")
]
PollSeconds = Annotated[float, Option(min=0.1, help="Between two looks at a render."), At("limits.poll_seconds")]
PayAgain = Annotated[bool, Option("--pay-again", help="Pay anew for renders that failed."), At("how.pay_again")]
JsonLines = Annotated[bool, Option("--json", help="One JSON object a line.")]
Verbose = Annotated[bool, Option("--verbose", help="Show the run's log.")]


@dataclass(frozen=True)
class Rows:
    """Which products."""

    urls: Urls = None
    catalog: Annotated[
        str, Option(help="List, table, sitemap, feed or shop: path, http(s) or s3://."), At("what.catalog")
    ] = ""
    only: Annotated[
        str, Option(help="Rows whose address holds this text; with *, is like it."), At("what.selection.only")
    ] = ""
    limit: Annotated[
        int, Option(min=0, help="At most so many videos; 0 for all."), At("what.selection.limit", or_none=True)
    ] = 0
    changed: Annotated[
        bool, Option("--changed", help="Only what is new, unfinished or changed."), At("what.selection.changed")
    ] = False
    skip_bad: Annotated[
        bool, Option("--skip-bad", help="Go on without rows that are wrong."), At("what.selection.skip_bad")
    ] = False


@dataclass(frozen=True)
class Drafts:
    """Which drafts, and which of them become videos."""

    urls: Urls = None
    styles: Annotated[
        str, Option(help="Visual styles to draft each page in, with commas."), At("what.styles", listed=True)
    ] = ""
    template_type: TemplateType = "common"
    approve: Annotated[
        str, Option(help="Visual styles to make into videos, with commas."), At("what.approve", listed=True)
    ] = ""


@dataclass(frozen=True)
class Destination:
    """Where the videos go."""

    to: Annotated[str, Option(help="A folder, or s3://bucket/prefix."), At("where.to")] = "videos"


@dataclass(frozen=True)
class Key:
    """Which service, and the key."""

    api: Api = "open"
    base_url: Annotated[
        str, Option(help="Address of the service; the live one if left out."), At("where.service.base_url")
    ] = ""
    api_key_env: Annotated[
        str, Option(help="Environment variable with the API key."), At("where.service.api_key_variable")
    ] = KEY_VARIABLE


@dataclass(frozen=True)
class KeyAndPace(Key):
    """The same with the plan's pace, for what stores them."""

    posts_per_minute: PostsPerMinute = 20


@dataclass(frozen=True)
class Service(Key):
    """Which service, and the key from a variable or a block."""

    credentials_block: Annotated[
        str, Option(help="Stored Jogg Credentials block to use instead."), At("where.service.credentials_block")
    ] = ""


@dataclass(frozen=True)
class V2Service(Service):
    """The same for what generation 1 does not have."""

    api: Api = "v2"


@dataclass(frozen=True)
class Paced:
    """At what pace."""

    posts_per_minute: PostsPerMinute = 20
    shared_pace: Annotated[
        bool,
        Option("--shared-pace", help="Other processes use the key too: keep the pace together."),
        At("where.service.shared_pace"),
    ] = False


@dataclass(frozen=True)
class PacedService(Paced, Service):
    """Which service, and at what pace."""


@dataclass(frozen=True)
class PacedV2Service(Paced, V2Service):
    """The same for what generation 1 does not have."""


@dataclass(frozen=True)
class Styles:
    """How the videos of a catalog look; several values make several videos."""

    aspect: Annotated[
        str, Option(help="portrait, landscape or square; several with commas."), Variant("aspect_ratio")
    ] = "portrait"
    language: Annotated[str, Option(help="Language of script and voice; several with commas."), Variant("language")] = (
        "english"
    )
    script_style: Annotated[str, Option(help="Style of the script; several with commas."), Variant("script_style")] = (
        "Discovery"
    )
    template: Annotated[str, Option(help="Visual style; several with commas."), Variant("template_name")] = (
        "Card Stacking"
    )
    template_type: TemplateType = "common"
    index_template: Annotated[str, Option(help="Template of the library."), At("how.settings.index_template_name")] = ""


@dataclass(frozen=True)
class DraftStyle:
    """How drafts look, but for the visual style."""

    aspect: Annotated[str, Option(help="portrait, landscape or square."), At("how.settings.aspect_ratio")] = "portrait"
    language: Annotated[str, Option(help="Language of script and voice."), At("how.settings.language")] = "english"
    script_style: Annotated[str, Option(help="Style of the script."), At("how.settings.script_style")] = "Discovery"


@dataclass(frozen=True)
class Presenter:
    """Who speaks, and what is heard and read."""

    avatar: Annotated[str, Option(help="Number of the presenter."), At("how.settings.avatar_id")] = "37"
    avatar_by_ratio: Annotated[
        bool,
        Option("--avatar-by-ratio", help="A public presenter of the video's shape instead."),
        At("how.settings.avatar_by_ratio"),
    ] = False
    custom_avatar: Annotated[
        bool, Option("--custom-avatar", help="It is the account's own (v2)."), At("how.settings.custom_avatar")
    ] = False
    voice: Annotated[str, Option(help="Id of the voice (v2)."), At("how.settings.voice_id")] = ""
    music: Annotated[
        str, Option(help="Number of the music, 0 for none (v2)."), At("how.settings.music_id", or_none=True)
    ] = ""
    subtitles: Annotated[bool, Option(help="Show what is spoken."), At("how.settings.subtitles")] = True
    override_script: Annotated[
        str,
        Option(help="Text to speak instead of a generated script (v2)."),
        At("how.settings.override_script"),
    ] = ""
    length: Annotated[str, Option(help="15, 30 or 60 seconds (v2)."), At("how.settings.length", or_none=True)] = ""


@dataclass(frozen=True)
class Budget:
    """What may be paid."""

    budget: Annotated[str, Option(help="Most credits to take."), At("limits.budget", or_none=True)] = ""
    budget_period: Annotated[str, Option(help="What the budget is for: day or batch."), At("limits.budget_period")] = (
        "day"
    )


@dataclass(frozen=True)
class Making(Budget):
    """What may be paid, and what is done meanwhile."""

    concurrency: Annotated[int, Option(min=1, help="Items under way at once."), At("limits.concurrency")] = 200
    poll_seconds: PollSeconds = 10
    pay_again: PayAgain = False
    wait: Annotated[bool, Option(help="Wait for the renders; if not, `finish` publishes them."), At("how.wait")] = True
    review: Annotated[
        bool, Option("--review", help="Ask a person in the Prefect UI before paying."), At("how.review")
    ] = False
    review_hours: Annotated[float, Option(min=0, help="How long to wait for that person."), At("how.review_hours")] = 24
    dry_run: Annotated[bool, Option("--dry-run", help="Only say what would happen and cost.")] = False


@dataclass(frozen=True)
class Drafting(Budget):
    """The same for drafts."""

    poll_seconds: PollSeconds = 5
    pay_again: PayAgain = False


@dataclass(frozen=True)
class Open:
    """Which renders to collect."""

    video_ids: Annotated[
        list[str] | None, Argument(help="Render ids; all that are open if none."), At("what.video_ids", or_none=True)
    ] = None
    scan: Annotated[
        bool,
        Option("--scan", help="Read the whole ledger and repair the list of open renders first."),
        At("what.scan"),
    ] = False


@dataclass(frozen=True)
class Ambiguous:
    """Which render is ambiguous, and what a person has found out."""

    fingerprint: Annotated[
        str, Argument(help="Of the ambiguous item; its error names it."), At("what.video_ids", listed=True)
    ]
    adopt: Annotated[
        str, Option(help="Id of the render in the service's own list: it was accepted."), At("what.resolve.adopt")
    ] = ""
    never_accepted: Annotated[
        bool,
        Option("--never-accepted", help="The service has no such render: it may be paid for again."),
        At("what.resolve.never_accepted"),
    ] = False


@dataclass(frozen=True)
class Shown:
    """What the terminal shows."""

    json_lines: JsonLines = False
    verbose: Verbose = False
