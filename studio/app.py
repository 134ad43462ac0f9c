"""The FastAPI application: routes, refusals, and what lives as long as the server does."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import SecretStr
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp

from studio.console import routes as console
from studio.console.access import TokenBroughtError
from studio.gate import Gate
from studio.jobs.queue_loop import QueueLoop
from studio.models.envelope import Code, RefusalError
from studio.models.parameter_error import parameter_error
from studio.openapi import describe_truly
from studio.orders.deletions import delete_when_old
from studio.routes import (
    additions,
    catalogue,
    exhibits,
    health,
    media,
    open_product,
    open_project,
    sample_shop,
    scripts,
    unsupported,
    uploads,
    v1,
    v2_preview,
    v2_product,
    v2_video,
    webhooks,
)
from studio.services import Services, build_services
from studio.settings import Settings
from studio.webhooks.events import Generation

SHARED_ROUTERS = (v2_product.corrections, catalogue.router, uploads.signing, unsupported.unsupported_routes())
"""The same in v1 and v2."""

ROUTERS = (
    additions.router,
    console.router,
    exhibits.router,
    health.router,
    media.router,
    open_product.router,
    open_project.router,
    sample_shop.router,
    uploads.receiving,
    v1.router,
    scripts.v1,
    webhooks.deliveries,
)
V2_ROUTERS = (
    v2_product.router,
    v2_video.router,
    v2_preview.router,
    scripts.v2,
    webhooks.router_of(Generation.V2),
    *SHARED_ROUTERS,
)
V2_PREFIXES = ("/v2", "/open/v2")
"""The vendor's own skill names the second as the address behind the first."""

V1_WEBHOOK_PREFIXES = ("/v1", "/v1/webhook")
"""The specification's paths, and those of the guide, which clients use too."""


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    services: Services = app.state.services
    services.dispatcher.start()
    services.webhooks.courier.start()
    services.script_desk.loop.start()
    retention = QueueLoop("old videos", partial(delete_when_old, services))
    retention.start()
    yield
    await retention.stop()
    services.readers.close()
    await services.dispatcher.stop()
    await services.script_desk.loop.stop()
    await services.webhooks.courier.stop()
    services.database.close()


def create_app(settings: Settings, own_hosts: frozenset[str], console_token: SecretStr) -> ASGIApp:
    """The server as an ASGI application; `own_hosts` are the host:port pairs it is reached under."""
    # Clients that forget the Content-Type header are served too; the body is JSON or a parameter error.
    app = FastAPI(title="studio", lifespan=_lifespan, docs_url=None, redoc_url=None, strict_content_type=False)
    app.state.services = build_services(settings, own_hosts, console_token)
    for router in ROUTERS:
        app.include_router(router)
    for prefix in V2_PREFIXES:
        for router in V2_ROUTERS:
            app.include_router(router, prefix=prefix)
    for router in SHARED_ROUTERS:
        app.include_router(router, prefix="/v1")
    for prefix in V1_WEBHOOK_PREFIXES:
        app.include_router(webhooks.router_of(Generation.V1), prefix=prefix)
    describe_truly(app)
    app.exception_handler(RefusalError)(_refused)
    app.exception_handler(TokenBroughtError)(_seen)
    app.exception_handler(RequestValidationError)(_invalid)
    app.exception_handler(HTTPException)(_http_error)
    for kind in (OverflowError, UnicodeEncodeError):
        app.exception_handler(kind)(_inexpressible)
    app.exception_handler(ClientDisconnect)(_gone)
    app.exception_handler(Exception)(_broken)
    if not settings.test_controls:
        return Gate(app, settings.api_key)
    from studio.controls.routes import with_controls  # noqa: PLC0415 - nothing of it is loaded without the flag

    return Gate(with_controls(app), settings.api_key)


def _answer(request: Request, refusal: RefusalError) -> JSONResponse:
    headers = {**getattr(request.state, "rate_headers", {}), **refusal.headers}
    return JSONResponse(refusal.answer().model_dump(), refusal.status, headers)


async def _refused(request: Request, error: RefusalError) -> JSONResponse:
    return _answer(request, error)


async def _seen(_: Request, brought: TokenBroughtError) -> RedirectResponse:
    return RedirectResponse(brought.address, 303, {"Set-Cookie": brought.cookie, "Cache-Control": "no-store"})


async def _invalid(request: Request, error: RequestValidationError) -> JSONResponse:
    return _answer(request, parameter_error(error))


async def _http_error(request: Request, error: HTTPException) -> JSONResponse:
    code = Code.RECORD_NOT_FOUND if error.status_code == 404 else Code.PARAMETER_ERROR
    # FastAPI's own 400 is a body that cannot be parsed: numbers of thousands of digits, nesting without end.
    detail = "Parameter error: the body cannot be read" if error.status_code == 400 else error.detail
    answer = _answer(request, RefusalError(code, detail, status=error.status_code))
    answer.headers.update(error.headers or {})
    return answer


async def _inexpressible(request: Request, _: Exception) -> JSONResponse:
    """A number beyond 64 bits, or a text with half of a surrogate pair: no database and no JSON holds them."""
    return _answer(request, RefusalError(Code.PARAMETER_ERROR, "Parameter error: a number or text cannot be stored"))


async def _gone(request: Request, _: Exception) -> JSONResponse:
    """Nobody reads this answer: the client left while it was sending."""
    return _answer(request, RefusalError(Code.PARAMETER_ERROR, "The body did not come."))


async def _broken(request: Request, _: Exception) -> JSONResponse:
    return _answer(request, RefusalError(Code.SYSTEM_ERROR, "System error", status=500))
