"""The list of boards, a board's page, and what is done to a board: set up, peopled, begun, closed, reported."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.commitments.words import lower_first
from agreements.negotiations.models import Negotiation
from agreements.negotiations.permissions import may_assist
from agreements.texts.models import Agreement
from governance.audit.models import Event
from governance.lib.text import key_in
from governance.organisations.happenings import details_of
from governance.organisations.models import Principal
from governance.organisations.pages import partnership_or_404
from governance.organisations.policy import SamverkRequest, signed_in

from .. import permissions, services
from ..forms.fields import AppointForm, BoardForm, StepForm
from ..models import AccountsRound, AgendaItem, Board, Meeting, PartyAccounts
from ..pages.board import board_page, list_page
from ..services.documents import WHO_ORDERS_STATUS
from ..states import OF_PARTY, Place
from .common import allow, answer, below, find, frame, step_label, step_page, url_to

STEPS = {"activate": services.activate_board, "close": services.close_board}
LEADS = {
    "activate": gettext_lazy(
        "När styrelsen är verksam kan den kalla till sammanträden och verifiera det som parterna rapporterar."
    ),
    "close": gettext_lazy("När styrelsen avslutas slutförs avtalet. Det går inte att ta tillbaka."),
}
DONE = {
    "activate": gettext_lazy("Styrelsen är verksam."),
    "close": gettext_lazy("Styrelsen är avslutad och avtalet slutfört."),
}


@signed_in
def boards(request: SamverkRequest, slug: str) -> HttpResponse:
    """Every board of a partnership."""
    partnership = partnership_or_404(request, slug)
    return render(request, "agreements/boards/list.html", {**frame(partnership), **list_page(partnership)})


@signed_in
def board(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """A board: members, next meeting, open commitments, accounts, what stands between now and closing."""
    held = find(request, Board, slug, pk)
    context = {**frame(held.partnership, (str(held), "")), **board_page(held, request.actor, request.today)}
    return render(request, "agreements/boards/board.html", context)


@signed_in
def form_board(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Set up the board of an agreement."""
    found = Agreement.objects.visible_to(request.actor).filter(partnership__slug=slug, pk=pk)
    agreement = found.select_related("partnership", "parent").first()
    if agreement is None:
        raise Http404
    allow(permissions.may_form(agreement, request.actor), permissions.WHO_FORMS)
    form = BoardForm(request.POST or None, initial={"name": _("Styrelsen för %s") % lower_first(str(agreement))})
    context = {
        **frame(agreement.partnership, (_("Inrätta styrelse"), "")),
        "title": _("Inrätta en styrelse"),
        "eyebrow": str(agreement),
        "lead": _("Styrelsen följer upp %s tills alla åtaganden är realiserade.") % agreement.title,
        "button": _("Inrätta styrelsen"),
        "back_url": reverse("agreements:agreement", args=[slug, pk]),
        "back_label": _("Tillbaka till avtalet"),
    }

    def act(data: dict[str, Any]) -> str:
        made = services.form_board(agreement, name=data["name"], by=request.actor, today=request.today)
        return url_to("board", made)

    return answer(
        request,
        form,
        act,
        context,
        done=_("Styrelsen är inrättad. Staten och parterna utser vilka som sitter i den."),
    )


@signed_in
def appoint(request: SamverkRequest, slug: str, pk: int, place: str) -> HttpResponse:
    """Appoint a person to a place; for a member or a deputy `part` says for which party."""
    held = find(request, Board, slug, pk)
    if place not in Place.values:
        raise Http404
    principal = party_asked(request, held, place)
    allow(services.may_appoint(held, principal, request.actor), permissions.WHO_APPOINTS)
    form = AppointForm(request.POST or None)
    what = str(Place(place).label)
    title = _("Utse %s") % what
    context = {
        **below(held, title),
        "title": title,
        "lead": _("För %s.") % (principal or _("hela styrelsen"))
        + " "
        + _("Har någon platsen i dag, lämnar den personen den dagen innan."),
        "button": _("Utse %s") % what,
    }

    def act(data: dict[str, Any]) -> str:
        told = {"place": place, "principal": principal, "reference": data["reference"], "from_on": data["from_on"]}
        who = {"by": request.actor, "today": request.today}
        if form.user is not None:
            services.appoint(held, user=form.user, **told, **who)
        else:
            address = request.build_absolute_uri("/")
            services.appoint_invited(held, email=data["email"], name=data["name"], address=address, **told, **who)
        return url_to("board", held)

    done = _("Platsen är besatt. Den som är ny i Samverk får en inbjudan med e-post.")
    return answer(request, form, act, context, done=done)


def party_asked(request: SamverkRequest, held: Board, place: str) -> Principal | None:
    """The party that a place is for; a place of the whole board has none."""
    if place not in OF_PARTY:
        return None
    key = key_in(request.GET.get("part", ""))
    parties = held.agreement.parties.select_related("principal__organisation")
    party = parties.filter(principal_id=key).first() if key is not None else None
    if party is None:
        raise Http404
    return party.principal


@signed_in
def step(request: SamverkRequest, slug: str, pk: int, name: str) -> HttpResponse:
    """Begin or close a board."""
    held = find(request, Board, slug, pk)
    if name not in STEPS:
        raise Http404
    form = StepForm(request.POST or None, subject=held)

    def act(data: dict[str, Any]) -> str:
        STEPS[name](held, by=request.actor, today=request.today, version=data["version"])
        return url_to("board", held)

    context = below(held, step_label(held, name))
    return step_page(request, held, name, form, act, context=context, lead=str(LEADS[name]), done=str(DONE[name]))


@signed_in
def report(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Order the commitment report of the day."""
    held = find(request, Board, slug, pk)
    allow(permissions.may_prepare(held, request.actor), permissions.WHO_PREPARES)
    title = _("Gör en åtaganderapport")
    context = {
        **below(held, title),
        "title": title,
        "lead": gettext_lazy(
            "Rapporten visar vad varje part har lovat, rapporterat och fått verifierat i dag. Den förseglas."
        ),
        "button": _("Gör rapporten"),
    }

    def act(_data: dict[str, Any]) -> str:
        made = services.order_commitment_report(held, by=request.actor, today=request.today)
        return reverse("documents:document", args=[slug, made.doc_id])

    return answer(request, StepForm(request.POST or None, subject=held), act, context, done=_("Rapporten förseglas."))


@signed_in
def status(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Order the status of a negotiation."""
    found = Negotiation.objects.visible_to(request.actor).filter(partnership__slug=slug, pk=pk)
    negotiation = found.select_related("partnership").first()
    if negotiation is None:
        raise Http404
    allow(may_assist(negotiation, request.actor), WHO_ORDERS_STATUS)
    room = reverse("negotiations:room", args=[slug, pk])
    context = {
        **frame(negotiation.partnership, (_("Förhandlingsstatus"), "")),
        "title": _("Gör en förhandlingsstatus"),
        "eyebrow": negotiation.title,
        "lead": gettext_lazy(
            "Rapporten är densamma för alla: grindar, sakfrågor, beslut, tidplan och vem som fått veta vad."
        )
        + " "
        + _("Vad en part värderar något till finns inte med."),
        "button": _("Gör rapporten"),
        "back_url": room,
        "back_label": _("Tillbaka till förhandlingen"),
    }

    def act(_data: dict[str, Any]) -> str:
        made = services.order_negotiation_status(negotiation, by=request.actor, today=request.today)
        return reverse("documents:document", args=[slug, made.doc_id])

    form = StepForm(request.POST or None, subject=negotiation)
    return answer(request, form, act, context, done=_("Rapporten förseglas."))


FOUND: dict[str, tuple[Any, str]] = {
    "board": (Board, "board"),
    "meeting": (Meeting, "meeting"),
    "agendaitem": (AgendaItem, "meeting"),
    "accountsround": (AccountsRound, "accounts"),
    "partyaccounts": (PartyAccounts, "accounts"),
}


@signed_in
def find_page(request: SamverkRequest, kind: str, pk: int) -> HttpResponse:
    """Go to the page of something that an event in the trail is about."""
    model, name = FOUND.get(kind, (None, ""))
    subject = model.objects.filter(pk=pk).first() if model else None
    if subject is None and model is AgendaItem and (meeting := meeting_of_removed(pk)) is not None:
        kind, subject = "meeting", meeting
    if subject is None or not request.actor.may_see(subject.partnership_id):
        raise Http404
    page = {"agendaitem": "meeting", "partyaccounts": "round"}.get(kind, "")
    return HttpResponseRedirect(url_to(name, getattr(subject, page) if page else subject))


def meeting_of_removed(pk: int) -> Meeting | None:
    """The meeting from whose agenda an item has been taken off, as the trail has it."""
    event = Event.objects.filter(
        subject_type=AgendaItem._meta.label_lower, subject_key=str(pk), kind="boards.agendaitem.remove"
    ).first()
    return Meeting.objects.filter(pk=details_of(event)["meeting_id"]).first() if event else None
