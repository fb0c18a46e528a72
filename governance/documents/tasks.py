"""The jobs that seal: ordered documents, and once a day the list of where the trail's chains stand."""

from collections.abc import Callable
from datetime import date
from typing import Any

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from governance.jobs.models import Job
from governance.jobs.registry import job
from governance.jobs.services import queue_job

from .heads import seal_heads
from .models import Document

HEADS_JOB = "documents.seal_heads"


@job("documents.seal")
def seal_ordered(asked: Job) -> Callable[[], dict[str, Any]] | None:
    """Render and seal outside any transaction; keep file and row in the transaction of the job's result."""
    from .services import keep, make_file  # noqa: PLC0415 -- services queue this job

    document = Document.objects.get(pk=asked.arguments["document"])
    if document.is_sealed:
        return None
    made = make_file(document)
    return lambda: {"document": keep(document.pk, made).doc_id}


@job(HEADS_JOB)
def seal_days_heads(asked: Job) -> Callable[[], dict[str, Any]]:
    """Write and sign the list of the day that was asked for; doing it twice writes it once."""
    path = seal_heads(date.fromisoformat(asked.arguments["day"]))
    return lambda: {"list": path.name}


@shared_task
def ask_for_heads() -> None:
    """Ask for today's list; however often the clock rings, it is one job a day."""
    today = timezone.localdate().isoformat()
    with transaction.atomic():
        queue_job(HEADS_JOB, key=f"{HEADS_JOB}:{today}", arguments={"day": today})
