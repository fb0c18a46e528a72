"""What is wrong with a command line is said in Swedish."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

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


def run(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = {
        **os.environ,
        "SAMVERK_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "governance.config.settings.dev",
    }
    command = [sys.executable, str(ROOT / "manage.py"), "import_population", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)


def test_the_command_line_answers_without_traceback(tmp_path: Path) -> None:
    (tmp_path / "fil.csv").write_text("code,name,reference_date,population\n12,Region Skåne,2019-12-31,5\n")

    wrong = run(tmp_path, "fil.csv")
    unmigrated = run(tmp_path, str(tmp_path / "fil.csv"), "--source", "SCB")

    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert wrong.stderr.startswith("Det här saknas: --source.\nSkriv: ")
    assert (unmigrated.returncode, unmigrated.stdout) == (1, "")
    assert unmigrated.stderr == "Databasen är inte förberedd. Kör först: manage.py migrate\n"
