"""The way to the process that reads the texts of a video (`blocks.content.reading`), which the extra `check` brings.

Strangers' bytes are decoded there, and go through a recogniser: whatever happens costs the one video its check.
"""

import json
from importlib.util import find_spec

from pydantic import TypeAdapter, ValidationError

from blocks.content.shown import ShownText
from blocks.errors import ConfigurationError, VideoInvalidError
from bounds.child import ChildFailedError, ChildPool
from bounds.limits import READING_TEXT

_TEXTS = TypeAdapter(list[ShownText])
_PROCESSES = ChildPool("blocks.content.reading", 1, READING_TEXT)
_PACKAGES = ("rapidocr", "onnxruntime", "py3langid")


def require_reader() -> None:
    """Do nothing where the extra `check` is installed. Raises ConfigurationError where it is not."""
    if all(map(find_spec, _PACKAGES)):
        return
    raise ConfigurationError(
        "URL2VIDEO_CONTENT_CHECKS is set, but what reads the texts of videos is not installed.",
        code="extra_missing",
        next_step="Install the extra, `pip install 'url2video[check]'`, or unset the variable.",
    )


def read_texts(path: str) -> list[ShownText]:
    """Return the lines of text at some moments of a video. Raises VideoInvalidError (`text_not_read`)."""
    try:
        (told,) = _PROCESSES.ask(json.dumps(path).encode())
        return _TEXTS.validate_json(told)
    except (ChildFailedError, ValidationError) as error:
        why = str(error) if isinstance(error, ChildFailedError) else "what was read makes no sense"
        message = f"Its texts can't be read: {why}"
        raise VideoInvalidError(message, code="text_not_read") from None
