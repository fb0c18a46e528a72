"""The jobs that look for whose turn it is, and that send the mails."""

from collections.abc import Callable
from datetime import date
from typing import Any

from celery import shared_task
from django.db.models import Q
from django.utils import timezone

from governance.jobs.models import Job
from governance.jobs.registry import job
from governance.organisations.models import Partnership

from .mail import mail_about
from .models import Message
from .turns import MAIL_JOB, TURNS_JOB, ask_for_turns, find_turns, tell_turns


@job(TURNS_JOB)
def look_for_turns(asked: Job) -> Callable[[], dict[str, Any]]:
    """Ask the desk's sources outside any transaction; tell in the transaction of the job's result."""
    partnership, day = Partnership.objects.get(pk=asked.arguments["partnership"]), asked.arguments["day"]
    today = date.fromisoformat(day)
    found = find_turns(partnership, today=today)
    return lambda: {"told": len(tell_turns(partnership, found, today=today))}


@job(MAIL_JOB)
def send_mail(asked: Job) -> Callable[[], dict[str, Any]] | None:
    """Send one person's mail, and note it in the transaction of the job's result.

    A mail server and a database cannot be told as one: were the worker to die between them, the mail would go once
    more, with the same Message-ID. What has been read, done or mailed meanwhile is left out.
    """
    held = Q(seat__until_on__isnull=True) | Q(seat__until_on__gte=timezone.localdate())
    waiting = Message.objects.unread().filter(held, pk__in=asked.arguments["messages"], mailed_at__isnull=True)
    messages = [each for each in waiting.select_related("user").order_by("pk") if each.user.is_active]
    if not messages:
        return None
    mail_about(messages).send()
    keys = [each.pk for each in messages]
    return lambda: {"mailed": Message.objects.filter(pk__in=keys).update(mailed_at=timezone.now())}


@shared_task
def look() -> None:
    """Ask for a look wherever something has happened, or a day has passed."""
    ask_for_turns(today=timezone.localdate())
