"""Which project a request is about."""

import json
import re
from urllib.parse import parse_qs

from studio.controls.answer import Answer

_ASKED = re.compile(r"/product_video/([^/]+)$")
"""Generation 2 asks by path."""

_ACCEPTED = ("video_id", "project_id")
"""Names of a new render's id in the data of an answer (v2, v1)."""

_BY_ID = re.compile(r"(?<=/product_video/)[^/]+$|(?<=/endpoint/)[^/]+$|(?<=/results/)[^/]+$")


def asked_project(path: str, query: str, body: bytes) -> str:
    """The project that a request names, "" where it names none."""
    if by_path := _ASKED.search(path):
        return by_path[1]
    if asked := parse_qs(query).get("project_id"):
        return asked[0]
    return _text(body, ("project_id",))


def accepted_project(answer: Answer) -> str:
    """The project that an answer has just given its id, "" where it is about none."""
    try:
        data = json.loads(answer.body)["data"]
    except (ValueError, KeyError, TypeError):
        return ""
    return _text(json.dumps(data).encode(), _ACCEPTED)


def _text(body: bytes, names: tuple[str, ...]) -> str:
    try:
        fields = json.loads(body)
    except ValueError:
        return ""
    found = [fields[name] for name in names if isinstance(fields, dict) and name in fields]
    return str(found[0]) if found else ""


def counted_path(path: str) -> str:
    """The path as the counters name it: one name for all ids."""
    return _BY_ID.sub("{id}", path)
