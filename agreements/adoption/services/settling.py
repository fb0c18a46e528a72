"""What follows when a condition has changed or a day has passed: in force, lapsed, or wait."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from agreements.texts.models import Agreement
from agreements.texts.services import life
from agreements.texts.states import AgreementState
from governance.audit.actors import SYSTEM
from governance.decisions import services as decisions
from governance.decisions.states import LIVE
from governance.lib.dates import swedish_date
from governance.workflow import steps

from ..models import Condition, Validity
from ..states import ConditionState
from ..verdict import REGISTERED_WITHIN, Verdict, holds_from, is_lost, judge
from .common import TEXT_STANDS, conditions_of, hold


@transaction.atomic
def settle(agreement: Agreement, *, today: date) -> Validity:
    """Let the agreement follow its conditions: in force when every one is met, lapsed when one is lost.

    It only looks at where the conditions stand, so it may be asked at any time and in any order.
    """
    return settle_held(hold(agreement), today=today)


def settle_held(validity: Validity, *, today: date) -> Validity:
    """The same for an agreement that is held already."""
    conditions = recount(validity)
    if validity.agreement.state not in TEXT_STANDS:
        return validity
    verdict = judge((each.stand for each in conditions), today)
    if verdict is Verdict.LAPSES:
        return let_lapse(validity, conditions, today=today)
    if verdict is Verdict.HOLDS and validity.agreement.state == AgreementState.AWAITING_DECISIONS:
        return bring_into_force(validity, conditions, today=today)
    return validity


def recount(validity: Validity) -> list[Condition]:
    """Count the conditions as they stand now, and keep the counts."""
    conditions = conditions_of(validity)
    states = [each.state for each in conditions]
    validity.required = len(states)
    validity.met = states.count(ConditionState.MET)
    validity.failed = states.count(ConditionState.FAILED)
    validity.breached = states.count(ConditionState.BREACHED)
    steps.save(validity)
    return conditions


def bring_into_force(validity: Validity, conditions: list[Condition], *, today: date) -> Validity:
    """Every condition is met: the agreement holds from the day on which the last of them was."""
    on = min(holds_from(each.stand for each in conditions) or today, today)
    validity.agreement = life.bring_into_force(validity.agreement, by=SYSTEM, today=today, on=on)
    validity.in_force_on = on
    steps.save(validity)
    return validity


def let_lapse(validity: Validity, conditions: list[Condition], *, today: date) -> Validity:
    """One condition is lost: the agreement falls, and nobody goes on deciding about it."""
    lost = next(each for each in conditions if is_lost(each.stand, today))
    on = today
    if lost.state == ConditionState.PENDING and lost.last_on is not None:
        on = lost.last_on + timedelta(days=1)
        reason = _("%(what)s: sista dagen var %(day)s") % {"what": lost.label, "day": swedish_date(lost.last_on)}
        steps.perform(lost, "fail", by=SYSTEM, today=today, occurred_on=on, reason=reason)
    else:
        reason = _("%(what)s: %(why)s") % {"what": lost.label, "why": lost.reason}
    recount(validity)
    validity.agreement = life.lapse_agreement(validity.agreement, reason=reason, by=SYSTEM, today=today, on=on)
    validity.lapsed_on = on
    return validity


def note_lapsed(validity: Validity, *, today: date) -> None:
    """The agreement has come to nothing, for whatever reason: nobody goes on deciding about it."""
    validity.lapsed_on = validity.agreement.ended_on or today
    steps.save(validity)
    if validity.matter is not None and validity.matter.state in LIVE:
        reason = _("Avtalet har förfallit. %s") % validity.agreement.end_reason
        decisions.withdraw_matter(validity.matter, reason=reason, by=SYSTEM, today=today)


def overdue(today: date) -> list[Agreement]:
    """Agreements on their way with a condition whose last day, and the days to register it, have passed."""
    return list(
        Agreement.objects.filter(
            state__in=TEXT_STANDS,
            conditions__state=ConditionState.PENDING,
            conditions__last_on__lt=today - REGISTERED_WITHIN,
        )
        .distinct()
        .order_by("pk")
    )


def settle_overdue(*, today: date) -> list[Agreement]:
    """Let every agreement lapse whose conditions can no longer be met; each in a transaction of its own."""
    settled = [settle(each, today=today).agreement for each in overdue(today)]
    return [each for each in settled if each.state == AgreementState.LAPSED]
