"""What is decided about a published video, in its record: by a person, or by a check of its page."""

from collections.abc import Mapping
from typing import Any

from blocks.errors import ConfigurationError
from blocks.ledger.record import RenderRecord, VideoDecision
from blocks.ledger.records import Records
from blocks.ledger.state import ItemState
from blocks.store.store import VideoStore


def decide_video(store: VideoStore, fingerprint: str, decision: VideoDecision) -> RenderRecord:
    """Write down the decision, which may replace an earlier one; return the record.

    Raises:
        ConfigurationError: there is no such record, or its video is not held back.
        StoreError: the store can't be used, or another run has written the record meanwhile.
    """
    return _changed(store, fingerprint, {"decision": decision}, needs_hold=True)


def mark_stale(store: VideoStore, fingerprint: str, reason: str) -> RenderRecord:
    """Write down what the page says otherwise than its video, empty for nothing; return the record.

    Raises as `decide_video`, but for a video that is not held back.
    """
    return _changed(store, fingerprint, {"stale": reason}, needs_hold=False)


def _changed(store: VideoStore, fingerprint: str, changes: Mapping[str, Any], *, needs_hold: bool) -> RenderRecord:
    records = Records(store)
    found = records.read(fingerprint)
    record = found.record if found else None
    if found is None or record is None or record.video is None or (needs_hold and not record.video.held):
        raise _nothing_to_decide(fingerprint, "is held back by its checks" if needs_hold else "is published")
    if record.state is not ItemState.PUBLISHED:
        raise _nothing_to_decide(fingerprint, f"is published; it is {record.state}")
    video = record.video.model_copy(update=dict(changes))
    return records.write(record.model_copy(update={"video": video}), found.version).record


def _nothing_to_decide(fingerprint: str, what: str) -> ConfigurationError:
    return ConfigurationError(
        f"fingerprint: {fingerprint[:40]!r}; allowed: that of a video of this store that {what}.",
        code="nothing_to_decide",
    )
