"""The check of what a delivered video says: its text, held against what the pipeline knows of the product."""

from decimal import Decimal, InvalidOperation

from blocks.content.held import Known
from blocks.content.reader import read_texts
from blocks.content.truth import hold_against
from blocks.delivery.local_copy import LocalCopy
from blocks.errors import VideoInvalidError
from blocks.finding import ContentCheck, Finding
from blocks.jogg.corrections import Corrections
from blocks.ledger.record import PageFacts
from blocks.store.store import VideoStore
from flows.items.checking import with_frames
from flows.items.item import Item

Checked = tuple[tuple[Finding, ...], ContentCheck]


def known_of(item: Item, page: PageFacts, corrections: Corrections, title: str) -> Known:
    """Return what is known of an item's product: by its page, the catalog and a reviewer; `title` is the video's."""
    said = (corrections.title, corrections.intro_text, item.settings.override_script)
    return Known(
        name=corrections.title or page.title or title,
        price=_amount(page.price),
        former=_amount(page.list_price),
        currency=page.currency,
        language=item.settings.language,
        texts=tuple(filter(None, said)),
    )


def check_content(store: VideoStore, item: Item, known: Known, copy: LocalCopy, *, first: int) -> Checked:
    """Return what the video says otherwise than is known, and what it was held against.

    Each finding has a picture in the store, numbered from `first`. A video whose text can't be read was held against
    nothing. Raises StoreError.
    """
    if copy.fault:
        return (), ContentCheck(not_compared=(f"no room for a copy: {copy.fault}",))
    try:
        texts = read_texts(str(copy.path))
    except VideoInvalidError as error:
        return (), ContentCheck(not_compared=(error.message,))
    findings, check = hold_against(texts, known)
    return with_frames(store, item, copy, findings, first=first), check


def _amount(stated: str) -> Decimal | None:
    try:
        amount = Decimal(stated)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() else None
