"""`python -m studio`: the command line and a clean end."""

import signal
from types import FrameType

from studio.command_line import app


def _end(_: int, __: FrameType | None) -> None:
    """Both signals are an orderly end; uvicorn raises them once more when it has stopped."""
    raise SystemExit(0)


def main() -> None:
    """Run the command line; exits with 0 when told to stop, with 2 for options that make no sense."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _end)
    app(prog_name="studio")


if __name__ == "__main__":
    main()
