"""Commitments, levels and conditions in words, the same on pages, in refusals, in the trail and in the agreement."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from governance.lib.money import NO_BREAK_SPACE, Sek
from governance.lib.text import capitalise, join_swedish
from governance.ui.templatetags.swedish import day, decimal, kr, number, ppm

from .clearing import Condition, Failed, Kind, Measure, Number
from .models import Commitment


def plain_number(value: Number) -> str:
    """A quantity without needless decimals: "28 550", "12,5"."""
    exact = Decimal(value).normalize()
    places = max(0, -int(exact.as_tuple().exponent))
    return decimal(exact, places) if places else number(int(exact))


def share_words(millionths: Number) -> str:
    """A share without needless decimals: "50 %", "33,3333 %"."""
    percent = (Decimal(millionths) / 10_000).normalize()
    return ppm(int(millionths), max(0, -int(percent.as_tuple().exponent)))


def value_words(value: Number, measure: Measure, unit: str = "") -> str:
    """A value in its measure: "28 550 bostäder", "1 990 000 000 kr", "50 %"."""
    if measure is Measure.AMOUNT:
        return kr(Sek(int(value)))
    if measure is Measure.SHARE:
        return share_words(value)
    return f"{plain_number(value)}{NO_BREAK_SPACE}{unit}" if unit else plain_number(value)


def figures_words(row: Any, *, unit: str = "", share_of: str = "") -> str:
    """What a commitment or a level gives, in every measure that it states."""
    parts = []
    if row.quantity is not None:
        parts.append(value_words(row.quantity, Measure.QUANTITY, unit))
    if row.amount_ore is not None:
        parts.append(value_words(row.amount_ore, Measure.AMOUNT))
    if row.share_ppm is not None:
        words = value_words(row.share_ppm, Measure.SHARE)
        parts.append(f"{words} av {share_of}" if share_of else words)
    return join_swedish(parts)


def promise_words(commitment: Commitment) -> str:
    """How much is promised: "28 550 bostäder"."""
    return figures_words(commitment, unit=commitment.unit, share_of=commitment.share_of)


def done_words(commitment: Commitment, value: Number | None = None) -> str:
    """How much is done of it, in the commitment's own measure."""
    return value_words(commitment.verified_value if value is None else value, commitment.measure, commitment.unit)


def unverified_words(commitment: Commitment) -> str:
    """What is reported in all and waits for the board, or nothing; of commitments read `with_turns`."""
    value = commitment.unverified  # type: ignore[attr-defined]  # annotated
    if value is None:
        return ""
    return _("Rapporterat sammanlagt %s, inte verifierat än") % done_words(commitment, value)


def done_of_words(commitment: Commitment, value: Number | None = None) -> str:
    """How much is done of the whole, with the unit once: "9 800 av 28 550 bostäder"."""
    done = commitment.verified_value if value is None else value
    whole = value_words(commitment.promised, commitment.measure, commitment.unit)
    part = plain_number(done) if commitment.measure is Measure.QUANTITY else done_words(commitment, done)
    return _("%(done)s av %(all)s") % {"done": part, "all": whole}


def price_level_words(commitment: Commitment) -> str:
    """The price level of an amount: "prisnivå 1 januari 2016, index KPI"."""
    if commitment.price_level_on is None:
        return ""
    level = _("prisnivå %s") % day(commitment.price_level_on)
    return f"{level}, index {commitment.index_series}" if commitment.index_series else level


def offer_name(commitment: Commitment) -> str:
    """An offer among others: "bud 2 (Malmö stad)"."""
    return _("bud %(number)s (%(party)s)") % {
        "number": commitment.number,
        "party": commitment.principal.organisation.short_name,
    }


def agreed_name(commitment: Commitment) -> str:
    """A commitment among others in the text that is signed: "åtagande 2"."""
    return _("åtagande %s") % commitment.number


Offers = dict[str, Commitment]


def condition_words(condition: Condition, offers: Offers, name: Callable[[Commitment], str] = offer_name) -> str:
    """A condition as its reader knows it: "bud 1 (staten) når minst 50 %"."""
    named = [offers[key] for key in condition.offers if key in offers]
    names = [name(each) for each in named]
    least = value_words(condition.threshold, condition.measure, named[0].unit if named else "")
    if condition.kind is Kind.COUNT:
        asked = plain_number(condition.threshold)
        return _("minst %(count)s av %(names)s blir bindande") % {"count": asked, "names": join_swedish(names)}
    if condition.kind is Kind.SUM and len(names) > 1:
        return _("summan av %(names)s når minst %(least)s") % {"names": join_swedish(names), "least": least}
    return _("%(name)s når minst %(least)s") % {"name": join_swedish(names), "least": least}


def failed_words(failed: Failed, offers: Offers) -> str:
    """Why a condition failed: what it asks, and what was reached."""
    condition = failed.condition
    asked = capitalise(condition_words(condition, offers))
    if condition.kind is Kind.COUNT:
        return _("Villkoret är inte uppfyllt: %(asked)s. Antalet är %(reached)s.") % {
            "asked": lower_first(asked),
            "reached": plain_number(failed.reached),
        }
    if not failed.reached:
        reached = _("Budet blir inte bindande.") if len(condition.offers) == 1 else _("Inget av dem blir bindande.")
    else:
        unit = next((offers[key].unit for key in condition.offers if key in offers), "")
        reached = _("Det når %s.") % value_words(failed.reached, condition.measure, unit)
    return _("Villkoret är inte uppfyllt: %(asked)s. %(reached)s") % {"asked": lower_first(asked), "reached": reached}


def with_parties_words(label: str) -> str:
    """The state of a commitment whose deviation lies with the parties."""
    return _("%s, hos parterna") % label


def lower_first(sentence: str) -> str:
    """A sentence as part of another."""
    return sentence[:1].lower() + sentence[1:]
