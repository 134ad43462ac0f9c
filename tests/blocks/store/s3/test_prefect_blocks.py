"""Destinations by Prefect's own blocks: stored on a real server, opened on a real S3 server."""

from collections.abc import Iterator

import pytest
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect_aws import AwsCredentials, S3Bucket
from prefect_aws.client_parameters import AwsClientParameters
from pydantic import SecretStr

from blocks.errors import ConfigurationError
from blocks.store.destination import open_store
from flows.runtime.concurrency import in_thread
from tests.prefect_server import PrefectServer
from tests.s3_servers import BUCKET, S3Server


@pytest.fixture
def stored(prefect_server: PrefectServer, ministack: S3Server) -> Iterator[None]:
    """The blocks `aws-credentials/shop` and `s3-bucket/shop`, and no keys in the environment."""
    with temporary_settings({PREFECT_API_URL: prefect_server.api_url}):
        credentials = AwsCredentials(
            aws_access_key_id=ministack.access_key,
            aws_secret_access_key=SecretStr(ministack.secret_key),
            region_name="us-east-1",
            aws_client_parameters=AwsClientParameters(endpoint_url=ministack.endpoint),
        )
        credentials.save("shop", overwrite=True)
        S3Bucket(bucket_name=BUCKET, credentials=credentials, bucket_folder="blocks/").save("shop", overwrite=True)
        yield


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize(
    "uri", ["block://s3-bucket/shop/videos", f"block://aws-credentials/shop/{BUCKET}/blocks/videos"]
)
async def test_a_block_is_a_destination_that_needs_no_keys_in_the_environment(
    uri: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)
    store = await in_thread(open_store, uri)
    store.check()
    store.put("one.txt", b"1", "text/plain")
    assert store.address("one.txt") == f"s3://{BUCKET}/blocks/videos/one.txt"


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize(
    ("uri", "said"),
    [
        ("block://s3-bucket/nobody", "'nobody' is not stored"),
        ("block://aws-credentials/shop", "allowed: block://s3-bucket/NAME"),
        ("block://gcs-bucket/shop", "allowed: block://s3-bucket/NAME"),
    ],
)
async def test_what_is_no_such_block_is_named(uri: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        await in_thread(open_store, uri)
