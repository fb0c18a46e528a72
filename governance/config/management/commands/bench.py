import json
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.db import connection

from governance.config.bench import clearing, negotiation, pages, perform, redline, reports, split
from governance.config.bench.measure import Figure
from governance.ui.commands import SwedishCommand

PARTS: dict[str, Callable[[], Iterator[Figure]]] = {
    "split": split.figures,
    "perform": perform.figures,
    "pages": pages.figures,
    "negotiation": negotiation.figures,
    "clearing": clearing.figures,
    "redline": redline.figures,
    "reports": reports.figures,
}


class Command(SwedishCommand):
    """Measure Samverk against the floor it stands on: ratios within one run, never seconds against a clock."""

    help = "Mäter kvoter sida vid sida i en körning och skriver dem till bench.json i datamappen."

    def add_arguments(self, parser: CommandParser) -> None:
        """Let one measure a part alone."""
        parser.add_argument("--only", choices=sorted(PARTS), action="append", help="Mät bara den delen.")

    def handle(self, *args: Any, only: list[str] | None = None, **options: Any) -> None:
        """Measure in a database of its own, print each figure as it comes, keep them all."""
        found = []
        name = str(connection.settings_dict["NAME"])
        if connection.vendor == "sqlite":  # on disk, so that workers can read it
            connection.settings_dict["TEST"]["NAME"] = str(settings.DATA_DIR / "bench.sqlite3")
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            for part in only or PARTS:
                for figure in PARTS[part]():
                    found.append(figure.as_data())
                    goal = "" if figure.goal is None else f" (mål högst {figure.goal:g})"
                    self.stdout.write(
                        f"{'ok ' if figure.ok else 'NEJ'} {figure.name}: {figure.value:g} {figure.unit}{goal}"
                    )
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)
        path = settings.DATA_DIR / "bench.json"
        path.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
