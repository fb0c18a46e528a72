"""What the annual report's common chapters tell."""

import pytest

from budgets.reports.annual import report_builder
from budgets.services import annual_reports, frames
from governance.lib.money import Sek
from tests.documents.samples import head
from tests.factories import budgets as make

pytestmark = pytest.mark.django_db
kr = Sek.of_kronor


def test_decisions_tell_allocations_as_corrected_and_not_those_that_were_taken_back() -> None:
    budget, today = make.adopted(), make.IN_YEAR
    cs, line = make.cs(budget.partnership, today), make.line_of(budget)
    for purpose, wrong, right in (("Fel", 5_000_000, [0]), ("Drift", 4_000_000, [40, 400_000]), ("Stöd", 7, [])):
        given = frames.allocate(budget, line=line, amount=kr(wrong), purpose=purpose, paragraph="4", by=cs, today=today)
        for amount in right:
            frames.correct_allocation(given, right_amount=kr(amount), reason="Fel", by=cs, today=today)
    report = annual_reports.start_annual_report(budget, by=make.sgd(budget.partnership, today), today=today)

    told = report_builder(report, today=today)("12")(head())

    assert [row.what.replace("\u00a0", " ") for row in told.decisions] == [
        "400 000 kr till Mina planer, förvaltning: Drift",
        "7 kr till Mina planer, förvaltning: Stöd",
    ]
