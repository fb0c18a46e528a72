"""What negotiations tell the rest of Samverk: whose turn it is, which days to keep, what happens now."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.audit.models import Event
from governance.lib.text import count_in_words, join_swedish
from governance.organisations import agenda, happenings
from governance.organisations.actors import Actor
from governance.organisations.kinds import TALKS, BodyKind, PartnershipKind
from governance.organisations.models import Mandate, Partnership
from governance.organisations.permissions import MANDATE_KEEPERS
from governance.ui import menu
from governance.workflow.together import Wish

from . import citations, permissions
from .models import GateConfirmation, Issue, Milestone, Negotiation, Negotiator, Party
from .pages.lists import row_of
from .states import GOING_ON, Gate, NegotiationState

S = NegotiationState
OF_TALK = (
    *("negotiation__state_since", "negotiation__title", "negotiation__partnership_id"),
    *("negotiation__partnership__slug", "negotiation__partnership__short_name"),
)
OF_ORGANISATION = (
    *("principal__organisation__name", "principal__organisation__short_name", "principal__organisation__kind"),
)
MANDATED_IN = (S.INITIATING, S.NEGOTIATING, S.AGREEING)


def room_url(negotiation: Negotiation) -> str:
    """The negotiation's room."""
    return reverse("negotiations:room", args=[negotiation.partnership.slug, negotiation.pk])


# A party's desk ------------------------------------------------------------------------------------------------------


@agenda.reading
def party_duties(actor: Actor, today: date) -> agenda.Wanted[agenda.Duty] | None:
    """What waits for a party's people."""
    seat = actor.seat
    if seat is None or seat.body.partnership_id or not seat.body.organisation_id:
        return None
    if seat.role not in {*permissions.SPEAKERS, *MANDATE_KEEPERS}:
        return None
    mine = my_parties(seat.body.organisation_id, today)
    return agenda.Wanted(mine, lambda parties: [duty for each in parties for duty in duties_of_party(each, actor)])


def my_parties(organisation: int, today: date) -> QuerySet[Party]:
    """An organisation's parties in negotiations that go on, with what each has left."""
    given = Q(confirmations__withdrawn_on__isnull=True)
    mandates = (
        Mandate.objects.live(today)
        .for_negotiating()
        .filter(organisation_id=organisation, partnership_id=OuterRef("negotiation__partnership_id"))
    )
    own = Issue.objects.filter(negotiation_id=OuterRef("negotiation_id"), state_only=True, decided_option__isnull=True)
    coming = Milestone.objects.filter(
        negotiation_id=OuterRef("negotiation_id"), done_on__isnull=True, phase=S.INITIATING
    ).order_by("planned_on")
    return (
        Party.objects.filter(principal__organisation_id=organisation, left_on__isnull=True)
        .filter(negotiation__state__in=GOING_ON)
        .select_related("negotiation__partnership", "principal__organisation")
        .only("left_on", "is_state", "negotiation__state", *OF_TALK, *OF_ORGANISATION)
        .annotate(
            given=Count("confirmations", filter=given, distinct=True),
            unread=Count("notices", filter=Q(notices__read_on__isnull=True), distinct=True),
            has_mandate=Exists(mandates),
            owes_choice=Exists(own),
            due_on=coming.values("planned_on")[:1],
        )
    )


def duties_of_party(party: Any, actor: Actor) -> list[agenda.Duty]:
    """What waits for the people of one of them."""
    told = []
    if permissions.may_speak_for(party, actor):
        told += [duty for made in SPEAKER_DUTIES if (duty := made(party))]
    if actor.sits_as(*MANDATE_KEEPERS) and party.negotiation.state in MANDATED_IN and not party.has_mandate:
        told.append(mandate_duty(party))
    return told


def gate_duty(party: Any) -> agenda.Duty | None:
    """Gates that are left to confirm."""
    left = len(Gate) - party.given
    if party.negotiation.state != S.INITIATING or left <= 0:
        return None
    return agenda.Duty(
        title=_("Bekräfta grindarna i förhandlingen om %s") % lowered(party.negotiation.title),
        url=room_url(party.negotiation),
        text=_("%s väntar på er. Utan er kan förhandlingen inte börja.")
        % count_in_words(left, _("grind"), _("grindar")).capitalize(),
        context=party.negotiation.partnership.short_name,
        due_on=party.due_on,
        since=party.negotiation.state_since,
    )


def unread_duty(party: Any) -> agenda.Duty | None:
    """Information that nobody at the party has read."""
    if not party.unread:
        return None
    words = count_in_words(party.unread, _("ny uppgift"), _("nya uppgifter"))
    slug, negotiation = party.negotiation.partnership.slug, party.negotiation
    return agenda.Duty(
        title=_("Läs %(words)s i förhandlingen om %(title)s") % {"words": words, "title": lowered(negotiation.title)},
        url=reverse("negotiations:party", args=[slug, negotiation.pk, party.pk]),
        text=_("Alla parter ska ha samma information."),
        context=negotiation.partnership.short_name,
    )


def choice_duty(party: Any) -> agenda.Duty | None:
    """What the State alone is to choose."""
    if not party.is_state or not party.owes_choice or party.negotiation.state not in (S.INITIATING, S.NEGOTIATING):
        return None
    return agenda.Duty(
        title=_("Välj i statens egna frågor: %s") % party.negotiation.title,
        url=reverse("negotiations:issues", args=[party.negotiation.partnership.slug, party.negotiation.pk]),
        text=_("Parterna kan inte skriva avtal förrän staten har valt."),
        context=party.negotiation.partnership.short_name,
    )


SPEAKER_DUTIES: tuple[Callable[[Any], agenda.Duty | None], ...] = (gate_duty, choice_duty, unread_duty)


def mandate_duty(party: Any) -> agenda.Duty:
    """A mandate that is missing."""
    slug, negotiation = party.negotiation.partnership.slug, party.negotiation
    return agenda.Duty(
        title=_("Registrera mandat för förhandlingen om %s") % lowered(negotiation.title),
        url=reverse("negotiations:party", args=[slug, negotiation.pk, party.pk]),
        text=_("%s saknar ett gällande mandat att förhandla.") % party,
        context=negotiation.partnership.short_name,
        due_on=party.due_on,
        action_url=reverse("negotiations:mandate_new", args=[slug, negotiation.pk, party.pk]),
    )


def lowered(title: str) -> str:
    """A title inside a sentence."""
    return title[:1].lower() + title[1:]


# The negotiators' desk -----------------------------------------------------------------------------------------------


def led_from(actor: Actor) -> int | None:
    """The partnership whose negotiations the seat acted from leads or keeps the records of."""
    seat = actor.seat
    return seat.body.partnership_id if seat is not None and seat.body.kind == BodyKind.NEGOTIATORS else None


@agenda.reading
def leader_duties(actor: Actor, today: date) -> agenda.Wanted[agenda.Duty] | None:
    """What waits for the negotiators."""
    led = led_from(actor)
    if led is None:
        return None
    wish = Wish("negotiations.led", led_in, (led, actor.user.pk or 0))
    return agenda.Wanted(wish, lambda talks: [duty for each in talks for duty in duties_of_leader(each, actor)])


def led_in(partnership: int, user: int) -> list[QuerySet[Negotiation]]:
    """The negotiations that go on in a partnership, what is confirmed, and whether a person has yet to report."""
    present = Q(parties__left_on__isnull=True)
    given = Q(parties__left_on__isnull=True, parties__confirmations__withdrawn_on__isnull=True)
    silent = Negotiator.objects.filter(negotiation_id=OuterRef("pk"), user_id=user, conflicts__isnull=True)
    coming = Milestone.objects.filter(negotiation_id=OuterRef("pk"), done_on__isnull=True).order_by("planned_on")
    found = Negotiation.objects.filter(partnership_id=partnership, state__in=GOING_ON).annotate(
        party_count=Count("parties", filter=present, distinct=True),
        given=Count("parties__confirmations", filter=given, distinct=True),
        is_silent=Exists(silent),
        next_day=coming.values("planned_on")[:1],
    )
    return [found.select_related("partnership").order_by("pk")]


def lacking(negotiation: Any) -> int:
    """How many confirmations are missing."""
    return int(negotiation.party_count * len(Gate) - negotiation.given)


def duties_of_leader(each: Any, actor: Actor) -> list[agenda.Duty]:
    """What one negotiation asks of the negotiators."""
    told = []
    if each.is_silent:
        told.append(leader_duty(each, _("Redovisa jäv, eller att inget finns: %s"), "negotiators", each.next_day))
    if not permissions.may_assist(each, actor):
        return told
    if each.state == S.PROPOSED:
        told.append(leader_duty(each, _("Skriv direktivet och samla parterna: %s"), "room", each.next_day))
    elif each.state == S.INITIATING and each.party_count and not lacking(each):
        told.append(leader_duty(each, _("Låt förhandlingen börja: %s"), "room", each.next_day))
    elif each.state == S.PAUSED:
        told.append(leader_duty(each, _("Återuppta eller avbryt förhandlingen: %s"), "room", None))
    return told


def leader_duty(negotiation: Any, title: str, page: str, due_on: date | None) -> agenda.Duty:
    """One thing for the negotiators to do."""
    return agenda.Duty(
        title=title % negotiation.title,
        url=reverse(f"negotiations:{page}", args=[negotiation.partnership.slug, negotiation.pk]),
        text=str(negotiation.situations[negotiation.state].asked).capitalize() + ".",
        context=negotiation.partnership.short_name,
        since=negotiation.state_since,
        due_on=due_on,
    )


@agenda.reading
def waitings(actor: Actor, today: date) -> agenda.Wanted[agenda.Waiting] | None:
    """Confirmations that the negotiators wait for, with the names of those who have some left."""
    led = led_from(actor)
    return None if led is None else agenda.Wanted(Wish("negotiations.unconfirmed", asked_in, (led,)), unconfirmed)


def asked_in(partnership: int) -> list[QuerySet[Party]]:
    """The parties that are asked to confirm the gates, and how many each has confirmed."""
    given = (
        GateConfirmation.objects.filter(party_id=OuterRef("pk"), withdrawn_on__isnull=True)
        .order_by()
        .values("party_id")
        .annotate(count=Count("pk"))
        .values("count")
    )
    coming = Milestone.objects.filter(negotiation_id=OuterRef("negotiation_id"), done_on__isnull=True)
    parties = (
        Party.objects.present()
        .filter(negotiation__partnership_id=partnership, negotiation__state=S.INITIATING)
        .annotate(given=given, next_day=coming.order_by("planned_on").values("planned_on")[:1])
        .select_related("negotiation__partnership", "principal__organisation")
        .only("order", "negotiation__state", *OF_TALK, *OF_ORGANISATION)
    )
    return [parties.order_by("negotiation_id", "order", "pk")]


def unconfirmed(parties: list[Any]) -> list[agenda.Waiting]:
    """The negotiations in which some of the parties have gates left to confirm."""
    left: dict[int, list[Any]] = {}
    for party in parties:
        if (party.given or 0) < len(Gate):
            left.setdefault(party.negotiation_id, []).append(party)
    return [
        agenda.Waiting(
            title=_("Bekräftelse av grindarna: %s") % several[0].negotiation.title,
            url=room_url(several[0].negotiation),
            turn=turn_of([each.name for each in several]),
            since=several[0].negotiation.state_since,
            due_on=several[0].next_day,
        )
        for several in left.values()
    ]


def turn_of(names: list[str]) -> str:
    """Up to three names, otherwise how many."""
    return join_swedish(names) if len(names) <= 3 else count_in_words(len(names), _("part"), _("parter"))


# Days, panels, words -------------------------------------------------------------------------------------------------


def days_in(*partnerships: int) -> list[QuerySet[Milestone]]:
    """The days to come of the negotiations that go on in some partnerships."""
    found = Milestone.objects.filter(
        negotiation__partnership_id__in=partnerships, negotiation__state__in=GOING_ON, done_on__isnull=True
    )
    found = found.select_related("negotiation__partnership")
    return [found.only("planned_on", "title", "negotiation__state", *OF_TALK).order_by()]


@agenda.reading
def deadlines(partnership_ids: frozenset[int], today: date) -> agenda.Wanted[agenda.Deadline]:
    """The days of the timetables; they warn and stop nothing."""
    return agenda.Wanted(
        Wish("negotiations.days", days_in, tuple(partnership_ids)),
        lambda rows: [
            agenda.Deadline(
                on=each.planned_on,
                title=each.title,
                partnership_id=each.negotiation.partnership_id,
                url=reverse("negotiations:timetable", args=[each.negotiation.partnership.slug, each.negotiation_id]),
                kind="negotiations.milestone",
                rule=citations.KEEPS_PACE,
            )
            for each in rows
        ],
    )


def panel(partnership: Partnership, actor: Actor, today: date) -> agenda.Panel | None:
    """The negotiations of a partnership that is one, and where each stands."""
    if partnership.kind != PartnershipKind.NEGOTIATION:
        return None
    present = Q(parties__left_on__isnull=True)
    given = Q(parties__left_on__isnull=True, parties__confirmations__withdrawn_on__isnull=True)
    coming = Milestone.objects.filter(negotiation=OuterRef("pk"), done_on__isnull=True).order_by("planned_on")
    found = Negotiation.objects.filter(partnership=partnership).annotate(
        party_count=Count("parties", filter=present, distinct=True),
        given=Count("parties__confirmations", filter=given, distinct=True),
        next_day=coming.values("planned_on")[:1],
    )
    rows = []
    for each in found.select_related("partnership").order_by("-pk")[:4]:
        row = row_of(each)
        rows.append(agenda.PanelRow(label=each.title, value=row.state, note=row.note or row.turn, url=row.url))
    if not rows:
        return None
    url = reverse("negotiations:list", args=[partnership.slug])
    return agenda.Panel(title=_("Förhandlingar"), url=url, rows=tuple(rows), order=10)


def page_of(event: Event) -> str:
    """Where events about our objects can be seen: an address that finds the page by the object's number."""
    model = event.subject_type.rsplit(".", 1)[-1]
    return reverse("negotiations:find", args=[model, int(event.subject_key)]) if event.subject_key.isdecimal() else ""


def takes_part(actor: Actor | None) -> bool:
    """Whether somebody is signed in who takes part in a negotiation's partnership."""
    return actor is not None and actor.is_person and PartnershipKind.NEGOTIATION in actor.partnership_kinds


def announce() -> None:
    """Fill in the registries of what stands below."""
    for source in (party_duties, leader_duties):
        agenda.duty_source(source, kinds=TALKS)
    agenda.waiting_source(waitings, kinds=TALKS)
    agenda.deadline_source(deadlines, kinds=TALKS)
    agenda.panel_source(panel, kinds=TALKS)
    agenda.section(
        gettext_lazy("Förhandlingar"),
        lambda partnership: reverse("negotiations:list", args=[partnership.slug]),
        order=15,
        kinds=(PartnershipKind.NEGOTIATION,),
    )
    for model in (Negotiation, Party, Issue):
        happenings.link(model._meta.label_lower, page_of)
    happenings.link("negotiations.option", page_of)
    menu.register(
        "Förhandlingar",
        "negotiations:start",
        order=24,
        shown_to=takes_part,
        sections=("negotiations:", "benefits:"),  # the pages of benefits are parts of a negotiation
    )
