"""The directive, the financial frame and whether anybody may read of the negotiation."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.organisations.pages import answer_form, partnership_or_404
from governance.organisations.policy import SamverkRequest, signed_in
from governance.organisations.views.lookups import way_to
from governance.ui.parts import Fact
from governance.ui.templatetags.swedish import day, kr

from .. import permissions, services
from ..forms.directive import DirectiveForm, FrameForm, ProposeForm, PublicForm
from ..models import Negotiation
from ..states import NegotiationState
from .common import FORM, find_negotiation, form_page, frame, home, require, require_assistant, version_of

WRITTEN_IN = (NegotiationState.PROPOSED, NegotiationState.INITIATING)
FRAMED_IN = (*WRITTEN_IN, NegotiationState.NEGOTIATING)


@signed_in
def new(request: SamverkRequest, slug: str) -> HttpResponse:
    """Propose a negotiation."""
    partnership = partnership_or_404(request, slug)
    require(permissions.may_propose(Negotiation(partnership=partnership), request.actor), permissions.WHO_PROPOSES)
    form = ProposeForm(request.POST or None)

    def act(data: dict[str, Any]) -> str:
        made = services.register_negotiation(
            partnership=partnership, **form.facts(), by=request.actor, today=request.today
        )
        return reverse("negotiations:room", args=[slug, made.pk])

    context = {
        "partnership": partnership,
        "crumbs": [*way_to(partnership), home(partnership), (_("Ny förhandling"), "")],
        "title": _("Föreslå en förhandling"),
        "eyebrow": partnership.name,
        "lead": _("Skriv det som är känt av direktivet. Resten går att fylla i tills förhandlingen börjar."),
        "button": _("Föreslå förhandlingen"),
        "back_url": home(partnership)[1],
        "back_label": _("Tillbaka till förhandlingarna"),
        "refusals": (),
    }
    return answer_form(request, form, act, FORM, context, done=_("Förhandlingen är föreslagen. Lägg till parterna."))


@signed_in
def directive(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """The directive as it stands, with the frame."""
    held = find_negotiation(request, slug, pk)
    texts = [
        (_("Syfte"), held.purpose),
        (_("Omfattning"), held.scope),
        (_("Avgränsningar"), held.delimitations),
        (_("Möjliga utfall"), held.possible_outcomes),
    ]
    decided = held.directive_decided_on
    facts = [
        Fact(label=_("Beteckning"), value=held.directive_reference or "–"),
        Fact(label=_("Beslutat"), value=day(decided) if decided else "–"),
        Fact(label=_("Utgåva"), value=str(held.directive_edition)),
        Fact(label=_("Typ av förhandling"), value=held.approach),
        Fact(label=_("Ekonomisk ram"), value=kr(held.frame) if held.frame else "–", note=held.frame_note),
        Fact(
            label=_("Förhandlingens egen kostnad"),
            value=kr(held.own_cost) if held.own_cost else "–",
            note=_("Staten betalar förhandlingspersoner och styrelser."),
        ),
        Fact(label=_("Visas för alla"), value=_("ja") if held.is_public else _("nej")),
    ]
    context = {
        **frame(held, "directive"),
        "texts": texts,
        "facts": facts,
        "may_edit": held.state in WRITTEN_IN and permissions.may_propose(held, request.actor),
        "may_frame": held.state in FRAMED_IN and permissions.may_assist(held, request.actor),
        "may_lead": permissions.may_lead(held, request.actor),
    }
    return render(request, "agreements/negotiations/directive.html", context)


@signed_in
def directive_edit(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Change the directive before the negotiation begins."""
    held = find_negotiation(request, slug, pk)
    require(permissions.may_propose(held, request.actor), permissions.WHO_PROPOSES)
    form = DirectiveForm(request.POST or None, row=held)

    def act(data: dict[str, Any]) -> None:
        services.edit_directive(
            held, changes=form.facts(), by=request.actor, today=request.today, version=version_of(form)
        )

    return form_page(
        request,
        held,
        form,
        act,
        title=_("Ändra direktivet"),
        lead=_("Det som parterna redan har bekräftat och som ändras ber Samverk dem att bekräfta på nytt."),
        button=_("Spara direktivet"),
        back="directive",
        back_label=_("Tillbaka till direktivet"),
        done=_("Direktivet är sparat."),
    )


@signed_in
def frame_edit(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """State the financial frame."""
    held = find_negotiation(request, slug, pk)
    require_assistant(held, request)
    form = FrameForm(request.POST or None, row=held)

    def act(data: dict[str, Any]) -> None:
        services.set_frame(
            held,
            frame=data["frame"],
            note=data["frame_note"],
            by=request.actor,
            today=request.today,
            version=version_of(form),
        )

    return form_page(
        request,
        held,
        form,
        act,
        title=_("Ange den ekonomiska ramen"),
        lead=_("Ramen ska vara klar innan parterna börjar förhandla. Alla parter får veta när den ändras."),
        button=_("Spara ramen"),
        back="directive",
        back_label=_("Tillbaka till direktivet"),
        done=_("Den ekonomiska ramen är sparad."),
    )


@signed_in
def publish(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Let anybody read of the negotiation, or no longer."""
    held = find_negotiation(request, slug, pk)
    require(permissions.may_lead(held, request.actor), permissions.WHO_LEADS)
    form = PublicForm(request.POST or None, row=held)

    def act(data: dict[str, Any]) -> None:
        services.publish_negotiation(
            held,
            is_public=data["is_public"],
            by=request.actor,
            today=request.today,
            version=version_of(form),
        )

    return form_page(
        request,
        held,
        form,
        act,
        title=_("Vem som får se förhandlingen"),
        lead=_("Parterna ser alltid allt som är delat. Här bestäms om också andra får läsa om förhandlingen."),
        button=_("Spara"),
        back="directive",
        back_label=_("Tillbaka till direktivet"),
        done=_("Ändringen är sparad."),
    )
