"""How a render ends: its row and everybody's being told of it, both or neither."""

from collections.abc import Callable

from studio.jobs.database import Database
from studio.jobs.render_job import RenderJob
from studio.jobs.render_store import RenderStore


class Endings:
    """The only place in which renders end."""

    def __init__(self, database: Database, renders: RenderStore, tell: Callable[[RenderJob], None]) -> None:
        """`tell` writes down what is to be told of an ended job, inside the transaction that ends it."""
        self._database = database
        self._renders = renders
        self._tell = tell

    def finish(self, job_id: int, seconds: float, notes: tuple[str, ...]) -> None:
        """A video of `seconds` is in place."""
        with self._database.transaction():
            self._told(self._renders.finish(job_id, seconds, notes))

    def fail(self, job_id: int, error: str) -> None:
        """There is no video, for the reason that clients read."""
        with self._database.transaction():
            self._told(self._renders.fail(job_id, error))

    def _told(self, ended: RenderJob | None) -> None:
        if ended is not None:
            self._tell(ended)
