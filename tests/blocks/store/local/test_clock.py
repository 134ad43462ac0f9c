"""Ages in a folder, told by processes whose clocks are wrong or jump (libfaketime)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from blocks.store.local.folder import LocalFolder

AGES = """
import sys, time
from datetime import UTC, datetime, timedelta
from blocks.store.local.folder import LocalFolder

folder = LocalFolder(sys.argv[1])
for _ in range(2):
    minute_ago = datetime.now(UTC) - timedelta(minutes=1)
    print(time.time(), folder.head("_owners/o.json").age_seconds, len(list(folder.list("", changed_since=minute_ago))))
    sys.stdout.flush()
    sys.stdin.readline()
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("faketime") is None, reason="faketime is not installed"),
]


@pytest.mark.parametrize(("first", "second"), [("-6m", "-6m"), ("+6m", "+6m"), ("+0", "+6m"), ("+0", "-6m")])
def test_the_age_is_right_whatever_our_own_clock_says(
    folder: LocalFolder, tmp_path: Path, first: str, second: str
) -> None:
    offset = tmp_path / "offset"
    offset.write_text(first)
    folder.put("_owners/o.json", b"{}", "application/json")
    preload = subprocess.run(
        ["faketime", "-f", "+0", "printenv", "LD_PRELOAD"], capture_output=True, text=True, check=True
    )
    environment = {
        **os.environ,
        "LD_PRELOAD": preload.stdout.strip(),
        "FAKETIME_TIMESTAMP_FILE": str(offset),
        "FAKETIME_NO_CACHE": "1",
        # The files' times stay those of the folder, as on a file server with a clock of its own.
        "NO_FAKE_STAT": "1",
    }
    command = [sys.executable, "-c", AGES, str(tmp_path / "videos here")]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        before = process.stdout.readline().split()
        offset.write_text(second)
        process.stdin.write("\n")
        process.stdin.flush()
        after = process.stdout.readline().split()
        process.kill()
    moved = {"-6m": -360, "+6m": 360, "+0": 0}
    assert float(after[0]) - float(before[0]) == pytest.approx(moved[second] - moved[first], abs=30)
    assert 0 <= float(before[1]) < 30
    assert 0 <= float(after[1]) < 30
    assert before[2] == after[2] == "1"
