from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from budgets.models import AnnualReport, Budget, Deviation
from budgets.states import BudgetState, DeviationState, ReportState
from governance.accounts.models import User
from governance.audit.models import Event
from governance.audit.verification import verify
from governance.config.demo import story
from governance.decisions.models import Ruling
from governance.decisions.states import RulingState
from governance.documents.models import Document
from governance.organisations.models import Body, Partnership, Principal


def states() -> dict[int, str]:
    return dict(Budget.objects.order_by("year").values_list("year", "state"))


def test_story_told_in_autumn_has_one_remitting_one_returning_and_some_undecided(db: None) -> None:
    story.tell(today=date(2026, 11, 21))

    assert states() == {
        2024: BudgetState.CLOSED,
        2025: BudgetState.CLOSED,
        2026: BudgetState.IN_FORCE,
        2027: BudgetState.INCOMPLETE,
    }
    rulings = Ruling.objects.current().filter(matter__title__endswith="2027", principal__isnull=False)
    told = [rulings.filter(state=state).count() for state in RulingState]
    by_state = dict(zip(RulingState, told, strict=True))
    assert sum(told) == 34
    assert (by_state[RulingState.REMITTED], by_state[RulingState.SENT_BACK]) == (1, 1)
    assert by_state[RulingState.ADOPTED] > 10
    assert by_state[RulingState.NOT_STARTED] == 3
    assert Deviation.objects.filter(frame__year=2026, state=DeviationState.AT_CS).count() == 1
    assert set(AnnualReport.objects.values_list("year", "state")) == {
        (2024, ReportState.SEALING),
        (2025, ReportState.SEALING),
    }
    for report in Document.objects.filter(kind="annual_report"):
        done = [row for goal in report.frozen["goals"] for row in goal["activities"] if row["state"] == "Klar"]
        assert not [row["note"] for row in done if row["note"].endswith("dröjer.")]
        assert "Meddelandetjänsten" not in report.frozen["outcome_text"]
        assert "Meddelandetjänsten" in [each["subject"] for each in report.frozen["explanations"]]
    assert Document.objects.filter(kind="annual_report", title__contains="2025").count() == 34
    assert Principal.objects.filter(partnership__slug="sgd-skane").count() == 34
    assert Body.objects.filter(partnership__slug="vip-vasterbotten").count() == 5
    assert not User.objects.filter(is_demo=False).exists()
    assert verify() == ([], Event.objects.count())


def test_story_of_a_year_without_figures_uses_the_newest_and_says_so(db: None) -> None:
    story.tell(today=date(2029, 10, 20))

    snapshot = Budget.objects.get(year=2030).snapshot
    assert snapshot is not None
    assert (snapshot.wanted_date, snapshot.reference_date) == (date(2028, 12, 31), date(2025, 12, 31))
    assert "2028" in snapshot.note


def test_load_demo_goes_as_far_as_the_day_allows_and_again_changes_nothing(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("load_demo", "--later", "--today", "2026-02-10")
    assert (states()[2025], states()[2027]) == (BudgetState.CLOSED, BudgetState.AT_CTB)
    before = (Event.objects.count(), Partnership.objects.count())
    capsys.readouterr()

    call_command("load_demo", "--later", "--today", "2026-03-01")

    said = capsys.readouterr()
    assert said.out.splitlines()[0] == "Demonstrationen finns redan. Inget har ändrats."
    assert "berättas inte om från en annan dag" in said.err
    assert (Event.objects.count(), Partnership.objects.count()) == before


@pytest.mark.parametrize(
    ("day", "sentence"),
    [("2026-13-01", "2026-13-01"), ("i går", "i går"), ("2019-01-01", "Demonstrationen kan berättas från 2024-01-01")],
)
def test_load_demo_refuses_a_day_in_words_and_leaves_nothing(db: None, day: str, sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        call_command("load_demo", "--later", "--today", day)

    assert not Partnership.objects.exists()
    assert not connection.needs_rollback
