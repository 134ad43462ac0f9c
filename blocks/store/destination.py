"""Where videos go, as a user writes it."""

from pathlib import Path
from urllib.parse import unquote

from blocks.errors import ConfigurationError
from blocks.store.local.folder import LocalFolder
from blocks.store.store import VideoStore
from bounds.addresses import parts_of

_HOW_TO = "Give s3://bucket/prefix, block://s3-bucket/NAME or a folder."


def open_store(uri: str) -> VideoStore:
    """Return the store for `s3://bucket/prefix`, `block://…`, `file:///folder` or a folder's path.

    Sends the store nothing yet. Raises `ConfigurationError`.
    """
    parts = parts_of(uri)
    if parts.scheme == "s3":
        # boto3 takes a second to import, and a folder needs none of it.
        import boto3  # noqa: PLC0415 see above

        from blocks.store.s3.s3 import S3Store  # noqa: PLC0415 see above

        if not parts.netloc:
            raise ConfigurationError("The address names no bucket", code="bad_store", next_step=_HOW_TO)
        return S3Store.from_session(boto3.Session(), parts.netloc, parts.path)
    if parts.scheme == "block":
        from blocks.store.s3.prefect_blocks import open_block_store  # noqa: PLC0415 - Prefect takes two seconds

        return open_block_store(parts.netloc, parts.path)
    if parts.scheme == "file":
        return LocalFolder(Path(unquote(parts.path)))
    if "://" in uri or not uri:
        raise ConfigurationError(f"Not a place for videos: {uri!r}", code="bad_store", next_step=_HOW_TO)
    return LocalFolder(Path(uri))
