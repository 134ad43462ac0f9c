"""The five steps of a video with nothing but httpx and boto3: what the service and the store ask for, and no more."""

import asyncio
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3
import httpx

DONE = 4
"""`status` of generation 1 for a finished render."""


@dataclass(frozen=True)
class Bare:
    """One client of each kind."""

    service: httpx.AsyncClient
    s3: Any
    bucket: str
    prefix: str
    poll_seconds: float

    async def product(self, url: str) -> str:
        """Create the product."""
        answer = await self.service.post("/open/product", json={"url": url})
        return str(answer.raise_for_status().json()["data"]["prj_id"])

    async def render(self, project: str) -> None:
        """Start the render."""
        answer = await self.service.post("/open/project/render", json={"project_id": project})
        answer.raise_for_status()

    async def finished(self, project: str) -> dict[str, Any]:
        """Wait for it."""
        while True:
            answer = await self.service.get("/open/prj_info", params={"project_id": project})
            info: dict[str, Any] = answer.raise_for_status().json()["data"]
            if info["status"] == DONE:
                return info
            await asyncio.sleep(self.poll_seconds)

    async def publish(self, project: str, info: dict[str, Any]) -> None:
        """Copy video, poster and what is known of it into the bucket."""
        video = (await self.service.get(info["video_url"])).raise_for_status().content
        poster = (await self.service.get(info["cover_url"])).raise_for_status().content
        for ending, body in ((".mp4", video), (".jpg", poster), (".json", str(info).encode())):
            await asyncio.to_thread(
                self.s3.put_object, Bucket=self.bucket, Key=f"{self.prefix}/{project}{ending}", Body=body
            )


def open_bare(asked: dict[str, Any]) -> Bare:
    """Open the clients."""
    place = urlsplit(asked["to"])
    service = httpx.AsyncClient(
        base_url=asked["studio"], headers={"x-api-key": os.environ["JOGG_API_KEY"]}, timeout=120, limits=httpx.Limits()
    )
    return Bare(service, boto3.client("s3"), place.netloc, place.path.strip("/"), asked["poll_seconds"])


def urls_of(asked: dict[str, Any]) -> list[str]:
    """The product pages."""
    return Path(asked["catalog"]).read_text().split()


async def run_bare(asked: dict[str, Any]) -> dict[str, Any]:
    """All items, so many at a time."""
    bare, turns = open_bare(asked), asyncio.Semaphore(asked["concurrency"])

    async def one(url: str) -> None:
        async with turns:
            project = await bare.product(url)
            await bare.render(project)
            await bare.publish(project, await bare.finished(project))

    urls = urls_of(asked)
    await asyncio.gather(*(one(url) for url in urls))
    await bare.service.aclose()
    return {"counts": {"published": len(urls)}}
