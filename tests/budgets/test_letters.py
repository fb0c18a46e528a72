"""The letter to each principal holds all that its council is asked to adopt: the plan as well as the budget."""

from datetime import date

import pytest

from budgets.models import ActionPlan, Budget
from budgets.reports.letters import letter_builder
from budgets.services import plans
from governance.audit.actors import SYSTEM
from governance.documents.render import page_html
from governance.documents.shapes import ShareLetterData
from tests.documents.samples import head
from tests.factories import budgets as make

pytestmark = pytest.mark.django_db


def letter_of(budget: Budget) -> ShareLetterData:
    return letter_builder(budget)("1214")(head("share_letter"))


def test_letter_holds_every_activity_of_the_plan() -> None:
    budget = make.make_draft(make.make_partnership(2))
    assert budget.plan is not None
    plans.add_activity(
        budget.plan,
        title="Inför Trygg utskrivning",
        goals=["6.2", "6.4"],
        responsible="Region Skåne",
        due_on=date(2027, 10, 28),
        by=SYSTEM,
        today=make.DRAFTED,
    )
    ActionPlan.objects.update(summary="Planen bygger på målen.")
    budget = Budget.objects.get(pk=budget.pk)

    told = letter_of(budget)

    assert told.plan is not None
    assert (told.plan.years, told.plan.summary) == ("2027–2029", "Planen bygger på målen.")
    assert [(a.number, a.what, a.goals, a.responsible, a.due_on) for a in told.plan.activities] == [
        ("A1", "Gemensam årsplan", "6.1 Strategisk samverkan", "SGD", None),
        (
            "B1",
            "Inför Trygg utskrivning",
            "6.2 Robust infrastruktur och system, 6.4 Datadriven utveckling",
            "Region Skåne",
            date(2027, 10, 28),
        ),
    ]
    assert told.enclosures[0] == "Handlingsplan 2027–2029 (i det här dokumentet)"
    assert any("har 2 aktiviteter" in text for text in told.text)
    shown = page_html(told.to_canonical_json()).replace("\u00a0", " ")
    assert "<h2>Handlingsplan 2027–2029</h2>" in shown
    assert '<th scope="row">Inför Trygg utskrivning</th>' in shown
    assert "<td>28 oktober 2027</td>" in shown


def test_letter_names_the_principal_that_answers_for_an_activity_and_its_service() -> None:
    budget = make.make_draft(make.make_partnership(2))
    assert budget.plan is not None
    principal = budget.partnership.principals.get(organisation__code="1214")
    for who in ("Digitaliseringschefen", principal.organisation.name):
        plans.add_activity(
            budget.plan,
            title="Inför tjänsten",
            goals=["6.2"],
            service=make.make_service(budget.partnership),
            responsible=who,
            responsible_principal=principal,
            by=SYSTEM,
            today=make.DRAFTED,
        )

    told = letter_of(budget).plan

    assert told is not None
    assert [(each.what, each.responsible) for each in told.activities[1:]] == [
        ("Inför tjänsten (Mina planer)", f"Digitaliseringschefen, {principal.organisation.short_name}"),
        ("Inför tjänsten (Mina planer)", principal.organisation.name),
    ]


def test_letter_keeps_the_paragraphs_of_the_plans_summary() -> None:
    budget = make.make_draft(make.make_partnership(2))
    ActionPlan.objects.update(summary="Planen bygger på målen.\r\n\r\nDen ses över varje år.")

    shown = page_html(letter_of(Budget.objects.get(pk=budget.pk)).to_canonical_json())

    assert "<p>Planen bygger på målen.</p>\n\n<p>Den ses över varje år.</p>" in shown


def test_letter_without_a_plan_has_no_such_part() -> None:
    budget = make.make_draft(make.make_partnership(2))
    budget.plan = None

    told = letter_of(budget)

    assert (told.plan, told.enclosures) == (None, ("Kostnadsfördelning 2027 (i det här dokumentet)",))
    assert "Handlingsplan 2027" not in page_html(told.to_canonical_json())
