"""A Prefect server at fault. Where one goes away in the middle of a run, the videos are made all the same."""

import httpx

from blocks.errors import Url2VideoError


class ServerLostError(Url2VideoError):
    """The server knows nothing of the run, or not how it ended. `exit_code` is what the items' own ends make of it."""

    default_next_step = "Start it again; the same command goes on from what is in the store."

    def __init__(self, message: str, *, exit_code: int) -> None:
        """There is one code for it."""
        super().__init__(message, code="prefect_server_lost")
        self.exit_code = exit_code


def server_fault(error: BaseException) -> str:
    """What Prefect's client has met, in words that go after the server's name."""
    fault = error.__cause__ or error if isinstance(error, RuntimeError) else error  # so it hides that of its first call
    if isinstance(fault, httpx.HTTPStatusError):
        return f"answers {fault.response.status_code}"
    if isinstance(fault, httpx.TransportError | TimeoutError | OSError):
        return f"can't be reached ({type(fault).__name__})"
    return f"is at fault ({type(fault).__name__}: {fault})"
