"""What letters and annual reports have in common: parties, shares, how they are computed and why they changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from string import ascii_lowercase

from governance.documents.shapes import (
    Issuer,
    MyShare,
    Parties,
    PopulationBasis,
    Reader,
    ShareRow,
    ShareSum,
    Step,
    Term,
    YearSum,
)
from governance.lib.dates import swedish_date
from governance.lib.money import thousands
from governance.lib.share_change import ChangeTerms
from governance.lib.sharing import BASE, ROUNDING_NOTE, WHOLE, Line, Principle, part_percent, shares
from governance.lib.text import count, genitive
from governance.organisations.kinds import BodyKind, SeatRole
from governance.organisations.models import Body, Partnership, Seat

from ..cost_sharing import (
    Residents,
    budget_before,
    lines_of,
    residents_of,
    shares_of,
    spread,
    why_share_changed,
)
from ..models import Budget, BudgetLine, BudgetShare
from .calculation import CalculatedYear, calculated_years
from .words import join_swedish, millions, percent, ppm

COUNCILS = {"region": "regionfullmäktige", "municipalities": "kommunfullmäktige"}


@dataclass
class Facts:
    """Everything the documents of one budget have in common, read once for all principals."""

    budget: Budget

    @cached_property
    def partnership(self) -> Partnership:
        """Whose budget it is."""
        return self.budget.partnership

    @cached_property
    def bodies(self) -> dict[str, Body]:
        """The partnership's bodies by kind."""
        found = Body.objects.filter(partnership=self.partnership).order_by("-pk")
        return {body.kind: body for body in found}

    @cached_property
    def residents(self) -> Residents:
        """The frozen residents."""
        return residents_of(self.budget)

    @cached_property
    def populations(self) -> dict[str, int]:
        """The group's residents by code."""
        return self.residents.populations

    @cached_property
    def group_residents(self) -> int:
        """The group's residents together."""
        return sum(self.populations.values())

    @cached_property
    def region(self) -> str:
        """The region's code."""
        return self.residents.region

    @cached_property
    def names(self) -> dict[str, str]:
        """The principals' names as they were then, by code; the region first."""
        return {row.code: row.name for row in self.residents.rows}

    @cached_property
    def short_names(self) -> dict[str, str]:
        """The principals' short names by code, for tables of many columns."""
        found = self.partnership.principals.select_related("organisation")
        return {each.organisation.code: each.organisation.short_name for each in found}

    @cached_property
    def lines(self) -> list[BudgetLine]:
        """The budget's lines with their services."""
        return list(self.budget.lines.select_related("service", "principle"))

    @cached_property
    def shared_lines(self) -> tuple[Line, ...]:
        """The lines as cost sharing sees them."""
        return lines_of(self.budget)

    @cached_property
    def shares(self) -> dict[str, BudgetShare]:
        """Every principal's share by code, the region first."""
        return {row.code: row for row in shares_of(self.budget)}

    @cached_property
    def before(self) -> Budget | None:
        """The budget of the year before."""
        return budget_before(self.budget)

    @cached_property
    def shares_before(self) -> dict[str, int]:
        """Every principal's share of the year before."""
        return {row.code: row.total_ore for row in shares_of(self.before)} if self.before else {}

    @cached_property
    def residents_before(self) -> Residents:
        """The residents of the year before."""
        return residents_of(self.before) if self.before else Residents(())

    @cached_property
    def terms(self) -> dict[str, ChangeTerms]:
        """Why each share changed; empty in a first year."""
        return why_share_changed(self.budget)

    @cached_property
    def pools(self) -> dict[Principle, int]:
        """The amount shared by each principle, the base principle first."""
        pools: dict[Principle, int] = {}
        for line in sorted(self.shared_lines, key=lambda each: not each.principle.is_base):
            rule = BASE if line.principle.is_base else line.principle
            pools[rule] = pools.get(rule, 0) + line.amount
        return pools

    @cached_property
    def by_key(self) -> dict[str, BudgetLine]:
        """The lines by service and phase."""
        return {line.key: line for line in self.lines}

    @cached_property
    def principle_of(self) -> dict[str, Principle]:
        """Each line's principle by key."""
        return {line.key: line.principle for line in self.shared_lines}

    def rule_of(self, key: str) -> Principle:
        """What an amount on a line is shared by: as the line, or the base principle where there is no such line."""
        rule = self.principle_of.get(key, BASE)
        return BASE if rule.is_base else rule

    def pool_lines(self, rule: Principle) -> list[BudgetLine]:
        """The lines that a principle shares."""
        return [
            self.by_key[each.key]
            for each in self.shared_lines
            if each.principle == rule or (each.principle.is_base and rule.is_base)
        ]

    def pool_part(self, rule: Principle, code: str) -> int:
        """One principal's part of all that a principle shares."""
        return shares(rule, self.pools[rule], region=self.region, populations=self.populations)[code]

    # --- what the shapes ask for -------------------------------------------------------------------------------------

    @cached_property
    def issuer(self) -> Issuer:
        """The steering group, on behalf of the partnership."""
        body = self.bodies.get(BodyKind.STEERING_GROUP)
        return Issuer(
            name=body.name if body else self.partnership.name,
            short_name=(body.abbreviation if body else "") or self.partnership.short_name,
            partnership=self.partnership.name,
            cover_lines=(self.partnership.name,),
        )

    @cached_property
    def contact(self) -> tuple[str, ...]:
        """Who answers questions: the steering group's secretary, where there is one."""
        body = self.bodies.get(BodyKind.STEERING_GROUP)
        seats = Seat.objects.filter(body=body, role=SeatRole.SECRETARY, until_on__isnull=True).select_related("user")
        seat = seats.order_by("-from_on", "pk").first() if body else None
        return (seat.user.name, f"Sekreterare, {self.issuer.name}", seat.user.email) if seat else (self.issuer.name,)

    @cached_property
    def parties(self) -> Parties:
        """How many they are, and which one carries a half."""
        return Parties(count=len(self.names), lead_name=self.names[self.region], group_count=len(self.populations))

    @cached_property
    def all_of_them(self) -> str:
        """ "de 34 huvudmännen"."""
        return f"de {len(self.names)} huvudmännen"

    def reader(self, code: str) -> Reader:
        """The principal a document is addressed to."""
        return Reader(code=code, name=self.names[code], body=self.council(code))

    def council(self, code: str) -> str:
        """Who decides there."""
        return COUNCILS["region" if code == self.region else "municipalities"]

    @cached_property
    def population_basis(self) -> PopulationBasis:
        """Which figures the shares rest on."""
        snapshot = self.budget.snapshot
        day = snapshot.reference_date if snapshot else self.budget.reference_date
        return PopulationBasis(day=day, source=snapshot.source if snapshot else "")

    def my_share(self, code: str) -> MyShare:
        """The reader's own sums of the budget."""
        now, before = self.shares[code].total_ore, self.shares_before.get(code)
        return MyShare(budget=now, before=before, change=None if before is None else now - before)

    def share_rows(self, mine: str, back: dict[str, int] | None = None) -> tuple[ShareRow, ...]:
        """Every principal's row, the region first, then by code."""
        return tuple(
            ShareRow(
                code=row.code,
                name=self.short_names.get(row.code, row.name),
                population=row.population,
                group_ppm=None if row.code == self.region else ppm(row.population, self.group_residents),
                base=row.base_ore,
                deviating=row.deviating_ore,
                sum=row.total_ore,
                back=None if back is None else back[row.code],
                before=self.shares_before.get(row.code),
                mine=row.code == mine,
            )
            for row in self.shares.values()
        )

    def share_sums(self, back: dict[str, int] | None = None) -> tuple[ShareSum, ...]:
        """The sums under the shares: the group, and all."""
        group = [row for row in self.shares.values() if row.code != self.region]
        everyone = list(self.shares.values())
        return (
            self._sum(count(len(group), "kommun", "kommuner"), group, back, 1_000_000),
            self._sum(f"Alla {len(everyone)}", everyone, back, None),
        )

    def _sum(self, label: str, rows: list[BudgetShare], back: dict[str, int] | None, group_ppm: int | None) -> ShareSum:
        known = [self.shares_before[row.code] for row in rows if row.code in self.shares_before]
        return ShareSum(
            label=label,
            population=self.group_residents,
            group_ppm=group_ppm,
            base=sum(row.base_ore for row in rows),
            deviating=sum(row.deviating_ore for row in rows),
            sum=sum(row.total_ore for row in rows),
            back=None if back is None else sum(back[row.code] for row in rows),
            before=sum(known) if self.before else None,
        )

    def line_parts(self, code: str, amounts: dict[str, int] | None = None, total: int | None = None) -> dict[str, int]:
        """One principal's part of each line (or of other amounts on them), adding up to its share."""
        wanted = amounts if amounts is not None else {line.key: line.amount for line in self.shared_lines}
        parts = {key: self.part_of(self.rule_of(key), ore, code) for key, ore in wanted.items()}
        return spread(parts, self.shares[code].total_ore if total is None else total)

    def part_of(self, rule: Principle, ore: int, code: str) -> int:
        """One principal's part of an amount that may be negative (money that came back)."""
        part = shares(rule, abs(ore), region=self.region, populations=self.populations)[code]
        return part if ore >= 0 else -part

    # --- sentences ---------------------------------------------------------------------------------------------------

    @cached_property
    def principle_text(self) -> tuple[str, ...]:
        """How the cost is shared, in paragraphs."""
        basis = self.population_basis
        base = (
            f"Kostnaden delas lika mellan {self.names[self.region]} och gruppen av "
            f"{count(len(self.populations), 'kommun', 'kommuner')}. Inom gruppen delas den efter invånartal den "
            f"{swedish_date(basis.day)} (strategin, avsnitt 7.3.4)."
        )
        note = self.budget.snapshot.note if self.budget.snapshot else ""
        return tuple(text for text in (base, *self.deviating_text, note, ROUNDING_NOTE) if text)

    @cached_property
    def deviating_text(self) -> tuple[str, ...]:
        """One paragraph for each deviating principle."""
        found = []
        for rule in self.pools:
            if rule.is_base:
                continue
            names = join_swedish([f"{line.service}, {phase_word(line)}" for line in self.pool_lines(rule)])
            found.append(f"En avvikande princip gäller för {names}: {uncapitalise(rule.describe())}")
        return tuple(found)

    def derivation(self, code: str) -> tuple[Step, ...]:
        """How the reader's share is computed, step by step; the last row is the sum."""
        marks = step_marks()
        found: list[Step] = []
        ends: list[str] = []
        for rule, amount in self.pools.items():
            found.extend(self._derive(rule, amount, code, marks))
            ends.append(found[-1].mark)
        mine = self.shares[code].total_ore
        last = Step(mark=next(marks), what=f"{genitive(self.names[code])} andel", how=" + ".join(ends), amount=mine)
        return (*found, last)

    def _derive(self, rule: Principle, amount: int, code: str, marks: Iterable[str]) -> list[Step]:
        letters = iter(marks)
        lines = self.pool_lines(rule)
        what = (
            "Rader enligt grundprincipen"
            if rule.is_base
            else join_swedish([f"{line.service}, {phase_word(line)}" for line in lines])
        )
        how = f"{len(lines)} av {len(self.lines)} rader"
        first = Step(mark=next(letters), what=what, how=how, amount=amount)
        mine, name = self.pool_part(rule, code), genitive(self.names[code])
        if rule.region_ppm is None:
            part = dict(rule.parts_ppm).get(code, 0)
            how = f"{first.mark} × {percent(part, WHOLE, decimals=4)}"
            return [first, Step(mark=next(letters), what=f"{name} fasta del", how=how, amount=mine)]
        if code == self.region:
            how = f"{first.mark} ÷ 2" if rule.is_base else f"{first.mark} × {part_percent(rule.region_ppm)}"
            rest = ", ett udda öre faller på regionen" if amount % 2 and rule.is_base else ""
            return [first, Step(mark=next(letters), what="Regionens del", how=how + rest, amount=mine)]
        group = amount * (WHOLE - rule.region_ppm) // WHOLE
        how = f"{first.mark} ÷ 2" if rule.is_base else f"{first.mark} × {part_percent(WHOLE - rule.region_ppm)}"
        second = Step(mark=next(letters), what="Kommungruppens del", how=how, amount=group)
        here, whole = number(self.populations[code]), number(self.group_residents)
        third = Step(
            mark=next(letters), what=f"{name} del av gruppen", how=f"{second.mark} × {here} ÷ {whole}", amount=mine
        )
        return [first, second, third]

    def change_terms(self, code: str) -> tuple[Term, ...]:
        """Why the reader's share changed, in terms that add up to the öre; nothing in a first year."""
        terms = self.terms.get(code)
        if terms is None or code not in self.shares_before:
            return ()
        return (
            Term(name="Budgeten", why=self._why_budget(), amount=terms.budget),
            Term(name="Invånarna", why=self._why_population(code), amount=terms.population),
            Term(name="Kostnadsprincipen", why=self._why_principle(terms), amount=terms.principle),
            Term(name="Avrundning", why="Hela ören. Delen gör att summan stämmer exakt.", amount=terms.rounding),
        )

    def _why_budget(self) -> str:
        before = self.before.total.ore if self.before else 0
        now = self.budget.total.ore
        if before == now:
            return f"Budgeten är lika stor båda åren, {millions(now)} miljoner kronor."
        verb = "växte" if now > before else "minskade"
        return f"Budgeten {verb} från {millions(before)} till {millions(now)} miljoner kronor."

    def _why_population(self, code: str) -> str:
        if code == self.region:
            return "Regionens del beror inte på hur invånarna fördelas mellan kommunerna."
        old = self.residents_before.populations
        if code not in old:
            return f"{self.names[code]} var inte med året före."
        if old == self.populations:
            return "Samma invånartal används båda åren."
        then = percent(old[code], sum(old.values()), decimals=3)
        now = percent(self.populations[code], self.group_residents, decimals=3)
        return f"{genitive(self.names[code])} del av kommunernas invånare gick från {then} till {now}."

    def _why_principle(self, terms: ChangeTerms) -> str:
        if terms.principle == 0 and not self.deviating_text:
            return "Samma grundprincip båda åren."
        if terms.principle == 0:
            return "Principerna ändrades inte på ett sätt som påverkar er."
        return " ".join(self.deviating_text) or "En avvikande princip gällde året före, men inte längre."

    def years(self, code: str, *, settled: bool) -> tuple[YearSum, ...]:
        """The year before, this year and the years of the calculation; the reader's part as each is shared."""
        rows: list[YearSum] = []
        if self.before is not None:
            rows.append(
                YearSum(
                    year=self.before.year,
                    total=self.before.total.ore,
                    mine=self.shares_before.get(code),
                    settled=self.before.is_adopted,
                )
            )
        rows.append(
            YearSum(
                year=self.budget.year,
                total=self.budget.total.ore,
                mine=self.shares[code].total_ore,
                settled=settled,
            )
        )
        for year, ahead in self.calculation.items():
            mine = ahead.share(code, self.residents)
            rows.append(YearSum(year=year, total=ahead.total, mine=mine, settled=False, note=ahead.note))
        return tuple(rows)

    @cached_property
    def calculation(self) -> dict[int, CalculatedYear]:
        """The multi-year calculation by year, with what each year is shared by."""
        return calculated_years(self.budget)


def step_marks() -> Iterator[str]:
    """The marks that steps refer to each other by: a to z, then aa, ab and so on."""
    length = 1
    while True:
        yield from map("".join, product(ascii_lowercase, repeat=length))
        length += 1


def phase_word(line: BudgetLine) -> str:
    """The phase in running text: "förvaltning"."""
    return line.get_phase_display().lower()


def uncapitalise(sentence: str) -> str:
    """Begin with a small letter, to follow a colon."""
    return sentence[:1].lower() + sentence[1:]


def number(value: int) -> str:
    """A whole number with no-break spaces."""
    return thousands(value)
