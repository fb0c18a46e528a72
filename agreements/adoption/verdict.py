"""Whether an agreement holds, as a function of its conditions and the day alone: no database, no order of events.

A condition that says no by itself (a council's rejection) is not lost: a refusal binds nobody to refuse for ever, and
the party may decide anew until the condition's last day. It is lost when somebody who leads the agreement states that
it cannot be met, or when its last day has passed. What was met in time may become known later: minutes are adjusted up
to fourteen days after a meeting, so the agreement lapses by itself only when those days have passed too.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from governance.organisations.kinds import OrganisationKind

from .states import ConditionKind, ConditionState

REGISTERED_WITHIN = timedelta(days=14)
PPM = 1_000_000
COUNCILS = (OrganisationKind.MUNICIPALITY, OrganisationKind.REGION)


class Verdict(Enum):
    """What the conditions say of the agreement."""

    WAITS = "waits"
    HOLDS = "holds"
    LAPSES = "lapses"


@dataclass(frozen=True, slots=True)
class Stand:
    """Where one condition stands: its state, when it was met, and its last day."""

    state: str
    met_on: date | None = None
    last_on: date | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A condition that follows from who the parties are; `principal_id` is nothing for the signatures of all."""

    kind: ConditionKind
    principal_id: int | None = None


def in_time(met_on: date, last_on: date | None) -> bool:
    """Whether something that happened on a day meets a condition with that last day."""
    return last_on is None or met_on <= last_on


def falls_on(last_on: date) -> date:
    """The first day on which a condition that is not met lets the agreement lapse by itself."""
    return last_on + REGISTERED_WITHIN + timedelta(days=1)


def is_lost(stand: Stand, today: date) -> bool:
    """Whether the condition cannot be met any more."""
    if stand.state == ConditionState.FAILED:
        return True
    return stand.state == ConditionState.PENDING and stand.last_on is not None and today >= falls_on(stand.last_on)


def judge(stands: Iterable[Stand], today: date) -> Verdict:
    """What a set of conditions says, whatever the order in which they came to stand so."""
    every = list(stands)
    if any(is_lost(each, today) for each in every):
        return Verdict.LAPSES
    if every and all(each.state == ConditionState.MET for each in every):
        return Verdict.HOLDS
    return Verdict.WAITS


def holds_from(stands: Iterable[Stand]) -> date | None:
    """The day on which the last of the conditions was met."""
    return max((each.met_on for each in stands if each.met_on), default=None)


def needs_legal_force(organisation_kind: str) -> bool:
    """Whether a decision counts only when it has gained legal force: a council's may be appealed against till then."""
    return organisation_kind in COUNCILS


def wanted_conditions(parties: Iterable[tuple[int, str]]) -> list[Wanted]:
    """The conditions that follow from the parties, given as (principal, kind of organisation)."""
    found = [
        Wanted(ConditionKind.GOVERNMENT if kind == OrganisationKind.STATE else ConditionKind.PARTY_DECISION, principal)
        for principal, kind in parties
    ]
    return [*found, Wanted(ConditionKind.SIGNATURES)] if found else []


def decision_met_on(
    *, adopted: bool, decided_on: date | None, legal_force_on: date | None, organisation_kind: str
) -> date | None:
    """The day on which a party's decision counts, or nothing while it does not."""
    if not adopted:
        return None
    return legal_force_on if needs_legal_force(organisation_kind) else decided_on


def ceiling(base_ore: int, cap_ppm: int) -> int:
    """The highest cost within the cap, in whole öre: an öre above it is a breach."""
    return base_ore + base_ore * cap_ppm // PPM


def over_ppm(base_ore: int, forecast_ore: int) -> int:
    """How far a forecast lies above the agreed cost, in millionths; never less than nothing, rounded down."""
    return max(0, (forecast_ore - base_ore) * PPM // base_ore)
