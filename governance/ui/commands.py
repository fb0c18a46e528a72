"""Commands that answer in Swedish: the result alone on standard output, a failure as one sentence on standard error."""

import re
import sys
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser, DjangoHelpFormatter
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


NOT_PREPARED = "Databasen är inte förberedd. Kör först: manage.py migrate"

OPTIONS = {
    "help": "Visa den här hjälpen.",
    "version": "Visa Djangos version.",
    "verbosity": "Hur mycket som berättas, från 0 (minst) till 3 (mest).",
    "settings": "Modulen med inställningar, till exempel governance.config.settings.dev.",
    "pythonpath": "En mapp att lägga till i Pythons sökväg.",
    "traceback": "Visa var i programmet ett fel uppstod.",
    "no_color": "Skriv utan färger.",
    "force_color": "Skriv alltid med färger.",
    "skip_checks": "Hoppa över kontrollen av installationen.",
}
"""What the options that every command has are for; Django says it in English."""


class SwedishHelp(DjangoHelpFormatter):
    """Help that begins in Swedish."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """Say how the command is written."""
        super().add_usage(usage, actions, groups, "Skriv: ")


def is_not_prepared(error: Exception) -> bool:
    """Whether the database lacks its tables."""
    return "no such table" in str(error) or "does not exist" in str(error)


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
        parser = super().create_parser(prog_name, subcommand, **{"formatter_class": SwedishHelp, **kwargs})
        parser._positionals.title, parser._optionals.title = "det som anges", "val"
        for action in parser._actions:
            action.help = OPTIONS.get(action.dest, action.help)
            action.metavar = {"settings": "MODUL", "pythonpath": "MAPP"}.get(action.dest, action.metavar)
        is_direct = bool(getattr(self, "_called_from_command_line", False))

        def refuse(message: str) -> NoReturn:
            sentence = in_swedish(message)
            if not is_direct:
                raise CommandError(sentence, returncode=2)
            usage = parser.format_usage().strip()
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
            if not is_not_prepared(error):
                raise
            self.stop(CommandError(NOT_PREPARED, returncode=1), error)

    def stop(self, error: CommandError, cause: Exception | None = None) -> NoReturn:
        """End with the sentence on standard error, or raise it to a caller in Python."""
        if not getattr(self, "_called_from_command_line", False):
            raise error from cause
        self.stderr.write(str(error))
        sys.exit(error.returncode)
