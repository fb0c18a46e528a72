from datetime import date
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from agreements.adoption.services import settle_overdue
from governance.lib.dates import parse_iso_date
from governance.ui.commands import SwedishCommand


class Command(SwedishCommand):
    """Let agreements lapse whose conditions can no longer be met; the daily job does the same."""

    help = "Låter avtal förfalla vars villkor inte längre kan uppfyllas. Samma sak görs av det dagliga jobbet."

    def add_arguments(self, parser: CommandParser) -> None:
        """Let one look as on an earlier day."""
        parser.add_argument(
            "--on", metavar="DATUM", help="Dagen att räkna från, till exempel 2026-11-30. Annars i dag."
        )

    def handle(self, *args: Any, on: str | None = None, **options: Any) -> None:
        """Settle, and name what lapsed."""
        today = self.day_of(on) if on else timezone.localdate()
        lapsed = settle_overdue(today=today)
        for agreement in lapsed:
            self.stdout.write(f"{agreement} har förfallit: {agreement.end_reason}.")
        if not lapsed:
            self.stdout.write("Inget avtal har förfallit.")

    @staticmethod
    def day_of(text: str) -> date:
        """The day that was written; a day that has not been is refused."""
        try:
            day = parse_iso_date(text)
        except ValueError as error:
            raise CommandError(str(error), returncode=2) from error
        if day > timezone.localdate():
            raise CommandError("Dagen har inte varit än.", returncode=2)
        return day
