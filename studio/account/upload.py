"""Signed addresses to which a client may upload one picture."""

import hashlib
import hmac
import re
import time
from dataclasses import dataclass
from uuid import uuid4

from pydantic import SecretStr

LIFETIME_SECONDS = 3600
"""How long a signed address can be used: longer than any upload takes, short enough not to be kept."""

MAX_UPLOAD_BYTES = 20_000_000
"""Of one picture: more than any camera's JPEG, and what a page's picture may have."""

MAX_STORED_BYTES = 2_000_000_000
"""Of all uploads together: a hundred of the largest, thousands of usual ones."""

SUFFIXES = ("png", "jpg", "jpeg", "webp", "gif", "avif")
"""What product pictures come as; nothing that a browser would run."""

ASSET_NAME = re.compile(rf"[0-9a-f]{{32}}\.(?:{'|'.join(SUFFIXES)})")


def new_asset_name(filename: str) -> str | None:
    """A name of its own for an upload, with the suffix of the client's; None for a file that is no picture."""
    suffix = filename.rpartition(".")[2].lower()
    return f"{uuid4().hex}.{suffix}" if "." in filename and suffix in SUFFIXES else None


@dataclass(frozen=True, slots=True)
class UploadTickets:
    """Signs and checks upload addresses with the account's key."""

    key: SecretStr

    def query(self, name: str) -> str:
        """What stands behind `?` in the address of an asset's upload."""
        expires = int(time.time()) + LIFETIME_SECONDS
        return f"expires={expires}&signature={self._signature(name, expires)}"

    def is_valid(self, name: str, expires: int, signature: str) -> bool:
        """Whether an upload may be made now."""
        expected = self._signature(name, expires)
        return hmac.compare_digest(signature.encode(), expected.encode()) and time.time() < expires

    def _signature(self, name: str, expires: int) -> str:
        text = f"upload\n{name}\n{expires}"
        return hmac.new(self.key.get_secret_value().encode(), text.encode(), hashlib.sha256).hexdigest()
