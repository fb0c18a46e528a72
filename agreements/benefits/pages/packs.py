"""Packages side by side: the gain before the cost (N-09), to each reader what he or she may know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from agreements.negotiations.models import Party
from governance.lib.apportion import round_half_away
from governance.lib.money import MINUS, thousands
from governance.lib.text import capitalise, count_in_words, join_swedish, number_word
from governance.ui import charts

from ..analysis import dominates
from ..board import Board, chosen_in
from ..models import Package
from ..states import ConsentState, PackageState, Unit
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


IN_ORDER = (PackageState.LAID, PackageState.AGREED, PackageState.DRAFT, PackageState.OUTDATED, PackageState.WITHDRAWN)
"""What lies before the parties comes first, what holds no longer last."""


def packs_of(board: Board, today: date) -> list[Pack]:
    """The cards that a reader may see, those that wait for answers first."""
    packs = leaders_packs(board) if board.is_leader else [pack_for_others(board, each) for each in board.packages]
    return sorted(packs, key=lambda pack: (IN_ORDER.index(PackageState(pack.package.state)), pack.package.number))


def consenting_words(package: Any) -> str:
    """How many of those asked consent: "sex av tio parter har samtyckt"; nothing when nobody is asked."""
    if not package.asked:
        return ""
    return _("%(some)s av %(all)s har samtyckt") % {
        "some": number_word(package.consenting) if package.consenting else _("ingen"),
        "all": count_in_words(package.asked, _("part"), _("parter")),
    }


def foot_of(package: Any) -> str:
    """Where a package stands, and what is answered while it lies before the parties."""
    state = str(package.get_state_display())
    told = consenting_words(package) if package.state == PackageState.LAID else ""
    return f"{state}: {told}" if told else state


def holds(package: Package) -> bool:
    """Whether a package can still be agreed as it is: it has not ended, and no changed finances break it."""
    return not package.flag and package.state not in (PackageState.OUTDATED, PackageState.WITHDRAWN)


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
    most = max((each.total for each in weighed if holds(each.package)), default=0)
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
    is_best = each.total == most and most > 0 and not better and holds(each.package)
    broken = each.package.flag or (each.package.reason if each.package.state == PackageState.OUTDATED else "")
    facts = [
        *today_facts(board, each),
        *([better_fact(better)] if len(among) > 1 else []),
        *([mandate_fact(board, each.options)] if outside or not broken else []),
        *([FactLine("warn", broken)] if broken else []),
    ]
    largest = all(other.total <= each.total for other in among)
    best = _("Störst nytta") if largest else _("Störst nytta av dem som håller")
    tag = best if is_best else tag_of(each.package, bool(better), bool(outside))
    bars = [bar_of(board, party, gain, scale) for party, gain in zip(board.parties, each.gains, strict=True)]
    return Pack(
        package=each.package,
        url=url_of(each.package, board),
        tag=tag,
        is_best=is_best,
        big=_("%s Mkr") % millions(each.total),
        big_words=_("total nytta per år, innan kostnaden delas"),
        bars=bars,
        facts=facts,
        turn=foot_of(each.package),
    )


def tag_of(package: Package, is_worse: bool, is_outside: bool) -> str:
    """What stands above a card that is not the largest."""
    if not holds(package):
        return _("Håller inte efter en ändring") if package.flag else str(package.get_state_display())
    if is_worse:
        return _("Det finns något bättre")
    return _("Utanför ett mandat") if is_outside else _("Ryms i alla mandat")


def bar_of(board: Board, party: Party, gain: int, scale: int) -> Bar:
    """A party's bar; the light one is for a party that keeps some of it private. What is not valued is no nought."""
    if party.pk not in board.valued:
        return Bar(party.name, charts.bar(Fraction(0)), "–")
    fill = 3 if board.has_private(party.pk) else 1
    if not board.in_kronor(party.pk):
        return Bar(party.name, charts.bar(Fraction(max(gain, 0), 1_000), fill=fill), in_unit(gain, Unit.POINTS))
    return Bar(party.name, charts.bar(Fraction(max(gain, 0), scale), fill=fill), millions(gain))


def today_facts(board: Board, each: Weighed) -> list[FactLine]:
    """Better or worse than today, said to the negotiators alone: it tells the sign of what somebody keeps private.

    Whoever has valued nothing is named, and counts neither as better nor as worse off.
    """
    silent = [party.name for party in board.parties if party.pk not in board.valued]
    facts = [FactLine("warn", _("Inte värderat av %s") % join_swedish(silent))] if silent else []
    if len(silent) == len(board.parties):
        return facts
    worse = [party.name for party, gain in zip(board.parties, each.gains, strict=True) if gain < 0]
    if worse:
        return [FactLine("warn", _("Sämre än i dag för %s") % join_swedish(worse)), *facts]
    better = sum(gain > 0 for gain in each.gains)
    if better == len(board.parties):
        return [FactLine("done", _("Bättre än i dag för alla %s") % number_word(better))]
    told = {"some": number_word(better), "all": number_word(len(board.parties))}
    words = _("Bättre än i dag för %(some)s av %(all)s, sämre för ingen")
    if silent:
        words = _("Bättre än i dag för %(some)s av %(all)s, sämre för ingen som har värderat")
    return [FactLine("done", words % told), *facts]


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
    told = told_total(package.told, board.own)
    bars: list[Bar] = []
    if mine is not None:
        unit = board.units.get(mine.pk, Unit.ORE)
        gain = board.gain(mine.pk, chosen_in(package))
        words = in_unit(gain, unit) if mine.pk in board.valued else _("inte värderad")
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
        facts=facts_for_others(board, package),
        turn=own_words(board, package),
    )


def facts_for_others(board: Board, package: Package) -> list[FactLine]:
    """What all may know of it: whose mandate it lies outside, and why it holds no longer."""
    options = chosen_in(package)
    if package.state != PackageState.OUTDATED:
        return [mandate_fact(board, options)]
    return [*([mandate_fact(board, options)] if board.outside(options) else []), FactLine("warn", package.reason)]


def own_words(board: Board, package: Any) -> str:
    """How many consent, and what one's own party has answered."""
    if package.state != PackageState.LAID:
        return ""
    told = capitalise(consenting_words(package))
    if board.mine is None or package.own_answer is None:
        return told
    own = {ConsentState.ASKED: _("Ni har inte svarat"), ConsentState.ACCEPTED: _("Ni samtycker")}
    said = own.get(package.own_answer, _("Ni har sagt nej"))
    return f"{told}. {said}."


# To all ---------------------------------------------------------------------------------------------------------------


def mandate_fact(board: Board, options: Sequence[int]) -> FactLine:
    """Whether a package lies within the mandates that are known; these are known to all."""
    outside = board.outside(options)
    if not outside:
        return FactLine("done", _("Alternativen ryms i alla kända mandat"))
    told = join_swedish([f"{party.name}, {issue.title.lower()}" for party, issue in outside])
    return FactLine("warn", _("Utanför mandatet: %s") % told)


def url_of(package: Package, board: Board) -> str:
    """The package's own page."""
    negotiation = board.negotiation
    return reverse("benefits:package", args=[negotiation.partnership.slug, negotiation.pk, package.number])
