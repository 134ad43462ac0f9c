"""Buckets by Prefect's own blocks for AWS (prefect-aws, the extra `aws`), so that keys are kept where others are.

`block://s3-bucket/NAME[/prefix]` is the bucket, the folder and the credentials of an S3Bucket.
`block://aws-credentials/NAME/BUCKET[/prefix]`, and `minio-credentials` alike, is a bucket opened by stored keys.
"""

import asyncio
from typing import TYPE_CHECKING, TypeVar

from prefect.blocks.core import Block

from blocks.errors import ConfigurationError
from blocks.store.s3.s3 import S3Store, S3StoreSettings

if TYPE_CHECKING:
    from prefect_aws import AwsCredentials, MinIOCredentials

B = TypeVar("B", bound=Block)

KINDS = "block://s3-bucket/NAME, block://aws-credentials/NAME/BUCKET or block://minio-credentials/NAME/BUCKET"


def open_block_store(kind: str, path: str) -> S3Store:
    """Return the store of `block://kind/path`; asks the Prefect server for the block, and sends nothing to AWS yet.

    Raises `ConfigurationError`: the extra is not installed, there is no such block, or it is of another kind.
    """
    try:
        from prefect_aws import AwsCredentials, MinIOCredentials, S3Bucket  # noqa: PLC0415 - an extra
    except ImportError:
        raise ConfigurationError(
            f"block://{kind}{path}: prefect-aws is not installed.",
            code="extra_missing",
            next_step="Install it with `pip install 'url2video[aws]'`.",
        ) from None
    name, _, place = path.strip("/").partition("/")
    if kind == S3Bucket.get_block_type_slug():
        bucket = _stored(S3Bucket, name)
        return _opened(bucket.credentials, bucket.bucket_name, f"{bucket.bucket_folder.strip('/')}/{place}")
    bucket_name, _, prefix = place.partition("/")
    if kind == AwsCredentials.get_block_type_slug() and bucket_name:
        return _opened(_stored(AwsCredentials, name), bucket_name, prefix)
    if kind == MinIOCredentials.get_block_type_slug() and bucket_name:
        return _opened(_stored(MinIOCredentials, name), bucket_name, prefix)
    raise ConfigurationError(f"Not a place for videos: 'block://{kind}{path}'; allowed: {KINDS}.", code="bad_store")


def _opened(credentials: "AwsCredentials | MinIOCredentials", bucket: str, prefix: str) -> S3Store:
    chosen = S3StoreSettings(
        endpoint_url=credentials.aws_client_parameters.endpoint_url or "", region_name=credentials.region_name or ""
    )
    return S3Store.from_session(credentials.get_boto3_session(), bucket, prefix, chosen)


def _stored(kind: type[B], name: str) -> B:
    try:
        # A store is opened in a thread, which has no event loop: there `load` would guess from the flow's.
        return asyncio.run(kind.aload(name))
    except ValueError:
        raise ConfigurationError(
            f"{kind.get_block_type_slug()}: {name!r} is not stored on the Prefect server; allowed: the name of such a"
            " block.",
            code="storage_block_unknown",
            next_step="Create it in the UI under Blocks.",
        ) from None
