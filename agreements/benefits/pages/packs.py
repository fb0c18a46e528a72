"""Packages side by side: the gain before the cost (N-09), to each reader what he or she may know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from agreements.negotiations.models import Party
from governance.lib.apportion import round_half_away
from governance.lib.money import MINUS, thousands
from governance.lib.text import count_in_words, join_swedish
from governance.ui import charts

from ..analysis import dominates
from ..board import Board, chosen_in
from ..models import Package
from ..states import Unit
from ..telling import told_total

MILLION = 100_000_000


def millions(ore: int) -> str:
    """An amount in millions of kronor, for comparing: 312, or 1,4 where it is small."""
    if abs(ore) >= 10 * MILLION or ore % MILLION == 0:
        return thousands(round_half_away(ore, MILLION))
    tenths = round_half_away(ore * 10, MILLION)
    whole, part = divmod(abs(tenths), 10)
    return f"{MINUS if tenths < 0 else ''}{whole},{part}"


def in_unit(value: int, unit: str) -> str:
    """A gain as its party counts it."""
    return millions(value) if unit == Unit.ORE else f"{thousands(value)} p"


@dataclass(frozen=True, slots=True)
class Bar:
    """A party's gain as a bar with its figure."""

    name: str
    drawing: SafeString
    words: str


@dataclass(frozen=True, slots=True)
class FactLine:
    """Something to know of a package, with its sign."""

    tone: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """One package as a card."""

    package: Package
    url: str
    tag: str
    is_best: bool
    big: str
    big_words: str
    bars: list[Bar]
    facts: list[FactLine]
    turn: str


def packs_of(board: Board, today: date) -> list[Pack]:
    """The cards that a reader may see."""
    return leaders_packs(board) if board.is_leader else [pack_for_others(board, each) for each in board.packages]


# To the neutral negotiators -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Weighed:
    """A package with what it is worth to each party, for the negotiators alone."""

    package: Package
    options: list[int]
    gains: tuple[int, ...]
    total: int


def weigh(board: Board, package: Package) -> Weighed:
    """What a package is worth to each party, and to all that count in kronor."""
    options = chosen_in(package)
    gains = tuple(board.gain(party.pk, options) for party in board.parties)
    total = sum(gain for party, gain in zip(board.parties, gains, strict=True) if board.in_kronor(party.pk))
    return Weighed(package, options, gains, total)


def leaders_packs(board: Board) -> list[Pack]:
    """Each party's gain, and how the packages stand to each other."""
    weighed = [weigh(board, each) for each in board.packages]
    most = max((each.total for each in weighed), default=0)
    scale = max((abs(gain) for each in weighed for gain in kronor_gains(board, each)), default=0) or 1
    return [leaders_pack(board, each, weighed, most, scale) for each in weighed]


def kronor_gains(board: Board, weighed: Weighed) -> list[int]:
    """The gains of those that count in kronor."""
    pairs = zip(board.parties, weighed.gains, strict=True)
    return [gain for party, gain in pairs if board.in_kronor(party.pk)]


def leaders_pack(board: Board, each: Weighed, among: Sequence[Weighed], most: int, scale: int) -> Pack:
    """One card for a negotiator."""
    better = [other for other in among if dominates(other.gains, each.gains)]
    outside = board.outside(each.options)
    is_best = each.total == most and most > 0 and not better
    facts = [
        today_fact(board, each),
        better_fact(better),
        mandate_fact(board, each.options),
        *([FactLine("warn", each.package.flag)] if each.package.flag else []),
    ]
    tag = _("Störst nytta") if is_best else tag_of(bool(better), bool(outside))
    bars = [bar_of(board, party, gain, scale) for party, gain in zip(board.parties, each.gains, strict=True)]
    return Pack(
        package=each.package,
        url=url_of(each.package, board),
        tag=tag,
        is_best=is_best,
        big=_("%s Mkr") % millions(each.total),
        big_words=_("total nytta per år, innan kostnaden delas"),
        bars=bars,
        facts=[fact for fact in facts if fact is not None],
        turn=str(each.package.get_state_display()),
    )


def tag_of(is_worse: bool, is_outside: bool) -> str:
    """What stands above a card that is not the largest."""
    if is_worse:
        return _("Det finns något bättre")
    return _("Utanför ett mandat") if is_outside else _("Ryms i alla mandat")


def bar_of(board: Board, party: Party, gain: int, scale: int) -> Bar:
    """A party's bar; the light one is for a party that keeps some of it private."""
    fill = 3 if board.has_private(party.pk) else 1
    if not board.in_kronor(party.pk):
        return Bar(party.name, charts.bar(Fraction(max(gain, 0), 1_000), fill=fill), in_unit(gain, Unit.POINTS))
    return Bar(party.name, charts.bar(Fraction(max(gain, 0), scale), fill=fill), millions(gain))


def today_fact(board: Board, each: Weighed) -> FactLine:
    """Better or worse than today, said to the negotiators alone: it tells the sign of what somebody keeps private."""
    worse = [party.name for party, gain in zip(board.parties, each.gains, strict=True) if gain < 0]
    if worse:
        return FactLine("warn", _("Sämre än i dag för %s") % join_swedish(worse))
    better = sum(gain > 0 for gain in each.gains)
    if better == len(board.parties):
        return FactLine("done", _("Bättre än i dag för alla %s") % count_in_words(better, "", "").strip())
    return FactLine(
        "done",
        _("Bättre än i dag för %(some)s av %(all)s, sämre för ingen")
        % {
            "some": better,
            "all": len(board.parties),
        },
    )


def better_fact(better: Sequence[Weighed]) -> FactLine:
    """Whether another of the packages is better for somebody and worse for nobody."""
    if not better:
        return FactLine("done", _("Inget av paketen är bättre för någon utan att vara sämre för en annan"))
    names = join_swedish([each.package.letter for each in better])
    return FactLine("warn", _("%s är bättre för någon och sämre för ingen") % names)


# To everybody else ----------------------------------------------------------------------------------------------------


def pack_for_others(board: Board, package: Package) -> Pack:
    """One card for a party, or for somebody who is none: own gain, and what may be told of the whole."""
    mine = board.mine
    told = told_total(package.told, mine.pk if mine else None)
    bars: list[Bar] = []
    if mine is not None:
        unit = board.units.get(mine.pk, Unit.ORE)
        gain = board.gain(mine.pk, chosen_in(package))
        words = in_unit(gain, unit)
        whole = max(told, abs(gain), 1) if unit == Unit.ORE else 1_000
        bars.append(Bar(_("Er egen nytta"), charts.bar(Fraction(max(gain, 0), whole)), words))
    return Pack(
        package=package,
        url=url_of(package, board),
        tag=str(package.get_state_display()),
        is_best=False,
        big=_("%s Mkr") % millions(told) if package.laid_on else "–",
        big_words=_("nytta per år som får visas, innan kostnaden delas"),
        bars=bars,
        facts=[mandate_fact(board, chosen_in(package))],
        turn="",
    )


# To all ---------------------------------------------------------------------------------------------------------------


def mandate_fact(board: Board, options: Sequence[int]) -> FactLine:
    """Whether a package lies within the mandates that are known; these are known to all."""
    outside = board.outside(options)
    if not outside:
        return FactLine("done", _("Inom alla kända mandat"))
    told = join_swedish([f"{party.name}, {issue.title.lower()}" for party, issue in outside])
    return FactLine("warn", _("Utanför mandatet: %s") % told)


def url_of(package: Package, board: Board) -> str:
    """The package's own page."""
    negotiation = board.negotiation
    return reverse("benefits:package", args=[negotiation.partnership.slug, negotiation.pk, package.number])
