"""Where videos go, as a user writes it."""

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from blocks.errors import ConfigurationError
from blocks.store.local import LocalFolder
from blocks.store.store import VideoStore

if TYPE_CHECKING:
    from blocks.store.s3 import S3StoreSettings


def open_store(uri: str, settings: "S3StoreSettings | None" = None, *, session: Any = None) -> VideoStore:
    """Return the store for `s3://bucket/prefix`, `file:///folder` or a folder's path. Sends nothing yet.

    `session` is a boto3 session to use instead of the environment's. Raises `ConfigurationError`.
    """
    parts = urlsplit(uri)
    if parts.scheme == "s3":
        return _s3(parts.netloc, parts.path, settings, session)
    if parts.scheme == "file":
        return LocalFolder(Path(unquote(parts.path)))
    if "://" in uri or not uri:
        raise ConfigurationError(f"Not a place for videos: {uri!r}", code="bad_store", next_step=_HOW_TO)
    return LocalFolder(Path(uri))


_HOW_TO = "Give s3://bucket/prefix or a folder."


def _s3(bucket: str, prefix: str, settings: "S3StoreSettings | None", session: Any) -> VideoStore:
    # boto3 takes a second to import, and a folder needs none of it.
    import boto3  # noqa: PLC0415 see above

    from blocks.store.s3 import S3Store  # noqa: PLC0415 see above

    if not bucket:
        raise ConfigurationError("The address names no bucket", code="bad_store", next_step=_HOW_TO)
    return S3Store.from_session(session or boto3.Session(), bucket, prefix, settings)
