"""The one door to the network: named hosts alone, no redirects, with limits on time and size.

Nothing else in Samverk opens a connection to another machine; a test reads the source. What is fetched (time-stamps,
lists of revoked certificates) is signed by those who made it, so plain http is let through to the hosts that are named.
"""

import ssl
import time
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from django.conf import settings

USER_AGENT = "Samverk"
PIECE = 16 * 1024


class OutboundError(OSError):
    """Nothing was fetched; the sentence says why."""


def hosts() -> frozenset[str]:
    """The hosts that may be asked: those that are named, and the time-stamp authority's own."""
    stamps = urlsplit(settings.TSA_URL).hostname if settings.TSA_URL else None
    return frozenset({*settings.OUTBOUND_HOSTS, *([stamps] if stamps else [])})


def get(url: str, *, wanted: str, most: int, seconds: float) -> bytes:
    """Fetch what stands at an address."""
    return exchange("GET", url, None, {"Accept": wanted}, most=most, seconds=seconds)


def post(url: str, body: bytes, *, kind: str, wanted: str, most: int, seconds: float) -> bytes:
    """Send something and take the answer."""
    return exchange("POST", url, body, {"Content-Type": kind, "Accept": wanted}, most=most, seconds=seconds)


def exchange(method: str, url: str, body: bytes | None, headers: dict[str, str], *, most: int, seconds: float) -> bytes:
    """One request and its answer, whole within the time and no larger than agreed. Raises OutboundError."""
    ends = time.monotonic() + seconds
    connection = connect(url, seconds)
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request(method, path, body, {**headers, "User-Agent": USER_AGENT, "Connection": "close"})
        answer = connection.getresponse()
        if answer.status != 200:
            raise OutboundError(f"{parts.hostname} svarade {answer.status}")
        content = bytearray()
        while piece := answer.read1(PIECE):
            content += piece
            if len(content) > most:
                raise OutboundError(f"{parts.hostname} svarade med mer än {most} byte")
            left = ends - time.monotonic()
            if left <= 0:
                raise OutboundError(f"{parts.hostname} svarade inte inom {seconds:g} sekunder")
            if connection.sock is not None:
                connection.sock.settimeout(left)
    except OutboundError:
        raise
    except (OSError, HTTPException) as error:
        raise OutboundError(f"{parts.hostname} svarar inte: {error}") from error
    finally:
        connection.close()
    return bytes(content)


def connect(url: str, seconds: float) -> HTTPConnection:
    """Open nothing yet: refuse what is no http address of a host that may be asked."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or parts.username or parts.password:
        raise OutboundError(f"{url} är ingen adress som får frågas")
    if host not in hosts():
        raise OutboundError(f"{host} får inte frågas; ange den i SAMVERK_OUTBOUND_HOSTS")
    if parts.scheme == "https":
        return HTTPSConnection(host, parts.port, timeout=seconds, context=ssl.create_default_context())
    return HTTPConnection(host, parts.port, timeout=seconds)
