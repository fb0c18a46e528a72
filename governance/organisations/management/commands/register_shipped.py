from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from governance.audit.actors import SYSTEM
from governance.organisations.populations import WrongFile
from governance.organisations.shipped import load_shipped, missing_here
from governance.ui.commands import SwedishCommand
from governance.workflow.refusals import Refused


class Command(SwedishCommand):
    """Add the organisations and figures that come with Samverk. Exit 0 done (or there already), 1 refused."""

    help = "Lägger in Skånes 34 organisationer och deras folkmängd, som medföljer Samverk. Det som finns ändras inte."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether only to look."""
        parser.add_argument("--dry-run", action="store_true", help="visa vad som skulle läggas in, ändra ingenting")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was added."""
        try:
            added = missing_here() if options["dry_run"] else load_shipped(by=SYSTEM, today=timezone.localdate())
        except (Refused, WrongFile) as refused:
            raise CommandError(f"{refused}\nIngenting har ändrats.") from refused
        if added.is_nothing:
            self.stdout.write("Inget nytt: allt som medföljer är redan inlagt.")
            return
        what = f"{len(added.organisations)} organisationer och {added.figures} uppgifter om folkmängd"
        told = "skulle läggas in. Ingenting har ändrats." if options["dry_run"] else "har lagts in."
        self.stdout.write(f"{what} {told}")
