"""The approval form, answered by hand in a real browser."""

import asyncio
import json
from pathlib import Path

import pytest

from tests.browser.browser import CHROMIUM, DRIVER, Browser
from tests.conftest import StartStudio
from tests.flows.conftest import Make
from tests.prefect_server import PrefectServer

CLICK = "[...document.querySelectorAll(arguments[0])].find(each => each.innerText.trim() === arguments[1]).click()"
CHOOSE = """
const selects = [...document.querySelectorAll('[role=dialog] select')];
const select = selects.filter(each => [...each.options].some(option => option.value === 'approve'))[arguments[0]];
select.value = arguments[1];
select.dispatchEvent(new Event('change', {bubbles: true}));
"""
ALL_OTHERS, SECOND = 0, 2
"""Decisions by their place in the form."""


@pytest.mark.long
@pytest.mark.skipif(not (DRIVER and CHROMIUM), reason="chromium and chromium-driver are not installed")
async def test_a_person_corrects_one_product_and_rejects_another(
    make: Make, start_studio: StartStudio, prefect_server: PrefectServer, tmp_path: Path
) -> None:
    studio = start_studio()
    run = asyncio.ensure_future(make(studio, studio.sample_urls()[:2], review=True))
    await asyncio.to_thread(review, prefect_server, tmp_path / "profile", ", corrected <b>by hand</b>")
    made = await run
    assert made.states == ["published", "rejected"]
    (sidecar,) = (tmp_path / "store" / "videos").rglob("*.json")
    assert json.loads(sidecar.read_text())["title"] == "Aurora Insulated Bottle, corrected <b>by hand</b>"
    requests = studio.counters().requests
    assert [requests["PUT /open/product"], requests["POST /open/project/render"]] == [1, 1]


def review(server: PrefectServer, profile: Path, title: str) -> None:
    """Find the paused run, fill its form and submit it."""
    browser = Browser(profile)
    try:
        paused = {"state": {"type": {"any_": ["PAUSED"]}}}
        browser.wait(lambda: server.query("flow_runs/filter", flow_runs=paused))
        (run,) = server.query("flow_runs/filter", flow_runs=paused)
        browser.open(f"{server.api_url.removesuffix('/api')}/runs/flow-run/{run['id']}")
        browser.wait(lambda: "Resume" in browser.text("body"))
        browser.run(CLICK, "button", "Resume")
        browser.wait(lambda: browser.count("[role=dialog] textarea"))
        assert "Submitting takes 2 credits, less what is rejected." in browser.text("[role=dialog]")
        browser.type("[role=dialog] textarea", title)
        browser.run(CHOOSE, ALL_OTHERS, "approve")
        browser.run(CHOOSE, SECOND, "reject")
        browser.run(CLICK, "[role=dialog] button", "Submit")
        browser.wait(lambda: not browser.count("[role=dialog]"))
    finally:
        browser.close()
