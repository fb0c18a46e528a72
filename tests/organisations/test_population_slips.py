"""Slips in a population file that are told where they were made, once, and no louder than they are."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from governance.audit.actors import SYSTEM
from governance.organisations.models import PopulationFigure
from governance.organisations.populations import WrongFile, import_population, preview_population
from governance.organisations.shipped import DATA
from tests.factories.organisations import TODAY, make_skane

pytestmark = pytest.mark.django_db
DAY = "2020-12-31"


@pytest.fixture(autouse=True)
def skane() -> None:
    """A partnership of all 34."""
    make_skane(principals=34)


def shipped_rows() -> list[str]:
    """The heading and the rows of one day, as they are shipped."""
    heading, *rows = (DATA / "populations.csv").read_text(encoding="utf-8").splitlines()
    return [heading, *(row for row in rows if DAY in row)]


def faults(rows: list[str]) -> list[str]:
    with pytest.raises(WrongFile) as wrong:
        import_population("\n".join(rows).encode(), source="SCB", by=SYSTEM, today=TODAY)
    assert not PopulationFigure.objects.exists()
    return [str(each) for each in wrong.value.errors]


def test_one_row_of_another_day_is_told_at_its_row_alone() -> None:
    rows = shipped_rows()
    rows[5] = rows[5].replace(DAY, "2019-12-31")

    (told,) = faults(rows)

    assert told.startswith("Rad 6, reference_date: Raden har dagen 2019-12-31; 33 av filens 34 rader har 2020-12-31.")


def test_the_same_fault_in_every_row_is_told_once_with_how_many_they_are() -> None:
    rows = [row.replace(DAY, "2099-12-31") for row in shipped_rows()]

    (told,) = faults(rows)

    assert told.startswith("Rad 2, reference_date: 31 december 2099 har inte varit än.")
    assert told.endswith("Samma fel på 33 rader till, den sista är 35.")


def test_two_whole_days_in_one_file_are_no_slip() -> None:
    heading, *rows = shipped_rows()

    preview = preview_population(
        "\n".join([heading, *rows, *(row.replace(DAY, "2019-12-31") for row in rows)]).encode(), today=TODAY
    )

    assert (preview.errors, len(preview.new)) == ((), 68)


def test_another_name_for_a_code_is_remarked_and_read_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = shipped_rows()
    rows = [row.replace("1281,Lund,", "1281,Fel namn,").replace("1280,Malmö,", "1280,Malmö kommun,") for row in rows]
    path = tmp_path / "folkmangd.csv"
    path.write_text("\n".join(rows), encoding="utf-8")

    call_command("import_population", str(path), source="SCB")

    said = capsys.readouterr()
    assert said.err.count("Observera:") == 1
    assert "kallar koden 1281 för ”Fel namn”; koden är Lund." in said.err
    assert "34 uppgifter" in said.out


def test_command_says_a_fault_of_the_whole_file_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "folkmangd.csv"
    path.write_text("\n".join(row.replace(DAY, "1899-12-31") for row in shipped_rows()), encoding="utf-8")

    with pytest.raises(CommandError) as error:
        call_command("import_population", str(path), source="SCB")

    assert len(str(error.value).splitlines()) == 2
