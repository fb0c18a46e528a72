"""The cost cap: forecasts, a breach that the parties must try, and what they agreed to."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from agreements.texts.content import text_of
from agreements.texts.financing import plan_in
from agreements.texts.models import Agreement, AgreementVersion
from agreements.texts.states import BINDING
from governance.audit.actors import SYSTEM
from governance.audit.models import Event
from governance.lib.text import percent
from governance.workflow import steps
from governance.workflow.acts import refuse

from .. import citations, permissions
from ..models import Condition, CostForecast, Validity
from ..states import ConditionKind, ConditionState
from ..verdict import PPM, over_ppm
from .common import TEXT_STANDS, hold, kronor, require, when
from .settling import settle_held


def cap_of(agreement: Agreement) -> Condition:
    """The agreement's cost cap. Raises Refused where it has none."""
    found = Condition.objects.filter(agreement=agreement, kind=ConditionKind.COST_CAP).first()
    if found is None:
        raise refuse(
            _("Avtalet har inget kostnadstak."), citations.CAP, mended_by=_("parterna, genom ett tilläggsavtal")
        )
    return found


@transaction.atomic
def register_cost_forecast(
    agreement: Agreement,
    *,
    forecast_ore: int,
    source: str,
    by: Any,
    today: date,
    told_on: date | None = None,
) -> CostForecast:
    """Register what the agreed things are now thought to cost (kostnadsprognos), and hold it to the cap.

    Above the cap while the agreement holds, the condition is broken and the parties must try the agreement; it goes on
    holding until they have. Before that, the agreement does not come into force while the forecast lies above.
    """
    validity = hold(agreement)
    held = validity.agreement
    require(by.is_system or permissions.may_report_cost(held, by), permissions.WHO_REPORTS_COST)
    cap: Condition = steps.lock(cap_of(held))
    if held.state not in (*TEXT_STANDS, *BINDING):
        raise refuse(
            _("Avtalets läge är ”%s”. Då hålls ingen prognos mot taket.") % held.get_state_display().lower(),
            citations.CAP,
            mended_by=_("ingen"),
        )
    on = told_on or today
    require_figures(forecast_ore, source, on, today)
    forecast = CostForecast(
        condition=cap,
        forecast_ore=forecast_ore,
        told_on=on,
        source=source.strip(),
        told_by=by.seat_label or by.user_name,
    )
    steps.create(forecast, by=by, today=today, kind="register", forecast_ore=forecast_ore, told_on=on)
    hold_to_cap(cap, validity, today=today)
    settle_held(validity, today=today)
    return forecast


def require_figures(forecast_ore: int, source: str, on: date, today: date) -> None:
    """Raise Refused for a forecast without amount, source or day."""
    if forecast_ore < 0:
        raise refuse(_("Kostnaden kan inte vara mindre än noll."), citations.CAP, mended_by=_("du själv"))
    if not source.strip():
        raise refuse(_("Ange var prognosen kommer ifrån."), citations.EVIDENCE, mended_by=_("du själv"))
    if on > today:
        raise refuse(_("%s har inte varit än.") % when(on), citations.EVIDENCE, mended_by=_("du själv: rätta dagen"))


def hold_to_cap(cap: Condition, validity: Validity, *, today: date) -> None:
    """Let the cap follow its newest forecast."""
    newest = cap.forecasts.first()
    if newest is None:
        return
    is_within = newest.forecast_ore <= cap.ceiling_ore
    words = words_of(cap, newest)
    if validity.agreement.state in BINDING:
        if not is_within and cap.state == ConditionState.MET:
            steps.perform(cap, "breach", by=SYSTEM, today=today, occurred_on=newest.told_on, reason=words)
        elif is_within and cap.state == ConditionState.BREACHED:
            steps.perform(cap, "restore", by=SYSTEM, today=today, met_on=cap.met_on, evidence=words)
    elif is_within and cap.state == ConditionState.PENDING:
        steps.perform(cap, "meet", by=SYSTEM, today=today, met_on=newest.told_on, evidence=words)
    elif not is_within and cap.state == ConditionState.MET:
        steps.perform(cap, "take_back", by=SYSTEM, today=today, reason=words)


def words_of(cap: Condition, forecast: CostForecast) -> str:
    """A forecast against the cap in one sentence."""
    base = cap.base_ore or 1
    return _("Bedömd kostnad %(now)s mot överenskomna %(base)s: %(over)s över, taket är %(cap)s") % {
        "now": kronor(forecast.forecast_ore),
        "base": kronor(base),
        "over": percent(over_ppm(base, forecast.forecast_ore), PPM),
        "cap": percent(cap.cap_ppm or 0, PPM),
    }


@transaction.atomic
def raise_breach(condition: Condition, *, note: str, by: Any, today: date, version: int | None = None) -> Event:
    """Note that the board or a negotiator has taken a broken cap to the parties (ta upp med parterna)."""
    hold(condition.agreement)
    held: Condition = steps.lock(condition)
    require(by.is_system or permissions.may_report_cost(held, by), permissions.WHO_REPORTS_COST)
    if held.state != ConditionState.BREACHED:
        raise refuse(_("Kostnadstaket är inte överskridet."), citations.CAP, mended_by=_("ingen: taket hålls"))
    if not note.strip():
        raise refuse(_("Skriv hur parterna har fått veta det."), citations.CAP, mended_by=_("du själv"))
    changes = {"raised_on": today}
    return steps.edit(
        held, by=by, today=today, version=version, changes=changes, kind="raise_breach", reason=note.strip()
    )


@transaction.atomic
def agree_to_cost(
    condition: Condition, *, base_ore: int, evidence: str, by: Any, today: date, version: int | None = None
) -> Event:
    """Note that all parties have agreed to a higher cost (godta kostnaden): the cap is counted from that cost."""
    validity = hold(condition.agreement)
    held: Condition = steps.lock(condition)
    require(by.is_system or permissions.may_lead(held, by), permissions.WHO_LEADS)
    if held.state != ConditionState.BREACHED:
        raise refuse(_("Kostnadstaket är inte överskridet."), citations.CAP, mended_by=_("ingen: taket hålls"))
    if base_ore <= 0 or not evidence.strip():
        raise refuse(
            _("Ange den kostnad som alla parter har godtagit, och beslutet eller tilläggsavtalet som visar det."),
            citations.EVIDENCE,
            mended_by=_("du själv: komplettera uppgifterna"),
        )
    event = count_from(held, base_ore, validity, reason=evidence.strip(), by=by, today=today, version=version)
    settle_held(validity, today=today)
    return event


def count_from(
    cap: Condition,
    base_ore: int,
    validity: Validity,
    *,
    reason: str,
    by: Any,
    today: date,
    version: int | None = None,
) -> Event:
    """Count the cap from another agreed cost from now on, and hold it to its newest forecast."""
    event = steps.edit(
        cap,
        by=by,
        today=today,
        version=version,
        changes={"base_ore": base_ore},
        kind="agree_to_cost",
        reason=reason,
    )
    hold_to_cap(event.subject, validity, today=today)
    return event


def follow_amendment(amendment: Agreement, *, today: date) -> None:
    """An amendment holds: the cost that it agrees on is what its agreement's cap is counted from.

    An amendment that leaves the cost as it was leaves the cap too, which may be counted from a cost agreed on since.
    """
    parent, cost_ore = amendment.parent, agreed_cost(amendment.agreed_version)
    if not amendment.is_amendment or parent is None or not cost_ore or cost_ore == cost_before(amendment):
        return
    cap = Condition.objects.filter(agreement=parent, kind=ConditionKind.COST_CAP).first()
    if cap is None or cap.base_ore == cost_ore:
        return
    validity = hold(parent)
    held: Condition = steps.lock(cap)
    count_from(held, cost_ore, validity, reason=str(amendment), by=SYSTEM, today=today)
    settle_held(validity, today=today)


def agreed_cost(version: AgreementVersion | None) -> int | None:
    """The whole cost that a frozen text says, or what its fixed amounts add up to."""
    return plan_in(text_of(version)).cost_ore if version is not None else None


def cost_before(amendment: Agreement) -> int | None:
    """The cost of the text that the amendment began with, its agreement's own; nothing where it began with none."""
    first = amendment.versions.select_related("based_on").order_by("order").first()
    return agreed_cost(first.based_on) if first is not None else None
