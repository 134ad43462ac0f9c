"""An object of S3 as a stream, by the same addresses and credentials as the store."""

from collections.abc import Iterator
from contextlib import contextmanager

import boto3

from blocks.errors import ConfigurationError
from blocks.store.s3.errors import sdk_errors
from blocks.store.s3.s3 import S3StoreSettings


@contextmanager
def open_object(bucket: str, key: str, chunk_bytes: int) -> Iterator[Iterator[bytes]]:
    """Open an object by the SDK's own chain; yields its chunks. Raises StoreError, ConfigurationError."""
    where = f"s3://{bucket}/{key}"
    if not bucket or not key:
        raise ConfigurationError(f"Not an object: {where}", code="bad_store", next_step="Give s3://bucket/key.")
    client = S3StoreSettings().open_client(boto3.Session(), where)
    with sdk_errors(where):
        body = client.get_object(Bucket=bucket, Key=key)["Body"]
    try:
        yield _chunks(where, body.iter_chunks(chunk_bytes))
    finally:
        body.close()


def _chunks(where: str, chunks: Iterator[bytes]) -> Iterator[bytes]:
    with sdk_errors(where):
        yield from chunks
