"""Whether what is agreed still has what its conditions asked for, and which clearings rest on another."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from .clearing import Failed, Level, Offer, failures
from .models import Clearing, Commitment, ConditionTarget
from .states import CommitmentState
from .terms import measures_of, read_terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmet:
    """What is agreed, and the conditions of its agreed level that do not hold (ouppfyllda villkor)."""

    commitment: Commitment
    failed: tuple[Failed, ...]


def agreed_in(agreement: Any) -> list[Commitment]:
    """What is agreed in an agreement that does not hold yet; each with `asks_others`, one question.

    `asks_others` says that a condition of the agreed level looks at something that is not agreed (any more). Only then
    can a condition fail: what is agreed stays as it was cleared.
    """
    asked = ConditionTarget.objects.filter(offer=OuterRef("pk"), condition__level__number=OuterRef("agreed_level"))
    others = Exists(asked.exclude(depends_on__state=CommitmentState.AGREED))
    found = Commitment.objects.filter(agreement=agreement, state=CommitmentState.AGREED).order_by("pk")
    return list(found.annotate(asks_others=others).select_related("principal__organisation", "clearing"))


def read_agreed(agreement: Any) -> list[Commitment]:
    """What is agreed in an agreement that does not hold yet, with its conditions; at most two questions."""
    agreed = agreed_in(agreement)
    read_terms(agreed)
    return agreed


def failing_in(agreed: list[Commitment]) -> list[Unmet]:
    """What is agreed and rests on what is not; one question, and none where nothing can have failed."""
    if not any(getattr(each, "asks_others", True) for each in agreed):
        return []
    read_terms(agreed)
    return unmet_conditions(agreed)


def unmet_conditions(agreed: Iterable[Commitment], *, without: Collection[int] = ()) -> list[Unmet]:
    """What does not hold at the level at which it was agreed, when some of it would be agreed no more."""
    standing = {str(each.pk): each for each in agreed if each.pk not in without}
    offers = {key: Offer(key=key, levels=(Level(measures=measures_of(each)),)) for key, each in standing.items()}
    levels = dict.fromkeys(offers, 1)
    asked = (
        (each, failures(terms.level, offers, levels))
        for each in standing.values()
        for terms in each.terms
        if terms.number == each.agreed_level
    )
    return [Unmet(commitment=each, failed=failed) for each, failed in asked if failed]


def resting_on(clearing: Clearing) -> list[Commitment]:
    """What other clearings bound and would not hold without this one, directly or through each other."""
    agreed = read_agreed(clearing.agreement)
    gone = {each.pk for each in agreed if each.clearing_id == clearing.pk}
    found: list[Commitment] = []
    while newest := [each.commitment for each in unmet_conditions(agreed, without=gone) if looks_at(each, gone)]:
        found += newest
        dissolved = {each.clearing_id for each in newest}
        gone |= {each.pk for each in agreed if each.clearing_id in dissolved}
    return found


def looks_at(unmet: Unmet, gone: Collection[int]) -> bool:
    """Whether a condition that does not hold is about any of these."""
    return any(int(key) in gone for failed in unmet.failed for key in failed.condition.offers)
