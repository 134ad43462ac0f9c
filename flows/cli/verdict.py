"""`url2video verdict`: accept or reject a video that its checks hold back. Needs no key, and no Prefect."""

from blocks.ledger.record import VideoDecision
from blocks.store.destination import open_store
from flows.cli.options import Verdict
from flows.cli.validation import require_one
from flows.reporting.feeds.decision import decide


def run_verdict(to: str, given: Verdict) -> int:
    """Write the decision down and say what follows; returns 0.

    Raises ConfigurationError where there is not exactly one decision, or no such video, and StoreError.
    """
    require_one("--accept", given.accept, "--reject", given.reject)
    decision = VideoDecision.ACCEPTED if given.accept else VideoDecision.REJECTED
    print(decide(open_store(to), given.fingerprint, decision))  # noqa: T201 - the user interface
    return 0
