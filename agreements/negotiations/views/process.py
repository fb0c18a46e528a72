"""Along the way: sessions and decisions, information, the timetable, the checklists, the precedents."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from governance.lib.text import capitalise, count_in_words, number_word
from governance.organisations.pages import answer_step
from governance.organisations.policy import SamverkRequest, signed_in

from .. import citations, permissions, services
from ..forms.base import RowForm
from ..forms.process import (
    ChecklistForm,
    DecisionForm,
    DoneForm,
    MilestoneForm,
    NoticeForm,
    PrecedentForm,
    SessionForm,
)
from ..models import ChecklistItem, Negotiation, Notice
from ..models.process import PHASE_CHOICES
from ..queries import sessions_of
from ..states import GOING_ON
from .common import find_negotiation, find_part, form_page, frame, post_only, require_assistant, url_of, version_of

MOST_NOTICES = 100


def writes(negotiation: Negotiation, request: SamverkRequest) -> bool:
    """Whether the actor keeps the records of a negotiation that is not over."""
    return negotiation.state in GOING_ON and permissions.may_assist(negotiation, request.actor)


def kept_in(request: SamverkRequest, slug: str, pk: int, name: str, key: int) -> tuple[Negotiation, Any]:
    """A negotiation and a row of its records, which knows the negotiation it belongs to."""
    held = find_negotiation(request, slug, pk)
    row = find_part(getattr(held, name).all(), key)
    row.negotiation = held
    return held, row


def write_down(
    request: SamverkRequest, held: Negotiation, form: RowForm, save: Callable[..., Any], **page: Any
) -> HttpResponse:
    """A page where those who keep the records write: `save` is given what was typed, by whom and when.

    A row that is there already is saved against the version that the writer saw.
    """
    require_assistant(held, request)

    def act(data: dict[str, Any]) -> None:
        seen = {} if form.row is None else {"version": version_of(form)}
        save(form.facts(), by=request.actor, today=request.today, **seen)

    return form_page(request, held, form, act, **page)


# Sessions ------------------------------------------------------------------------------------------------------------


@signed_in
def sessions(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Every session with who were there, and the log of decisions."""
    held = find_negotiation(request, slug, pk)
    found = sessions_of(held)
    decisions = [decision for each in found for decision in each.decisions.all()]
    context = {
        **frame(held, "sessions"),
        "sessions": found,
        "decisions": sorted(decisions, key=lambda decision: decision.number, reverse=True),
        "may_write": writes(held, request),
    }
    return render(request, "agreements/negotiations/sessions.html", context)


@signed_in
def session_new(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Write down a session."""
    held = find_negotiation(request, slug, pk)
    return write_down(
        request,
        held,
        SessionForm(request.POST or None, negotiation=held, initial={"held_on": request.today}),
        lambda facts, **on: services.hold_session(held, **facts, **on),
        title=_("Anteckna ett förhandlingstillfälle"),
        button=_("Spara tillfället"),
        back="sessions",
        done=_("Tillfället är antecknat."),
    )


@signed_in
def session_edit(request: SamverkRequest, slug: str, pk: int, session_pk: int) -> HttpResponse:
    """Put right what was written down of a session."""
    held, session = kept_in(request, slug, pk, "sessions", session_pk)
    known = list(session.attended.values_list("pk", flat=True))

    def save(facts: dict[str, Any], **on: Any) -> None:
        present = facts.pop("attended")
        services.edit_session(session, changes=facts, attended=present, **on)

    return write_down(
        request,
        held,
        SessionForm(request.POST or None, negotiation=held, row=session, initial={"attended": known}),
        save,
        title=_("Ändra anteckningarna"),
        lead=_("Det som stod före ändringen finns kvar i spåret."),
        button=_("Spara tillfället"),
        back="sessions",
        done=_("Anteckningarna är sparade."),
    )


@signed_in
def decision_new(request: SamverkRequest, slug: str, pk: int, session_pk: int) -> HttpResponse:
    """Add a decision to the log."""
    held, session = kept_in(request, slug, pk, "sessions", session_pk)
    return write_down(
        request,
        held,
        DecisionForm(request.POST or None, negotiation=held),
        lambda facts, **on: services.log_decision(session, **facts, **on),
        title=_("Anteckna ett beslut"),
        lead=str(session),
        button=_("Spara beslutet"),
        back="sessions",
        done=_("Beslutet är antecknat."),
    )


# Information ---------------------------------------------------------------------------------------------------------


@signed_in
def notices(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Who was told what, when and how; what all were told stands once."""
    held = find_negotiation(request, slug, pk)
    told = held.notices.select_related("party__principal__organisation").order_by("-told_on", "-pk")
    groups: dict[tuple[Any, str, str], list[Notice]] = {}
    for each in told[: MOST_NOTICES * 10]:
        groups.setdefault((each.told_on, each.what, each.get_channel_display()), []).append(each)
    everyone = held.parties.present().count()
    rows = [
        {
            "told_on": told_on,
            "what": what,
            "channel": channel,
            "all": len(each) >= everyone,
            "parties": sorted((notice.party.name for notice in each), key=str.lower),
            "unread": unread_words(each),
        }
        for (told_on, what, channel), each in list(groups.items())[:MOST_NOTICES]
    ]
    context = {**frame(held, "notices"), "rows": rows, "may_write": writes(held, request)}
    return render(request, "agreements/negotiations/notices.html", context)


def unread_words(told: list[Notice]) -> str:
    """How many have not read it, in words; nothing when all have."""
    unread = sum(each.read_on is None for each in told)
    if not unread:
        return ""
    words = _("ingen har läst") if unread == len(told) > 1 else _("%s har inte läst") % number_word(unread)
    return words.replace(" ", "\u00a0")


@signed_in
def notice_new(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Write down that parties were told something, or tell them."""
    held = find_negotiation(request, slug, pk)

    def save(facts: dict[str, Any], **on: Any) -> None:
        chosen = list(facts.pop("parties")) or None
        services.log_notice(held, **facts, parties=chosen, **on)

    return write_down(
        request,
        held,
        NoticeForm(request.POST or None, negotiation=held, initial={"told_on": request.today}),
        save,
        title=_("Informera parterna"),
        lead=_("Öppenhet är en förutsättning för förtroende. Det som en part får veta ska alla kunna följa."),
        button=_("Spara informationen"),
        back="notices",
        done=_("Informationen är lämnad."),
    )


# The timetable -------------------------------------------------------------------------------------------------------


@signed_in
def timetable(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """The days of the timetable, phase by phase."""
    held = find_negotiation(request, slug, pk)
    found = list(held.milestones.all())
    late = sum(each.is_late(request.today) for each in found)
    lead = _("Tidplanen varnar men stoppar inte: det viktigaste är att parterna är överens om upplägget.")
    if late:
        words = capitalise(count_in_words(late, _("milstolpe"), _("milstolpar")))
        lead = f"{_('%s har passerat sin dag.') % words} {lead}"
    context = {
        **frame(held, "timetable"),
        "rows": [(each, each.is_late(request.today)) for each in found],
        "lead": lead,
        "may_write": writes(held, request),
    }
    return render(request, "agreements/negotiations/timetable.html", context)


@signed_in
def milestone_new(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Add a day to the timetable."""
    held = find_negotiation(request, slug, pk)
    return write_down(
        request,
        held,
        MilestoneForm(request.POST or None),
        lambda facts, **on: services.add_milestone(held, **facts, **on),
        title=_("Lägg till en milstolpe"),
        button=_("Lägg till milstolpen"),
        back="timetable",
        done=_("Milstolpen är tillagd."),
    )


@signed_in
def milestone_edit(request: SamverkRequest, slug: str, pk: int, milestone_pk: int) -> HttpResponse:
    """Move a day of the timetable."""
    held, milestone = kept_in(request, slug, pk, "milestones", milestone_pk)
    return write_down(
        request,
        held,
        MilestoneForm(request.POST or None, row=milestone),
        lambda facts, **on: services.edit_milestone(milestone, changes=facts, **on),
        title=_("Ändra milstolpen"),
        button=_("Spara milstolpen"),
        back="timetable",
        done=_("Milstolpen är sparad."),
        remove_url=url_of(held, "milestone_remove", milestone.pk),
        remove_label=_("Ta bort milstolpen"),
    )


@signed_in
def milestone_done(request: SamverkRequest, slug: str, pk: int, milestone_pk: int) -> HttpResponse:
    """Note that a milestone is reached."""
    held, milestone = kept_in(request, slug, pk, "milestones", milestone_pk)
    return write_down(
        request,
        held,
        DoneForm(request.POST or None, row=milestone, initial={"done_on": request.today}),
        lambda facts, **on: services.complete_milestone(milestone, **facts, **on),
        title=_("Milstolpen är klar"),
        lead=str(milestone),
        button=_("Spara dagen"),
        back="timetable",
        done=_("Milstolpen är klar."),
    )


@signed_in
def milestone_remove(request: SamverkRequest, slug: str, pk: int, milestone_pk: int) -> HttpResponse:
    """Take a day out of the timetable."""
    post_only(request)
    held, milestone = kept_in(request, slug, pk, "milestones", milestone_pk)

    def act() -> str:
        services.remove_milestone(milestone, by=request.actor, today=request.today)
        return url_of(held, "timetable")

    return answer_step(request, act, done=_("Milstolpen är borttagen."))


# Checklists and precedents -------------------------------------------------------------------------------------------


@signed_in
def checklist(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """The success factors, phase by phase."""
    held = find_negotiation(request, slug, pk)
    found = list(held.checklist.all())
    groups: list[tuple[Any, list[ChecklistItem]]] = [
        (label, [each for each in found if each.phase == value]) for value, label in PHASE_CHOICES
    ]
    done = sum(each.answered for each in found)
    context = {
        **frame(held, "checklist"),
        "groups": groups,
        "lead": _("%(done)s av %(all)s är uppfyllda. De påminner om det som har visat sig viktigt, och stoppar inget.")
        % {"done": done, "all": len(found)},
        "rule": citations.CHECKLISTS,
        "may_write": writes(held, request),
    }
    return render(request, "agreements/negotiations/checklist.html", context)


@signed_in
def checklist_answer(request: SamverkRequest, slug: str, pk: int, item_pk: int) -> HttpResponse:
    """Answer whether a success factor is seen to."""
    held, item = kept_in(request, slug, pk, "checklist", item_pk)
    return write_down(
        request,
        held,
        ChecklistForm(request.POST or None, row=item),
        lambda facts, **on: services.answer_checklist(item, **facts, **on),
        title=_("Framgångsfaktor"),
        lead=item.text,
        button=_("Spara svaret"),
        back="checklist",
        done=_("Svaret är sparat."),
    )


@signed_in
def precedents(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """What may be learnt from."""
    held = find_negotiation(request, slug, pk)
    context = {**frame(held, "precedents"), "rows": list(held.precedents.all()), "may_write": writes(held, request)}
    return render(request, "agreements/negotiations/precedents.html", context)


@signed_in
def precedent_new(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Add something to learn from."""
    held = find_negotiation(request, slug, pk)
    return write_down(
        request,
        held,
        PrecedentForm(request.POST or None),
        lambda facts, **on: services.add_precedent(held, **facts, **on),
        title=_("Lägg till en förebild"),
        button=_("Lägg till förebilden"),
        back="precedents",
        done=_("Förebilden är tillagd."),
    )


@signed_in
def precedent_edit(request: SamverkRequest, slug: str, pk: int, precedent_pk: int) -> HttpResponse:
    """Change what is told of a precedent."""
    held, precedent = kept_in(request, slug, pk, "precedents", precedent_pk)
    return write_down(
        request,
        held,
        PrecedentForm(request.POST or None, row=precedent),
        lambda facts, **on: services.edit_precedent(precedent, changes=facts, **on),
        title=_("Ändra förebilden"),
        button=_("Spara förebilden"),
        back="precedents",
        done=_("Förebilden är sparad."),
    )
