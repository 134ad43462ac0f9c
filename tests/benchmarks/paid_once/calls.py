"""The five requests of one video in generation 2, as three of the ways make them: no retries, no memory."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

POLL_SECONDS = 0.2
RESPONSE_SECONDS = 6.0
DONE = frozenset({"completed", "success"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What a way is asked for: a video of each page, in a folder."""

    base_url: str
    api_key: str
    pages: list[str]
    folder: str
    """Of the videos."""
    state: str
    """Folder in which the way may keep what it must remember."""


class Calls:
    """Blocking requests to the service."""

    def __init__(self, asked: Asked) -> None:
        self._folder = Path(asked.folder)
        headers = {"x-api-key": asked.api_key}
        self._client = httpx.Client(base_url=asked.base_url, headers=headers, timeout=RESPONSE_SECONDS, verify=False)

    def product(self, page: str) -> str:
        """Have a page read; the product's id. Free."""
        return str(self._data("POST", "/v2/product", {"url": page})["product_id"])

    def pay(self, product: str, name: str) -> str:
        """Order the video; its id. Each call is paid for."""
        body = {
            "product_id": product,
            "video_spec": {"length": "15", "aspect_ratio": "portrait", "caption": True, "name": name},
            "avatar": {"id": 37, "type": 0},
            "script": {"style": "Discovery", "language": "english"},
            "voice": {},
            "audio": {},
            "visual_style": "Card Stacking",
        }
        return str(self._data("POST", "/v2/create_video_from_product", body)["product_video_id"])

    def finished(self, video: str) -> str:
        """Wait until it is rendered; its link."""
        while (found := self._data("GET", f"/v2/product_video/{video}"))["status"] not in DONE:
            time.sleep(POLL_SECONDS)
        return str(found["video_url"])

    def publish(self, link: str, name: str) -> None:
        """Copy it into the folder."""
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / f"{name}.mp4").write_bytes(self._client.get(link).raise_for_status().content)

    def _data(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        answer = self._client.request(method, path, json=body).raise_for_status().json()
        return dict(answer["data"])


def name_of(page: str) -> str:
    """A name for the video of a page."""
    return page.rpartition("/")[2].replace(".html?round=", "-")
