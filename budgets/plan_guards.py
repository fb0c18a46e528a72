"""What must be true before it is told how far an activity has come."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.lib.text import join_swedish
from governance.workflow.guards import Act, guard

from . import citations
from .states import ADOPTED


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
def plan_is_in_force(activity: Any, act: Act) -> str | None:
    """The principals have adopted a budget that the plan goes with; what is only proposed is not followed up."""
    budgets = list(activity.plan.budgets.all())
    if any(each.state in ADOPTED for each in budgets):
        return None
    if not budgets:
        return _("Handlingsplanen hör inte till någon budget. Aktiviteterna följs upp när en budget är fastställd.")
    told = _("%s är inte fastställd av alla huvudmän. Aktiviteterna i dess handlingsplan följs upp när den är det.")
    return told % join_swedish([str(each) for each in budgets])
