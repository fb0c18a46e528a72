import csv
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command

from budgets.models import AnnualReport
from governance.documents.models import Document
from governance.organisations.kinds import OrganisationKind
from governance.organisations.models import Organisation, PopulationFigure
from tests.factories import budgets as make
from tests.factories.decisions import make_deciding_partnership
from tests.processes import ROOT, joined_environment

VECTOR = {
    "12": "5000000.00",
    "1280": "1252213.29",
    "1283": "537235.05",
    "1281": "453241.69",
    "1257": "37611.49",
    "1275": "26904.94",
}


def shared(total: str, on: str) -> list[dict[str, str]]:
    out = StringIO()
    call_command("cost_shares", f"--total={total}", f"--on={on}", stdout=out)
    return list(csv.DictReader(StringIO(out.getvalue())))


@pytest.mark.django_db
def test_cost_shares_gives_the_known_answer_with_nothing_but_the_shipped_figures() -> None:
    rows = shared("10000000.00", "2020-12-31")

    assert {row["code"]: row["share_sek"] for row in rows if row["code"] in VECTOR} == VECTOR
    assert list(rows[0]) == ["code", "name", "population", "share_sek"]
    assert [row["code"] for row in rows] == sorted(row["code"] for row in rows)
    assert len(rows) == 34
    assert sum(int(row["share_sek"].replace(".", "")) for row in rows) == 1_000_000_000


@pytest.mark.django_db
def test_cost_shares_takes_the_registered_figures_before_the_shipped_ones() -> None:
    make.load_populations(make_deciding_partnership(34))
    PopulationFigure.objects.filter(organisation__code="1280").update(population=1)
    other = Organisation.objects.create(kind=OrganisationKind.REGION, name="Region Skog", short_name="Skog", code="99")
    PopulationFigure.objects.create(organisation=other, reference_date="2020-12-31", population=5, source="SCB")

    rows = {row["code"]: row for row in shared("1 252 213,29", "2020-12-31")}

    assert rows["1280"]["population"] == "1"
    assert len(rows) == 34
    assert sum(int(row["share_sek"].replace(".", "")) for row in rows.values()) == 125_221_329


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("total", "on", "said"),
    [
        ("-1", "2020-12-31", "--total: Beloppet får inte vara negativt: -1."),
        ("tio", "2020-12-31", "--total: ”tio” är inte ett belopp."),
        ("1.234", "2020-12-31", "--total: Beloppet får ha högst två decimaler: 1.234."),
        ("9" * 30, "2020-12-31", "--total: Beloppet är för stort."),
        ("1", "2019-12-31", "Det finns inga invånartal för 31 december 2019."),
        ("1", "2020-13-31", "--on: Datumet 2020-13-31 finns inte i kalendern."),
        ("1", "igår", "--on: ”igår” är inte ett datum."),
    ],
)
def test_cost_shares_refuses_in_swedish_and_names_the_option(total: str, on: str, said: str) -> None:
    with pytest.raises(CommandError) as refused:
        shared(total, on)

    assert str(refused.value).startswith(said)
    assert refused.value.returncode == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--year=2031"], "Det finns ingen budget för 2031."),
        (["--year=abc"], "--year: ”abc” är inte ett år."),
        (["--year=2027"], "Budgeten för 2027 är inte fastställd"),
    ],
)
def test_annual_report_refuses_a_year_without_an_adopted_budget(options: list[str], said: str, tmp_path: Path) -> None:
    make.make_draft()

    with pytest.raises(CommandError) as refused:
        call_command("annual_report", *options, f"--out={tmp_path / 'ut'}")

    assert str(refused.value).startswith(said)
    assert not (tmp_path / "ut").exists()


@pytest.mark.django_db
def test_annual_report_refuses_a_principal_that_is_none_and_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    make.adopted(make.make_partnership(2))
    (tmp_path / "fil").write_text("x")

    with pytest.raises(CommandError, match="--principal: Ingen huvudman i budgeten 2027 har koden ”0180”"):
        call_command("annual_report", "--year=2027", "--principal=0180", f"--out={tmp_path}")
    with pytest.raises(CommandError, match="Det går inte att skriva"):
        call_command("annual_report", "--year=2027", f"--out={tmp_path / 'fil' / 'mapp'}")


@pytest.mark.django_db
def test_annual_report_asks_for_a_folder_and_says_in_swedish_why_one_cannot_be_used(tmp_path: Path) -> None:
    make.adopted(make.make_partnership(2))
    taken = tmp_path / "fil"
    taken.write_text("x")

    for out, said in (
        ("", "--out: Ange en mapp, till exempel arsrapporter."),
        (" ", "--out: Ange en mapp, till exempel arsrapporter."),
        (str(taken), f"Det går inte att skriva i {taken}: där finns redan en fil med det namnet."),
        (str(taken / "a"), f"Det går inte att skriva i {taken / 'a'}: en del av sökvägen är en fil och inte en mapp."),
    ):
        with pytest.raises(CommandError) as refused:
            call_command("annual_report", "--year=2027", f"--out={out}")
        assert str(refused.value) == said
    assert not AnnualReport.objects.exists()


@pytest.mark.django_db
def test_annual_report_of_a_running_year_is_made_with_a_remark_and_says_so_itself(tmp_path: Path) -> None:
    make.adopted(make.make_partnership(2))
    result, remarks = StringIO(), StringIO()

    with time_machine.travel("2027-05-04T12:00:00+02:00", tick=False):
        call_command("annual_report", "--year=2027", f"--out={tmp_path}", stdout=result, stderr=remarks)

    assert result.getvalue().splitlines() == [str(tmp_path / "12.pdf"), str(tmp_path / "1214.pdf")]
    assert remarks.getvalue().startswith("Observera: 2027 är inte slut och årsrapporten är inte fastställd.")
    told = [each["strong"] for each in Document.objects.filter(kind="annual_report")[0].frozen["notices"]]
    assert told[:2] == ["Rapporten är inte fastställd.", "Året 2027 är inte slut."]


@pytest.mark.django_db
def test_annual_report_names_each_file_when_it_is_written(tmp_path: Path) -> None:
    make.adopted(make.make_partnership(2))
    (tmp_path / "1214.pdf").mkdir()
    out = StringIO()

    with pytest.raises(CommandError, match=r"det är en mapp och inte en fil\.$"):
        call_command("annual_report", "--year=2027", f"--out={tmp_path}", stdout=out)

    assert out.getvalue().splitlines() == [str(tmp_path / "12.pdf")]


@pytest.mark.django_db
def test_annual_report_asks_which_partnership_when_several_have_the_year(tmp_path: Path) -> None:
    first = make.adopted(make.make_partnership(2))
    make.adopted(make.make_partnership(2))
    out = f"--out={tmp_path}"

    with pytest.raises(CommandError, match="Flera partnerskap har en budget för 2027"):
        call_command("annual_report", "--year=2027", out)
    with pytest.raises(CommandError, match="Det finns ingen budget för 2027"):
        call_command("annual_report", "--year=2027", "--partnership=okänt", out)
    call_command(
        "annual_report",
        "--year=2027",
        f"--partnership={first.partnership.slug}",
        "--principal=12",
        out,
        stdout=StringIO(),
    )

    assert (tmp_path / "12.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.django_db
def test_annual_report_makes_the_folder_and_hands_out_the_same_file_again(tmp_path: Path) -> None:
    make.adopted(make.make_partnership(2))
    first, second, out = tmp_path / "a" / "b", tmp_path / "c", StringIO()

    call_command("annual_report", "--year=2027", f"--out={first}", stdout=out)
    call_command("annual_report", "--year=2027", "--principal=1214", f"--out={second}", stdout=StringIO())

    assert sorted(path.name for path in first.iterdir()) == ["12.pdf", "1214.pdf"]
    assert out.getvalue().splitlines() == [str(first / "12.pdf"), str(first / "1214.pdf")]
    assert (second / "1214.pdf").read_bytes() == (first / "1214.pdf").read_bytes()
    assert AnnualReport.objects.count() == 1
    assert Document.objects.filter(kind="annual_report").count() == 2


@pytest.mark.django_db(transaction=True)
def test_commands_end_with_a_sentence_and_a_code_and_leave_the_result_alone() -> None:
    def run(*words: str) -> Any:
        return subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), *words],
            env={**os.environ, **joined_environment()},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    refused = run("cost_shares", "--total=-1", "--on=2020-12-31")
    wrong = run("annual_report", "--year=2027", "--out")
    shared = run("cost_shares", "--total=0", "--on", "2025-12-31")

    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == "--total: Beloppet får inte vara negativt: -1.\n"
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert wrong.stderr.startswith("Värdet till --out saknas.\n")
    assert (shared.returncode, shared.stderr) == (0, "")
    assert len(shared.stdout.splitlines()) == 35
