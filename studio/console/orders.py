"""From a sent form to jobs in the queue, and from a product's jobs back to the form."""

from dataclasses import replace

from studio.additions import Additions
from studio.catalogue import VisualStyle, find_style
from studio.console.order_form import FIRST, OrderForm
from studio.jobs.product_store import StoredProduct
from studio.jobs.render_job import COMMON_TEMPLATE, RenderJob, RenderKind, RenderOrder, RenderSettings
from studio.jobs.script_desk import write_scripts
from studio.jobs.script_store import WantedScripts
from studio.orders.corrections import Corrections
from studio.orders.products import corrected, product_of_page
from studio.orders.renders import accept, accept_all, new_project_id
from studio.script.styles import canonical_style
from studio.services import Services


async def read(form: OrderForm, services: Services) -> StoredProduct:
    """Read the page and correct the product, for somebody to look at it first.

    Raises:
        RefusalError: the page holds no product that a video can be made of.
    """
    return await with_facts(await product_of_page(form.url, services), form, services)


async def order(form: OrderForm, origin: str, services: Services) -> StoredProduct:
    """Read the page, correct the product, queue a video for every style.

    Raises:
        RefusalError: the page holds no product that a video can be made of, or the account is out of credit.
    """
    stored = await read(form, services)
    order_styles(stored, form, origin, services)
    return stored


async def with_facts(stored: StoredProduct, form: OrderForm, services: Services) -> StoredProduct:
    """The product with the facts that the form changed."""
    product = stored.product
    told = Corrections(
        title=form.title if form.title != product.title else "",
        description=form.intro_text if form.intro_text != product.description else "",
        target_audience=form.target_audience if form.target_audience != product.target_audience else "",
    )
    return stored if told == Corrections() else await corrected(stored, told, services)


def order_styles(stored: StoredProduct, form: OrderForm, origin: str, services: Services) -> None:
    """Queue a video or draft of a product for every style and opening, all of them or none.

    Raises:
        RefusalError: the account is out of credit.
    """
    orders = [
        RenderOrder(new_project_id(), stored.id, settings, kind=form.kind, origin=origin)
        for settings in _settings(form)
    ]
    accept_all(orders, services)


def order_like(job: RenderJob, origin: str, services: Services) -> None:
    """Queue the video of a draft that was chosen, or a video once more.

    Raises:
        RefusalError: the account is out of credit.
    """
    accept(replace(job.order, project_id=new_project_id(), kind=RenderKind.VIDEO, origin=origin), services)


def with_script(form: OrderForm, stored: StoredProduct) -> OrderForm:
    """The form with the script that studio would have spoken, for somebody to change it.

    Raises:
        RenderError: there is nothing to say.
    """
    (script,) = write_scripts(WantedScripts(stored.product, form.language, (form.script_style,), form.seconds))
    return form.model_copy(update={"override_script": "\n".join(script.paragraphs)})


def form_like(stored: StoredProduct, jobs: list[RenderJob], like: int = 0) -> OrderForm:
    """The form as a product's job was ordered, its newest one if none is named, in every style of the same order."""
    facts = stored.product
    known = FIRST.model_copy(
        update={"title": facts.title, "intro_text": facts.description, "target_audience": facts.target_audience}
    )
    model = next((job for job in jobs if job.id == like), jobs[0] if jobs else None)
    if model is None:
        return known
    wanted = model.settings
    return known.model_copy(
        update={
            "styles": _styles_of(model, jobs),
            "aspect_ratio": wanted.aspect_ratio,
            "language": wanted.language,
            "script_style": canonical_style(wanted.script_style).style.value,
            "override_script": wanted.override_script,
            "template": wanted.index_template_name,
            "avatar_id": wanted.avatar_id,
            "voice_id": wanted.voice_id,
            "music_id": wanted.music_id,
            "seconds": wanted.seconds,
            "hooks": max(job.settings.additions.hook for job in jobs if _common(job.settings) == _common(wanted)),
            "evergreen": wanted.additions.evergreen,
            "subtitles": wanted.subtitles,
        }
    )


def _styles_of(model: RenderJob, jobs: list[RenderJob]) -> list[VisualStyle]:
    """The styles of all jobs that are alike in everything else but their opening."""
    alike = [job for job in jobs if _common(job.settings) == _common(model.settings)]
    return list(dict.fromkeys(find_style(job.settings.template_name).style for job in reversed(alike)))


def _common(settings: RenderSettings) -> RenderSettings:
    """What all videos of one form have in common."""
    return replace(settings, template_name="", additions=replace(settings.additions, hook=1))


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
            additions=Additions(hook, form.evergreen),
        )
        for style in form.styles
        for hook in range(1, form.hooks + 1)
    ]
