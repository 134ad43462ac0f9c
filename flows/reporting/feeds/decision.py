"""What a person decides about a video that was held back: into ledger and sidecar, and then the feeds."""

from posixpath import splitext

from blocks.ledger.record import VideoDecision
from blocks.ledger.records import decide_video
from blocks.store.store import JSON, VideoStore
from flows.items.sidecar import sidecar_at
from flows.reporting.feeds.writing import refresh_feeds


def decide(store: VideoStore, fingerprint: str, decision: VideoDecision) -> str:
    """Accept or reject a video, and return what follows in one sentence.

    Raises ConfigurationError where the store has no such video that is held back, and StoreError.
    """
    record = decide_video(store, fingerprint, decision)
    # The file beside the video says the same: it is what a lost record is written anew from.
    key = f"{splitext(record.video.key)[0]}.json" if record.video else ""
    if key and (sidecar := sidecar_at(store, key)):
        body = sidecar.model_copy(update={"decision": decision}).model_dump_json(indent=1)
        store.put(key, body.encode(), JSON)
    feeds = refresh_feeds(store)
    follows = "Feeds offer it." if decision is VideoDecision.ACCEPTED else "Feeds keep the video before it, if any."
    return f"{fingerprint} is {decision}. {follows} {feeds}".strip()
