"""What Prefect says of each task run that ends well, kept out of a run's log: there a video has one line of ours."""

import logging

GOOD_END = "Finished in state "
"""Prefect 3.8 and 3.9 log it for every task run, at INFO where that ended well (task_engine.py, log_finished_message).
An item has four of them, and no setting leaves out this line alone."""


class WithoutGoodEnds(logging.Filter):
    """Lets everything pass but that."""

    def filter(self, record: logging.LogRecord) -> bool:
        """See the class."""
        return record.levelno > logging.INFO or not str(record.msg).startswith(GOOD_END)


_without_good_ends = WithoutGoodEnds()


def say_no_good_ends() -> None:
    """Have the task runs of this process log no line for ending well. Called again, it changes nothing."""
    logging.getLogger("prefect.task_runs").addFilter(_without_good_ends)
