import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from budgets.models import Budget
from budgets.services import drafting
from governance.lib.money import Sek
from tests.factories.budgets import line_of, make_draft, make_partnership, sgd

from .pages import TODAY, as_sgd, send, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]
HEAD = ["Tjänst", "Fas", "Belopp", "Beskrivning"]


def workbook(*rows: list[Any]) -> SimpleUploadedFile:
    book = Workbook()
    page: Any = book.active
    for row in rows:
        page.append(row)
    file = io.BytesIO()
    book.save(file)
    return SimpleUploadedFile("rader.xlsx", file.getvalue())


def url(name: str, budget: Budget) -> str:
    return reverse(f"budgets:{name}", args=[budget.partnership.slug, budget.year, budget.version_number])


def change(budget: Budget, **changes: Any) -> None:
    by, line = sgd(budget.partnership, TODAY), line_of(budget)
    drafting.edit_line(line, changes=changes, by=by, today=TODAY, version=line.version)


def test_line_that_somebody_changed_since_the_file_was_looked_at_shows_both_values(client: Client) -> None:
    budget = make_draft(make_partnership(3))
    browser, address = as_sgd(client, budget.partnership), url("lines_import", budget)
    looked = send(browser, address, file=workbook(HEAD, ["Mina planer", "Förvaltning", 10_000_000, ""]))
    change(budget, amount_ore=1_200_000_000)

    stopped = send(browser, address, **looked.context["confirm"].initial)

    assert stopped.status_code == 409
    for part in ("Någon hann före dig", "Mina planer, förvaltning", "12 000 000 kr", "10 000 000 kr"):
        assert part in words(stopped)
    assert line_of(budget).amount == Sek.of_kronor(12_000_000)
    renewed = stopped.context["form"].data
    insisted = send(browser, address, **{name: renewed[name] for name in ("content", "file_name", "seen")})
    assert insisted.status_code == 303
    assert line_of(budget).amount == Sek.of_kronor(10_000_000)


def test_description_and_a_line_that_came_meanwhile_are_not_replaced_unseen_either(client: Client) -> None:
    budget = make_draft(make_partnership(3))
    browser, address = as_sgd(client, budget.partnership), url("lines_import", budget)
    drafting.remove_line(line_of(budget, "Trygg utskrivning"), by=sgd(budget.partnership, TODAY), today=TODAY)
    rows = [["Mina planer", "Förvaltning", 9_840_000, "Drift"], ["Trygg utskrivning", "Etablering", 1.5, ""]]
    looked = send(browser, address, file=workbook(HEAD, *rows))
    change(budget, title="Drift och stöd")
    service = budget.partnership.services.get(name="Trygg utskrivning")
    drafting.add_line(
        budget, service=service, phase="establishment", amount=Sek(725), by=sgd(budget.partnership, TODAY), today=TODAY
    )

    stopped = send(browser, address, **looked.context["confirm"].initial)

    assert stopped.status_code == 409
    for part in ("9 840 000 kr, Drift och stöd", "9 840 000 kr, Drift", "7,25 kr", "1,50 kr"):
        assert part in words(stopped)


@pytest.mark.parametrize("seen", ["", "påhittat"])
def test_file_that_nobody_has_looked_at_is_shown_first(client: Client, seen: str) -> None:
    budget = make_draft(make_partnership(3))
    browser, address = as_sgd(client, budget.partnership), url("lines_import", budget)
    looked = send(browser, address, file=workbook(HEAD, ["Mina planer", "Förvaltning", 10_000_000, ""]))

    stopped = send(browser, address, **{**looked.context["confirm"].initial, "seen": seen})

    assert stopped.status_code == 409
    assert "Förhandsgranskningen är för gammal." in words(stopped)
    assert line_of(budget).amount == Sek.of_kronor(9_840_000)


def test_row_of_the_calculation_that_somebody_changed_shows_both_values(client: Client) -> None:
    budget = make_draft(make_partnership(3))
    browser, address = as_sgd(client, budget.partnership), url("calculation", budget)
    shown = browser.get(address).context["form"].initial
    drafting.set_calculation(
        budget, year=2028, amount=Sek.of_kronor(21_000_000), by=sgd(budget.partnership, TODAY), today=TODAY
    )

    stopped = send(browser, address, year="2028", amount="19 000 000", seen=shown["seen"])

    assert stopped.status_code == 409
    for part in ("Någon hann före dig", "21 000 000 kr", "19 000 000 kr"):
        assert part in words(stopped)
    insisted = send(browser, address, year="2028", amount="19 000 000", seen=stopped.context["form"].data["seen"])
    assert insisted.status_code == 303
    assert budget.calculation.get().amount_ore == 1_900_000_000
