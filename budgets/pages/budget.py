"""What the page of a budget shows, read in few queries whatever the number of principals and lines."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any, Self

from django.http import Http404
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from governance.decisions.models import Matter, Ruling
from governance.decisions.queries import with_counts
from governance.decisions.states import RulingState
from governance.lib.dates import swedish_date, swedish_day
from governance.lib.money import NO_BREAK_SPACE, Sek
from governance.lib.share_change import BudgetYear, ChangeTerms, change_terms
from governance.lib.sharing import Line, Principle
from governance.lib.swedish_order import swedish_key
from governance.lib.text import capitalise, count, genitive, join_swedish, percent
from governance.organisations.actors import Actor
from governance.organisations.kinds import PrincipalGroup
from governance.organisations.models import Partnership, Principal
from governance.ui import charts
from governance.ui.parts import Segment
from governance.ui.templatetags.swedish import kr
from governance.workflow.situations import Situation

from ..cost_sharing import compute_shares, principle_of
from ..models import Budget, BudgetLine, BudgetShare, CostPrinciple, MultiYearLine, PopulationSnapshot
from ..states import ADOPTED, OUT, PREPARED, BudgetState, Phase, PrincipleState
from .changes import Between, Change, change_of
from .residents import Counted, counted

PHASE_FILLS = {Phase.MANAGEMENT: 1, Phase.ESTABLISHMENT: 2, Phase.DECOMMISSION: 4}
NAMED_LARGEST = 4
MOST_NAMED_APART = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    """A budget line beside the same service and phase of the year before."""

    line: BudgetLine | None
    service: str
    phase: str
    before: int | None
    after: int | None
    is_repeated: bool
    principle: CostPrinciple | None
    principle_words: str

    @property
    def change(self) -> int:
        """How much more or less it is."""
        return (self.after or 0) - (self.before or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRow:
    """What one principal pays, with the change and how long its bar is."""

    code: str
    name: str
    short_name: str
    population: int
    base: int
    deviating: int
    after: int
    before: int | None
    part: Fraction
    bar: Fraction
    is_region: bool
    is_mine: bool

    @property
    def change(self) -> int | None:
        """How much more or less it is."""
        return None if self.before is None else self.after - self.before

    @property
    def percent_words(self) -> str:
        """The part of the whole budget, for a column headed with its unit."""
        return part(self.part, sign=False, decimals=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearSum:
    """One year of the multi-year calculation."""

    year: int
    total: int
    note: str
    rows: tuple[MultiYearLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """What stands in the strip under the heading."""

    state: str
    state_note: str
    turn: str
    turn_note: str
    turn_label: str
    due: date | str | None
    due_note: str


def find_budget(actor: Actor, slug: str, year: int, number: int) -> Budget:
    """One version of a year's budget, if the actor may know of it."""
    return find_years(actor, slug, year, number)[0]


def find_years(actor: Actor, slug: str, year: int, number: int) -> tuple[Budget, Budget | None]:
    """The budget and the one of the year before that it is told against, in one query."""
    found = (
        Budget.objects.visible_to(actor)
        .filter(partnership__slug=slug, year__in=(year, year - 1))
        .select_related("partnership", "snapshot", "plan")
    )
    budget = previous = None
    for each in found:
        if (each.year, each.version_number) == (year, number):
            budget = each
        elif each.year == year - 1 and is_told_against(each, previous):
            previous = each
    if budget is None:
        raise Http404
    return budget, previous


def is_told_against(budget: Budget, other: Budget | None) -> bool:
    """Whether an earlier year's budget is the one to compare with: the adopted one, else what was handed over last."""
    if budget.state in ADOPTED:
        return True
    return budget.state in OUT and (other is None or other.state not in ADOPTED)


def lines_of(budgets: Iterable[Budget]) -> dict[int, list[BudgetLine]]:
    """The lines of some budgets with service and principle, in one query."""
    by_pk = {budget.pk: budget for budget in budgets}
    found: dict[int, list[BudgetLine]] = {pk: [] for pk in by_pk}
    for line in BudgetLine.objects.filter(budget_id__in=by_pk).select_related("service", "principle"):
        line.budget = by_pk[line.budget_id]
        found[line.budget_id].append(line)
    return found


class BudgetPage:
    """A budget as its page tells it; each part is read when first asked for."""

    def __init__(self, budget: Budget, previous: Budget | None, *, actor: Actor, today: date) -> None:
        self.budget = budget
        self.previous = previous
        self.actor = actor
        self.today = today

    @classmethod
    def find(cls, actor: Actor, slug: str, year: int, number: int, *, today: date) -> Self:
        """The page of a budget that the actor may know of, or 404."""
        return cls(*find_years(actor, slug, year, number), actor=actor, today=today)

    # Words -------------------------------------------------------------------------------------------------------

    @property
    def partnership(self) -> Partnership:
        """Whose budget it is."""
        return self.budget.partnership

    @property
    def title(self) -> str:
        """The heading."""
        return _("Budget %s") % self.budget.year

    @property
    def eyebrow(self) -> str:
        """The line above the heading."""
        name = f"{self.partnership.name} ({self.partnership.short_name})"
        return _("%(name)s · version %(number)s") % {"name": name, "number": self.budget.version_number}

    @property
    def lead(self) -> str:
        """The state in words: what is paid together, and one's own part."""
        count_of_all = len(self.shares)
        budget = self.budget
        given = {"count": count_of_all, "total": kr(self.total), "year": budget.year}
        if not self.lines[budget.pk]:
            return _("Budgeten är ett utkast utan rader.")
        if budget.state == BudgetState.DRAFT:
            first = _("Utkastet är på %(total)s, som de %(count)s huvudmännen delar.") % given
        elif budget.state == BudgetState.IN_FORCE:
            first = _("De %(count)s huvudmännen betalar %(total)s tillsammans för %(year)s.") % given
        elif budget.state == BudgetState.CLOSED:
            first = _("De %(count)s huvudmännen betalade %(total)s tillsammans för %(year)s.") % given
        elif budget.state in (BudgetState.REPLACED, BudgetState.WITHDRAWN):
            first = _("Förslaget var på %(total)s. Det gäller inte längre.") % given
        else:
            first = _("De %(count)s huvudmännen föreslås betala %(total)s tillsammans.") % given
        own = self.own_share
        return first if own is None else f"{first} {_('%s del är') % genitive(own.name)} {kr(Sek(own.after))}."

    @cached_property
    def mine(self) -> Principal | None:
        """The principal that one acts for."""
        return self.actor.principal_in(self.budget.partnership_id)

    @property
    def my_code(self) -> str:
        """The code of one's own principal."""
        return self.mine.organisation.code if self.mine else ""

    # Matter ------------------------------------------------------------------------------------------------------

    @cached_property
    def matter(self) -> Matter | None:
        """The matter with its counts; a draft has none."""
        if self.budget.is_draft:
            return None
        return with_counts(Matter.objects.about(self.budget)).first()

    @cached_property
    def own_ruling(self) -> Ruling | None:
        """What one's own principal has decided, while the principals decide."""
        if self.mine is None or self.matter is None or self.budget.state not in OUT:
            return None
        found = Ruling.objects.filter(matter=self.matter, principal=self.mine).current().select_related("body")
        return found.first()

    @property
    def tally_words(self) -> str:
        """How many have adopted it."""
        matter: Any = self.matter
        if matter is None or not matter.asked:
            return ""
        words = _("%(adopted)s av %(asked)s har antagit") % {"adopted": matter.adopted, "asked": matter.asked}
        if matter.returned:
            words += _(", %s väntar på svar") % matter.returned
        return words

    @property
    def strip(self) -> Strip:
        """Läge, vems tur, senast."""
        budget = self.budget
        situation: Situation = budget.situations[budget.state]
        turn, note, label = capitalise(str(situation.turn)), str(situation.asked), _("Vems tur")
        if (ruling := self.own_ruling) is not None and self.mine is not None:
            label = _("Vems tur för %s") % self.mine.organisation.name
            turn, note = own_turn(ruling)
        due: date | str | None = None
        due_note = ""
        if budget.state in (BudgetState.DRAFT, *PREPARED):
            due, due_note = budget.handover_deadline, _("ska vara hos huvudmännen")
        elif budget.state in OUT:
            due = budget.adoption_deadline
        elif budget.state == BudgetState.IN_FORCE:
            due, due_note = date(budget.year, 12, 31), _("budgetåret slutar")
        state_note = self.tally_words if budget.state in OUT else ""
        if budget.is_adopted and budget.adopted_on:
            state_note = _("alla hade antagit %s") % nbsp_date(budget.adopted_on)
        return Strip(
            state=str(budget.get_state_display()),  # type: ignore[attr-defined]  # made by the field's choices
            state_note=state_note,
            turn=turn,
            turn_note=note,
            turn_label=label,
            due=due,
            due_note=due_note if due and isinstance(due, date) and due >= self.today else "",
        )

    @property
    def flags(self) -> list[str]:
        """What is late; it is told, and it stops nothing."""
        told = []
        budget = self.budget
        if budget.is_late_handover and budget.handed_over_on:
            told.append(
                _("Budgeten lämnades över %(day)s, efter %(last)s. Det är antecknat men hindrar inget beslut.")
                % {"day": nbsp_date(budget.handed_over_on), "last": nbsp_date(budget.handover_deadline)}
            )
        if budget.is_late_adoption and budget.adopted_on:
            told.append(
                _("Den sista huvudmannen antog budgeten %(day)s, efter %(last)s. Det är antecknat.")
                % {"day": nbsp_date(budget.adopted_on), "last": nbsp_date(budget.adoption_deadline)}
            )
        if budget.is_draft and budget.handover_deadline < self.today:
            told.append(
                _("Sista dagen att lämna över till huvudmännen var %s. Det går fortfarande, men antecknas som sent.")
                % nbsp_date(budget.handover_deadline)
            )
        return told

    # Lines -------------------------------------------------------------------------------------------------------

    @cached_property
    def lines(self) -> dict[int, list[BudgetLine]]:
        """The lines of both years."""
        return lines_of([self.budget, *([self.previous] if self.previous else [])])

    @property
    def own_lines(self) -> list[BudgetLine]:
        """The lines of this budget."""
        return self.lines[self.budget.pk]

    @property
    def total(self) -> Sek:
        """The sum of the lines, which is the frozen sum once there is one."""
        return Sek(sum(line.amount_ore for line in self.own_lines))

    @property
    def total_before(self) -> Sek | None:
        """The sum of the year before."""
        if self.previous is None:
            return None
        return Sek(sum(line.amount_ore for line in self.lines[self.previous.pk]))

    @property
    def total_change(self) -> Sek | None:
        """How much more or less the budget is."""
        return None if self.total_before is None else self.total - self.total_before

    @cached_property
    def principles(self) -> list[CostPrinciple]:
        """Deviating principles that apply to the year or are on their way."""
        over = (PrincipleState.FALLEN, PrincipleState.ENDED)
        found = CostPrinciple.objects.filter(
            partnership_id=self.budget.partnership_id, from_year__lte=self.budget.year
        ).exclude(state__in=over)
        return list(found.order_by("pk"))

    @property
    def applying(self) -> dict[str, CostPrinciple]:
        """Those in effect, by line."""
        return {line_key(each): each for each in self.principles if each.state == PrincipleState.IN_EFFECT}

    @property
    def proposed(self) -> dict[str, CostPrinciple]:
        """Those on their way, by line."""
        return {line_key(each): each for each in self.principles if each.state != PrincipleState.IN_EFFECT}

    def sharing(self, line: BudgetLine) -> Principle:
        """What a line is shared by: as frozen, else what is in effect."""
        return principle_of(line, {} if line.shared_by else self.applying)

    def as_lines(self, budget: Budget) -> tuple[Line, ...]:
        """A budget's lines as cost sharing reads them."""
        return tuple(Line(line.key, line.amount_ore, self.sharing(line)) for line in self.lines[budget.pk])

    @cached_property
    def line_rows(self) -> list[LineRow]:
        """This year's lines beside those of the year before, by service; what has ended is there too."""
        after = {line.key: line for line in self.own_lines}
        before = {line.key: line for line in self.lines[self.previous.pk]} if self.previous else {}
        keys = sorted({**before, **after}, key=lambda key: place_of(after.get(key) or before[key]))
        rows: list[LineRow] = []
        for key in keys:
            line, old = after.get(key), before.get(key)
            shown: BudgetLine = line or old  # type: ignore[assignment]  # the key is of one of them
            principle, words = self.principle_of(line) if line else (None, "")
            rows.append(
                LineRow(
                    line=line,
                    service=shown.service.name,
                    phase=str(Phase(shown.phase).label),
                    before=old.amount_ore if old else None,
                    after=line.amount_ore if line else None,
                    is_repeated=bool(rows) and rows[-1].service == shown.service.name,
                    principle=principle,
                    principle_words=words,
                )
            )
        return rows

    def principle_of(self, line: BudgetLine) -> tuple[CostPrinciple | None, str]:
        """The deviating principle that a line is shared by, or that is proposed for it."""
        if not self.sharing(line).is_base:
            return line.principle or self.applying.get(line.key), _("avvikande princip")
        proposed = self.proposed.get(line.key)
        return (proposed, _("avvikande princip föreslagen")) if proposed else (None, "")

    @property
    def phase_segments(self) -> list[Segment]:
        """What the money goes to, per phase."""
        total = self.total.ore
        sums = {phase: sum(line.amount_ore for line in self.own_lines if line.phase == phase) for phase in PHASE_FILLS}
        return [
            Segment(
                label=str(phase.label),
                share=Fraction(amount, total),
                value=f"{kr(Sek(amount))} ({percent(amount, total, decimals=0)})",
                fill=PHASE_FILLS[phase],
            )
            for phase, amount in sums.items()
            if amount
        ]

    # Calculation -------------------------------------------------------------------------------------------------

    @cached_property
    def calculation_rows(self) -> list[MultiYearLine]:
        """Every row of the multi-year calculation."""
        return list(MultiYearLine.objects.filter(budget=self.budget).select_related("service"))

    @property
    def calculation(self) -> list[YearSum]:
        """The multi-year calculation, a sum a year."""
        years: dict[int, list[MultiYearLine]] = {}
        for row in self.calculation_rows:
            years.setdefault(row.year, []).append(row)
        return [year_sum(year, rows) for year, rows in sorted(years.items())]

    @property
    def later_years(self) -> list[YearSum]:
        """The years after this one."""
        return [each for each in self.calculation if each.year > self.budget.year]

    @property
    def calculation_words(self) -> str:
        """The years after this one, each with its sum, and what is said of them."""
        told = [f"{each.year}{NO_BREAK_SPACE}{kr(Sek(each.total))}" for each in self.later_years]
        notes = dict.fromkeys(each.note for each in self.later_years if each.note)
        return " ".join([f"{', '.join(told)}.", *notes]) if told else ""

    # Shares ------------------------------------------------------------------------------------------------------

    @cached_property
    def _frozen(self) -> dict[int, list[BudgetShare]]:
        wanted = [each.pk for each in (self.budget, self.previous) if each is not None]
        found: dict[int, list[BudgetShare]] = {pk: [] for pk in wanted}
        for row in BudgetShare.objects.filter(budget_id__in=wanted).select_related("principal__organisation"):
            found[row.budget_id].append(row)
        return found

    @cached_property
    def _shares(self) -> Sequence[BudgetShare]:
        """As frozen at the handover, or as they would become today."""
        if frozen := self._frozen[self.budget.pk]:
            return frozen
        if not self.own_lines:
            return []
        return compute_shares(self.budget, self.residents.residents, self.as_lines(self.budget))

    @cached_property
    def residents(self) -> Counted:
        """The residents that the shares follow from, with their day and source."""
        return counted(self.budget)

    @cached_property
    def shares(self) -> list[ShareRow]:
        """One row a principal: the region first, then the largest."""
        before = {row.code: row.total_ore for row in self._frozen[self.previous.pk]} if self.previous else {}
        group = [row for row in self._shares if row.group != PrincipalGroup.REGION]
        largest = max((row.total_ore for row in group), default=0)
        total = self.total.ore
        mine = self.my_code
        rows = [
            ShareRow(
                code=row.code,
                name=row.name,
                short_name=row.principal.organisation.short_name,
                population=row.population,
                base=row.base_ore,
                deviating=row.deviating_ore,
                after=row.total_ore,
                before=before.get(row.code),
                part=Fraction(row.total_ore, total) if total else Fraction(0),
                bar=Fraction(row.total_ore, largest) if largest else Fraction(0),
                is_region=row.group == PrincipalGroup.REGION,
                is_mine=row.code == mine,
            )
            for row in self._shares
        ]
        return sorted(rows, key=lambda row: (not row.is_region, -row.population, row.code))

    @property
    def own_share(self) -> ShareRow | None:
        """One's own row."""
        return next((row for row in self.shares if row.is_mine), None)

    @property
    def has_deviating(self) -> bool:
        """Whether any line is shared in another way."""
        return any(row.deviating for row in self.shares)

    @property
    def share_change_total(self) -> int | None:
        """What all the changes add up to."""
        return None if self.total_change is None else self.total_change.ore

    @property
    def share_segments(self) -> list[Segment]:
        """The region, the largest municipalities, and the others."""
        return [
            Segment(label=row.name, share=row.part, fill=1 if row.is_region else 2 if place <= NAMED_LARGEST else 3)
            for place, row in enumerate(self.shares)
        ]

    @property
    def share_key(self) -> list[Segment]:
        """The key of that bar: the small ones together."""
        region = [row for row in self.shares if row.is_region]
        rest = [row for row in self.shares if not row.is_region]
        named, others = rest[:NAMED_LARGEST], rest[NAMED_LARGEST:]
        told = [Segment(label=row.name, share=row.part, value=part(row.part), fill=1) for row in region]
        if named:
            words = join_swedish([f"{row.short_name}{NO_BREAK_SPACE}{part(row.part, sign=False)}" for row in named])
            summed = sum((row.part for row in named), Fraction(0))
            told.append(Segment(label=_("%s: tillsammans") % words, share=summed, value=part(summed), fill=2))
        if others:
            summed = sum((row.part for row in others), Fraction(0))
            label = _("Övriga %s") % count(len(others), _("kommun"), _("kommuner"))
            told.append(Segment(label=label, share=summed, value=part(summed), fill=3))
        return told

    @property
    def share_figure(self) -> SafeString:
        """The bar itself, said in words for those who do not see it."""
        words = " ".join(f"{each.label} {each.value}." for each in self.share_key)
        return charts.stacked_bar(self.share_segments, label=words, size="lg")

    @property
    def share_caption(self) -> str:
        """What the table of all principals is."""
        words = {"year": self.budget.year, "count": len(self.shares)}
        return _("Kostnadsandel %(year)s för var och en av de %(count)s huvudmännen") % words

    @property
    def shares_by_name(self) -> list[ShareRow]:
        """For a choice: the region first, then in Swedish order."""
        return sorted(self.shares, key=lambda row: (not row.is_region, swedish_key(row.name)))

    @property
    def sharing_words(self) -> str:
        """How the cost is shared, and whether it may still change."""
        region = next((row.name for row in self.shares if row.is_region), "")
        words = {"region": region, "group": len(self.shares) - 1, "day": nbsp_date(self.figures_on)}
        sentences = [
            _("%(region)s betalar hälften.") % words,
            _("De %(group)s kommunerna delar den andra hälften efter antalet invånare %(day)s.") % words,
        ]
        if self.has_deviating:
            sentences.append(_("De rader som har en avvikande princip delas på sitt eget sätt."))
        frozen = _("Siffrorna är frysta i den här versionen.")
        sentences.append(frozen if self.snapshot else _("Invånartalen fryses när budgeten lämnas in till beredning."))
        return " ".join(sentences)

    @property
    def source_words(self) -> str:
        """Where the residents come from."""
        if self.residents_on is None:
            return ""
        words = {"source": self.residents_source, "day": nbsp_date(self.residents_on)}
        return _("Källa för invånare: %(source)s, %(day)s.") % words

    @property
    def figures_on(self) -> date:
        """The day of the residents: the frozen day, or the one that the rule points at."""
        return self.residents_on or self.budget.reference_date

    @property
    def decide_label(self) -> str:
        """What the filled button says to somebody whose own principal is to decide."""
        return _("Registrera %s beslut") % genitive(self.mine.organisation.name) if self.mine else ""

    # Population --------------------------------------------------------------------------------------------------

    @property
    def snapshot(self) -> PopulationSnapshot | None:
        """The frozen figures."""
        return self.budget.snapshot

    @property
    def residents_on(self) -> date | None:
        """The day that the figures are of: as frozen, or as they would be frozen today."""
        return self.snapshot.reference_date if self.snapshot else self.residents.on

    @property
    def residents_source(self) -> str:
        """Where they come from."""
        return self.snapshot.source if self.snapshot else self.residents.source

    @property
    def residents_note(self) -> str:
        """That other figures than those the rule points at are used, where they are."""
        if self.snapshot:
            return self.snapshot.note
        used, wanted = self.residents.on, self.budget.reference_date
        return (
            _("Invånartal för %(wanted)s finns inte än. De senaste, från %(used)s, används så länge.")
            % {
                "wanted": swedish_date(wanted),
                "used": swedish_date(used),
            }
            if used and used != wanted
            else ""
        )

    @property
    def largest_name(self) -> str:
        """Whose bar is the longest."""
        return next((row.name for row in self.shares if not row.is_region), "")

    # Why it changed ----------------------------------------------------------------------------------------------

    @cached_property
    def between(self) -> Between | None:
        """The two years to compare, where there are two."""
        if self.previous is None or not self._frozen[self.previous.pk] or not self._shares:
            return None
        return Between(
            before_year=self.previous.year,
            after_year=self.budget.year,
            before=budget_year(self.as_lines(self.previous), self._frozen[self.previous.pk]),
            after=budget_year(self.as_lines(self.budget), self._shares),
            is_adopted=self.budget.is_adopted,
            deviating=[f"{line.service.name}, {line.get_phase_display().lower()}" for line in self.odd_lines],  # type: ignore[attr-defined]
        )

    @property
    def odd_lines(self) -> list[BudgetLine]:
        """Lines that are shared by a deviating principle this year or the year before."""
        before = self.lines[self.previous.pk] if self.previous else []
        odd = {line.key: line for line in (*before, *self.own_lines) if not self.sharing(line).is_base}
        return list(odd.values())

    @cached_property
    def terms(self) -> Mapping[str, ChangeTerms]:
        """Every principal's terms; none where there is nothing to compare."""
        return change_terms(self.between.before, self.between.after) if self.between else {}

    def change(self, code: str) -> Change | None:
        """Why one principal's share changed."""
        if self.between is None:
            return None
        name = next((row.name for row in self.shares if row.code == code), "")
        return change_of(self.terms, self.between, code, name) if code in self.terms and name else None

    def chosen(self, wanted: str) -> str:
        """The code of the principal that the page explains: the one asked for, one's own, or the largest."""
        codes = {row.code for row in self.shares}
        if wanted in codes:
            return wanted
        if self.my_code in codes:
            return self.my_code
        return next((row.code for row in self.shares if not row.is_region), "")

    # Links -------------------------------------------------------------------------------------------------------

    @property
    def address(self) -> tuple[str, int, int]:
        """What every address of this budget holds."""
        return (self.partnership.slug, self.budget.year, self.budget.version_number)

    @property
    def url(self) -> str:
        """The page itself."""
        return reverse("budgets:budget", args=self.address)


def place_of(line: BudgetLine) -> tuple[Any, int]:
    """The order of lines: by service in Swedish order, then as a service lives: establishment, management, end."""
    return swedish_key(line.service.name), Phase.values.index(line.phase)


def line_key(principle: CostPrinciple) -> str:
    """The line that a principle is for."""
    return f"{principle.service_id}:{principle.phase}"


def own_turn(ruling: Ruling) -> tuple[str, str]:
    """Whose turn it is for one's own principal, and what it does next."""
    state = ruling.state
    if state == RulingState.ADOPTED and ruling.decided_on:
        note = _("antog %(day)s, %(paragraph)s") % {
            "day": nbsp(swedish_day(ruling.decided_on)),
            "paragraph": ruling.paragraph,
        }
        return _("Ingen, ni har beslutat"), note
    if state in (RulingState.REJECTED, RulingState.SENT_BACK):
        return _("Centralt samverkansorgan (CS)"), _("ska svara på era skäl")
    if ruling.next_meeting_on:
        return ruling.body.name, _("sammanträder %s") % nbsp(swedish_day(ruling.next_meeting_on))
    return ruling.body.name, _("har inte angett något sammanträde")


def year_sum(year: int, rows: list[MultiYearLine]) -> YearSum:
    """A year's total: its own row where there is one, otherwise the sum of its rows."""
    whole = next((row for row in rows if row.service_id is None), None)
    return YearSum(
        year=year,
        total=whole.amount_ore if whole else sum(row.amount_ore for row in rows),
        note=whole.note if whole else "",
        rows=tuple(row for row in rows if row.service_id is not None),
    )


def budget_year(lines: tuple[Line, ...], rows: Sequence[BudgetShare]) -> BudgetYear:
    """A year as the explanation of a change reads it."""
    return BudgetYear(
        region=next(row.code for row in rows if row.group == PrincipalGroup.REGION),
        populations={row.code: row.population for row in rows if row.group != PrincipalGroup.REGION},
        lines=lines,
        shares={row.code: row.total_ore for row in rows},
    )


def part(share: Fraction, *, sign: bool = True, decimals: int = 1) -> str:
    """A share of the budget in per cent."""
    words = percent(share.numerator, share.denominator, decimals=decimals)
    return words if sign else words.removesuffix(f"{NO_BREAK_SPACE}%")


def nbsp(text: str) -> str:
    """A text whose spaces may not break over a line."""
    return text.replace(" ", NO_BREAK_SPACE)


def nbsp_date(day: date) -> str:
    """A whole date that does not break."""
    return nbsp(swedish_date(day))
