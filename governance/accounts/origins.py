"""From where somebody asks: the address of the reader's own network, past the proxies that stand in front."""

from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


def origin_of(request: HttpRequest) -> str:
    """The address that the request came from as far as we know it, or nothing.

    With a proxy in front every request comes from the proxy. Only a proxy that the installation trusts is believed
    about who asked it, and only about the last address that is no such proxy's: what stands before it is the client's
    own word. Without one that is trusted nothing is known, for the address may be everybody's.
    """
    sender = parsed(str(request.META.get("REMOTE_ADDR", "")))
    if sender is None or not settings.TRUSTED_PROXIES:
        return ""
    if not is_proxy(sender):
        return str(sender)
    for told in reversed(str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")):
        address = parsed(told)
        if address is None or not is_proxy(address):
            return str(address or "")
    return ""


def parsed(text: str) -> Address | None:
    """An address one way, whichever way it is written; None for what is no address."""
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def is_proxy(address: Address) -> bool:
    """Whether the address is of a proxy of ours."""
    return any(address in network for network in networks(tuple(settings.TRUSTED_PROXIES)))


@lru_cache(maxsize=4)
def networks(named: tuple[str, ...]) -> tuple[Network, ...]:
    """The addresses and networks of a setting; raises ValueError for what is neither."""
    return tuple(ip_network(each) for each in named)
