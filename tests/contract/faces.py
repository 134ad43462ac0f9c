"""What the generations of the contract differ in: paths, names, numbers."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Protocol

import httpx


class Stage(Enum):
    """Where a video is, in no generation's words."""

    BEFORE = auto()
    DONE = auto()
    FAILED = auto()


@dataclass(frozen=True, slots=True)
class Video:
    """A video as any generation shows it."""

    stage: Stage
    url: str
    cover_url: str
    seconds: float
    error: str


class Face(Protocol):
    """One generation."""

    client: httpx.Client
    product_path: str
    render_path: str

    def create(self, url: str) -> httpx.Response: ...

    def product_of(self, data: dict[str, Any]) -> Any:
        """What corrections and renders name the product by."""
        ...

    def correct(self, product: Any, title: str) -> httpx.Response: ...

    def order(self, product: Any, name: str = "", **fields: Any) -> httpx.Response: ...

    def video_id(self, product: Any, answer: dict[str, Any]) -> str: ...

    def ask(self, video_id: str) -> httpx.Response: ...

    def video(self, data: dict[str, Any]) -> Video: ...


NUMBERED = {4: Stage.DONE, 5: Stage.FAILED}
WORDS = {"completed": Stage.DONE, "success": Stage.DONE, "failed": Stage.FAILED}


class OpenFace:
    """Generation 1."""

    product_path, render_path = "/open/product", "/open/project/render"

    def __init__(self, client: httpx.Client) -> None:
        self.client = client

    def create(self, url: str) -> httpx.Response:
        return self.client.post(self.product_path, json={"url": url})

    def product_of(self, data: dict[str, Any]) -> Any:
        return data

    def correct(self, product: Any, title: str) -> httpx.Response:
        return self.client.put(self.product_path, json={"product_id": product["id"], "title": title})

    def order(self, product: Any, name: str = "", **fields: Any) -> httpx.Response:
        return self.client.post(self.render_path, json={"project_id": product["prj_id"], **fields})

    def video_id(self, product: Any, answer: dict[str, Any]) -> str:
        return str(product["prj_id"])

    def ask(self, video_id: str) -> httpx.Response:
        return self.client.get("/open/prj_info", params={"project_id": video_id})

    def video(self, data: dict[str, Any]) -> Video:
        stage = NUMBERED.get(data["status"], Stage.BEFORE)
        return Video(stage, data["video_url"], data["cover_url"], data["video_duration"], data["err_msg"])


class _LaterFace:
    """What v1 and generation 2 share: a product is named by one id."""

    product_path = ""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client

    def create(self, url: str) -> httpx.Response:
        return self.client.post(self.product_path, json={"url": url})

    def product_of(self, data: dict[str, Any]) -> Any:
        return data["product_id"]

    def correct(self, product: Any, title: str) -> httpx.Response:
        return self.client.put(self.product_path, json={"product_id": product, "name": title})


class V1Face(_LaterFace):
    """v1."""

    product_path, render_path = "/v1/product", "/v1/create_video_from_url"

    def order(self, product: Any, name: str = "", **fields: Any) -> httpx.Response:
        body = {
            "product_id": product,
            "aspect_ratio": 0,
            "video_length": "15",
            "language": "english",
            "avatar_id": 81,
            "avatar_type": 0,
            "script_style": "Discovery",
            "template_type": "public",
            "video_name": name,
        }
        return self.client.post(self.render_path, json=body | fields)

    def video_id(self, product: Any, answer: dict[str, Any]) -> str:
        return str(answer["data"]["project_id"])

    def ask(self, video_id: str) -> httpx.Response:
        return self.client.get("/v1/project", params={"project_id": video_id})

    def video(self, data: dict[str, Any]) -> Video:
        stage = NUMBERED.get(data["status_code"], Stage.BEFORE)
        return Video(stage, data["video_url"], data["cover_url"], data["video_duration"], data.get("err_msg", ""))


class V2Face(_LaterFace):
    """Generation 2, in its nested form."""

    product_path, render_path = "/v2/product", "/v2/create_video_from_product"

    def order(self, product: Any, name: str = "", **fields: Any) -> httpx.Response:
        body = {
            "product_id": product,
            "video_spec": {"length": "15", "aspect_ratio": "portrait", "caption": True, "name": name},
            "avatar": {"id": 81, "type": 0},
            "script": {"style": "Discovery", "language": "english"},
        }
        return self.client.post(self.render_path, json=body | fields)

    def video_id(self, product: Any, answer: dict[str, Any]) -> str:
        return str(answer["data"].get("video_id") or answer["data"]["product_video_id"])

    def ask(self, video_id: str) -> httpx.Response:
        return self.client.get(f"/v2/product_video/{video_id}")

    def video(self, data: dict[str, Any]) -> Video:
        error = data.get("error") or {}
        return Video(
            stage=WORDS.get(data["status"], Stage.BEFORE),
            url=data["video_url"],
            cover_url=data["cover_url"],
            seconds=data.get("video_duration") or data.get("duration") or 0,
            error=error.get("message", ""),
        )


FACES: dict[str, type[OpenFace | V1Face | V2Face]] = {"open": OpenFace, "v1": V1Face, "v2": V2Face}
