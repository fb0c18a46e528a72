import getpass
import sys
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from governance.organisations.first_person import create_first_person, first_person_stands_in_the_way
from governance.ui.commands import SwedishCommand
from governance.workflow.refusals import Refused

NOT_DONE = "Ingen har registrerats."


class Command(SwedishCommand):
    """Register the person who runs the installation. Exit 0 done, 1 refused and nothing changed."""

    help = "Registrerar den första personen, som är systemansvarig. Frågar efter namn, e-postadress och lösenord."

    def add_arguments(self, parser: CommandParser) -> None:
        """What is not given is asked for; a password is never an argument, since others can read those."""
        parser.add_argument("--name", default="", metavar="NAMN", help="personens namn")
        parser.add_argument("--email", default="", metavar="ADRESS", help="personens e-postadress")
        parser.add_argument("--another", action="store_true", help="registrera en till, fast det redan finns någon")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, register, and say how to go on."""
        there = first_person_stands_in_the_way()
        if there is not None and not options["another"]:
            raise CommandError(
                f"{there.name} ({there.email}) är redan systemansvarig. {NOT_DONE} "
                "Lägg till --another om en till ska registreras."
            )
        name = options["name"] or self.ask("Namn: ")
        email = options["email"] or self.ask("E-postadress: ")
        if not name.strip() or not email.strip():
            raise CommandError(f"Både namn och e-postadress behövs. {NOT_DONE}")
        try:
            user = create_first_person(
                name=name,
                email=email,
                password=self.password(),
                today=timezone.localdate(),
                another=options["another"],
            )
        except Refused as refused:
            raise CommandError(f"{refused} {NOT_DONE}") from refused
        self.stdout.write(f"{user.name} är systemansvarig och loggar in med {user.email}.")

    def ask(self, question: str) -> str:
        """A line that is typed, or read from a file; the question is no part of the result."""
        self.stderr.write(question, ending="")
        self.stderr.flush()
        return sys.stdin.readline().strip()

    def password(self) -> str:
        """A password typed twice without being shown; where nobody types, it is the next line of what is read."""
        if not sys.stdin.isatty():
            return sys.stdin.readline().rstrip("\n")
        password = getpass.getpass("Lösenord: ")
        if getpass.getpass("Lösenordet en gång till: ") != password:
            raise CommandError(f"Lösenorden är inte lika. {NOT_DONE}")
        return password
