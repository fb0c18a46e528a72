"""One body's or principal's ruling: its page, and the forms that register, plan, note, answer and correct."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.audit.models import Event
from governance.lib.text import genitive
from governance.organisations.happenings import details_of, happenings
from governance.organisations.pages import answer_form, require_step
from governance.organisations.policy import SamverkRequest, signed_in
from governance.ui.parts import Fact
from governance.ui.templatetags.swedish import day, section
from governance.workflow.guards import Act
from governance.workflow.refusals import NotAllowed, Refused
from governance.workflow.steps import misplaced, steps_of

from .. import guards, permissions, presentation, services
from ..corrections import CORRECTABLE, require_decided
from ..forms import AnswerForm, CorrectionForm, DecisionForm, LegalForceForm, MeetingForm
from ..models import Ruling
from ..states import OPEN, RETURNED, RulingState
from .finding import crumbs_to, ruling_or_404
from .matters import form_context, may_act_on

SHOWN_EVENTS = 20


@signed_in
def ruling(request: SamverkRequest, slug: str, matter_id: int, pk: int) -> HttpResponse:
    """What one of them decided, and everything that has happened with it."""
    found = ruling_or_404(request, slug, matter_id, pk)
    events = list(Event.objects.about(found)[:SHOWN_EVENTS])
    trail_url = reverse("decisions:trail", args=[slug, "decisions.ruling", pk])
    rounds = Ruling.objects.filter(matter=found.matter_id, stage=found.stage, principal=found.principal_id)
    others = [each for each in rounds.order_by("round") if each.pk != found.pk]
    for each in others:
        each.matter = found.matter
    context = {
        "crumbs": crumbs_to(found.matter, (found.principal_name, "")),
        "ruling": found,
        "matter": found.matter,
        "title": _("%s beslut") % genitive(found.principal_name),
        "lead": lead_of(found, request),
        "strip": strip_of(found, request),
        **subject_of(found),
        "facts": facts_of(found, request),
        "others": others,
        "actions": actions_of(found, request),
        "correct_url": way_to_correct(found, request),
        "answered": answer_words(found, events),
        "events": happenings(events),
        "more_url": trail_url if len(events) == SHOWN_EVENTS else "",
    }
    return render(request, "decisions/ruling.html", context)


def subject_of(found: Ruling) -> dict[str, str]:
    """What is decided: where it is shown, and what it means to the principal whose decision it is."""
    follower = found.matter.follower
    return {
        "subject_url": follower.page_url(found.matter),
        "subject_note": follower.note_for(found.matter, found.principal) if found.principal else "",
    }


def lead_of(found: Ruling, request: SamverkRequest) -> str:
    """What was decided or is planned, in one line."""
    if found.decided_on:
        return presentation.decision_text(found, request.today)
    planned, warning = presentation.meeting_text(found, request.today)
    return " ".join(f"{each}." for each in (planned, warning) if each)


def strip_of(found: Ruling, request: SamverkRequest) -> presentation.Strip:
    """Where the ruling stands and whose turn it is."""
    situation, due = found.situations[found.state], found.matter.decide_by if found.principal_id else None
    turn, asked = str(situation.turn), str(situation.asked)
    if not found.matter.is_live and found.state in (*OPEN, *RETURNED):
        ended = found.matter.situations[found.matter.state]
        turn, asked = str(ended.turn), str(ended.asked)
    else:
        turn = found.whose_turn(turn)
    note = _("beslutad efter sista dag") if found.is_late else ""
    last: date | str | None = due
    state = found.state_word
    if found.state == RulingState.SUPERSEDED and found.outcome:
        state, note = str(RulingState(found.outcome).label), _("ersatt av ny omgång")
    if found.state in RETURNED and found.matter.is_live:
        last = found.matter.decide_by
    elif found.decided_on and found.state not in OPEN:
        last = _("Beslutat %s") % day(found.decided_on)
    turn = presentation.capitalise(turn)
    return presentation.Strip(state, note, turn, asked, last)


def answer_words(found: Ruling, events: list[Event]) -> str:
    """Who answered the reasons, when and under which paragraph; older answers were given without one."""
    if not found.answer:
        return ""
    answering = found.matter.answering_body(found)
    told = next((details_of(each) for each in events if each.kind == "decisions.ruling.give_answer"), {})
    parts = [day(found.answered_on), section(told["paragraph"]) if told.get("paragraph") else ""]
    who = _("Svar av %s") % answering.full_name if answering else _("Svar")
    return f"{who} {', '.join(part for part in parts if part)}"


def facts_of(found: Ruling, request: SamverkRequest) -> list[Fact]:
    """What is registered, row by row; what is not known is left out."""
    legal_force = presentation.legal_force_text(found, request.today)
    known = [
        (_("Organ"), found.body.full_name),
        (_("Slag"), found.get_kind_display()),
        (_("Omgång"), found.round if found.round > 1 else ""),
        (_("Mottaget"), day(found.received_on) if found.received_on else ""),
        (_("Nästa sammanträde"), day(found.next_meeting_on) if found.next_meeting_on else ""),
        (_("Egen beredning"), found.preparation),
        (_("Beslutsdag"), day(found.decided_on) if found.decided_on else ""),
        (_("Paragraf"), section(found.paragraph) if found.paragraph else ""),
        (_("Protokoll"), found.minutes),
        (_("Eget diarienummer"), found.diary_number),
        (_("Anslaget"), day(found.announced_on) if found.announced_on else ""),
        (_("Kan överklagas till och med"), day(found.appeal_until) if found.appeal_until else ""),
        (_("Laga kraft"), legal_force if found.legal_force_on else ""),
    ]
    return [Fact(label=label, value=value) for label, value in known if value]


def actions_of(found: Ruling, request: SamverkRequest) -> list[tuple[str, str]]:
    """What the reader can do with this ruling now."""
    args = [found.matter.partnership.slug, found.matter_id, found.pk]
    actions: list[tuple[str, str]] = []
    if found.state in RETURNED and found.matter.is_live and permissions.may_answer(found, request.actor):
        actions.append((_("Svara på skälen"), reverse("decisions:answer", args=args)))
    if not permissions.may_register(found, request.actor):
        return actions
    if found.state in OPEN and may_act_on(found, found.matter):
        actions.append((_("Registrera beslutet"), reverse("decisions:register", args=args)))
        actions.append((_("Ange sammanträde"), reverse("decisions:plan", args=args)))
    if found.principal_id and found.may_be_appealed:
        actions.append((_("Anteckna laga kraft"), reverse("decisions:legal_force", args=args)))
    return actions


def way_to_correct(found: Ruling, request: SamverkRequest) -> str:
    """Where one who may corrects what is registered: a way out of a slip, never the page's filled button."""
    if found.state not in CORRECTABLE or not permissions.may_register(found, request.actor):
        return ""
    return reverse("decisions:correct", args=[found.matter.partnership.slug, found.matter_id, found.pk])


def require_keeper(found: Ruling, request: SamverkRequest) -> None:
    """Answer 403 with who may, before a form is shown to somebody whose answer would be refused."""
    if not permissions.may_register(found, request.actor):
        raise NotAllowed(steps_of(Ruling)["adopt"].who)


def require_turn(found: Ruling, step: str, request: SamverkRequest) -> None:
    """Answer 409 with the reason, before a form is shown for a step that does not start here."""
    if found.state not in steps_of(Ruling)[step].sources:
        raise misplaced(found, steps_of(Ruling)[step], state=found.state_word)
    refusal = guards.the_matter_has_come_here.ask(found, Act(request.actor, request.today))
    if refusal:
        raise Refused([refusal])


@signed_in
def register(request: SamverkRequest, slug: str, matter_id: int, pk: int) -> HttpResponse:
    """Register what was decided."""
    found = ruling_or_404(request, slug, matter_id, pk)
    require_keeper(found, request)
    if request.method != "POST":
        require_turn(found, "adopt", request)
    initial: dict[str, Any] = {"diary_number": found.diary_number}
    if found.next_meeting_on and found.next_meeting_on <= request.today:
        initial["decided_on"] = found.next_meeting_on
    form = DecisionForm(request.POST or None, subject=found, today=request.today, initial=initial)

    def act(given: dict[str, Any]) -> str:
        services.register_ruling(found, **given, by=request.actor, today=request.today)
        return f"{found.matter.url()}#{anchor_of(found)}"

    title = _("Registrera %s beslut") % genitive(found.principal_name)
    lead = _("Beslutet gäller %(who)s och syns för alla %(all)s.") % {
        "who": found.principal_name,
        "all": found.matter.words.many,
    }
    context = form_context(found.matter, title, _("Registrera beslutet"), lead, **subject_of(found))
    return answer_form(request, form, act, "decisions/form.html", context, done=_("Beslutet är registrerat."))


def anchor_of(found: Ruling) -> str:
    """The row of the ruling on the matter's page."""
    code = found.principal.organisation.code if found.principal else ""
    return f"h-{code or found.pk}" if found.principal_id else "h-gang"


@signed_in
def plan(request: SamverkRequest, slug: str, matter_id: int, pk: int) -> HttpResponse:
    """Name the meeting that treats the matter."""
    found = ruling_or_404(request, slug, matter_id, pk)
    require_keeper(found, request)
    if request.method != "POST":
        require_turn(found, "plan", request)
    initial = {
        "diary_number": found.diary_number,
        "preparation": found.preparation,
        "next_meeting_on": found.next_meeting_on,
    }
    form = MeetingForm(request.POST or None, subject=found, today=request.today, initial=initial)

    def act(given: dict[str, Any]) -> str:
        services.plan_meeting(found, **given, by=request.actor, today=request.today)
        return f"{found.matter.url()}#{anchor_of(found)}"

    title = _("Ange när %s behandlar ärendet") % found.principal_name
    context = form_context(found.matter, title, _("Spara sammanträdet"), found.matter.title)
    return answer_form(request, form, act, "decisions/form.html", context, done=_("Sammanträdet är sparat."))


@signed_in
def legal_force(request: SamverkRequest, slug: str, matter_id: int, pk: int) -> HttpResponse:
    """Note that the decision has gained legal force."""
    found = ruling_or_404(request, slug, matter_id, pk)
    require_keeper(found, request)
    if request.method != "POST":
        require_decided(found)
    form = LegalForceForm(
        request.POST or None, subject=found, today=request.today, initial={"legal_force_on": found.legal_force_on}
    )

    def act(given: dict[str, Any]) -> str:
        services.note_legal_force(found, **given, by=request.actor, today=request.today)
        return found.url()

    lead = _("Laga kraft räknas inte ut. Anteckna den när ni vet att ingen har överklagat, eller att målet är avgjort.")
    context = form_context(found.matter, _("Anteckna laga kraft"), _("Anteckna laga kraft"), lead)
    return answer_form(request, form, act, "decisions/form.html", context, done=_("Laga kraft är antecknad."))


@signed_in
def correct(request: SamverkRequest, slug: str, matter_id: int, pk: int) -> HttpResponse:
    """Put right what was registered wrongly."""
    found = ruling_or_404(request, slug, matter_id, pk)
    require_keeper(found, request)
    if request.method != "POST":
        require_decided(found)
    names = ("outcome", "decided_on", "paragraph", "minutes", "reasons", "diary_number", "announced_on")
    initial = {name: getattr(found, name) for name in (*names, "appeal_until", "legal_force_on")}
    form = CorrectionForm(request.POST or None, subject=found, today=request.today, initial=initial)

    def act(given: dict[str, Any]) -> str:
        services.correct_ruling(
            found,
            changes=form.changes(),
            reason=given["reason"],
            by=request.actor,
            today=request.today,
            version=given["version"],
        )
        return found.url()

    lead = _("Det som registrerades först står kvar i spåret, och rättelsen pekar på det.")
    context = form_context(found.matter, _("Rätta en uppgift"), _("Spara rättelsen"), lead)
    return answer_form(request, form, act, "decisions/form.html", context, done=_("Uppgiften är rättad."))


@signed_in
def answer(request: SamverkRequest, slug: str, matter_id: int, pk: int) -> HttpResponse:
    """Answer the reasons of one that has rejected or sent back."""
    found = ruling_or_404(request, slug, matter_id, pk)
    require_step(request, found, "give_answer")
    if request.method != "POST" and (
        refusal := guards.the_matter_is_live.ask(found, Act(request.actor, request.today))
    ):
        raise Refused([refusal])
    form = AnswerForm(request.POST or None, subject=found, today=request.today)

    def act(given: dict[str, Any]) -> str:
        services.answer_return(found.matter, found, **given, by=request.actor, today=request.today)
        return found.matter.url()

    title = _("Svara på skälen från %s") % found.principal_name
    context = form_context(found.matter, title, _("Svara och lämna på nytt"), quoted=found)
    return answer_form(request, form, act, "decisions/form.html", context, done=_("Svaret är lämnat."))
