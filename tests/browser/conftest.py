"""A browser for the tests that drive pages as people do; they skip where there is none."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.browser import CHROMIUM, DRIVER, Browser


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    if not (CHROMIUM and DRIVER):
        pytest.skip("needs a browser: apt-get install chromium chromium-driver")
    window = Browser(tmp_path / "profile")
    yield window
    window.close()
