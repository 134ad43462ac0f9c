"""The command line in processes of its own: `python -m tests.chaos.outside.command_line` is their warm parent.

A child is what `url2video …` is: the console script's `main` with arguments and environment, standard output and
error in files, and the end of a Python process.
"""

import atexit
import contextlib
import importlib
import json
import os
import sys
import threading
import traceback
from dataclasses import asdict, dataclass
from typing import NoReturn

from prefect import tags

from flows.cli.app import main
from tests.chaos.warm import IMPORTED, serve

WARM = ("flows.cli.make", "flows.finish_videos", "flows.cli.demo", "blocks.store.s3.s3")
"""What the commands import on their way."""


@dataclass(frozen=True, slots=True)
class CommandLine:
    """One command."""

    arguments: tuple[str, ...]
    environment: dict[str, str]
    output: str
    """File that takes standard output."""
    errors: str
    """File that takes standard error."""
    tag: str
    """Under which the Prefect server has its flow runs."""

    def to_line(self) -> bytes:
        """As the parent reads it."""
        return json.dumps(asdict(self)).encode() + b"\n"


def command(line: bytes, into: int) -> NoReturn:
    """Be that command."""
    given = CommandLine(**json.loads(line))
    code, known = 1, set(sys.modules)
    try:
        os.environ.update(given.environment)
        for path, descriptor in ((given.output, 1), (given.errors, 2)):
            os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), descriptor)
        sys.argv = ["url2video", *given.arguments]
        with tags(given.tag):
            main()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:  # noqa: BLE001 - as Python itself ends
        traceback.print_exc()
    finally:
        # The end of the interpreter (Py_FinalizeEx), without the minutes of freeing what the parent shares.
        with contextlib.suppress(BaseException):
            threading._shutdown()  # type: ignore[attr-defined] # joins threads, as at each end
            atexit._run_exitfuncs()
            sys.stdout.flush()
            sys.stderr.flush()
        with contextlib.suppress(OSError):
            os.write(into, json.dumps([IMPORTED, sorted(set(sys.modules) - known)]).encode() + b"\n")
        os._exit(code)


if __name__ == "__main__":
    for name in WARM:
        importlib.import_module(name)
    serve(command)
