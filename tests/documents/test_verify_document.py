import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from governance.documents.authority import authority
from governance.documents.services import open_document

from .attacks import flipped_byte
from .conftest import Place, sealed

pytestmark = pytest.mark.django_db


def run(path: Path, *options: str) -> int:
    with pytest.raises(SystemExit) as stopped:
        call_command("verify_document", str(path), *options)
    return int(stopped.value.code or 0)


def test_genuine_file_ends_with_zero(place: Place, tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "rapport.pdf"
    path.write_bytes(open_document(place.made()))

    call_command("verify_document", str(path))

    assert capsys.readouterr().out.startswith("Dokumentet är äkta. Filen är oförändrad sedan den förseglades.")


def test_altered_file_ends_with_one_and_says_why_on_one_line(place: Place, tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "rapport.pdf"
    path.write_bytes(flipped_byte(open_document(place.made())))

    assert run(path) == 1

    said = capsys.readouterr().out
    assert said.startswith("Dokumentet är ändrat.")
    assert said.count("\n") == 1


def test_answer_as_json(place: Place, tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "rapport.pdf"
    path.write_bytes(sealed("plain"))

    assert run(path, "--json") == 1

    assert json.loads(capsys.readouterr().out)["outcome"] == "not_known_here"


def test_file_that_is_no_pdf_ends_with_two(tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "bild.pdf"
    path.write_bytes(b"GIF89a")

    assert run(path) == 2
    assert "går inte att läsa som PDF" in capsys.readouterr().out


def test_missing_file_ends_with_two_and_a_sentence(tmp_path: Path, capsys: Any) -> None:
    assert run(tmp_path / "borta.pdf") == 2
    assert "går inte att öppna" in capsys.readouterr().out


def test_machine_without_register_knows_nothing_and_shows_no_traceback(tmp_path: Path, settings: Any) -> None:
    path = tmp_path / "rapport.pdf"
    path.write_bytes(sealed("plain"))
    assert authority().is_demo
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "governance.config.settings.dev",
        "SAMVERK_DATA_DIR": str(tmp_path / "empty"),
        "SAMVERK_DATABASE_URL": "",
    }

    done = subprocess.run(
        [sys.executable, "manage.py", "verify_document", str(path)],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("Dokumentet är inte känt här. Det finns inget register här")
    assert done.stderr == ""
