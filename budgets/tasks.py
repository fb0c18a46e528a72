"""The clock's look at what a process that died left undone."""

from celery import shared_task
from django.utils import timezone

from .services.catching_up import catch_up


@shared_task
def look_after_documents() -> None:
    """Send what is sealed and not sent, and let reports follow their documents; changes nothing a second time."""
    catch_up(today=timezone.localdate())
