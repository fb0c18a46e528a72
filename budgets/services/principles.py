"""Acts on deviating cost principles: proposed, whose share rises, decided by exactly those, in effect or fallen."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from governance.audit.actors import SYSTEM
from governance.decisions import services as decisions
from governance.decisions.models import Matter
from governance.lib.dates import adoption_deadline, nine_months_before, reference_date
from governance.lib.money import Sek
from governance.lib.sharing import Principle, base_shares, consent_set, shares
from governance.workflow import steps
from governance.workflow.acts import refuse, require, require_right
from governance.workflow.guards import Act
from workpackages.models import Service

from .. import citations, permissions, principle_guards
from ..cost_sharing import frozen_residents
from ..models import Budget, CostPrinciple, PopulationSnapshot, PrincipleShare
from ..populations import COMPUTED, freeze_population
from ..states import UNDER_WORK, Phase, PrincipleState
from .drafting import end_matter, require_in_use, route_of

ROUTE = "B-01-KP"


@transaction.atomic
def propose_principle(
    *,
    service: Service,
    phase: str,
    principle: Principle,
    from_year: int,
    reason: str,
    by: Any,
    today: date,
) -> CostPrinciple:
    """Propose another way to share a service's cost than the base principle (föreslå avvikande princip)."""
    proposed = CostPrinciple(
        partnership_id=service.partnership_id,
        service=service,
        phase=Phase(phase),
        from_year=from_year,
        sharing=principle.as_data(),
        reason=reason.strip(),
    )
    require_right(proposed, by, permissions.may_prepare, permissions.WHO_PREPARES)
    if not reason.strip():
        raise refuse(
            "Skriv varför tjänsten inte används jämnt mellan region och kommuner.",
            citations.DEVIATING,
            mended_by="du själv: skriv skälet",
        )
    if principle.is_base:
        raise refuse(
            "Förslaget delar kostnaden som grundprincipen. Då behövs inget beslut.",
            citations.DEVIATING,
            mended_by="du själv: ange en annan delning",
        )
    require_in_use(service, from_year)
    require(proposed, [principle_guards.shares_are_still_open], Act(by, today))
    steps.create(proposed, by=by, today=today, sharing=principle.describe(), from_year=from_year)
    return proposed


def snapshot_for(principle: CostPrinciple, *, today: date) -> PopulationSnapshot:
    """The frozen residents to compute on: those of the year's budget, or ones frozen now; refused without any."""
    submitted = (
        Budget.objects.filter(partnership_id=principle.partnership_id, year=principle.from_year, snapshot__isnull=False)
        .order_by("-version_number")
        .first()
    )
    if submitted is not None and submitted.snapshot is not None:
        return submitted.snapshot
    wanted = reference_date(principle.from_year)
    frozen = freeze_population(principle.partnership, principle.from_year, wanted=wanted, today=today, because=COMPUTED)
    if frozen is None:
        raise refuse(
            "Det finns inga invånartal för alla huvudmän att räkna på.",
            citations.REFERENCE_DATE,
            mended_by="systemansvarig: läs in invånartal under Folkmängd",
        )
    return frozen


def amount_to_share(principle: CostPrinciple) -> Sek:
    """The amount its effect is told for: the line's in the year's budget, or a million kronor where there is none."""
    line = (
        Budget.objects.filter(partnership_id=principle.partnership_id, year=principle.from_year)
        .filter(state__in=(*UNDER_WORK, "in_force", "closed"))
        .values_list("lines__amount_ore", "lines__service_id", "lines__phase")
    )
    found = next(
        (ore for ore, service, phase in line if (service, phase) == (principle.service_id, principle.phase)), None
    )
    return Sek(found) if found else Sek.of_kronor(1_000_000)


@transaction.atomic
def compute_consent(principle: CostPrinciple, *, by: Any, today: date, version: int | None = None) -> CostPrinciple:
    """Compute on frozen figures whose share rises (beräkna samtyckesmängden, A-07), and keep every principal's row."""
    held: CostPrinciple = steps.lock(principle)
    require_right(held, by, permissions.may_prepare, permissions.WHO_PREPARES)
    snapshot = snapshot_for(held, today=today)
    residents = frozen_residents(snapshot)
    region, populations = residents.region, residents.populations
    rule, amount = held.as_principle(), amount_to_share(held)
    try:
        rising = consent_set(rule, region=region, populations=populations)
    except ValueError as error:
        raise refuse(str(error), citations.DEVIATING, mended_by="du själv: rätta delningen") from error
    before = base_shares(amount.ore, region=region, populations=populations)
    after = shares(rule, amount.ore, region=region, populations=populations)
    held = steps.perform(
        held, "compute", by=by, today=today, version=version, snapshot=snapshot, consent=sorted(rising)
    ).subject
    held.shares.all().delete()
    PrincipleShare.objects.bulk_create(
        PrincipleShare(
            principle=held,
            principal=row.principal,
            code=row.code,
            name=row.name,
            amount_ore=amount.ore,
            base_ore=before[row.code],
            deviating_ore=after[row.code],
            must_consent=row.code in rising,
        )
        for row in residents.rows
    )
    return held


@transaction.atomic
def put_principle_forward(
    principle: CostPrinciple, *, by: Any, today: date, decide_by: date | None = None, version: int | None = None
) -> Matter:
    """Put it on a route of its own to exactly the councils whose share rises; the others are told at handover.

    Without a last day of its own it is to be decided before its first budget has to be with the principals, or by the
    next day that is suggested for it.
    """
    last = decide_by or day_to_propose(principle.from_year, today)
    steps.lock(principle.service)  # so that two for the same row are not put forward at once
    held: CostPrinciple = steps.perform(
        principle, "put_forward", by=by, today=today, version=version, decide_by=last
    ).subject
    asked = held.shares.filter(must_consent=True).select_related("principal__organisation")
    return decisions.open_matter(
        partnership=held.partnership,
        route=route_of(held.partnership, ROUTE),
        title=f"{held}, från {held.from_year}: {held.as_principle().summary}",
        subject=held,
        by=by,
        today=today,
        decide_by=last,
        principals=[row.principal for row in asked],
    )


def day_to_propose(year: int, today: date) -> date:
    """A last day to suggest for a principle: when its first budget is handed over or adopted, or a month from now."""
    ahead = (day for day in (nine_months_before(year), adoption_deadline(year)) if day >= today)
    return next(ahead, today + timedelta(days=30))


def bring_principle_into_effect(principle: CostPrinciple, *, today: date) -> CostPrinciple:
    """All whose share rises have decided: it applies, and the one it replaces ends.

    It replaces one for the same service and phase from the same year. One from another year goes on: of those, the one
    with the latest year that has come counts, so that no year in between is left to a principle nobody decided.

    A budget that was handed over meanwhile keeps its frozen shares; the principle waits for the next one.
    """
    earlier = CostPrinciple.objects.in_effect().filter(
        partnership_id=principle.partnership_id,
        service_id=principle.service_id,
        phase=principle.phase,
        from_year=principle.from_year,
    )
    for each in earlier.exclude(pk=principle.pk):
        steps.perform(each, "end", by=SYSTEM, today=today, reason=f"Ersatt av en ny princip från {principle.from_year}")
    effective: CostPrinciple = steps.perform(principle, "take_effect", by=SYSTEM, today=today).subject
    return effective


@transaction.atomic
def drop_principle(principle: CostPrinciple, *, reason: str, by: Any, today: date, version: int | None = None) -> None:
    """Give a proposal up (låta falla); the base principle goes on applying."""
    held = steps.perform(principle, "fall", by=by, today=today, version=version, reason=reason).subject
    end_matter(held, reason=reason, today=today)


@transaction.atomic
def end_principle(principle: CostPrinciple, *, reason: str, by: Any, today: date, version: int | None = None) -> None:
    """Let budgets that are handed over from now on be shared by the one before it, or the base principle (avsluta)."""
    if not reason.strip():
        raise refuse("Skriv varför principen avslutas.", citations.DEVIATING, mended_by="du själv: skriv skälet")
    steps.perform(principle, "end", by=by, today=today, version=version, reason=reason)


def fall_back(principle: CostPrinciple, *, today: date) -> None:
    """The matter was taken back: the proposal falls."""
    if principle.state == PrincipleState.BEING_DECIDED:
        steps.perform(principle, "fall", by=SYSTEM, today=today, reason="Ärendet drogs tillbaka")
