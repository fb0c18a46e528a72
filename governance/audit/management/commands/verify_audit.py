import sys
from typing import Any

from django.db import DatabaseError

from governance.audit.verification import verify
from governance.ui.commands import NOT_PREPARED, SwedishCommand, is_not_prepared


class Command(SwedishCommand):
    """Walk the trail and say whether it is whole. Exit 0 whole, 1 broken, 3 could not be checked."""

    help = "Kontrollerar att spåret är helt. Slutkod 0 helt, 1 brutet, 3 kunde inte kontrolleras."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line a finding, each with the number of the event."""
        try:
            findings, count = verify()
        except (DatabaseError, OSError) as error:
            unknown = f"Spåret kunde inte kontrolleras: {error}".strip()
            self.stderr.write(NOT_PREPARED if is_not_prepared(error) else unknown)
            sys.exit(3)
        if not findings:
            self.stdout.write(f"Spåret är helt: {count} händelser kontrollerade.")
            return
        self.stdout.write(f"Spåret är brutet: {len(findings)} fynd i {count} händelser.")
        for each in findings[:50]:
            self.stdout.write(f"Händelse {each.event} i kedjan {each.chain}: {each.sentence}.")
        sys.exit(1)
