"""What those who lead a negotiation do before it can go on: the way from nothing to its first step, with addresses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from governance.lib.text import capitalise, count_in_words, join_swedish
from governance.workflow.guards import Act

from .. import guards
from ..models import Negotiation, Party
from ..states import NegotiationState

S = NegotiationState


@dataclass(frozen=True, slots=True)
class Preparation:
    """Something to have ready: whether it is, what is missing, and where it is mended."""

    title: str
    note: str
    url: str
    is_done: bool
    is_first: bool = True
    """Whether the negotiation cannot even be initiated without it."""


def next_of(negotiation: Negotiation, found: Sequence[Preparation]) -> tuple[str, str] | None:
    """The first thing that is left to do before a negotiation may be initiated, with its address."""
    if negotiation.state != S.PROPOSED:
        return None
    left = (each for each in found if each.is_first and not each.is_done)
    return next(((each.title, each.url) for each in left), None)


def partys_next(negotiation: Negotiation, party: Party) -> tuple[str, str] | None:
    """What a party does when its gates are confirmed: it says what it is and what it can undertake."""
    if negotiation.state != S.INITIATING or (party.role and party.undertakings):
        return None
    url = reverse("negotiations:party_edit", args=[negotiation.partnership.slug, negotiation.pk, party.pk])
    return _("Fyll i er roll och vad ni kan åta er"), url


def preparations(negotiation: Negotiation, parties: Sequence[Party], actor: Any, today: date) -> list[Preparation]:
    """What is ready and what is not; what the parties confirm stands with the gates."""
    if negotiation.state == S.PROPOSED:
        asked = (of_directive, of_negotiators, of_parties, of_frame, of_issues)
        return [each(negotiation, parties, Act(actor, today)) for each in asked]
    if negotiation.state == S.INITIATING:
        both = (of_parties(negotiation, parties, Act(actor, today)), of_frame(negotiation, parties, Act(actor, today)))
        return [each for each in both if not each.is_done]
    return []


def at(negotiation: Negotiation, name: str) -> str:
    """The address of a page of the negotiation."""
    return reverse(f"negotiations:{name}", args=[negotiation.partnership.slug, negotiation.pk])


def of_directive(negotiation: Negotiation, parties: Sequence[Party], act: Act) -> Preparation:
    """The directive says all that it should."""
    lacks = guards.directive_is_written.check(negotiation, act)
    url = at(negotiation, "directive_edit" if lacks else "directive")
    return Preparation(_("Skriv direktivet"), str(lacks or _("Skrivet och beslutat.")), url, not lacks)


def of_parties(negotiation: Negotiation, parties: Sequence[Party], act: Act) -> Preparation:
    """The State and at least one more take part, and each has its role and what it can undertake."""
    url = at(negotiation, "parties")
    if not any(each.is_state for each in parties):
        return Preparation(_("Lägg till parterna"), _("Staten är part i varje Sverigeförhandling."), url, False)
    if len(parties) < 2:
        return Preparation(_("Lägg till parterna"), _("En förhandling behöver minst två parter."), url, False)
    bare = [each.name for each in parties if not each.role or not each.undertakings]
    if bare:
        note = _("Roll eller åtaganden saknas för %s. Parterna kan fylla i själva.") % join_swedish(bare)
        return Preparation(_("Fyll i parternas roller och åtaganden"), note, url, False, is_first=False)
    told = capitalise(count_in_words(len(parties), _("part"), _("parter")))
    return Preparation(_("Lägg till parterna"), f"{told}.", url, True)


def of_negotiators(negotiation: Negotiation, parties: Sequence[Party], act: Act) -> Preparation:
    """Somebody is appointed, and each has declared conflicts of interest or that there are none."""
    asked = (guards.negotiators_are_appointed, guards.conflicts_are_declared)
    lacks = next((found for each in asked if (found := each.check(negotiation, act))), None)
    note = str(lacks or _("Förordnad, och jäv är redovisat."))
    return Preparation(_("Registrera förhandlingsperson och jäv"), note, at(negotiation, "negotiators"), not lacks)


def of_frame(negotiation: Negotiation, parties: Sequence[Party], act: Act) -> Preparation:
    """There is a financial frame; it is asked for before the parties negotiate."""
    known = negotiation.frame_ore is not None
    note = _("Den ekonomiska ramen är angiven.") if known else _("Behövs innan parterna börjar förhandla.")
    return Preparation(_("Ange den ekonomiska ramen"), note, at(negotiation, "frame"), known, is_first=False)


def of_issues(negotiation: Negotiation, parties: Sequence[Party], act: Act) -> Preparation:
    """There are issues with options; the parties value these."""
    known = negotiation.issues.exists()
    note = _("Frågor finns.") if known else _("Parterna värderar alternativen, så de behövs innan parterna förhandlar.")
    url = at(negotiation, "issues")
    return Preparation(_("Skriv frågorna och deras alternativ"), note, url, known, is_first=False)
