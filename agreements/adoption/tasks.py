"""The daily look at last days: an agreement whose condition can no longer be met lapses by itself."""

from collections.abc import Callable
from datetime import date
from typing import Any

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from governance.jobs.models import Job
from governance.jobs.registry import job
from governance.jobs.services import queue_job

from .services import settle_overdue

LAST_DAYS_JOB = "adoption.last_days"


@job(LAST_DAYS_JOB)
def look_at_last_days(asked: Job) -> Callable[[], dict[str, Any]]:
    """Settle what is overdue on the day that was asked for; doing it twice settles it once."""
    lapsed = settle_overdue(today=date.fromisoformat(asked.arguments["day"]))
    return lambda: {"lapsed": [each.pk for each in lapsed]}


@shared_task
def ask_for_last_days() -> None:
    """Ask for today's look; however often the clock rings, it is one job a day."""
    today = timezone.localdate().isoformat()
    with transaction.atomic():
        queue_job(LAST_DAYS_JOB, key=f"{LAST_DAYS_JOB}:{today}", arguments={"day": today})
