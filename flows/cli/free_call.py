"""The free call that shows whether the service is there and knows the key."""

from contextlib import suppress
from datetime import timedelta

from blocks.errors import AccountError, AnswerLostError, BadAnswerError, JoggError, NotSentError
from blocks.jogg.credentials import JoggCredentials
from flows.catalog.run import Where
from flows.runtime.access import Access, load_access
from flows.runtime.concurrency import in_thread

NO_RENDER = "url2video-doctor"
"""An id that no render has: to ask for it is free, and a service that knows the key says that there is none."""


async def ask_for_no_render(credentials: JoggCredentials) -> timedelta | None:
    """Ask the service once for a render that does not exist; returns its clock minus ours, where it tells the time.

    Raises:
        AccountError: the key is wrong, or its account may not call the API.
        NotSentError, AnswerLostError: the service is out of reach.
        BadAnswerError: whoever answers does not speak the contract.
    """
    async with credentials.get_client() as service:
        try:
            await service.render_status(NO_RENDER)
        except (AccountError, NotSentError, AnswerLostError, BadAnswerError):
            raise
        except JoggError:
            pass  # It says that there is no such render.
        return service.clock_skew


async def check_ways(where: Where, *, asks_service: bool = True) -> Access:
    """Prove key and destination before a run is started: what is wrong is told in a second, in one line.

    A run that asks no service needs no key.

    A service that is out of reach is no reason to stop here: a run waits for it, and skips what is in the store.

    Raises:
        ConfigurationError, AccountError: there is no usable key.
        BadAnswerError: the base URL is none of the API.
        StoreError: the destination can't be used.
    """
    access = await load_access(where.to, where.service if asks_service else None)
    for _, credentials in access.services:
        with suppress(NotSentError, AnswerLostError):
            await ask_for_no_render(credentials)
    await in_thread(access.store.check)
    return access
