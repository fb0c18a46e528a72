"""Acts on offers: made, changed, given levels and conditions, confirmed and taken back by the party itself."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from governance.audit.services import record
from governance.lib.text import capitalise
from governance.organisations.models import Principal
from governance.workflow import steps
from governance.workflow.acts import refuse, require, require_right
from governance.workflow.guards import Act

from .. import citations, guards, permissions
from ..clearing import Condition, Kind, Level, Measure, Sense, flaws_of, flaws_of_levels
from ..mandates import require_own_mandate
from ..models import Commitment, ConditionTarget, OfferCondition, OfferLevel
from ..states import DRAFTS, CommitmentState
from ..terms import measures_of
from ..words import offer_name

FIGURES = ("quantity", "amount_ore", "share_ppm")
FIELD_OF = dict(zip((Measure.QUANTITY, Measure.AMOUNT, Measure.SHARE), FIGURES, strict=True))
YOURSELF = "du själv: ändra budet"


def next_offer_number(agreement: Any) -> str:
    """The number of the next commitment of an agreement, as it stands in its table: "1", "2", "3"."""
    taken = Commitment.objects.filter(agreement=agreement).values_list("number", flat=True)
    return str(max((int(each) for each in taken if each.isdecimal()), default=0) + 1)


def hold_offer(commitment: Commitment, *, by: Any, today: date) -> Commitment:
    """Hold an offer that its party is about to change. Raises NotAllowed, or Refused when it is no offer any more.

    The agreement is held first, so that no clearing reads the offers while one of them changes.
    """
    steps.lock(commitment.agreement)
    held: Commitment = steps.lock(commitment)
    require_right(held, by, permissions.may_offer, permissions.WHO_SPEAKS)
    require(held, [guards.agreement_is_negotiated], Act(by, today))
    if not held.is_offer:
        raise refuse(
            _("Åtagandet är ”%s” och ändras inte längre av parten ensam.") % held.get_state_display().lower(),
            citations.CHANGED_BY_AGREEMENT,
            mended_by="parterna tillsammans",
        )
    return held


@transaction.atomic
def make_offer(
    agreement: Any,
    principal: Principal,
    *,
    title: str,
    by: Any,
    today: date,
    contributors: Iterable[Principal] = (),
    supersedes: Commitment | None = None,
    **fields: Any,
) -> Commitment:
    """Let a party offer something in a draft agreement (lämna bud); nobody is bound by it yet.

    `fields` are those of a commitment: quantity and unit, amount_ore with price_level_on and index_series, share_ppm
    with share_of, counting_rule, counting_area, counts_from, due_on, owner_role, value_elsewhere and beneficiary.
    """
    held = steps.lock(agreement)
    commitment = Commitment(
        partnership_id=held.partnership_id,
        agreement=held,
        principal=principal,
        number=fields.pop("number", "") or next_offer_number(held),
        title=title.strip(),
        offered_on=today,
        supersedes=supersedes,
        **fields,
    )
    require_right(commitment, by, permissions.may_offer, permissions.WHO_SPEAKS)
    require(commitment, [guards.agreement_is_negotiated, guards.last_day_is_ahead], Act(by, today))
    if not held.parties.filter(principal=principal).exists():
        raise refuse(
            _("%s är inte part i avtalet.") % principal,
            citations.CLEAR_COMMITMENT,
            mended_by="förhandlingspersonerna: lägg till parten i avtalet",
        )
    require_own_mandate(commitment, by, today)
    figures = {name: getattr(commitment, name) for name in FIGURES}
    made: Commitment = steps.create(commitment, by=by, today=today, kind="offer", **figures).subject
    OfferLevel.objects.create(commitment=made, number=1, **figures)
    made.contributors.set(contributors)
    return made


@transaction.atomic
def change_offer(
    commitment: Commitment, *, by: Any, today: date, version: int | None = None, **changes: Any
) -> Commitment:
    """Change what a party offers; a change of figures is a change of its only level.

    What others ask of it in a unit or a measure, it goes on stating so: what they asked for would be another thing.
    """
    held = hold_offer(commitment, by=by, today=today)
    contributors = changes.pop("contributors", None)
    figures = {name: changes[name] for name in FIGURES if name in changes}
    levels = held.levels.count()
    if levels > 1:
        changes = {name: value for name, value in changes.items() if name not in FIGURES}
        figures = {}
    if held.flagged_on is not None:  # what the party writes anew, it stands by
        changes |= {"flagged_on": None, "flag_reason": ""}
    changed: Commitment = steps.edit(held, by=by, today=today, version=version, changes=changes).subject
    if "due_on" in changes:
        require(changed, [guards.last_day_is_ahead], Act(by, today))
    if figures:
        held.levels.filter(number=1).update(**figures)
    require_own_mandate(changed, by, today)
    require_asked_as_before(held, changed)
    if contributors is not None:
        changed.contributors.set(contributors)
    return changed


@transaction.atomic
def add_level(commitment: Commitment, *, by: Any, today: date, **figures: Any) -> OfferLevel:
    """Offer more on a higher level, which may have conditions of its own (lägga till nivå)."""
    held = hold_offer(commitment, by=by, today=today)
    levels = [*held.levels.order_by("number"), OfferLevel(**figures)]
    if flaws := flaws_of_levels(Level(measures=measures_of(each)) for each in levels):
        raise refuse(flaws[0], citations.ONLY_MORE_HELPS, mended_by=YOURSELF)
    level = OfferLevel.objects.create(commitment=held, number=len(levels), **figures)
    top = {name: getattr(level, name) for name in FIGURES}
    changed = steps.edit(held, by=by, today=today, version=None, changes=top, kind="add_level").subject
    require_own_mandate(changed, by, today)
    return level


@transaction.atomic
def drop_level(commitment: Commitment, *, by: Any, today: date) -> Commitment:
    """Take the highest level away, with its conditions; the first one stays."""
    held = hold_offer(commitment, by=by, today=today)
    *below, top = held.levels.order_by("number")
    if not below:
        raise refuse(
            _("Ett bud har minst en nivå."),
            citations.ONLY_MORE_HELPS,
            mended_by="du själv: ta tillbaka budet i stället",
        )
    top.delete()
    figures = {name: getattr(below[-1], name) for name in FIGURES}
    changed = steps.edit(held, by=by, today=today, version=None, changes=figures, kind="drop_level").subject
    return follow_conditions(changed, by=by, today=today)


@transaction.atomic
def add_condition(  # noqa: PLR0913 -- a condition is told all at once
    commitment: Commitment,
    *,
    kind: str,
    others: Iterable[Commitment],
    threshold: Decimal,
    by: Any,
    today: date,
    measure: str = Measure.QUANTITY,
    sense: str = Sense.AT_LEAST,
    level: int | None = None,
) -> OfferCondition:
    """Let an offer depend on what others do (ställa villkor); by default its highest level.

    The condition is looked at when it is entered: one that more from others could break is refused with why, and so is
    one on the offer itself. That conditions wait for each other in a circle is allowed.
    """
    held = hold_offer(commitment, by=by, today=today)
    asked = list(others)
    condition = Condition(
        kind=Kind(kind),
        offers=tuple(str(each.pk) for each in asked),
        threshold=Decimal(threshold),
        measure=Measure(measure),
        sense=Sense(sense),
    )
    flaws = [*flaws_of(condition, of=str(held.pk)), *flaws_of_others(held, condition, asked)]
    if flaws:
        raise refuse(flaws[0], citations.ONLY_MORE_HELPS, mended_by="du själv: skriv villkoret på ett annat sätt")
    at = held.levels.get(number=level or held.levels.count())
    row = OfferCondition.objects.create(level=at, kind=condition.kind, measure=condition.measure, threshold=threshold)
    ConditionTarget.objects.bulk_create(ConditionTarget(condition=row, offer=held, depends_on=each) for each in asked)
    note(held, "add_condition", by=by, today=today, condition=condition_as_data(condition), level=at.number)
    follow_conditions(held, by=by, today=today)
    return row


def flaws_of_others(commitment: Commitment, condition: Condition, others: list[Commitment]) -> list[str]:
    """Say why a condition cannot be asked of these offers: of another agreement, taken back, or in other units."""
    found = []
    if any(each.agreement_id != commitment.agreement_id for each in others):
        found.append(_("Villkor ställs på bud i samma avtal."))
    if any(each.state not in DRAFTS for each in others):
        found.append(_("Ett av buden är inte kvar. Välj bland de bud som finns."))
    if condition.kind is Kind.COUNT:
        return found
    without = [each for each in others if getattr(each, FIELD_OF[condition.measure]) is None]
    if without:
        found.append(_("”%s” anges inte i det måttet. Välj det mått som budet har.") % without[0].title)
    elif condition.measure is Measure.QUANTITY and len({unit_of(each) for each in others}) > 1:
        found.append(_("Buden räknas i olika enheter och går inte att lägga ihop."))
    return found


def unit_of(commitment: Commitment) -> str:
    """What it counts, however it is written."""
    return commitment.unit.strip().lower()


def require_asked_as_before(before: Commitment, after: Commitment) -> None:
    """Raise Refused when others' conditions ask for a unit or a measure that the offer does not state any more."""
    gone = [
        each for each, name in FIELD_OF.items() if getattr(before, name) is not None and getattr(after, name) is None
    ]
    changed = Q(measure=Measure.QUANTITY) if unit_of(before) != unit_of(after) else Q(pk__in=())
    asked = OfferCondition.objects.filter(changed | Q(measure__in=gone), level__commitment__state__in=DRAFTS)
    found = asked.filter(targets__depends_on=after).exclude(kind=Kind.COUNT)
    first = found.select_related("level__commitment__principal__organisation").order_by("pk").first()
    if first is None:
        return
    asking = first.level.commitment
    as_it_was = before.unit.strip() if first.measure == Measure.QUANTITY else first.get_measure_display()
    raise refuse(
        _("%(name)s har ett villkor på det här budet, räknat i %(unit)s. Då ändras inte vad budet räknas i.")
        % {"name": capitalise(offer_name(asking)), "unit": as_it_was},
        citations.TOGETHER,
        mended_by=_("%s: ta bort villkoret, eller du själv: ta tillbaka budet och lämna ett nytt")
        % asking.principal.organisation.short_name,
    )


def condition_as_data(condition: Condition) -> Mapping[str, Any]:
    """A condition as the trail keeps it."""
    return {
        "kind": condition.kind.value,
        "measure": condition.measure.value,
        "threshold": str(condition.threshold),
        "offers": list(condition.offers),
    }


@transaction.atomic
def drop_condition(condition: OfferCondition, *, by: Any, today: date) -> Commitment:
    """Take a condition away (ta bort villkor)."""
    held = hold_offer(condition.level.commitment, by=by, today=today)
    note(held, "drop_condition", by=by, today=today, condition=str(condition), level=condition.level.number)
    condition.delete()
    return follow_conditions(held, by=by, today=today)


def follow_conditions(commitment: Commitment, *, by: Any, today: date) -> Commitment:
    """Let the state say whether the offer has conditions."""
    has_any = OfferCondition.objects.filter(level__commitment=commitment).exists()
    step = {(CommitmentState.OFFERED, True): "condition", (CommitmentState.CONDITIONAL, False): "uncondition"}.get(
        (CommitmentState(commitment.state), has_any)
    )
    if step is None:
        return commitment
    changed: Commitment = steps.perform(commitment, step, by=by, today=today).subject
    return changed


def note(commitment: Commitment, kind: str, *, by: Any, today: date, **details: Any) -> None:
    """Leave an event about an offer whose own row did not change."""
    record(
        chain=commitment.chain,
        kind=f"{commitment._meta.label_lower}.{kind}",
        subject=commitment,
        by=by,
        occurred_on=today,
        details=details,
    )


@transaction.atomic
def confirm_offer(commitment: Commitment, *, by: Any, today: date, version: int | None = None) -> Commitment:
    """Let a party say that its offer still stands after somebody's finances changed (bekräfta, N-14)."""
    steps.lock(commitment.agreement)
    held: Commitment = steps.lock(commitment)
    require_right(held, by, permissions.may_offer, permissions.WHO_SPEAKS)
    if not held.is_flagged:
        raise refuse(_("Budet är inte flaggat."), citations.LATE_CHANGE, mended_by="ingen: det står fast")
    require_own_mandate(held, by, today)
    changes = {"flagged_on": None, "flag_reason": ""}
    confirmed: Commitment = steps.edit(
        held, by=by, today=today, version=version, changes=changes, kind="confirm", reason=held.flag_reason
    ).subject
    return confirmed


@transaction.atomic
def withdraw_offer(
    commitment: Commitment, *, by: Any, today: date, reason: str = "", version: int | None = None
) -> Commitment:
    """Let a party take its offer back (ta tillbaka bud); conditions on it then fail, and the page says so."""
    steps.lock(commitment.agreement)
    taken: Commitment = steps.perform(
        commitment, "withdraw", by=by, today=today, version=version, reason=reason
    ).subject
    return taken
