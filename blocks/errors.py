"""The one error tree of the project. Its root is `Url2VideoError`; the subclasses of each class follow it.

Every error names the next step for the person who reads it. `ambiguous` errors never say "try again".
"""

from enum import StrEnum
from typing import Any, ClassVar, Self

from blocks.field_problems import FieldProblem


class Stage(StrEnum):
    """The step of an item's way: the names of the five tasks and of what surrounds them."""

    CATALOG = "catalog"
    CREATE_PRODUCT = "create-product"
    UPDATE_PRODUCT = "update-product"
    START_RENDER = "start-render"
    WAIT_FOR_RENDER = "wait-for-render"
    PUBLISH_VIDEO = "publish-video"
    LEDGER = "ledger"
    ACCOUNT = "account"
    """Catalogues, quota and webhooks of the account: no item's step."""


class Url2VideoError(Exception):
    """Base of all: `code` is stable for programs, `message` and `next_step` are one sentence each for people."""

    retryable: ClassVar[bool] = False
    """The same call may be made again without any risk of paying twice."""
    ambiguous: ClassVar[bool] = False
    """The service may have accepted the call: the ledger must ask before anything is sent again."""
    default_next_step: ClassVar[str] = ""
    default_stage: ClassVar[Stage | None] = None

    def __init__(
        self, message: str, *, code: str, stage: Stage | None = None, request_id: str = "", next_step: str = ""
    ) -> None:
        """Keep the facts. `request_id` is the service's `rid` or the store's request id, empty where unknown."""
        super().__init__(message)
        self.message = message
        self.code = code
        self.stage = stage or self.default_stage
        self.request_id = request_id
        self.next_step = next_step or self.default_next_step

    @property
    def advice(self) -> str:
        """For people: what is wrong and what to do."""
        return f"{self.message.removesuffix('.')}. {self.next_step}".strip()

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel whole, without the constructors, which differ: Prefect pickles the error of a failed run."""
        return type(self).__new__, (type(self), *self.args), self.__dict__

    def __str__(self) -> str:
        """One line: stage, message, code, request id, next step."""
        where = f"{self.stage}: " if self.stage else ""
        trace = f", request {self.request_id}" if self.request_id else ""
        step = f" {self.next_step}" if self.next_step else ""
        return f"{where}{self.message} [{self.code}{trace}]{step}"


class ConfigurationError(Url2VideoError):
    """Bad input or settings, found before anything was sent (exit code 2)."""

    def __init__(
        self,
        message: str,
        *,
        code: str,
        request_id: str = "",
        next_step: str = "",
        problems: tuple[FieldProblem, ...] = (),
    ) -> None:
        """`problems` says what is wrong with which field, where single fields are to blame."""
        super().__init__(message, code=code, request_id=request_id, next_step=next_step)
        self.problems = problems

    @classmethod
    def of(cls, *problems: FieldProblem, code: str, message: str = "", next_step: str = "") -> Self:
        """Build the error of bad fields. Without a message of its own it says each in a line."""
        return cls(message or "\n".join(map(str, problems)), code=code, next_step=next_step, problems=problems)


class CatalogUnavailableError(ConfigurationError):
    """The address of a catalog is out of reach or busy, or what it sent was cut short or damaged."""

    retryable = True


class JoggError(Url2VideoError):
    """The service answered with an error, or the way to it failed."""


class NotSentError(JoggError):
    """No connection could be made: nothing reached the service."""

    retryable = True
    default_next_step = "Check that the service is up and its address is right (`url2video doctor`)."


class AnswerLostError(JoggError):
    """The request went out and no whole answer came back: it may have been accepted."""

    ambiguous = True
    default_next_step = "The service is asked before anything is sent again."


class RateLimitedError(JoggError):
    """429, as HTTP status or body code: refused, nothing was accepted. `retry_after` is in seconds, if told."""

    retryable = True
    default_next_step = "The run waits and goes on by itself."

    def __init__(
        self, message: str, *, retry_after: float | None = None, stage: Stage | None = None, request_id: str = ""
    ) -> None:
        super().__init__(message, code="rate_limited", stage=stage, request_id=request_id)
        self.retry_after = retry_after


class ServiceFaultError(JoggError):
    """5xx or code 50000: nobody knows what the service did with the request."""

    ambiguous = True
    default_next_step = "The service is asked before anything is sent again."


class BadAnswerError(JoggError):
    """An answer that is not of the contract, so it does not say what happened."""

    ambiguous = True
    default_next_step = "Check that the base URL belongs to the API (`url2video doctor`)."


class ParameterError(JoggError):
    """The service refuses a value of the request."""

    default_next_step = "Correct the value in the catalogue and run again."


class NotFoundError(JoggError):
    """The service knows no such product or project."""

    default_next_step = "Check the id and that the key belongs to the account that made it."


class AccountError(JoggError):
    """The account can't make this call: every further paid call of the batch would fail alike."""


class AuthenticationError(AccountError):
    """Missing or wrong API key."""

    default_next_step = "Set the right key in the JoggCredentials block or JOGG_API_KEY."


class NotPermittedError(AccountError):
    """The account's plan has no permission to call the API."""

    default_next_step = "Change the plan of the account, or use another key."


class InsufficientCreditError(AccountError):
    """The account has no credit left."""

    default_next_step = "Add credit to the account, then run the same command again."


class RenderFailedError(JoggError):
    """The service ended the render as failed. Its credit was taken when it was accepted."""

    default_next_step = "It is not submitted again by itself; `--pay-again` does so for one more credit."


class RenderOverdueError(JoggError):
    """Not finished by the deadline. It is still rendering and stays in the ledger."""

    default_next_step = "Run `url2video finish` later: it publishes the video without paying again."


class BudgetSpentError(Url2VideoError):
    """The run's own budget leaves nothing for this render; nothing was sent."""

    default_next_step = "Raise the budget, or run the same command again when it is renewed."
    default_stage = Stage.START_RENDER

    def __init__(self, message: str) -> None:
        super().__init__(message, code="budget_spent")


class RenderAmbiguousError(Url2VideoError):
    """The render may or may not have been accepted, and the service can't tell."""

    ambiguous = True
    default_next_step = "Look for the project in the service's own list, then run `url2video finish`."


class DeliveryError(Url2VideoError):
    """The finished video could not be fetched as a sound file. The render is done and stays in the ledger."""

    default_stage = Stage.PUBLISH_VIDEO
    default_next_step = "Run `url2video finish` later: it fetches the video again without paying."


class VideoUnavailableError(DeliveryError):
    """Not there yet, link expired, connection dropped or body short. `link_expired` asks for a fresh link."""

    retryable = True

    def __init__(self, message: str, *, code: str, link_expired: bool = False) -> None:
        super().__init__(message, code=code)
        self.link_expired = link_expired


class VideoInvalidError(DeliveryError):
    """The bytes are no playable video. They may have been damaged on the way, so a few more downloads decide."""

    retryable = True


class VideoTooLargeError(DeliveryError):
    """The body is larger than the limit; so it will be the next time."""


class StoreError(Url2VideoError):
    """The store refuses, or is out of reach."""


class StoreUnavailableError(StoreError):
    """Out of reach or busy: the same call may work in a moment."""

    retryable = True


class StoreDeniedError(StoreError):
    """The store will not take it: wrong credentials, no permission, no such bucket, no space."""

    default_next_step = "Mend the destination (`url2video doctor --to …`) and run the same command again."


class LedgerRecordError(StoreDeniedError):
    """One ledger record can't be read. It concerns that video alone."""

    default_next_step = "Restore the object from a backup or correct it by hand; until then nothing is paid for it."


class ConflictError(StoreError):
    """A conditional write lost: somebody else wrote the object in between."""
