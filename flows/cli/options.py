"""The options of the commands, each declared once: its words, its default, and the field of a run that it gives.

A command takes them in groups, see `flows.cli.command.command`. Nothing here imports Prefect, which takes two seconds.
"""

from dataclasses import dataclass
from typing import Annotated

from typer import Option

from flows.cli.declared import AS_GIVEN, LISTED, OR_NONE, argument, option
from flows.cli.looks import TEMPLATE_TYPE

KEY = "JOGG_API_KEY"
"""The name that the service's own clients use."""

API = ("Generation of the contract: open or v2.", "where.service.generation")
PACE = ("POSTs that the plan allows a minute.", "where.service.posts_per_minute")
POLL = ("Between two looks at a render.", "advanced.poll_seconds")
PAY_AGAIN = ("Pay anew for renders that failed.", "how.pay_again")

JsonLines = Annotated[bool, Option("--json", help="One JSON object a line.")]
Verbose = Annotated[bool, Option("--verbose", help="Show the run's log.")]


@dataclass(frozen=True)
class Pages:
    """Which products."""

    urls: list[str] | None = argument(None, "Product pages.", "what.urls", OR_NONE)  # noqa: RUF009 - a field


@dataclass(frozen=True)
class Rows(Pages):
    """Which products, also of a catalog."""

    catalog: str = option("", "List, table, sitemap, feed or shop: path, http(s) or s3://.", "what.catalog")
    only: str = option("", "Rows whose URL contains this text, or matches it if it has a *.", "what.selection.only")
    limit: int = option(0, "At most so many videos; 0 for all.", "what.selection.limit", OR_NONE, least=0)
    changed: bool = option(False, "Only what is new, unfinished or changed.", "what.selection.changed")
    skip_bad: bool = option(False, "Go on without rows that are wrong.", "what.selection.skip_bad")


@dataclass(frozen=True)
class Drafts(Pages):
    """Which drafts, and which of them become videos."""

    styles: str = option("", "Visual styles to draft each page in, with commas.", "what.styles", LISTED)
    template_type: str = option("common", *TEMPLATE_TYPE)
    approve: str = option("", "Visual styles to make into videos, with commas.", "what.approve", LISTED)


@dataclass(frozen=True)
class Open:
    """Which renders to collect."""

    video_ids: list[str] | None = argument(  # noqa: RUF009 - a field
        None, "Render ids; all that are open if none.", "what.video_ids", OR_NONE
    )
    scan: bool = option(False, "Read the whole ledger and repair the list of open renders first.", "what.scan")


@dataclass(frozen=True)
class Ambiguous:
    """Which render is ambiguous, and what a person has found out."""

    fingerprint: str = argument(..., "Of the ambiguous item; its error names it.", "what.video_ids", LISTED)
    adopt: str = option("", "Id of the render in the service's own list: it was accepted.", "what.resolve.adopt")
    never_accepted: bool = option(
        False, "The service has no such render: it may be paid for again.", "what.resolve.never_accepted"
    )


@dataclass(frozen=True)
class Verdict:
    """Which video is held back, and what a person makes of it."""

    fingerprint: str = argument(..., "Of the video; the item's result names it.", "", AS_GIVEN)
    accept: bool = option(False, "The video is good: feeds offer it.", "")
    reject: bool = option(False, "It is not: the video before it keeps its rows.", "")


@dataclass(frozen=True)
class Destination:
    """Where the videos go."""

    to: str = option("videos", "A folder, or s3://bucket/prefix.", "where.to")


@dataclass(frozen=True)
class Store:
    """Where the videos are."""

    to: str = argument("videos", "A folder, or s3://bucket/prefix.", "where.to", AS_GIVEN)


@dataclass(frozen=True)
class FeedChoice:
    """Which feeds, and where the public finds the videos."""

    catalog: str = option("", "Catalog of the shop: a product that it no longer lists loses its rows.", "what.catalog")
    public_base_url: str = option(
        "", "Public address of the destination; URL2VIDEO_PUBLIC_BASE_URL if left out.", "what.public_base_url"
    )


@dataclass(frozen=True)
class Key:
    """Which service, and the key."""

    api: str = option("open", *API)
    base_url: str = option("", "Address of the service; the live one if left out.", "where.service.base_url")
    api_key_env: str = option(KEY, "Environment variable with the API key.", "where.service.api_key_variable")


@dataclass(frozen=True)
class KeyAndPace(Key):
    """Which service, the key, and what the plan allows."""

    posts_per_minute: int = option(20, *PACE, least=1)


@dataclass(frozen=True)
class Service(Key):
    """Which service, and the key from a variable or a block."""

    credentials_block: str = option(
        "", "Stored Jogg Credentials block to use instead.", "where.service.credentials_block"
    )


@dataclass(frozen=True)
class V2Service(Service):
    """Which service (generation v2), and the key from a variable or a block."""

    api: str = option("v2", *API)


@dataclass(frozen=True)
class PacedService(Service):
    """Which service, and at what pace."""

    posts_per_minute: int = option(20, *PACE, least=1)
    shared_pace: bool = option(
        False, "Other processes use the key too: keep the pace together.", "where.service.shared_pace"
    )


@dataclass(frozen=True)
class PacedV2Service(PacedService):
    """Which service (generation v2), and at what pace."""

    api: str = option("v2", *API)


@dataclass(frozen=True)
class Budget:
    """What may be paid."""

    budget: str = option("", "Most credits to take.", "limits.budget", OR_NONE)
    budget_period: str = option("day", "What the budget is for: day or batch.", "limits.budget_period")


@dataclass(frozen=True)
class Making(Budget):
    """What may be paid, and what is done meanwhile."""

    concurrency: int = option(200, "Items under way at once.", "advanced.concurrency", least=1)
    poll_seconds: float = option(10, *POLL, least=0.1)
    pay_again: bool = option(False, *PAY_AGAIN)
    wait: bool = option(True, "Wait for the renders; if not, `finish` publishes them.", "how.wait")
    review: bool = option(False, "Ask a person in the Prefect UI before paying.", "how.review")
    review_hours: float = option(24, "How long to wait for that person.", "how.review_hours", least=0)
    dry_run: bool = option(False, "Only say what would happen and cost.", "")


@dataclass(frozen=True)
class Drafting(Budget):
    """What may be paid for drafts, and what is done meanwhile."""

    poll_seconds: float = option(5, *POLL, least=0.1)
    pay_again: bool = option(False, *PAY_AGAIN)


@dataclass(frozen=True)
class Remaking(Budget):
    """What videos are held against, what is done about stale ones, and what may be paid."""

    catalog: str = option(
        "", "Catalog that states prices, in place of the pages: path, http(s) or s3://.", "what.catalog"
    )
    remake: bool = option(False, "Order a new video for each that is stale.", "what.remake")
    concurrency: int = option(200, "Items under way at once.", "advanced.concurrency", least=1)
    poll_seconds: float = option(10, *POLL, least=0.1)


@dataclass(frozen=True)
class Shown:
    """What the terminal shows."""

    json_lines: JsonLines = False
    verbose: Verbose = False


@dataclass(frozen=True)
class ShownGallery(Shown):
    """What the terminal shows, and the browser."""

    opens: Annotated[bool, Option("--open", help="Open the gallery in the browser at the end.")] = False
