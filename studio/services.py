"""Everything the routes work with, built once a process."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request
from pydantic import SecretStr

from studio.account.credits import CreditLedger
from studio.account.post_window import PostWindow
from studio.brand import NO_BRAND, Brand
from studio.credentials import Signer, SigningRenderer
from studio.jobs.database import Database
from studio.jobs.dispatcher import Dispatcher, HouseStyle, Renderer, Stores
from studio.jobs.endings import Endings
from studio.jobs.exhibits import Exhibits
from studio.jobs.instant import InstantRenderer
from studio.jobs.media_folder import MediaFolder
from studio.jobs.product_store import ProductStore
from studio.jobs.render_job import RenderJob
from studio.jobs.render_store import RenderStore
from studio.jobs.script_desk import ScriptDesk
from studio.jobs.script_store import ScriptStore
from studio.jobs.worker_pool import WorkerPool
from studio.reading.readers import Readers
from studio.settings import RendererKind, Settings
from studio.voice.voice_models import VoiceModel
from studio.webhooks.announcer import Announcer
from studio.webhooks.courier import Courier, Sender
from studio.webhooks.delivery_store import DeliveryStore
from studio.webhooks.endpoint_store import EndpointStore
from studio.webhooks.target import TargetRule

if TYPE_CHECKING:
    from studio.jobs.intake import Intake

logger = logging.getLogger(__name__)

DATABASE_FILE = "studio.sqlite"


@dataclass(frozen=True, slots=True)
class Webhooks:
    """The parts that tell clients what happened."""

    endpoints: EndpointStore
    deliveries: DeliveryStore
    announcer: Announcer
    courier: Courier
    targets: TargetRule


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of one running studio."""

    settings: Settings
    console_token: SecretStr
    """Opens the page."""
    database: Database
    products: ProductStore
    renders: RenderStore
    credits: CreditLedger
    window: PostWindow
    media: MediaFolder
    readers: Readers
    intake: Callable[[], "Intake"]
    """Built at the first call: the server starts without HTTP client."""
    exhibits: Exhibits
    endings: Endings
    webhooks: Webhooks
    scripts: ScriptStore
    script_desk: ScriptDesk
    dispatcher: Dispatcher

    def with_renders(self, renders: RenderStore) -> "Services":
        """The same parts around another view of the renders."""
        return replace(self, renders=renders)


def _renderer(settings: Settings) -> Renderer:
    instant = settings.renderer is RendererKind.INSTANT
    renderer = InstantRenderer(settings.render_seconds) if instant else WorkerPool(settings.workers)
    return SigningRenderer(renderer, Signer(*settings.sign)) if settings.sign else renderer


def _voice_models(settings: Settings) -> tuple[VoiceModel, ...]:
    if settings.piper is None:
        return ()
    from studio.voice.throat import load_voice_models  # noqa: PLC0415 - see Services.intake

    models = load_voice_models(settings.piper)
    for model in models:
        spoken = ", ".join(model.languages) or "no language that a video can be in"
        logger.info("The Piper voice %s speaks %s.", model.name, spoken)
    return models


def _house(settings: Settings, data: Path) -> HouseStyle:
    brand = _brand(settings.brand, data) if settings.brand else NO_BRAND
    return HouseStyle(_voice_models(settings), settings.voices, brand)


def _brand(path: Path, data: Path) -> Brand:
    from studio.brand_file import read_brand  # noqa: PLC0415 - see Services.intake

    return read_brand(path, data)


def _webhooks(settings: Settings, database: Database) -> Webhooks:
    endpoints, deliveries = EndpointStore(database), DeliveryStore(database)

    @cache
    def sender() -> Sender:
        from studio.fetch import GuardedFetcher  # noqa: PLC0415 - see Services.intake
        from studio.webhooks.sender import HttpSender  # noqa: PLC0415 - see Services.intake

        return HttpSender(
            GuardedFetcher(allow_private=settings.allow_private, allow_loopback=settings.allow_loopback_webhooks)
        )

    return Webhooks(
        endpoints=endpoints,
        deliveries=deliveries,
        announcer=Announcer(endpoints, deliveries, settings.webhook_secret, settings.finished_status),
        courier=Courier(deliveries, sender, settings.webhook_retry_seconds),
        targets=TargetRule(settings.allow_private, settings.allow_loopback_webhooks),
    )


def build_services(settings: Settings, own_hosts: frozenset[str], console_token: SecretStr) -> Services:
    """Open the data folder and wire the parts. `own_hosts` are this server's own host:port for its sample shop."""
    data = Path(settings.data).resolve()
    database = Database(data / DATABASE_FILE)
    media = MediaFolder(data)
    webhooks = _webhooks(settings, database)
    renders = RenderStore(database)

    def tell(job: RenderJob) -> None:
        webhooks.announcer.render_ended(job, media.links(job, job.order.origin))
        webhooks.courier.wake()

    def tell_of_script(task_id: str, status: str, error: str) -> None:
        webhooks.announcer.script_ended(task_id, status, error)
        webhooks.courier.wake()

    scripts = ScriptStore(database)
    stores = Stores(ProductStore(database), renders, media, Endings(database, renders, tell))

    readers = Readers()

    @cache
    def intake() -> "Intake":
        from studio.fetch import GuardedFetcher  # noqa: PLC0415 - see Services.intake
        from studio.jobs.intake import Intake  # noqa: PLC0415 - see Services.intake

        fetcher = GuardedFetcher(allow_hosts=own_hosts, allow_private=settings.allow_private)
        readers.start()
        return Intake(fetcher, readers, media, collect=settings.renderer is RendererKind.REAL)

    return Services(
        settings=settings,
        console_token=console_token,
        database=database,
        products=stores.products,
        renders=stores.renders,
        credits=CreditLedger(database, settings.credits),
        window=PostWindow(database, settings.posts_per_minute),
        media=media,
        readers=readers,
        intake=intake,
        exhibits=Exhibits(data, settings.piper, settings.voices),
        endings=stores.endings,
        webhooks=webhooks,
        scripts=scripts,
        script_desk=ScriptDesk(database, scripts, tell_of_script),
        dispatcher=Dispatcher(stores, _renderer(settings), settings.render_deadline, _house(settings, data)),
    )


async def get_services(request: Request) -> Services:
    """FastAPI dependency; a coroutine, since FastAPI would take a plain function to a thread."""
    services: Services = request.app.state.services
    return services


StudioServices = Annotated[Services, Depends(get_services)]
