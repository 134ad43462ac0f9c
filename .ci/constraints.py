"""Writes the tested versions: constraints.txt for pip, and from it the block that uv reads in pyproject.toml.

    python .ci/constraints.py --upgrade   resolve anew, then write both
    python .ci/constraints.py             write pyproject.toml's block from constraints.txt
    python .ci/constraints.py --check     exit 1 if the two differ

uv.lock is not committed because it holds download addresses; these lines hold versions only.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONSTRAINTS = ROOT / "constraints.txt"
PROJECT = ROOT / "pyproject.toml"
HEADER = "# The versions that the tests run with, written by .ci/constraints.py: pip install -c constraints.txt .\n"
BLOCK = re.compile(r"(?<=^constraint-dependencies = \[\n)(?:    .*\n)*(?=^\])", re.MULTILINE)
EXPORT = ["uv", "export", "-q", "--no-hashes", "--no-emit-project", "--all-extras", "--all-groups"]
QUIET = ["--no-annotate", "--no-header", "--format", "requirements-txt"]


def block_of(constraints: str) -> str:
    """The lines of constraints.txt as entries of a TOML list."""
    lines = (line for line in constraints.splitlines() if line and not line.startswith("#"))
    return "".join(f"    '{line}',\n" if '"' in line else f'    "{line}",\n' for line in lines)


def resolved() -> str:
    """The versions that uv finds for every supported Python and platform, without regard to today's constraints."""
    project = PROJECT.read_text()
    try:
        PROJECT.write_text(BLOCK.sub("", project))
        subprocess.run(["uv", "lock", "-q", "--upgrade"], check=True, cwd=ROOT)
        found = subprocess.run([*EXPORT, *QUIET], check=True, cwd=ROOT, capture_output=True, text=True).stdout
    finally:
        PROJECT.write_text(project)
    return HEADER + found.replace("'", '"')


def main() -> int:
    """Do what the arguments say; returns the exit code."""
    if "--upgrade" in sys.argv:
        CONSTRAINTS.write_text(resolved())
    project = PROJECT.read_text()
    wanted = BLOCK.sub(lambda _: block_of(CONSTRAINTS.read_text()), project)
    if "--check" in sys.argv:
        return 0 if wanted == project else 1
    PROJECT.write_text(wanted)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
