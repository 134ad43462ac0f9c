"""make-videos into S3: objects, metadata, checksums; and a bad destination is refused before anything is sent."""

import os
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

from tests.conftest import StudioProcess
from tests.flows.conftest import Make
from tests.present import present
from tests.s3_servers import BUCKET, S3Server


def url2video(environment: dict[str, str], *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run the console script as a user does."""
    command = [sys.executable, "-c", "from flows.cli.app import main; main()", *arguments]
    return subprocess.run(
        command, env=os.environ | environment, capture_output=True, text=True, timeout=200, check=False
    )


async def test_a_video_lands_in_s3_with_type_checksum_and_metadata(
    make: Make, studio: StudioProcess, ministack: S3Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in ministack.environment().items():
        monkeypatch.setenv(name, value)
    prefix = uuid.uuid4().hex
    (tmp_path / "list.csv").write_text(f"sku,url\nA-1,{studio.sample_urls()[0]}\n")
    run = await make(studio, [], catalog=str(tmp_path / "list.csv"), to=f"s3://{BUCKET}/{prefix}")
    assert run.states == ["published"]
    video = present(run.batch.results[0].video)
    assert run.batch.results[0].address == f"s3://{BUCKET}/{prefix}/{video.key}"
    client = ministack.session.client("s3", endpoint_url=ministack.endpoint)
    head = client.head_object(Bucket=BUCKET, Key=f"{prefix}/{video.key}", ChecksumMode="ENABLED")
    assert head["ContentType"] == "video/mp4"
    assert head["ContentLength"] == video.size
    assert head["ChecksumSHA256"]
    assert head["Metadata"]["fingerprint"] == run.batch.results[0].item.fingerprint
    assert head["Metadata"]["source-url"] == run.batch.results[0].item.url
    assert head["Metadata"]["id"] == "A-1"
    names = {entry["Key"] for entry in client.list_objects_v2(Bucket=BUCKET, Prefix=f"{prefix}/batches/")["Contents"]}
    assert {name.rpartition("/")[2] for name in names} == {"index.html", "results.jsonl", "results.csv", "retry.jsonl"}


@pytest.mark.parametrize("fault", ["bucket", "credentials"])
def test_a_bad_destination_is_one_line_and_no_render_is_started(
    fault: str, studio: StudioProcess, request: pytest.FixtureRequest
) -> None:
    # ministack takes any credentials; rclone really checks them.
    server = request.getfixturevalue("ministack" if fault == "bucket" else "rclone")
    environment = server.environment() | {"JOGG_API_KEY": studio.api_key}
    bucket = "no-such-bucket" if fault == "bucket" else BUCKET
    if fault == "credentials":
        environment["AWS_SECRET_ACCESS_KEY"] = "wrong"
    before = studio.counters().requests
    ended = url2video(
        environment, "make", studio.sample_urls()[0], "--base-url", studio.url, "--to", f"s3://{bucket}/p"
    )
    assert ended.returncode == 2, ended.stderr
    message, *step = ended.stderr.splitlines()
    assert message.startswith("url2video: ")
    assert len(step) <= 1
    assert "Traceback" not in ended.stderr
    after = studio.counters().requests
    assert [after.get(name) for name in after if name.startswith("POST")] == [
        before.get(name) for name in after if name.startswith("POST")
    ]
