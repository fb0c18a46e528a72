"""Where the budgets begin: the partnership's years, and the way in from the main menu."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.organisations.kinds import PartnershipKind
from governance.organisations.models import Partnership
from governance.organisations.pages import partnership_or_404
from governance.organisations.policy import SamverkRequest, signed_in

from .. import permissions
from ..models import ActionPlan, Activity, AnnualReport, Budget, CostPrinciple, Deviation, YearFrame
from ..pages.overview import read_overview
from ..states import UNDER_WORK
from .common import begun_by, frame


@signed_in
def start(request: SamverkRequest) -> HttpResponse:
    """The menu's way in: straight to the only partnership with a budget, otherwise a choice."""
    found = list(Partnership.objects.visible_to(request.actor).filter(kind=PartnershipKind.SGD))
    if len(found) == 1:
        return HttpResponseRedirect(reverse("budgets:overview", args=[found[0].slug]))
    return render(request, "budgets/start.html", {"partnerships": found})


@signed_in
def overview(request: SamverkRequest, slug: str) -> HttpResponse:
    """The budgets of a partnership, year by year."""
    partnership = partnership_or_404(request, slug)
    told = read_overview(partnership, request.today)
    may_begin = permissions.may_prepare(Budget(partnership=partnership), request.actor)
    newest = max((row.budget.year for row in told.current), default=request.today.year)
    context = {
        **frame(partnership, "budgets:overview"),
        "overview": told,
        "may_begin": may_begin,
        "under_work": any(row.budget.state in UNDER_WORK for row in told.current),
        "next_year": newest + 1,
        "begins_with": begun_by(
            partnership, _("Den första budgeten börjar som ett utkast hos styrgruppen."), what=_("en budget")
        ),
    }
    return render(request, "budgets/overview.html", context)


PAGES: dict[type[Any], tuple[str, Callable[[Any], tuple[int, ...]]]] = {
    Budget: ("budgets:budget", lambda row: (row.year, row.version_number)),
    YearFrame: ("budgets:frame", lambda row: (row.year,)),
    Deviation: ("budgets:deviation", lambda row: (row.pk,)),
    CostPrinciple: ("budgets:principle", lambda row: (row.pk,)),
    AnnualReport: ("budgets:report", lambda row: (row.year,)),
    ActionPlan: ("budgets:plan", lambda row: (row.pk,)),
    Activity: ("budgets:plan", lambda row: (row.plan_id,)),
}
KINDS = {model._meta.model_name: model for model in PAGES}


@signed_in
def by_number(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """From a budget's own number to its page, for those who know nothing else of it."""
    found = Budget.objects.visible_to(request.actor).select_related("partnership")
    budget = found.filter(partnership__slug=slug, pk=pk).first()
    if budget is None:
        raise Http404
    return HttpResponseRedirect(page_of(budget))


@signed_in
def find(request: SamverkRequest, kind: str, pk: int) -> HttpResponse:
    """From an event's subject to its page: the trail knows what something is, not where its page stands."""
    if kind not in KINDS:
        raise Http404
    found = KINDS[kind].objects.visible_to(request.actor)
    subject = found.select_related("partnership").filter(pk=pk).first()
    if subject is None:
        raise Http404
    return HttpResponseRedirect(page_of(subject))


def page_of(subject: Any) -> str:
    """The page of a plan, budget, year, deviation, principle or report."""
    name, own = PAGES[type(subject)]
    return reverse(name, args=[subject.partnership.slug, *own(subject)])
