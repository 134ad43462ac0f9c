"""Webhooks that are lost, doubled or late on demand."""

import asyncio
from dataclasses import dataclass
from urllib.parse import urlsplit

from studio.controls.fault_script import WEBHOOK_METHOD, Action, FaultScript
from studio.webhooks.courier import Sender
from studio.webhooks.delivery_store import Parcel


@dataclass(frozen=True, slots=True)
class FaultySender:
    """A sender under the fault script."""

    true: Sender
    script: FaultScript

    async def send(self, parcel: Parcel) -> None:
        """Deliver as the script wants it."""
        fault = self.script.pick(WEBHOOK_METHOD, urlsplit(parcel.url).path, parcel.body.decode())
        action = fault.action if fault else None
        if action is Action.WEBHOOK_LOST:
            return
        if fault and action is Action.WEBHOOK_LATE:
            await asyncio.sleep(fault.seconds)
        await self.true.send(parcel)
        if action is Action.WEBHOOK_DOUBLED:
            await self.true.send(parcel)
