"""Meetings: planned, their agenda, called, held, decided and adjusted."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.organisations.models import Seat
from governance.organisations.policy import SamverkRequest, signed_in

from .. import permissions, services
from ..forms.fields import (
    AttestForm,
    DecideForm,
    HoldForm,
    ItemEditForm,
    ItemForm,
    MeetingForm,
    ReasonForm,
    StepForm,
)
from ..models import AgendaItem, Board, Meeting
from ..pages.meeting import meeting_page
from ..states import ItemKind, MeetingState, Outcome
from .common import allow, answer, below, find, step_label, step_page, url_to

FORMS: dict[str, Any] = {
    "call": StepForm,
    "hold": HoldForm,
    "correct_attendance": HoldForm,
    "attest": AttestForm,
    "adjust": StepForm,
    "return_minutes": ReasonForm,
    "cancel": ReasonForm,
}
LEADS = {
    "call": gettext_lazy("Alla i styrelsen kallas med dag, plats och dagordning."),
    "hold": gettext_lazy("Är en ledamot frånvarande tjänstgör partens ersättare. Ärendena får sina paragrafer."),
    "correct_attendance": gettext_lazy(
        "Rättelsen syns bland det som har hänt. När ordföranden har intygat protokollet ändras närvaron inte mer."
    ),
    "attest": gettext_lazy(
        "Du intygar att protokollet stämmer, och utser vem som ska justera det. Sedan ändras inga beslut i det."
    ),
    "adjust": gettext_lazy(
        "Läs besluten på sammanträdets sida först. Du intygar att protokollet stämmer."
        " Det förseglas och ändras inte mer."
    ),
    "return_minutes": gettext_lazy(
        "Skälet visas på sammanträdets sida. Turen går till sekreteraren, som rättar protokollet."
        " Sedan intygar den som ledde sammanträdet på nytt."
    ),
    "cancel": gettext_lazy("Ärendena väntar till nästa sammanträde."),
}
DONE = {
    "call": gettext_lazy("Styrelsen är kallad."),
    "hold": gettext_lazy("Sammanträdet är hållet. Skriv besluten."),
    "correct_attendance": gettext_lazy("Närvaron är rättad."),
    "attest": gettext_lazy("Du har intygat protokollet. Justeraren får veta att det väntar."),
    "adjust": gettext_lazy("Protokollet är justerat och förseglas."),
    "return_minutes": gettext_lazy("Protokollet är återlämnat för rättning."),
    "cancel": gettext_lazy("Sammanträdet är inställt."),
}


@signed_in
def new(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Plan a meeting."""
    held = find(request, Board, slug, pk)
    allow(permissions.may_prepare(held, request.actor), permissions.WHO_PREPARES)
    title = _("Planera ett sammanträde")
    context = {
        **below(held, title),
        "title": title,
        "lead": _("Det som väntar på styrelsen sätts upp på dagordningen från början."),
        "button": title,
    }

    def act(data: dict[str, Any]) -> str:
        return url_to("meeting", services.plan_meeting(held, **data, by=request.actor, today=request.today))

    return answer(request, MeetingForm(request.POST or None), act, context, done=_("Sammanträdet är planerat."))


@signed_in
def meeting(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """A meeting: agenda or decisions, who was there, the minutes."""
    held = find(request, Meeting, slug, pk)
    context = {**below(held.board, str(held)), **meeting_page(held, request.actor, request.today)}
    return render(request, "agreements/boards/meeting.html", context)


@signed_in
def item_new(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Put a matter on the agenda."""
    held = find(request, Meeting, slug, pk)
    allow(permissions.may_prepare(held, request.actor), permissions.WHO_PREPARES)
    title = _("Lägg till ett ärende")
    context = {**below(held.board, title, (str(held), url_to("meeting", held))), "title": title, "button": title}

    def act(data: dict[str, Any]) -> str:
        services.add_item(held, **data, by=request.actor, today=request.today)
        return url_to("meeting", held)

    form = ItemForm(request.POST or None, waiting=services.waiting_items(held.board, every=True))
    return answer(request, form, act, context, done=_("Ärendet står på dagordningen."))


@signed_in
def item_edit(request: SamverkRequest, slug: str, pk: int, item_pk: int) -> HttpResponse:
    """Change what an item of the board's own says, before the meeting."""
    held = find_item(request, slug, pk, item_pk)
    if request.method != "POST":
        services.require_coming(held.meeting)
        services.require_own_words(held)
    title = _("Ändra ärendet")
    context = {**below_meeting(held, title), "title": title, "lead": since_called(held.meeting), "button": title}

    def act(data: dict[str, Any]) -> str:
        services.edit_item(held, **data, by=request.actor, today=request.today)
        return url_to("meeting", held.meeting)

    form = ItemEditForm(request.POST or None, subject=held)
    return answer(request, form, act, context, done=_("Ärendet är ändrat."))


@signed_in
def item_remove(request: SamverkRequest, slug: str, pk: int, item_pk: int) -> HttpResponse:
    """Take an item off the agenda, when one has been asked whether one means it."""
    held = find_item(request, slug, pk, item_pk)
    if request.method != "POST":
        services.require_coming(held.meeting)
    button = _("Ta bort ärendet")
    context = {
        **below_meeting(held, button),
        "title": _("Ta bort ”%s” från dagordningen?") % held.title,
        "lead": " ".join(filter(None, (what_becomes_of(held), since_called(held.meeting)))),
        "button": button,
    }

    def act(data: dict[str, Any]) -> str:
        services.remove_item(held, version=data["version"], by=request.actor, today=request.today)
        return url_to("meeting", held.meeting)

    form = StepForm(request.POST or None, subject=held)
    return answer(request, form, act, context, done=_("Ärendet är borttaget. Händelsen finns kvar i spåret."))


def what_becomes_of(held: AgendaItem) -> str:
    """What is left when an item is taken off the agenda."""
    waits = _("Det kan inte ångras, men ärendet kan läggas till på nytt.")
    return {
        ItemKind.REPORT: _("Lägesrapporten finns kvar och väntar till nästa sammanträde."),
        ItemKind.DEVIATION: _("Avvikelsen finns kvar och väntar till nästa sammanträde."),
        ItemKind.ACCOUNTS: _("Redovisningen finns kvar och väntar till nästa sammanträde."),
    }.get(ItemKind(held.kind), waits)


def find_item(request: SamverkRequest, slug: str, pk: int, item_pk: int) -> AgendaItem:
    """An item of a meeting, for those who may change its agenda."""
    held: AgendaItem = find(request, AgendaItem, slug, item_pk)
    if held.meeting_id != pk:
        raise Http404
    allow(permissions.may_prepare(held, request.actor), permissions.WHO_PREPARES)
    held.meeting.board = held.board  # read once
    return held


def below_meeting(held: AgendaItem, here: str) -> dict[str, Any]:
    """The frame of a page about an item."""
    return below(held.board, here, (str(held.meeting), url_to("meeting", held.meeting)))


def since_called(held: Meeting) -> str:
    """What whoever changes an agenda is to know once the board has it."""
    if held.state != MeetingState.CALLED:
        return ""
    return _("Styrelsen är redan kallad. Ändringen syns på sammanträdets sida och bland det som har hänt.")


@signed_in
def item(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Write what the board decided in an item."""
    held = find(request, AgendaItem, slug, pk)
    allow(permissions.may_prepare(held, request.actor), permissions.WHO_PREPARES)
    where = (str(held.meeting), url_to("meeting", held.meeting))
    context = {
        **below(held.board, _("Beslut"), where),
        "title": str(held),
        "lead": held.text,
        "button": _("Skriv beslutet"),
    }

    def act(data: dict[str, Any]) -> str:
        services.decide_item(held, **data, by=request.actor, today=request.today)
        return url_to("meeting", held.meeting)

    form = DecideForm(request.POST or None, subject=held)
    done = _("Beslutet är skrivet.")
    if held.kind == ItemKind.DEVIATION and request.POST.get("outcome") == Outcome.DECIDED:
        done = _("Beslutet är skrivet. För nu in det på avvikelsen.")
    return answer(request, form, act, context, done=done)


@signed_in
def step(request: SamverkRequest, slug: str, pk: int, name: str) -> HttpResponse:
    """Call, hold, correct who was there, attest, adjust, give back or cancel."""
    held = find(request, Meeting, slug, pk)
    if name not in FORMS:
        raise Http404
    form = FORMS[name](request.POST or None, subject=held)

    def act(data: dict[str, Any]) -> str:
        take(held, name, data, by=request.actor, today=request.today)
        return url_to("meeting", held)

    context = below(held.board, step_label(held, name), (str(held), url_to("meeting", held)))
    return step_page(
        request,
        held,
        name,
        form,
        act,
        context=context,
        lead=str(LEADS[name]),
        done=str(DONE[name]),
    )


def take(held: Meeting, name: str, data: dict[str, Any], **who: Any) -> None:
    """Let the service act on what the form said."""
    version = data.pop("version")
    match name:
        case "call":
            services.call_meeting(held, version=version, **who)
        case "hold" | "correct_attendance":
            present = Seat.objects.filter(body_id=held.board.body_id, pk__in=data["present"])
            act = services.hold_meeting if name == "hold" else services.correct_attendance
            act(held, present=present, version=version, **who)
        case "attest":
            adjuster = Seat.objects.get(body_id=held.board.body_id, pk=data["adjuster"])
            services.attest_minutes(held, adjuster=adjuster, version=version, **who)
        case "adjust":
            services.adjust_minutes(held, version=version, **who)
        case "return_minutes":
            services.return_minutes(held, reason=data["reason"], version=version, **who)
        case _:
            services.cancel_meeting(held, reason=data["reason"], version=version, **who)
