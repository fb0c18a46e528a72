import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from .models import Job
from .registry import WORK
from .states import OPEN, JobState

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=6)  # longer than the hard time limit of a task
PATIENCE = timedelta(seconds=30)  # a bell unanswered for so long is rung again
MOST_ATTEMPTS = 5
NEVER_CAME_BACK = "Arbetsprocessen dog, eller kom inte tillbaka inom sin tid, vid det sista försöket."


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch has come (framsteg), in whole jobs."""

    total: int
    done: int
    dead: int

    @property
    def open(self) -> int:
        """How many are still to be done."""
        return self.total - self.done - self.dead


def queue_job(kind: str, *, key: str, arguments: dict[str, Any], batch: str = "") -> Job:
    """Ask for work in the transaction of the change that causes it; the bell rings after commit.

    Asking again with the same key gives the same job. Raises KeyError for an unknown kind.
    """
    if kind not in WORK:
        raise KeyError(kind)
    asked, _created = Job.objects.get_or_create(
        key=key, defaults={"kind": kind, "arguments": arguments, "batch": batch, "rung_at": timezone.now()}
    )
    if asked.state in OPEN:
        transaction.on_commit(lambda: ring(asked.pk), robust=True)
    return asked


def ring(job_id: int) -> None:
    """Tell a worker that there is work; a silent broker is logged and made up for by the sweeper."""
    from .tasks import run  # noqa: PLC0415 -- the bell needs us, we need the bell

    try:
        run.apply_async((job_id,), retry=False)
    except Exception as error:
        log.warning("Jobb %s väntar: meddelandekön svarade inte (%s).", job_id, type(error).__name__)


def claim(job_id: int, *, now: datetime) -> Job | None:
    """Take a job that is free, by compare-and-set so that one worker wins on either database.

    One that has killed its process so many times is not free but dead.
    """
    left = Q(state=JobState.RUNNING, lease_until__lt=now, attempts__lt=MOST_ATTEMPTS)
    free = Q(state__in=(JobState.QUEUED, JobState.FAILED)) | left
    taken = Job.objects.filter(free, pk=job_id).update(
        state=JobState.RUNNING, lease_until=now + LEASE, attempts=F("attempts") + 1
    )
    if not taken:
        give_up(Job.objects.filter(pk=job_id), now=now)
    return Job.objects.get(pk=job_id) if taken else None


def run_job(job_id: int) -> Job:
    """Do one job if it is free: claim, work, then result and state in one short transaction.

    A failure is kept with its reason and tried again; the fifth makes it dead, for a person to see.
    """
    claimed = claim(job_id, now=timezone.now())
    if claimed is None:
        return Job.objects.get(pk=job_id)
    try:
        finish = WORK[claimed.kind](claimed)
        with transaction.atomic():
            held = Job.objects.select_for_update().get(pk=claimed.pk)
            if (held.state, held.attempts) == (JobState.RUNNING, claimed.attempts):
                held.result = (finish() if finish else None) or {}
                held.state, held.finished_at, held.error = JobState.DONE, timezone.now(), ""
                held.save()
            return held
    except Exception as error:
        log.exception("Jobb %s (%s) misslyckades.", claimed.pk, claimed.kind)
        return fail(claimed, f"{type(error).__name__}: {error}")


def fail(claimed: Job, reason: str) -> Job:
    """Keep why an attempt failed, unless another worker has the job by now."""
    dead = claimed.attempts >= MOST_ATTEMPTS
    Job.objects.filter(pk=claimed.pk, state=JobState.RUNNING, attempts=claimed.attempts).update(
        state=JobState.DEAD if dead else JobState.FAILED,
        finished_at=timezone.now() if dead else None,
        lease_until=None,
        error=reason[:4000],
    )
    return Job.objects.get(pk=claimed.pk)


def give_up(jobs: models.QuerySet[Job], *, now: datetime) -> int:
    """Let those be dead whose process never came back from the last attempt they had."""
    spent = jobs.filter(state=JobState.RUNNING, lease_until__lt=now, attempts__gte=MOST_ATTEMPTS)
    return spent.update(state=JobState.DEAD, finished_at=now, lease_until=None, error=NEVER_CAME_BACK)


def revive(job_id: int) -> bool:
    """Let a person start a dead job again; false when it is not dead (any more)."""
    with transaction.atomic():
        revived = Job.objects.filter(pk=job_id, state=JobState.DEAD).update(
            state=JobState.QUEUED, attempts=0, finished_at=None, rung_at=timezone.now()
        )
        if revived:
            transaction.on_commit(lambda: ring(job_id), robust=True)
    return bool(revived)


def due(*, now: datetime) -> list[int]:
    """Find jobs nobody is working on although their bell has been rung."""
    waiting = Q(state__in=(JobState.QUEUED, JobState.FAILED)) & (
        Q(rung_at__isnull=True) | Q(rung_at__lt=now - PATIENCE)
    )
    left = Q(state=JobState.RUNNING, lease_until__lt=now)
    return list(Job.objects.filter(waiting | left).order_by("pk").values_list("pk", flat=True)[:200])


def sweep() -> int:
    """Ring again for every job that is due, and give up those that have killed their process; returns how many rang."""
    now = timezone.now()
    give_up(Job.objects.all(), now=now)
    found = due(now=now)
    Job.objects.filter(pk__in=found).update(rung_at=now)
    for job_id in found:
        ring(job_id)
    return len(found)


def run_batch(batch: str) -> list[Job]:
    """Do what is open in a batch here and now, without worker or broker; returns the whole batch."""
    for job_id in Job.objects.filter(batch=batch, state__in=OPEN).order_by("pk").values_list("pk", flat=True):
        run_job(job_id)
    return list(Job.objects.filter(batch=batch).order_by("pk"))


def batch_progress(batch: str) -> Progress:
    """Count a batch; one query."""
    counted = Job.objects.filter(batch=batch).aggregate(
        total=Count("pk"),
        done=Count("pk", filter=Q(state=JobState.DONE)),
        dead=Count("pk", filter=Q(state=JobState.DEAD)),
    )
    return Progress(**counted)
