"""`python -m studio.samples.draw [NAME...]`: take the pictures of the sample shop anew."""

import argparse
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from studio.samples.draw.film import take
from studio.samples.draw.plates import exposure, names

TARGET = Path(__file__).parent.parent / "shop" / "pictures"


def draw(name: str, target: Path, scale: float) -> str:
    """Take one picture into the folder `target`; answers a line that says so."""
    data = take(exposure(name), scale)
    (target / name).write_bytes(data)
    return f"{name}  {len(data) / 1024:.0f} KiB"


def main() -> None:
    """Draw all pictures, or those whose name starts with one of the arguments."""
    parser = argparse.ArgumentParser(prog="python -m studio.samples.draw", description=main.__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="start of a picture's file name")
    parser.add_argument("--out", type=Path, default=TARGET, help="folder to write to")
    parser.add_argument("--scale", type=float, default=1.0, help="below 1: smaller, faster proofs")
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    wanted = [name for name in names() if not asked.names or name.startswith(tuple(asked.names))]
    asked.out.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(asked.workers) as pool:
        for line in pool.map(partial(draw, target=asked.out, scale=asked.scale), wanted):
            print(line, flush=True)  # noqa: T201  # a command's output


if __name__ == "__main__":
    main()
