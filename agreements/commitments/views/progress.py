"""Progress: the responsible party says how far it has come."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from governance.organisations.policy import SamverkRequest, signed_in

from .. import permissions
from ..forms.progress import ReportForm
from ..services import progress as acts
from ..words import done_of_words
from .common import answer, below, commitment_url, find_commitment, require_right


@signed_in
def report(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Report how far a commitment has come."""
    held = find_commitment(request, slug, pk)
    require_right(permissions.may_report(held, request.actor), permissions.WHO_REPORTS)
    contributors = list(held.contributors.by_name())
    initial = {"as_of": request.today.isoformat()}
    form = ReportForm(request.POST or None, row=held, contributors=contributors, initial=initial)
    context = {
        **below(held, (_("Rapportera"), "")),
        "title": _("Rapportera läget"),
        "lead": _("Verifierat hittills: %s. Det ni rapporterar räknas när styrelsen har verifierat det.")
        % done_of_words(held),
        "button": _("Lämna rapporten till styrelsen"),
    }

    def act(data: dict[str, Any]) -> str:
        acts.report_progress(held, by=request.actor, today=request.today, **data)
        return commitment_url(held)

    return answer(request, form, act, context, done=_("Rapporten är lämnad. Styrelsen ska verifiera den."))
