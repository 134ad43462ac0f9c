"""From a sent form to jobs in the queue, and from the stores to what the page shows."""

from studio.catalogue import find_style
from studio.console.display import JobCard, job_card
from studio.console.order_form import FIRST, OrderForm
from studio.jobs.product_store import StoredProduct
from studio.jobs.render_job import COMMON_TEMPLATE, RenderJob, RenderOrder, RenderSettings
from studio.orders.corrections import Corrections
from studio.orders.products import corrected, product_of_page
from studio.orders.renders import accept_all, new_project_id
from studio.script.styles import canonical_style
from studio.services import Services

SHOWN = 60
"""Jobs on the front page; older ones are found on their product's."""


async def order(form: OrderForm, origin: str, services: Services) -> StoredProduct:
    """Read the page, correct the product, queue a video for every style.

    Raises:
        RefusalError: the page holds no product that a video can be made of, or the account is out of credit.
    """
    stored = await product_of_page(form.url, services)
    corrections = Corrections(form.title, form.intro_text, form.target_audience)
    order_again(await corrected(stored, corrections, services), form, origin, services)
    return stored


def order_again(stored: StoredProduct, form: OrderForm, origin: str, services: Services) -> None:
    """Queue a video of a product for every style, all of them or none.

    Raises:
        RefusalError: the account is out of credit.
    """
    accept_all(
        [RenderOrder(new_project_id(), stored.id, settings, origin=origin) for settings in _settings(form)], services
    )


def newest(services: Services) -> list[JobCard]:
    """The newest jobs of all products."""
    return _cards(services.renders.newest(SHOWN), services)


def of_product(stored: StoredProduct, services: Services) -> list[JobCard]:
    """Every job of a product, newest first: styles beside each other."""
    return _cards(services.renders.of_product(stored.id), services)


def form_like(stored: StoredProduct, services: Services) -> OrderForm:
    """The form as a product's newest video was ordered."""
    jobs = services.renders.of_product(stored.id)
    if not jobs:
        return FIRST
    wanted = jobs[0].settings
    return OrderForm.model_construct(
        styles=[find_style(wanted.template_name).style],
        aspect_ratio=wanted.aspect_ratio,
        language=wanted.language,
        script_style=canonical_style(wanted.script_style).style.value,
        override_script=wanted.override_script,
        template=wanted.index_template_name,
        avatar_id=wanted.avatar_id,
        voice_id=wanted.voice_id,
        music_id=wanted.music_id,
        seconds=wanted.seconds,
        subtitles=wanted.subtitles,
    )


def _cards(jobs: list[RenderJob], services: Services) -> list[JobCard]:
    products = {number: services.products.by_id(number) for number in {job.order.product_id for job in jobs}}
    return [job_card(job, product, services) for job in jobs if (product := products[job.order.product_id])]


def _settings(form: OrderForm) -> list[RenderSettings]:
    return [
        RenderSettings(
            aspect_ratio=form.aspect_ratio,
            language=form.language,
            subtitles=form.subtitles,
            avatar_id=form.avatar_id,
            template_name=style.value,
            template_type=COMMON_TEMPLATE,
            index_template_name=form.template,
            script_style=form.script_style,
            seconds=form.seconds,
            voice_id=form.voice_id,
            music_id=form.music_id,
            override_script=form.override_script,
        )
        for style in form.styles
    ]
