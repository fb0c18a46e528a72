from typing import Any

from django.core.management.base import BaseCommand

from governance.jobs.models import Job
from governance.jobs.services import run_job
from governance.jobs.states import JobState


class Command(BaseCommand):
    """Do all open jobs here and now, for an installation without worker or broker."""

    help = "Gör alla väntande jobb nu, utan arbetsprocess och meddelandekö."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until nothing is open; say how many were done and how many gave up."""
        done = dead = 0
        waiting = Job.objects.filter(state__in=(JobState.QUEUED, JobState.FAILED)).order_by("attempts", "pk")
        while (found := waiting.first()) is not None:
            state = run_job(found.pk).state
            done, dead = done + (state == JobState.DONE), dead + (state == JobState.DEAD)
        self.stdout.write(f"{done} jobb klara, {dead} gav upp.")
