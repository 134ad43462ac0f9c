"""A Prefect server at fault. Where one goes away in the middle of a run, the videos are made all the same."""

from blocks.errors import Url2VideoError


class ServerLostError(Url2VideoError):
    """The server knows nothing of the run, or not how it ended. `exit_code` is what the items' own ends make of it."""

    default_next_step = "Start it again; the same command goes on from what is in the store."

    def __init__(self, message: str, *, exit_code: int) -> None:
        super().__init__(message, code="prefect_server_lost")
        self.exit_code = exit_code
