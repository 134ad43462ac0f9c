"""The version of a tutorial: five async tasks, each mapped over the results of the one before."""

import asyncio
from typing import Any

from prefect import flow, task

from tests.benchmarks.orchestration.bare import open_bare, urls_of

ASKED: dict[str, Any] = {}
"""What the run was asked for; each task opens what it needs, as tasks in threads of their own must."""


@task(retries=3)
async def create_product(url: str) -> str:
    """Create the product."""
    bare = open_bare(ASKED)
    async with bare.service:
        return await bare.product(url)


@task
async def update_product(project: str) -> str:
    """There is nothing to correct."""
    return project


@task
async def start_render(project: str) -> str:
    """Start the render."""
    bare = open_bare(ASKED)
    async with bare.service:
        await bare.render(project)
    return project


@task
async def wait_for_render(project: str) -> dict[str, Any]:
    """Wait for it."""
    bare = open_bare(ASKED)
    async with bare.service:
        return {**await bare.finished(project), "project": project}


@task(retries=3)
async def publish_video(info: dict[str, Any]) -> str:
    """Copy it into the bucket."""
    bare = open_bare(ASKED)
    async with bare.service:
        await bare.publish(info["project"], info)
    return str(info["project"])


@flow(name="textbook")
def textbook_flow(urls: list[str]) -> int:
    """Map, map, map."""
    products = create_product.map(urls)
    corrected = update_product.map(products)
    renders = start_render.map(corrected)
    finished = wait_for_render.map(renders)
    published = publish_video.map(finished)
    return len(published.result())


async def run_textbook(asked: dict[str, Any]) -> dict[str, Any]:
    """Run the flow."""
    ASKED.update(asked)
    count = await asyncio.to_thread(textbook_flow, urls_of(asked))
    return {"counts": {"published": count}}
