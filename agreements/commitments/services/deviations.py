"""The way of a commitment that does not go as promised: report, board, parties, renegotiation, new agreement."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from agreements.adoption.models import Condition
from agreements.adoption.services import register_cost_forecast
from agreements.adoption.states import ConditionKind
from agreements.texts.services.life import start_amendment
from agreements.texts.states import UNDER_WAY
from governance.audit.actors import SYSTEM
from governance.lib.money import Sek
from governance.organisations.models import Principal
from governance.workflow import steps
from governance.workflow.acts import next_number, refuse, require_right

from .. import citations, permissions
from ..models import Commitment, Deviation, DeviationAnswer, OfferLevel
from ..states import Answer, DeviationKind, DeviationState
from .offers import FIGURES, next_offer_number
from .progress import follow_reports

CARRIED_OVER = (
    "principal",
    "title",
    "description",
    "quantity",
    "unit",
    "amount_ore",
    "price_level_on",
    "index_series",
    "share_ppm",
    "share_of",
    "counting_rule",
    "counting_area",
    "counts_from",
    "due_on",
    "owner_role",
    "value_elsewhere",
    "beneficiary",
)


def begin_deviation(commitment: Commitment, *, by: Any, today: date, **fields: Any) -> Deviation:
    """Write a deviation with its number."""
    deviation = Deviation(
        partnership_id=commitment.partnership_id,
        commitment=commitment,
        number=next_number(commitment.deviations.all()),
        reported_on=today,
        **fields,
    )
    made: Deviation = steps.create(deviation, by=by, today=today, kind="report", kind_of=deviation.kind).subject
    return made


@transaction.atomic
def report_deviation(  # noqa: PLR0913 -- what happened is told at once
    commitment: Commitment,
    *,
    kind: str,
    description: str,
    by: Any,
    today: date,
    expected_on: date | None = None,
    expected_value: Decimal | None = None,
    forecast: Sek | None = None,
    version: int | None = None,
) -> Deviation:
    """Tell the board that a commitment will not go as promised (anmäla avvikelse), as soon as it is known.

    A forecast of the cost is handed on to the agreement's cost cap, which is a condition of its validity.
    """
    held: Commitment = steps.perform(commitment, "deviate", by=by, today=today, version=version).subject
    made = begin_deviation(
        held,
        by=by,
        today=today,
        kind=DeviationKind(kind),
        description=description.strip(),
        expected_on=expected_on,
        expected_value=expected_value,
        forecast_ore=None if forecast is None else forecast.ore,
    )
    if forecast is not None:
        tell_cost_cap(made, forecast, today=today)
    return made


def tell_cost_cap(deviation: Deviation, forecast: Sek, *, today: date) -> None:
    """Hand a forecast on to the condition that caps the agreement's cost, where there is one."""
    agreement = deviation.commitment.agreement.root
    if Condition.objects.filter(agreement=agreement, kind=ConditionKind.COST_CAP).exists():
        register_cost_forecast(agreement, forecast_ore=forecast.ore, source=str(deviation), by=SYSTEM, today=today)


@transaction.atomic
def report_dispute(
    commitment: Commitment, *, reason: str, by: Any, today: date, version: int | None = None
) -> Deviation:
    """Let a party say that the others read the commitment wrongly (anmäla tvist); the board leads it to a solution."""
    held: Commitment = steps.perform(
        commitment, "dispute", by=by, today=today, version=version, reason=reason.strip()
    ).subject
    waiting = held.deviations.unsettled().first()
    if waiting is not None:
        return waiting
    return begin_deviation(held, by=by, today=today, kind=DeviationKind.DISPUTE, description=reason.strip())


@transaction.atomic
def ask_parties(  # noqa: PLR0913 -- what a board decides is told at once
    deviation: Deviation,
    *,
    proposal: str,
    paragraph: str,
    reason: str,
    by: Any,
    today: date,
    on: date | None = None,
    answer_by: date | None = None,
    version: int | None = None,
) -> Deviation:
    """Let the board ask every party what it answers to a proposal (fråga parterna)."""
    details: dict[str, Any] = {"paragraph": paragraph.strip(), "reason": reason.strip(), "on": on or today}
    asked: Deviation = steps.perform(
        deviation,
        "ask_parties",
        by=by,
        today=today,
        version=version,
        occurred_on=on,
        proposal=proposal,
        answer_by=answer_by,
        **details,
    ).subject
    return asked


@transaction.atomic
def answer_deviation(
    deviation: Deviation,
    principal: Principal,
    *,
    answer: str,
    by: Any,
    today: date,
    reason: str = "",
    reference: str = "",
) -> DeviationAnswer:
    """Let a party answer the board (svara); nobody answers for another, and an answer may be changed while asked."""
    held: Deviation = steps.lock(deviation)
    mine = by.principal_in(held.partnership_id)
    if mine is None or mine.pk != principal.pk or not by.sits_as(*permissions.SPEAKERS):
        raise permissions.not_for_others()
    if held.state != DeviationState.WITH_PARTIES:
        raise refuse(
            _("Styrelsen frågar inte parterna nu."), citations.CHANGED_BY_AGREEMENT, mended_by="avtalets styrelse"
        )
    if not held.commitment.agreement.parties.filter(principal=principal).exists():
        raise refuse(
            _("%s är inte part i avtalet.") % principal, citations.CHANGED_BY_AGREEMENT, mended_by="avtalets parter"
        )
    fields = {"answer": Answer(answer), "reason": reason.strip(), "reference": reference.strip(), "answered_on": today}
    earlier = held.answers.filter(principal=principal).first()
    if earlier is not None:
        return steps.edit(earlier, by=by, today=today, version=None, changes=fields).subject
    made = DeviationAnswer(partnership_id=held.partnership_id, deviation=held, principal=principal, **fields)
    return steps.create(made, by=by, today=today, answer=str(answer)).subject


@transaction.atomic
def carry_on(
    deviation: Deviation,
    *,
    paragraph: str,
    reason: str,
    by: Any,
    today: date,
    on: date | None = None,
    version: int | None = None,
) -> Commitment:
    """Let the commitment go on as agreed, by a paragraph of the board's minutes (fortsätta som avtalat)."""
    details: dict[str, Any] = {"paragraph": paragraph.strip(), "reason": reason.strip()}
    if deviation.state == DeviationState.RENEGOTIATING and deviation.amendment is not None:
        refuse_while_amending(deviation)
    closed: Deviation = steps.perform(
        deviation, "carry_on", by=by, today=today, version=version, occurred_on=on, on=on or today, **details
    ).subject
    held: Commitment = steps.perform(closed.commitment, "resume", by=by, today=today, **details).subject
    return follow_reports(held, today=today)


def refuse_while_amending(deviation: Deviation) -> None:
    """Raise Refused while the supplementary agreement is still on its way."""
    amendment = deviation.amendment
    if amendment is not None and amendment.state in UNDER_WAY:
        raise refuse(
            _("%s är på väg. Avsluta det först.") % amendment,
            citations.CHANGED_BY_AGREEMENT,
            mended_by="förhandlingspersonerna: avsluta tilläggsavtalet",
        )


@transaction.atomic
def begin_renegotiation(deviation: Deviation, *, by: Any, today: date, version: int | None = None) -> Deviation:
    """Start a supplementary agreement with the commitment carried over into it as an offer (omförhandla).

    The old commitment holds, and stays readable, until the new agreement is in force.
    """
    held: Deviation = steps.lock(deviation)
    require_right(held, by, permissions.may_verify_report, permissions.WHO_VERIFIES)
    commitment = held.commitment
    amendment = under_way(commitment) or start_amendment(
        commitment.agreement.root, reason=f"{held.get_kind_display()}: {held.description}", by=SYSTEM, today=today
    )
    started: Deviation = steps.perform(
        held, "renegotiate", by=by, today=today, version=version, amendment=amendment.pk
    ).subject
    carry_over(commitment, amendment, today=today)
    return started


def under_way(commitment: Commitment) -> Any:
    """The supplementary agreement that is negotiated already, so that several commitments share one."""
    found = Deviation.objects.filter(
        commitment__agreement=commitment.agreement,
        state=DeviationState.RENEGOTIATING,
        amendment__state__in=("draft", "prepared"),
    ).select_related("amendment")
    first = found.first()
    return first.amendment if first else None


def carry_over(commitment: Commitment, amendment: Any, *, today: date) -> Commitment:
    """Offer a commitment anew in a supplementary agreement, with the same figures, for its party to change."""
    fields = {name: getattr(commitment, name) for name in CARRIED_OVER}
    offer = Commitment(
        partnership_id=commitment.partnership_id,
        agreement=amendment,
        number=next_offer_number(amendment),
        supersedes=commitment,
        offered_on=today,
        **fields,
    )
    made: Commitment = steps.create(offer, by=SYSTEM, today=today, kind="carry_over").subject
    OfferLevel.objects.create(commitment=made, number=1, **{name: getattr(made, name) for name in FIGURES})
    made.contributors.set(commitment.contributors.all())
    return made


@transaction.atomic
def release_commitment(
    deviation: Deviation,
    *,
    paragraph: str,
    reason: str,
    by: Any,
    today: date,
    on: date | None = None,
    version: int | None = None,
) -> Commitment:
    """Let a commitment go, when every party has said yes to the board's proposal (frånträda)."""
    details: dict[str, Any] = {"paragraph": paragraph.strip(), "reason": reason.strip()}
    released: Deviation = steps.perform(
        deviation, "release", by=by, today=today, version=version, occurred_on=on, on=on or today, **details
    ).subject
    held: Commitment = steps.perform(released.commitment, "release", by=by, today=today, **details).subject
    return held
