"""Why a principal's share changed (varför ändrades vår andel?): the terms, each explained in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from django.utils.translation import gettext as _

from governance.lib.money import Sek
from governance.lib.share_change import BudgetYear, ChangeTerms
from governance.lib.text import genitive, join_swedish, percent
from governance.ui.parts import Term
from governance.ui.templatetags.swedish import kr

from .recipe import recipe


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What there is to say of one principal's change between two years."""

    name: str
    lead: str
    caption: str
    terms: tuple[Term, ...]
    how: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """The two years that are compared: their numbers, and what the shares follow from.

    `deviating` names the lines that deviate in either year, by their keys; `moved` those that are shared in a new way.
    """

    before_year: int
    after_year: int
    before: BudgetYear
    after: BudgetYear
    is_adopted: bool
    deviating: Mapping[str, str] = field(default_factory=dict)
    moved: Sequence[str] = ()


def residents(year: BudgetYear) -> int:
    """Everybody in the group."""
    return sum(year.populations.values())


def total_of(year: BudgetYear) -> int:
    """The whole budget, in öre."""
    return sum(line.amount for line in year.lines)


def parts_of(between: Between, code: str, own: ChangeTerms) -> tuple[str, str]:
    """How large a part the share is each year, in one measure: of the municipalities' half where both years have it."""
    years = (between.before, between.after)
    halved = all(code != year.region and all(line.principle.is_base for line in year.lines) for year in years)
    return (
        part_of_year(total_of(between.before), own.before, halved=halved),
        part_of_year(total_of(between.after), own.after, halved=halved),
    )


def part_of_year(total: int, amount: int, *, halved: bool) -> str:
    """How large a part a share is: of the municipalities' half, or of the whole budget."""
    if total < 2:
        return ""
    if halved:
        return _("%s av kommunernas halva") % percent(amount, total // 2, decimals=3)
    return _("%s av hela budgeten") % percent(amount, total, decimals=3)


def words_of_budget(between: Between) -> tuple[str, str]:
    """The budget's own term: what it is called, and from what to what."""
    before, after = total_of(between.before), total_of(between.after)
    label = _("Budgeten växer") if after > before else _("Budgeten minskar") if after < before else _("Budgetens rader")
    if before == after:
        return label, _("summan är densamma, %s") % kr(Sek(after))
    return label, _("från %(before)s till %(after)s") % {"before": kr(Sek(before)), "after": kr(Sek(after))}


def words_of_residents(between: Between, code: str, name: str) -> str:
    """What the residents did: one's own against all of them together."""
    if code == between.after.region:
        return _("regionens hälft följer inte invånartalen")
    if code not in between.before.populations:
        return _("%s är ny huvudman") % name
    if code not in between.after.populations:
        return _("%s är inte längre huvudman") % name
    before = Fraction(between.before.populations[code], residents(between.before))
    after = Fraction(between.after.populations[code], residents(between.after))
    group = len(between.after.populations)
    if before == after:
        return _("%(name)s andel av invånarna är oförändrad") % {"name": genitive(name)}
    if after > before:
        return _("%(name)s växte snabbare än de %(group)s tillsammans") % {"name": name, "group": group}
    return _("%(name)s växte långsammare än de %(group)s tillsammans") % {"name": name, "group": group}


def words_of_principle(between: Between) -> str:
    """Whether anything is shared in another way than the year before, or than by the base principle."""
    if between.moved:
        return _("ny delning för %s") % "; ".join(between.moved)
    if between.deviating:
        return _("samma delning båda åren, avvikande för %s") % "; ".join(between.deviating.values())
    return _("samma grundprincip båda åren")


REASONS = {
    "budget": "att budgetens rader har ändrats",
    "population": "att invånarantalen har ändrats",
    "principle": "att kostnaden delas på ett annat sätt",
    "rounding": "avrundningen till hela ören",
}


def reason_of(name: str, terms: ChangeTerms, between: Between) -> str:
    """One term in words; the budget's own says which way the sum goes where the share goes the same way."""
    grown = total_of(between.after) - total_of(between.before)
    if name == "budget" and grown * terms.budget > 0:
        return _("att den gemensamma budgeten växer") if grown > 0 else _("att den gemensamma budgeten minskar")
    return _(REASONS[name])


def main_reason(terms: ChangeTerms, between: Between) -> str:
    """The second sentence: what most of the change comes from, and what pulls the other way where that is telling."""
    change = terms.change
    same = [name for name in REASONS if getattr(terms, name) * change > 0]
    if not same:
        return ""
    name = max(same, key=lambda each: abs(getattr(terms, each)))
    words = {"noun": _("ökningen") if change > 0 else _("minskningen"), "reason": reason_of(name, terms, between)}
    part, whole = abs(getattr(terms, name)), abs(change)
    if part == whole:
        return _("Hela %(noun)s kommer av %(reason)s.") % words
    if getattr(terms, name) + terms.rounding == change:
        return _("Bortsett från avrundningen kommer hela %(noun)s av %(reason)s.") % words
    if part > whole:
        way = _("drar ned") if change > 0 else _("drar upp")
        more = {"other": what_opposes(terms, between), "way": way}
        return _("Mer än hela %(noun)s kommer av %(reason)s, men %(other)s %(way)s.") % {**words, **more}
    return sentence_of_part(part, whole) % words


def sentence_of_part(part: int, whole: int) -> str:
    """How large a part of the change the largest reason is, as a sentence to fill in."""
    if part * 10 >= whole * 9:
        return _("Nästan hela %(noun)s kommer av %(reason)s.")
    if part * 2 > whole:
        return _("Det mesta av %(noun)s kommer av %(reason)s.")
    if part * 2 == whole:
        return _("Hälften av %(noun)s kommer av %(reason)s.")
    return _("Den största orsaken är %(reason)s.")


def what_opposes(terms: ChangeTerms, between: Between) -> str:
    """What pulls against the change; rounding is named only where nothing else does."""
    against = [name for name in REASONS if getattr(terms, name) * terms.change < 0]
    told = [name for name in against if name != "rounding"] or against
    return join_swedish([reason_of(name, terms, between) for name in told])


def lead_of(terms: ChangeTerms, between: Between, name: str) -> str:
    """How much more or less it is, and mostly why."""
    becomes = _("är") if between.is_adopted else _("föreslås bli")
    if terms.change == 0:
        return _("%(whose)s andel %(becomes)s densamma som %(year)s.") % {
            "whose": genitive(name),
            "becomes": becomes,
            "year": between.before_year,
        }
    first = _("%(whose)s andel %(becomes)s %(amount)s %(way)s än %(year)s.") % {
        "whose": genitive(name),
        "becomes": becomes,
        "amount": kr(Sek(abs(terms.change))),
        "way": _("högre") if terms.change > 0 else _("lägre"),
        "year": between.before_year,
    }
    return f"{first} {main_reason(terms, between)}".strip()


def change_of(terms: Mapping[str, ChangeTerms], between: Between, code: str, name: str) -> Change:
    """Everything about one principal's change."""
    own = terms[code]
    budget, from_to = words_of_budget(between)
    part_before, part_after = parts_of(between, code, own)
    return Change(
        name=name,
        lead=lead_of(own, between, name),
        caption=_("%(whose)s andel %(before)s till %(after)s uppdelad i orsaker. Delarna summerar exakt.")
        % {"whose": genitive(name), "before": between.before_year, "after": between.after_year},
        terms=(
            Term(
                label=_("Andel %s") % between.before_year,
                amount=own.before,
                note=part_before,
                is_total=True,
            ),
            Term(label=budget, amount=own.budget, note=from_to),
            Term(label=_("Invånarna"), amount=own.population, note=words_of_residents(between, code, name)),
            Term(label=_("Kostnadsprincipen"), amount=own.principle, note=words_of_principle(between)),
            Term(label=_("Avrundning till hela ören"), amount=own.rounding),
            Term(
                label=_("Andel %s") % between.after_year,
                amount=own.after,
                note=part_after,
                is_total=True,
            ),
        ),
        how=recipe(between.before, between.after, code, name, year=between.after_year, names=between.deviating),
    )
