"""AI scripts, really written by studio's script writer: v2 later, v1 at once."""

from dataclasses import replace

from fastapi import APIRouter, Depends

from studio.account.credits import SCRIPT_PRICE
from studio.jobs.script_desk import write_scripts
from studio.jobs.script_store import WantedScripts
from studio.models.choices import refuse_unknown
from studio.models.envelope import Code, Envelope, RecordNotFoundError, RefusalError
from studio.models.script import V1_STYLES, GeneratedScripts, ScriptBody, ScriptResult, ScriptV1Body, TaskId
from studio.product import Product
from studio.render_request import RenderError
from studio.routes.guard import admit
from studio.routes.v2_product import known_product
from studio.services import Services, StudioServices

v2 = APIRouter(dependencies=[Depends(admit)])
v1 = APIRouter(prefix="/v1", dependencies=[Depends(admit)])


@v2.post("/ai_scripts")
async def submit(body: ScriptBody, services: StudioServices) -> Envelope[TaskId]:
    """Charge for a script and write it in the background."""
    refuse_unknown(body.choices, lenient=services.settings.lenient)
    data = body.product_info.data
    product_id = (data.id or data.product_id) if body.product_info.source_type == "id" else ""
    product = _product(product_id, data.name, data.description, body.target_audience, services)
    wanted = WantedScripts(product, body.language.lower(), (body.script_style,), int(body.video_length_seconds))
    with services.database.transaction():
        services.credits.take(SCRIPT_PRICE)
        task_id = services.scripts.add(wanted)
    services.script_desk.loop.wake()
    return Envelope(data=TaskId(task_id=task_id))


@v2.get("/ai_scripts/results/{task_id}")
async def result(task_id: str, services: StudioServices) -> Envelope[ScriptResult]:
    """Where a script stands."""
    task = services.scripts.by_id(task_id)
    if task is None:
        raise RecordNotFoundError(f"script task {task_id[:100]}")
    scripts = GeneratedScripts.of(task.written)
    return Envelope(data=ScriptResult(task_id=task.id, status=task.status, data=scripts, err_msg=task.error))


@v1.post("/ai_scripts")
async def write(body: ScriptV1Body, services: StudioServices) -> Envelope[GeneratedScripts]:
    """Write a script in each of four styles and charge for the call."""
    refuse_unknown(body.choices, lenient=services.settings.lenient)
    product = _product(body.product_id, body.name, body.description, body.target_audience, services)
    wanted = WantedScripts(product, body.language.lower(), V1_STYLES, int(body.video_length))
    try:
        written = write_scripts(wanted)
    except RenderError as error:
        raise RefusalError(Code.PARAMETER_ERROR, f"{error.code}: {error.reason}") from error
    services.credits.take(SCRIPT_PRICE)
    return Envelope(data=GeneratedScripts.of(written))


def _product(product_id: str, name: str, description: str, audience: str, services: Services) -> Product:
    if product_id:
        product = known_product(product_id, services).product
    elif name and description:
        product = Product(url="", title=name, description=description)
    else:
        raise RefusalError(Code.PARAMETER_ERROR, "Parameter error: a product id, or name and description, is required")
    return replace(product, target_audience=audience) if audience else product
