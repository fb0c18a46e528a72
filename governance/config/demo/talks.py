"""What the two negotiations of the story have in common: how one is registered, confirmed and valued."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from agreements.benefits.services.valuing import Given, save_valuations
from agreements.negotiations.models import Negotiation, Option, Party
from agreements.negotiations.services.directive import register_negotiation
from agreements.negotiations.services.gates import confirm_gate
from agreements.negotiations.services.issues import add_issue, add_option
from agreements.negotiations.services.parties import (
    add_party,
    appoint_negotiator,
    assess_conflict,
    declare_conflict,
)
from agreements.negotiations.states import Gate

from .tables import Guest, Table

Question = tuple[str, str, Sequence[str]]
"""What an issue is called, its kind, and its options."""


def propose(table: Table, guests: Iterable[Guest], *, on: date, directive: str, **facts: Any) -> Negotiation:
    """Register a negotiation with its directive, its parties and its negotiator."""
    office = table.act("office", on)
    negotiation = register_negotiation(
        partnership=table.partnership,
        directive_reference=f"{on.year}:{directive} (exempel)",
        directive_decided_on=on - timedelta(days=5),
        by=office,
        today=on,
        **facts,
    )
    for guest in guests:
        add_party(
            negotiation,
            principal=table.principals[guest.key],
            role=guest.role,
            undertakings=guest.undertakings,
            situation=guest.situation,
            by=office,
            today=on,
        )
    appoint(table, negotiation, on)
    return negotiation


def appoint(table: Table, negotiation: Negotiation, on: date) -> None:
    """The negotiator is appointed, and declares what others may ask about."""
    office = table.act("office", on)
    negotiator = appoint_negotiator(
        negotiation,
        user=table.seats["lead"].user,
        appointment="Regeringsbeslut (exempel)",
        appointed_on=on - timedelta(days=5),
        background="Tidigare regionråd, påhittad",
        other_roles="Ordförande i en påhittad stiftelse",
        by=office,
        today=on,
    )
    declared = declare_conflict(
        negotiator,
        what="Ordförande i en stiftelse som har fått bidrag från en av parterna.",
        by=table.act("lead", on),
        today=on,
    )
    text = "Bidraget är avslutat sedan två år. Det påverkar inte uppdraget."
    assess_conflict(declared, assessment=text, must_abstain=False, by=office, today=on)


def ask(table: Table, negotiation: Negotiation, questions: Iterable[Question], on: date) -> None:
    """List the issues and their options."""
    office = table.act("office", on)
    for title, kind, options in questions:
        issue = add_issue(negotiation, title=title, kind=kind, by=office, today=on)
        for option in options:
            add_option(issue, title=option, by=office, today=on)


def party_of(table: Table, negotiation: Negotiation, key: str) -> Party:
    """A party by its key in the story."""
    return negotiation.parties.get(principal=table.principals[key])


def confirm_gates(
    table: Table,
    negotiation: Negotiation,
    guests: Iterable[Guest],
    *,
    on: date,
    without: Collection[tuple[str, Gate]] = (),
    views: Mapping[tuple[str, Gate], str] | None = None,
) -> None:
    """Every party confirms the five gates, but for those that do not yet."""
    for guest in guests:
        party, by = party_of(table, negotiation, guest.key), table.act(guest.key, on)
        for gate in Gate:
            if (guest.key, gate) not in without:
                view = (views or {}).get((guest.key, gate), "")
                confirm_gate(party, gate, differing_view=view, by=by, today=on)


def options_of(negotiation: Negotiation) -> list[list[Option]]:
    """The options of each issue, in order."""
    return [list(each.options.order_by("number")) for each in negotiation.issues.order_by("number")]


def value(table: Table, party: Party, key: str, worth: Mapping[int, Given], on: date) -> None:
    """A party values the options for itself."""
    save_valuations(party, values=worth, by=table.act(key, on), today=on)
