"""Which conditions an agreement has, and noting what is not decided by a party, the signing or a forecast."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from agreements.texts.models import Agreement
from agreements.texts.services import life
from agreements.texts.states import AgreementState
from governance.audit.actors import SYSTEM
from governance.audit.models import Event
from governance.audit.services import record
from governance.decisions import services as decisions
from governance.decisions.states import LIVE
from governance.organisations.models import Principal
from governance.workflow import steps
from governance.workflow.acts import refuse
from governance.workflow.refusals import Stale

from .. import citations, permissions
from ..models import Condition, Validity
from ..states import DECISIONS, DERIVED, ConditionKind, ConditionState
from ..verdict import PPM, Wanted, wanted_conditions
from .common import TEXT_STANDS, conditions_of, hold, kronor, require, when
from .settling import recount, settle_held

ORDERS = {
    ConditionKind.PARTY_DECISION: 100,
    ConditionKind.GOVERNMENT: 200,
    ConditionKind.SIGNATURES: 300,
    ConditionKind.COST_CAP: 400,
    ConditionKind.OTHER: 500,
}


def parties_of(agreement: Agreement) -> list[Principal]:
    """The agreement's parties in the order of its text, with their organisations; a page may have read them."""
    if "parties" in agreement.__dict__.get("_prefetched_objects_cache", ()):
        return [each.principal for each in agreement.parties.all()]
    rows = agreement.parties.select_related("principal__organisation").order_by("order", "pk")
    return [each.principal for each in rows]


def label_of(wanted: Wanted, principals: dict[int, Principal]) -> str:
    """A derived condition in the words of a list."""
    if wanted.principal_id is None:
        return _("Alla parters underskrifter")
    if wanted.kind == ConditionKind.GOVERNMENT:
        return _("Regeringens godkännande")
    return _("Beslut i %s") % principals[wanted.principal_id].organisation.short_name


@transaction.atomic
def set_conditions(agreement: Agreement, *, today: date, by: Any = SYSTEM) -> list[Condition]:
    """Write the conditions that follow from the parties (P-12); doing it twice writes them once.

    When the text is another than the one that the conditions were about, what was decided and signed about the old one
    no longer counts.
    """
    return set_held(hold(agreement), today=today, by=by)


def set_held(validity: Validity, *, today: date, by: Any) -> list[Condition]:
    """The same for an agreement that is held already."""
    agreement = validity.agreement
    if not (agreement.is_written or agreement.state in TEXT_STANDS):
        return conditions_of(validity)
    if validity.text_id != agreement.agreed_version_id:
        begin_anew(validity, today=today)
    principals = {each.pk: each for each in parties_of(agreement)}
    wanted = wanted_conditions((pk, each.organisation.kind) for pk, each in principals.items())
    known = {(each.kind, each.principal_id): each for each in conditions_of(validity) if each.kind in DERIVED}
    for place, each in enumerate(wanted):
        if (each.kind, each.principal_id) not in known:
            made = Condition(
                agreement=agreement,
                kind=each.kind,
                principal=principals.get(each.principal_id or 0),
                label=label_of(each, principals),
                order=ORDERS[each.kind] + place,
                last_on=agreement.last_on,
            )
            steps.create(made, by=by, today=today, kind="set")
    for key in known.keys() - {(each.kind, each.principal_id) for each in wanted}:
        remove(known[key], by=by, today=today)
    conditions = recount(validity)
    if validity.text_id is not None:
        conditions = note_caps(validity, conditions, today=today)
    return conditions


def begin_anew(validity: Validity, *, today: date) -> None:
    """The text has changed: end the parties' matter about the old one, and take back what rested on it."""
    reason = _("Avtalets text har ändrats.")
    matter, validity.matter = validity.matter, None
    validity.text = validity.agreement.agreed_version
    steps.save(validity)
    for each in conditions_of(validity):
        if each.kind in DERIVED and each.state == ConditionState.MET:
            steps.perform(each, "take_back", by=SYSTEM, today=today, reason=reason)
    Condition.objects.filter(agreement=validity.agreement_id, kind__in=DECISIONS).update(ruling=None)
    if matter is not None and matter.state in LIVE:
        decisions.withdraw_matter(matter, reason=reason, by=SYSTEM, today=today)


def note_caps(validity: Validity, conditions: list[Condition], *, today: date) -> list[Condition]:
    """A cap holds until a forecast lies above it."""
    caps = [each for each in conditions if each.kind == ConditionKind.COST_CAP and each.state == ConditionState.PENDING]
    noted = False
    for each in caps:
        newest = each.forecasts.first()
        if newest is None or newest.forecast_ore <= each.ceiling_ore:
            evidence = _("Överenskommen kostnad %s, ingen prognos över taket") % kronor(each.base_ore or 0)
            steps.perform(each, "meet", by=SYSTEM, today=today, met_on=today, evidence=evidence)
            noted = True
    return recount(validity) if noted else conditions


def remove(condition: Condition, *, by: Any, today: date) -> Event:
    """Take a condition away from an agreement that is still written; the trail keeps what it said."""
    event = record(
        chain=condition.chain,
        kind="adoption.condition.remove",
        subject=condition,
        by=by,
        occurred_on=today,
        details={"label": condition.label, "kind": condition.kind, "last_on": condition.last_on},
    )
    condition.forecasts.all().delete()
    condition.delete()
    return event


def require_writing(validity: Validity, by: Any) -> None:
    """Raise NotAllowed or Refused unless the text is still written and the actor holds its pen."""
    agreement = validity.agreement
    require(by.is_system or permissions.may_write(agreement, by), permissions.WHO_WRITES)
    if not agreement.is_written:
        raise refuse(
            _("Texten är låst. Ett villkor som inte står i den texten gäller inte."),
            citations.STATED_BEFORE,
            mended_by=_("förhandlingspersonerna: ta tillbaka texten, eller skriv ett tilläggsavtal"),
        )


@transaction.atomic
def add_condition(agreement: Agreement, *, label: str, by: Any, today: date, last_on: date | None = None) -> Condition:
    """Add a condition of the text's own (lägga till villkor), such as a permit or another agreement."""
    validity = hold(agreement)
    require_writing(validity, by)
    if not label.strip():
        raise refuse(_("Skriv vad som ska vara uppfyllt."), citations.STATED_BEFORE, mended_by=_("du själv"))
    made = Condition(
        agreement=validity.agreement,
        kind=ConditionKind.OTHER,
        label=label.strip(),
        order=ORDERS[ConditionKind.OTHER],
        last_on=last_on or validity.agreement.last_on,
    )
    steps.create(made, by=by, today=today, kind="add")
    recount(validity)
    return made


@transaction.atomic
def add_cost_cap(
    agreement: Agreement,
    *,
    base_ore: int,
    cap_ppm: int,
    by: Any,
    today: date,
    price_level_on: date | None = None,
) -> Condition:
    """Say how far the cost may rise before the parties must try the agreement (kostnadstak); an agreement has one."""
    validity = hold(agreement)
    require_writing(validity, by)
    known = Condition.objects.filter(agreement=agreement, kind=ConditionKind.COST_CAP).first()
    if known is not None:
        raise refuse(
            _("Avtalet har redan ett kostnadstak: %s.") % known.label,
            citations.CAP,
            mended_by=_("du själv: ta bort det först, om parterna vill ha ett annat"),
        )
    if base_ore <= 0:
        sentence = _("Ange den överenskomna kostnaden, större än noll.")
        raise refuse(sentence, citations.CAP, mended_by=_("du själv: rätta beloppet"))
    if not 0 <= cap_ppm <= 10 * PPM:
        sentence = _("Ange taket i procent över kostnaden, mellan 0 och 1 000.")
        raise refuse(sentence, citations.CAP, mended_by=_("du själv: rätta procentsatsen"))
    percent = f"{cap_ppm / 10_000:g}".replace(".", ",")
    made = Condition(
        agreement=validity.agreement,
        kind=ConditionKind.COST_CAP,
        label=_("Kostnaden stiger inte mer än %s procent") % percent,
        order=ORDERS[ConditionKind.COST_CAP],
        base_ore=base_ore,
        cap_ppm=cap_ppm,
        price_level_on=price_level_on,
    )
    steps.create(made, by=by, today=today, kind="add", base_ore=base_ore, cap_ppm=cap_ppm)
    recount(validity)
    return made


@transaction.atomic
def remove_condition(condition: Condition, *, by: Any, today: date) -> Event:
    """Take away a condition that somebody had added, while the text is still written."""
    validity = hold(condition.agreement)
    require_writing(validity, by)
    if condition.kind in DERIVED:
        raise refuse(
            _("Villkoret följer av vilka parterna är och kan inte tas bort."),
            citations.SOVEREIGN,
            mended_by=_("ingen: varje part beslutar själv"),
        )
    event = remove(condition, by=by, today=today)
    recount(validity)
    return event


@transaction.atomic
def change_last_day(
    condition: Condition, *, last_on: date | None, reason: str, by: Any, today: date, version: int | None = None
) -> Event:
    """Set the last day of a condition; once the text is frozen only to a later one that all parties agreed to."""
    validity = hold(condition.agreement)
    event = move(condition, validity, last_on=last_on, reason=reason, by=by, today=today, version=version)
    follow_moved([event], validity, today=today)
    return event


@transaction.atomic
def change_last_days(
    agreement: Agreement,
    *,
    last_on: date,
    reason: str,
    by: Any,
    today: date,
    seen: dict[int, int] | None = None,
) -> list[Event]:
    """Let every condition that remains have the same last day; all of them move, or none.

    `seen` is the version of each that the actor saw. The agreement follows when all have moved: moved one by one, it
    could lapse by the day of one that was still to be moved.
    """
    validity = hold(agreement)
    found = sorted(movable(conditions_of(validity)), key=lambda each: each.last_on or date.min, reverse=True)
    if not found:
        raise refuse(_("Inget villkor återstår."), citations.LAST_DAY, mended_by=_("ingen: alla villkor är avgjorda"))
    if seen is not None and seen.keys() != {each.pk for each in found}:
        raise Stale(*steps.last_change(found[0]))
    given = {"last_on": last_on, "reason": reason, "by": by, "today": today}
    events = [move(each, validity, **given, version=seen[each.pk] if seen else None) for each in found]
    follow_moved(events, validity, today=today)
    return events


def movable(conditions: Iterable[Condition]) -> list[Condition]:
    """Those that remain and have a last day or may have one; a cost cap follows its forecasts and has none."""
    return [
        each
        for each in conditions
        if each.state == ConditionState.PENDING and each.kind != ConditionKind.COST_CAP and each.pk
    ]


def move(
    condition: Condition,
    validity: Validity,
    *,
    last_on: date | None,
    reason: str,
    by: Any,
    today: date,
    version: int | None,
) -> Event:
    """Give a condition of an agreement that is held another last day."""
    held: Condition = steps.lock(condition)
    if validity.agreement.is_written:
        require_writing(validity, by)
    else:
        require_postponing(held, last_on, reason, by=by)
    return steps.edit(
        held,
        by=by,
        today=today,
        version=version,
        changes={"last_on": last_on},
        kind="change_last_day",
        reason=reason.strip(),
    )


def follow_moved(events: list[Event], validity: Validity, *, today: date) -> None:
    """Let what is decided count within the new days, and the agreement follow."""
    from .deciding import follow_current_ruling  # noqa: PLC0415 -- deciding rests on these acts

    if validity.agreement.state not in TEXT_STANDS:
        return
    for event in events:
        follow_current_ruling(event.subject, validity, today=today)
    settle_held(validity, today=today)


def require_postponing(held: Condition, last_on: date | None, reason: str, *, by: Any) -> None:
    """Raise unless a leader postpones the last day of a condition on its way, by something that can be looked up."""
    require(by.is_system or permissions.may_lead(held, by), permissions.WHO_LEADS)
    if held.agreement.state not in TEXT_STANDS or held.state != ConditionState.PENDING:
        raise refuse(
            _("Villkoret återstår inte, så dess sista dag ändras inte."),
            citations.LAST_DAY,
            mended_by=_("ingen: villkoret är avgjort"),
        )
    if not reason.strip():
        raise refuse(
            _("Ange hur parterna har kommit överens om den nya dagen."), citations.LAST_DAY, mended_by=_("du själv")
        )
    if held.last_on is not None and last_on is not None and last_on < held.last_on:
        raise refuse(
            _("Sista dagen kan bara flyttas framåt från %s när texten är låst.") % when(held.last_on),
            citations.LAST_DAY,
            mended_by=_("du själv: ange en senare dag"),
        )


@transaction.atomic
def meet_condition(
    condition: Condition, *, met_on: date | None, evidence: str, by: Any, today: date, version: int | None = None
) -> Event:
    """Note that a condition of the text's own is met (uppfyllt), and let the agreement follow."""
    validity = hold(condition.agreement)
    event = steps.perform(
        condition, "meet", by=by, today=today, version=version, occurred_on=met_on, met_on=met_on, evidence=evidence
    )
    settle_held(validity, today=today)
    return event


@transaction.atomic
def take_back_condition(
    condition: Condition, *, reason: str, by: Any, today: date, version: int | None = None
) -> Event:
    """Take back a note that was wrong, while the agreement does not hold yet."""
    validity = hold(condition.agreement)
    event = steps.perform(condition, "take_back", by=by, today=today, version=version, reason=reason)
    settle_held(validity, today=today)
    return event


@transaction.atomic
def fail_condition(condition: Condition, *, reason: str, by: Any, today: date, version: int | None = None) -> Event:
    """State that a condition cannot be met (falla); the agreement lapses."""
    validity = hold(condition.agreement)
    if validity.agreement.state not in TEXT_STANDS:
        raise refuse(
            _("Avtalet är inte låst för underskrift än, så inget villkor kan falla."),
            citations.SAME_TEXT,
            mended_by=_("förhandlingspersonerna: lägg ned arbetet med avtalet i stället"),
        )
    event = steps.perform(condition, "fail", by=by, today=today, version=version, reason=reason)
    settle_held(validity, today=today)
    return event


@transaction.atomic
def note_signatures_complete(
    agreement: Agreement, *, by: Any, today: date, signed_on: date | None = None, evidence: str = ""
) -> Validity:
    """Note that every party has signed (AG-6): the agreement waits for what remains, or holds."""
    validity = hold(agreement)
    if validity.agreement.state in TEXT_STANDS and validity.agreement.state != AgreementState.AWAITING_DECISIONS:
        validity.agreement = life.note_all_signed(validity.agreement, by=SYSTEM, today=today)
    set_held(validity, today=today, by=SYSTEM)
    on = signed_on or today
    found = next((each for each in conditions_of(validity) if each.kind == ConditionKind.SIGNATURES), None)
    if found is not None and found.state == ConditionState.PENDING and (found.last_on is None or on <= found.last_on):
        said = evidence or _("Alla parter har undertecknat")
        steps.perform(found, "meet", by=SYSTEM, today=today, occurred_on=on, met_on=on, evidence=said)
    if validity.agreement.state == AgreementState.AWAITING_DECISIONS and validity.matter_id is None:
        from .deciding import open_held  # noqa: PLC0415 -- deciding rests on these acts

        open_held(validity, by=SYSTEM, today=today)
    return settle_held(validity, today=today)
