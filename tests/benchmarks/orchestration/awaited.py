"""The bare loop's steps as Prefect tasks of one async flow, awaited in turn: what Prefect itself takes, and no more."""

import asyncio
from typing import Any

from prefect import flow, task

from tests.benchmarks.orchestration.bare import Bare, open_bare, urls_of

OPENED: list[Bare] = []
"""The clients of the run: clients cannot be parameters, which Prefect writes down."""


@task(retries=3)
async def create_product(url: str) -> str:
    """Create the product."""
    return await OPENED[0].product(url)


@task
async def update_product(project: str) -> str:
    """There is nothing to correct."""
    return project


@task
async def start_render(project: str) -> None:
    """Start the render."""
    await OPENED[0].render(project)


@task
async def wait_for_render(project: str) -> dict[str, Any]:
    """Wait for it."""
    return await OPENED[0].finished(project)


@task(retries=3)
async def publish_video(project: str, info: dict[str, Any]) -> None:
    """Copy it into the bucket."""
    await OPENED[0].publish(project, info)


@flow(name="awaited")
async def awaited_flow(urls: list[str], concurrency: int) -> None:
    """All items, so many at a time."""
    turns = asyncio.Semaphore(concurrency)

    async def one(url: str) -> None:
        async with turns:
            project = await update_product(await create_product(url))
            await start_render(project)
            await publish_video(project, await wait_for_render(project))

    await asyncio.gather(*(one(url) for url in urls))


async def run_awaited(asked: dict[str, Any]) -> dict[str, Any]:
    """Run the flow."""
    OPENED.append(open_bare(asked))
    urls = urls_of(asked)
    await awaited_flow(urls, asked["concurrency"])
    await OPENED[0].service.aclose()
    return {"counts": {"published": len(urls)}}
