"""Acts on the action plan and its activities."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from governance.organisations.models import Partnership, Principal
from governance.workflow import steps
from governance.workflow.acts import next_number, refuse, remove, require_right
from workpackages.models import Service

from .. import citations, permissions
from ..goals import BY_REF
from ..models import ActionPlan, Activity, BudgetTerms


@transaction.atomic
def create_plan(
    *,
    partnership: Partnership,
    year: int,
    title: str = "",
    summary: str = "",
    until_year: int | None = None,
    by: Any,
    today: date,
) -> ActionPlan:
    """Begin the year's version of the action plan (handlingsplan)."""
    plan = ActionPlan(
        partnership=partnership,
        year=year,
        until_year=until_year or year + 2,
        version_number=next_number(ActionPlan.objects.filter(partnership=partnership, year=year), "version_number"),
        title=title.strip(),
        summary=summary.strip(),
    )
    plan.title = plan.title or f"Handlingsplan {plan.years}"
    require_right(plan, by, permissions.may_prepare, permissions.WHO_PREPARES)
    steps.create(plan, by=by, today=today)
    return plan


def may_change(plan: ActionPlan) -> bool:
    """Whether what the plan promises may still change: it stands still with the budget it was submitted with."""
    return not plan.budgets.exclude(state="draft").exists()


def hold_plan(plan: ActionPlan, *, by: Any) -> ActionPlan:
    """Hold a plan whose content is to be changed. Raises NotAllowed or Refused."""
    held: ActionPlan = steps.lock(plan)
    require_right(held, by, permissions.may_prepare, permissions.WHO_PREPARES)
    require_changeable(held)
    return held


def require_changeable(plan: ActionPlan) -> None:
    """Raise Refused where the plan has been submitted with its budget."""
    if not may_change(plan):
        raise refuse(
            "Handlingsplanen är inlämnad med budgeten. Aktiviteternas läge kan ändras, men inte vad planen lovar.",
            citations.AMOUNTS_HOLD,
            mended_by="styrgruppen: gör en ny version av budgeten och planen",
        )


@transaction.atomic
def edit_plan(plan: ActionPlan, *, changes: dict[str, Any], by: Any, today: date, version: int | None) -> ActionPlan:
    """Change title, years or summary of a plan that is not submitted."""
    hold_plan(plan, by=by)
    edited: ActionPlan = steps.edit(plan, by=by, today=today, version=version, changes=changes).subject
    return edited


@transaction.atomic
def add_activity(  # noqa: PLR0913 -- an activity has that many particulars
    plan: ActionPlan,
    *,
    title: str,
    goals: Sequence[str],
    responsible: str,
    by: Any,
    today: date,
    number: str = "",
    service: Service | None = None,
    responsible_principal: Principal | None = None,
    due_on: date | None = None,
    note: str = "",
) -> Activity:
    """Add an activity, tagged with at least one of the five strategic goals; it is listed under the first."""
    held = hold_plan(plan, by=by)
    require_goals(goals)
    activity = Activity(
        partnership_id=held.partnership_id,
        plan=held,
        number=number.strip() or next_activity_number(held, goals[0]),
        title=title.strip(),
        goals=list(goals),
        service=service,
        responsible=responsible.strip(),
        responsible_principal=responsible_principal,
        due_on=due_on,
        note=note.strip(),
    )
    steps.create(activity, by=by, today=today, goals=list(goals))
    return activity


def require_goals(goals: Sequence[str]) -> None:
    """Raise Refused where no goal, or an unknown one, is named."""
    if goals and all(ref in BY_REF for ref in goals):
        return
    raise refuse("Välj minst ett av strategins fem mål.", citations.STRATEGIC_GOALS, mended_by="du själv: välj ett mål")


def next_activity_number(plan: ActionPlan, ref: str) -> str:
    """The next number under a goal: A1 for the first of 6.1, B2 for the second of 6.2."""
    letter = "ABCDE"[list(BY_REF).index(ref)]
    taken = set(plan.activities.filter(number__startswith=letter).values_list("number", flat=True))
    return next(f"{letter}{n}" for n in range(1, len(taken) + 2) if f"{letter}{n}" not in taken)


@transaction.atomic
def edit_activity(
    activity: Activity, *, changes: dict[str, Any], by: Any, today: date, version: int | None
) -> Activity:
    """Change an activity of a plan that is not submitted; its state moves by steps (begin, delay, finish)."""
    hold_plan(activity.plan, by=by)
    if "goals" in changes:
        require_goals(changes["goals"])
    edited: Activity = steps.edit(activity, by=by, today=today, version=version, changes=changes).subject
    return edited


@transaction.atomic
def remove_activity(activity: Activity, *, by: Any, today: date) -> None:
    """Take an activity out of a plan that is not submitted."""
    hold_plan(activity.plan, by=by)
    remove(activity, by=by, today=today, title=activity.title)


@transaction.atomic
def set_budget_terms(
    *, partnership: Partnership, reallocation_permille: int, by: Any, today: date, version: int | None = None
) -> BudgetTerms:
    """Settle how large a part of a line may move before it is tried (A-06)."""
    terms = BudgetTerms.objects.filter(partnership=partnership).first()
    if terms is None:
        terms = BudgetTerms(partnership=partnership, reallocation_permille=reallocation_permille)
        require_right(terms, by, permissions.may_prepare, permissions.WHO_PREPARES)
        steps.create(terms, by=by, today=today, reallocation_permille=reallocation_permille)
        return terms
    require_right(terms, by, permissions.may_prepare, permissions.WHO_PREPARES)
    changes = {"reallocation_permille": reallocation_permille}
    edited: BudgetTerms = steps.edit(terms, by=by, today=today, version=version, changes=changes).subject
    return edited
