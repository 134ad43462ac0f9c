"""Counts every request and lets the fault script have its way with some."""

import asyncio
import json

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from studio.controls.answer import Answer, capture, corrupted, replaced_object, text_answer
from studio.controls.connections import drop_connection
from studio.controls.counters import RequestCounter
from studio.controls.fault_script import PROJECT_ACTIONS, Action, Fault, FaultScript
from studio.controls.masks import Masks
from studio.controls.subject import accepted_project, asked_project, counted_path

CONTROL_PREFIX = "/studio/"

PROXY_PAGE = "<!doctype html><html><body><h1>502 Bad Gateway</h1></body></html>"
EXPIRED = "<?xml version='1.0'?><Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>"
"""The answer of S3 and its kin to a presigned link whose time is over."""


class FaultMiddleware:
    """Outermost ASGI layer of a server with test controls."""

    def __init__(self, app: ASGIApp, script: FaultScript, masks: Masks, counter: RequestCounter) -> None:
        self._app = app
        self._script = script
        self._masks = masks
        self._counter = counter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; the control face itself never fails."""
        if scope["type"] != "http" or scope["path"].startswith(CONTROL_PREFIX):
            await self._app(scope, receive, send)
            return
        body = await _read_body(receive)
        replay = _replay(body, receive)
        query = scope["query_string"].decode("latin-1")
        self._counter.requests[f"{scope['method']} {counted_path(scope['path'])}"] += 1
        fault = self._script.pick(scope["method"], scope["path"], f"{query}\n{body.decode(errors='replace')}")
        counted = self._counted(send)
        if fault is None:
            await self._app(scope, replay, counted)
        elif fault.action in PROJECT_ACTIONS:
            await self._cover(fault, scope, replay, counted, asked_project(scope["path"], query, body))
        else:
            await self._go_wrong(fault, scope, replay, counted)

    def _counted(self, send: Send) -> Send:
        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 429:
                self._counter.count_rate_limited()
            await send(message)

        return counted

    async def _cover(self, fault: Fault, scope: Scope, receive: Receive, send: Send, project_id: str) -> None:
        """Mask the project the request is about: from this answer on, or from the answer that gives it its id."""
        if project_id:
            self._masks.put(project_id, fault)
            await self._app(scope, receive, send)
            return
        answer = await capture(self._app, scope, receive)
        self._masks.put(accepted_project(answer), fault)
        await answer.send(send)

    async def _go_wrong(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        if fault.action is Action.DROP_BEFORE:
            await drop_connection(scope)
            return
        made_up = _made_up(fault)
        if made_up and not fault.accept:
            await made_up.send(send)
            return
        true = await capture(self._app, scope, receive)
        if fault.action is Action.ACCEPT_THEN_DROP:
            await drop_connection(scope)
        elif fault.action is Action.DROP_BODY_AFTER:
            await true.send(send, only=fault.after_bytes)
            await drop_connection(scope)
        else:
            await asyncio.sleep(fault.seconds)
            await (made_up or _changed(fault, true)).send(send)


def _made_up(fault: Fault) -> Answer | None:
    """The answer that needs no work, where the action has one."""
    match fault.action:
        case Action.STATUS:
            return _status_answer(fault)
        case Action.HTML_BODY:
            return text_answer(200, "text/html", PROXY_PAGE)
        case Action.EXPIRED_LINK:
            return text_answer(403, "application/xml", EXPIRED)
        case Action.REDIRECT:
            return text_answer(302, "text/plain", "", location=fault.location)
        case Action.MISSING:
            return text_answer(404, "text/plain", "Not Found")
        case _:
            return None


def _status_answer(fault: Fault) -> Answer:
    if fault.status != 429:
        return text_answer(fault.status, "text/plain", "The server met a fault.")
    body = {"code": 429, "msg": "Rate limit exceeded. Please try again later.", "data": None}
    text = json.dumps(body | {"retryAfter": fault.retry_after})
    return text_answer(429, "application/json", text, retry_after=str(fault.retry_after))


def _changed(fault: Fault, true: Answer) -> Answer:
    """The true answer with something wrong about it; `delay` leaves it as it is."""
    match fault.action:
        case Action.SHORT_BODY:
            return true.with_body(true.body[: fault.after_bytes or len(true.body) // 2])
        case Action.WRONG_CONTENT_TYPE:
            return true.with_headers(content_type=fault.content_type)
        case Action.CORRUPT_VIDEO:
            return corrupted(true)
        case Action.NO_ETAG:
            return true.without_headers("etag", "last-modified")
        case Action.CHANGE_ETAG:
            return replaced_object(true)
        case _:
            return true


async def _read_body(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        body.extend(message.get("body", b""))
        if not message.get("more_body", False):
            return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    """The body once more for the application, then the connection's own events."""
    pending = [body]

    async def replay() -> Message:
        if pending:
            return {"type": "http.request", "body": pending.pop(), "more_body": False}
        return await receive()

    return replay
