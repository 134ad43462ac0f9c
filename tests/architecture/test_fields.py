"""Nothing outside of a class sets its fields: who reads a class has read all that changes it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.prefect_server import PROJECT

ALLOWED = {
    ("blocks/content/reading.py", "stream.codec_context"): "PyAV: a codec context is set up by its attributes",
    ("blocks/delivery/line.py", "self.pool"): "urllib3: the classes that it connects with, by scheme",
    ("blocks/delivery/picture.py", "coded"): "PyAV",
    ("blocks/delivery/picture.py", "encoder"): "PyAV",
    ("blocks/delivery/picture.py", "stream.codec_context"): "PyAV",
    ("blocks/delivery/signals.py", "stream.codec_context"): "PyAV",
    ("blocks/delivery/redaction.py", "record"): "logging: a filter changes the record that it is given (its cookbook)",
    ("flows/cli/command.py", "ended"): "Python: what a decorator says of its function's parameters (PEP 362)",
    ("flows/cli/command.py", "logging"): "logging: its one switch for errors of handlers is a variable of the module",
    ("flows/runtime/run_flow.py", "told"): "Python (PEP 362)",
    ("flows/runtime/prefect_names.py", "engine"): "Prefect looks for its own handler under a name of that module",
    ("flows/tasks.py", "step"): "Prefect: a copy of a task, whose `with_options` would read its source for each video",
    ("studio/app.py", "app.state"): "Starlette: what the routes share",
    ("studio/controls/routes.py", "app.state"): "Starlette",
    ("studio/encoder.py", "context"): "PyAV",
    ("studio/encoder.py", "frame"): "PyAV",
    ("studio/encoder.py", "picture"): "PyAV",
    ("studio/encoder.py", "stream.codec_context"): "PyAV",
    ("studio/jobs/database.py", "self._connection"): "sqlite3: what a row is read into",
    ("studio/jobs/instant.py", "picture"): "PyAV",
    ("studio/jobs/instant.py", "tone"): "PyAV",
    ("studio/jobs/instant.py", "still"): "PyAV",
    ("studio/openapi.py", "app"): 'FastAPI: its documentation, "Extending OpenAPI"',
    ("studio/pictures.py", "image"): "Pillow: what it would write into the new file",
    ("studio/routes/guard.py", "request.state"): "Starlette: what the request's handlers share",
    ("studio/samples/exhibit.py", "frame"): "PyAV",
    ("studio/samples/exhibit.py", "stream"): "PyAV",
    ("studio/serving.py", "server"): "uvicorn: how a program stops its server",
    ("studio/voice/kokoro/model.py", "options"): "ONNX Runtime: a session's options are set by their attributes",
    ("studio/voice/piper_voice.py", "options"): "ONNX Runtime: a session's options are set by their attributes",
}
"""File and owner of the field, and the reason. All are objects of other libraries or of Python."""


def set_fields(file: Path) -> Iterator[str]:
    """The owner of each field that the file sets, but for a method's own object or class."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store | ast.Del):
            yield ast.unparse(node.value)
        if isinstance(node, ast.Call) and node.args:
            name = ast.unparse(node.func)
            if name in {"setattr", "delattr"} or name.endswith((".__setattr__", ".__delattr__")):
                yield ast.unparse(node.args[0])
            elif ast.unparse(node.args[0]) in {"setattr", "delattr"}:  # called by the one that it is handed to
                yield ast.unparse(node.args[1])


@pytest.mark.slow  # reads all of the code
def test_nothing_outside_of_a_class_sets_its_fields() -> None:
    files = [file for package in ("flows", "blocks", "studio") for file in (PROJECT / package).rglob("*.py")]
    found = {(str(file.relative_to(PROJECT)), owner) for file in files for owner in set_fields(file)}
    outside = {each for each in found if each[1] not in {"self", "cls"}}
    assert outside - set(ALLOWED) == set(), (
        "give the class a method that sets it, or add another library's object above"
    )
    assert set(ALLOWED) - outside == set(), "these are set no more"
