import json
from typing import Any

from django.core.management.base import CommandParser

from governance.ui.commands import SwedishCommand
from governance.workflow.machines import all_machines, rules_as_markdown


class Command(SwedishCommand):
    """Print every state machine as JSON: states, steps, sources, guards with citation, who may."""

    help = "Skriver ut alla tillståndsmaskiner som JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        """Let one have the rules as a page instead."""
        parser.add_argument("--rules", action="store_true", help="Skriv i stället ut reglerna med sina villkor.")

    def handle(self, *args: Any, rules: bool = False, **options: Any) -> None:
        """Print the list; standard output holds nothing else."""
        if rules:
            self.stdout.write(rules_as_markdown(), ending="")
            return
        self.stdout.write(json.dumps(all_machines(), ensure_ascii=False, indent=2))
