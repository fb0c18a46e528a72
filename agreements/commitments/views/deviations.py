"""Deviations and disputes: told by those who know, answered by each party for itself."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from governance.organisations.policy import SamverkRequest, signed_in

from .. import permissions
from ..forms.progress import AnswerForm, DeviationForm, DisputeForm
from ..pages import deviation as page
from ..services import deviations as acts
from .board import deviation_url
from .common import answer as answer_form
from .common import below, commitment_url, find_below, find_commitment, require_right


@signed_in
def new(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Tell the board that a commitment will not go as promised."""
    held = find_commitment(request, slug, pk)
    require_right(permissions.may_tell_deviation(held, request.actor), permissions.WHO_TELLS)
    form = DeviationForm(request.POST or None, row=held)
    context = {
        **below(held, (_("Avvikelse"), "")),
        "title": _("Anmäl en avvikelse"),
        "lead": _("Anmäl så snart ni vet. Styrelsen tar upp avvikelsen med parterna."),
        "button": _("Anmäl avvikelsen"),
    }

    def act(data: dict[str, Any]) -> str:
        made = acts.report_deviation(held, by=request.actor, today=request.today, **data)
        return deviation_url(made, slug)

    return answer_form(request, form, act, context, done=_("Avvikelsen är anmäld till styrelsen."))


@signed_in
def dispute(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Tell that the parties read a commitment differently."""
    held = find_commitment(request, slug, pk)
    require_right(permissions.may_speak_in(held, request.actor), permissions.WHO_IS_PARTY)
    form = DisputeForm(request.POST or None, row=held)
    context = {
        **below(held, (_("Tvist"), "")),
        "title": _("Anmäl en tvist"),
        "lead": _("Styrelsen för parterna till en lösning. Åtagandet gäller under tiden."),
        "button": _("Anmäl tvisten"),
    }

    def act(data: dict[str, Any]) -> str:
        acts.report_dispute(held, by=request.actor, today=request.today, **data)
        return commitment_url(held)

    return answer_form(request, form, act, context, done=_("Tvisten är anmäld till styrelsen."))


@signed_in
def deviation(request: SamverkRequest, slug: str, pk: int, deviation_id: int) -> HttpResponse:
    """One deviation: what it is, what the parties have answered, and what came of it."""
    held = find_commitment(request, slug, pk)
    row = find_below(held.deviations.select_related("amendment"), deviation_id)
    row.commitment = held
    context = {
        **below(held, (_("Avvikelse %s") % row.number, "")),
        "eyebrow": f"{held} · {held.principal.organisation.short_name}",
        **page.page_of(row, request.actor, request.today),
    }
    return render(request, "agreements/commitments/deviation.html", context)


@signed_in
def answer(request: SamverkRequest, slug: str, pk: int, deviation_id: int) -> HttpResponse:
    """Answer the board for one's own party."""
    held = find_commitment(request, slug, pk)
    row = find_below(held.deviations.select_related("commitment__agreement"), deviation_id)
    require_right(permissions.may_speak_in(held, request.actor), permissions.WHO_IS_PARTY)
    mine = request.actor.principal_in(held.partnership_id)
    url = deviation_url(row, slug)
    context = {
        **below(held, (_("Avvikelse %s") % row.number, url), (_("Svara"), "")),
        "title": _("Svara styrelsen"),
        "lead": _("Styrelsen föreslår parterna att %s.") % row.get_proposal_display() if row.proposal else "",
        "button": _("Lämna svaret"),
        "back_url": url,
        "back_label": _("Tillbaka till avvikelsen"),
    }

    def act(data: dict[str, Any]) -> str:
        acts.answer_deviation(row, mine, by=request.actor, today=request.today, **data)  # type: ignore[arg-type]  # a party
        return url

    return answer_form(request, AnswerForm(request.POST or None), act, context, done=_("Ert svar är lämnat."))
