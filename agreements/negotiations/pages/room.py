"""The negotiation room: the state in words, whose turn it is, the phases, the gates, the mandates, and what is near."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.lib.money import Sek
from governance.lib.text import capitalise, count_in_words
from governance.organisations.models import Mandate
from governance.ui.templatetags.swedish import daymonth, kr, near
from governance.workflow.steps import Step, may_take, steps_of
from governance.workflow.together import Wish

from .. import permissions, registry
from ..guards import present_parties
from ..models import FinanceChange, Milestone, Negotiation, Party
from ..queries import mandates_of, remarks_of, standing_confirmations, wish_with_parties
from ..states import NEGOTIATORS, PHASES, NegotiationState
from .gates import Matrix, lead_of, matrix_of, names_of

S = NegotiationState
SOON = timedelta(days=30)
MOST_CHANGES = 5
FORWARD = {
    S.PROPOSED: "initiate",
    S.INITIATING: "begin_negotiating",
    S.NEGOTIATING: "begin_agreeing",
    S.AGREEING: "implement",
    S.IMPLEMENTING: "conclude",
}
PHASE_WORDS = {
    S.INITIATING: (_("Initiera"), _("fem grindar, part för part")),
    S.NEGOTIATING: (_("Förhandla"), _("kräver mandat och ekonomisk ram")),
    S.AGREEING: (_("Avtala"), _("fem obligatoriska delar")),
    S.IMPLEMENTING: (_("Genomföra"), _("styrelse tills allt är uppfyllt")),
}
BACKWARD = ("pause", "reopen_negotiating", "reopen_initiation", "abort")
PHASES_WITH_GATES = (S.PROPOSED, S.INITIATING)


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase in the strip."""

    name: str
    note: str
    status: str
    is_now: bool


@dataclass(frozen=True, slots=True)
class MandateRow:
    """What is known of a party's mandate."""

    party: Party
    tone: str
    state: str
    frame: str
    conditions: str
    until: date | None
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Everything on the page."""

    negotiation: Negotiation
    lead: str
    eyebrow: str
    turn: str
    turn_note: str
    state_note: str
    milestone: Milestone | None
    late: tuple[Milestone, ...]
    phases: tuple[Phase, ...]
    matrix: Matrix
    shows_gates: bool
    mandates: tuple[MandateRow, ...]
    changes: tuple[FinanceChange, ...]
    steps: tuple[Step, ...]
    mine: Party | None
    my_gates: tuple[int, ...]
    may_remind: bool
    remind_label: str
    panels: tuple[dict[str, Any], ...]


def read_room(negotiation: Negotiation, actor: Any, today: date) -> Room:
    """The whole room in one query, besides what higher floors ask for their panels."""
    keys = negotiation.pk, negotiation.partnership_id
    confirmed, remarks, given, milestones, changes = wish_with_parties(
        negotiation, Wish("negotiations.room", around, keys)
    )
    parties = present_parties(negotiation)
    mine = my_party(negotiation, parties, actor)
    matrix = matrix_of(negotiation, confirmed, remarks, mine)
    mandates = mandate_rows(negotiation, parties, given, today)
    bare = [row.party for row in mandates if row.tone in ("todo", "late")]
    state = NegotiationState(negotiation.state)
    waiting = waiting_parties(matrix, bare) if state == S.INITIATING else []
    turn, turn_note = whose_turn(negotiation, waiting)
    speaks = mine is not None and permissions.may_speak_for(mine, actor)
    return Room(
        negotiation=negotiation,
        lead=lead(negotiation, matrix, bare),
        eyebrow=" · ".join(part for part in (_("Sverigeförhandling"), negotiation.directive_reference) if part),
        turn=turn,
        turn_note=turn_note,
        state_note=state_note(negotiation, matrix, today),
        milestone=milestones[0] if milestones else None,
        late=tuple(each for each in milestones if each.is_late(today)),
        phases=phases_of(negotiation, today),
        matrix=matrix,
        shows_gates=is_at_gates(negotiation),
        mandates=tuple(mandates),
        changes=tuple(with_party(changes, parties)),
        steps=tuple(shown_steps(negotiation, actor)),
        mine=mine,
        my_gates=tuple(my_gates(matrix, mine)) if speaks and state == S.INITIATING else (),
        may_remind=bool(waiting) and permissions.may_assist(negotiation, actor),
        remind_label=remind_label(waiting),
        panels=tuple(registry.room_panels(negotiation, actor, today)),
    )


def around(negotiation_id: int, partnership_id: int) -> tuple[QuerySet[Any], ...]:
    """What the room tells besides the parties: gates, mandates, the days to come and the latest changes of finances."""
    return (
        standing_confirmations(negotiation_id),
        remarks_of(negotiation_id),
        mandates_of(partnership_id),
        Milestone.objects.filter(negotiation_id=negotiation_id, done_on__isnull=True),
        FinanceChange.objects.filter(party__negotiation_id=negotiation_id)[:MOST_CHANGES],
    )


def is_at_gates(negotiation: Negotiation) -> bool:
    """Whether the gates are what the room is about; later they are told beside the parties."""
    return negotiation.state in PHASES_WITH_GATES or negotiation.resumes_to == S.INITIATING


def my_party(negotiation: Negotiation, parties: Sequence[Party], actor: Any) -> Party | None:
    """The party that the seat acted from belongs to; no query."""
    principal = actor.principal_in(negotiation.partnership_id)
    return next((each for each in parties if principal is not None and each.principal_id == principal.pk), None)


def my_gates(matrix: Matrix, mine: Party | None) -> list[int]:
    """The gates that my own party has left."""
    return next((row.missing for row in matrix.rows if mine is not None and row.party.pk == mine.pk), [])


def waiting_parties(matrix: Matrix, bare: Sequence[Party]) -> list[Party]:
    """The parties that have something left to do before the negotiation may begin, in the negotiation's order."""
    left = {gap.party.pk for gap in matrix.gaps} | {party.pk for party in bare}
    return [row.party for row in matrix.rows if row.party.pk in left]


def whose_turn(negotiation: Negotiation, waiting: Sequence[Party]) -> tuple[str, str]:
    """Whose turn it is, and since when or what is asked of them."""
    situation = negotiation.situations[negotiation.state]
    if waiting:
        since = negotiation.state_since
        return names_of(waiting), _("sedan %s") % daymonth(since) if since else str(situation.asked)
    if negotiation.state == S.INITIATING:
        return capitalise(str(NEGOTIATORS)), _("kan låta förhandlingen börja")
    return capitalise(str(situation.turn)), str(situation.asked)


def state_note(negotiation: Negotiation, matrix: Matrix, today: date) -> str:
    """How far the state has come."""
    if negotiation.state == S.INITIATING:
        return _("%(given)s av %(asked)s bekräftelser finns") % {"given": matrix.given, "asked": matrix.asked}
    if negotiation.state in (S.PAUSED, S.ABORTED):
        return negotiation.state_reason
    return _("sedan %s") % near(negotiation.state_since, today) if negotiation.state_since else ""


LATER_LEADS = {
    S.AGREEING: _("Parterna skriver avtal. Genomförandet börjar när ett avtal gäller."),
    S.IMPLEMENTING: _("Det som är avtalat genomförs. Förhandlingen avslutas när alla åtaganden är uppfyllda."),
    S.CONCLUDED: _("Alla åtaganden är uppfyllda. Förhandlingen är avslutad."),
    S.PAUSED: _("Förhandlingen är pausad: %s"),
    S.ABORTED: _("Förhandlingen är avbruten: %s"),
}


def lead(negotiation: Negotiation, matrix: Matrix, bare: Sequence[Party]) -> str:
    """The state in words, and what is missing."""
    if negotiation.state == S.PROPOSED:
        parties = count_in_words(len(matrix.rows), _("part"), _("parter")) if matrix.rows else _("inga parter än")
        return _("Förhandlingen är föreslagen, med %s. Den initieras när direktivet är beslutat.") % parties
    if negotiation.state == S.INITIATING:
        return lead_of(matrix, bare)
    if negotiation.state == S.NEGOTIATING:
        return negotiating(negotiation, matrix, bare)
    words = LATER_LEADS[NegotiationState(negotiation.state)]
    return words % negotiation.state_reason if "%s" in words else words


def negotiating(negotiation: Negotiation, matrix: Matrix, bare: Sequence[Party]) -> str:
    """The lead while the parties negotiate."""
    frame = kr(Sek(negotiation.frame_ore or 0))
    parties = capitalise(count_in_words(len(matrix.rows), _("part"), _("parter")))
    told = _("%(parties)s förhandlar inom en ekonomisk ram på %(frame)s.") % {"parties": parties, "frame": frame}
    if not bare:
        return told
    lost = capitalise(count_in_words(len(bare), _("part"), _("parter")))
    return f"{told} {_('%s saknar gällande mandat.') % lost}"


def phases_of(negotiation: Negotiation, today: date) -> tuple[Phase, ...]:
    """The four phases with where the negotiation is."""
    state = negotiation.resumes_to or negotiation.state
    at = -1 if state == S.PROPOSED else len(PHASES) if state == S.CONCLUDED else None
    if at is None:
        at = PHASES.index(NegotiationState(state)) if state in PHASES else -1
    shown = []
    for place, phase in enumerate(PHASES):
        name, note = PHASE_WORDS[phase]
        is_now = place == at
        if is_now and negotiation.state_since:
            words = _("pausad sedan %s") if negotiation.state == S.PAUSED else _("pågår sedan %s")
            note = words % near(negotiation.state_since, today)
        elif place < at:
            note = _("klar")
        status = "work" if is_now else "done" if place < at else "todo"
        shown.append(Phase(str(name), str(note), status, is_now))
    return tuple(shown)


def mandate_rows(
    negotiation: Negotiation, parties: Sequence[Party], given: Iterable[Mandate], today: date
) -> list[MandateRow]:
    """What is known of each party's mandate to negotiate: the one that holds, or the last there was."""
    by_organisation: dict[int, list[Mandate]] = {}
    for mandate in given:
        by_organisation.setdefault(mandate.organisation_id, []).append(mandate)
    return [
        mandate_row(negotiation, each, by_organisation.get(each.principal.organisation_id, []), today)
        for each in parties
    ]


def mandate_row(negotiation: Negotiation, party: Party, given: Sequence[Mandate], today: date) -> MandateRow:
    """One party's mandate in words."""
    live = [each for each in given if each.is_live(today)]
    best = max(live, key=lambda each: (each.frame_ore is None, each.frame_ore or 0), default=None)
    url = reverse("negotiations:party", args=[negotiation.partnership.slug, negotiation.pk, party.pk])
    nothing = _("Binder inte medlemmarna") if party.is_association else _("Inga")
    if best is None:
        coming = next((each for each in given if each.valid_from > today and each.revoked_on is None), None)
        words = _("Gäller från %s") % daymonth(coming.valid_from) if coming else "–"
        state, tone = (_("Har upphört"), "late") if given and coming is None else (_("Saknas"), "todo")
        return MandateRow(party, tone, state, "–", words, None, url)
    ends_soon = best.valid_until is not None and best.valid_until - today <= SOON
    return MandateRow(
        party,
        "warn" if ends_soon else "done",
        _("Går ut snart") if ends_soon else _("Finns"),
        "–" if best.frame_ore is None else kr(Sek(best.frame_ore)),
        best.conditions or nothing,
        best.valid_until,
        url,
    )


def with_party(found: Sequence[FinanceChange], parties: Sequence[Party]) -> list[FinanceChange]:
    """Changed finances that were told, each with its party; none of those that have left."""
    by_key = {party.pk: party for party in parties}
    kept = [each for each in found if each.party_id in by_key]
    for each in kept:
        each.party = by_key[each.party_id]
    return kept


def shown_steps(negotiation: Negotiation, actor: Any) -> list[Step]:
    """The steps that start here and that the actor may take: forward first; a paused one goes on where it stood."""
    state = negotiation.state
    found = [
        step for step in steps_of(Negotiation).values() if state in step.sources and may_take(negotiation, step, actor)
    ]
    fitting = [step for step in found if not step.name.startswith("resume_") or step.target == negotiation.resumes_to]
    forward = FORWARD.get(NegotiationState(state), f"resume_{negotiation.resumes_to}")
    return sorted(
        fitting, key=lambda step: (step.name != forward, BACKWARD.index(step.name) + 1 if step.name in BACKWARD else 0)
    )


def remind_label(waiting: Sequence[Party]) -> str:
    """The words of the button that reminds."""
    if len(waiting) == 1:
        return _("Påminn %s") % waiting[0].name
    return _("Påminn de %s") % count_in_words(len(waiting), _("parten"), _("parterna"))
