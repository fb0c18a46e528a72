"""Files as they come: right, wrong in a row, and not population files at all."""

import io
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from governance.audit.actors import SYSTEM
from governance.audit.models import Event
from governance.organisations.models import PopulationFigure
from governance.organisations.populations import (
    CONFIRM_FIRST,
    REGISTER_FIRST,
    Preview,
    WrongFile,
    import_population,
    preview_population,
)
from governance.organisations.shipped import DATA, load_shipped_organisations, load_shipped_populations
from tests.factories.organisations import TODAY, act_as, make_principal, make_seat, make_skane

pytestmark = pytest.mark.django_db

HEADER = "code,name,reference_date,population"
THREE = ["12,Region Skåne,2019-12-31,40000", "1214,Svalöv,2019-12-31,14000", "1230,Staffanstorp,2019-12-31,26000"]


@pytest.fixture(autouse=True)
def skane() -> None:
    """A partnership of the region, Svalöv and Staffanstorp."""
    make_skane(principals=3)


def file_of(*rows: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *rows, ""]).encode()


def errors_of(data: bytes) -> list[str]:
    with pytest.raises(WrongFile) as wrong:
        import_population(data, source="SCB", by=SYSTEM, today=TODAY)
    assert not PopulationFigure.objects.exists()
    assert not Event.objects.filter(kind="organisations.populationimport.create").exists()
    return [str(error) for error in wrong.value.errors]


def test_import_reads_in_every_figure_as_one_event() -> None:
    preview = import_population(file_of(*THREE), source="SCB 2020-02-19", by=SYSTEM, today=TODAY)

    stored = PopulationFigure.objects.values_list("organisation__code", "reference_date", "population", "source")
    day = date(2019, 12, 31)
    assert set(stored) == {
        ("12", day, 40000, "SCB 2020-02-19"),
        ("1214", day, 14000, "SCB 2020-02-19"),
        ("1230", day, 26000, "SCB 2020-02-19"),
    }
    assert (len(preview.new), preview.known_count) == (3, 0)
    event = Event.objects.get(kind="organisations.populationimport.create")
    assert '"1214"' in event.details
    assert "14000" in event.details


def test_preview_changes_nothing() -> None:
    preview = preview_population(file_of(*THREE), today=TODAY)

    assert preview.is_right
    assert not PopulationFigure.objects.exists()


def test_a_missing_principal_is_named_with_the_day() -> None:
    assert errors_of(file_of(*THREE[:2])) == [
        "code: Staffanstorp (1230) saknas för 2019-12-31. Alla huvudmän i SGD behöver en siffra för samma dag."
    ]


def test_a_principal_that_left_before_is_not_missing() -> None:
    load_shipped_organisations(by=SYSTEM, today=TODAY)
    from governance.organisations.models import Organisation, Partnership

    make_principal(
        partnership=Partnership.objects.get(slug="sgd"),
        organisation=Organisation.objects.get(code="1280"),
        from_on=date(2015, 1, 1),
        until_on=date(2018, 12, 31),
    )

    assert preview_population(file_of(*THREE), today=TODAY).is_right


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("1230,Staffanstorp,2019-12-31,-5", "Rad 4, population: -5 är negativt. Ett invånarantal är större än noll."),
        ("1230,Staffanstorp,2019-12-31,−5", "Rad 4, population: −5 är negativt. Ett invånarantal är större än noll."),
        (
            "1230,Staffanstorp,2019-12-31,26 000",
            "Rad 4, population: ”26 000” är inte ett heltal. Skriv bara siffror, utan mellanrum och decimaler.",
        ),
        (
            "1230,Staffanstorp,2019-12-31,många",
            "Rad 4, population: ”många” är inte ett heltal. Skriv bara siffror, utan mellanrum och decimaler.",
        ),
        (
            "1230,Staffanstorp,2019-12-31,٣",
            "Rad 4, population: ”٣” är inte ett heltal. Skriv bara siffror, utan mellanrum och decimaler.",
        ),
        ("1230,Staffanstorp,2019-12-31,", "Rad 4, population: Siffran saknas."),
        (
            "1230,Staffanstorp,2019-12-31,0",
            "Rad 4, population: Invånarantalet är noll. Okänt antal lämnas utanför filen.",
        ),
        ("1230,Staffanstorp,2019-12-31," + "9" * 5000, f"Rad 4, population: {'9' * 40} är orimligt stort."),
        ("1230,Staffanstorp,2019-13-31,26000", "Rad 4, reference_date: Datumet 2019-13-31 finns inte i kalendern."),
        (
            "1230,Staffanstorp,31/12 2019,26000",
            "Rad 4, reference_date: ”31/12 2019” är inte ett datum. Skriv år, månad och dag som 2026-11-30.",
        ),
        ("1230,Staffanstorp,2019-12-31", "Rad 4: Raden har 3 fält; första raden har 4."),
        ("1230,Svalöv,2019-12-31,26000", "Rad 4, name: Koden 1230 hör till Staffanstorp, inte till Svalöv."),
    ],
)
def test_a_wrong_row_is_named_with_its_field(row: str, said: str) -> None:
    found = errors_of(file_of(*THREE[:2], row))

    assert found[0] == said


def test_an_unknown_code_is_refused() -> None:
    assert errors_of(file_of(*THREE, "9999,Ingenstans,2019-12-31,10")) == [
        f"Rad 5, code: Koden 9999 är inte känd. {REGISTER_FIRST}"
    ]


def test_a_doubled_row_names_both_rows() -> None:
    assert errors_of(file_of(*THREE, THREE[1])) == ["Rad 5, code: 1214 för 2019-12-31 står redan på rad 3."]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Filen är tom."),
        (b"\n\n", "Filen är tom."),
        (file_of(), "Filen har inga rader under rubriken."),
        (
            file_of("12,Region,2019-12-31,5", header="code,name,date,population"),
            "Rad 1, reference_date: Kolumnen saknas. Första raden ska vara: code,name,reference_date,population",
        ),
        (file_of(header=HEADER + ",code"), "Rad 1, code: Kolumnen finns två gånger."),
        (
            file_of(*THREE).decode().encode("latin-1"),
            "Rad 2, name: Texten är inte i UTF-8, så å, ä och ö kan inte läsas. Spara filen som CSV i UTF-8.",
        ),
        (file_of(*THREE).decode().encode("utf-16"), "Filen är sparad i UTF-16. Spara den som CSV i UTF-8."),
        (
            file_of(THREE[0], "1214,Sva\x00löv,2019-12-31,14000"),
            "Rad 3: Raden innehåller tecken som inte hör hemma i en textfil (nolltecken).",
        ),
        (
            file_of(THREE[0], '1214,"Svalöv,2019-12-31,14000'),
            "Rad 3: Raden kan inte delas i fält. Se efter om ett citattecken saknas.",
        ),
        (
            file_of("12," + "x" * 200_000 + ",2019-12-31,5"),
            "Rad 2: Raden kan inte delas i fält. Se efter om ett citattecken saknas.",
        ),
        (b"PK\x03\x04\x14\x00\x06\x00", "Rad 1: Raden innehåller tecken som inte hör hemma i en textfil (nolltecken)."),
        (
            b"x" * 5_000_001,
            "Filen är för stor: högst 5 MB. En fil med alla Sveriges kommuner under tio år är mindre än 1 MB.",
        ),
    ],
)
def test_a_file_that_is_no_table_is_refused_whole(data: bytes, said: str) -> None:
    assert errors_of(data) == [said]


@pytest.mark.parametrize("data", [b"\xef\xbb\xbf" + file_of(*THREE), file_of(*THREE).replace(b"\n", b"\r\n")])
def test_a_byte_order_mark_and_windows_line_ends_are_read(data: bytes) -> None:
    assert len(import_population(data, source="SCB", by=SYSTEM, today=TODAY).new) == 3


def test_the_semicolons_of_a_swedish_spreadsheet_are_read() -> None:
    data = file_of(*THREE).replace(b",", b";")

    assert len(import_population(data, source="SCB", by=SYSTEM, today=TODAY).new) == 3


def test_figures_already_there_are_passed_over_and_never_changed() -> None:
    import_population(file_of(*THREE), source="SCB", by=SYSTEM, today=TODAY)

    again = import_population(file_of(*THREE), source="Någon annan", by=SYSTEM, today=TODAY)
    other = ("1214,Svalöv,2019-12-31,99999", "1230,Staffanstorp,2019-12-31,26001")
    with pytest.raises(WrongFile) as wrong:
        import_population(file_of(THREE[0], *other), source="X", by=SYSTEM, today=TODAY)

    assert (len(again.new), again.known_count) == (0, 3)
    assert [str(error) for error in wrong.value.errors] == [
        "Rad 3, population: Svalöv har redan 14\u00a0000 invånare för 2019-12-31; filen säger 99\u00a0999.",
        "Rad 4, population: Staffanstorp har redan 26\u00a0000 invånare för 2019-12-31; filen säger 26\u00a0001.",
        "population: En inläst siffra ändras aldrig: är den fel rättas den av systemansvarig under Folkmängd. "
        "Siffrorna för 2019-12-31 kommer från: SCB.",
    ]
    assert set(PopulationFigure.objects.values_list("source", flat=True)) == {"SCB"}
    assert Event.objects.filter(kind="organisations.populationimport.create").count() == 1


DIFFERENT = ["12,Region Skåne,2019-12-31,41000", *THREE[1:]]
DIFFERENCE = "Region Skåne har 41\u00a0000 invånare för 2019-12-31, men filens kommuner har tillsammans 40\u00a0000."


def test_a_region_that_differs_from_its_municipalities_is_confirmed_or_refused() -> None:
    preview = preview_population(file_of(*DIFFERENT), today=TODAY)

    assert (preview.is_right, preview.differences) == (True, (DIFFERENCE,))
    assert errors_of(file_of(*DIFFERENT)) == [f"population: {DIFFERENCE} {CONFIRM_FIRST}"]
    import_population(file_of(*DIFFERENT), source="SCB", by=SYSTEM, today=TODAY, accept_difference=True)
    assert PopulationFigure.objects.count() == 3
    assert "41" in Event.objects.get(kind="organisations.populationimport.create").details.split("accepted_differ")[1]
    again = import_population(file_of(*DIFFERENT), source="SCB", by=SYSTEM, today=TODAY)
    assert not again.new


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("0001-01-01", "0001-01-01 är före 1900."),
        ("1899-12-31", "1899-12-31 är före 1900."),
        ("2026-10-21", "21 oktober 2026 har inte varit än."),
        ("9999-12-31", "31 december 9999 har inte varit än."),
    ],
)
def test_residents_are_counted_afterwards_and_not_before_there_were_counts(day: str, sentence: str) -> None:
    told = errors_of(file_of(*(row.replace("2019-12-31", day) for row in THREE)))

    assert len(told) == 3
    assert all(sentence in each for each in told)


def test_the_day_itself_is_read_in() -> None:
    data = file_of(*(row.replace("2019-12-31", TODAY.isoformat()) for row in THREE))

    assert len(import_population(data, source="SCB", by=SYSTEM, today=TODAY).new) == 3


@pytest.mark.parametrize("source", ["", "   ", "x" * 301])
def test_the_source_must_be_named(source: str) -> None:
    with pytest.raises(WrongFile):
        import_population(file_of(*THREE), source=source, by=SYSTEM, today=TODAY)
    assert not PopulationFigure.objects.exists()


def test_only_those_who_run_the_installation_read_in() -> None:
    from governance.workflow.refusals import NotAllowed

    with pytest.raises(NotAllowed):
        import_population(file_of(*THREE), source="SCB", by=act_as(make_seat()), today=TODAY)


def test_the_shipped_figures_are_whole_and_can_be_loaded_twice() -> None:
    load_shipped_organisations(by=SYSTEM, today=TODAY)

    first = load_shipped_populations(by=SYSTEM, today=TODAY)
    second = load_shipped_populations(by=SYSTEM, today=TODAY)

    assert (len(first.new), len(second.new), second.known_count) == (204, 0, 204)
    assert first.differences == ()


def test_the_shipped_file_says_where_it_comes_from() -> None:
    assert "SCB" in (DATA / "README.md").read_text(encoding="utf-8")


# The command ---------------------------------------------------------------------------------------------------------


def run(path: Path, *options: str, source: str = "SCB") -> str:
    out = io.StringIO()
    call_command("import_population", str(path), "--source", source, *options, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_command_reads_in_and_says_what(tmp_path: Path) -> None:
    path = tmp_path / "folkmängd.csv"
    path.write_bytes(file_of(*THREE))

    assert run(path, "--dry-run") == ("3 uppgifter för 31 december 2019 skulle läsas in. Ingenting har ändrats.\n")
    assert run(path) == "3 uppgifter för 31 december 2019 har lästs in.\n"
    assert run(path) == "Inget nytt: alla 3 uppgifter för 31 december 2019 finns redan med samma värde.\n"


def test_command_reads_in_a_difference_only_when_it_is_accepted(tmp_path: Path) -> None:
    path = tmp_path / "olika.csv"
    path.write_bytes(file_of(*DIFFERENT))

    for options in ((), ("--dry-run",)):
        with pytest.raises(CommandError, match="--accept-difference") as error:
            run(path, *options)
        assert error.value.returncode == 1
    assert not PopulationFigure.objects.exists()

    assert run(path, "--accept-difference") == "3 uppgifter för 31 december 2019 har lästs in.\n"


def test_command_refuses_a_hundred_megabytes_without_reading_them(tmp_path: Path) -> None:
    path = tmp_path / "stor.csv"
    with path.open("wb") as file:
        file.truncate(100_000_000)

    with pytest.raises(CommandError) as error:
        run(path)

    assert str(error.value).startswith("stor.csv: Filen är för stor: högst 5 MB.")
    assert error.value.returncode == 1


def test_command_lists_every_fault_and_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "fel.csv"
    path.write_bytes(file_of(THREE[0], "1214,Svalöv,2019-12-31,-1", "1230,Staffanstorp,igår,x"))

    for options in ((), ("--dry-run",)):
        with pytest.raises(CommandError) as error:
            run(path, *options)
        assert str(error.value).splitlines() == [
            "Rad 3, population: -1 är negativt. Ett invånarantal är större än noll.",
            "Rad 4, reference_date: ”igår” är inte ett datum. Skriv år, månad och dag som 2026-11-30.",
            "Rad 4, population: ”x” är inte ett heltal. Skriv bara siffror, utan mellanrum och decimaler.",
            "Ingenting har ändrats.",
        ]
    assert not PopulationFigure.objects.exists()


def test_command_says_what_is_wrong_with_the_path(tmp_path: Path) -> None:
    for path, said in ((tmp_path / "ingen.csv", "finns inte"), (tmp_path, "är en mapp")):
        with pytest.raises(CommandError, match=said):
            run(path)


def test_preview_counts() -> None:
    preview: Preview = preview_population(file_of(*THREE), today=TODAY)

    assert preview.dates == (date(2019, 12, 31),)
