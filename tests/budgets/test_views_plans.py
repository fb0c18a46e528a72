from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budgets.agenda import activity_days
from budgets.models import ActionPlan, Activity
from budgets.services import plans
from budgets.states import ActivityState
from budgets.views.plans import PEOPLES_STEPS
from governance.audit.actors import SYSTEM
from governance.workflow.refusals import Refused
from governance.workflow.steps import perform
from tests.factories.budgets import (
    DRAFTED,
    adopted,
    handed_over,
    make_draft,
    make_partnership,
    make_plan,
    sgd,
    submitted,
)

from .pages import TODAY, as_registrar, as_sgd, send, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


def url(name: str, plan: ActionPlan, *more: Any) -> str:
    return reverse(f"budgets:{name}", args=[plan.partnership.slug, *(more or (plan.pk,))])


def test_plan_is_begun_and_filled_with_activities(client: Client) -> None:
    partnership = make_partnership(3)
    browser = as_sgd(client, partnership)

    begun = send(
        browser,
        reverse("budgets:plan_new", args=[partnership.slug]),
        year="2027",
        until_year="2029",
        title="",
        summary="",
    )
    plan = ActionPlan.objects.get()
    backwards = send(browser, reverse("budgets:plan_new", args=[partnership.slug]), year="2027", until_year="2026")
    without_goal = send(browser, url("activity_new", plan), title="Utbildning", responsible="SGD")
    added = send(
        browser,
        url("activity_new", plan),
        title="Utbildning",
        responsible="SGD",
        goals=["6.5", "6.1"],
        due_on="2027-05-31",
    )

    assert [each.status_code for each in (begun, backwards, without_goal, added)] == [303, 422, 422, 303]
    assert plan.title == "Handlingsplan 2027–2029"
    shown = words(browser.get(url("plan", plan)))
    assert "0 av 1 aktiviteter är klara." in shown
    assert "E1 Utbildning även Strategisk samverkan" in shown


def test_plan_of_one_year_names_it_once(client: Client) -> None:
    partnership = make_partnership(3)
    plan = plans.create_plan(partnership=partnership, year=2027, until_year=2027, by=SYSTEM, today=DRAFTED)

    shown = words(as_sgd(client, partnership).get(reverse("budgets:plans", args=[partnership.slug])))

    assert (plan.title, plan.years) == ("Handlingsplan 2027", "2027")
    assert "Handlingsplan 2027 2027 1" in shown


def test_activity_moves_by_steps(client: Client) -> None:
    plan = adopted(make_partnership(3), year=2026).plan
    assert plan is not None
    activity = Activity.objects.get()
    browser = as_sgd(client, plan.partnership)

    late = send(
        browser,
        url("activity_step", plan, activity.pk, "delay"),
        row_version=activity.version,
        note="Leverantören är sen.",
        due_on="2027-09-30",
    )
    stale = send(browser, url("activity_step", plan, activity.pk, "finish"), row_version=activity.version, note="")
    done = send(browser, url("activity_step", plan, activity.pk, "finish"), row_version=activity.version + 1, note="")

    assert [each.status_code for each in (late, stale, done)] == [303, 409, 303]
    held = Activity.objects.get()
    assert (held.state, held.note) == (ActivityState.DONE, "Leverantören är sen.")
    assert "1 av 1 aktiviteter är klara." in words(browser.get(url("plan", plan)))


def test_activity_of_a_plan_that_nobody_has_adopted_is_not_followed_up(client: Client) -> None:
    budget = handed_over(make_partnership(3), year=2027)
    assert budget.plan is not None
    activity = Activity.objects.get()
    browser = as_sgd(client, budget.partnership)

    shown = browser.get(url("plan", budget.plan))
    early = browser.get(url("activity_step", budget.plan, activity.pk, "finish"))
    sent = send(
        browser, url("activity_step", budget.plan, activity.pk, "finish"), row_version=activity.version, note=""
    )

    assert "Aktiviteterna följs upp när planens budget är fastställd av alla huvudmän." in words(shown)
    assert "Markera klar" not in words(shown)
    for each in (early, sent):
        assert "Budget 2027, version 1 är inte fastställd av alla huvudmän." in words(each)
        assert "Till budgetarna" in words(each)
    assert sent.status_code == 409
    assert Activity.objects.get().state == ActivityState.PLANNED


def test_activity_of_a_plan_without_a_budget_is_not_followed_up() -> None:
    plan = make_plan(make_partnership(3))

    for step in PEOPLES_STEPS:
        with pytest.raises(Refused, match=r"Handlingsplanen hör inte till någon budget\."):
            perform(Activity.objects.get(), step, by=sgd(plan.partnership), today=DRAFTED)


def test_plan_tells_its_state_as_its_budget_has_it(client: Client) -> None:
    partnership = make_partnership(3)
    browser = as_sgd(client, partnership)
    alone = make_plan(partnership, year=2030)
    proposed, in_force = handed_over(partnership, year=2027).plan, adopted(partnership, year=2026).plan
    assert proposed is not None
    assert in_force is not None

    shown = [words(browser.get(url("plan", each))) for each in (alone, proposed, in_force)]

    assert "Läge Hör inte till någon budget Vems tur Styrgrupp SGD (SGD) ska välja planen i en budget" in shown[0]
    assert "Läge Hos huvudmännen för beslut Budget 2027, version 1 Vems tur Huvudmännen" in shown[1]
    assert "Senast 30 november 2026" in shown[1]
    assert "Läge Gällande Budget 2026, version 1, antagen" in shown[2]


def test_days_of_activities_name_the_years_of_their_plan() -> None:
    partnership = make_partnership(3)
    for year in (2026, 2027):
        plan = make_draft(partnership, year=year).plan
        Activity.objects.filter(plan=plan).update(due_on=date(year, 12, 28))

    told = activity_days(frozenset({partnership.pk}), TODAY)

    assert sorted(each.title for each in told) == [
        "A1 Gemensam årsplan (handlingsplan 2026–2028)",
        "A1 Gemensam årsplan (handlingsplan 2027–2029)",
    ]


def test_submitted_plan_keeps_its_promises(client: Client) -> None:
    budget = submitted()
    assert budget.plan is not None
    activity = Activity.objects.get()
    browser = as_sgd(client, budget.partnership)

    answer = send(
        browser,
        url("activity", budget.plan, activity.pk),
        row_version=activity.version,
        title="Annat",
        responsible="SGD",
        goals=["6.1"],
    )

    assert answer.status_code == 409
    assert "Handlingsplanen är inlämnad med budgeten." in words(answer)
    assert url("activity_new", budget.plan) not in browser.get(url("plan", budget.plan)).content.decode()


def test_activity_is_changed_and_removed(client: Client) -> None:
    plan = make_plan(make_partnership(3))
    activity = Activity.objects.get()
    browser = as_sgd(client, plan.partnership)
    fields = {"title": "Ny årsplan", "responsible": "CTB", "goals": ["6.1"], "row_version": activity.version}

    changed = send(browser, url("activity", plan, activity.pk), **fields)
    assert changed.status_code == 303
    assert Activity.objects.get().title == "Ny årsplan"
    assert send(browser, url("activity_remove", plan, activity.pk)).status_code == 303
    assert not Activity.objects.exists()


def test_plan_name_is_edited_on_the_version_that_was_shown(client: Client) -> None:
    plan = make_plan(make_partnership(3))
    browser = as_sgd(client, plan.partnership)
    fields = {"title": "Plan A", "summary": "Kort.", "row_version": plan.version}

    answers = [send(browser, url("plan_edit", plan), **fields).status_code for _ in range(2)]

    assert answers == [303, 409]
    assert ActionPlan.objects.get().summary == "Kort."


def test_plan_page_keeps_the_paragraphs_of_its_summary(client: Client) -> None:
    plan = make_plan(make_partnership(3))
    ActionPlan.objects.update(summary="Planen bygger på målen.\r\n\r\nDen ses över varje år.")

    shown = as_sgd(client, plan.partnership).get(url("plan", plan)).content.decode()

    assert "<p>Planen bygger på målen.</p>\n\n<p>Den ses över varje år.</p>" in shown


def test_principals_people_read_the_plan_alone(client: Client) -> None:
    plan = make_plan(make_partnership(3))
    browser = as_registrar(client, plan.partnership.principals.order_by("pk")[0])

    assert browser.get(url("plan", plan)).status_code == 200
    assert browser.get(reverse("budgets:plans", args=[plan.partnership.slug])).status_code == 200
    for name in ("plan_edit", "activity_new"):
        assert browser.get(url(name, plan)).status_code == 403
    assert browser.get(url("activity_step", plan, Activity.objects.get().pk, "finish")).status_code == 403


def test_plan_costs_the_same_with_20_and_200_activities(client: Client) -> None:
    plan = make_plan(make_partnership(3))
    browser = as_sgd(client, plan.partnership)
    counts = []
    for more in (19, 180):
        for number in range(more):
            plans.add_activity(plan, title=f"A {number}", goals=["6.2"], responsible="SGD", by=SYSTEM, today=DRAFTED)
        browser.get(url("plan", plan))
        with CaptureQueriesContext(connection) as caught:
            assert browser.get(url("plan", plan)).status_code == 200
        counts.append(len(caught))

    assert counts[0] == counts[1] <= 12
