"""Why a service is still needed after a day: lines of budgets under work or adopted for later years."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from governance.workflow.refusals import Refusal

from .citations import BY_PHASE
from .models import BudgetLine
from .states import ADOPTED, UNDER_WORK


def line_in_later_year(service: Any, until_on: date) -> Refusal | None:
    """The first later year whose budget sets money aside for the service."""
    later = BudgetLine.objects.filter(service=service, budget__year__gt=until_on.year)
    counted = later.filter(budget__state__in=(*UNDER_WORK, *ADOPTED)).select_related("budget")
    line = counted.order_by("budget__year", "pk").first()
    if line is None:
        return None
    return Refusal(
        _("%(budget)s har en rad för %(service)s, som då är tagen ur bruk.")
        % {"budget": line.budget, "service": service},
        BY_PHASE,
        mended_by=_("du själv: välj en senare sista dag, eller styrgruppen: ta bort raden i en ny version av budgeten"),
        no_deadline=_("Ingen tidsgräns"),
    )
