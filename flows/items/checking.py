"""The checks of a delivered video and of the text that it shows, and what their findings make of it."""

from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation

from blocks.channels.check import Measured, check_for
from blocks.content.reader import read_texts
from blocks.content.truth import Known, hold_against
from blocks.delivery.decoder import still
from blocks.delivery.delivery import DeliveredVideo
from blocks.delivery.facts import Signals
from blocks.delivery.local_copy import LocalCopy
from blocks.delivery.verdict import Ordered, judge
from blocks.errors import VideoInvalidError
from blocks.finding import ContentCheck, Finding, Rule
from blocks.jogg.corrections import Corrections
from blocks.ledger.record import PageFacts
from blocks.store.store import VideoStore
from flows.items.item import Item
from flows.items.sidecar import item_key

FRAME_HEIGHT = 320
"""Pixels of a finding's picture: a person sees what is meant."""

Checked = tuple[tuple[Finding, ...], ContentCheck]


def check_video(store: VideoStore, item: Item, delivered: DeliveredVideo, copy: LocalCopy) -> tuple[Finding, ...]:
    """Return what is wrong with a video, each finding with a picture in the store. Raises StoreError."""
    return with_frames(store, item, copy, (*_of_any(item, delivered, copy), *_of_channel(item, delivered)))


def _of_any(item: Item, delivered: DeliveredVideo, copy: LocalCopy) -> Iterator[Finding]:
    """What is wrong with it wherever it is shown."""
    if delivered.signals is None:
        yield Finding(rule=Rule.WHOLE, measured=f"not checked: {copy.fault}", wanted="room for a copy")
    elif isinstance(delivered.signals, VideoInvalidError):
        yield Finding(rule=Rule.WHOLE, measured=delivered.signals.message, wanted="a whole video")
    else:
        ordered = Ordered(item.settings.aspect_ratio.ratio, item.settings.length)
        yield from judge(delivered.signals, delivered.facts, ordered)


def _of_channel(item: Item, delivered: DeliveredVideo) -> Iterator[Finding]:
    """What its channel refuses: told also of a video that can't be decoded to its end."""
    if item.channel is None:
        return
    facts, signals = delivered.facts, delivered.signals
    video = Measured(
        facts.seconds,
        facts.size,
        facts.width,
        facts.height,
        facts.video_bit_rate,
        facts.audio_bit_rate,
        signals.heard.loudness if isinstance(signals, Signals) and signals.heard else None,
    )
    yield from check_for(item.channel, video)


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


def with_frames(
    store: VideoStore, item: Item, copy: LocalCopy, findings: Iterable[Finding], *, first: int = 1
) -> tuple[Finding, ...]:
    """Return the findings, each with a picture of its moment in the store; the pictures are numbered from `first`.

    Raises StoreError.
    """
    return tuple(_with_frame(store, item, copy, number, finding) for number, finding in enumerate(findings, first))


def _with_frame(store: VideoStore, item: Item, copy: LocalCopy, number: int, finding: Finding) -> Finding:
    if finding.moment is None:
        return finding
    try:
        picture = still(str(copy.path), finding.moment, FRAME_HEIGHT)
    except VideoInvalidError:
        return finding
    key = item_key(item, f"-finding-{number}.jpg")
    store.put(key, picture, "image/jpeg")
    return finding.model_copy(update={"frame": key})
