"""The API key: where it comes from and how it is checked."""

import hmac
import secrets
from pathlib import Path

from pydantic import SecretStr

from studio.models.envelope import Code, RefusalError

KEY_FILE = "api-key"
WEBHOOK_FILE = "webhook-secret"
CONSOLE_FILE = "console-token"
"""Kept, so that a browser goes on after a restart."""


def check_key(given: str | None, expected: SecretStr) -> None:
    """Compare in constant time.

    Raises:
        RefusalError: 10105, the contract's "missing or wrong key"; HTTP 401 as in the vendor's own mock server.
    """
    if not hmac.compare_digest((given or "").encode(), expected.get_secret_value().encode()):
        raise RefusalError(Code.INVALID_API_KEY, "Invalid API key", status=401)


def generated_secret(folder: Path, file: str) -> SecretStr:
    """What is kept in a file of `folder`, made on first use, readable by the owner only."""
    path = folder / file
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(24))
    return SecretStr(path.read_text().strip())
