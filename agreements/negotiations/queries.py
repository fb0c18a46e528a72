"""Reads for the pages of negotiations: each of so many questions whatever the number of rows."""

from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from governance.organisations.models import Mandate
from governance.workflow.together import Wish, read_together, read_wishes

from .models import (
    GateConfirmation,
    GateRemark,
    Issue,
    MandateLimit,
    Negotiation,
    Option,
    Party,
    Session,
    SessionDecision,
)


def read_with_parties(negotiation: Negotiation, *others: QuerySet[Any]) -> list[list[Any]]:
    """What else a page needs, read with the parties that have not left, where `present_parties` has not read them."""
    if "_present" in negotiation.__dict__:
        return read_together(others)
    parties, *found = read_together([negotiation.parties.present().with_organisation(), *others])
    negotiation.__dict__["_present"] = parties
    return found


def wish_with_parties(negotiation: Negotiation, wish: Wish) -> list[list[Any]]:
    """The rows of a wish, read with the parties where `present_parties` has not read them."""
    if "_present" in negotiation.__dict__:
        return read_wishes(wish)[0]
    parties = Wish("negotiations.parties", lambda key: [parties_present(key)], (negotiation.pk,))
    (negotiation.__dict__["_present"],), found = read_wishes(parties, wish)
    return found


def parties_present(negotiation_id: int) -> QuerySet[Party]:
    """The parties that have not left, with their organisations."""
    return Party.objects.filter(negotiation_id=negotiation_id).present().with_organisation()


def standing_confirmations(negotiation_id: int) -> QuerySet[GateConfirmation]:
    """The gates that the parties have confirmed, and not taken back."""
    return GateConfirmation.objects.filter(party__negotiation_id=negotiation_id, withdrawn_on__isnull=True)


def remarks_of(negotiation_id: int) -> QuerySet[GateRemark]:
    """What the parties say of the gates that they have not confirmed."""
    return GateRemark.objects.filter(party__negotiation_id=negotiation_id)


def mandates_of(partnership_id: int) -> QuerySet[Mandate]:
    """Every mandate to negotiate that was given in the partnership, oldest first."""
    found = Mandate.objects.filter(partnership_id=partnership_id, may_negotiate=True)
    return found.order_by("valid_from", "pk")


def sessions_of(negotiation: Negotiation) -> list[Session]:
    """The sessions, the last one first, with who were there and what was decided; three questions."""
    decisions = SessionDecision.objects.select_related("issue").order_by("number")
    there = Party.objects.with_organisation()
    along = Prefetch("attended", queryset=there), Prefetch("decisions", queryset=decisions)
    return list(negotiation.sessions.prefetch_related(*along))


def issues_with_parties(negotiation: Negotiation) -> list[Issue]:
    """The issues with their options and for whom each lies outside the mandate, and the parties; three questions."""
    limits = MandateLimit.objects.select_related("party__principal__organisation")
    options = Option.objects.select_related("proposed_by__principal__organisation")
    (found,) = read_with_parties(negotiation, negotiation.issues.all())
    along = Prefetch("options", options.prefetch_related(Prefetch("limits", limits)))
    prefetch_related_objects(found, along)
    return found
