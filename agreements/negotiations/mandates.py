"""Whether somebody acts within the mandate of a party. No act outside it is taken: each is asked here first."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from governance.lib.dates import swedish_date
from governance.lib.money import Sek
from governance.lib.text import join_swedish
from governance.organisations.models import Mandate
from governance.ui.templatetags.swedish import kr
from governance.workflow.refusals import Refusal, Refused

from . import citations

NO_LIMIT = "Ingen tidsgräns"


def live_mandates(negotiation: Any, today: date) -> list[Mandate]:
    """Every mandate of the partnership that lets its holder negotiate today; one query."""
    found = Mandate.objects.live(today).for_negotiating().filter(partnership_id=negotiation.partnership_id)
    return list(found.select_related("holder"))


def parties_without_mandate(negotiation: Any, parties: Iterable[Any], today: date) -> list[Any]:
    """The parties for which nobody may negotiate today."""
    covered = {each.organisation_id for each in live_mandates(negotiation, today)}
    return [each for each in parties if each.principal.organisation_id not in covered]


def mandates_ending(negotiation: Any, parties: Iterable[Any], today: date, *, before: date) -> list[tuple[Any, date]]:
    """The parties whose last live mandate to negotiate ends before a day, with its last day; the first to end first."""
    last: dict[int, date] = {}
    for each in live_mandates(negotiation, today):
        until = each.valid_until or date.max
        last[each.organisation_id] = max(until, last.get(each.organisation_id, date.min))
    ends = [(each, last.get(each.principal.organisation_id, date.max)) for each in parties]
    return sorted(((party, until) for party, until in ends if until < before), key=lambda pair: pair[1])


def ending_words(ends: Iterable[tuple[Any, date]]) -> str:
    """Whose mandates end, and when: "Almby kommun 22 december"."""
    return join_swedish([f"{party.name} {swedish_date(until)}" for party, until in ends])


def mandates_held(party: Any, by: Any, today: date, *, signing: bool = False) -> list[Mandate]:
    """The live mandates that let this person act for the party, the one with the widest frame first."""
    held = Mandate.objects.live(today).for_party(party.principal).filter(holder_id=by.user_key or None)
    held = held.for_signing() if signing else held.for_negotiating()
    return sorted(held, key=lambda each: (each.frame_ore is not None, -(each.frame_ore or 0)))


def frame_of(party: Any, mandate: Mandate) -> Sek | None:
    """What the mandate lets its holder commit: its own frame, or a lower one told since it was decided (N-14)."""
    told = told_since(party, mandate)
    amounts = [each for each in (mandate.frame_ore, told.new_frame_ore if told else None) if each is not None]
    return Sek(min(amounts)) if amounts else None


def told_since(party: Any, mandate: Mandate) -> Any:
    """The newest frame that the party has told since the mandate was decided, or nothing (N-14)."""
    return party.finance_changes.filter(new_frame_ore__isnull=False, told_on__gte=mandate.decided_on).first()


def outside_mandate(
    party: Any,
    by: Any,
    today: date,
    *,
    amount: Sek | None = None,
    option_ids: Iterable[int] = (),
    signing: bool = False,
) -> list[Refusal]:
    """Why this person may not commit the party to this today; an empty list when all is within the mandate.

    Asked are: a mandate that the person holds and that is live, its frame in money, and the options that the party has
    said lie outside it. The system itself holds no mandate and commits nobody.
    """
    held = mandates_held(party, by, today, signing=signing)
    if not held:
        return [no_mandate(party, signing=signing)]
    frames = [frame_of(party, each) for each in held]
    found = []
    if amount is not None and all(frame is not None and amount > frame for frame in frames):
        widest = max(frame for frame in frames if frame is not None)
        found.append(above_frame(party, amount, widest))
    if limits := list(party.limits.filter(option_id__in=list(option_ids)).select_related("option__issue")):
        found.append(outside_limits(party, limits))
    return found


def require_mandate(party: Any, by: Any, today: date, **asked: Any) -> None:
    """Raise Refused when the act would lie outside the party's mandate."""
    if refusals := outside_mandate(party, by, today, **asked):
        raise Refused(refusals)


def no_mandate(party: Any, *, signing: bool) -> Refusal:
    """The person holds no live mandate for the party."""
    what = _("skriva under") if signing else _("förhandla")
    return Refusal(
        _("Du har inget gällande mandat att %(what)s för %(party)s.") % {"what": what, "party": party},
        citations.MANDATES_FIRST,
        mended_by=_("%s: fatta beslut om mandat och registrera det") % party,
        no_deadline=NO_LIMIT,
    )


def above_frame(party: Any, amount: Sek, frame: Sek) -> Refusal:
    """The amount is above what the mandate allows."""
    return Refusal(
        _("%(amount)s är mer än mandatets ram, %(frame)s.") % {"amount": kr(amount), "frame": kr(frame)},
        citations.MANDATE_FROM_ITS_PRINCIPAL,
        mended_by=_("%s: besluta om en större ram") % party,
        no_deadline=NO_LIMIT,
    )


def outside_limits(party: Any, limits: list[Any]) -> Refusal:
    """Some options lie outside the mandate."""
    named = join_swedish([f"{each.option.issue.title}: {each.option.title}" for each in limits])
    return Refusal(
        _("Utanför mandatet för %(party)s: %(options)s.") % {"party": party, "options": named},
        citations.MANDATE_FROM_ITS_PRINCIPAL,
        mended_by=_("%s: begär ett vidare mandat av den som gav det") % party,
        no_deadline=NO_LIMIT,
    )
