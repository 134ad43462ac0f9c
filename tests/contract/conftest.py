"""The contract, case by case, for every generation: one suite, two kinds of service.

By default the cases run against studio, started for them. On purpose, and only then, they run against a live service:

    URL2VIDEO_CONTRACT_KEY      the API key; without it nothing live is ever called
    URL2VIDEO_CONTRACT_URL      its base URL, for instance https://api.jogg.ai
    URL2VIDEO_CONTRACT_CREDITS  the most credits that the run may spend; 0 where not given: then only free cases run
    URL2VIDEO_CONTRACT_PAGE     the product page to use
    URL2VIDEO_CONTRACT_GENERATIONS  which to run, "v2" where not given ("open,v1,v2")

    uv run pytest -n 0 tests/contract

A case says what it costs with `budget.spend(credits)` before it pays, and is skipped when that is more than is left.
`faces.py` holds what the generations differ in; the cases know only what they share.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest

from tests.contract.faces import FACES, Face

GENERATIONS = tuple(FACES)


@dataclass(frozen=True, slots=True)
class Service:
    """What the cases talk to."""

    url: str
    api_key: str
    page: str
    """A product page that can be read."""
    is_studio: bool


@dataclass(slots=True)
class Budget:
    """Credits that the run may still spend; None for studio's, which cost nothing."""

    left: float | None

    def spend(self, credits: float) -> None:
        """Take it from what is left, or skip the case."""
        if self.left is not None:
            if credits > self.left:
                pytest.skip(f"costs {credits:g} credits, {self.left:g} may be spent (URL2VIDEO_CONTRACT_CREDITS)")
            self.left -= credits


def _live() -> Service | None:
    key = os.environ.get("URL2VIDEO_CONTRACT_KEY")
    if not key:
        return None
    return Service(os.environ["URL2VIDEO_CONTRACT_URL"], key, os.environ["URL2VIDEO_CONTRACT_PAGE"], is_studio=False)


@pytest.fixture(scope="session")
def live() -> Service | None:
    return _live()


@pytest.fixture(scope="session")
def service(live: Service | None, request: pytest.FixtureRequest) -> Service:
    """The live service where it was asked for, else studio, started when first needed."""
    if live:
        return live
    studio = request.getfixturevalue("shared_studio")
    return Service(studio.url, studio.api_key, studio.sample_urls()[0], is_studio=True)


@pytest.fixture(scope="session")
def budget(live: Service | None) -> Budget:
    return Budget(float(os.environ.get("URL2VIDEO_CONTRACT_CREDITS", "0")) if live else None)


@pytest.fixture(params=GENERATIONS)
def face(request: pytest.FixtureRequest, service: Service, live: Service | None) -> Iterator[Face]:
    """A generation, spoken to the service."""
    if live and request.param not in os.environ.get("URL2VIDEO_CONTRACT_GENERATIONS", "v2").split(","):
        pytest.skip("not among URL2VIDEO_CONTRACT_GENERATIONS")
    with httpx.Client(base_url=service.url, headers={"x-api-key": service.api_key}, timeout=60) as client:
        yield FACES[request.param](client)
