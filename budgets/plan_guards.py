"""What must be true before it is told how far an activity has come."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.lib.text import join_swedish
from governance.workflow.guards import Act, guard
from governance.workflow.refusals import Refusal

from . import citations
from .states import ADOPTED, GIVEN_UP

CHOOSE = gettext_lazy("styrgruppen: välj planen i en budget")
FOLLOW_ANOTHER = gettext_lazy(
    "styrgruppen: följ upp aktiviteterna i den plan som gäller, eller välj planen i en ny budget"
)


def plan_adoption_deadline(activity: Any, act: Act) -> date:
    """The last day for the principals to adopt the plan with its budget."""
    return date(activity.plan.year - 1, 11, 30)


def to_the_budgets(activity: Any) -> tuple[str, str]:
    """Where the partnership's budgets stand."""
    return _("Till budgetarna"), reverse("budgets:overview", args=[activity.plan.partnership.slug])


@guard(
    citations.WITHIN_FRAME,
    mended_by=gettext_lazy("huvudmännen: fastställ budgeten"),
    fulfilled=gettext_lazy("Planens budget är fastställd"),
    by_when=plan_adoption_deadline,
    mended_at=to_the_budgets,
)
def plan_is_in_force(activity: Any, act: Act) -> Refusal | str | None:
    """The principals have adopted a budget that the plan goes with; what is only proposed is not followed up."""
    budgets = list(activity.plan.budgets.all())
    if any(each.state in ADOPTED for each in budgets):
        return None
    if not budgets:
        said = _("Handlingsplanen hör inte till någon budget. Aktiviteterna följs upp när en budget är fastställd.")
        return without_a_budget(activity, said, CHOOSE)
    if on_their_way := [each for each in budgets if each.state not in GIVEN_UP]:
        told = _("%s är inte fastställd av alla huvudmän. Aktiviteterna i dess handlingsplan följs upp när den är det.")
        return told % join_swedish([str(each) for each in on_their_way])
    over = [_("%(budget)s är %(state)s") % {"budget": each, "state": state_in_words(each)} for each in budgets]
    said = _("%s. Aktiviteterna i dess handlingsplan följs inte upp.") % join_swedish(over)
    return without_a_budget(activity, said, FOLLOW_ANOTHER)


def state_in_words(budget: Any) -> str:
    """A state in running text: "ersatt av en ny version"."""
    state: str = budget.get_state_display()
    return state[:1].lower() + state[1:]


def without_a_budget(activity: Any, said: str, mended_by: Any) -> Refusal:
    """That no budget is left for the plan to be adopted with; no day is missed by it."""
    how, link = to_the_budgets(activity)
    return Refusal(
        said, citations.WITHIN_FRAME, mended_by=str(mended_by), no_deadline=_("Ingen tidsgräns"), how=how, link=link
    )
