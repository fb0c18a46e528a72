"""Share an amount among the principals by the base principle, as CSV on standard output."""

import csv
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import CommandError

from budgets.populations import figures_on, shipped_figures
from governance.lib.dates import parse_iso_date, swedish_date
from governance.lib.money import MAX_ORE, Sek
from governance.lib.sharing import base_shares
from governance.lib.text import join_swedish
from governance.ui.commands import SwedishCommand


class Command(SwedishCommand):
    """Share a total by residents on a day; needs no partnership, only population figures."""

    help = "Delar ett belopp mellan huvudmännen enligt grundprincipen och skriver andelarna som CSV."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the total and the day."""
        parser.add_argument("--total", required=True, metavar="KR", help="Beloppet i kronor, till exempel 1252213.29")
        parser.add_argument("--on", required=True, metavar="DATUM", help="Invånartalens dag, till exempel 2020-12-31")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write one row for each principal, in the order of code."""
        total, day = read_total(options["total"]), read_day(options["on"])
        rows = figures_on(day)
        regions = [code for code, _, _, is_region in rows if is_region]
        if not rows:
            known = join_swedish([swedish_date(date.fromisoformat(each)) for each in sorted(shipped_figures())])
            raise CommandError(
                f"Det finns inga invånartal för {swedish_date(day)}. De som följer med är för {known}.", returncode=1
            )
        populations = {code: residents for code, _, residents, is_region in rows if not is_region}
        shares = base_shares(total.ore, region=regions[0], populations=populations)
        writer = csv.writer(self.stdout, lineterminator="\n")
        writer.writerow(["code", "name", "population", "share_sek"])
        for code, name, residents, _ in rows:
            writer.writerow([code, name, residents, Sek(shares[code]).plain()])


def read_total(text: str) -> Sek:
    """The amount, or a refusal that names the option."""
    try:
        return Sek.parse(text, most=MAX_ORE)
    except ValueError as error:
        raise CommandError(f"--total: {error}", returncode=1) from error


def read_day(text: str) -> date:
    """The day, or a refusal that names the option."""
    try:
        return parse_iso_date(text)
    except ValueError as error:
        raise CommandError(f"--on: {error}", returncode=1) from error
