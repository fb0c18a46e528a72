import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from governance.documents.verify import UNREADABLE_EXIT, Signed, Verdict, verify_bytes
from governance.ui.commands import SwedishCommand
from governance.ui.templatetags.swedish import moment


class Command(SwedishCommand):
    """Say whether a file is genuine, whole and the latest."""

    help = (
        "Kontrollerar om en fil är äkta, hel och den senaste. Slutar med 0 (ja), 1 (nej) eller 2 (går inte att läsa)."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the file, and the form of the answer."""
        parser.add_argument("file", metavar="FIL", help="PDF-filen som ska kontrolleras.")
        parser.add_argument("--json", action="store_true", help="Svara med JSON.")

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        """Answer on one line, and one for each signature where people have signed, or with JSON.

        The exit code says the same.
        """
        try:
            data = Path(file).read_bytes()
        except OSError:
            self.answer_unreadable(file, as_json=options["json"])
        verdict = verify_bytes(data)
        self.stdout.write(as_json(verdict) if options["json"] else as_text(verdict))
        if verdict.exit_code:
            sys.exit(verdict.exit_code)

    def answer_unreadable(self, file: str, *, as_json: bool) -> None:
        """There is no such file, or it may not be read."""
        sentence = f"Filen {file} går inte att öppna."
        answer = {"outcome": "unreadable", "genuine": False, "sentence": sentence}
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2) if as_json else sentence)
        sys.exit(UNREADABLE_EXIT)


def as_text(verdict: Verdict) -> str:
    """The answer for people."""
    lines = [" ".join(each for each in (f"{verdict.title}.", verdict.sentence, verdict.remark) if each)]
    if verdict.is_signed:
        lines += [line_of(each) for each in verdict.signatures]
    return "\n".join(lines)


def line_of(signed: Signed) -> str:
    """One signature: what, who, in which role, when, how lasting, and how it was found to be."""
    who = f"{signed.name} ({signed.capacity})" if signed.capacity else signed.name
    said = [f"{signed.title}: {who}", moment(signed.at), signed.level, signed.said]
    return "  " + "; ".join(each for each in said if each)


def as_json(verdict: Verdict) -> str:
    """The answer for machines."""
    return json.dumps(verdict.as_data(), ensure_ascii=False, indent=2)
