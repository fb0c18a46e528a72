from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from governance.audit.actors import SYSTEM
from governance.lib.dates import swedish_date
from governance.lib.text import join_swedish
from governance.organisations.population_file import MOST_BYTES, TOO_LARGE
from governance.organisations.populations import (
    Preview,
    WrongFile,
    import_population,
    preview_population,
    source_faults,
    unconfirmed,
)
from governance.ui.commands import SwedishCommand

MOST_SHOWN = 50


class Command(SwedishCommand):
    """Read in population figures, all or nothing. Exit 0 read in (or there already), 1 refused and nothing changed."""

    help = "Läser in folkmängd ur en CSV-fil med kolumnerna code,name,reference_date,population: allt eller inget."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the file and its source."""
        parser.add_argument("file", metavar="FIL", help="filen som ska läsas in")
        parser.add_argument("--source", required=True, metavar="TEXT", help="vem som har tagit fram siffrorna, och när")
        parser.add_argument(
            "--accept-difference",
            action="store_true",
            help="läs in fast en regions siffra skiljer sig från summan av dess kommuner",
        )
        parser.add_argument("--dry-run", action="store_true", help="visa vad som skulle hända, ändra ingenting")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was read in, or every fault by row and field."""
        data, today = self.read(Path(options["file"])), timezone.localdate()
        accepts = options["accept_difference"]
        try:
            if options["dry_run"]:
                preview = preview_population(data, today=today)
                open_questions = unconfirmed(preview, accept_difference=accepts)
                if faults := (*source_faults(options["source"]), *preview.errors, *open_questions):
                    raise WrongFile(faults)
            else:
                preview = import_population(
                    data, source=options["source"], by=SYSTEM, today=today, accept_difference=accepts
                )
        except WrongFile as wrong:
            raise CommandError(self.refusal(wrong)) from wrong
        for each in (*preview.differences, *preview.remarks):
            self.stderr.write(f"Observera: {each}")
        self.stdout.write(self.result(preview, dry_run=options["dry_run"]))

    def read(self, path: Path) -> bytes:
        """Read the file, after a look at its size, and never more of it than is allowed."""
        try:
            if path.is_file() and path.stat().st_size > MOST_BYTES:
                raise CommandError(f"{path.name}: {TOO_LARGE} Ingenting har ändrats.")
            with path.open("rb") as file:
                return file.read(MOST_BYTES + 1)
        except OSError as error:
            reason = {2: "finns inte", 13: "får inte läsas", 21: "är en mapp"}.get(error.errno or 0, "kan inte läsas")
            raise CommandError(f"Filen {path} {reason}. Ingenting har ändrats.") from error
        except ValueError as error:
            raise CommandError("Filens namn innehåller tecken som inte är tillåtna.") from error

    def refusal(self, wrong: WrongFile) -> str:
        """Every fault on a line of its own, and that nothing has changed."""
        lines = [str(error) for error in wrong.errors[:MOST_SHOWN]]
        if len(wrong.errors) > MOST_SHOWN:
            lines.append(f"… och {len(wrong.errors) - MOST_SHOWN} fel till.")
        return "\n".join([*lines, "Ingenting har ändrats."])

    def result(self, preview: Preview, *, dry_run: bool) -> str:
        """What the file gave, in a sentence or two."""
        days = join_swedish([swedish_date(day) for day in preview.dates])
        count, known = len(preview.new), preview.known_count
        known_words = f" {known} fanns redan med samma värde och hoppas över." if known else ""
        if not count:
            return f"Inget nytt: alla {known} uppgifter för {days} finns redan med samma värde."
        if dry_run:
            return f"{count} uppgifter för {days} skulle läsas in.{known_words} Ingenting har ändrats."
        return f"{count} uppgifter för {days} har lästs in.{known_words}"
