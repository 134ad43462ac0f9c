"""Settings that only studio takes: whether the service understands them is asked before anything is paid.

They are fields of studio's own at the top of an order, alike in every generation. A service that has none of them, and
ignored them, would be paid several times for the same video.
"""

from collections.abc import Iterable

from blocks.errors import JoggError, NotSentError, Stage
from blocks.jogg.credentials import JoggCredentials
from blocks.jogg.http.transport import Call
from blocks.jogg.http.wire import Answer
from blocks.jogg.settings import RenderSettings, refuse_additions


class _Understood(Answer):
    """Data of studio's GET /additions."""

    fields: tuple[str, ...]


async def require_additions(credentials: JoggCredentials, asked: Iterable[RenderSettings]) -> None:
    """Ask the service, at most once and for free, whether it understands all additions that are asked for.

    Raises `ConfigurationError` where it does not (nothing was paid), `NotSentError` where it is out of reach.
    """
    wanted = {name: settings for settings in asked for name in settings.additions}
    if not wanted:
        return
    call = Call("GET", "/additions", Stage.START_RENDER)
    async with credentials.get_transport() as transport:
        try:
            understood = (await transport.send(call, _Understood)).data.fields
        except NotSentError:
            raise
        except JoggError:
            understood = ()
    unknown = {name: settings for name, settings in wanted.items() if name not in understood}
    refuse_additions(unknown, "none: the service is not studio")
