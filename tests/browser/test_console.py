"""The page at `/` in a real browser: order a video, watch it being made, play it; see why another one is not made."""

import pytest

from tests.browser.accessibility import DESK, PHONE, scrolls_sideways, violations
from tests.browser.browser import Browser
from tests.conftest import StartStudio


def test_a_video_is_ordered_watched_and_played(browser: Browser, start_studio: StartStudio) -> None:
    studio = start_studio(renderer="real", workers=1)
    browser.open(studio.console)
    browser.type("[name=url]", f"{studio.url}/samples/brume-bougie.html")
    browser.run("document.querySelector('[name=aspect_ratio]').value = 'square'")
    browser.run("document.querySelector('[name=seconds]').add(new Option('5 s', 5, true, true))")
    browser.click("[value=video]")

    browser.wait(lambda: browser.text("h1") == "Bougie parfumée Brume")
    assert "price\t34 EUR\tjson-ld" in browser.text("table")
    seen = [0]

    def finished() -> bool:
        seen.append(int(browser.run("return document.querySelector('progress')?.value ?? 100")))
        return browser.count("article.finished video") == 1

    browser.wait(finished, 120)
    assert seen == sorted(seen)
    assert any(0 < percent < 100 for percent in seen), "the page followed the work without being loaded again"

    browser.run("const video = document.querySelector('video'); video.muted = true; video.play()")
    browser.wait(lambda: browser.run("return document.querySelector('video').currentTime") > 0.5)
    browser.click("article summary")
    assert "Brume" in browser.text("details[open] ol"), "what is said"


def test_a_page_without_product_and_a_failed_render_say_why(browser: Browser, start_studio: StartStudio) -> None:
    studio = start_studio(render_seconds=60)
    browser.open(studio.console)
    browser.type("[name=url]", f"{studio.url}/samples/about-us.html")
    browser.click("[value=video]")
    browser.wait(lambda: browser.text("[role=alert]").startswith("Open one single product in the shop"))
    assert browser.text("[role=alert] code") == "no_product_found"

    browser.run("document.querySelector('[name=url]').value = ''")
    browser.type("[name=url]", f"{studio.url}/samples/moos-teekanne.html")
    browser.click("[value=video]")
    browser.wait(lambda: browser.text("article .status") == "rendering")
    studio.fail(next(iter(studio.counters().accepted)))
    browser.wait(lambda: browser.text("article .status") == "failed")
    assert "test control" in browser.text("article .problem")


@pytest.mark.parametrize(
    ("width", "dark"),
    [
        pytest.param(DESK, False, id="light desk"),
        pytest.param(PHONE, True, id="dark phone"),
        pytest.param(DESK, True, id="dark desk", marks=pytest.mark.long),
        pytest.param(PHONE, False, id="light phone", marks=pytest.mark.long),
    ],
)
def test_everybody_can_use_the_page_on_desk_and_phone(
    browser: Browser, start_studio: StartStudio, width: int, *, dark: bool
) -> None:
    studio = start_studio(render_seconds=1)
    browser.show_as(width, dark=dark)
    browser.open(studio.console)
    browser.type("[name=url]", f"{studio.url}/samples/moos-teekanne.html")
    browser.run("for (const part of document.querySelectorAll('details')) part.open = true")
    browser.type("[name=title]", "مصباح مكتبي لوتشيولا")
    browser.click("[value=preview]")
    browser.wait(lambda: browser.count("article.finished"))
    browser.run("for (const part of document.querySelectorAll('details')) part.open = true")
    assert (violations(browser), scrolls_sideways(browser)) == ([], False)
    browser.open(studio.url)
    browser.run("for (const part of document.querySelectorAll('details')) part.open = true")
    assert (violations(browser), scrolls_sideways(browser)) == ([], False)
    browser.open(f"{studio.url}/?q=nothing+like+it")
    assert (violations(browser), scrolls_sideways(browser)) == ([], False)


def test_drafts_are_compared_one_is_used_and_the_others_deleted(browser: Browser, start_studio: StartStudio) -> None:
    studio = start_studio()
    browser.open(studio.console)
    browser.type("[name=url]", f"{studio.url}/samples/moos-teekanne.html")
    browser.click("[value=FullScreen]")
    browser.click("[value=preview]")
    browser.wait(lambda: browser.count("article.finished") == 2)
    assert browser.count("#again ~ form [name=styles]:checked") == 2, "a further order starts from the same styles"
    browser.wait(lambda: browser.count("#play-all:not([hidden])"))
    browser.click("#play-all")
    browser.wait(
        lambda: browser.run("return [...document.querySelectorAll('video')].every((one) => one.currentTime > 0)")
    )
    browser.click("article form[action$='/use'] button")
    browser.wait(lambda: browser.count("article.finished") == 3)
    assert list(studio.counters().accepted.values()) == [1]
    browser.run("window.confirm = () => true")
    browser.click("#job-1 form[action*='/delete'] button")
    browser.wait(lambda: browser.count("article") == 2)


def test_the_script_is_written_changed_and_spoken_before_anything_is_paid(
    browser: Browser, start_studio: StartStudio
) -> None:
    studio = start_studio()
    browser.open(studio.console)
    browser.type("[name=url]", f"{studio.url}/samples/moos-teekanne.html")
    browser.click("[formaction='/console/read']")
    browser.wait(lambda: browser.text("h1") == "Teekanne Moos")
    assert studio.counters().credits == 0
    browser.run("document.querySelector('[name=language]').value = 'german'")
    browser.click("[formaction$='/script#again']")
    browser.wait(
        lambda: "Teekanne" in str(browser.run("return document.querySelector('[name=override_script]').value"))
    )
    browser.type("[name=override_script]", " Nur heute.")
    browser.click("[value=video]")
    browser.wait(lambda: browser.count("article.finished") == 1)
    assert "Nur heute." in str(browser.run("return document.querySelector('[name=override_script]').value"))
