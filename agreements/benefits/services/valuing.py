"""Acts of a party on its own interests and valuations; no amount and no private word reaches the trail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from agreements.negotiations.models import Issue, Option, Party
from governance.workflow.acts import refuse, require_right
from governance.workflow.steps import lock, save

from .. import citations, permissions
from ..models import Interest, Valuation, ValuationSheet
from ..models.valuations import MOST_ORE, MOST_POINTS
from ..states import InterestKind, Unit
from .common import require_going_on, require_version, tell


@dataclass(frozen=True, slots=True)
class Given:
    """What a party says that an option is worth to it against today, in öre or points; private unless shared."""

    value: int
    shared: bool = False


@transaction.atomic
def save_valuations(
    party: Party,
    *,
    values: Mapping[int, Given],
    by: Any,
    today: date,
    unit: str = Unit.ORE,
    version: int | None = None,
) -> ValuationSheet:
    """Keep what every option is worth to a party (värdera); options left out are not valued.

    `version` is that of the sheet as it was shown, 0 when there was none.
    """
    held: Party = lock(party)
    require_right(held, by, permissions.may_value, permissions.WHO_SPEAKS)
    require_going_on(held.negotiation)
    require_reason(held, values, Unit(unit))
    sheet = ValuationSheet.objects.select_for_update(of=("self",)).filter(party=held).first()
    is_new = sheet is None
    sheet = sheet or ValuationSheet(party=held, version=0)
    sheet.party = held
    require_version(sheet, version)
    sheet.unit, sheet.valued_on, sheet.version = Unit(unit), today, sheet.version + 1
    save(sheet)
    Valuation.objects.filter(party=held).exclude(option_id__in=list(values)).delete()
    Valuation.objects.bulk_create(
        [Valuation(party=held, option_id=key, value=each.value, shared=each.shared) for key, each in values.items()],
        update_conflicts=True,
        unique_fields=["party", "option"],
        update_fields=["value", "shared"],
    )
    tell(sheet, "create" if is_new else "save", by=by, today=today)
    return sheet


def require_reason(party: Party, values: Mapping[int, Given], unit: Unit) -> None:
    """Refuse values of another negotiation's options, and ones beyond all reason; the sentence names the option."""
    options = {each.pk: each for each in Option.objects.filter(pk__in=list(values)).select_related("issue")}
    most = MOST_ORE if unit == Unit.ORE else MOST_POINTS
    for key, given in values.items():
        option = options.get(key)
        if option is None or option.issue.negotiation_id != party.negotiation_id:
            raise refuse(
                "Ett av alternativen hör inte till förhandlingen.",
                citations.OWN_NUMBERS,
                mended_by="du själv: värdera förhandlingens egna alternativ",
            )
        if abs(given.value) > most:
            raise refuse(
                f"Värdet av ”{option}” i fråga {option.issue} är för stort.",
                citations.OWN_NUMBERS,
                mended_by="du själv: ange ett mindre värde",
            )


@transaction.atomic
def add_interest(
    party: Party,
    *,
    kind: str,
    text: str,
    by: Any,
    today: date,
    issue: Issue | None = None,
    valued_by: Party | None = None,
    shared: bool = False,
) -> Interest:
    """Say what a party can bring, or seeks (intresse, N-08)."""
    require_right(party, by, permissions.may_value, permissions.WHO_SPEAKS)
    require_going_on(party.negotiation)
    others = [each for each in (issue, valued_by) if each is not None]
    if not text.strip() or any(each.negotiation_id != party.negotiation_id for each in others):
        raise refuse("Skriv intresset.", citations.OWN_BENEFITS, mended_by="du själv: skriv intresset")
    interest = Interest(
        party=party, kind=InterestKind(kind), text=text.strip(), issue=issue, valued_by=valued_by, shared=shared
    )
    save(interest)
    tell(interest, "create", by=by, today=today)
    return interest


@transaction.atomic
def remove_interest(interest: Interest, *, by: Any, today: date) -> None:
    """Take an interest away (ta bort)."""
    held: Interest = lock(interest)
    require_right(held.party, by, permissions.may_value, permissions.WHO_SPEAKS)
    require_going_on(held.party.negotiation)
    tell(held, "remove", by=by, today=today)
    held.delete()
