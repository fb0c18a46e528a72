from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance.audit.models import Event
from governance.lib.text import key_in

from .. import queries
from ..agenda import panels
from ..happenings import happenings
from ..models import Body, Partnership
from ..pages import partnership_or_404
from ..permissions import may_set_up, may_set_up_body
from ..policy import SamverkRequest, signed_in
from .lookups import body_or_404, way_for

EVENTS_A_PAGE = 50


@signed_in
@require_safe
def partnerships(request: SamverkRequest) -> HttpResponse:
    """The partnerships one takes part in."""
    found = queries.partnership_list(Partnership.objects.visible_to(request.actor), request.today)
    return render(request, "organisations/partnerships.html", {"partnerships": found})


@signed_in
@require_safe
def partnership(request: SamverkRequest, slug: str) -> HttpResponse:
    """Who takes part, where they meet, and what happens now."""
    found = partnership_or_404(request, slug)
    groups = queries.principals_by_group(found, request.today)
    context: dict[str, Any] = {
        "partnership": found,
        "groups": groups,
        "count": sum(group.now for group in groups),
        "mine": request.actor.principal_in(found.pk),
        "bodies": queries.body_rows(found.bodies.all(), request.today),
        "panels": panels(found, request.actor, request.today),
        "may_set_up": may_set_up(found, request.actor),
        "crumbs": [*way_for(request, found)[:-1], (found.short_name, "")],
    }
    return render(request, "organisations/partnership.html", context)


@signed_in
@require_safe
def happened(request: SamverkRequest, slug: str) -> HttpResponse:
    """Everything that has happened in a partnership, newest first."""
    found = partnership_or_404(request, slug)
    before = key_in(request.GET.get("fore", ""))
    older = Q() if before is None else Q(pk__lt=before)
    events = list(Event.objects.in_chain(found.chain).filter(older)[: EVENTS_A_PAGE + 1])
    shown = events[:EVENTS_A_PAGE]
    more = f"?fore={shown[-1].pk}" if len(events) > EVENTS_A_PAGE else ""
    context = {
        "partnership": found,
        "events": happenings(shown),
        "more_url": more,
        "crumbs": [*way_for(request, found), (_("Händelser"), "")],
    }
    return render(request, "organisations/happened.html", context)


@signed_in
@require_safe
def body(request: SamverkRequest, pk: int) -> HttpResponse:
    """A body: what it may do, who sits there and who has sat there."""
    found = body_or_404(request, pk)
    seats = list(found.seats.select_related("user").order_by("-from_on", "role", "user__name"))
    held = [seat for seat in seats if queries.is_current(seat, request.today)]
    context = {
        "body": found,
        "powers": queries.powers_of(found),
        "held": held,
        "other": [seat for seat in seats if seat not in held],
        "may_set_up": may_set_up_body(found, request.actor),
        "crumbs": [*crumbs_of(request, found), (found.name, "")],
    }
    return render(request, "organisations/body.html", context)


def crumbs_of(request: SamverkRequest, found: Body) -> list[tuple[str, str]]:
    """The way to a body: through its partnership, or its organisation."""
    if found.partnership is not None:
        return way_for(request, found.partnership)
    organisation: Any = found.organisation
    return [(organisation.short_name, reverse("organisations:organisation", args=[organisation.pk]))]
