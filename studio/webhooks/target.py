"""Which addresses a webhook may be sent to, as far as the address itself tells. The guard checks the rest."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from bounds.addresses import is_public
from studio.models.envelope import Code, RefusalError


@dataclass(frozen=True, slots=True)
class TargetRule:
    """HTTPS on the public internet only, but for what the server's owner allows."""

    allow_private: bool
    allow_loopback: bool

    def check(self, url: str, field: str) -> str:
        """The address.

        Raises:
            RefusalError: it can never be delivered to; `field` names it to the client.
        """
        try:
            parts = urlsplit(url)
            host = parts.hostname or ""
            sound = parts.scheme in {"http", "https"} and bool(host) and parts.username is None and parts.port != 0
        except ValueError:
            host, sound = "", False
        if not sound:
            raise _refusal(field, "must be an https URL without a user name")
        if self.allow_private or (self.allow_loopback and _is_loopback(host)):
            return url
        if parts.scheme != "https":
            raise _refusal(field, "must be an https URL")
        if _is_loopback(host) or _is_private(host):
            raise _refusal(field, f"{host[:100]} is not on the public internet")
        return url


def _is_private(host: str) -> bool:
    return _is_ip(host) and not is_public(host)


def _is_ip(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _is_loopback(host: str) -> bool:
    return host.lower() == "localhost" or (_is_ip(host) and ip_address(host).is_loopback)


def _refusal(field: str, reason: str) -> RefusalError:
    return RefusalError(Code.PARAMETER_ERROR, f"Parameter error: {field}: {reason}")
