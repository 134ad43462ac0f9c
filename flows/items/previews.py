"""What a preview run works on: drafts of each page in each style, and the videos of the styles that were approved."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pydantic import ValidationError

from blocks.channels.profile import Channel
from blocks.channels.settings import settings_for
from blocks.errors import ConfigurationError
from blocks.field_problems import explain
from blocks.jogg.corrections import Corrections
from blocks.jogg.generations import generation_of
from blocks.jogg.service import CreatedProduct
from blocks.jogg.settings import RenderSettings, only_in_v2
from blocks.ledger.state import ItemState
from blocks.ledger.view import LedgerView
from flows.items.earlier_names import known_form
from flows.items.item import Item
from flows.items.page_address import canonical_url, given_address
from flows.items.plan import PlannedItem
from flows.runtime.settings import ServiceChoice


def order_previews(
    urls: Sequence[str],
    styles: Sequence[str],
    approved: Sequence[str],
    settings: RenderSettings,
    service: ServiceChoice,
    channel: Channel | None,
) -> tuple[Item, ...]:
    """Check addresses and styles; return the drafts, then the videos of the approved styles.

    The videos are the same items that `make` would make with `--template`.

    Raises ConfigurationError: the generation has no previews, nothing is asked for, a page or style is none, or the
    channel does not take what is asked for.
    """
    if not generation_of(service.generation).has_previews:
        raise only_in_v2(service.generation, "previews")
    if not urls:
        raise ConfigurationError(
            "urls: []; allowed: at least one product page.",
            code="no_pages",
            next_step='For instance `url2video preview https://shop.example/p/1 --styles "FullScreen,Card Stacking"`.',
        )
    if not styles and not approved:
        raise ConfigurationError(
            "styles: []; allowed: at least one visual style to draft or to approve.", code="no_styles"
        )
    pages: dict[str, dict[str, None]] = {}
    for url in urls:
        pages.setdefault(canonical_url(url), {})[given_address(url)] = None

    def videos(chosen: Sequence[str]) -> tuple[Item, ...]:
        looks = dict.fromkeys(_with_style(settings, style, service, channel) for style in chosen)
        return tuple(
            Item(row, url, Corrections(), look, service.generation, spellings=tuple(spellings), channel=channel)
            for row, (url, *spellings) in enumerate(pages.values(), 1)
            for look in looks
        )

    return (*map(draft_of, videos(styles)), *videos(approved))


def draft_of(video: Item) -> Item:
    """The preview that a video may be made from. It is shown in no channel."""
    return replace(video, is_preview=True, known_by="", channel=None)


def with_approved_previews(ledger: LedgerView, videos: Iterable[PlannedItem]) -> list[PlannedItem]:
    """Give each planned video the preview that the ledger knows for it. Raises StoreError.

    A video without one is rendered from its page: in the same style, only not from a draft that somebody has seen.
    """
    return [replace(video, preview=_approved_preview(ledger, video.item)) for video in videos]


def _approved_preview(ledger: LedgerView, video: Item) -> CreatedProduct | None:
    record = ledger.find(known_form(ledger, draft_of(video)).fingerprint)
    if record is None or record.state is not ItemState.PUBLISHED:
        return None
    return CreatedProduct(record.product_id, title=record.title, preview_id=record.render_id)


def _with_style(
    settings: RenderSettings, style: str, service: ServiceChoice, channel: Channel | None
) -> RenderSettings:
    try:
        stated = settings.model_dump(exclude_unset=True) | {"template_name": style}
        look = settings_for(channel, stated, takes_additions=service.takes_additions)
    except ValidationError as error:
        problems = (replace(problem, field="style") for problem in explain(error))
        raise ConfigurationError.of(*problems, code="option_invalid") from None
    generation_of(service.generation).settings.refuse_unsupported(look)
    return look
