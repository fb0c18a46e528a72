"""The list of negotiations, the room, and the steps."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.lib.text import capitalise
from governance.organisations.happenings import happenings_about
from governance.organisations.kinds import PartnershipKind
from governance.organisations.models import Partnership
from governance.organisations.pages import answer_step, partnership_or_404
from governance.organisations.policy import SamverkRequest, signed_in
from governance.organisations.views.lookups import way_to
from governance.ui.parts import Check
from governance.workflow.guards import Act
from governance.workflow.refusals import NotAllowed, Refusal
from governance.workflow.steps import Step, may_take, misplaced, steps_of, view_step

from .. import permissions, registry, services
from ..forms.directive import ReasonForm, StepForm
from ..models import Issue, Negotiation, Option, Party
from ..pages.lists import lead_of, rows_of
from ..pages.preparing import next_of, partys_next, preparations
from ..pages.room import Room, read_room
from ..states import NegotiationState
from .common import find_negotiation, form_page, frame, home, post_only, url_of, version_of

S = NegotiationState
WITH_REASON = ("pause", "abort", "reopen_initiation", "reopen_negotiating")
STEP_PAGE = "agreements/negotiations/step.html"
LEADS = {
    "initiate": _("Parterna får läsa direktivet och bekräftar de fem grindarna, var och en för sig."),
    "begin_negotiating": _("När förhandlingen har börjat står direktivet fast. Parterna förhandlar inom sina mandat."),
    "reopen_initiation": _("Direktivet kan ändras igen, och parterna bekräftar det som ändras på nytt."),
    "begin_agreeing": _(
        "Parterna skriver avtal av det som de är överens om. Ligger ett paket framme bör alla ha svarat på det först."
    ),
    "reopen_negotiating": _("Parterna förhandlar på nytt. Avtalsutkast finns kvar."),
    "implement": _("Det som är avtalat genomförs under en styrelse där alla parter deltar."),
    "conclude": _("Förhandlingen avslutas. Det som har hänt finns kvar i spåret."),
    "pause": _("Förhandlingen vilar. Den återupptas där den stod."),
    "abort": _("Förhandlingen avslutas utan avtal. Det går inte att ångra."),
}


@signed_in
def start(request: SamverkRequest) -> HttpResponse:
    """The menu's way in: every negotiation that one may know of."""
    rows = rows_of(Negotiation.objects.visible_to(request.actor), request.today)
    partnerships = Partnership.objects.visible_to(request.actor).filter(kind=PartnershipKind.NEGOTIATION)
    homes = list(partnerships)
    if len(homes) == 1 and not rows:
        return HttpResponseRedirect(reverse("negotiations:list", args=[homes[0].slug]))
    context = {"rows": rows, "lead": lead_of(rows), "partnership": None, "may_propose": False, "homes": homes}
    return render(request, "agreements/negotiations/list.html", context)


@signed_in
def negotiations(request: SamverkRequest, slug: str) -> HttpResponse:
    """The negotiations of a partnership."""
    partnership = partnership_or_404(request, slug)
    rows = rows_of(Negotiation.objects.filter(partnership=partnership), request.today)
    context = {
        "partnership": partnership,
        "crumbs": [*way_to(partnership), (home(partnership)[0], "")],
        "rows": rows,
        "lead": lead_of(rows),
        "homes": [],
        "may_propose": permissions.may_propose(Negotiation(partnership=partnership), request.actor),
    }
    return render(request, "agreements/negotiations/list.html", context)


@signed_in
def room(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """The negotiation room."""
    negotiation = find_negotiation(request, slug, pk)
    told = read_room(negotiation, request.actor, request.today)
    context = {
        **frame(negotiation),
        **beside(negotiation, told, request),
        "room": told,
        "events": happenings_about(negotiation, 8),
    }
    return render(request, "agreements/negotiations/room.html", context)


def beside(negotiation: Negotiation, told: Room, request: SamverkRequest) -> dict[str, Any]:
    """Whose turn it is and what the reader does next, as packages, preparations and the reader's own party say."""
    parties = [row.party for row in told.matrix.rows]
    assists = permissions.may_assist(negotiation, request.actor)
    to_do = preparations(negotiation, parties, request.actor, request.today) if assists else []
    mine = told.mine if told.mine is not None and permissions.may_speak_for(told.mine, request.actor) else None
    first = partys_next(negotiation, mine) if mine else next_of(negotiation, to_do)
    is_ready = negotiation.state == S.PROPOSED and bool(to_do) and first is None
    turn = (told.turn, _("kan initiera förhandlingen")) if is_ready else (told.turn, told.turn_note)
    return {
        "turn": registry.told_by(told.panels, "turn") or turn,
        "next": registry.told_by(told.panels, "next") or first,
        "preparations": to_do,
        "speaks": mine is not None,
    }


@signed_in
def remind(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Remind the parties that have something left to do."""
    post_only(request)
    negotiation = find_negotiation(request, slug, pk)

    def act() -> str:
        services.remind_parties(negotiation, by=request.actor, today=request.today)
        return url_of(negotiation, "room")

    return answer_step(request, act, done=_("Parterna är påminda. Det står bland informationen till dem."))


# Steps ---------------------------------------------------------------------------------------------------------------


@signed_in
def step(request: SamverkRequest, slug: str, pk: int, name: str) -> HttpResponse:
    """One step of the negotiation, with its conditions; everybody may read why it cannot be taken."""
    negotiation = find_negotiation(request, slug, pk)
    known = steps_of(Negotiation).get(name)
    if known is None:
        raise Http404
    takes = may_take(negotiation, known, request.actor)
    if not takes and request.method == "POST":
        raise NotAllowed(known.who)
    refusals, fulfilled = standing(negotiation, known, request)
    label = capitalise(known.label)
    warned = registry.warnings_of(negotiation, name, request.today) if negotiation.state in known.sources else []
    lead = " ".join([str(LEADS.get(name, _("Förhandlingen går vidare där den stod."))), *warned])
    context: dict[str, Any] = {
        "fulfilled": fulfilled,
        "stop_heading": _("Det går inte att %s än") % known.label,
        "may_take": takes,
        "who": known.who,
    }
    form = (ReasonForm if name in WITH_REASON else StepForm)(request.POST or None, row=negotiation)

    def act(data: dict[str, Any]) -> str:
        services.take_step(negotiation, name, by=request.actor, today=request.today, version=version_of(form), **data)
        return url_of(negotiation, "room")

    if (refusals or not takes) and request.method != "POST":
        shown = {
            **frame(negotiation, "room", (label, "")),
            "title": label,
            "eyebrow": negotiation.title,
            "lead": lead,
            "refusals": refusals,
            "form": form,
            "button": label,
            "back_url": url_of(negotiation, "room"),
            "back_label": _("Tillbaka till förhandlingsrummet"),
            **context,
        }
        return render(request, STEP_PAGE, shown)
    return form_page(
        request,
        negotiation,
        form,
        act,
        title=label,
        button=label,
        lead=lead,
        back_label=_("Tillbaka till förhandlingsrummet"),
        done=_("Klart. Alla parter har fått veta det."),
        template=STEP_PAGE,
        **context,
    )


def standing(negotiation: Negotiation, known: Step, request: SamverkRequest) -> tuple[list[Refusal], list[Check]]:
    """What stands in the way of a step, and what is fulfilled already; a reason is asked for by the form."""
    if negotiation.state not in known.sources:
        return misplaced(negotiation, known).refusals, []
    details = {"reason": "skäl"} if known.name in WITH_REASON else {}
    view = view_step(negotiation, known.name, Act(request.actor, request.today, details=details))
    unsaid = {str(guard.fulfilled) for guard in known.guards if guard.name in ("reason_is_given",)}
    return list(view.refusals), [Check(title=words) for words in view.fulfilled if words not in unsaid]


# From the trail ------------------------------------------------------------------------------------------------------


PAGES: dict[str, tuple[type[Any], str]] = {
    "negotiation": (Negotiation, "room"),
    "party": (Party, "parties"),
    "issue": (Issue, "issues"),
    "option": (Option, "issues"),
}


@signed_in
def find(request: SamverkRequest, kind: str, pk: int) -> HttpResponse:
    """From an event's subject to its page: the trail knows what something is, not where its page stands."""
    if kind not in PAGES:
        raise Http404
    model, page = PAGES[kind]
    subject = model.objects.visible_to(request.actor).filter(pk=pk).first()
    if subject is None:
        raise Http404
    part = subject.issue if kind == "option" else subject
    negotiation = part if kind == "negotiation" else part.negotiation
    return HttpResponseRedirect(url_of(negotiation, page))
