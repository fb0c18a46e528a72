"""How a reader with a calculator gets to the terms of a change (räkna själv)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from governance.lib.money import MINUS, NO_BREAK_SPACE, Sek, thousands
from governance.lib.share_change import BudgetYear
from governance.lib.sharing import BASE, WHOLE, Principle, part_percent
from governance.lib.text import capitalise, genitive
from governance.ui.templatetags.swedish import kr


@dataclass(frozen=True, slots=True)
class Moved:
    """One line in the two years: its amounts in öre, what it was shared by and what it is shared by."""

    key: str
    before: int
    after: int
    old: Principle
    new: Principle

    @property
    def is_base(self) -> bool:
        """Whether the base principle shares it in both years."""
        return self.old.is_base and self.new.is_base


def lines_between(before: BudgetYear, after: BudgetYear) -> list[Moved]:
    """Every line of either year; a new one enters by the base principle, and one that ends keeps what it had."""
    old, new = ({line.key: line for line in year.lines} for year in (before, after))
    return [
        Moved(
            key=key,
            before=old[key].amount if key in old else 0,
            after=new[key].amount if key in new else 0,
            old=old[key].principle if key in old else BASE,
            new=new[key].principle if key in new else old[key].principle,
        )
        for key in {**new, **old}
    ]


def recipe(
    before: BudgetYear, after: BudgetYear, code: str, name: str, *, year: int, names: Mapping[str, str]
) -> tuple[str, ...]:
    """The steps, in the order of the terms: the rows of the base principle together, then each that deviates.

    Each term is the sum of what is named after it, so the steps follow `change_terms` line by line.
    """
    lines = lines_between(before, after)
    odd = [line for line in lines if not line.is_base]
    is_region = code == after.region
    steps = [] if is_region else [own_parts(before, after, code, name)]
    if base := [line for line in lines if line.is_base]:
        change = sum(line.after - line.before for line in base)
        steps.extend(base_steps(change, sum(line.after for line in base), year, is_region=is_region, alone=not odd))
    if odd:
        steps.append(_("Rader med avvikande princip räknas var för sig. Resultaten läggs till samma orsak."))
        steps.extend(
            odd_step(line, code, year, name=names.get(line.key, line.key), region=after.region) for line in odd
        )
    steps.append(_("Avrundningen är det som blir kvar när andelarna båda åren har avrundats till hela ören."))
    return tuple(steps)


def own_parts(before: BudgetYear, after: BudgetYear, code: str, name: str) -> str:
    """The municipality's part of the residents, then and now; none of them the year it is no principal."""
    return _("%(whose)s andel av invånarna: förut %(then)s, nu %(now)s.") % {
        "whose": capitalise(genitive(name)),
        "then": part_of_residents(before, code),
        "now": part_of_residents(after, code),
    }


def part_of_residents(year: BudgetYear, code: str) -> str:
    """One's own residents of everybody's."""
    own, everybody = year.populations.get(code, 0), sum(year.populations.values())
    return _("%(own)s av %(all)s") % {"own": thousands(own), "all": thousands(everybody)}


def base_steps(change: int, after: int, year: int, *, is_region: bool, alone: bool) -> Iterator[str]:
    """What the rows that the base principle shares in both years do to the share."""
    words = {"change": half(change), "half": half(after), "year": year}
    if is_region:
        told = _("halva ändringen") if alone else _("halva ändringen av raderna enligt grundprincipen")
        yield _("Budgeten: %(what)s, %(change)s.") % {**words, "what": told}
    elif alone:
        yield _("Budgeten: halva ändringen (%(change)s) gånger andelen förut.") % words
        yield _("Invånarna: halva budgeten %(year)s (%(half)s) gånger skillnaden mellan andelen nu och förut.") % words
    else:
        yield _("Budgeten: halva ändringen av raderna enligt grundprincipen (%(change)s) gånger andelen förut.") % words
        yield (
            _("Invånarna: hälften av samma rader %(year)s (%(half)s) gånger skillnaden mellan andelen nu och förut.")
            % words
        )


def odd_step(line: Moved, code: str, year: int, *, name: str, region: str) -> str:
    """What one line that deviates in either year does to the share, by its own amounts."""
    words = {"change": kr(Sek(line.after - line.before)), "amount": kr(Sek(line.after)), "year": year}
    then, now = _("andelen förut"), _("andelen nu")
    found = [
        _("%(line)s. Budgeten: ändringen (%(change)s) gånger %(part)s.")
        % {**words, "line": capitalise(name), "part": own_part(line.old, code, then, region=region)}
    ]
    if line.after and line.old.region_ppm is not None and code != region:
        part = own_part(line.old, code, _("skillnaden mellan andelen nu och förut"), region=region)
        found.append(_("Invånarna: %(year)s års belopp (%(amount)s) gånger %(part)s.") % {**words, "part": part})
    if line.after and line.new != line.old:
        parts = {key: own_part(rule, code, now, region=region) for key, rule in (("new", line.new), ("old", line.old))}
        found.append(
            _("Kostnadsprincipen: %(year)s års belopp (%(amount)s) gånger %(new)s, minus samma belopp gånger %(old)s.")
            % {**words, **parts}
        )
    return " ".join(found)


def own_part(rule: Principle, code: str, of: str, *, region: str) -> str:
    """The part of an amount that falls on one principal: the region's, a fixed one, or a part of the group's."""
    if rule.region_ppm is None:
        return part_percent(dict(rule.parts_ppm).get(code, 0))
    if code == region:
        return part_percent(rule.region_ppm)
    return _("%(part)s av %(of)s") % {"part": part_percent(WHOLE - rule.region_ppm), "of": of}


def half(ore: int) -> str:
    """Half an amount; an odd öre is halved with a third decimal, so that nothing is lost on the way."""
    if ore % 2 == 0:
        return kr(Sek(ore // 2))
    kronor, thousandths = divmod(abs(ore) * 5, 1000)
    return f"{MINUS if ore < 0 else ''}{thousands(kronor)},{thousandths:03}{NO_BREAK_SPACE}kr"
