"""Writes the tested versions: constraints.txt for pip, and from it pins/pyproject.toml for uv.

    python .ci/constraints.py --upgrade   resolve anew, then write both
    python .ci/constraints.py             write pins/pyproject.toml from constraints.txt
    python .ci/constraints.py --check     exit 1 if the two differ

`uv sync` and `uv run` read no constraints file, and constraints only from pyproject.toml itself (uv docs, "Settings",
constraint-dependencies). But uv resolves all members of a workspace together, so a member that depends on exact
versions pins them for the others; it is never installed itself.

uv.lock is not committed because it holds download addresses; these lines hold versions only.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONSTRAINTS = ROOT / "constraints.txt"
PINS = ROOT / "pins" / "pyproject.toml"
HEADER = "# The versions that the tests run with, written by .ci/constraints.py: pip install -c constraints.txt .\n"
MEMBER = """# Written from constraints.txt by .ci/constraints.py, which says what it is for.
[project]
name = "url2video-pins"
version = "0"
requires-python = ">=3.11"
dependencies = [
{pins}]

[tool.uv]
package = false
"""
EXPORT = ["uv", "export", "-q", "--no-hashes", "--no-emit-project", "--all-extras", "--all-groups"]
QUIET = ["--no-annotate", "--no-header", "--format", "requirements-txt"]


def member_of(constraints: str) -> str:
    """The workspace member that pins what constraints.txt lists."""
    lines = (line for line in constraints.splitlines() if line and not line.startswith("#"))
    return MEMBER.format(pins="".join(f"    '{line}',\n" if '"' in line else f'    "{line}",\n' for line in lines))


def resolved() -> str:
    """The versions that uv finds for every supported Python and platform, without regard to today's constraints."""
    pins = PINS.read_text()
    try:
        PINS.write_text(member_of(""))
        subprocess.run(["uv", "lock", "-q", "--upgrade"], check=True, cwd=ROOT)
        found = subprocess.run([*EXPORT, *QUIET], check=True, cwd=ROOT, capture_output=True, text=True).stdout
    finally:
        PINS.write_text(pins)
    return HEADER + found.replace("'", '"')


def main() -> int:
    """Do what the arguments say; returns the exit code."""
    if "--upgrade" in sys.argv:
        CONSTRAINTS.write_text(resolved())
    wanted = member_of(CONSTRAINTS.read_text())
    if "--check" in sys.argv:
        return 0 if wanted == PINS.read_text() else 1
    PINS.write_text(wanted)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
