"""One delivery of the service's webhook: whether it is genuine, and what it says.

Generation 2 of the contract, guide "Webhook Integration": JSON with `event_id`, `event` and `data`; the header
`X-Webhook-Signature` holds the lower-case hex HMAC-SHA256 of the raw body, without prefix or timestamp. Live events
were seen to carry `data.project_id` where the guide says `video_id`.
"""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID, uuid5

from pydantic import AliasChoices, BaseModel, Field, SecretStr, StringConstraints, ValidationError

SIGNATURE_HEADER = "x-webhook-signature"

RENDER_EVENTS = frozenset({"generated_product_video_success", "generated_product_video_failed"})
"""Of the guide's 22 events, those of videos made from a product page."""

DELIVERIES = UUID("6f0a3c1e-7a53-5f0e-9d27-3d1f6c5b9a44")
"""Namespace of the ids that deliveries get in Prefect: random once, the same ever since."""

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,128}$")]
"""Ids end up in a resource id and in a parameter: nothing else may come through."""


class _Data(BaseModel):
    video_id: Id = Field(validation_alias=AliasChoices("product_video_id", "video_id", "project_id"))


class _Body(BaseModel):
    event_id: Id
    event: str
    data: dict[str, Any] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A render has ended, says the service. A hint only: what is true is asked for by finish-videos."""

    event: str
    video_id: str
    id: UUID
    """The same for every delivery of one event."""


def is_signed(body: bytes, signature: str, secret: SecretStr) -> bool:
    """Compare the signature in constant time."""
    expected = hmac.new(secret.get_secret_value().encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected.encode(), signature.encode("latin-1", "replace"))


def read_delivery(body: bytes) -> Delivery | None:
    """Read a genuine body; None for an event that is not about a render of ours.

    Raises ValueError: it is not of the contract; the message says where, and holds nothing of the body.
    """
    try:
        read = _Body.model_validate_json(body)
        if read.event not in RENDER_EVENTS:
            return None
        data = _Data.model_validate(read.data)
    except ValidationError as error:
        problem = error.errors(include_input=False, include_url=False)[0]
        raise ValueError(f"{'.'.join(map(str, problem['loc'])) or 'body'}: {problem['type']}") from None
    return Delivery(read.event, data.video_id, uuid5(DELIVERIES, read.event_id))
