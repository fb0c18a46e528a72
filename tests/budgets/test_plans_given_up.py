"""Plans that no budget is left for: replaced or withdrawn with it, or chosen in none."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from budgets.agenda import activity_days
from budgets.models import ActionPlan, Activity, Budget
from budgets.services import drafting
from governance.decisions.services import withdraw_matter
from governance.workflow.refusals import Refusal, Refused
from governance.workflow.steps import perform
from tests.factories import budgets as make

from .pages import TODAY, as_sgd, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


def replaced() -> tuple[ActionPlan, ActionPlan]:
    """A plan, and the one that came with the new version of its budget."""
    old = make.handed_over()
    Activity.objects.update(due_on=date(2026, 10, 1))
    new = drafting.revise_budget(old, reason="Fel rad", by=make.sgd(old.partnership), today=make.DECIDED)
    assert old.plan is not None
    assert new.plan is not None
    return old.plan, new.plan


def withdrawn() -> ActionPlan:
    """A plan whose budget was withdrawn."""
    budget = make.submitted()
    Activity.objects.update(due_on=date(2026, 10, 1))
    by = make.sgd(budget.partnership)
    withdraw_matter(make.the_matter(budget), reason="Görs om", by=by, today=make.DRAFTED)
    assert budget.plan is not None
    return budget.plan


def days_of(plan: ActionPlan) -> list[str]:
    return [each.url for each in activity_days(frozenset({plan.partnership_id}), TODAY)]


def page_of(plan: ActionPlan) -> str:
    return reverse("budgets:plan", args=[plan.partnership.slug, plan.pk])


def refusal_of(plan: ActionPlan) -> Refusal:
    activity = Activity.objects.get(plan=plan)
    with pytest.raises(Refused) as refused:
        perform(activity, "finish", by=make.sgd(plan.partnership, TODAY), today=TODAY)
    (refusal,) = refused.value.refusals
    return refusal


def test_days_of_a_replaced_plan_are_told_once_as_those_of_the_new_version() -> None:
    _old, new = replaced()

    assert days_of(new) == [page_of(new)]


def test_days_of_a_withdrawn_plan_or_one_without_a_budget_are_not_kept() -> None:
    plan = withdrawn()
    make.make_plan(plan.partnership, 2030)
    Activity.objects.update(due_on=date(2026, 10, 1))

    assert days_of(plan) == []


def test_a_replaced_plan_says_that_it_is_followed_up_in_the_new_version(client: Client) -> None:
    old, _new = replaced()

    refusal = refusal_of(old)

    assert refusal.sentence == (
        "Budget 2027, version 1 är ersatt av en ny version. Aktiviteterna i dess handlingsplan följs inte upp."
    )
    assert refusal.mended_by == (
        "styrgruppen: följ upp aktiviteterna i den plan som gäller, eller välj planen i en ny budget"
    )
    assert (refusal.by_when, refusal.no_deadline, refusal.how) == (None, "Ingen tidsgräns", "Till budgetarna")
    shown = words(as_sgd(client, old.partnership).get(page_of(old)))
    assert "Aktiviteterna följs upp i den versionens handlingsplan." in shown
    assert "när planens budget är fastställd" not in shown


def test_a_withdrawn_plan_says_so(client: Client) -> None:
    plan = withdrawn()

    assert refusal_of(plan).sentence.startswith("Budget 2027, version 1 är tillbakadragen.")
    shown = words(as_sgd(client, plan.partnership).get(page_of(plan)))
    assert "Planens budget är tillbakadragen. Aktiviteterna följs inte upp." in shown


def test_a_plan_without_a_budget_asks_the_steering_group_to_choose_it_in_one(client: Client) -> None:
    plan = make.make_plan(make.make_partnership(3))

    assert refusal_of(plan).mended_by == "styrgruppen: välj planen i en budget"
    shown = words(as_sgd(client, plan.partnership).get(page_of(plan)))
    assert "Aktiviteterna följs upp när planen hör till en budget som är fastställd av alla huvudmän." in shown


def test_a_plan_in_a_given_up_budget_and_a_new_one_waits_for_the_new_one() -> None:
    plan = withdrawn()
    drafting.create_budget(
        partnership=plan.partnership, year=2027, plan=plan, by=make.sgd(plan.partnership), today=make.DRAFTED
    )

    refusal = refusal_of(plan)

    assert refusal.sentence.startswith(f"{Budget.objects.get(state='draft')} är inte fastställd av alla huvudmän.")
    assert refusal.mended_by == "huvudmännen: fastställ budgeten"
    assert days_of(plan) == [page_of(plan)]
