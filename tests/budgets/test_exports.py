import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from budgets.exports import Sheet, as_csv, as_xlsx, safe_cell
from budgets.services import drafting
from governance.audit.actors import SYSTEM
from governance.lib.money import Sek
from tests.factories.budgets import DRAFTED, adopted, handed_over, make_draft, make_partnership, make_service

from .pages import NOON, as_sgd


def read_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize("text", ["=1+1", "+46", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u00a0=1", "＝1"])
def test_safe_cell_keeps_a_formula_from_running(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Mina planer", "Å = 1", "", "3 + 4"])
def test_safe_cell_leaves_plain_text(text: str) -> None:
    assert safe_cell(text) == text


def test_csv_is_what_a_swedish_spreadsheet_opens() -> None:
    sheet = Sheet(
        name="Prov",
        columns=["Tjänst", "Kr", "Antal", "Dag", "Del"],
        rows=[
            ["=HYPERLINK(1)", Sek(-125221329), 1433082, date(2026, 3, 2), Decimal("12.8368")],
            ["", None, 0, None, None],
        ],
        notes=["Källa: SCB"],
    )

    data = as_csv(sheet)

    assert data.startswith(b"\xef\xbb\xbf")
    assert read_csv(data) == [
        ["Tjänst", "Kr", "Antal", "Dag", "Del"],
        ["'=HYPERLINK(1)", "-1252213,29", "1433082", "2026-03-02", "12,8368"],
        ["", "", "0", "", ""],
        [],
        ["Källa: SCB"],
    ]


def test_xlsx_holds_numbers_as_numbers_and_text_as_text() -> None:
    sheet = Sheet(name="Prov", columns=["Tjänst", "Kr"], rows=[["=1+1", Sek(125221329)], ["a\x00b", Sek(-1)]])

    page: Any = load_workbook(io.BytesIO(as_xlsx(sheet))).active

    assert (page["A2"].value, page["A2"].data_type) == ("=1+1", "s")
    assert (page["B2"].value, page["B2"].data_type) == (1252213.29, "n")
    assert page["A3"].value == "ab"
    assert page["B3"].value == -0.01


@pytest.mark.django_db
@time_machine.travel(NOON, tick=False)
def test_shares_file_adds_up_and_names_its_source(client: Client) -> None:
    partnership = make_partnership(34)
    adopted(partnership, year=2026)
    budget = handed_over(partnership, year=2027)
    browser = as_sgd(client, partnership)

    answer = browser.get(reverse("budgets:shares", args=[partnership.slug, 2027, 1, "csv"]))
    rows = read_csv(answer.content)

    assert answer["Content-Disposition"] == 'attachment; filename="budget-2027-v1-andelar.csv"'
    amounts = [Sek.parse(row[6]) for row in rows[1:35]]
    assert Sek.total(amounts) == budget.total == Sek.parse(rows[35][6])
    assert len({row[0] for row in rows[1:35]}) == 34
    assert rows[1][1] == "Region Skåne"
    assert any("31 december 2025" in "".join(row) and "SCB" in "".join(row) for row in rows[36:])
    assert any("öre" in "".join(row) for row in rows[36:])


@pytest.mark.django_db
@time_machine.travel(NOON, tick=False)
def test_lines_file_holds_both_years_and_no_formula(client: Client) -> None:
    partnership = make_partnership(3)
    adopted(partnership, year=2026, lines=(("Mina planer", "management", 100),))
    budget = make_draft(partnership, lines=(("Mina planer", "management", 150),))
    service = make_service(partnership, "=cmd|calc")
    drafting.add_line(
        budget, service=service, phase="establishment", amount=Sek.of_kronor(50), by=SYSTEM, today=DRAFTED
    )
    url = reverse("budgets:lines", args=[partnership.slug, 2027, 1, "csv"])

    rows = read_csv(as_sgd(client, partnership).get(url).content)

    assert [row[:2] + row[3:6] for row in rows[1:]] == [
        ["'=cmd|calc", "Etablering", "", "50,00", "50,00"],
        ["Mina planer", "Förvaltning", "100,00", "150,00", "50,00"],
        ["Summa", "", "100,00", "200,00", "100,00"],
    ]


@pytest.mark.django_db
@time_machine.travel(NOON, tick=False)
def test_every_file_opens_as_a_workbook(client: Client) -> None:
    budget = make_draft()
    browser = as_sgd(client, budget.partnership)

    for name in ("lines", "shares"):
        answer = browser.get(reverse(f"budgets:{name}", args=[budget.partnership.slug, 2027, 1, "xlsx"]))
        assert load_workbook(io.BytesIO(answer.content)).active is not None
    assert browser.get(reverse("budgets:lines", args=[budget.partnership.slug, 2027, 1, "pdf"])).status_code == 404
