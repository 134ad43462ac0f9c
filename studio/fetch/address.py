"""Which network addresses may be connected to."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from studio.fetch.errors import FetchCode, FetchError

Resolver = Callable[[str, int], Awaitable[list[str]]]
"""Host name and port to IP addresses in order of preference; raises `OSError` where there are none."""

# RFC 6052, 2.1 and RFC 8215: the low 32 bits are an IPv4 address that a translator connects to.
_NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
# RFC 4291, 2.4 and the IANA registry: all that is routed publicly. Whatever else exists is somebody's own network.
_GLOBAL_UNICAST = IPv6Network("2000::/3")
# RFC 6890 and RFC 7526: protocol assignments and the 6to4 relays; `is_global` lets parts of them through.
_NEVER = ("192.0.0.", "192.88.99.")


async def resolve(host: str, port: int) -> list[str]:
    """Ask the system's resolver. It also reads the old spellings of an address ("0x7f.1", "2130706433")."""
    answers = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(answer[4][0]) for answer in answers))


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet, also where another one is embedded in it."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return _is_public_v4(parsed) if isinstance(parsed, IPv4Address) else _is_public_v6(parsed)


def _is_public_v4(address: IPv4Address) -> bool:
    if str(address).startswith(_NEVER):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _is_public_v6(address: IPv6Address) -> bool:
    embedded = address.ipv4_mapped or address.sixtofour
    if embedded is None and any(address in network for network in _NAT64):
        embedded = IPv4Address(int(address) & 0xFFFFFFFF)
    if embedded is not None:
        return _is_public_v4(embedded)
    return address in _GLOBAL_UNICAST and address.is_global


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
