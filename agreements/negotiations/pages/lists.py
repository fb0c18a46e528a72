"""The list of negotiations."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.lib.text import capitalise, count_in_words

from ..models import Milestone, Negotiation
from ..states import OVER, Gate, NegotiationState

S = NegotiationState


@dataclass(frozen=True, slots=True)
class NegotiationRow:
    """A negotiation in the list."""

    negotiation: Negotiation
    url: str
    tone: str
    state: str
    note: str
    turn: str
    due_on: date | None
    parties: int


def rows_of(negotiations: QuerySet[Negotiation], today: date) -> list[NegotiationRow]:
    """Every negotiation with its parties, confirmations and next day; one query."""
    coming = Milestone.objects.filter(negotiation=OuterRef("pk"), done_on__isnull=True).order_by("planned_on")
    present = Q(parties__left_on__isnull=True)
    given = Q(parties__left_on__isnull=True, parties__confirmations__withdrawn_on__isnull=True)
    found = negotiations.select_related("partnership").annotate(
        party_count=Count("parties", filter=present, distinct=True),
        given=Count("parties__confirmations", filter=given, distinct=True),
        next_day=Subquery(coming.values("planned_on")[:1]),
    )
    return [row_of(each) for each in found.order_by("-pk")]


def row_of(negotiation: Any) -> NegotiationRow:
    """One negotiation as a row."""
    situation = negotiation.situations[negotiation.state]
    note = ""
    if negotiation.state == S.INITIATING:
        asked = negotiation.party_count * len(Gate)
        note = _("%(given)s av %(asked)s bekräftelser") % {"given": negotiation.given, "asked": asked}
    return NegotiationRow(
        negotiation=negotiation,
        url=reverse("negotiations:room", args=[negotiation.partnership.slug, negotiation.pk]),
        tone=str(situation.tone.value),
        state=str(negotiation.get_state_display()),
        note=note,
        turn=capitalise(str(situation.turn)),
        due_on=None if negotiation.state in OVER else negotiation.next_day,
        parties=negotiation.party_count,
    )


def lead_of(rows: list[NegotiationRow]) -> str:
    """How many negotiations go on."""
    going = sum(row.negotiation.state not in OVER for row in rows)
    if not rows:
        return _("Här samlas förhandlingarna, från direktiv till genomförande.")
    if not going:
        return _("Ingen förhandling pågår nu.")
    return _("%s pågår.") % capitalise(count_in_words(going, _("förhandling"), _("förhandlingar")))
