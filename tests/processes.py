"""Processes of their own that a test starts: rivals for the same row, and a real Celery worker."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

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


RIVALS = """
import json, os, sys, traceback

import django

django.setup()
scripts, folder = json.loads(sys.stdin.read())
wait, begin = os.pipe()
rivals = []
for at, script in enumerate(scripts):
    if rival := os.fork():
        rivals.append(rival)
        continue
    os.close(begin)
    for stream, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(f"{folder}/{at}.{name}", os.O_WRONLY | os.O_CREAT), stream)
    os.read(wait, 1)
    code = 0
    try:
        exec(compile(script, f"<rival {at}>", "exec"), {"__name__": "__main__"})
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
os.close(begin)
print(json.dumps([os.waitstatus_to_exitcode(os.waitpid(rival, 0)[1]) for rival in rivals]))
"""
"""Sets Django up once, forks a process for each script, and lets all of them begin at the same moment."""


def run_together(scripts: Sequence[str], *, timeout: float = 90) -> list[subprocess.CompletedProcess[str]]:
    """Run Python scripts at once, each in a process of its own with Django set up, and wait for all of them.

    None has a head start. Raises TimeoutExpired when they are not done within `timeout` seconds.
    """
    with TemporaryDirectory() as folder:
        starter = subprocess.Popen(
            [sys.executable, "-c", RIVALS],
            cwd=ROOT,
            env=joined_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        try:
            told, failed = starter.communicate(json.dumps([list(scripts), folder]), timeout=timeout)
        finally:
            if starter.poll() is None:
                os.killpg(starter.pid, signal.SIGKILL)
                starter.wait()
        assert starter.returncode == 0, failed
        codes = json.loads(told)
        kept = [[(Path(folder) / f"{at}.{name}").read_text() for name in ("out", "err")] for at in range(len(codes))]
    return [
        subprocess.CompletedProcess(script, code, *said)
        for script, code, said in zip(scripts, codes, kept, strict=True)
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
