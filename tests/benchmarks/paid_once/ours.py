"""`url2video make`, as a user types it."""

import sys

from flows.cli.app import main
from tests.benchmarks.paid_once.calls import POLL_SECONDS, Asked


def run(asked: Asked) -> None:
    """Raises SystemExit with the exit code."""
    options = ["--api", "v2", "--base-url", asked.base_url, "--to", asked.folder]
    options += ["--posts-per-minute", "100000", "--poll-seconds", str(POLL_SECONDS), "--json"]
    sys.argv = ["url2video", "make", *options, *asked.pages]
    main()
