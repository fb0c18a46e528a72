"""Processes of their own that a test starts: rivals for the same row, and a real Celery worker."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from governance.config.celery import app

ROOT = Path(__file__).resolve().parents[1]
LOG = "worker.log"


def joined_environment() -> dict[str, str]:
    """Name this test's data folder and database to a process started by the test.

    The test must commit what the other process is to see: `@pytest.mark.django_db(transaction=True)`.
    """
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "governance.config.settings.test",
        "SAMVERK_DATA_DIR": str(settings.DATA_DIR),
        "SAMVERK_TEST_DATABASE": str(connection.settings_dict["NAME"]),
    }


def run_together(scripts: Sequence[str], *, timeout: float = 90) -> list[subprocess.CompletedProcess[str]]:
    """Run Python scripts at once, each in a process of its own with Django set up, and wait for all of them.

    A script begins when its standard input is closed, so that none has a head start.
    """
    prelude = "import sys, django; django.setup(); print('ready', flush=True); sys.stdin.read()\n"
    environment = joined_environment()
    running = [
        subprocess.Popen(
            [sys.executable, "-c", prelude + script],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for script in scripts
    ]
    try:
        for process in running:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n", process.communicate()[1]
        for process in running:
            assert process.stdin is not None
            process.stdin.close()
            process.stdin = None
        outcomes = [process.communicate(timeout=timeout) for process in running]
    finally:
        for process in running:
            process.kill()
            process.wait()
    return [
        subprocess.CompletedProcess(process.args, process.returncode, *outcome)
        for process, outcome in zip(running, outcomes, strict=True)
    ]


def worker_log() -> str:
    """What the worker has said, for a test that fails."""
    return (settings.DATA_DIR / LOG).read_text(encoding="utf-8", errors="replace")


@contextmanager
def celery_worker(*, processes: int = 1) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a real worker on this test's broker and database until the block ends.

    It begins with an empty queue: earlier tests have rung for jobs that are no more.
    """
    app.control.purge()
    log = settings.DATA_DIR / LOG
    command = [sys.executable, "-m", "celery", "-A", "governance.config", "worker", "--loglevel", "INFO"]
    with log.open("wb") as output:
        worker = subprocess.Popen(
            [*command, "--concurrency", str(processes)],
            cwd=ROOT,
            env=joined_environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            deadline = time.monotonic() + 60
            while b" ready." not in log.read_bytes():
                assert worker.poll() is None, log.read_text(errors="replace")
                assert time.monotonic() < deadline, log.read_text(errors="replace")
                time.sleep(0.1)
            yield worker
        finally:
            worker.terminate()
            try:
                worker.wait(timeout=15)
            except subprocess.TimeoutExpired:
                os.killpg(worker.pid, signal.SIGKILL)
                worker.wait()
