"""A real browser, driven over the WebDriver protocol (w3.org/TR/webdriver2): Debian's chromium and chromedriver."""

import re
import shutil
import subprocess
import time
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

DRIVER = shutil.which("chromedriver")
CHROMIUM = shutil.which("chromium")

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--window-size=1300,1000",
)  # fmt: skip
"""Nothing is asked of the network but what the tests ask for."""

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
"""The key of an element reference (WebDriver, section 12.1)."""


class Browser:
    """One window."""

    def __init__(self, profile: Path) -> None:
        assert DRIVER is not None
        self._process = subprocess.Popen([DRIVER, "--port=0"], stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        started = next(line for line in self._process.stdout if "started successfully" in line)
        port = re.findall(r"\d+", started)[-1]
        self._http = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60)
        chrome = {"binary": CHROMIUM, "args": [*FLAGS, f"--user-data-dir={profile}"]}
        capabilities = {"alwaysMatch": {"browserName": "chrome", "goog:chromeOptions": chrome}}
        self._session = self._ask("POST", "/session", {"capabilities": capabilities})["sessionId"]

    def close(self) -> None:
        """End window and driver."""
        self._ask("DELETE", f"/session/{self._session}")
        self._process.terminate()
        self._process.wait(10)
        assert self._process.stdout is not None
        self._process.stdout.close()
        self._http.close()

    def open(self, url: str) -> None:
        """Go to an address and wait until it is loaded."""
        self._do("url", {"url": url})

    def run(self, script: str, *arguments: Any) -> Any:
        """The result of a script's `return`."""
        return self._do("execute/sync", {"script": script, "args": list(arguments)})

    def wait_for(self, script: str, *arguments: Any) -> Any:
        """What a script gives to its last argument, a function, however long it takes."""
        return self._do("execute/async", {"script": script, "args": list(arguments)})

    def show_as(self, width: int, *, dark: bool = False, height: int = 900) -> None:
        """Be a screen of so many CSS pixels, in a light or dark scheme (Chrome DevTools Protocol, Emulation)."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
        self._tell("Emulation.setDeviceMetricsOverride", size)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._tell("Emulation.setEmulatedMedia", {"features": [scheme]})

    def picture(self, file: Path) -> None:
        """Write the whole page as a PNG."""
        shot = self._tell("Page.captureScreenshot", {"format": "png", "captureBeyondViewport": True})
        file.write_bytes(b64decode(shot["data"]))

    def type(self, selector: str, text: str) -> None:
        """Write into a field, as with the keyboard."""
        self._do(f"element/{self._find(selector)}/value", {"text": text})

    def click(self, selector: str) -> None:
        """Click an element, as with the mouse."""
        self._do(f"element/{self._find(selector)}/click", {})

    def text(self, selector: str) -> str:
        """What somebody reads there; empty where there is no such element."""
        return str(self.run("return document.querySelector(arguments[0])?.innerText ?? ''", selector))

    def count(self, selector: str) -> int:
        """How many elements there are."""
        return int(self.run("return document.querySelectorAll(arguments[0]).length", selector))

    def wait(self, condition: Callable[[], Any], seconds: float = 60.0) -> Any:
        """The first true value of a condition."""
        end = time.monotonic() + seconds
        while not (value := condition()):
            assert time.monotonic() < end, f"never came true; the page says:\n{self.text('body')}"
            time.sleep(0.05)
        return value

    def _find(self, selector: str) -> str:
        return str(self._do("element", {"using": "css selector", "value": selector})[ELEMENT])

    def _tell(self, command: str, parameters: dict[str, Any]) -> Any:
        return self._do("goog/cdp/execute", {"cmd": command, "params": parameters})

    def _do(self, command: str, body: dict[str, Any]) -> Any:
        return self._ask("POST", f"/session/{self._session}/{command}", body)

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        value = self._http.request(method, path, json=body).json()["value"]
        if isinstance(value, dict) and "error" in value:
            raise AssertionError(f"{value['error']}: {value['message']}")
        return value
