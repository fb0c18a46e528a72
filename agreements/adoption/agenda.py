"""What conditions tell the rest of Samverk: whose turn it is, which days to keep, and what an event means."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, TypeVar

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.texts import registry as texts
from agreements.texts.kinds import SignOrder
from agreements.texts.models import Agreement
from agreements.texts.registry import ANY_AGREEMENT
from agreements.texts.states import SIGNED_ON
from governance.audit.models import Event
from governance.decisions.models import Ruling
from governance.decisions.permissions import SPEAKS_FOR_PRINCIPAL
from governance.decisions.states import RulingState
from governance.lib.text import join_swedish
from governance.organisations import agenda, happenings
from governance.organisations.actors import Actor
from governance.organisations.kinds import AGREEING, BodyKind

from . import citations, permissions
from .models import Condition
from .pages import readiness
from .services.common import TEXT_STANDS
from .states import DECISIONS, ConditionKind, ConditionState

T = TypeVar("T")

OF_AGREEMENT = (
    *("agreement__kind", "agreement__number", "agreement__title", "agreement__state", "agreement__last_on"),
    *("agreement__sign_order", "agreement__partnership_id", "agreement__negotiation_id", "agreement__parent_id"),
    *("agreement__partnership__slug", "agreement__partnership__short_name"),
)
SHOWN = (
    *("kind", "label", "order", "last_on", "raised_on", "failed_on", "principal_id"),
    *OF_AGREEMENT,
    *("agreement__validity__agreement_id", "agreement__validity__matter__state"),
    *("ruling__state", "ruling__legal_force_on", "ruling__appeal_until", "ruling__matter_id"),
)

LEADING = (BodyKind.NEGOTIATORS, BodyKind.BOARD)


def validity_url(agreement: Agreement) -> str:
    """The page of an agreement's conditions."""
    return reverse("adoption:validity", args=[agreement.partnership.slug, agreement.pk])


def open_conditions(actor: Actor, tell: Callable[[list[Condition]], list[T]]) -> agenda.Wanted[T]:
    """What remains or is broken in the agreements that the actor may know of; read once a request."""
    waiting = Q(state=ConditionState.PENDING, agreement__state__in=TEXT_STANDS)
    rows = Condition.objects.visible_to(actor).filter(waiting | Q(state=ConditionState.BREACHED))
    along = ("agreement__partnership", "agreement__validity__matter", "ruling")
    rows = rows.select_related(*along).only("state", *SHOWN).order_by("agreement_id", "order", "pk")
    return agenda.Wanted(rows, tell, key="adoption.open_conditions")


@agenda.reading
def leader_duties(actor: Actor, today: date) -> agenda.Wanted[agenda.Duty] | None:
    """What those who lead agreements are to do: hand over, note what is met, take a broken cap to the parties."""
    seat = actor.seat
    if seat is None or not seat.body.partnership_id or seat.body.kind not in LEADING:
        return None
    here = seat.body.partnership_id
    return open_conditions(actor, lambda rows: duties_of([each for each in rows if each.partnership_id == here], actor))


def duties_of(found: list[Condition], actor: Actor) -> list[agenda.Duty]:
    """What some conditions ask of those who lead."""
    return [*hand_over_duties(found, actor), *(duty for each in found if (duty := own_duty(each, actor)) is not None)]


def hand_over_duties(found: list[Condition], actor: Actor) -> list[agenda.Duty]:
    """Agreements whose parties are to decide before they sign, and have not been asked."""
    agreements = {each.agreement_id: each.agreement for each in found if each.kind in DECISIONS}
    return [
        agenda.Duty(
            title=_("Lämna över avtalet till parterna för beslut"),
            url=validity_url(agreement),
            text=str(agreement.title),
            context=agreement.partnership.short_name,
            due_on=agreement.last_on,
            action=_("Lämna över"),
            action_url=reverse("adoption:open", args=[agreement.partnership.slug, agreement.pk]),
        )
        for agreement in agreements.values()
        if agreement.validity.matter is None
        and agreement.sign_order == SignOrder.DECIDE_FIRST
        and agreement.state in SIGNED_ON
        and permissions.may_lead(agreement, actor)
    ]


def own_duty(condition: Condition, actor: Actor) -> agenda.Duty | None:
    """A condition that somebody who leads is to note, or a cap to take to the parties."""
    agreement = condition.agreement
    args = [agreement.partnership.slug, agreement.pk, condition.pk]
    is_untried = condition.state == ConditionState.BREACHED and condition.raised_on is None
    if is_untried and permissions.may_report_cost(agreement, actor):
        return agenda.Duty(
            title=_("Ta upp kostnaden med parterna"),
            url=validity_url(agreement),
            text=_("%(title)s: kostnadstaket är överskridet.") % {"title": agreement.title},
            context=agreement.partnership.short_name,
            since=condition.failed_on,
            action=_("Anteckna att det är gjort"),
            action_url=reverse("adoption:raise_breach", args=args),
        )
    if condition.kind == ConditionKind.OTHER and permissions.may_lead(agreement, actor):
        return agenda.Duty(
            title=_("Anteckna när villkoret är uppfyllt"),
            url=validity_url(agreement),
            text=condition.label,
            context=str(agreement.title),
            due_on=condition.last_on,
            action=_("Anteckna villkoret"),
            action_url=reverse("adoption:meet", args=args),
        )
    return None


@agenda.reading
def legal_force_duties(actor: Actor, today: date) -> agenda.Wanted[agenda.Duty] | None:
    """Decisions of one's own council that can no longer be appealed against, and wait for somebody to note it."""
    seat = actor.seat
    if seat is None or seat.body.partnership_id or not actor.sits_as(*SPEAKS_FOR_PRINCIPAL):
        return None
    mine = [each.pk for each in actor.principals if each.organisation_id == seat.body.organisation_id]
    if not mine:
        return None
    return open_conditions(
        actor, lambda rows: force_duties([each for each in rows if each.principal_id in mine], today)
    )


def force_duties(found: list[Condition], today: date) -> list[agenda.Duty]:
    """Those of some conditions."""
    return [
        agenda.Duty(
            title=_("Anteckna laga kraft"),
            url=validity_url(each.agreement),
            text=_("%(title)s: tiden för att överklaga ert beslut har gått ut.") % {"title": each.agreement.title},
            context=each.agreement.partnership.short_name,
            due_on=each.last_on,
            since=each.ruling.appeal_until,
            action=_("Anteckna laga kraft"),
            action_url=reverse(
                "decisions:legal_force", args=[each.agreement.partnership.slug, each.ruling.matter_id, each.ruling_id]
            ),
        )
        for each in found
        if each.ruling is not None and may_have_force(each.ruling, today)
    ]


def may_have_force(ruling: Ruling, today: date) -> bool:
    """Whether a decision can no longer be appealed against, and nobody has noted its legal force."""
    last = ruling.appeal_until
    return ruling.state == RulingState.ADOPTED and ruling.legal_force_on is None and last is not None and last < today


@agenda.reading
def waitings(actor: Actor, today: date) -> agenda.Wanted[agenda.Waiting] | None:
    """Agreements that hold though their cost lies above the cap: everybody waits for the parties to try them."""
    if not actor.partnership_ids:
        return None
    return open_conditions(
        actor,
        lambda rows: [
            agenda.Waiting(
                title=_("Kostnadstaket är överskridet: %s") % each.agreement.title,
                url=validity_url(each.agreement),
                turn=_("parterna") if each.raised_on else _("styrelsen"),
                since=each.raised_on or each.failed_on,
            )
            for each in rows
            if each.state == ConditionState.BREACHED
        ],
    )


@agenda.reading
def deadlines(partnership_ids: frozenset[int], today: date) -> agenda.Wanted[agenda.Deadline]:
    """The last days of conditions that remain, one for each agreement and day."""
    found = Condition.objects.filter(
        agreement__partnership_id__in=partnership_ids,
        state=ConditionState.PENDING,
        last_on__isnull=False,
        agreement__state__in=TEXT_STANDS,
    ).select_related("agreement__partnership")
    found = found.only("state", "label", "last_on", *OF_AGREEMENT).order_by("agreement_id", "order", "pk")
    return agenda.Wanted(found, last_days)


@agenda.reading
def coming_deadlines(actor: Actor, today: date) -> agenda.Wanted[agenda.Deadline]:
    """The same for an actor's desk, from what is read for it anyhow."""
    return open_conditions(actor, lambda rows: last_days(each for each in rows if each.state == ConditionState.PENDING))


def last_days(found: Iterable[Condition]) -> list[agenda.Deadline]:
    """The last days of conditions that remain."""
    days: dict[tuple[int, date], list[Condition]] = {}
    for each in found:
        if each.last_on:
            days.setdefault((each.agreement_id, each.last_on), []).append(each)
    return [
        agenda.Deadline(
            on=last_on,
            title=_("Sista dag för villkoren i %(agreement)s: %(what)s")
            % {"agreement": rows[0].agreement, "what": join_swedish([each.label for each in rows])},
            partnership_id=rows[0].agreement.partnership_id,
            url=validity_url(rows[0].agreement),
            kind="adoption.last_on",
            rule=citations.LAST_DAY,
        )
        for (_agreement, last_on), rows in sorted(days.items(), key=lambda each: each[0][1])
    ]


SENTENCES: dict[str, Any] = {
    "adoption.condition.set": gettext_lazy("Ett villkor för att avtalet ska gälla bestämdes"),
    "adoption.condition.add": gettext_lazy("Ett villkor lades till"),
    "adoption.condition.remove": gettext_lazy("Ett villkor togs bort"),
    "adoption.condition.change_last_day": gettext_lazy("Sista dagen för ett villkor ändrades"),
    "adoption.condition.meet": gettext_lazy("Ett villkor uppfylldes"),
    "adoption.condition.take_back": gettext_lazy("Ett villkor är inte längre uppfyllt"),
    "adoption.condition.fail": gettext_lazy("Ett villkor kan inte uppfyllas"),
    "adoption.condition.breach": gettext_lazy("Kostnadstaket överskreds. Parterna ska pröva avtalet"),
    "adoption.condition.restore": gettext_lazy("Kostnaden ryms åter under taket"),
    "adoption.condition.raise_breach": gettext_lazy("Den högre kostnaden togs upp med parterna"),
    "adoption.condition.agree_to_cost": gettext_lazy("Parterna har godtagit en högre kostnad"),
    "adoption.condition.follow": gettext_lazy("Underlaget för ett villkor rättades"),
    "adoption.costforecast.register": gettext_lazy("En kostnadsprognos registrerades"),
}


def page_of(event: Event) -> str:
    """Where an event about a condition can be seen: an address that finds the agreement by the condition's number."""
    return reverse("adoption:find", args=[int(event.subject_key)]) if event.subject_key.isdecimal() else ""


def announce() -> None:
    """Fill in the registries of what stands below."""
    for source in (leader_duties, legal_force_duties):
        agenda.duty_source(source, kinds=AGREEING, about=ANY_AGREEMENT)
    agenda.waiting_source(waitings, kinds=AGREEING, about=ANY_AGREEMENT)
    agenda.deadline_source(deadlines, coming=coming_deadlines, kinds=AGREEING, about=ANY_AGREEMENT)
    texts.agreement_reads(readiness.reads)
    texts.readiness_group(readiness.decisions_group)
    texts.readiness_group(readiness.others_group)
    texts.agreement_action(readiness.actions)
    texts.whose_turn(readiness.turn)
    happenings.tell(SENTENCES)
    happenings.link("adoption.condition", page_of)
