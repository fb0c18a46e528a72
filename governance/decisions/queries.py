"""Reads across matters and rulings; each is one query, however many principals there are."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Model, Q, QuerySet

from governance.organisations.actors import Actor
from governance.organisations.models import Partnership

from .models import Matter, MatterQuerySet, Notice, Ruling
from .states import OPEN, RETURNED, RulingState

NEWEST = 5


@dataclass(frozen=True, slots=True)
class Tally:
    """How many principals stand where in one matter (läget bland huvudmännen)."""

    total: int
    adopted: int
    in_preparation: int
    not_started: int
    remitted: int
    rejected: int
    sent_back: int
    without_meeting: int
    late: int
    met: int = 0

    @property
    def planned(self) -> int:
        """How many have a meeting ahead of them."""
        return self.in_preparation - self.met

    @property
    def returned(self) -> int:
        """How many have rejected it or sent it back."""
        return self.rejected + self.sent_back

    @property
    def remaining(self) -> int:
        """How many have not adopted it."""
        return self.total - self.adopted

    @property
    def is_complete(self) -> bool:
        """Whether each of those asked has adopted it."""
        return self.total > 0 and self.adopted == self.total


def tally_of(rulings: list[Ruling], *, today: date) -> Tally:
    """Count rulings that have already been read; a meeting that has been is told from one that is ahead."""
    states = [ruling.state for ruling in rulings]
    return Tally(
        total=len(states),
        adopted=states.count(RulingState.ADOPTED),
        in_preparation=states.count(RulingState.IN_PREPARATION),
        not_started=states.count(RulingState.NOT_STARTED),
        remitted=states.count(RulingState.REMITTED),
        rejected=states.count(RulingState.REJECTED),
        sent_back=states.count(RulingState.SENT_BACK),
        without_meeting=sum(ruling.lacks_meeting for ruling in rulings),
        late=sum(ruling.is_late for ruling in rulings),
        met=sum(ruling.has_met(today) for ruling in rulings),
    )


def tally(matter: Matter) -> Tally:
    """Count a matter's principals by state, in one query."""
    counted = (
        Ruling.objects.filter(matter=matter)
        .current()
        .of_principals()
        .aggregate(
            total=Count("pk"),
            adopted=Count("pk", filter=Q(state=RulingState.ADOPTED)),
            in_preparation=Count("pk", filter=Q(state=RulingState.IN_PREPARATION)),
            not_started=Count("pk", filter=Q(state=RulingState.NOT_STARTED)),
            remitted=Count("pk", filter=Q(state=RulingState.REMITTED)),
            rejected=Count("pk", filter=Q(state=RulingState.REJECTED)),
            sent_back=Count("pk", filter=Q(state=RulingState.SENT_BACK)),
            without_meeting=Count("pk", filter=Q(state__in=OPEN, next_meeting_on__isnull=True)),
            late=Count("pk", filter=Q(decided_on__gt=F("matter__decide_by"))),
        )
    )
    return Tally(**counted)


def matter_for(subject: Model) -> Matter | None:
    """The newest matter about a subject, or nothing."""
    return Matter.objects.about(subject).select_related("route", "partnership").first()


def with_counts(matters: MatterQuerySet) -> QuerySet[Any]:
    """Matters with route and partnership, and how their principals stand."""
    return counted(matters).select_related("route", "partnership")


def counted(matters: MatterQuerySet) -> QuerySet[Any]:
    """Matters with how many principals there are, how many have adopted and how many wait for an answer."""
    mine = Q(rulings__principal__isnull=False) & ~Q(rulings__state=RulingState.SUPERSEDED)
    return matters.annotate(
        asked=Count("rulings", filter=mine),
        adopted=Count("rulings", filter=mine & Q(rulings__state=RulingState.ADOPTED)),
        returned=Count("rulings", filter=mine & Q(rulings__state__in=RETURNED)),
        undecided=Count("rulings", filter=mine & Q(rulings__state__in=OPEN)),
    )


def newest_live(partnership: Partnership, actor: Actor) -> list[Any]:
    """The newest live matters of a partnership with their counts, read once a request."""

    def read() -> list[Any]:
        found = list(counted(Matter.objects.filter(partnership=partnership).live())[:NEWEST])
        for matter in found:
            matter.partnership = partnership
        return found

    return actor.recall(f"decisions.newest_live.{partnership.pk}", read)


def newest_reminders(rulings: list[Ruling]) -> dict[tuple[int, int | None], Notice]:
    """The newest reminder for each of the rulings' matters and principals, in one query."""
    notices = Notice.objects.reminders().filter(
        matter_id__in={each.matter_id for each in rulings},
        principal_id__in={each.principal_id for each in rulings if each.principal_id},
    )
    return {(notice.matter_id, notice.principal_id): notice for notice in notices.order_by("pk")}
