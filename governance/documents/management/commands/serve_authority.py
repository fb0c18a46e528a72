from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from governance.documents.evidence import as_pem
from governance.documents.local_authority import local_authority
from governance.documents.time_stamps import LARGEST_ANSWER, QUERY, REPLY
from governance.ui.commands import SwedishCommand

HOST = "127.0.0.1"
STAMPS = "/tsa"
ROOT, ROOT_LIST, ISSUER_LIST = "/root.pem", "/root.crl", "/issuer.crl"
LISTS = "application/pkix-crl"


class Handler(BaseHTTPRequestHandler):
    """Answers as an authority does: time-stamps (RFC 3161), lists of revoked certificates, and its root."""

    timeout = 10
    server_version = "Samverk"

    def do_GET(self) -> None:
        """Hand out a list or the root."""
        here = local_authority()
        root_list, issuer_list = here.revoked()
        known = {
            ROOT: (as_pem([here.root]), "application/x-pem-file"),
            ROOT_LIST: (root_list, LISTS),
            ISSUER_LIST: (issuer_list, LISTS),
        }
        if self.path in known:
            self.answer(*known[self.path])
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        """Stamp time."""
        length = self.headers.get("Content-Length", "")
        if self.path != STAMPS or self.headers.get("Content-Type") != QUERY:
            self.send_error(404)
        elif not length.isdecimal() or int(length) > LARGEST_ANSWER:
            self.send_error(413)
        else:
            self.answer(local_authority().time_stamp(self.rfile.read(int(length))), REPLY)

    def answer(self, content: bytes, kind: str) -> None:
        """Send one answer."""
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def server(port: int) -> ThreadingHTTPServer:
    """The demonstration's authority on this machine, reachable from this machine alone."""
    return ThreadingHTTPServer((HOST, port), Handler)


class Command(SwedishCommand):
    """Serve the demonstration's authority over http, on this machine alone."""

    help = (
        "Låter andra program på den här maskinen fråga demonstrationens utfärdare: tidsstämplar (RFC 3161), "
        "spärrlistor och rotcertifikat. Samverk självt behöver det inte."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the port."""
        parser.add_argument("--port", default="9017", help="Port på 127.0.0.1.")

    def handle(self, *args: Any, port: str, **options: Any) -> None:
        """Serve until Ctrl-C."""
        if not settings.DEMO:
            raise CommandError("Utfärdaren finns bara i en demonstration.")
        if not (port.isdecimal() and 0 < int(port) < 65536):
            raise CommandError(f"{port} är inget portnummer.")
        with server(int(port)) as serving:
            paths = ", ".join((STAMPS, ROOT_LIST, ISSUER_LIST, ROOT))
            self.stdout.write(f"Utfärdaren svarar på http://{HOST}:{port} ({paths}).")
            try:
                serving.serve_forever()
            except KeyboardInterrupt:
                self.stdout.write("Utfärdaren är avslutad.")
