"""What a request meets before anything of its body is read: the key, then the size.

The framework reads and parses a whole body before it asks who sent it. This layer lies around it, so that a stranger's
gigabyte is neither kept nor parsed.
"""

from pydantic import SecretStr
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bounds.limits import MAX_JSON_BYTES, MAX_NUMBER_DIGITS
from studio.account.key import check_key
from studio.account.upload import MAX_UPLOAD_BYTES
from studio.models.envelope import Code, RefusalError

BODILESS = frozenset({"GET", "HEAD", "OPTIONS"})

KEYLESS = ("/uploads/", "/console/", "/studio/")
"""Paths whose bodies are admitted by other means: a signature, the console's cookie, and on a server with test controls
nothing. Each has its own route, which asks for it before it reads."""

LARGER = {"/uploads/": MAX_UPLOAD_BYTES}


class Gate:
    """The outermost layer of studio."""

    def __init__(self, app: ASGIApp, key: SecretStr) -> None:
        self._app = app
        self._key = key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or refuse it unread."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = _BoundedBody(receive, _limit(scope["path"]))
        answer = _Answer(send)
        try:
            self._admit(scope)
            body.check_announced(_header(scope, b"content-length"))
            await self._app(scope, body.receive, answer.send)
        except RefusalError as refusal:
            await _refuse(refusal, scope, receive, send)
        except BodyTooLargeError:
            # Raised where a layer below read the body outside of the framework, which answers it by itself.
            if not answer.has_begun:
                await _refuse(too_large(body.limit), scope, receive, send)

    def _admit(self, scope: Scope) -> None:
        if scope["method"] not in BODILESS and not scope["path"].startswith(KEYLESS):
            check_key(_header(scope, b"x-api-key"), self._key)


class BodyTooLargeError(HTTPException):
    """A body that is longer than any may be."""

    def __init__(self, limit: int) -> None:
        """HTTP 413."""
        super().__init__(413, f"The body is larger than {limit:,} bytes.")


def too_large(limit: int) -> RefusalError:
    """The same as a refusal of the contract."""
    return RefusalError(Code.PARAMETER_ERROR, BodyTooLargeError(limit).detail, status=413)


class _BoundedBody:
    """Counts a body while it is read."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._count = 0
        self.limit = limit

    def check_announced(self, length: str) -> None:
        """Refuse by the length that the head tells."""
        if length.isascii() and length.isdigit() and (len(length) > MAX_NUMBER_DIGITS or int(length) > self.limit):
            raise too_large(self.limit)

    async def receive(self) -> Message:
        message = await self._receive()
        self._count += len(message.get("body", b""))
        if self._count > self.limit:
            raise BodyTooLargeError(self.limit)
        return message


class _Answer:
    """Knows whether an answer is on its way."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.has_begun = False

    async def send(self, message: Message) -> None:
        self.has_begun = True
        await self._send(message)


def _limit(path: str) -> int:
    return next((limit for prefix, limit in LARGER.items() if path.startswith(prefix)), MAX_JSON_BYTES)


def _header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


async def _refuse(refusal: RefusalError, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer without having read.

    What still comes of the body is dropped by the connection, within its bounds: one closed while bytes come in is
    reset, and its client loses the answer (nginx's `lingering_close` is there for the same reason).
    """
    await JSONResponse(refusal.answer().model_dump(), refusal.status, refusal.headers)(scope, receive, send)
