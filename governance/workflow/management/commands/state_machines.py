import json
from typing import Any

from django.core.management.base import BaseCommand

from governance.workflow.machines import all_machines


class Command(BaseCommand):
    """Print every state machine as JSON: states, steps, sources, guards with citation, who may."""

    help = "Skriver ut alla tillståndsmaskiner som JSON."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the list; standard output holds nothing else."""
        self.stdout.write(json.dumps(all_machines(), ensure_ascii=False, indent=2))
