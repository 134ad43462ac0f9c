"""The page at `/` in a real browser: order a video, watch it being made, play it; see why another one is not made."""

from tests.browser.browser import Browser
from tests.conftest import StartStudio


def test_a_video_is_ordered_watched_and_played(browser: Browser, start_studio: StartStudio) -> None:
    studio = start_studio(renderer="real", workers=1)
    browser.open(studio.console)
    browser.type("[name=url]", f"{studio.url}/samples/brume-bougie.html")
    browser.run("document.querySelector('[name=aspect_ratio]').value = 'square'")
    browser.run("document.querySelector('[name=seconds]').add(new Option('5 s', 5, true, true))")
    browser.click("button")

    browser.wait(lambda: browser.text("h1") == "Bougie parfumée Brume")
    assert "price\t34 EUR\tjson-ld" in browser.text("table")
    seen = [0]

    def finished() -> bool:
        seen.append(int(browser.run("return document.querySelector('progress')?.value ?? 100")))
        return browser.count("article.finished video") == 1

    browser.wait(finished, 120)
    assert seen == sorted(seen)
    assert len(set(seen)) > 3, "the page followed the work without being loaded again"

    browser.run("const video = document.querySelector('video'); video.muted = true; video.play()")
    browser.wait(lambda: browser.run("return document.querySelector('video').currentTime") > 0.5)
    browser.click("article summary")
    assert "Brume" in browser.text("details[open] ol"), "what is said"


def test_a_page_without_product_and_a_failed_render_say_why(browser: Browser, start_studio: StartStudio) -> None:
    studio = start_studio(render_seconds=60)
    browser.open(studio.console)
    browser.type("[name=url]", f"{studio.url}/samples/about-us.html")
    browser.click("button")
    browser.wait(lambda: browser.text("[role=alert]").startswith("no_product_found:"))

    browser.run("document.querySelector('[name=url]').value = ''")
    browser.type("[name=url]", f"{studio.url}/samples/moos-teekanne.html")
    browser.click("button")
    browser.wait(lambda: browser.text("article .status") == "rendering")
    studio.fail(next(iter(studio.counters().accepted)))
    browser.wait(lambda: browser.text("article .status") == "failed")
    assert "test control" in browser.text("article .problem")
