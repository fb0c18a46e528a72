from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance.organisations.pages import partnership_or_404
from governance.organisations.policy import SamverkRequest, signed_in
from governance.organisations.views.lookups import way_to

from .desk import days_lead, days_of, desk_of


@signed_in
@require_safe
def desk(request: SamverkRequest) -> HttpResponse:
    """What must I do now?"""
    return render(request, "reminders/desk.html", {"desk": desk_of(request.actor, request.today)})


@signed_in
@require_safe
def deadlines(request: SamverkRequest, slug: str) -> HttpResponse:
    """The days to keep in a partnership, as a list and as a year wheel."""
    partnership = partnership_or_404(request, slug)
    days = days_of(partnership.pk, request.today)
    context = {
        "partnership": partnership,
        "days": days,
        "lead": days_lead(days, request.today),
        "crumbs": [*way_to(partnership), (_("Tider"), "")],
    }
    return render(request, "reminders/deadlines.html", context)
