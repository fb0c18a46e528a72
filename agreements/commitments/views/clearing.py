"""Clearing: what would become binding and what would stay, because; then the act."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.lib.text import capitalise, number_word
from governance.organisations.policy import SamverkRequest, signed_in

from .. import citations, permissions
from ..forms.offers import ClearForm, ReasonForm
from ..models import Clearing, Commitment
from ..services import clearing as acts
from ..words import promise_words
from .common import answer, find_agreement, find_below, in_list, list_url, require_right

PREVIEW = "agreements/commitments/clear.html"


def lead_of(seen: acts.Preview) -> str:
    """What clearing would do, in a sentence."""
    binds, stays = len(seen.binding), len(seen.staying)
    if not binds:
        return _("Inget bud håller tillsammans med de andra än.")
    together = _("håller och blir bindande") if binds == 1 else _("håller tillsammans och blir bindande samtidigt")
    left = capitalise(number_word(stays, neuter=True)) if stays else _("Inget")
    return _("%(count)s bud %(together)s. %(left)s blir kvar.") % {
        "count": capitalise(number_word(binds, neuter=True)),
        "together": together,
        "left": left,
    }


@signed_in
def preview(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Show what would become binding and what would stay, then do it; everybody in the partnership may look."""
    agreement = find_agreement(request, slug, pk)
    seen = acts.preview_clearing(agreement, request.today)
    may_clear = permissions.may_clear(agreement, request.actor)
    if request.method == "POST":
        require_right(may_clear, permissions.WHO_LEADS)
    form = ClearForm(request.POST or None, initial={"fingerprint": seen.fingerprint})
    context = {
        **in_list(agreement, (_("Klarera"), "")),
        "title": _("Klarera buden"),
        "lead": lead_of(seen),
        "seen": seen,
        "may_clear": may_clear and agreement.is_written,
        "who": permissions.WHO_LEADS,
        "rule": citations.TOGETHER,
    }

    def act(data: dict[str, Any]) -> str:
        made = acts.clear_offers(agreement, by=request.actor, today=request.today, **data)
        return reverse("commitments:clearing", args=[slug, pk, made.pk])

    return answer(request, form, act, context, done=_("Buden är klarerade."), template=PREVIEW)


@signed_in
def clearing(request: SamverkRequest, slug: str, pk: int, clearing_id: int) -> HttpResponse:
    """A clearing that was made: what became binding, and what stayed, because."""
    agreement = find_agreement(request, slug, pk)
    made = find_below(Clearing.objects.filter(agreement=agreement), clearing_id)
    rows = Commitment.objects.filter(agreement=agreement).select_related("principal__organisation", "partnership")
    by_key = {str(each.pk): each for each in rows}
    bound = [by_key[key] for key in made.outcome.get("levels", {}) if key in by_key]
    stays = [(by_key[key], why) for key, why in made.outcome.get("stays", {}).items() if key in by_key]
    context = {
        **in_list(agreement, (str(made), "")),
        "made": made,
        "bound": [(each, promise_words(each)) for each in bound],
        "stays": stays,
        "may_dissolve": made.dissolved_on is None
        and agreement.is_written
        and permissions.may_clear(agreement, request.actor),
    }
    return render(request, "agreements/commitments/clearing.html", context)


@signed_in
def dissolve(request: SamverkRequest, slug: str, pk: int, clearing_id: int) -> HttpResponse:
    """Make everything that cleared together offers again."""
    agreement = find_agreement(request, slug, pk)
    made = find_below(Clearing.objects.filter(agreement=agreement).select_related("agreement"), clearing_id)
    require_right(permissions.may_clear(agreement, request.actor), permissions.WHO_LEADS)
    context = {
        **in_list(agreement, (_("Lös upp"), "")),
        "title": _("Lös upp klareringen"),
        "lead": _("Alla åtaganden som blev bindande i klareringen blir bud igen. Inget av dem för sig."),
        "button": _("Lös upp klareringen"),
    }

    def act(data: dict[str, Any]) -> str:
        acts.dissolve_clearing(made, by=request.actor, today=request.today, **data)
        return list_url(agreement)

    return answer(request, ReasonForm(request.POST or None), act, context, done=_("Klareringen är upplöst."))
