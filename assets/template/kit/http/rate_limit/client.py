"""Who asks, as far as an address tells."""

from functools import lru_cache
from ipaddress import IPv6Address, ip_address

from starlette.types import Scope

LONGEST_ADDRESS = 64


def client_of(scope: Scope) -> str | None:
    """The server has set it: the peer, or whom a proxy of FORWARDED_ALLOW_IPS names.

    None on a socket without addresses, where nobody can be told from anybody else.
    """
    client = scope.get("client")
    return _network(client[0][:LONGEST_ADDRESS]) if client and client[0] else None


@lru_cache(maxsize=4096)
def _network(host: str) -> str:
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        # A subscriber has a /64 at least, and every address of it.
        network = IPv6Address(int(address) >> 64 << 64)
        return str(address.ipv4_mapped or network)
    return host
