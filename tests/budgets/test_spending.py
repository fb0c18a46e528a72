from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from budgets.models import Allocation, Budget, Deviation, OutcomeEntry, YearFrame
from budgets.services import deviations, frames, plans, settlements
from budgets.spending import standing_of, standings
from governance.audit.models import Event
from governance.lib.money import Sek
from governance.workflow.guards import Act
from governance.workflow.refusals import NotAllowed, Refused
from governance.workflow.steps import perform, view_step
from tests.factories import budgets as make
from tests.factories.decisions import again, decide
from tests.processes import run_together

kr = Sek.of_kronor
TODAY = make.IN_YEAR


@pytest.fixture
def budget(db: None) -> Budget:
    return make.adopted()


def give(budget: Budget, kronor: int, *, name: str = "Mina planer", **fields: Any) -> Allocation:
    given = {"purpose": "Drift", "by": make.cs(budget.partnership, TODAY), "today": TODAY, **fields}
    return frames.allocate(budget, line=make.line_of(budget, name), amount=kr(kronor), **given)


def test_an_allocation_counts_on_its_line_and_in_the_year(budget: Budget) -> None:
    allocation = give(budget, 4_000_000, paragraph="§ 4", on=date(2027, 2, 5))

    frame = make.frame_for(budget)
    assert (frame.allocated, frame.left) == (kr(4_000_000), kr(9_040_000))
    assert standing_of(frame, make.line_of(budget)).room == kr(5_840_000)
    assert (allocation.decided_on, allocation.paragraph) == (date(2027, 2, 5), "§ 4")
    event = Event.objects.get(pk=allocation.event_number)
    assert (event.kind, event.occurred_on) == ("budgets.yearframe.allocate", date(2027, 2, 5))


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2099, 1, 1), "1 januari 2099 under ”Beslutad” har inte varit än. I dag är det "),
        (date(1999, 1, 1), "1 januari 1999 under ”Beslutad” kan inte stämma. Det är före 15 juni 2026, då budgeten"),
        (date(2026, 6, 14), "14 juni 2026 under ”Beslutad” kan inte stämma. Det är före 15 juni 2026, då budgeten"),
    ],
)
def test_an_allocation_is_of_a_day_that_has_been_since_the_budget_was_adopted(
    budget: Budget, on: date, said: str
) -> None:
    with pytest.raises(Refused) as refused:
        give(budget, 1_000, on=on)

    (refusal,) = refused.value.refusals
    assert refusal.sentence.startswith(said)
    assert refusal.mended_by == "du själv: rätta dagen"
    assert not Allocation.objects.exists()


def test_a_deviation_is_tried_on_a_day_that_has_been_since_there_was_a_budget(budget: Budget) -> None:
    by, frame = make.cs(budget.partnership, TODAY), make.frame_for(budget)
    found = deviations.report_deviation(frame, kind="other", title="Sent", by=by, today=TODAY)
    perform(found, "refer", by=by, today=TODAY)
    given: dict[str, Any] = {"by": by, "today": TODAY, "reason": "Ryms.", "paragraph": "4"}

    with pytest.raises(Refused, match=r"5 maj 2099 under ”Prövad” har inte varit än\."):
        perform(found, "take_note", occurred_on=date(2099, 5, 5), on=date(2099, 5, 5), **given)
    with pytest.raises(Refused, match=r"kan inte stämma\. Det är före 15 juni 2026, då budgeten fastställdes\."):
        perform(found, "take_note", occurred_on=date(1999, 5, 5), on=date(1999, 5, 5), **given)


def test_what_the_form_asks_for_is_neither_fulfilled_nor_in_the_way_before_it_is_given(budget: Budget) -> None:
    by, frame = make.cs(budget.partnership, TODAY), make.frame_for(budget)
    found = deviations.report_deviation(frame, kind="other", title="Sent", by=by, today=TODAY)
    perform(found, "refer", by=by, today=TODAY)
    words = "Prövningen har paragraf och skäl"

    empty = view_step(again(found), "accept_within_frame", Act(by, TODAY))
    filled = view_step(again(found), "accept_within_frame", Act(by, TODAY, details={"reason": "R.", "paragraph": "4"}))
    blank = view_step(again(found), "accept_within_frame", Act(by, TODAY, details={"reason": " ", "paragraph": ""}))

    assert (words in empty.fulfilled, empty.is_open) == (False, True)
    assert (words in filled.fulfilled, filled.is_open) == (True, True)
    assert (words in blank.fulfilled, blank.is_open) == (False, False)
    with pytest.raises(Refused, match="Ange paragrafen i protokollet"):
        perform(found, "accept_within_frame", by=by, today=TODAY)
    assert view_step(frame, "allocate", Act(by, TODAY)).fulfilled == ()


def test_an_allocation_beyond_the_budget_is_refused_with_the_rule_and_the_way_out(budget: Budget) -> None:
    give(budget, 9_840_000)
    give(budget, 2_787_500, name="Trygg utskrivning")

    with pytest.raises(Refused) as refused:
        give(budget, 650_000, name="Trygg utskrivning")

    (refusal,) = refused.value.refusals
    plain = refusal.sentence.replace("\u00a0", " ")
    assert plain == "Du ville fördela 650 000 kr. Kvar att fördela är 412 500 kr. Det fattas 237 500 kr."
    assert (refusal.rule.label, refusal.rule.requirement) == ("Strategi SGD, avsnitt 7.1", "E-08")
    assert refusal.rule.quote == "Budgeten får inte överskridas utan godkännande av de 34 huvudmännen"
    assert refusal.no_deadline.startswith("Ingen tidsgräns")
    assert make.frame_for(budget).left == kr(412_500)


def test_an_allocation_beyond_its_line_but_within_the_budget_asks_for_a_move(budget: Budget) -> None:
    with pytest.raises(Refused, match="men det ryms i budgeten"):
        give(budget, 3_200_001, name="Trygg utskrivning")


@pytest.mark.parametrize(("kronor", "purpose", "said"), [(0, "Drift", "större än noll"), (1, " ", "vad pengarna")])
def test_an_allocation_has_an_amount_and_a_purpose(budget: Budget, kronor: int, purpose: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        give(budget, kronor, purpose=purpose)


def test_others_than_the_bodies_that_share_out_the_money_may_not(budget: Budget) -> None:
    from tests.factories.decisions import actor_for_principal

    with pytest.raises(NotAllowed):
        give(budget, 1, by=actor_for_principal(budget.partnership.principals.by_code()[1]))


def test_the_database_itself_holds_the_ceiling(budget: Budget) -> None:
    frame = make.frame_for(budget)

    for ore in (frame.ceiling_ore + 1, -1):
        with pytest.raises(IntegrityError), transaction.atomic():
            YearFrame.objects.filter(pk=frame.pk).update(allocated_ore=ore)


def test_a_wrong_allocation_is_corrected_by_one_that_points_to_it(budget: Budget) -> None:
    wrong = give(budget, 4_000_000)

    right = frames.correct_allocation(
        wrong, right_amount=kr(400_000), reason="En nolla för mycket", by=make.sgd(budget.partnership), today=TODAY
    )

    assert (right.amount, right.corrects) == (kr(-3_600_000), wrong)
    assert Event.objects.get(pk=right.event_number).corrects == wrong.event_number
    assert make.frame_for(budget).allocated == kr(400_000)
    assert again(wrong).amount == kr(4_000_000)
    for bad in (right, wrong):
        with pytest.raises(Refused):
            frames.correct_allocation(
                bad, right_amount=kr(-1), reason="Fel", by=make.sgd(budget.partnership), today=TODAY
            )


def test_a_small_move_needs_no_trial_and_a_larger_one_does(budget: Budget) -> None:
    giving, getting = make.line_of(budget), make.line_of(budget, "Trygg utskrivning")
    by = make.cs(budget.partnership, TODAY)

    def move(kronor: int) -> Any:
        return frames.reallocate(
            budget, from_line=giving, to_line=getting, amount=kr(kronor), reason="Försening", by=by, today=TODAY
        )

    move(320_000)  # ten percent of the receiving line
    with pytest.raises(Refused) as refused:
        move(1)

    assert refused.value.refusals[0].rule.requirement == "A-06"
    assert "mer än 10\u00a0% av en rad" in refused.value.refusals[0].sentence
    tried = deviations.report_deviation(
        make.frame_for(budget),
        kind="reallocation",
        title="Flytt till Trygg utskrivning",
        amount=kr(520_000),
        line=getting,
        from_line=giving,
        by=by,
        today=TODAY,
    )
    perform(tried, "refer", by=by, today=TODAY)
    with pytest.raises(Refused, match="paragrafen i protokollet och skälen"):
        perform(tried, "accept_within_frame", by=by, today=TODAY, reason=" ", paragraph="19")
    perform(tried, "accept_within_frame", by=by, today=TODAY, reason="Medlen blev fria.", paragraph="19")
    move(200_000)
    with pytest.raises(Refused):
        move(1)

    rows = {row.line.service.name: (row.moved, row.frame) for row in standings(make.frame_for(budget))}
    assert rows == {
        "Mina planer": (kr(-520_000), kr(9_320_000)),
        "Trygg utskrivning": (kr(520_000), kr(3_720_000)),
    }


def test_the_threshold_for_moves_is_settled_by_the_partnership(budget: Budget) -> None:
    by = make.sgd(budget.partnership, TODAY)
    plans.set_budget_terms(partnership=budget.partnership, reallocation_permille=0, by=by, today=TODAY)

    with pytest.raises(Refused, match="mer än 0\u00a0% av en rad"):
        frames.reallocate(
            budget,
            from_line=make.line_of(budget),
            to_line=make.line_of(budget, "Trygg utskrivning"),
            amount=Sek(1),
            reason="Försening",
            by=by,
            today=TODAY,
        )


def test_money_that_is_allocated_cannot_be_moved(budget: Budget) -> None:
    give(budget, 9_840_000)

    with pytest.raises(Refused, match="kvar att flytta"):
        frames.reallocate(
            budget,
            from_line=make.line_of(budget),
            to_line=make.line_of(budget, "Trygg utskrivning"),
            amount=kr(1),
            reason="Försening",
            by=make.cs(budget.partnership),
            today=TODAY,
        )


def book(budget: Budget, kronor: int, *, name: str = "Mina planer", period: date = TODAY) -> OutcomeEntry:
    return frames.record_outcome(
        budget,
        line=make.line_of(budget, name),
        period=period,
        amount=kr(kronor),
        by=make.sgd(budget.partnership, TODAY),
        today=TODAY,
    )


def raised(budget: Budget) -> list[tuple[str, str, int | None]]:
    found = Deviation.objects.filter(partnership=budget.partnership)
    return [(each.number, each.kind, each.amount_ore) for each in found]


def test_an_outcome_over_its_line_is_booked_and_raised(budget: Budget) -> None:
    book(budget, 9_840_000)
    assert raised(budget) == []

    book(budget, 86_400)
    assert raised(budget) == [("AV-2027-01", "line_outcome", 8_640_000)]
    book(budget, 3_600)

    assert raised(budget) == [("AV-2027-01", "line_outcome", 9_000_000)]
    assert sum(entry.amount_ore for entry in OutcomeEntry.objects.all()) == 993_000_000


def test_what_comes_after_the_trial_is_raised_anew(budget: Budget) -> None:
    book(budget, 9_840_100)
    deviation, by = Deviation.objects.get(), make.cs(budget.partnership)
    perform(deviation, "refer", by=by, today=TODAY)

    book(budget, 50)

    assert raised(budget) == [("AV-2027-01", "line_outcome", 10_000), ("AV-2027-02", "line_outcome", 5_000)]


def test_an_outcome_over_the_whole_budget_is_raised_as_such(budget: Budget) -> None:
    book(budget, 13_040_001)

    assert [row[1:] for row in raised(budget)] == [("line_outcome", 320_000_100), ("total_outcome", 100)]


def test_a_wrong_outcome_is_corrected_by_one_that_points_to_it(budget: Budget) -> None:
    wrong = book(budget, 500)

    right = frames.correct_outcome(
        wrong, right_amount=kr(50), reason="En nolla för mycket", by=make.sgd(budget.partnership), today=TODAY
    )

    assert (right.amount, right.corrects, right.period) == (kr(-450), wrong, wrong.period)
    assert Event.objects.get(pk=right.event_number).corrects == wrong.event_number
    assert standing_of(make.frame_for(budget), make.line_of(budget)).outcome == kr(50)


def test_an_outcome_belongs_to_its_year(budget: Budget) -> None:
    with pytest.raises(Refused, match="hör inte till 2027"):
        book(budget, 1, period=date(2028, 1, 3))


def test_a_larger_frame_holds_when_all_have_approved_and_not_before(budget: Budget) -> None:
    by = make.cs(budget.partnership, TODAY)
    wanted = deviations.report_deviation(
        make.frame_for(budget),
        kind="overrun",
        title="Dyrare upphandling",
        amount=kr(500_000),
        line=make.line_of(budget),
        by=by,
        today=TODAY,
    )
    give(budget, 9_840_000)
    give(budget, 3_200_000, name="Trygg utskrivning")
    perform(wanted, "refer", by=by, today=TODAY)
    with pytest.raises(Refused, match="behöver huvudmännens godkännande"):
        perform(wanted, "accept_within_frame", by=by, today=TODAY, reason="Ryms", paragraph="4")
    with pytest.raises(Refused, match="räcker inte att notera"):
        perform(wanted, "take_note", by=by, today=TODAY, reason="Ryms", paragraph="4")
    matter = deviations.ask_principals(again(wanted), reason="Driften kräver det.", paragraph="31", by=by, today=TODAY)
    rulings = matter.principal_rulings()
    assert len(rulings) == 4
    for ruling in rulings[:-1]:
        decide(ruling, today=TODAY)
    with pytest.raises(Refused):
        give(budget, 1)

    decide(rulings[-1], today=TODAY)

    assert again(wanted).state == "approved"
    assert make.frame_for(budget).left == kr(500_000)
    give(budget, 500_000)
    with pytest.raises(Refused):
        give(budget, 1)


@pytest.mark.parametrize("kind", ["overrun", "other"])
def test_no_deviation_is_reported_in_a_year_that_is_settled(budget: Budget, kind: str) -> None:
    over = make.YEAR_OVER
    by = make.sgd(budget.partnership, over)
    settlements.settle_year(budget, by=by, today=over)
    line = make.line_of(budget)

    with pytest.raises(Refused, match="Året 2027 avräknades 20 januari 2028"):
        deviations.report_deviation(
            make.frame_for(budget), kind=kind, title="Sent", amount=kr(10), line=line, by=by, today=over
        )

    assert not Deviation.objects.exists()


def test_a_request_that_is_taken_back_is_denied(budget: Budget) -> None:
    from governance.decisions.services import withdraw_matter

    by = make.cs(budget.partnership, TODAY)
    wanted = deviations.report_deviation(
        make.frame_for(budget),
        kind="overrun",
        title="Dyrare upphandling",
        amount=kr(1),
        line=make.line_of(budget),
        by=by,
        today=TODAY,
    )
    perform(wanted, "refer", by=by, today=TODAY)
    matter = deviations.ask_principals(again(wanted), reason="Behövs", paragraph="31", by=by, today=TODAY)

    withdraw_matter(again(matter), reason="Inte alla godkänner", by=by, today=TODAY)

    assert (again(wanted).state, make.frame_for(budget).ceiling) == ("denied", kr(13_040_000))


def test_a_year_without_its_own_budget_has_the_last_one_as_ceiling_until_it_is_adopted(budget: Budget) -> None:
    partnership, today = budget.partnership, date(2028, 1, 4)
    frame = frames.open_provisional_frame(
        partnership=partnership, year=2028, by=make.sgd(partnership, today), today=today
    )
    assert (frame.is_provisional, frame.ceiling) == (True, kr(13_040_000))
    frames.allocate(
        frame,
        line=make.line_of(budget),
        amount=kr(9_000_000),
        purpose="Drift",
        by=make.cs(partnership, today),
        today=today,
    )

    later = make.adopted(
        partnership,
        year=2028,
        today=date(2027, 1, 15),
        on=date(2027, 3, 20),
        decided=date(2028, 2, 1),
        lines=[("Mina planer", "management", 8_000_000), ("Trygg utskrivning", "establishment", 500_000)],
    )

    frame = make.frame_for(later)
    assert (frame.budget, frame.is_provisional, frame.ceiling) == (later, False, kr(9_000_000))
    deviation = Deviation.objects.get(frame=frame)
    assert (deviation.kind, deviation.amount) == ("overrun", kr(500_000))
    rows = {row.line.service.name: row.allocated for row in standings(frame)}
    assert rows == {"Mina planer": kr(9_000_000), "Trygg utskrivning": kr(0)}


def test_standings_cost_the_same_whatever_the_number_of_lines(
    db: None, django_assert_num_queries: Callable[[int], Any]
) -> None:
    many = [(f"Tjänst {number}", "management", 10) for number in range(12)]
    frame = make.frame_for(make.adopted(lines=many))

    with django_assert_num_queries(7):
        assert len(standings(frame)) == 12


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_eight_processes_cannot_allocate_more_than_the_budget() -> None:
    budget = make.adopted(lines=[("Mina planer", "management", 100)])
    seat = make.cs(budget.partnership, TODAY).seat
    assert seat is not None
    script = f"""
from datetime import date
from budgets.models import Budget
from budgets.services.frames import allocate
from governance.lib.money import Sek
from governance.organisations.actors import actor_for
from governance.organisations.models import Seat
from governance.workflow.refusals import Refused

budget = Budget.objects.get(pk={budget.pk})
seat = Seat.objects.get(pk={seat.pk})
actor = actor_for(seat.user, today=date(2027, 5, 4), seat_id=seat.pk)
line, done = budget.lines.get(), 0
for amount in (Sek(900), Sek(700), Sek(101)):
    try:
        allocate(budget, line=line, amount=amount, purpose="Drift", by=actor, today=date(2027, 5, 4))
        done += amount.ore
    except Refused as refused:
        assert refused.refusals[0].rule.requirement == "E-08", refused
print(done)
"""

    outcomes = run_together([script] * 8)

    assert [process.returncode for process in outcomes] == [0] * 8, outcomes
    told = sum(int(process.stdout.splitlines()[-1]) for process in outcomes)
    frame = make.frame_for(budget)
    assert told == frame.allocated_ore == sum(each.amount_ore for each in Allocation.objects.all())
    assert frame.allocated_ore <= 10_000
    assert frame.left < Sek(900)  # the money was there to take, and was taken


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_people_handing_over_at_once_one_wins_and_the_other_reads_why() -> None:
    budget = make.recommended()
    seat = make.sgd(budget.partnership, make.HANDED).seat
    assert seat is not None
    script = f"""
from datetime import date
from budgets.models import Budget
from budgets.services.handover import hand_over_budget
from governance.organisations.actors import actor_for
from governance.organisations.models import Seat
from governance.workflow.refusals import Refused

budget = Budget.objects.get(pk={budget.pk})
seat = Seat.objects.get(pk={seat.pk})
try:
    actor = actor_for(seat.user, today=date(2026, 3, 27), seat_id=seat.pk)
    hand_over_budget(budget, by=actor, today=date(2026, 3, 27), version={budget.version})
    print("won")
except Refused as refused:
    print(type(refused).__name__)
"""

    outcomes = run_together([script] * 2)

    assert sorted(process.stdout.splitlines()[-1] for process in outcomes) == ["Stale", "won"], outcomes
    held = again(budget)
    assert (held.state, held.shares.count()) == ("with_principals", 4)
