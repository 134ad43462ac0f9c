"""Signed links are secrets: their query opens the file to whoever reads it."""

import logging
import re
from urllib.parse import urlsplit

_QUERY = re.compile(r"\?\S*")


def redacted(url: str) -> str:
    """Return scheme, host and path of a URL: what may stand in messages and logs."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "(an address that can't be read)"
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}{parts.path}"


class QueryFilter(logging.Filter):
    """Cuts queries out of what urllib3 logs: request lines and retries at DEBUG, redirects at INFO."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record's arguments; every record passes."""
        if isinstance(record.args, tuple):
            record.args = tuple(_QUERY.sub("?...", arg) if isinstance(arg, str) else arg for arg in record.args)
        return True


def hide_queries() -> None:
    """Add the filter to the loggers that write URLs; adding it again changes nothing."""
    for name in ("urllib3.connectionpool", "urllib3.poolmanager", "urllib3.util.retry"):
        logger = logging.getLogger(name)
        if not any(isinstance(each, QueryFilter) for each in logger.filters):
            logger.addFilter(QueryFilter())
