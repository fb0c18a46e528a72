"""The negotiators: appointments, other roles and the register of conflicts of interest."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from governance.organisations.policy import SamverkRequest, signed_in

from .. import permissions, services
from ..forms.parties import AssessForm, ConflictForm, EndAppointmentForm, NegotiatorForm
from ..models import ConflictOfInterest, Negotiation, Negotiator
from ..services.parties import is_oneself, may_assess
from ..states import GOING_ON
from .common import find_negotiation, find_part, form_page, frame, require, version_of


@signed_in
def negotiators(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Who leads the negotiation, by which decision, beside which roles, and what each has declared."""
    held = find_negotiation(request, slug, pk)
    found = list(held.negotiators.select_related("user").prefetch_related("conflicts"))
    is_open = held.state in GOING_ON
    proposes = permissions.may_propose(held, request.actor) and is_open
    for each in found:
        each.negotiation = held
    context = {
        **frame(held, "negotiators"),
        "rows": [row_of(each, request, is_open) for each in found],
        "may_write": proposes,
    }
    return render(request, "agreements/negotiations/negotiators.html", context)


def row_of(negotiator: Negotiator, request: SamverkRequest, is_open: bool) -> dict[str, Any]:
    """A negotiator with what he or she has declared, and what the reader may do about it."""
    declared = []
    for conflict in negotiator.conflicts.all():
        conflict.negotiator = negotiator
        asks = is_open and conflict.waits_for_assessment and may_assess(conflict, request.actor)
        declared.append((conflict, asks))
    return {
        "negotiator": negotiator,
        "serves": negotiator.serves_on(request.today),
        "abstains": any(conflict.must_abstain for conflict, _asks in declared),
        "conflicts": declared,
        "may_declare": is_open and is_oneself(negotiator, request.actor),
    }


@signed_in
def negotiator_new(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Register an appointment."""
    held = find_negotiation(request, slug, pk)
    require(permissions.may_propose(held, request.actor), permissions.WHO_PROPOSES)
    form = NegotiatorForm(request.POST or None, negotiation=held, today=request.today)

    def act(data: dict[str, Any]) -> None:
        services.appoint_negotiator(held, **form.facts(), by=request.actor, today=request.today)

    return form_page(
        request,
        held,
        form,
        act,
        title=_("Registrera en förhandlingsperson"),
        lead=_("Förhandlingspersonen är neutral och företräder ingen av parterna, inte heller staten som part."),
        button=_("Registrera förordnandet"),
        back="negotiators",
        done=_("Förordnandet är registrerat."),
    )


def find_negotiator(negotiation: Negotiation, pk: int) -> Negotiator:
    """A negotiator of the negotiation."""
    found: Negotiator = find_part(negotiation.negotiators.select_related("user"), pk)
    found.negotiation = negotiation
    return found


@signed_in
def negotiator_end(request: SamverkRequest, slug: str, pk: int, negotiator_pk: int) -> HttpResponse:
    """End an appointment."""
    held = find_negotiation(request, slug, pk)
    negotiator = find_negotiator(held, negotiator_pk)
    require(permissions.may_propose(held, request.actor), permissions.WHO_PROPOSES)
    form = EndAppointmentForm(request.POST or None, row=negotiator)

    def act(data: dict[str, Any]) -> None:
        services.end_appointment(
            negotiator, until_on=data["until_on"], by=request.actor, today=request.today, version=version_of(form)
        )

    return form_page(
        request,
        held,
        form,
        act,
        title=_("Avsluta förordnandet"),
        lead=str(negotiator),
        button=_("Avsluta förordnandet"),
        back="negotiators",
        done=_("Sista dagen är registrerad."),
    )


@signed_in
def declare(request: SamverkRequest, slug: str, pk: int, negotiator_pk: int) -> HttpResponse:
    """Declare conflicts of interest, or that there are none."""
    held = find_negotiation(request, slug, pk)
    negotiator = find_negotiator(held, negotiator_pk)
    require(is_oneself(negotiator, request.actor), _("förhandlingspersonen själv"))
    form = ConflictForm(request.POST or None)

    def act(data: dict[str, Any]) -> None:
        services.declare_conflict(negotiator, **form.facts(), by=request.actor, today=request.today)

    return form_page(
        request,
        held,
        form,
        act,
        title=_("Anmäl jäv, eller att inget finns att anmäla"),
        lead=_("Anmäl det som kan rubba förtroendet för att du är neutral: uppdrag, ägande, nära relationer."),
        button=_("Lämna anmälan"),
        back="negotiators",
        done=_("Anmälan är lämnad."),
    )


@signed_in
def assess(request: SamverkRequest, slug: str, pk: int, conflict_pk: int) -> HttpResponse:
    """Assess what somebody else has declared."""
    held = find_negotiation(request, slug, pk)
    rows = ConflictOfInterest.objects.filter(negotiator__negotiation=held).select_related("negotiator__user")
    conflict = find_part(rows, conflict_pk)
    conflict.negotiator.negotiation = held
    require(may_assess(conflict, request.actor), _("någon annan av förhandlingspersonerna, kansliet eller regeringen"))
    form = AssessForm(request.POST or None, row=conflict)

    def act(data: dict[str, Any]) -> None:
        services.assess_conflict(
            conflict, **form.facts(), by=request.actor, today=request.today, version=version_of(form)
        )

    return form_page(
        request,
        held,
        form,
        act,
        title=_("Bedöm anmälan"),
        lead=str(conflict),
        button=_("Spara bedömningen"),
        back="negotiators",
        done=_("Bedömningen är sparad."),
    )
