"""The supervisor starts, mends and stops what it is answerable for."""

import os
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from governance.config import serve

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind((serve.HOST, 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def supervisor(port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[serve.Supervisor]:
    (tmp_path / "index.html").write_text("Samverk")
    web = [sys.executable, "-m", "http.server", str(port), "--bind", serve.HOST, "--directory", str(tmp_path)]
    started = [
        serve.Child("webbservern", web, tmp_path / "web.log"),
        serve.Child("arbetaren", SLEEPER, tmp_path / "w.log"),
    ]
    monkeypatch.setattr(serve, "children", lambda port: started)
    supervisor = serve.Supervisor(port)
    yield supervisor
    supervisor.stop()


def is_alive(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    return True


def process_ids(supervisor: serve.Supervisor) -> list[int]:
    return [child.process.pid for child in supervisor.children if child.process]


def test_start_waits_for_the_first_page_and_stop_leaves_nothing(supervisor: serve.Supervisor, port: int) -> None:
    supervisor.start()

    assert serve.answers(port)
    running = process_ids(supervisor)
    supervisor.stop()
    assert not any(is_alive(process_id) for process_id in running)
    assert not serve.answers(port)


def test_watch_starts_a_fallen_worker_again(supervisor: serve.Supervisor) -> None:
    supervisor.start()
    worker = supervisor.children[1]
    assert worker.process
    fallen = worker.process.pid
    worker.process.kill()
    watching = threading.Thread(target=supervisor.watch)

    watching.start()
    deadline = time.monotonic() + 20
    while worker.starts < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    supervisor.ask_to_stop(0, None)
    watching.join()

    assert worker.starts == 2
    assert worker.process.pid != fallen


def test_start_shows_the_log_of_a_server_that_falls(supervisor: serve.Supervisor) -> None:
    supervisor.children[0].command = [sys.executable, "-c", "raise SystemExit('no such table')"]

    with pytest.raises(serve.Failed, match="no such table"):
        supervisor.start()


def test_ensure_free_refuses_a_port_in_use(port: int) -> None:
    with socket.socket() as other:
        other.bind((serve.HOST, port))
        other.listen()

        with pytest.raises(serve.Failed, match=f"make demo PORT={port + 1}"):
            serve.ensure_free(port)


@pytest.mark.parametrize("text", ["abc", "0", "65536", "-1", "80.5", ""])
def test_port_number_refuses_what_is_no_port(text: str) -> None:
    with pytest.raises(serve.Failed, match="är inget portnummer"):
        serve.port_number(text)
