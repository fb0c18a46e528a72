"""What each principal pays of a budget, on which residents it rests, and why it changed."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from governance.lib.dates import swedish_date
from governance.lib.money import NO_BREAK_SPACE
from governance.lib.share_change import BudgetYear, ChangeTerms, change_terms
from governance.lib.sharing import BASE, Line
from governance.lib.swedish_order import swedish_key
from governance.lib.text import count, genitive, join_swedish
from governance.organisations.kinds import PrincipalGroup
from governance.organisations.models import Principal
from governance.ui import charts
from governance.ui.parts import Segment

from ..consents import Doubt, doubts_about
from ..cost_sharing import compute_shares, names_payers, usable
from ..models import BudgetLine, BudgetShare, CostPrinciple, PopulationSnapshot
from ..populations import corrected_note
from ..states import Phase
from .bodies import shares_body
from .changes import Between, Change, change_of
from .lines import BudgetLines
from .residents import Counted, counted
from .rows import ShareRow, nbsp_date, part

NAMED_LARGEST = 4


class BudgetShares(BudgetLines):
    """The shares: as frozen at the handover, or as they would become today."""

    @cached_property
    def mine(self) -> Principal | None:
        """The principal that one acts for, or is to act for."""
        return next(iter(self.actor.own_principals(self.budget.partnership_id)), None)

    @cached_property
    def my_code(self) -> str:
        """The code of one's own principal."""
        return self.mine.organisation.code if self.mine else ""

    @cached_property
    def _frozen(self) -> dict[int, list[BudgetShare]]:
        return self.of_each(self._amounts.shares)

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
    def applying(self) -> dict[str, CostPrinciple]:
        """Those that share a line: in effect, and without payers that have left."""
        if not names_payers(self.in_effect):
            return self.in_effect
        return usable(self.in_effect, self.residents.residents)

    @cached_property
    def doubts(self) -> list[Doubt]:
        """What a principle lacks in this budget, while the shares are not frozen."""
        keys = {line.key for line in self.own_lines if not line.shared_by}
        wanted = [each for key, each in self.in_effect.items() if key in keys]
        return doubts_about(wanted, self.residents.residents, self.budget.year) if wanted else []

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
                short_name=short_name_of(row),
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
    def shares_body(self) -> SafeString:
        """Those rows of the table."""
        return shares_body(self.shares, with_change=self.previous is not None)

    @cached_property
    def own_share(self) -> ShareRow | None:
        """One's own row."""
        return next((row for row in self.shares if row.is_mine), None)

    @cached_property
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

    @cached_property
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
    def corrected_note(self) -> str:
        """Which frozen figures have been corrected since; they hold for this version all the same."""
        return corrected_note(self._amounts.corrected)

    @property
    def largest_name(self) -> str:
        """Whose bar is the longest."""
        return next((row.name for row in self.shares if not row.is_region), "")

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
            deviating={line.key: name_of(line) for line in self.odd_lines},
            moved=[name_of(line) for line in self.moved_lines],
        )

    @property
    def nothing_to_compare(self) -> tuple[str, str]:
        """Why no change can be explained, and what it takes: a year before, or lines and residents of this one."""
        if self.previous is None or not self._frozen[self.previous.pk]:
            needed = _("Förklaringen visas när året före har en budget som har lämnats över till huvudmännen.")
            return _("Inget år att jämföra med"), needed
        if not self.own_lines:
            words = _("Budget %s har inga rader än. Förklaringen visas när den har rader att dela.")
            return _("Inget att jämföra än"), words % self.budget.year
        return _("Inget att jämföra än"), _("Förklaringen visas när alla huvudmän har ett invånartal för budgeten.")

    @cached_property
    def odd_lines(self) -> list[BudgetLine]:
        """Lines that are shared by a deviating principle this year or the year before."""
        before = self.lines[self.previous.pk] if self.previous else []
        odd = {line.key: line for line in (*before, *self.own_lines) if not self.sharing(line).is_base}
        return list(odd.values())

    @cached_property
    def moved_lines(self) -> list[BudgetLine]:
        """Lines whose cost is shared in another way than the year before; a new line enters by the base principle."""
        old = {line.key: self.sharing(line) for line in (self.lines[self.previous.pk] if self.previous else [])}
        return [line for line in self.own_lines if self.sharing(line) != old.get(line.key, BASE)]

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


def short_name_of(row: BudgetShare) -> str:
    """The principal's short name: read with a frozen row, else its organisation's."""
    read: str | None = getattr(row, "short_name", None)
    return row.principal.organisation.short_name if read is None else read


def name_of(line: BudgetLine) -> str:
    """A line within a sentence."""
    return f"{line.service.name}, {Phase(line.phase).label.lower()}"


def budget_year(lines: tuple[Line, ...], rows: Sequence[BudgetShare]) -> BudgetYear:
    """A year as the explanation of a change reads it."""
    return BudgetYear(
        region=next(row.code for row in rows if row.group == PrincipalGroup.REGION),
        populations={row.code: row.population for row in rows if row.group != PrincipalGroup.REGION},
        lines=lines,
        shares={row.code: row.total_ore for row in rows},
    )
