"""Addresses that strangers give: their parts, and which are on the public internet."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

# RFC 6052, 2.1 and RFC 8215: the low 32 bits are an IPv4 address that a translator connects to.
_NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
# RFC 4291, 2.4 and the IANA registry: all that is routed publicly. Whatever else exists is somebody's own network.
_GLOBAL_UNICAST = IPv6Network("2000::/3")
# RFC 6890 and RFC 7526: protocol assignments and the 6to4 relays; `is_global` lets parts of them through.
_NEVER = ("192.0.0.", "192.88.99.")


def parts_of(address: str) -> SplitResult:
    """Return the parts of an address: all empty where it has none, as with an unclosed bracket (RFC 3986, 3.2.2)."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet, also where another one is embedded in it."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return _is_public_v4(parsed) if isinstance(parsed, IPv4Address) else _is_public_v6(parsed)


def is_loopback(host: str) -> bool:
    """Whether a host, by name or address, is this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost" or host.lower().endswith(".localhost")


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
