"""What is done to a store in a folder, and to an account, beside the runs."""

import contextlib
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.chaos.outside.books import STRANGER
from tests.chaos.outside.records import FOLDER
from tests.chaos.outside.schedule import ITEMS
from tests.conftest import StudioProcess

HOLD = """
import fcntl, sys, time
held = [open(path, "a") for path in sys.argv[2:]]
for each in held:
    fcntl.flock(each, fcntl.LOCK_EX)
time.sleep(float(sys.argv[1]))
"""


@contextlib.contextmanager
def cut_record(root: Path, dice: random.Random) -> Iterator[None]:
    """Cut one record in half while the block runs, and put it back where nobody has written it since."""
    paths = sorted((root / FOLDER).glob("*.json")) if root.exists() else []
    if not paths:
        yield
        return
    path = dice.choice(paths)
    whole = path.read_bytes()
    half = whole[: len(whole) // 2]
    path.write_bytes(half)
    try:
        yield
    finally:
        if path.read_bytes() == half:
            path.write_bytes(whole)


@contextlib.contextmanager
def held_locks(root: Path, seconds: float) -> Iterator[None]:
    """Hold every lock of the folder for so long."""
    locks = [str(path) for path in root.rglob("*lock*") if path.is_file()]
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(seconds), *locks])
    try:
        yield
    finally:
        holder.kill()
        holder.wait()


def make_by_hand(studio: StudioProcess) -> None:
    """A person makes a video in the same account (generation 2), of a page that is in no catalogue of ours."""
    page = studio.sample_urls()[ITEMS]
    with studio.client() as client:
        product = client.post("/v2/product", json={"url": page}).raise_for_status().json()["data"]["product_id"]
        body: dict[str, Any] = {
            "product_id": product,
            "video_spec": {"length": "15", "aspect_ratio": "portrait", "caption": True, "name": STRANGER},
            "avatar": {"id": 37, "type": 0},
            "script": {"style": "Discovery", "language": "english"},
            "voice": {},
            "audio": {},
            "visual_style": "Card Stacking",
        }
        client.post("/v2/create_video_from_product", json=body).raise_for_status()
