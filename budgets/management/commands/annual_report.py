"""Write a year's sealed annual reports to a folder; makes those that are not made."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from budgets.models import AnnualReport, Budget
from budgets.populations import principals_of
from budgets.services.annual_reports import make_reports
from governance.documents.services import DocumentDamaged, open_document
from governance.lib.files import why_not
from governance.organisations.models import Principal
from governance.ui.commands import SwedishCommand
from governance.workflow.refusals import Refused


class Command(SwedishCommand):
    """One PDF for each principal; a report that is sealed is handed out again, never sealed anew."""

    help = "Skriver årets förseglade årsrapporter, en för varje huvudman, till en mapp."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take year, principal, folder and, where there are several, partnership."""
        parser.add_argument("--year", required=True, metavar="ÅR", help="Året som rapporten gäller")
        parser.add_argument("--principal", metavar="KOD", help="En huvudmans kod, till exempel 1280; annars alla")
        parser.add_argument("--out", required=True, metavar="MAPP", help="Mappen där filerna skrivs")
        parser.add_argument("--partnership", metavar="ADRESS", help="Partnerskapets adress, om det finns flera")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing and write the files; each path is one line of the result."""
        budget = find_budget(read_year(options["year"]), options["partnership"])
        chosen = find_principals(budget, options["principal"])
        folder = read_folder(options["out"])
        if not is_established(budget):
            year = f"{budget.year} är inte slut och " if today() <= date(budget.year, 12, 31) else ""
            self.stderr.write(
                f"Observera: {year}årsrapporten är inte fastställd. "
                f"Rapporterna visar läget när de görs, och det står på varje sida att de inte är fastställda. "
                f"När uppgifterna har ändrats görs en ny version nästa gång."
            )
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for document in make_reports(budget, today=today(), principals=chosen):
                code = document.principal.organisation.code if document.principal else "alla"
                path = folder / f"{code}.pdf"
                path.write_bytes(open_document(document))
                self.stdout.write(str(path))
                self.stdout.flush()
        except Refused as refused:
            raise CommandError(str(refused), returncode=1) from refused
        except DocumentDamaged as damaged:
            raise CommandError(str(damaged), returncode=1) from damaged
        except OSError as error:
            raise CommandError(f"Det går inte att skriva i {folder}: {why_not(error)}.", returncode=1) from error


def today() -> date:
    """The day the command is run."""
    return timezone.localdate()


def is_established(budget: Budget) -> bool:
    """Whether the joint political body has established the year's report."""
    found = AnnualReport.objects.filter(partnership_id=budget.partnership_id, year=budget.year).first()
    return found is not None and found.is_established


def read_folder(text: str) -> Path:
    """The folder, or a refusal of none at all, which would mean the one where the command happens to be run."""
    if not text.strip():
        raise CommandError("--out: Ange en mapp, till exempel arsrapporter.", returncode=1)
    return Path(text)


def read_year(text: str) -> int:
    """The year, or a refusal that names the option."""
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise CommandError(f"--year: ”{text[:20]}” är inte ett år. Skriv till exempel 2026.", returncode=1)
    return int(text)


def find_budget(year: int, slug: str | None) -> Budget:
    """The year's adopted budget; refused where there is none, or where several partnerships have one."""
    found = Budget.objects.filter(year=year)
    if slug:
        found = found.filter(partnership__slug=slug)
    adopted = list(found.adopted().select_related("partnership", "snapshot", "plan")[:2])
    if len(adopted) == 1:
        return adopted[0]
    if adopted:
        raise CommandError(f"Flera partnerskap har en budget för {year}. Ange vilket med --partnership.", returncode=1)
    if found.exists():
        raise CommandError(f"Budgeten för {year} är inte fastställd, så det finns inget att rapportera.", returncode=1)
    raise CommandError(f"Det finns ingen budget för {year}.", returncode=1)


def find_principals(budget: Budget, code: str | None) -> list[Principal]:
    """All that share the budget, or the one with a code."""
    principals = principals_of(budget)
    if code is None:
        return principals
    chosen = [each for each in principals if each.organisation.code == code]
    if not chosen:
        raise CommandError(
            f"--principal: Ingen huvudman i budgeten {budget.year} har koden ”{code[:20]}”.", returncode=1
        )
    return chosen
