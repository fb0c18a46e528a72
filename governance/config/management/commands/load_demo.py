import os
import subprocess
import sys
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from budgets.models import AnnualReport
from governance.config.demo import story
from governance.jobs.models import Job
from governance.jobs.services import run_job
from governance.jobs.states import OPEN
from governance.lib.dates import parse_iso_date, swedish_date
from governance.ui.commands import SwedishCommand


class Command(SwedishCommand):
    """Tell the demonstration: the 34 of Skåne through four budget years, two negotiations, and a small partnership."""

    help = "Läser in demonstrationen: Skånes 34 huvudmän, två förhandlingar och ett litet partnerskap. Kan köras igen."

    def add_arguments(self, parser: CommandParser) -> None:
        """Let the story be told from another day, and its documents be left to a worker."""
        parser.add_argument(
            "--today", metavar="DATUM", help="Dagen som berättas, till exempel 2026-10-20. Annars i dag."
        )
        parser.add_argument(
            "--later",
            action="store_true",
            help="Lämna alla dokument till arbetsprocessen i stället för att vänta på årsrapporterna.",
        )

    def handle(self, *args: Any, today: str | None = None, later: bool = False, **options: Any) -> None:
        """Tell the story once, in one transaction; then seal last year's reports, and leave the rest to a worker."""
        if not settings.DEMO:
            raise CommandError("Demonstrationen kan bara läsas in där SAMVERK_DEMO är på.")
        day = self.day(today)
        if story.is_told():
            self.stdout.write("Demonstrationen finns redan. Inget har ändrats.")
            if today:
                words = "Den berättas inte om från en annan dag. Ta bort mappen med data för att börja om."
                self.stderr.write(f"Observera: {words}")
        else:
            self.tell(day)
        if not later:
            self.seal()
        self.say_what_waits()

    def day(self, text: str | None) -> date:
        """Read the day. Raises CommandError for one that cannot be read."""
        try:
            return parse_iso_date(text) if text else timezone.localdate()
        except ValueError as error:
            raise CommandError(str(error)) from error

    def tell(self, day: date) -> None:
        """Tell the story, whole or not at all."""
        try:
            with transaction.atomic():
                story.tell(today=day)
        except story.CannotTell as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            message = f"Databasen svarar inte som den ska. Kör migrate först. ({error})".replace("\n", " ")
            raise CommandError(message) from error
        self.stdout.write(
            f"Demonstrationen är inläst, berättad från den {swedish_date(day)}. Alla belopp är påhittade."
        )

    def seal(self) -> None:
        """Seal last year's reports in as many processes as there are processors, then let them be sent."""
        finish = Job.objects.filter(kind=story.FINISH).order_by("pk").first()
        if finish is None or finish.state not in OPEN:
            return
        report = AnnualReport.objects.get(partnership__slug="sgd-skane", year=finish.arguments["year"])
        connection.close()
        workers = [
            subprocess.Popen(
                [sys.executable, sys.argv[0], "run_jobs", "--batch", report.batch],
                stdout=subprocess.DEVNULL,
                stdin=subprocess.DEVNULL,
            )
            for _ in range(min(os.cpu_count() or 1, 4))
        ]
        for worker in workers:
            worker.wait()
        run_job(finish.pk)
        for asked in Job.objects.filter(kind=story.SIGN, state__in=OPEN):
            run_job(asked.pk)

    def say_what_waits(self) -> None:
        """Say how many documents are still to be sealed, and by whom."""
        waiting = Job.objects.filter(state__in=OPEN).count()
        if waiting:
            self.stdout.write(f"{waiting} jobb väntar. Arbetsprocessen gör dem, eller manage.py run_jobs.")
