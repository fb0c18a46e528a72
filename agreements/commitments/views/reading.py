"""Reading commitments: the list of an agreement, and each of them."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.organisations.policy import SamverkRequest, signed_in
from governance.ui.parts import Fact

from .. import permissions
from ..models import Clearing, Commitment, Deviation, ProgressReport
from ..pages import commitment as one
from ..pages import listing
from ..states import OFFERS
from .common import below, find_agreement, find_commitment, in_list

KINDS: dict[str, Any] = {
    "commitment": Commitment,
    "clearing": Clearing,
    "progressreport": ProgressReport,
    "deviation": Deviation,
}


@signed_in
def commitments(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Every commitment of an agreement: offers while it is negotiated, then as the board sees them."""
    agreement = find_agreement(request, slug, pk)
    page = listing.page_of(agreement, request.actor, request.today)
    mine = request.actor.principal_in(agreement.partnership_id)
    may_offer = agreement.is_written and mine is not None and request.actor.sits_as(*permissions.SPEAKERS)
    may_clear = bool(page["offers"]) and agreement.is_written and permissions.may_clear(agreement, request.actor)
    context = {
        **in_list(agreement),
        **page,
        "may_offer": may_offer,
        "may_clear": may_clear,
        "clearings": list(Clearing.objects.filter(agreement=agreement).order_by("-number")),
    }
    return render(request, "agreements/commitments/list.html", context)


@signed_in
def commitment(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """One commitment."""
    held = find_commitment(request, slug, pk)
    context = {**below(held), **one.page_of(held, request.actor, request.today)}
    if held.state in OFFERS and held.is_flagged:
        context["flag"] = Fact(label=_("Flaggat"), value=held.flag_reason)
    return render(request, "agreements/commitments/commitment.html", context)


@signed_in
def find(request: SamverkRequest, kind: str, pk: int) -> HttpResponse:
    """Go to the page of something by its number, as the trail and the desk link to it."""
    model = KINDS.get(kind)
    row = model.objects.visible_to(request.actor).select_related("partnership").filter(pk=pk).first() if model else None
    if row is None:
        raise Http404
    slug = row.partnership.slug
    if isinstance(row, Clearing):
        return HttpResponseRedirect(reverse("commitments:clearing", args=[slug, row.agreement_id, row.pk]))
    if isinstance(row, Deviation):
        return HttpResponseRedirect(reverse("commitments:deviation", args=[slug, row.commitment_id, row.pk]))
    key = row.commitment_id if isinstance(row, ProgressReport) else row.pk
    return HttpResponseRedirect(reverse("commitments:commitment", args=[slug, key]))
