"""The docs' picture of a gallery of drafts, `python -m tests.browser.previews docs/previews.jpg`.

It is drawn by Chromium of a real run against studio.
"""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from flows.cli.demo import running_studio
from tests.browser.browser import Browser
from tests.conftest import API_KEY

STYLES = ("Card Stacking", "FullScreen", "Avatar Bubble", "Simple Product Switch", "Floating Avatar")

STUDIOS_PORT = "8777"
"""What the picture shows as studio's address, as its users see it."""

WITHOUT_SPINNERS = "document.querySelectorAll('video').forEach(each => {each.removeAttribute('src'); each.load()})"
"""Chromium draws an arc over a video that it has not asked for yet; of one without a source it shows the poster."""

WIDTH, HEIGHT, QUALITY = 1300, 830, 84
"""CSS pixels of the window, and JPEG quality at which small print stays clean."""


def draw_previews(file: Path, folder: Path) -> None:
    """Draft a page of the sample shop in five styles, choose one in the gallery and photograph it."""
    studio = folder / "studio"
    studio.mkdir()
    (studio / "port").write_text(STUDIOS_PORT)
    with running_studio(studio, API_KEY) as address:
        command = [str(Path(sys.executable).with_name("url2video")), "preview", f"{address}/samples/aurora-bottle.html"]
        command += ["--styles", ",".join(STYLES), "--to", "videos", "--base-url", address, "--poll-seconds", "1"]
        environment = os.environ | {"JOGG_API_KEY": API_KEY}
        subprocess.run(command, cwd=folder, env=environment, check=True)
    (gallery,) = (folder / "videos/batches").glob("*/index.html")
    browser, shot = Browser(folder / "profile"), folder / "shot.png"
    try:
        browser.show_as(WIDTH, height=HEIGHT)
        browser.open(gallery.as_uri())
        browser.run("document.documentElement.style.scrollbarWidth = 'none'")
        browser.click(f'input[data-style="{STYLES[1]}"]')
        browser.run(WITHOUT_SPINNERS)
        browser.wait_for("setTimeout(arguments[0], 1000)")  # arcs that are there fade out
        browser.picture(shot)
    finally:
        browser.close()
    with Image.open(shot) as drawn:
        drawn.convert("RGB").crop((0, 0, WIDTH, HEIGHT)).save(file, quality=QUALITY)


if __name__ == "__main__":
    with TemporaryDirectory() as temporary:
        draw_previews(Path(sys.argv[1]).absolute(), Path(temporary))
