"""What decisions tell the rest of Samverk: whose turn it is, which days to keep, and what an event means."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.audit.models import Event
from governance.lib.dates import parse_iso_date, swedish_date
from governance.lib.text import genitive, key_in
from governance.organisations import agenda, happenings
from governance.organisations.actors import Actor
from governance.organisations.models import Partnership
from governance.ui import menu
from governance.ui.templatetags.swedish import near, section
from governance.workflow.together import Wish, read_wishes

from . import citations, permissions, queries
from .models import Matter, Notice, Ruling
from .presentation import turn_began, turn_of
from .states import LIVE, OUT, RETURNED, MatterState, RulingState
from .words import PRINCIPALS


def principal_duties(actor: Actor, today: date) -> list[agenda.Duty]:
    """The principal's own decisions that wait for the seat acted from."""
    if actor.seat is None or not actor.sits_as(*permissions.SPEAKS_FOR_PRINCIPAL):
        return []
    mine = [each.pk for key in {each.partnership_id for each in actor.principals} for each in actor.own_principals(key)]
    if not mine:
        return []
    out = (matter for matter in live_matters(actor) if matter.state in OUT)
    found = [each for matter in out for each in matter.current_rulings if each.is_open and each.principal_id in mine]
    reminded = queries.newest_reminders([each for each in found if each.lacks_meeting])
    return [decision_duty(ruling, reminded.get((ruling.matter_id, ruling.principal_id)), today) for ruling in found]


def decision_duty(ruling: Ruling, reminder: Notice | None, today: date) -> agenda.Duty:
    """One decision to make, or one meeting to name; a reminder is told with it until a meeting is named."""
    args = [ruling.matter.partnership.slug, ruling.matter_id, ruling.pk]
    name = ruling.principal_name
    has_met = ruling.next_meeting_on is not None and ruling.next_meeting_on <= today
    if ruling.lacks_meeting:
        title, action = _("Ange när %s behandlar ärendet") % name, _("Ange sammanträde")
        url = reverse("decisions:plan", args=args)
    else:
        title, action = _("Registrera %s beslut") % genitive(name), _("Registrera beslutet")
        url = reverse("decisions:register", args=args)
    return agenda.Duty(
        title=title,
        url=ruling.matter.url(),
        text=reminder_text(reminder, today) if reminder and ruling.lacks_meeting else ruling.matter.title,
        context=ruling.matter.partnership.short_name,
        due_on=ruling.next_meeting_on if has_met else ruling.matter.decide_by,
        since=ruling.received_on or ruling.matter.handed_over_on,
        action=action,
        action_url=url,
    )


def reminder_text(reminder: Notice, today: date) -> str:
    """Who reminded, when, and of what."""
    words = _("%(who)s påminde %(when)s: %(text)s")
    return words % {"who": reminder.sent_by, "when": near(reminder.sent_on, today), "text": reminder.text}


def body_duties(actor: Actor, today: date) -> list[agenda.Duty]:
    """What waits for the body that the seat acted from speaks for: its own ruling, an answer, a handover."""
    if actor.seat is None or not permissions.leads_its_body(actor) or not actor.seat.body.partnership_id:
        return []
    shared = actor.seat.body.partnership_id
    mine = (matter for matter in live_matters(actor) if matter.partnership_id == shared)
    return [duty for matter in mine for duty in matter_duties(matter, actor, today)]


def live_matters(actor: Actor) -> list[Matter]:
    """The live matters of one's partnerships with their current rulings, read once a request; one query."""

    def read() -> list[Matter]:
        ((matters, rulings),) = read_wishes(Wish("decisions.live", live_in, tuple(actor.partnership_ids)))
        of_each: dict[int, list[Ruling]] = {}
        for ruling in rulings:
            of_each.setdefault(ruling.matter_id, []).append(ruling)
        for matter in matters:
            matter.remember(of_each.get(matter.pk, []))
        return matters

    return actor.recall("decisions.live_matters", read)


def live_in(*partnerships: int) -> list[QuerySet[Any]]:
    """The live matters of some partnerships, and the current rulings in them."""
    matters = Matter.objects.filter(partnership_id__in=partnerships).live().select_related("partnership", "route")
    rulings = Ruling.objects.filter(matter__partnership_id__in=partnerships, matter__state__in=LIVE)
    return [matters.order_by("decide_by"), rulings.current().with_names()]


def matter_duties(matter: Matter, actor: Actor, today: date) -> list[agenda.Duty]:
    """What one matter asks of the body."""
    slug, duties = matter.partnership.slug, []
    for ruling in matter.current_rulings:
        args = [slug, matter.pk, ruling.pk]
        if ruling.state in RETURNED and permissions.may_answer(ruling, actor):
            words = _("Svara på skälen från %s") % ruling.principal_name
            duties.append((words, reverse("decisions:answer", args=args), _("Svara på skälen"), ruling.decided_on))
        elif ruling.is_open and not ruling.principal_id and waits_for(ruling, matter, actor):
            words = _("Behandla ärendet i %s") % ruling.body.name
            duties.append((words, reverse("decisions:register", args=args), _("Registrera beslutet"), None))
    if matter.state == MatterState.READY and permissions.may_lead(matter, actor):
        url = matter.follower.hand_over_url(matter) or reverse("decisions:hand_over", args=[slug, matter.pk])
        duties.append((_("Lämna över till %s") % matter.words.the_many, url, _("Lämna över"), None))
    return [
        agenda.Duty(
            title=title,
            url=matter.url(),
            text=matter.title,
            context=matter.partnership.short_name,
            due_on=matter.decide_by,
            since=since,
            action=action,
            action_url=url,
        )
        for title, url, action, since in duties
    ]


def waits_for(ruling: Ruling, matter: Matter, actor: Actor) -> bool:
    """Whether it is this body's turn and the actor speaks for it."""
    if not permissions.speaks_for_body(ruling.body_id, actor):
        return False
    if ruling.is_after_handover:
        return matter.state in OUT
    earlier = matter.trunk_rulings_before(ruling)
    return matter.state == MatterState.PREPARING and all(each.state == RulingState.ADOPTED for each in earlier)


def waitings(actor: Actor, today: date) -> list[agenda.Waiting]:
    """Live matters of one's partnerships in which one has nothing to do, with whose turn it is and since when."""
    if not actor.partnership_ids:
        return []
    mine = {duty.url for duty in body_duties(actor, today)}
    return [
        agenda.Waiting(
            title=matter.title,
            url=matter.url(),
            turn=turn_of(matter, today=today)[0] or matter.situations[matter.state].turn,
            since=turn_began(matter),
            due_on=matter.decide_by,
        )
        for matter in live_matters(actor)
        if matter.url() not in mine and not decides_in(matter, actor)
    ]


def decides_in(matter: Matter, actor: Actor) -> bool:
    """Whether a principal that one sits for has its own decision left to make."""
    mine = {each.pk for each in actor.principals}
    return matter.state in OUT and any(each.principal_id in mine and each.is_open for each in matter.current_rulings)


def deadlines(partnership_ids: frozenset[int], today: date) -> list[agenda.Deadline]:
    """The last day of every matter that has one."""
    found = Matter.objects.filter(partnership_id__in=partnership_ids, decide_by__isnull=False)
    return last_days(found.exclude(state=MatterState.WITHDRAWN).select_related("partnership"))


def coming_deadlines(actor: Actor, today: date) -> list[agenda.Deadline]:
    """The last day of every live matter that has one."""
    return last_days(live_matters(actor))


def last_days(matters: Iterable[Matter]) -> list[agenda.Deadline]:
    """The days by which matters are to be decided."""
    return [
        agenda.Deadline(
            on=matter.decide_by,
            title=_("Sista dag för beslut: %s") % matter.title,
            partnership_id=matter.partnership_id,
            url=matter.url(),
            kind="decisions.decide_by",
            rule=citations.IN_NOVEMBER,
            done=matter.state not in LIVE,
        )
        for matter in matters
        if matter.decide_by
    ]


def panel(partnership: Partnership, actor: Actor, today: date) -> agenda.Panel | None:
    """The live matters of a partnership, newest first."""
    rows = tuple(
        agenda.PanelRow(
            label=matter.title,
            value=matter.get_state_display(),
            note=_("%(adopted)s av %(asked)s har antagit") % {"adopted": matter.adopted, "asked": matter.asked}
            if matter.asked
            else "",
            url=matter.url(),
        )
        for matter in queries.newest_live(partnership, actor)
    )
    if not rows:
        return None
    return agenda.Panel(title=_("Beslut"), url=reverse("decisions:list", args=[partnership.slug]), rows=rows, order=10)


def ruling_sentence(words: str) -> Any:
    """A sentence about the ruling's own body or principal, which the event's label names first."""
    return lambda event: words % {"who": event.subject_label.split(":")[0]}


SENTENCES: dict[str, Any] = {
    "decisions.matter.open": gettext_lazy("Ärendet öppnades"),
    "decisions.matter.become_ready": gettext_lazy("Alla organ på vägen har behandlat ärendet"),
    "decisions.matter.conclude": gettext_lazy("Ärendet avslutades med organets beslut"),
    "decisions.matter.become_incomplete": gettext_lazy("Antagandet blev ofullständigt"),
    "decisions.matter.resume": gettext_lazy("Alla skäl är besvarade och antagandet fortsätter"),
    "decisions.matter.adopt": gettext_lazy("Alla har antagit"),
    "decisions.matter.reopen": gettext_lazy("Ärendet öppnades igen efter en rättelse"),
    "decisions.matter.withdraw": gettext_lazy("Ärendet drogs tillbaka"),
    "decisions.ruling.create": ruling_sentence("%(who)s fick ärendet"),
    "decisions.ruling.new_round": ruling_sentence("%(who)s fick ärendet på nytt"),
    "decisions.ruling.plan": ruling_sentence("%(who)s angav sammanträde"),
    "decisions.ruling.adopt": ruling_sentence("%(who)s: antagen, beredd eller rekommenderad"),
    "decisions.ruling.reject": ruling_sentence("%(who)s avslog"),
    "decisions.ruling.remit": ruling_sentence("%(who)s återremitterade"),
    "decisions.ruling.send_back": ruling_sentence("%(who)s sände tillbaka"),
    "decisions.ruling.take_back": ruling_sentence("En felaktig registrering för %(who)s togs tillbaka"),
    "decisions.ruling.note_legal_force": ruling_sentence("Laga kraft antecknades för %(who)s"),
    "decisions.ruling.note_received": ruling_sentence("%(who)s bekräftade att ärendet är mottaget"),
    "decisions.notice.send": gettext_lazy("Ett meddelande lämnades"),
}


def adopted_sentence(event: Event) -> str:
    """What a body that passed the matter did, in the verb that fits its kind."""
    verbs = {"prepare": _("beredde"), "recommend": _("rekommenderade"), "delegated": _("beslutade inom ramen")}
    kind = str(happenings.details_of(event).get("kind", ""))
    return f"{event.subject_label.split(':')[0]} {verbs.get(kind, _('antog'))}"


def answered_sentence(event: Event) -> str:
    """That reasons were answered, with the paragraph where the answering body told it."""
    paragraph = happenings.details_of(event).get("paragraph")
    words = _("Skälen från %s besvarades") % event.subject_label.split(":")[0]
    return f"{words}, {section(paragraph)}" if paragraph else words


def corrected_value(name: str, value: Any) -> str:
    """What stood or stands in a corrected field, as its reader knows it."""
    if not value:
        return _("inget angivet")
    if name.endswith(("_on", "_until")):
        return swedish_date(parse_iso_date(value))
    return section(value) if name == "paragraph" else str(value)


def corrected_sentence(event: Event) -> str:
    """What was corrected, from what to what; an event that changed nothing names whose it is alone."""
    told = happenings.details_of(event)
    before, after = told.get("before", {}), told.get("after", {})
    changes = [
        f"{Ruling._meta.get_field(name).verbose_name}: "  # type: ignore[union-attr]
        f"{corrected_value(name, before.get(name))} → {corrected_value(name, value)}"
        for name, value in after.items()
    ]
    said = _("Uppgifter om %s rättades") if len(changes) > 1 else _("En uppgift om %s rättades")
    return ": ".join(part for part in (said % event.subject_label.split(":")[0], "; ".join(changes)) if part)


def handed_over_sentence(event: Event) -> str:
    """To whom the matter went, in the word of its partnership; older events say nothing and went to the principals."""
    return _("Ärendet lämnades över till %s") % (happenings.details_of(event).get("to") or PRINCIPALS.the_many)


def rulings_of(key: str) -> dict[str, Iterable[str]]:
    """The rulings whose events belong to the trail of a matter."""
    matter = key_in(key)
    found = Ruling.objects.filter(matter_id=matter).values_list("pk", flat=True) if matter is not None else ()
    return {"decisions.ruling": [str(each) for each in found]}


def announce() -> None:
    """Fill in the registries of what stands below."""
    for source in (principal_duties, body_duties):
        agenda.duty_source(source)
    agenda.waiting_source(waitings)
    agenda.deadline_source(deadlines, coming=coming_deadlines)
    agenda.panel_source(panel)
    agenda.section(
        gettext_lazy("Beslut"), lambda partnership: reverse("decisions:list", args=[partnership.slug]), order=20
    )
    happenings.gather("decisions.matter", rulings_of)
    happenings.tell(
        {
            **SENTENCES,
            "decisions.ruling.adopt": adopted_sentence,
            "decisions.ruling.give_answer": answered_sentence,
            "decisions.ruling.correct": corrected_sentence,
            "decisions.matter.hand_over": handed_over_sentence,
        }
    )
    menu.register(
        "Beslut",
        "decisions:overview",
        order=20,
        shown_to=lambda actor: actor is not None and actor.is_person,
        sections=("decisions:",),
    )
    menu.register_footer("Regler", "decisions:rules", order=30)
    menu.place("rules", "decisions:rules")
