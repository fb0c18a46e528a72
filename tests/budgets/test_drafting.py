from datetime import date
from typing import Any

import pytest

from budgets.models import ActionPlan, Budget, BudgetLine
from budgets.services import drafting, plans, principles
from governance.audit.actors import SYSTEM
from governance.audit.models import Event
from governance.decisions.states import MatterState
from governance.lib.money import Sek
from governance.lib.sharing import Principle
from governance.organisations.kinds import BodyKind, SeatRole
from governance.organisations.models import PopulationFigure
from governance.organisations.permissions import may_run_installation
from governance.workflow.refusals import Refused, Stale, WrongState
from governance.workflow.steps import perform
from tests.factories import budgets as make
from tests.factories.decisions import actor_in, again, make_deciding_partnership

pytestmark = pytest.mark.django_db


def test_submit_budget_freezes_sum_and_residents_and_opens_a_matter() -> None:
    budget = make.make_draft()

    matter = drafting.submit_budget(budget, by=make.sgd(budget.partnership), today=make.DRAFTED)

    held = again(budget)
    assert (held.state, held.total_ore, held.submitted_on) == ("at_sgd", 1_304_000_000, make.DRAFTED)
    assert held.snapshot.reference_date == date(2025, 12, 31)
    assert held.snapshot.note == ""
    assert [(row.code, row.population) for row in held.snapshot.rows.all()] == [
        ("12", 1433082),
        ("1214", 14474),
        ("1230", 27482),
        ("1231", 20444),
    ]
    assert (matter.title, matter.decide_by) == ("Handlingsplan och budget 2027", date(2026, 11, 30))


def test_submit_budget_uses_the_newest_figures_and_says_so_when_the_wanted_ones_do_not_exist() -> None:
    budget = make.submitted(year=2029)

    assert budget.reference_date == date(2027, 12, 31)
    assert budget.snapshot is not None
    assert budget.snapshot.reference_date == date(2025, 12, 31)
    assert budget.snapshot.note == (
        "Invånartal för 31 december 2027 fanns inte när budgeten lämnades in. "
        "De senaste, från 31 december 2025, används i stället."
    )


@pytest.mark.parametrize(
    ("year", "sentence", "rule"),
    [
        (2018, "Partnerskapet började 2020 och har ingen budget för 2018.", "E-02"),
        (2020, "2020 är över. En budget föreläggs huvudmännen innan året börjar.", "E-05"),
        (2025, "2025 är över. En budget föreläggs huvudmännen innan året börjar.", "E-05"),
        (2030, "2030 ligger längre fram än 2029, dit nästa års handlingsplan och fleråriga kalkyl når.", "E-02"),
    ],
)
def test_a_budget_is_begun_for_a_year_that_can_be_planned(year: int, sentence: str, rule: str) -> None:
    partnership = make_deciding_partnership(2)

    with pytest.raises(Refused) as refused:
        drafting.create_budget(partnership=partnership, year=year, by=make.sgd(partnership), today=make.DRAFTED)

    [told] = refused.value.refusals
    assert (told.sentence, told.rule.requirement) == (sentence, rule)
    assert "välj ett år från 2026 till 2029" in told.mended_by
    assert not Budget.objects.exists()


def test_years_that_can_be_planned_are_this_one_and_three_more() -> None:
    partnership = make_deciding_partnership(2)

    for year in (2026, 2027, 2028, 2029):
        drafting.create_budget(partnership=partnership, year=year, by=make.sgd(partnership), today=make.DRAFTED)

    assert Budget.objects.count() == 4


def test_a_budget_under_work_may_get_a_new_version_when_its_year_is_over() -> None:
    budget = make.submitted(year=2026)
    new_year = date(2027, 1, 4)

    new = drafting.revise_budget(budget, reason="Fel summa.", by=make.sgd(budget.partnership, new_year), today=new_year)

    assert (new.year, new.version_number) == (2026, 2)


def test_missing_figures_are_mended_by_whoever_may_read_them_in() -> None:
    partnership = make_deciding_partnership(4)
    budget = make.make_draft(partnership)
    rule = Principle.by_region(600_000)
    proposed = principles.propose_principle(
        service=make.make_service(partnership),
        phase="management",
        principle=rule,
        from_year=2027,
        reason="Regionen använder den mest.",
        by=SYSTEM,
        today=make.DRAFTED,
    )

    with pytest.raises(Refused) as submitting:
        drafting.submit_budget(budget, by=make.sgd(partnership), today=make.DRAFTED)
    with pytest.raises(Refused) as computing:
        principles.compute_consent(proposed, by=make.sgd(partnership), today=make.DRAFTED)

    told = [str(each.mended_by) for error in (submitting, computing) for each in error.value.refusals]
    assert told == ["systemansvarig: läs in invånartal under Folkmängd"] * 2
    administrator = actor_in(partnership, BodyKind.STEERING_GROUP, SeatRole.ADMINISTRATOR)
    assert not may_run_installation(administrator)


def test_frozen_residents_stand_when_new_figures_come() -> None:
    budget = make.submitted()

    PopulationFigure.objects.filter(organisation__code="1214").update(population=1)

    assert budget.snapshot is not None
    assert budget.snapshot.populations["1214"] == 14474


def test_submit_budget_says_everything_that_is_missing_at_once() -> None:
    partnership = make_deciding_partnership(4)
    budget = drafting.create_budget(partnership=partnership, year=2027, by=SYSTEM, today=make.DRAFTED)

    with pytest.raises(Refused) as refused:
        drafting.submit_budget(budget, by=make.sgd(partnership), today=make.DRAFTED)

    assert [refusal.sentence for refusal in refused.value.refusals] == [
        "Budgeten har inga rader med belopp än.",
        "Budgeten saknar handlingsplan.",
        "Den fleråriga kalkylen saknar år efter 2027.",
        "Det finns inga invånartal för alla huvudmän den 31 december 2025 eller tidigare.",
    ]
    assert [refusal.rule.requirement for refusal in refused.value.refusals] == ["E-16", "E-01", "E-02", "A-03"]
    assert again(budget).state == "draft"


def test_a_submitted_budgets_lines_calculation_and_plan_stand_still() -> None:
    budget = make.submitted()
    line, row = make.line_of(budget), budget.calculation.get()
    assert budget.plan is not None
    by, today = make.sgd(budget.partnership), make.DRAFTED

    for act in (
        lambda: drafting.edit_line(line, changes={"amount_ore": 1}, by=by, today=today, version=line.version),
        lambda: drafting.remove_line(line, by=by, today=today),
        lambda: drafting.add_line(
            budget, service=line.service, phase="decommission", amount=Sek(1), by=by, today=today
        ),
        lambda: drafting.set_calculation(budget, year=2028, amount=Sek(1), by=by, today=today),
        lambda: drafting.remove_calculation(row, by=by, today=today),
        lambda: plans.add_activity(
            budget.plan,
            title="Ny",
            goals=["6.2"],
            responsible="SGD",
            by=by,
            today=today,
        ),
    ):
        with pytest.raises(Refused, match="inlämnad"):
            act()
    assert again(line).amount_ore == 984_000_000


def test_a_draft_can_be_changed_and_the_trail_keeps_what_was_there() -> None:
    budget = make.make_draft()
    line = make.line_of(budget)
    by = make.sgd(budget.partnership)

    drafting.edit_line(line, changes={"amount_ore": 500}, by=by, today=make.DRAFTED, version=line.version)
    drafting.remove_line(again(line), by=by, today=make.DRAFTED)
    drafting.remove_calculation(budget.calculation.get(), by=by, today=make.DRAFTED)

    kinds = list(Event.objects.about(line).values_list("kind", flat=True))
    assert kinds == [f"budgets.budgetline.{act}" for act in ("remove", "edit", "create")]
    assert again(budget).total == Sek.of_kronor(3_200_000)
    assert not budget.calculation.exists()


def test_two_people_editing_the_same_line_the_second_reads_both_values() -> None:
    budget = make.make_draft()
    line = make.line_of(budget)
    by = make.sgd(budget.partnership)
    drafting.edit_line(line, changes={"amount_ore": 500}, by=by, today=make.DRAFTED, version=line.version)

    with pytest.raises(Stale) as stale:
        drafting.edit_line(line, changes={"amount_ore": 700}, by=by, today=make.DRAFTED, version=line.version)

    assert [row[1:] for row in stale.value.refusals[0].rows] == [(500, 700)]


def test_two_people_writing_the_same_row_of_the_calculation_the_second_reads_both_values() -> None:
    budget = make.make_draft()
    row = budget.calculation.get()
    by, seen = make.sgd(budget.partnership), drafting.mark_of(row)
    given: dict[str, Any] = {"year": row.year, "by": by, "today": make.DRAFTED, "seen": seen}
    drafting.set_calculation(budget, amount=Sek.of_kronor(21_000_000), note="Ny upphandling", **given)

    with pytest.raises(Stale) as stale:
        drafting.set_calculation(budget, amount=Sek.of_kronor(19_000_000), **given)
    with pytest.raises(Stale):
        drafting.set_calculation(budget, amount=Sek.of_kronor(19_000_000), **{**given, "seen": ""})

    assert stale.value.refusals[0].rows == (
        ("belopp i ören", 2_100_000_000, 1_900_000_000),
        ("kommentar", "Ny upphandling", ""),
    )
    assert again(row).amount_ore == 2_100_000_000


def test_a_row_of_the_calculation_that_somebody_removed_is_not_written_again_unseen() -> None:
    budget = make.make_draft()
    row = budget.calculation.get()
    by, seen = make.sgd(budget.partnership), drafting.mark_of(row)
    drafting.remove_calculation(row, by=by, today=make.DRAFTED)

    with pytest.raises(Stale):
        drafting.set_calculation(budget, year=2028, amount=Sek(100), seen=seen, by=by, today=make.DRAFTED)

    assert not budget.calculation.exists()


def test_a_service_and_phase_stand_once_in_a_budget_and_amounts_are_not_negative() -> None:
    budget = make.make_draft()
    line = make.line_of(budget)

    with pytest.raises(Refused, match="redan en rad för den tjänsten och fasen"):
        drafting.add_line(budget, service=line.service, phase=line.phase, amount=Sek(1), by=SYSTEM, today=make.DRAFTED)
    with pytest.raises(Refused, match="får inte vara negativt"):
        drafting.edit_line(line, changes={"amount_ore": -1}, by=SYSTEM, today=make.DRAFTED, version=None)


def test_a_year_has_one_version_under_work() -> None:
    budget = make.make_draft()

    with pytest.raises(Refused, match="Budget 2027, version 1 finns redan"):
        drafting.create_budget(partnership=budget.partnership, year=2027, by=SYSTEM, today=make.DRAFTED)


def test_another_partnerships_service_is_refused() -> None:
    budget, other = make.make_draft(), make_deciding_partnership(2)

    with pytest.raises(Refused, match="hör inte till partnerskapet"):
        drafting.add_line(
            budget,
            service=make.make_service(other, "Annan"),
            phase="management",
            amount=Sek(1),
            by=SYSTEM,
            today=make.DRAFTED,
        )


def test_revise_budget_gives_a_new_draft_with_the_same_content_and_ends_the_old_matter() -> None:
    old = make.handed_over()
    matter = make.the_matter(old)

    new = drafting.revise_budget(
        old, reason="Lägre kostnad för drift", by=make.sgd(old.partnership), today=make.DECIDED
    )

    assert (again(old).state, again(matter).state) == ("replaced", MatterState.WITHDRAWN)
    assert (new.version_number, new.state, new.replaces, new.reason) == (2, "draft", old, "Lägre kostnad för drift")
    assert lines(new) == lines(old)
    assert [row.amount_ore for row in new.calculation.all()] == [row.amount_ore for row in old.calculation.all()]
    assert new.plan is not None
    assert old.plan is not None
    assert (new.plan.version_number, new.plan.activities.count()) == (2, old.plan.activities.count())
    drafting.edit_line(
        make.line_of(new), changes={"amount_ore": 1}, by=make.sgd(old.partnership), today=make.DECIDED, version=None
    )


def lines(budget: Budget) -> list[tuple[int, str, int]]:
    return list(BudgetLine.objects.filter(budget=budget).values_list("service_id", "phase", "amount_ore"))


def test_withdrawing_the_matter_takes_the_budget_with_it_and_the_other_way_round() -> None:
    first = make.submitted()
    drafting.withdraw_budget(first, reason="Inte i år", by=make.sgd(first.partnership), today=make.DRAFTED)

    assert make.the_matter(first).state == MatterState.WITHDRAWN
    assert again(first).state == "withdrawn"

    from governance.decisions.services import withdraw_matter

    second = make.submitted(first.partnership)
    withdraw_matter(make.the_matter(second), reason="Inte i år", by=make.sgd(first.partnership), today=make.DRAFTED)

    assert again(second).state == "withdrawn"


@pytest.mark.parametrize(
    ("act", "state"), [(drafting.revise_budget, "replaced"), (drafting.withdraw_budget, "withdrawn")]
)
def test_a_controller_of_the_steering_group_ends_the_matter_with_the_budget(act: Any, state: str) -> None:
    budget = make.submitted()
    controller = make.sgd(budget.partnership, role=SeatRole.CONTROLLER)

    act(budget, reason="Andra belopp", by=controller, today=make.DRAFTED)

    assert again(budget).state == state
    assert make.the_matter(budget).state == MatterState.WITHDRAWN


def test_a_budget_that_is_in_force_is_neither_replaced_nor_withdrawn() -> None:
    budget = make.adopted()

    for step in ("replace", "withdraw", "submit", "hand_over"):
        with pytest.raises(WrongState):
            perform(budget, step, by=make.sgd(budget.partnership), today=make.IN_YEAR)


def test_activities_are_numbered_under_their_goal_and_tagged_with_known_goals_alone() -> None:
    budget = make.make_draft()
    plan = ActionPlan.objects.get(budgets=budget)

    second = plans.add_activity(
        plan, title="Nytta per huvudman", goals=["6.1", "6.4"], responsible="SGD", by=SYSTEM, today=make.DRAFTED
    )
    other = plans.add_activity(
        plan, title="Reservrutin", goals=["6.2"], responsible="Region Skåne", by=SYSTEM, today=make.DRAFTED
    )

    assert (second.number, other.number) == ("A2", "B1")
    assert [goal.name for goal in second.goal_list] == ["Strategisk samverkan", "Datadriven utveckling"]
    for goals in ([], ["6.6"]):
        with pytest.raises(Refused, match="minst ett av strategins fem mål"):
            plans.add_activity(plan, title="X", goals=goals, responsible="SGD", by=SYSTEM, today=make.DRAFTED)
