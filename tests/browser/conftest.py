"""A browser for the tests that drive pages as people do; they skip where there is none."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.browser import CHROMIUM, DRIVER, Browser
from tests.conftest import StartStudio


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    if not (CHROMIUM and DRIVER):
        pytest.skip("needs a browser: apt-get install chromium chromium-driver")
    window = Browser(tmp_path / "profile")
    yield window
    window.close()


@pytest.fixture(scope="session")
def exhibits(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where studios keep the pictures of their catalogue: drawing them takes longer than any of the tests."""
    return tmp_path_factory.mktemp("exhibits")


@pytest.fixture
def start_studio(start_studio: StartStudio, exhibits: Path, tmp_path: Path) -> StartStudio:
    """Start studios of which the first has those pictures."""
    data = tmp_path / "studio-0"
    data.mkdir()
    (data / "exhibits").symlink_to(exhibits)
    return start_studio
