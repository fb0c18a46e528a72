"""What is wrong with a command line is said in Swedish."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command, get_commands, load_command_class

from governance.config.install import ROOT
from governance.ui.commands import in_swedish


@pytest.mark.parametrize(
    ("english", "swedish"),
    [
        ("the following arguments are required: FIL, --source", "Det här saknas: FIL, --source."),
        ("unrecognized arguments: --fel", "Kommandot känner inte till: --fel."),
        ("argument --source: expected one argument", "Värdet till --source saknas."),
        ("argument --year: invalid int value: 'x'", "'x' passar inte för --year."),
        ("something new", "Kommandot är inte skrivet som det ska."),
    ],
)
def test_refusals_of_the_parser_are_told_in_swedish(english: str, swedish: str) -> None:
    assert in_swedish(english) == swedish


def test_a_caller_in_python_gets_the_sentence() -> None:
    with pytest.raises(CommandError, match="Det här saknas: --source"):
        call_command("import_population", "fil.csv")


def run(folder: Path, *arguments: str, command: str = "import_population") -> "subprocess.CompletedProcess[str]":
    environment = {
        **os.environ,
        "SAMVERK_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "governance.config.settings.dev",
    }
    words = [sys.executable, str(ROOT / "manage.py"), command, *arguments]
    return subprocess.run(words, env=environment, capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.parametrize("name", ["annual_report", "verify_audit", "verify_document", "import_population"])
def test_help_is_in_swedish(name: str) -> None:
    told = load_command_class(get_commands()[name], name).create_parser("manage.py", name).format_help()

    assert told.startswith(f"Skriv: manage.py {name} ")
    assert "Visa den här hjälpen." in told
    english = ("usage", "options:", "positional arguments", "show ", "FILE", "django command", "PYTHONPATH]", "raise ")
    assert [word for word in english if word in told] == []


def test_a_trail_without_tables_cannot_be_checked(tmp_path: Path) -> None:
    done = run(tmp_path, command="verify_audit")

    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == "Databasen är inte förberedd. Kör först: manage.py migrate\n"


def test_the_command_line_answers_without_traceback(tmp_path: Path) -> None:
    (tmp_path / "fil.csv").write_text("code,name,reference_date,population\n12,Region Skåne,2019-12-31,5\n")

    wrong = run(tmp_path, "fil.csv")
    unmigrated = run(tmp_path, str(tmp_path / "fil.csv"), "--source", "SCB")

    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert wrong.stderr.startswith("Det här saknas: --source.\nSkriv: ")
    assert (unmigrated.returncode, unmigrated.stdout) == (1, "")
    assert unmigrated.stderr == "Databasen är inte förberedd. Kör först: manage.py migrate\n"
