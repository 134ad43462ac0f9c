"""The envelope around every answer, and the refusals that fill it."""

from enum import IntEnum
from typing import Generic, TypeVar
from uuid import uuid4

from pydantic import BaseModel, Field

DataT = TypeVar("DataT", bound=BaseModel | None)


class Code(IntEnum):
    """Business codes of the contract (v1 and v2 specification; generation 1 published none of its own)."""

    SUCCESS = 0
    RATE_LIMITED = 429
    RECORD_NOT_FOUND = 10104
    INVALID_API_KEY = 10105
    INSUFFICIENT_CREDIT = 18020
    NO_PERMISSION = 18025
    PARAMETER_ERROR = 40000
    SYSTEM_ERROR = 50000


def new_rid() -> str:
    """Request id: 32 hex digits, as in recorded answers."""
    return uuid4().hex


class Envelope(BaseModel, Generic[DataT]):
    """`{"rid", "code": 0, "msg": "success", "data"}`."""

    rid: str = Field(default_factory=new_rid)
    code: int = Code.SUCCESS
    msg: str = "success"
    data: DataT


class Done(Envelope[None]):
    """The answer of calls that return nothing: `data` is null."""

    data: None = None


class ErrorAnswer(BaseModel):
    """A refusal that every reader understands: the envelope, and the `Error{error, message}` of generation 1.

    Generation 1 documents HTTP 400 with `Error`; every later client looks for `code` and `msg` in the body
    whatever the HTTP status. Both pairs say the same.
    """

    rid: str = Field(default_factory=new_rid)
    code: int
    msg: str
    data: None = None
    error: int
    message: str


class RateLimitedAnswer(ErrorAnswer):
    """The refusal of a POST beyond the window: "wait retryAfter seconds" (contract, rate limits)."""

    retryAfter: int  # noqa: N815 - the contract's spelling


class RefusalError(Exception):
    """A request that is answered with a business code.

    `status` is the HTTP status: 400, the only error generation 1 documents; 401 for a wrong key as in the vendor's
    own mock server; 429 for the rate limit.
    """

    def __init__(self, code: Code, msg: str, *, status: int = 400) -> None:
        super().__init__(msg)
        self.code = code
        self.msg = msg
        self.status = status

    @property
    def headers(self) -> dict[str, str]:
        """Headers the answer carries besides its body."""
        return {}

    def answer(self) -> ErrorAnswer:
        """The body to send."""
        return ErrorAnswer(code=self.code, msg=self.msg, error=self.code, message=self.msg)


class RetryLaterError(RefusalError):
    """A request that may be made again in `retry_after` seconds: HTTP 429."""

    def __init__(self, msg: str, retry_after: int) -> None:
        super().__init__(Code.RATE_LIMITED, msg, status=429)
        self.retry_after = retry_after

    @property
    def headers(self) -> dict[str, str]:
        """Retry-After in seconds."""
        return {"Retry-After": str(self.retry_after)}

    def answer(self) -> ErrorAnswer:
        """The envelope with `retryAfter`."""
        return RateLimitedAnswer(
            code=self.code, msg=self.msg, error=self.code, message=self.msg, retryAfter=self.retry_after
        )


class RecordNotFoundError(RefusalError):
    """No such product or project."""

    def __init__(self, what: str, *, status: int = 400) -> None:
        super().__init__(Code.RECORD_NOT_FOUND, f"Record not found: {what}", status=status)
