"""The page of an agreement's conditions: what is met, what remains, who can do what."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.organisations.policy import SamverkRequest, signed_in

from ..models import Condition
from ..pages.readiness import validity_url
from ..pages.validity import ValidityPage
from .common import find_agreement, frame


@signed_in
@require_safe
def validity(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """What must be true before the agreement holds, and where does each of it stand?"""
    agreement = find_agreement(request, slug, pk)
    page = ValidityPage(agreement, request.actor, request.today)
    context: dict[str, Any] = {**frame(agreement), "page": page}
    return render(request, "agreements/adoption/validity.html", context)


@signed_in
@require_safe
def find(request: SamverkRequest, pk: int) -> HttpResponseRedirect:
    """From an event about a condition to its agreement."""
    condition = (
        Condition.objects.visible_to(request.actor).select_related("agreement__partnership").filter(pk=pk).first()
    )
    if condition is None:
        raise Http404
    return HttpResponseRedirect(f"{validity_url(condition.agreement)}#villkor-{condition.pk}")
