"""The one door to the network, against servers that misbehave."""

import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from governance.lib import outbound
from governance.lib.outbound import OutboundError


class Misbehaving(BaseHTTPRequestHandler):
    """Answers well, at length, slowly, with a redirect, or with rubbish."""

    def do_GET(self) -> None:
        if self.path == "/rubbish":
            self.wfile.write(b"\x00\xff\x00\xff not http at all\r\n\r\n")
            return
        if self.path == "/hangs":
            time.sleep(2)
            return
        self.send_response({"/redirect": 302, "/broken": 500}.get(self.path, 200))
        self.send_header("Location", "http://127.0.0.1:9/")
        self.end_headers()
        if self.path == "/drips":
            for _ in range(20):
                self.wfile.write(b"x")
                time.sleep(0.1)
        else:
            with suppress(ConnectionError):  # who asked has heard enough
                self.wfile.write(b"x" * (100 if self.path == "/" else 5_000_000))

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def misbehaving() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Misbehaving) as serving:
        thread = Thread(target=serving.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{serving.server_address[1]}"
        serving.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def this_machine_may_be_asked(settings: Any) -> None:
    settings.OUTBOUND_HOSTS, settings.TSA_URL = frozenset({"127.0.0.1"}), ""


def get(url: str, **changes: Any) -> bytes:
    return outbound.get(url, **{"wanted": "*/*", "most": 1000, "seconds": 0.6, **changes})


def test_answer_of_a_named_host_is_taken(misbehaving: str) -> None:
    assert get(f"{misbehaving}/") == b"x" * 100


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/redirect", "svarade 302"),
        ("/broken", "svarade 500"),
        ("/large", "mer än 1000 byte"),
        ("/hangs", "svarar inte"),
        ("/drips", "inte inom 0.6 sekunder"),
        ("/rubbish", "svarar inte"),
    ],
)
def test_misbehaviour_is_an_error_in_time(misbehaving: str, path: str, why: str) -> None:
    began = time.monotonic()

    with pytest.raises(OutboundError, match=why):
        get(f"{misbehaving}{path}")

    assert time.monotonic() - began < 1.8


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/",
        "http://127.0.0.2/",
        "http://169.254.169.254/latest/meta-data/",
        "http://127.0.0.1.example.org/",
        "http://name:word@127.0.0.1/",
        "file:///etc/passwd",
        "ldap://127.0.0.1/cn=x",
        "//127.0.0.1/",
        "",
    ],
)
def test_what_is_not_named_is_not_asked(url: str) -> None:
    with pytest.raises(OutboundError, match="får"):
        get(url)


def test_time_stamp_authority_is_named_by_its_address(settings: Any) -> None:
    settings.OUTBOUND_HOSTS, settings.TSA_URL = frozenset(), "https://tsa.example.org/stamp"

    assert outbound.hosts() == {"tsa.example.org"}
