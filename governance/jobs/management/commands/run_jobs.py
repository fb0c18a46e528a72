from typing import Any

from django.core.management.base import CommandParser

from governance.jobs.models import Job
from governance.jobs.services import run_job
from governance.jobs.states import JobState
from governance.ui.commands import SwedishCommand


class Command(SwedishCommand):
    """Do all open jobs here and now, for an installation without worker or broker."""

    help = "Gör alla väntande jobb nu, utan arbetsprocess och meddelandekö."

    def add_arguments(self, parser: CommandParser) -> None:
        """Let one do a batch alone."""
        parser.add_argument("--batch", metavar="OMGÅNG", help="Gör bara jobben i den omgången.")

    def handle(self, *args: Any, batch: str | None = None, **options: Any) -> None:
        """Run until nothing is open; say how many were done and how many gave up."""
        done = dead = 0
        waiting = Job.objects.filter(state__in=(JobState.QUEUED, JobState.FAILED)).order_by("attempts", "pk")
        if batch is not None:
            waiting = waiting.filter(batch=batch)
        while (found := waiting.first()) is not None:
            state = run_job(found.pk).state
            done, dead = done + (state == JobState.DONE), dead + (state == JobState.DEAD)
        self.stdout.write(f"{done} jobb klara, {dead} gav upp.")
