"""A Prefect flow as tutorials write it: four tasks with three retries each, cached by their inputs."""

from prefect import flow, task
from prefect.cache_policies import INPUTS
from prefect.futures import wait

from tests.benchmarks.paid_once.calls import Asked, Calls, name_of

RETRIES = 3
RETRY_SECONDS = 0.2

_asked: list[Asked] = []
"""Set once, before the flow starts: tasks open what they need in threads of their own."""


@task(retries=RETRIES, retry_delay_seconds=RETRY_SECONDS, persist_result=True, cache_policy=INPUTS)
def create_product(page: str) -> str:
    """Have the page read."""
    return Calls(_asked[0]).product(page)


@task(retries=RETRIES, retry_delay_seconds=RETRY_SECONDS, persist_result=True, cache_policy=INPUTS)
def start_render(product: str, name: str) -> str:
    """Order the video."""
    return Calls(_asked[0]).pay(product, name)


@task(retries=RETRIES, retry_delay_seconds=RETRY_SECONDS, persist_result=False)
def wait_for_render(video: str) -> str:
    """Wait for it."""
    return Calls(_asked[0]).finished(video)


@task(retries=RETRIES, retry_delay_seconds=RETRY_SECONDS, persist_result=True, cache_policy=INPUTS)
def publish(link: str, name: str) -> None:
    """Copy it."""
    Calls(_asked[0]).publish(link, name)


@flow(name="textbook-paid-once")
def make(pages: list[str]) -> None:
    """A chain for each page, all at once."""
    names = [name_of(page) for page in pages]
    videos = start_render.map(create_product.map(pages), names)
    published = publish.map(wait_for_render.map(videos), names)
    wait(list(published))
    published.result()


def run(asked: Asked) -> None:
    """Raises what a task has raised last."""
    _asked.append(asked)
    make(asked.pages)
