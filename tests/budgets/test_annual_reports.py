from datetime import date

import pytest

from budgets.models import AnnualReport
from governance.workflow.days import Beginning

ESTABLISHED = date(2028, 2, 1)


@pytest.mark.parametrize(
    ("sealed_on", "began"),
    [
        (date(2028, 2, 9), Beginning(date(2028, 2, 9), "då alla rapporter var förseglade")),
        (ESTABLISHED, Beginning(ESTABLISHED, "då rapporten fastställdes")),
        (date(2028, 1, 31), Beginning(ESTABLISHED, "då rapporten fastställdes")),
    ],
)
def test_a_report_is_sent_when_it_is_both_established_and_sealed(sealed_on: date, began: Beginning) -> None:
    report = AnnualReport(year=2027, decided_on=ESTABLISHED, sealed_on=sealed_on)

    assert report.began("dispatch") == began
