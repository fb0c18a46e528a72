"""Commands that answer in Swedish: the result alone on standard output, a failure as one sentence on standard error."""

import re
import sys
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, ProgrammingError

WORDS = (
    (re.compile(r"the following arguments are required: (.+)"), "Det här saknas: {0}."),
    (re.compile(r"unrecognized arguments: (.+)"), "Kommandot känner inte till: {0}."),
    (re.compile(r"argument (\S+): expected (?:one|at least one) argument"), "Värdet till {0} saknas."),
    (re.compile(r"argument (\S+): invalid choice: (\S+) .*"), "{1} går inte att välja för {0}."),
    (re.compile(r"argument (\S+): invalid \w+ value: (.+)"), "{1} passar inte för {0}."),
    (re.compile(r"argument (\S+): not allowed with argument (\S+)"), "{0} kan inte användas tillsammans med {1}."),
    (re.compile(r"argument (\S+): ignored explicit argument (.+)"), "{0} tar inget värde."),
    (re.compile(r"ambiguous option: (\S+) could match (.+)"), "{0} kan betyda flera val: {1}."),
)
"""What argparse says in English, and how we say it."""


def in_swedish(message: str) -> str:
    """Translate a refusal of argparse; one that is not known is said in general terms."""
    for pattern, words in WORDS:
        if found := pattern.fullmatch(message):
            return words.format(*found.groups())
    return "Kommandot är inte skrivet som det ska."


class SwedishCommand(BaseCommand):
    """A command whose refusals are Swedish sentences: raise CommandError(sentence, returncode=1) to fail.

    Called from Python (call_command), it raises as Django's commands do.
    """

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Make a parser that refuses in Swedish, with exit code 2 as is usual for a wrong command line."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        is_direct = bool(getattr(self, "_called_from_command_line", False))

        def refuse(message: str) -> NoReturn:
            sentence = in_swedish(message)
            if not is_direct:
                raise CommandError(sentence, returncode=2)
            usage = parser.format_usage().replace("usage: ", "Skriv: ", 1).strip()
            parser.exit(2, f"{sentence}\n{usage}\n")
            raise AssertionError  # exit does not return

        parser.error = refuse  # type: ignore[method-assign]  # Django makes the parser itself and asks for no class
        return parser

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run, and say a failure as its sentence alone."""
        try:
            return super().execute(*args, **options)
        except CommandError as error:
            self.stop(error)
        except (OperationalError, ProgrammingError) as error:
            if "no such table" not in str(error) and "does not exist" not in str(error):
                raise
            self.stop(CommandError("Databasen är inte förberedd. Kör först: manage.py migrate", returncode=1), error)

    def stop(self, error: CommandError, cause: Exception | None = None) -> NoReturn:
        """End with the sentence on standard error, or raise it to a caller in Python."""
        if not getattr(self, "_called_from_command_line", False):
            raise error from cause
        self.stderr.write(str(error))
        sys.exit(error.returncode)
