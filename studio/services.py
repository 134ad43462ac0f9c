"""Everything the routes work with, built once a process."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request

from studio.account.credits import CreditLedger
from studio.account.post_window import PostWindow
from studio.jobs.database import Database
from studio.jobs.dispatcher import Dispatcher, Renderer, Stores
from studio.jobs.instant import InstantRenderer
from studio.jobs.media_folder import MediaFolder
from studio.jobs.product_store import ProductStore
from studio.jobs.render_store import RenderStore
from studio.jobs.worker_pool import WorkerPool
from studio.settings import RendererKind, Settings

if TYPE_CHECKING:
    from studio.jobs.intake import Intake

DATABASE_FILE = "studio.sqlite"


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of one running studio."""

    settings: Settings
    database: Database
    products: ProductStore
    renders: RenderStore
    credits: CreditLedger
    window: PostWindow
    media: MediaFolder
    intake: Callable[[], "Intake"]
    """Built at the first call: the server starts without HTTP client, page parsers and image libraries."""
    dispatcher: Dispatcher

    def with_renders(self, renders: RenderStore) -> "Services":
        """The same parts around another view of the renders."""
        return replace(self, renders=renders)


def _renderer(settings: Settings) -> Renderer:
    if settings.renderer is RendererKind.INSTANT:
        return InstantRenderer(settings.render_seconds)
    return WorkerPool(settings.workers)


def build_services(settings: Settings, own_hosts: frozenset[str]) -> Services:
    """Open the data folder and wire the parts. `own_hosts` are this server's own host:port for its sample shop."""
    data = Path(settings.data).resolve()
    database = Database(data / DATABASE_FILE)
    media = MediaFolder(data)
    stores = Stores(ProductStore(database), RenderStore(database), media)

    @cache
    def intake() -> "Intake":
        from studio.fetch import GuardedFetcher  # noqa: PLC0415 - see Services.intake
        from studio.jobs.intake import Intake  # noqa: PLC0415 - see Services.intake

        fetcher = GuardedFetcher(allow_hosts=own_hosts, allow_private=settings.allow_private)
        return Intake(fetcher, media, collect=settings.renderer is RendererKind.REAL)

    return Services(
        settings=settings,
        database=database,
        products=stores.products,
        renders=stores.renders,
        credits=CreditLedger(database, settings.credits),
        window=PostWindow(database, settings.posts_per_minute),
        media=media,
        intake=intake,
        dispatcher=Dispatcher(stores, _renderer(settings), settings.render_deadline),
    )


async def get_services(request: Request) -> Services:
    """FastAPI dependency; a coroutine, since FastAPI would take a plain function to a thread."""
    services: Services = request.app.state.services
    return services


StudioServices = Annotated[Services, Depends(get_services)]
