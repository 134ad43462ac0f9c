"""The sign of life of a run: one small object in the store, written again and again while the run lives."""

import json
import logging
import math
import threading
import time
from dataclasses import asdict
from typing import Self

from blocks.errors import ConflictError, Stage, StoreError
from blocks.ledger.owner import Owner, owner_key
from blocks.store.store import JSON, VideoStore

HEARTBEAT_SECONDS = 15.0
"""Four beats a lease: three may be lost to a slow store before anyone calls the run dead."""
LEASE_SECONDS = 60.0
"""Older than this by the store's clock, a lease has run out."""

_log = logging.getLogger(__name__)


class OwnerLease:
    """Keeps this run's claims alive while the block runs, and gives them up at its end.

    Raises `StoreError` on entry where the store can't be written. One `OwnerLease` is one run.
    """

    def __init__(
        self,
        store: VideoStore,
        *,
        heartbeat_seconds: float = HEARTBEAT_SECONDS,
        lease_seconds: float = LEASE_SECONDS,
        batch: str = "",
    ) -> None:
        """`batch` is written into the lease, so that others can tell whether that batch is still being made."""
        self.owner = Owner.of_this_process()
        self.lease_seconds = lease_seconds
        self._store = store
        self._heartbeat_seconds = heartbeat_seconds
        self._body = json.dumps(asdict(self.owner) | {"batch": batch}).encode()
        self._renewed_at = -math.inf
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"lease-{self.owner.id[:8]}", daemon=True)

    def __enter__(self) -> Self:
        self._renew()
        self._thread.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._stopped.set()
        # Deleted while a last beat is on its way, the lease would come back.
        self._thread.join()
        try:
            self._store.delete(owner_key(self.owner.id))
        except StoreError as lost:
            _log.warning("The lease could not be given up, it runs out in %.0f s: %s", self.lease_seconds, lost)

    def check(self) -> None:
        """Raise `ConflictError` (code `lease_lost`) when others may call this run dead soon.

        It must send no paid request then.
        """
        age = _clock() - self._renewed_at
        if age > self.lease_seconds - self._heartbeat_seconds:
            raise ConflictError(
                f"This run's lease was last renewed {age:.0f} s ago; another run may take over its claims",
                code="lease_lost",
                stage=Stage.LEDGER,
                next_step="Check the way to the store, then run the same command again.",
            )

    def _beat(self) -> None:
        while not self._stopped.wait(self._heartbeat_seconds):
            try:
                self._renew()
            except StoreError as error:
                _log.warning("The lease could not be renewed; the next beat tries again: %s", error)

    def _renew(self) -> None:
        # Taken before the request: the store dates the object no earlier than this.
        started = _clock()
        self._store.put(owner_key(self.owner.id), self._body, JSON)
        self._renewed_at = started


def _clock() -> float:
    """Seconds that go on while the machine sleeps, where the system has such a clock (Linux: CLOCK_BOOTTIME)."""
    boottime: int | None = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boottime is None else time.clock_gettime(boottime)
