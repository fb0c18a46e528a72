from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.adoption.states import ConditionKind, ConditionState
from agreements.adoption.verdict import (
    REGISTERED_WITHIN,
    Stand,
    Verdict,
    Wanted,
    ceiling,
    decision_met_on,
    holds_from,
    judge,
    over_ppm,
    wanted_conditions,
)

LAST = date(2026, 11, 15)
MET = Stand("met", date(2026, 10, 1), LAST)
PENDING = Stand("pending", None, LAST)
FAILED = Stand("failed", None, LAST)

STANDS = st.builds(
    Stand,
    state=st.sampled_from([str(each) for each in ConditionState]),
    met_on=st.dates(date(2026, 1, 1), date(2026, 12, 31)) | st.none(),
    last_on=st.dates(date(2026, 1, 1), date(2026, 12, 31)) | st.none(),
)


@pytest.mark.parametrize(
    ("stands", "today", "verdict"),
    [
        ([], LAST, Verdict.WAITS),
        ([MET, MET], LAST, Verdict.HOLDS),
        ([MET, PENDING], LAST, Verdict.WAITS),
        ([MET, PENDING], LAST + REGISTERED_WITHIN, Verdict.WAITS),
        ([MET, PENDING], LAST + REGISTERED_WITHIN + timedelta(days=1), Verdict.LAPSES),
        ([MET, MET], LAST + timedelta(days=365), Verdict.HOLDS),
        ([MET, FAILED], LAST, Verdict.LAPSES),
        ([Stand("pending")], date(2099, 1, 1), Verdict.WAITS),
        ([MET, Stand("breached", date(2026, 10, 1))], LAST, Verdict.WAITS),
    ],
)
def test_judge_by_cases(stands: list[Stand], today: date, verdict: Verdict) -> None:
    assert judge(stands, today) is verdict


@given(st.lists(STANDS, max_size=8), st.randoms(), st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_judge_asks_for_no_order(stands: list[Stand], shuffler: object, today: date) -> None:
    mixed = list(stands)
    shuffler.shuffle(mixed)  # type: ignore[attr-defined]

    assert judge(mixed, today) is judge(stands, today)
    assert holds_from(mixed) == holds_from(stands)


@given(st.lists(STANDS, min_size=1, max_size=8), st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_judge_never_goes_back_from_lapsed_as_days_pass(stands: list[Stand], today: date) -> None:
    if judge(stands, today) is Verdict.LAPSES:
        assert judge(stands, today + timedelta(days=30)) is Verdict.LAPSES


def test_conditions_follow_from_the_parties_kinds() -> None:
    found = wanted_conditions([(1, "state"), (2, "region"), (3, "municipality"), (4, "company")])

    assert found == [
        Wanted(ConditionKind.GOVERNMENT, 1),
        Wanted(ConditionKind.PARTY_DECISION, 2),
        Wanted(ConditionKind.PARTY_DECISION, 3),
        Wanted(ConditionKind.PARTY_DECISION, 4),
        Wanted(ConditionKind.SIGNATURES),
    ]
    assert wanted_conditions([]) == []


@pytest.mark.parametrize(
    ("kind", "adopted", "force", "met"),
    [
        ("municipality", True, None, None),
        ("municipality", True, date(2026, 10, 24), date(2026, 10, 24)),
        ("region", True, None, None),
        ("state", True, None, date(2026, 9, 28)),
        ("company", True, None, date(2026, 9, 28)),
        ("company", False, None, None),
        ("municipality", False, date(2026, 10, 24), None),
    ],
)
def test_council_counts_from_legal_force_and_others_from_their_decision(
    kind: str, adopted: bool, force: date | None, met: date | None
) -> None:
    found = decision_met_on(adopted=adopted, decided_on=date(2026, 9, 28), legal_force_on=force, organisation_kind=kind)

    assert found == met


def test_cap_is_counted_in_whole_ore() -> None:
    assert ceiling(100_00, 150_000) == 115_00
    assert ceiling(1, 150_000) == 1
    assert over_ppm(100_00, 115_01) == 150_100
    assert over_ppm(100_00, 90_00) == 0
