from typing import Any

from django.core.management.base import CommandError, CommandParser

from governance.ui.commands import SwedishCommand


class Command(SwedishCommand):
    """Django's own way in would leave no event in the trail; say which command does."""

    help = "Används inte i Samverk. Kör create_first_person."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what Django's command takes, so that the answer is the same however it is asked."""
        parser.add_argument("--noinput", "--no-input", action="store_true")
        parser.add_argument("--email", default="")
        parser.add_argument("--name", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse, and lead on."""
        raise CommandError("Den första personen registreras med: manage.py create_first_person. Ingenting har ändrats.")
