"""A real worker on the broker of this run: the file system, or Redis where one is named."""

import os
import signal
import subprocess
import time
from collections.abc import Callable

import pytest
from django.db import transaction
from django.utils import timezone

from governance.jobs import services
from governance.jobs.models import Job
from governance.jobs.states import JobState
from tests.processes import celery_worker, worker_log

from . import kinds  # noqa: F401 -- registers the kinds here too, so that they can be asked for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(400)]


def wait_until(true: Callable[[], bool], *, seconds: float = 100) -> None:
    """Wait, and sweep now and then as the clock does: the file system's broker may lose a bell."""
    now = time.monotonic()
    deadline, sweep = now + seconds, now + 5
    while not true():
        now = time.monotonic()
        assert now < deadline, (list(Job.objects.values("key", "state", "attempts", "error")), worker_log())
        if now > sweep:
            Job.objects.filter(state=JobState.QUEUED).update(rung_at=None)  # as after the sweep's patience
            services.sweep()
            sweep = now + 5
        time.sleep(0.1)


def test_worker_does_each_job_once(worker: "subprocess.Popen[bytes]") -> None:
    with transaction.atomic():
        for name in ("Ann", "Åsa", "Örjan"):
            services.queue_job("tests.greet", key=f"greet:{name}", arguments={"name": name}, batch="greet")

    wait_until(lambda: services.batch_progress("greet").done == 3)

    done = Job.objects.filter(batch="greet").values_list("result__greeting", "attempts")
    assert sorted(done) == [("Hej Ann", 1), ("Hej Åsa", 1), ("Hej Örjan", 1)]


def test_bell_that_nobody_heard_is_rung_again(worker: "subprocess.Popen[bytes]") -> None:
    silent = Job.objects.create(kind="tests.greet", key="greet:Eva", arguments={"name": "Eva"})

    services.sweep()

    wait_until(lambda: Job.objects.get(pk=silent.pk).state == JobState.DONE)
    assert Job.objects.get(pk=silent.pk).result == {"greeting": "Hej Eva"}


def test_job_of_a_killed_worker_is_done_by_the_next() -> None:
    with celery_worker() as doomed:
        with transaction.atomic():
            job = services.queue_job("tests.dawdle", key="dawdle", arguments={})
        wait_until(lambda: Job.objects.get(pk=job.pk).state == JobState.RUNNING)
        os.killpg(doomed.pid, signal.SIGKILL)
        doomed.wait()
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now())

    with celery_worker():
        services.sweep()
        wait_until(lambda: Job.objects.get(pk=job.pk).state == JobState.DONE)

    assert Job.objects.get(pk=job.pk).result == {"attempt": 2}
