"""An HTTP answer held back as a whole, to be sent changed."""

from dataclasses import dataclass, replace
from uuid import uuid4

from starlette.types import ASGIApp, Message, Receive, Scope, Send


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers in lower case, body."""

    status: int
    headers: dict[str, str]
    body: bytes

    def with_body(self, body: bytes) -> "Answer":
        """The same answer around another body."""
        return replace(self, body=body, headers=self.headers | {"content-length": str(len(body))})

    def with_headers(self, **headers: str) -> "Answer":
        """Headers replaced; `_` in a name stands for `-`."""
        return replace(self, headers=self.headers | {name.replace("_", "-"): text for name, text in headers.items()})

    def without_headers(self, *names: str) -> "Answer":
        """Headers left out."""
        return replace(self, headers={name: text for name, text in self.headers.items() if name not in names})

    async def send(self, send: Send, *, only: int | None = None) -> None:
        """Send it; with `only`, send so many bytes of the body and leave the answer unfinished."""
        headers = [(name.encode("latin-1"), text.encode("latin-1")) for name, text in self.headers.items()]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        body = self.body if only is None else self.body[:only]
        await send({"type": "http.response.body", "body": body, "more_body": only is not None})


async def capture(app: ASGIApp, scope: Scope, receive: Receive) -> Answer:
    """Let the application do its work and keep its answer."""
    status, headers, body = 0, dict[str, str](), bytearray()

    async def keep(message: Message) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
            headers.update((name.decode("latin-1"), text.decode("latin-1")) for name, text in message["headers"])
        else:
            body.extend(message.get("body", b""))

    await app(scope, receive, keep)
    return Answer(status, headers, bytes(body))


def text_answer(status: int, content_type: str, text: str, **headers: str) -> Answer:
    """An answer made up on the spot."""
    return Answer(status, {"content-type": content_type}, b"").with_headers(**headers).with_body(text.encode())


def corrupted(answer: Answer) -> Answer:
    """The video with zeros for samples: boxes stand, frames do not decode (`mdat`, ISO 14496-12, 8.1.1)."""
    start = answer.body.find(b"mdat") + 4
    return replace(answer, body=answer.body[:start].ljust(len(answer.body), b"\0"))


def replaced_object(answer: Answer) -> Answer:
    """The answer of an object that was replaced since."""
    return answer.with_headers(etag=f'"{uuid4().hex}"')
