"""What is done with the conditions of an agreement: handed over, added, noted, taken back, tried."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from agreements.texts.financing import plan_of
from agreements.texts.models import Agreement
from governance.lib.dates import swedish_date
from governance.lib.money import Sek
from governance.lib.text import join_swedish
from governance.organisations.pages import answer_form, answer_step
from governance.organisations.policy import SamverkRequest, signed_in
from governance.workflow.refusals import NotAllowed

from .. import permissions, services
from ..forms.conditions import (
    AddForm,
    AgreeForm,
    CapForm,
    ForecastForm,
    LastDayForm,
    LastDaysForm,
    MeetForm,
    NoteForm,
    OpenForm,
    ReasonForm,
)
from ..models import Condition
from ..pages.readiness import validity_url
from ..services.common import kronor
from ..services.conditions import movable
from ..states import ConditionKind
from .common import FORM, find_agreement, find_condition, frame


def require(allowed: bool, who: Any) -> None:
    """Show a form only to those who may send it."""
    if not allowed:
        raise NotAllowed(str(who))


def shown(agreement: Agreement, title: str, button: str, lead: str = "") -> dict[str, Any]:
    """What the common form page needs."""
    return {**frame(agreement, (title, "")), "title": title, "button": button, "lead": lead, "refusals": ()}


def leading(request: SamverkRequest, agreement: Agreement) -> None:
    """Only those who lead the agreement."""
    require(permissions.may_lead(agreement, request.actor), permissions.WHO_LEADS)


@signed_in
def open_matter(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Put the frozen text before the parties' own bodies."""
    agreement = find_agreement(request, slug, pk)
    leading(request, agreement)
    form = OpenForm(request.POST or None, today=request.today)

    def act(given: dict[str, Any]) -> str:
        matter = services.open_adoption(
            agreement,
            by=request.actor,
            today=request.today,
            decide_by=given["decide_by"],
            handed_over_on=given["handed_over_on"],
        )
        return matter.url()

    lead = _("Varje part beslutar i sitt eget organ: fullmäktige, regeringen eller styrelsen. Texten är låst.")
    context = shown(agreement, _("Lämna över avtalet till parterna"), _("Lämna över"), lead)
    return answer_form(request, form, act, FORM, context, done=_("Avtalet ligger hos parterna för beslut."))


@signed_in
def add(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Add a condition of the text's own."""
    agreement = find_agreement(request, slug, pk)
    require(permissions.may_write(agreement, request.actor), permissions.WHO_WRITES)
    form = AddForm(request.POST or None, today=request.today)

    def act(given: dict[str, Any]) -> str:
        label, last_on = given["label"], given["last_on"]
        services.add_condition(agreement, label=label, last_on=last_on, by=request.actor, today=request.today)
        return validity_url(agreement)

    lead = _("Villkoret ska också stå i avtalets avsnitt om giltighet. Parternas beslut och underskrifter finns redan.")
    context = shown(agreement, _("Lägg till ett villkor"), _("Lägg till"), lead)
    return answer_form(request, form, act, FORM, context, done=_("Villkoret finns."))


@signed_in
def add_cap(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Say how far the cost may rise before the parties must try the agreement."""
    agreement = find_agreement(request, slug, pk)
    require(permissions.may_write(agreement, request.actor), permissions.WHO_WRITES)
    newest = agreement.newest_version
    cost_ore = plan_of(newest).cost_ore if newest is not None else None
    initial = {"base": Sek(cost_ore)} if cost_ore else {}
    form = CapForm(request.POST or None, today=request.today, initial=initial)

    def act(given: dict[str, Any]) -> str:
        services.add_cost_cap(
            agreement,
            base_ore=given["base"].ore,
            cap_ppm=form.cap_ppm(),
            price_level_on=given["price_level_on"],
            by=request.actor,
            today=request.today,
        )
        return validity_url(agreement)

    lead = _(
        "Blir kostnaden högre än taket prövar parterna avtalet. Det gäller under tiden och förfaller inte i tysthet."
    )
    context = shown(agreement, _("Ange ett kostnadstak"), _("Spara taket"), lead)
    return answer_form(request, form, act, FORM, context, done=_("Kostnadstaket finns."))


@signed_in
def forecast(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Register what the agreed things are now thought to cost."""
    agreement = find_agreement(request, slug, pk)
    require(permissions.may_report_cost(agreement, request.actor), permissions.WHO_REPORTS_COST)
    cap = agreement.conditions.filter(kind=ConditionKind.COST_CAP).first()
    if cap is None:
        raise Http404
    form = ForecastForm(request.POST or None, today=request.today)

    def act(given: dict[str, Any]) -> str:
        services.register_cost_forecast(
            agreement,
            forecast_ore=given["forecast"].ore,
            source=given["source"],
            told_on=given["told_on"],
            by=request.actor,
            today=request.today,
        )
        return f"{validity_url(agreement)}#villkor-{cap.pk}"

    lead = _("Överenskommen kostnad är %(base)s och taket %(cap)s.") % {
        "base": kronor(cap.base_ore or 0),
        "cap": kronor(cap.ceiling_ore),
    }
    context = shown(agreement, _("Registrera en kostnadsprognos"), _("Registrera prognosen"), lead)
    return answer_form(request, form, act, FORM, context, done=_("Prognosen är registrerad."))


Act = Callable[[Condition, dict[str, Any]], Any]


def act_on(
    request: SamverkRequest,
    condition: Condition,
    form: Any,
    act: Act,
    *,
    title: str,
    button: str,
    done: str,
    lead: str = "",
) -> HttpResponse:
    """Answer a form that does one thing with one condition."""

    def take(given: dict[str, Any]) -> str:
        act(condition, given)
        return f"{validity_url(condition.agreement)}#villkor-{condition.pk}"

    context = {**shown(condition.agreement, title, button, lead or condition.label), "condition": condition}
    return answer_form(request, form, take, FORM, context, done=done)


def common(request: SamverkRequest, given: dict[str, Any]) -> dict[str, Any]:
    """What every act is told."""
    return {"by": request.actor, "today": request.today, "version": given["row_version"]}


@signed_in
def meet(request: SamverkRequest, slug: str, pk: int, condition_id: int) -> HttpResponse:
    """Note that a condition of the text's own is met."""
    found = find_condition(request, slug, pk, condition_id)
    leading(request, found.agreement)
    return act_on(
        request,
        found,
        MeetForm(request.POST or None, today=request.today, row=found),
        lambda row, given: services.meet_condition(
            row, met_on=given["met_on"], evidence=given["evidence"], **common(request, given)
        ),
        title=_("Anteckna att villkoret är uppfyllt"),
        button=_("Anteckna"),
        done=_("Villkoret är uppfyllt."),
    )


@signed_in
def take_back(request: SamverkRequest, slug: str, pk: int, condition_id: int) -> HttpResponse:
    """Take back a note that was wrong."""
    found = find_condition(request, slug, pk, condition_id)
    leading(request, found.agreement)
    return act_on(
        request,
        found,
        ReasonForm(request.POST or None, today=request.today, row=found),
        lambda row, given: services.take_back_condition(row, reason=given["reason"], **common(request, given)),
        title=_("Ta tillbaka att villkoret är uppfyllt"),
        button=_("Ta tillbaka"),
        done=_("Villkoret återstår."),
    )


@signed_in
def fail(request: SamverkRequest, slug: str, pk: int, condition_id: int) -> HttpResponse:
    """State that a condition cannot be met: the agreement lapses."""
    found = find_condition(request, slug, pk, condition_id)
    leading(request, found.agreement)
    return act_on(
        request,
        found,
        ReasonForm(request.POST or None, today=request.today, row=found),
        lambda row, given: services.fail_condition(row, reason=given["reason"], **common(request, given)),
        title=_("Fastställ att avtalet förfaller"),
        button=_("Fastställ att avtalet förfaller"),
        done=_("Avtalet har förfallit."),
        lead=_("%s: villkoret kan inte uppfyllas. Avtalet förfaller och kan inte tas upp igen.") % found.label,
    )


@signed_in
def last_day(request: SamverkRequest, slug: str, pk: int, condition_id: int) -> HttpResponse:
    """Set or postpone the last day of a condition."""
    found = find_condition(request, slug, pk, condition_id)
    agreement = found.agreement
    may = permissions.may_write if agreement.is_written else permissions.may_lead
    require(may(agreement, request.actor), permissions.WHO_WRITES if agreement.is_written else permissions.WHO_LEADS)
    return act_on(
        request,
        found,
        LastDayForm(
            request.POST or None,
            today=request.today,
            row=found,
            is_written=agreement.is_written,
            initial={"last_on": found.last_on},
        ),
        lambda row, given: services.change_last_day(
            row, last_on=given["last_on"], reason=given["reason"], **common(request, given)
        ),
        title=_("Ändra sista dagen") if agreement.is_written else _("Flytta fram sista dagen"),
        button=_("Spara dagen"),
        done=_("Sista dagen är ändrad."),
    )


@signed_in
def last_days(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Set or postpone the last day of every condition that remains, in one go."""
    agreement = find_agreement(request, slug, pk)
    written = agreement.is_written
    may = permissions.may_write if written else permissions.may_lead
    require(may(agreement, request.actor), permissions.WHO_WRITES if written else permissions.WHO_LEADS)
    rows = movable(Condition.objects.filter(agreement=agreement).with_names())
    if not rows:
        raise Http404
    latest = max((each.last_on for each in rows if each.last_on), default=None)
    form = LastDaysForm(
        request.POST or None, today=request.today, rows=rows, is_written=written, initial={"last_on": latest}
    )

    def act(given: dict[str, Any]) -> str:
        facts = {name: given[name] for name in ("last_on", "reason", "seen")}
        services.change_last_days(agreement, **facts, by=request.actor, today=request.today)
        return validity_url(agreement)

    title = _("Ge alla villkor samma sista dag") if written else _("Flytta fram alla sista dagar")
    lead = _("Gäller %s") % join_swedish([in_sentence(each) for each in rows])
    context = shown(agreement, title, _("Spara dagen"), f"{lead}.")
    return answer_form(
        request, form, act, FORM, context, done=_("Sista dagen är ändrad för alla villkor som återstår.")
    )


def in_sentence(condition: Condition) -> str:
    """A condition in a list, with its last day."""
    if condition.last_on is None:
        return _("%s (ingen sista dag)") % lower_first(condition.label)
    return _("%(what)s (%(day)s)") % {"what": lower_first(condition.label), "day": swedish_date(condition.last_on)}


def lower_first(words: str) -> str:
    """As it stands inside a sentence."""
    return words[:1].lower() + words[1:]


@signed_in
def remove(request: SamverkRequest, slug: str, pk: int, condition_id: int) -> HttpResponse:
    """Take away a condition that somebody had added, from a text that is still written."""
    found = find_condition(request, slug, pk, condition_id)
    if request.method != "POST":
        raise Http404

    def act() -> str:
        services.remove_condition(found, by=request.actor, today=request.today)
        return validity_url(found.agreement)

    return answer_step(request, act, done=_("Villkoret är borttaget."))


@signed_in
def raise_breach(request: SamverkRequest, slug: str, pk: int, condition_id: int) -> HttpResponse:
    """Note that a broken cap was taken to the parties."""
    found = find_condition(request, slug, pk, condition_id)
    require(permissions.may_report_cost(found, request.actor), permissions.WHO_REPORTS_COST)
    return act_on(
        request,
        found,
        NoteForm(request.POST or None, today=request.today, row=found),
        lambda row, given: services.raise_breach(row, note=given["note"], **common(request, given)),
        title=_("Anteckna att kostnaden är uppe hos parterna"),
        button=_("Anteckna"),
        done=_("Det är antecknat att parterna prövar kostnaden."),
        lead=found.reason,
    )


@signed_in
def agree(request: SamverkRequest, slug: str, pk: int, condition_id: int) -> HttpResponse:
    """Note that all parties have agreed to a higher cost."""
    found = find_condition(request, slug, pk, condition_id)
    leading(request, found.agreement)
    return act_on(
        request,
        found,
        AgreeForm(request.POST or None, today=request.today, row=found),
        lambda row, given: services.agree_to_cost(
            row, base_ore=given["base"].ore, evidence=given["evidence"], **common(request, given)
        ),
        title=_("Anteckna den kostnad som parterna har godtagit"),
        button=_("Anteckna kostnaden"),
        done=_("Taket räknas från den nya kostnaden."),
        lead=found.reason,
    )
