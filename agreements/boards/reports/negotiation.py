"""The status of a negotiation, alike to everybody: it holds nothing that any party keeps to itself."""

from collections.abc import Callable
from datetime import date
from typing import Any

from agreements.benefits.states import ConsentState
from agreements.negotiations.mandates import live_mandates
from agreements.negotiations.states import OVER, Gate, NegotiationState
from governance.documents.shapes import (
    GateRow,
    Head,
    Issuer,
    KeyFigure,
    NegotiationStatusData,
    Notice,
    PhaseStep,
    StatusDay,
    StatusDecision,
    StatusIssue,
    StatusPackage,
    StatusParty,
    Told,
)
from governance.documents.swedish import kronor
from governance.lib.dates import MONTHS, swedish_date
from governance.lib.text import capitalise, count, join_swedish

from .common import headed

PHASES = (
    (NegotiationState.INITIATING, "Initiera"),
    (NegotiationState.NEGOTIATING, "Förhandla"),
    (NegotiationState.AGREEING, "Avtala"),
    (NegotiationState.IMPLEMENTING, "Genomföra"),
    (NegotiationState.CONCLUDED, "Avslutad"),
)
NOT_CONFIRMED = "Saknas"
STANDS = {
    NegotiationState.PROPOSED: "Förhandlingen är föreslagen.",
    NegotiationState.INITIATING: "Förhandlingen initieras.",
    NegotiationState.CONCLUDED: "Förhandlingen är avslutad. Alla åtaganden är uppfyllda.",
    NegotiationState.PAUSED: "Förhandlingen är pausad.",
    NegotiationState.ABORTED: "Förhandlingen är avbruten.",
}
"""What the lead says first; in the phases between, who does what says it all."""


def status_builder(negotiation: Any, *, today: date) -> Callable[[Head], NegotiationStatusData]:
    """Read the negotiation once; gives what makes its status of the day."""
    parties = list(negotiation.parties.present().with_organisation().prefetch_related("confirmations"))
    rows = tuple(gate_row(each) for each in parties)
    days = tuple(timetable_row(each, today) for each in negotiation.milestones.order_by("planned_on", "pk"))
    mandates = {each.organisation_id: each for each in live_mandates(negotiation, today)}
    issues = tuple(issue_row(each) for each in issues_of(negotiation))
    packages = tuple(package_row(each) for each in packages_of(negotiation))
    decisions = negotiation.decisions.select_related("session").order_by("session__held_on", "pk")
    notices = negotiation.notices.select_related("party__principal__organisation").order_by("told_on", "pk")
    return lambda head: NegotiationStatusData(
        head=headed(head),
        issuer=issuer(negotiation),
        number=negotiation.number,
        as_of=today,
        lead=lead(negotiation, rows),
        facts=facts(negotiation),
        figures=figures(negotiation, rows, issues, days),
        notices=told_first(negotiation, rows, days, parties, mandates),
        phases=phases(negotiation),
        parties=tuple(party_row(each, mandates.get(each.principal.organisation_id)) for each in parties),
        gates=tuple(str(gate.label) for gate in Gate),
        gate_rows=rows,
        issues=issues,
        packages=packages,
        sessions=tuple(
            StatusDecision(on=each.session.held_on, level=str(each.get_level_display()), text=each.text)
            for each in decisions
        ),
        timetable=days,
        told=told_rows(notices, everybody=frozenset(each.principal.organisation.short_name for each in parties)),
    )


def issuer(negotiation: Any) -> Issuer:
    """The neutral negotiators."""
    partnership = negotiation.partnership
    return Issuer(
        name=f"Förhandlingspersonerna, {partnership.name}",
        short_name=partnership.short_name,
        partnership=partnership.name,
        cover_lines=(partnership.name,),
    )


def gate_row(party: Any) -> GateRow:
    """A party's five answers."""
    days = {each.gate: each.confirmed_on for each in party.confirmations.all() if each.withdrawn_on is None}
    found = [days.get(gate) for gate in Gate]
    return GateRow(
        party=party.principal.organisation.short_name,
        answers=tuple(short_day(day) if day else NOT_CONFIRMED for day in found),
        missing=tuple(day is None for day in found),
    )


def short_day(day: date) -> str:
    """15 sep 2026, where five days stand beside each other."""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def timetable_row(milestone: Any, today: date) -> StatusDay:
    """A day of the timetable."""
    late = milestone.done_on is None and milestone.planned_on < today
    state = "Klart" if milestone.done_on else "Försenat" if late else "Återstår"
    return StatusDay(
        planned_on=milestone.planned_on, title=milestone.title, done_on=milestone.done_on, state=state, late=late
    )


def party_row(party: Any, mandate: Any) -> StatusParty:
    """A party and until when somebody may negotiate for it; never how much the mandate covers."""
    until = "saknas"
    if mandate is not None:
        until = f"till {swedish_date(mandate.valid_until)}" if mandate.valid_until else "tills vidare"
    return StatusParty(name=party.name, role=party.role, level=str(party.get_level_display()), mandate=until)


def issues_of(negotiation: Any) -> Any:
    """The issues in order, with their options and what the State has chosen."""
    return negotiation.issues.select_related("decided_option").prefetch_related("options").order_by("number")


def packages_of(negotiation: Any) -> Any:
    """Every package that has been laid before the parties, with their answers; a sketch that never was stays unseen."""
    laid = negotiation.packages.filter(laid_on__isnull=False).order_by("number")
    return laid.prefetch_related("consents__party__principal__organisation")


def package_row(package: Any) -> StatusPackage:
    """A package with who has answered what, which every party may know; never why, nor what it is worth to anybody."""
    given: dict[str, list[str]] = {}
    for each in package.consents.all():
        given.setdefault(each.state, []).append(each.party.principal.organisation.short_name)
    state = str(package.get_state_display())
    return StatusPackage(
        number=str(package.number),
        title=package.title,
        state=f"{state} {swedish_date(package.agreed_on)}" if package.agreed_on else state,
        answers=tuple((str(kind.label), join_swedish(sorted(given[kind]))) for kind in ConsentState if kind in given),
    )


def chosen_words(issue: Any) -> str:
    """What the State has chosen alone, and when."""
    if issue.decided_option is None:
        return ""
    return f"{issue.decided_option.title}, {swedish_date(issue.decided_on)}"


def issue_row(issue: Any) -> StatusIssue:
    """An issue with its options."""
    kind = capitalise(str(issue.get_kind_display()))
    return StatusIssue(
        number=str(issue.number),
        title=issue.title,
        kind=f"{kind}; staten ensam" if issue.state_only else kind,
        options=tuple(each.title for each in sorted(issue.options.all(), key=lambda each: each.number)),
        chosen=chosen_words(issue),
    )


def told_rows(notices: Any, *, everybody: frozenset[str]) -> tuple[Told, ...]:
    """Who was told what: the same thing told to several on one day is one row, and all of them are not named."""
    grouped: dict[tuple[date, str, str], list[str]] = {}
    for each in notices:
        key = (each.told_on, each.what, str(each.get_channel_display()))
        grouped.setdefault(key, []).append(each.party.principal.organisation.short_name)
    return tuple(
        Told(on=on, to=receivers(names, everybody), what=what, how=how) for (on, what, how), names in grouped.items()
    )


def receivers(names: list[str], everybody: frozenset[str]) -> str:
    """Who was told: each by name, or all parties together."""
    if len(everybody) > 1 and everybody <= set(names):
        return "Alla parter"
    return join_swedish(sorted(names))


def phases(negotiation: Any) -> tuple[PhaseStep, ...]:
    """The phases in order, with where the negotiation stands."""
    state = negotiation.resumes_to or negotiation.state
    order = [phase for phase, _name in PHASES]
    here = order.index(state) if state in order else -1
    return tuple(
        PhaseStep(name=name, place="here" if place == here else "done" if place < here else "ahead")
        for place, (_phase, name) in enumerate(PHASES)
    )


def lead(negotiation: Any, rows: tuple[GateRow, ...]) -> str:
    """Where it stands, and whose confirmation is missing while it is initiated."""
    if negotiation.state != NegotiationState.INITIATING:
        return where_it_stands(negotiation)
    first = STANDS[NegotiationState.INITIATING]
    missing = sum(sum(row.missing) for row in rows)
    if not missing:
        return f"{first} Alla parter har bekräftat alla fem grindar."
    waiting = [row.party for row in rows if any(row.missing)]
    words = count(missing, "bekräftelse saknas", "bekräftelser saknas")
    return f"{first} {capitalise(words)}, från {join_swedish(waiting)}."


def where_it_stands(negotiation: Any) -> str:
    """The phase, and who does what in it."""
    first = STANDS.get(negotiation.state, "")
    situation = negotiation.situations[negotiation.state]
    if negotiation.state in OVER:
        return first
    return f"{first} {capitalise(str(situation.turn))} {situation.asked}.".strip()


def facts(negotiation: Any) -> tuple[tuple[str, str], ...]:
    """Number, directive and purpose."""
    found = [("Förhandling", f"{negotiation.number} {negotiation.title}")]
    if negotiation.directive_reference:
        day = negotiation.directive_decided_on
        found.append(("Direktiv", f"{negotiation.directive_reference}{f', {swedish_date(day)}' if day else ''}"))
    if negotiation.frame_ore is not None:
        found.append(("Ekonomisk ram", f"{kronor(negotiation.frame_ore)} kr"))
    return tuple(found)


def figures(
    negotiation: Any, rows: tuple[GateRow, ...], issues: tuple[StatusIssue, ...], days: tuple[StatusDay, ...]
) -> tuple[KeyFigure, ...]:
    """Parties, confirmations, issues and late days."""
    confirmed = sum(not each for row in rows for each in row.missing)
    return (
        KeyFigure(value=str(len(rows)), label="parter"),
        KeyFigure(value=f"{confirmed} av {len(rows) * len(Gate)}", label="bekräftelser"),
        KeyFigure(value=str(len(issues)), label="sakfrågor"),
        KeyFigure(value=str(sum(day.late for day in days)), label="försenade hålltider"),
    )


def told_first(
    negotiation: Any, rows: tuple[GateRow, ...], days: tuple[StatusDay, ...], parties: list[Any], mandates: Any
) -> tuple[Notice, ...]:
    """What the reader must know: a stop, mandates that are missing, days that are late, the next day."""
    found = []
    if negotiation.state_reason:
        found.append(Notice(strong=f"{negotiation.get_state_display()}:", text=negotiation.state_reason))
    without = [each.name for each in parties if each.principal.organisation_id not in mandates]
    if without:
        found.append(Notice(strong="Mandat saknas:", text=f"{join_swedish(without)}."))
    late = [day for day in days if day.late]
    if late:
        told = join_swedish([f"{day.title} ({swedish_date(day.planned_on)})" for day in late])
        found.append(Notice(strong="Försenat:", text=f"{told}."))
    ahead = next((day for day in days if day.done_on is None and not day.late), None)
    if ahead is not None:
        found.append(Notice(strong="Nästa hålltid:", text=f"{ahead.title}, {swedish_date(ahead.planned_on)}."))
    return tuple(found)
