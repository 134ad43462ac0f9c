"""Which network addresses may be connected to."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from ipaddress import ip_address

from bounds.addresses import is_public
from studio.fetch.errors import FetchCode, FetchError

Resolver = Callable[[str, int], Awaitable[list[str]]]
"""Host name and port to IP addresses in order of preference; raises `OSError` where there are none."""

# Names of strangers whose servers stay silent for half a minute hold up each other, and no other work in threads.
_LOOK_UPS = ThreadPoolExecutor(16, thread_name_prefix="dns")


async def resolve(host: str, port: int) -> list[str]:
    """Ask the system's resolver. It also reads the old spellings of an address ("0x7f.1", "2130706433")."""
    look_up = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
    answers = await asyncio.get_running_loop().run_in_executor(_LOOK_UPS, look_up)
    return list(dict.fromkeys(str(answer[4][0]) for answer in answers))


async def permitted_addresses(
    host: str, port: int, resolver: Resolver, *, exempt: bool, loopback: bool = False
) -> list[str]:
    """The addresses of a host that may be connected to. Raises `FetchError` where it has none.

    All are permitted with `exempt`, those of this machine with `loopback`.
    """
    try:
        found = await resolver(host, port)
    except (OSError, UnicodeError):
        found = []
    if not found:
        raise FetchError(FetchCode.PAGE_UNREACHABLE, f"The host {host[:100]} cannot be found.")
    permitted = [
        address for address in found if exempt or is_public(address) or (loopback and ip_address(address).is_loopback)
    ]
    if not permitted:
        raise FetchError(FetchCode.ADDRESS_REFUSED, f"{host[:100]} is not on the public internet.")
    return permitted
