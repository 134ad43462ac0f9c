"""The environment of child processes whose coverage is not measured: they run no code of flows or blocks."""

import os

COVERAGE_VARIABLE = "COVERAGE_PROCESS_CONFIG"
"""By it a child process finds that it is to be measured (coverage.py, "Measuring subprocesses")."""


def unmeasured_environment() -> dict[str, str]:
    """Return the environment of this process, for a child whose coverage is not measured."""
    return {name: value for name, value in os.environ.items() if name != COVERAGE_VARIABLE}
