"""Serve Samverk on this machine: one web process with threads and one worker, until told to stop.

Meant for demonstration and trial on SQLite with the file-system transport, without any other service; production starts
the same two programs from its own supervisor (docs/operations.md).
"""

import argparse
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import FrameType

import django
from django.conf import settings
from django.urls import reverse

from governance.lib.files import why_not

HOST = "127.0.0.1"
READY_WITHIN = 60.0
STOP_WITHIN = 10.0
MOST_RESTARTS = 5
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG


class Failed(Exception):
    """Serving cannot go on; the sentence says why."""


@dataclass
class Child:
    """A program we started, in a process group of its own so that Ctrl-C reaches us alone and we stop it in order."""

    name: str
    command: Sequence[str]
    log: Path
    starts: int = 0
    process: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)

    def start(self) -> None:
        """Start, or start again, with the output appended to the log."""
        self.starts += 1
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command,
                cwd=settings.BASE_DIR,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent,  # noqa: PLW1509 -- this process has one thread
            )

    @property
    def has_ended(self) -> bool:
        """Tell whether the program is gone although nobody stopped it."""
        return self.process is not None and self.process.poll() is not None

    def last_words(self) -> str:
        """Give the end of the log."""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:])

    def tell(self, number: signal.Signals) -> None:
        """Send a signal to the program and all that it started."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                return


def die_with_parent() -> None:
    """Ask Linux to end this process if the one that started it is killed, so that nothing is left behind."""
    try:
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)
    except (AttributeError, OSError):
        return


def children(port: int) -> list[Child]:
    """Say what is started: the web server, and the worker with its sweeper."""
    logs = settings.DATA_DIR / "log"
    logs.mkdir(parents=True, exist_ok=True)
    gunicorn = "--worker-class gthread --workers 1 --threads 8 --graceful-timeout 5 --no-control-socket".split()
    celery = "--concurrency 2 --beat --without-gossip --without-mingle --without-heartbeat --loglevel INFO".split()
    return [
        Child(
            "webbservern",
            [sys.executable, "-m", "gunicorn", *gunicorn, "--bind", f"{HOST}:{port}", "governance.config.wsgi"],
            logs / "web.log",
        ),
        Child(
            "arbetaren",
            [sys.executable, "-m", "celery", "-A", "governance.config", "worker", *celery],
            logs / "worker.log",
        ),
    ]


def port_number(text: str) -> int:
    """Read a port number as it was written on the command line."""
    if not (text.isdecimal() and 0 < int(text) < 65536):
        raise Failed(f"{text} är inget portnummer. Skriv ett mellan 1024 och 65535, till exempel: make demo PORT=8001")
    return int(text)


def ensure_free(port: int) -> None:
    """Refuse a port that someone else listens on, before anything is started."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise Failed(
                f"Port {port} kan inte användas ({why_not(error)}). Välj en annan: make demo PORT={port + 1}"
            ) from error


def answers(port: int) -> bool:
    """Tell whether the start page is served."""
    connection = HTTPConnection(HOST, port, timeout=20)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


class Supervisor:
    """Starts the children, starts a fallen worker again, and stops them all."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.children = children(port)
        self.stopping = False

    def ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        """Note that we are to stop; the loop does the rest."""
        self.stopping = True

    def start(self) -> None:
        """Start everything and wait for the first page."""
        for child in self.children:
            child.start()
        web, deadline = self.children[0], time.monotonic() + READY_WITHIN
        while not self.stopping and not answers(self.port):
            if web.has_ended or time.monotonic() > deadline:
                raise Failed(f"Webbservern svarar inte. Ur {web.log}:\n{web.last_words()}")
            time.sleep(0.2)

    def watch(self) -> None:
        """Wait until told to stop."""
        while not self.stopping:
            for child in self.children:
                if child.has_ended:
                    if child.starts > MOST_RESTARTS:
                        raise Failed(
                            f"Avbryter: {child.name} stannar gång på gång. Ur {child.log}:\n{child.last_words()}"
                        )
                    print(f"Startar om {child.name}, som stannade; se {child.log}", flush=True)
                    time.sleep(1)
                    child.start()
            time.sleep(0.2)

    def stop(self) -> None:
        """End every child: politely at first, then by force; work that is cut short is taken up at the next start."""
        running = [child for child in self.children if child.process is not None]
        for child in running:
            if child.process is not None and child.process.poll() is None:
                child.process.terminate()
        deadline = time.monotonic() + STOP_WITHIN
        while time.monotonic() < deadline and any(not child.has_ended for child in running):
            time.sleep(0.1)
        for child in running:
            child.tell(signal.SIGKILL)
            if child.process is not None:
                child.process.wait()


def welcome(port: int) -> str:
    """Tell the reader where Samverk is and how to sign in."""
    address = f"http://{HOST}:{port}"
    lines = [
        "",
        f"Samverk är igång:  {address}/",
        f"Logga in:          {address}{reverse('accounts:sign_in')}",
    ]
    if settings.DEMO:
        lines.append("                   Välj en person ur listan. Demonstrationen behöver inget lösenord.")
    lines += [
        f"Data och loggar:   {settings.DATA_DIR}",
        "Avsluta:           Ctrl-C",
        "",
    ]
    return "\n".join(lines)


def serve(port: int) -> None:
    """Serve until Ctrl-C, SIGTERM or a closed terminal."""
    ensure_free(port)
    supervisor = Supervisor(port)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, supervisor.ask_to_stop)
    try:
        supervisor.start()
        if not supervisor.stopping:
            print(welcome(port), flush=True)
        supervisor.watch()
    finally:
        supervisor.stop()


def main() -> int:
    """Read the command line and serve; a reason not to is one sentence."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", default="8000")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.config.settings.dev")
    django.setup()
    try:
        serve(port_number(parser.parse_args().port))
    except Failed as failed:
        print(failed, file=sys.stderr)
        return 1
    print("Samverk är avslutat.", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
