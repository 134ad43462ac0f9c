"""What a video costs: `uv run python -m tests.benchmarks.rendering`.

Prints CPU seconds per second of video (1080x1920, 30 frames a second), peak memory, and in the same run two references:
encoding alone (the same frames, already drawn, with the same encoder settings) and MoviePy, the library that most
generators of this kind are built on, over the same pictures. Each is measured as a whole process, import included, in
turns; medians and spreads of all rounds are printed. A worker of studio makes twenty videos: what its next one costs is
the difference between a process that makes two and one that makes one. MoviePy runs in an environment of its own
(`uv run --with`) over a few seconds of the video only: it would take minutes over the whole.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

MOVIEPY = ("uv", "run", "--no-project", "--quiet", "--python", "3.11", "--with", "moviepy==2.2.1", "python")

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Run:
    """One process from start to end."""

    cpu: float
    """Seconds, user and system, child processes included."""
    mib: float
    """Peak resident memory."""


def run(*command: str) -> Run:
    """Run a process and what it starts."""
    environment = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # else each process compiles all that it imports
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[0]} ended with {process.returncode}")
    return Run(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def report(name: str, runs: list[Run], seconds: float) -> float:
    """Print one line; the median CPU time per second of video."""
    costs = sorted(one.cpu / seconds for one in runs)
    middle = statistics.median(costs)
    spread = f"{costs[0]:.2f} to {costs[-1]:.2f}"
    print(
        f"{name:<28}{middle:6.2f} CPU s per s ({spread}, {len(runs)} runs), {middle * seconds:6.1f} CPU s"
        f" for {seconds:.1f} s, peak {max(one.mib for one in runs):.0f} MiB"
    )
    return middle


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--moviepy-seconds", type=float, default=5.0, help="0 leaves MoviePy out")
    asked = parser.parse_args()
    with TemporaryDirectory() as name:
        folder = Path(name)
        here = (sys.executable, "-m", "tests.benchmarks.rendering_steps")
        run(*here, "prepare", name)
        seconds = json.loads((folder / "material.json").read_text())["seconds"]
        steps: dict[str, Callable[[], Run]] = {
            "render": lambda: run(*here, "render", name),
            "render_twice": lambda: run(*here, "render_twice", name),
            "encode": lambda: run(*here, "encode", name),
        }
        runs: dict[str, list[Run]] = {step: [] for step in steps}
        for _ in range(asked.rounds):
            for step, measure in steps.items():
                runs[step].append(measure())
        whole = report("studio, page to MP4", runs["render"], seconds)
        pairs = zip(runs["render"], runs["render_twice"], strict=True)
        report("the next of a worker", [Run(two.cpu - one.cpu, two.mib) for one, two in pairs], seconds)
        floor = report("encoding alone", runs["encode"], seconds)
        print(f"{'studio to encoding alone':<28}{whole / floor:6.2f} times")
        if asked.moviepy_seconds:
            length = asked.moviepy_seconds
            script = str(FOLDER / "moviepy_reference.py")
            run(*MOVIEPY, "-c", "import moviepy")  # installs it
            reference = report("MoviePy, the same pictures", [run(*MOVIEPY, script, name, str(length))], length)
            print(f"{'MoviePy to studio':<28}{reference / whole:6.2f} times")


if __name__ == "__main__":
    main()
