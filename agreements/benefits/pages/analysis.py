"""What the trade finder found, as the neutral negotiators see it: which packages, how good, and how sure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from governance.jobs.models import Job
from governance.jobs.states import JobState
from governance.lib.money import thousands
from governance.lib.text import capitalise, count_in_words, join_swedish, percent
from governance.ui.templatetags.swedish import day

from ..analysis import Found, Point, Table, dominates
from ..analysis.points import Scale
from ..board import Board, chosen_in
from ..models import Analysis, Package
from ..states import PackageState
from ..tables import fingerprint, table_of
from .chart import Axis, Dot, frontier_chart
from .packs import millions

OVER = (PackageState.OUTDATED, PackageState.WITHDRAWN)
MARKS = ("nash", "kalai", "greatest")


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionRow:
    """One package that was found."""

    place: int
    number: int
    marks: str
    total: str
    least: str
    who: str
    choice: str
    same: Package | None


@dataclass(frozen=True, slots=True)
class Proof:
    """What was looked for, where it is, and how sure that is."""

    title: str
    words: str
    tone: str


class AnalysisPage:
    """Everything the page shows of an analysis, computed from the values of today.

    What was proved was proved of the values of that day. Once they have changed, nothing of it is said: what is left is
    the suggestions that still are better for somebody and worse for nobody.
    """

    def __init__(self, analysis: Analysis, board: Board, job: Job | None) -> None:
        self.analysis, self.board, self.job = analysis, board, job

    @property
    def is_dead(self) -> bool:
        """Whether the search gave up."""
        return self.job is not None and self.job.state == JobState.DEAD

    @cached_property
    def kept(self) -> dict[str, Any]:
        """What was kept of the search."""
        return dict(self.analysis.found or {})

    @cached_property
    def table(self) -> Table | None:
        """The values of today, with every option, so that what was found then can be weighed now."""
        return table_of(self.board, within_mandates=False)

    @cached_property
    def is_stale(self) -> bool:
        """Whether values, parties or options have changed since, or the sketch that it was compared with."""
        table = table_of(self.board, within_mandates=self.analysis.within_mandates)
        return table is None or fingerprint(table) != self.analysis.fingerprint or self.is_start_changed

    @property
    def is_start_changed(self) -> bool:
        """Whether the package that the search was compared with takes other options now."""
        package = self.analysis.start
        if package is None or self.analysis.found is None:
            return False
        return sorted(chosen_in(package)) != self.kept.get("start")

    @cached_property
    def placed(self) -> list[tuple[int, Point]]:
        """What was found, by its place in what was kept, as it is worth today; nothing when an option of it is gone."""
        try:
            points = [self.table.point(choice) for choice in self.kept.get("suggestions", ())] if self.table else []
        except ValueError:
            return []
        return [
            (place, each) for place, each in enumerate(points) if not self.is_stale or dominates(each.gains, self.start)
        ]

    @property
    def points(self) -> list[Point]:
        """The suggestions themselves."""
        return [each for _, each in self.placed]

    @cached_property
    def found(self) -> dict[str, Found]:
        """The points that stand out."""
        if not self.points or self.table is None or self.is_stale:
            return {}
        made = {name: Found.of(self.table, self.kept.get(name)) for name in MARKS}
        return {name: each for name, each in made.items() if each is not None}

    @cached_property
    def start(self) -> tuple[int, ...]:
        """What the parties have in what the search was compared with."""
        package = self.analysis.start
        if package is None or self.table is None:
            return (0,) * len(self.board.parties)
        return self.table.gains(chosen_in(package))

    @cached_property
    def scale(self) -> Scale:
        """From where each party counts, and the best that it can get while nobody loses."""
        best = [self.table.gains(choice) for choice in self.kept.get("ideals", ())] if self.table else []
        gains = [self.start, *best, *(each.gains for each in self.points)]
        return Scale(self.start, tuple(max(column) for column in zip(*gains, strict=True)))

    @property
    def lead(self) -> str:
        """What was found, in words."""
        if self.analysis.found is None:
            return _("Analysen gick inte att göra.") if self.is_dead else _("Analysen pågår.")
        if self.is_stale:
            return self.stale_words
        if not self.points:
            if self.kept.get("efficient_proved"):
                return _("Inget paket är bättre för någon utan att vara sämre för en annan.")
            return _("Inget bättre paket hittades på den tid som fanns.")
        words = count_in_words(len(self.points), _("paket"), _("paket"), neuter=True)
        return _("%s är bättre för någon och sämre för ingen.") % (words[:1].upper() + words[1:])

    @property
    def stale_words(self) -> str:
        """That the search is from before the changes, and what is left of it."""
        told = _("Sökningen är från %s, före ändringarna i underlaget.") % day(self.analysis.asked_on)
        if self.is_start_changed:
            words = _("Sökningen är från %(day)s, innan %(package)s ändrades.")
            package = str(self.analysis.start).replace("Paket", "paket")
            told = words % {"day": day(self.analysis.asked_on), "package": package}
        if not self.points:
            return f"{told} {_('Inget av förslagen är längre en förbättring. Sök igen för att se vad som gäller nu.')}"
        words = count_in_words(len(self.points), _("förslag"), _("förslag"), neuter=True)
        left = _("%s är fortfarande bättre för någon och sämre för ingen. Det kan finnas bättre paket nu.")
        return f"{told} {left % capitalise(words)}"

    @property
    def method(self) -> str:
        """How it was searched, and what is proved."""
        number = thousands(int(self.kept.get("combinations", 0)))
        if self.kept.get("method") == "tried":
            said = _("Bevisat, inte uppskattat: alla %s kombinationer är prövade.") % number
            every = self.kept.get("efficient_count") or 0
            if every > len(self.points):
                told = {"count": thousands(every), "shown": len(self.points)}
                said += " " + _("%(count)s paket är effektiva; de %(shown)s jämnaste visas.") % told
            return said
        proved = (
            _("Att inget är bättre för någon utan att vara sämre för en annan är bevisat för vart och ett av dem.")
            if self.kept.get("efficient_proved")
            else _("Det är inte bevisat att inget är bättre än vart och ett av dem.")
        )
        return f"{_('%s kombinationer är för många att pröva. De är sökta med lösaren HiGHS.') % number} {proved}"

    @property
    def silent(self) -> str:
        """The parties that have valued nothing."""
        return join_swedish([each.name for each in self.board.parties if each.pk not in self.board.valued])

    # The points that stand out ------------------------------------------------------------------------------------

    @property
    def proofs(self) -> list[Proof]:
        """Nash, Kalai-Smorodinsky and the largest sum, with how sure each is."""
        return [self.proof("nash"), self.proof("kalai"), self.proof("greatest")]

    def proof(self, name: str) -> Proof:
        """One of them."""
        title = NAMES[name]
        found = self.found.get(name)
        if found is None:
            return Proof(str(title), MISSING[name](), "todo")
        place = self.number_of(found.point)
        said = [_("Förslag %s.") % place] if place else []
        told = sure(found, tried=self.kept.get("method") == "tried")
        return Proof(str(title), " ".join([*said, WHAT[name](), told]), tone_of(found))

    def number_of(self, point: Point) -> int:
        """Its place among the suggestions, counted from one."""
        return next((at for at, each in enumerate(self.points, start=1) if each.gains == point.gains), 0)

    # The suggestions as rows --------------------------------------------------------------------------------------

    @property
    def caption(self) -> str:
        """What the table holds; how even a suggestion is was measured by the best of that day."""
        return _("Förslag som fortfarande är bättre") if self.is_stale else _("Förslag, de jämnaste först")

    @property
    def rows(self) -> list[SuggestionRow]:
        """The suggestions, the most even first."""
        return [self.row(at, point) for at, point in self.placed]

    def row(self, at: int, point: Point) -> SuggestionRow:
        """One suggestion."""
        marks = [str(NAMES[name]) for name, each in self.found.items() if each.point.gains == point.gains]
        least, who = self.least(point)
        return SuggestionRow(
            place=at,
            number=at + 1,
            marks=join_swedish(marks),
            total=_("%s Mkr") % millions(self.total(point)),
            least=percent(least.numerator, least.denominator, decimals=0),
            who=who,
            choice=self.in_words(pair for pair in self.pairs(point) if pair not in self.alike),
            same=self.same_as(point),
        )

    def same_as(self, point: Point) -> Package | None:
        """The package that already is this suggestion, unless it has ended."""
        going = (each for each in self.board.packages if each.state not in OVER)
        return next((each for each in going if set(chosen_in(each)) == set(point.choice)), None)

    @cached_property
    def alike(self) -> list[tuple[Any, int]]:
        """The choices that all suggestions make, told once; of a single suggestion nothing is left out."""
        if len(self.points) < 2:
            return []
        kept = set.intersection(*(set(each.choice) for each in self.points))
        return [pair for pair in self.pairs(self.points[0]) if pair[1] in kept]

    @property
    def alike_words(self) -> str:
        """Them in words."""
        return self.in_words(self.alike)

    def in_words(self, pairs: Iterable[tuple[Any, int]]) -> str:
        """Issues by number with their options."""
        return "; ".join(f"{issue.number} {self.words(option)}" for issue, option in pairs)

    def pairs(self, point: Point) -> list[tuple[Any, int]]:
        """Issues and options."""
        return list(zip(self.board.issues, point.choice, strict=True))

    def words(self, option: int) -> str:
        """An option's title."""
        return self.board.option_titles.get(option, "")

    def total(self, point: Point) -> int:
        """The gain of those that count in kronor."""
        return self.table.total(point.gains) if self.table else 0

    def least(self, point: Point) -> tuple[Fraction, str]:
        """How much of its best the one gets that gets least, and who that is."""
        shares = [(self.scale.ratio(point.gains, at), at) for at in self.scale.able]
        if not shares:
            return Fraction(0), ""
        share, at = min(shares)
        return share, self.board.parties[at].name

    # The chart ----------------------------------------------------------------------------------------------------

    @cached_property
    def sketches(self) -> list[tuple[str, Point]]:
        """The packages that exist, by letter."""
        found = []
        for package in self.board.packages:
            try:
                if self.table:
                    found.append((package.letter, self.table.point(in_order(self.table, chosen_in(package)))))
            except ValueError:
                continue  # a package that lacks an issue, or takes an option that is gone, has no place in the chart
        return found

    @property
    def chart(self) -> SafeString:
        """Gain in all, against the share of the one that gets least."""
        dots = [self.dot(point, str(at), "dot") for at, point in enumerate(self.points, start=1)]
        named = {each.point.choice for each in self.found.values()}
        dots = [
            Dot(each.x, each.y, each.name, "mark") if point.choice in named else Dot(each.x, each.y)
            for each, point in zip(dots, self.points, strict=True)
        ]
        dots += [self.dot(point, _("Paket %s") % letter, "pick") for letter, point in self.sketches]
        low, high = min(each.x for each in dots), max(each.x for each in dots)
        pad = (high - low) / 10 or abs(high) / 10 or 1.0
        across = Axis(
            low - pad,
            high + pad,
            [millions(int(low - pad)), millions(int(high + pad))],
            _("nytta i allt, Mkr per år (axeln börjar vid %s, inte vid noll)") % millions(int(low - pad)),
        )
        floor = min(0.0, *(each.y for each in dots))
        upward = Axis(floor, 1.0, [f"{round(floor * 100)} %", "100 %"], _("andel av sitt bästa för den som får minst"))
        return frontier_chart(dots, across, upward, label=self.chart_words)

    def dot(self, point: Point, name: str, kind: str) -> Dot:
        """A package's place."""
        return Dot(float(self.total(point)), float(max(self.least(point)[0], Fraction(-1))), name, kind)

    @property
    def chart_words(self) -> str:
        """What the chart says, for those who do not see it."""
        count = len(self.points)
        return _("%s förslag efter nytta i allt och vad den som får minst får. Talen står i tabellen.") % count


def in_order(table: Table, options: Sequence[int]) -> list[int]:
    """A package's options in the order of the table's issues. Raises ValueError when one is missing."""
    chosen = set(options)
    found = [next((each for each in issue if each in chosen), -1) for issue in table.issues]
    if -1 in found:
        raise ValueError("Paketet har inte ett alternativ i varje fråga.")
    return found


def sure(found: Found, *, tried: bool) -> str:
    """How sure it is that nothing is better."""
    if found.proved:
        return _("Bevisat.") if tried else _("Bevisat, så noga som lösaren räknar.")
    if found.gap is None:
        return _("Inte bevisat.")
    return _("Inte bevisat: det bästa kan vara högst %s bättre.") % percent(
        round(found.gap * 10_000), 10_000, decimals=2
    )


def tone_of(found: Found) -> str:
    """Its sign."""
    return "done" if found.proved else "work"


NAMES = {"nash": "Nash", "kalai": "Kalai–Smorodinsky", "greatest": "Störst nytta"}
WHAT = {
    "nash": lambda: _("En avvägning där alla vinner: produkten av parternas vinster är som störst."),
    "kalai": lambda: _("Det jämnaste: den som får minst av sitt bästa får så mycket som går."),
    "greatest": lambda: _("Summan i kronor är som störst."),
}
MISSING = {
    "nash": lambda: _("Inget paket hittades som är bättre för alla som kan vinna något."),
    "kalai": lambda: _("Ingen part kan vinna något utan att en annan förlorar."),
    "greatest": lambda: _("Ingen part räknar i kronor, eller inget paket är bättre."),
}
