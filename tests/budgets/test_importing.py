import random
import zipfile
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from budgets.exports import as_xlsx
from budgets.models import Allocation, Budget, Deviation, OutcomeEntry
from budgets.pages.budget import BudgetPage
from budgets.pages.sheets import lines_sheet, outcome_sheet
from budgets.services import allocating, frames, importing
from budgets.sheets import SheetError, amount_in, month_in, read_rows
from governance.audit.models import Event
from governance.lib.money import Sek
from governance.workflow.refusals import Refused, Stale
from tests.factories import budgets as make
from tests.factories.decisions import again

HEAD = ("Tjänst", "Fas", "Belopp, kr", "Beskrivning")


def sheet(*rows: tuple[Any, ...]) -> bytes:
    book = Workbook()
    table = book.active
    assert table is not None
    for row in rows:
        table.append(row)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def read_in(budget: Budget, *rows: tuple[Any, ...], **fields: Any) -> importing.Preview:
    given = {"file_name": "budget.xlsx", "by": make.sgd(budget.partnership), "today": make.DRAFTED, **fields}
    return importing.import_lines(budget, sheet(*rows), **given)


@pytest.mark.django_db
def test_lines_are_read_in_new_ones_added_and_known_ones_changed() -> None:
    budget = make.make_draft()
    make.make_service(budget.partnership, "Hemmonitorering")

    preview = read_in(
        budget,
        HEAD,
        ("Mina planer", "Förvaltning", 9_000_000.5, "Drift"),
        (None, None, None, None),
        ("hemmonitorering", "etablering", "1 252 213,29", None),
    )

    assert preview.total == Sek(1_025_221_379)
    assert [row.before for row in preview.rows] == [Sek(984_000_000), None]
    assert {line.service.name: line.amount_ore for line in budget.lines.all()} == {
        "Hemmonitorering": 125_221_329,
        "Mina planer": 900_000_050,
        "Trygg utskrivning": 320_000_000,
    }
    assert Event.objects.about(budget).filter(kind="budgets.budget.import_lines").count() == 1


def test_amount_may_be_headed_by_its_own_year_and_by_no_other() -> None:
    wanted: dict[str, Any] = {"required": ("tjänst", "belopp"), "also": {"2027": "belopp"}}

    (found,) = read_rows(sheet(("Tjänst", "2026, kr", "2027, kr"), ("Mina planer", 1, 2)), **wanted)
    (both,) = read_rows(sheet(("Tjänst", "2027, kr", "Belopp"), ("Mina planer", 1, 2)), **wanted)

    assert found.cells == {"tjänst": "Mina planer", "belopp": 2}
    assert both.cells["belopp"] == 2
    with pytest.raises(SheetError, match="Kolumnen belopp saknas"):
        read_rows(sheet(("Tjänst", "2026, kr"), ("Mina planer", 1)), **wanted)


@pytest.mark.django_db
def test_lines_that_were_taken_out_are_read_in_again() -> None:
    partnership = make.make_partnership(3)
    gone = ("Hemmonitorering", "management", 700_000)
    make.adopted(partnership, year=2026, lines=(*make.LINES, gone))
    budget = make.make_draft(partnership, year=2027)
    page = BudgetPage.find(make.sgd(partnership), partnership.slug, 2027, 1, today=make.DRAFTED)
    taken_out = as_xlsx(lines_sheet(page))
    before = list(budget.lines.values_list("service__name", "phase", "amount_ore", "title"))

    preview = importing.import_lines(
        budget, taken_out, file_name="budget.xlsx", by=make.sgd(partnership), today=make.DRAFTED
    )

    assert "Hemmonitorering" in {row.service for row in page.line_rows}
    assert preview.total == budget.total
    assert all(row.before == row.amount for row in preview.rows)
    assert list(budget.lines.values_list("service__name", "phase", "amount_ore", "title")) == before


@pytest.mark.django_db
def test_file_with_nothing_but_a_sum_has_no_rows() -> None:
    with pytest.raises(Refused, match=r"Filen har inga rader under rubrikerna\."):
        read_in(make.make_draft(), HEAD, ("Summa", None, 17))


@pytest.mark.django_db
def test_line_of_the_budget_without_amount_is_a_fault_also_in_a_file_that_was_taken_out() -> None:
    with pytest.raises(Refused, match="Rad 2, belopp"):
        read_in(make.make_draft(), (*HEAD, "Ändring, kr"), ("Mina planer", "Förvaltning", None, "", 5))


@pytest.mark.django_db
def test_every_fault_names_row_and_column_and_nothing_is_read_in() -> None:
    budget = make.make_draft()
    rows = [
        HEAD,
        ("Okänd tjänst", "Förvaltning", 1),
        ("Mina planer", "Drift", 1),
        ("Mina planer", "Avveckling", -5),
        ("Mina planer", "Etablering", "tio"),
        ("Mina planer", "Förvaltning", 1.234),
        (None, None, None, "bara text"),
        ("Trygg utskrivning", "Avveckling", 7),
        ("Trygg utskrivning", "avveckling", 7),
    ]

    with pytest.raises(Refused, match="Inget är inläst"):
        read_in(budget, *rows)

    told = [str(error) for error in importing.preview_lines(budget, sheet(*rows)).errors]
    assert told == [
        "Rad 2, tjänst: ”Okänd tjänst” finns inte bland partnerskapets tjänster. Rätta namnet, "
        "eller registrera tjänsten under Gemensamma tjänster.",
        "Rad 3, fas: ”Drift” är inte en fas. Skriv etablering, förvaltning eller avveckling.",
        "Rad 4, belopp: Beloppet får inte vara negativt: -5.",
        "Rad 5, belopp: ”tio” är inte ett belopp. Skriv till exempel 1 252 213,29.",
        "Rad 6, belopp: Beloppet får ha högst två decimaler: 1.234.",
        "Rad 7, tjänst: Tjänsten saknas.",
        "Rad 7, fas: Fasen saknas. Skriv etablering, förvaltning eller avveckling.",
        "Rad 7, belopp: Beloppet saknas. Ange ett belopp i kronor, till exempel 1 252 213,29.",
        "Rad 9, tjänst: Samma tjänst och fas finns redan på rad 8.",
    ]
    assert budget.lines.count() == 2
    assert make.line_of(budget).amount_ore == 984_000_000


@pytest.mark.django_db
def test_a_file_for_a_budget_that_is_handed_in_or_changed_meanwhile_is_refused() -> None:
    draft = make.make_draft()
    rows = (HEAD, ("Mina planer", "Förvaltning", 1, None))

    with pytest.raises(Stale):
        read_in(draft, *rows, version=draft.version + 1)
    with pytest.raises(Refused, match="inlämnad"):
        read_in(make.submitted(), *rows)
    assert make.line_of(draft).amount_ore == 984_000_000


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "inte en Excelfil"),
        (b"code,name\n1,2", "inte en Excelfil"),
        (b"PK\x03\x04" + b"\0" * 100, "inte en Excelfil"),
        (b"\0" * (5 * 1024 * 1024 + 1), "för stor"),
        (sheet(("Tjänst", "Fas")), "Kolumnen belopp saknas"),
        (sheet(("Tjänst", "Annat")), "Kolumnerna fas och belopp saknas"),
        (sheet(("Tjänst", "Fas", "Belopp", "belopp (kr)")), "finns två gånger"),
        (sheet(("Tjänst", "Fas", "Belopp")), "inga rader"),
        (sheet(), "tom"),
    ],
)
def test_what_is_no_table_is_told_in_one_sentence(data: bytes, said: str) -> None:
    with pytest.raises(SheetError, match=said):
        read_rows(data, required=("tjänst", "fas", "belopp"))


def test_a_small_file_that_unpacks_to_an_enormous_one_is_not_opened() -> None:
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"<" + b" " * 50_000_000)

    assert len(kept.getvalue()) < 100_000
    with pytest.raises(SheetError, match="orimligt stor"):
        read_rows(kept.getvalue(), required=("tjänst",))


def test_a_file_with_too_many_rows_is_refused() -> None:
    many = sheet(("Tjänst",), *[("Mina planer",)] * 5001)

    with pytest.raises(SheetError, match="fler än 5000 rader"):
        read_rows(many, required=("tjänst",))


def test_a_damaged_file_never_breaks_anything_but_itself() -> None:
    whole = sheet(HEAD, ("Mina planer", "Förvaltning", 9_000_000, "Drift"))
    chance, told = random.Random(7), []

    for _ in range(300):
        damaged = bytearray(whole)
        for _ in range(chance.choice((1, 5, 50))):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            read_rows(bytes(damaged[: chance.randrange(1, len(damaged) + 1)]), required=("tjänst", "fas", "belopp"))
        except SheetError as error:
            told.append(str(error))

    assert len(told) > 250
    assert all(sentence.endswith(".") for sentence in told)


@pytest.mark.parametrize(
    ("value", "ore"), [(5, 500), (5.1, 510), (5.0, 500), ("5,10", 510), (1e3, 100_000), (0.1, 10), ("1 000", 100_000)]
)
def test_amounts_are_read_as_they_stand(value: Any, ore: int) -> None:
    assert amount_in(value) == Sek(ore)


@pytest.mark.parametrize("value", [None, "", True, 1.005, float("nan"), float("inf"), "=1+1", 10**30, -1])
def test_what_is_no_amount_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"[Bb]elopp"):
        amount_in(value)


@pytest.mark.parametrize(("value", "month"), [(5, 5), ("5", 5), ("2027-05", 5), (make.IN_YEAR, 5), (12.0, 12)])
def test_months_are_read_in_their_usual_forms(value: Any, month: int) -> None:
    assert (month_in(value, 2027).year, month_in(value, 2027).month) == (2027, month)


@pytest.mark.parametrize("value", [None, "", 0, 13, "maj", "2026-05", "2027-13", "²", "x-05"])
def test_what_is_no_month_of_the_year_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"månad|hör inte till"):
        month_in(value, 2027)


@pytest.mark.django_db
def test_outcome_tells_what_stands_already_and_which_rows_come_once_more() -> None:
    budget = make.adopted()
    by, today = make.sgd(budget.partnership, make.IN_YEAR), make.IN_YEAR
    head = ("Tjänst", "Fas", "Månad", "Belopp", "Text")
    first = sheet(
        head,
        ("Mina planer", "Förvaltning", 1, 100, "Faktura 1"),
        ("Mina planer", "Förvaltning", 1, 250, "Faktura 2"),
        ("Mina planer", "Förvaltning", 2, 70, "Faktura 3"),
    )
    entries = importing.import_outcome(budget, first, file_name="a.xlsx", by=by, today=today)
    frames.correct_outcome(entries[2], right_amount=Sek.of_kronor(90), reason="Fel", by=by, today=today, seen=None)
    again_and_more = sheet(
        head,
        ("Mina planer", "Förvaltning", 1, 100, "Samma"),
        ("Mina planer", "Förvaltning", 1, 100, "En till med samma belopp"),
        ("Mina planer", "Förvaltning", 1, 40, "Ny"),
        ("Mina planer", "Förvaltning", 2, 90, "Som den rättades"),
        ("Mina planer", "Förvaltning", 3, 250, "En annan månad"),
        ("Trygg utskrivning", "Etablering", 1, 100, "En annan rad"),
    )

    preview = importing.preview_outcome(budget, again_and_more)

    assert [row.before for row in preview.rows] == [
        *[Sek.of_kronor(350)] * 3,
        Sek.of_kronor(90),
        None,
        None,
    ]
    assert [row.text for row in preview.repeated] == ["Samma", "Som den rättades"]
    assert preview.repeated_total == Sek.of_kronor(190)
    assert preview.is_ready
    read = importing.import_outcome(budget, again_and_more, file_name="b.xlsx", by=by, today=today)
    assert len(read) == len(preview.rows)


@pytest.mark.django_db
def test_outcome_that_was_taken_out_is_told_as_booked_already() -> None:
    budget = make.adopted()
    by, today = make.sgd(budget.partnership, make.IN_YEAR), make.IN_YEAR
    for month, kronor in ((1, 100), (1, 100), (2, -30)):
        frames.record_outcome(
            make.frame_for(budget),
            line=make.line_of(budget),
            period=date(2027, month, 15),
            amount=Sek.of_kronor(kronor),
            by=by,
            today=today,
        )
    taken_out = as_xlsx(outcome_sheet(make.frame_for(budget)))

    preview = importing.preview_outcome(budget, taken_out)

    assert len(preview.repeated) == len(preview.rows) == 3
    assert preview.repeated_total == Sek.of_kronor(170)


@pytest.mark.django_db
def test_outcome_is_read_in_once_with_what_came_back_and_raised_where_it_is_too_much() -> None:
    budget = make.adopted()
    data = sheet(
        ("Tjänst", "Fas", "Månad", "Belopp", "Text"),
        ("Mina planer", "Förvaltning", "2027-01", 10_000_000, "Faktura 1"),
        ("Mina planer", "Förvaltning", 2, -60_000, "Kredit"),
        ("Trygg utskrivning", "Etablering", 2, 100.5, None),
    )
    by = make.sgd(budget.partnership, make.IN_YEAR)

    entries = importing.import_outcome(budget, data, file_name="utfall.xlsx", by=by, today=make.IN_YEAR)

    assert [entry.amount_ore for entry in entries] == [1_000_000_000, -6_000_000, 10_050]
    assert len({entry.event_number for entry in entries}) == 1
    deviation = Deviation.objects.get()
    assert (deviation.kind, deviation.amount_ore) == ("line_outcome", 10_000_000)
    with pytest.raises(Refused, match="redan inläst"):
        importing.import_outcome(budget, data, file_name="igen.xlsx", by=by, today=make.IN_YEAR)
    assert OutcomeEntry.objects.count() == 3


@pytest.mark.django_db
def test_allocations_that_do_not_fit_leave_nothing_behind() -> None:
    frame = make.frame_for(make.adopted())
    by = make.sgd(frame.partnership, make.IN_YEAR)
    head = ("Tjänst", "Fas", "Belopp", "Ändamål", "Beslutad")
    too_much = sheet(
        head,
        ("Mina planer", "Förvaltning", 10, "Licenser", "2027-02-01"),
        ("Mina planer", "Förvaltning", frame.ceiling.ore // 100, "Drift", "2027-02-01"),
    )
    fits = sheet(
        head,
        ("Mina planer", "Förvaltning", 10, "Licenser", "2027-02-01"),
        ("Mina planer", "Förvaltning", 0.5, "Drift", None),
    )

    with pytest.raises(Refused):
        allocating.import_allocations(frame, too_much, by=by, today=make.IN_YEAR)
    kept = Allocation.objects.count(), again(frame).allocated_ore
    made = allocating.import_allocations(frame, fits, by=by, today=make.IN_YEAR)

    assert kept == (0, 0)
    assert [(each.amount_ore, each.decided_on) for each in made] == [(1_000, date(2027, 2, 1)), (50, make.IN_YEAR)]
    assert again(frame).allocated_ore == 1_050
    assert len({each.event_number for each in made}) == 2


@pytest.mark.django_db
def test_a_file_of_allocations_without_days_is_read_in_once_also_on_a_later_day() -> None:
    frame, tomorrow = make.frame_for(make.adopted()), make.IN_YEAR + timedelta(days=1)
    data = sheet(("Tjänst", "Fas", "Belopp", "Ändamål"), ("Mina planer", "Förvaltning", 10, "Licenser"))
    by = make.sgd(frame.partnership, make.IN_YEAR)
    allocating.import_allocations(frame, data, file_name="f.xlsx", by=by, today=make.IN_YEAR)

    with pytest.raises(Refused, match="Filen är redan inläst"):
        allocating.import_allocations(frame, data, file_name="f.xlsx", by=by, today=tomorrow)

    assert again(frame).allocated_ore == 1_000
    assert Event.objects.about(frame).filter(kind="budgets.yearframe.import_allocations").count() == 1


@pytest.mark.django_db
def test_faults_in_a_file_of_allocations_are_told_by_row_and_column() -> None:
    frame = make.frame_for(make.adopted())
    row = ("Mina planer", "Förvaltning", 10, "Licenser", "2027-02-01")
    data = sheet(
        ("Tjänst", "Fas", "Belopp", "Ändamål", "Beslutad"),
        row,
        row,
        ("Mina planer", "Avveckling", 0, None, "2027-13-01"),
        ("Mina planer", "Förvaltning", 1, "Drift", "2099-01-01"),
    )

    preview = allocating.preview_allocations(frame, data, today=make.IN_YEAR)

    assert [str(error) for error in preview.errors if error.row != 4] == [
        "Rad 3, ändamål: ”Licenser” är redan fördelat med samma belopp och dag.",
        "Rad 5, beslutad: Dagen 1 januari 2099 har inte varit än.",
    ]
    assert [error.column for error in preview.errors if error.row == 4] == ["tjänst", "belopp", "ändamål", "beslutad"]


@pytest.mark.django_db
def test_outcome_with_one_fault_is_not_read_in_at_all() -> None:
    budget = make.adopted()
    data = sheet(
        ("Tjänst", "Fas", "Månad", "Belopp"),
        ("Mina planer", "Förvaltning", 1, 1),
        ("Mina planer", "Avveckling", "2026-05", 1),
    )

    preview = importing.preview_outcome(budget, data)
    with pytest.raises(Refused):
        importing.import_outcome(
            budget, data, file_name="u.xlsx", by=make.sgd(budget.partnership, make.IN_YEAR), today=make.IN_YEAR
        )

    assert [str(error) for error in preview.errors] == [
        "Rad 3, tjänst: Mina planer, avveckling är inte en rad i budgeten.",
        "Rad 3, månad: Månaden 2026-05 hör inte till 2027.",
    ]
    assert not OutcomeEntry.objects.exists()
    assert again(make.frame_for(budget)).allocated_ore == 0
