"""Which offers can become binding together: pure values, no database (klarering).

An offer has rising levels, and each level its conditions on other offers. A condition is monotone: more from others can
fulfil it, never break it. Therefore the sets of offers that hold each other up have a greatest one, and it is found by
letting everybody stand at the top and taking down what does not hold until nothing falls (the greatest fixpoint).
Promises that wait for each other clear together; that is what the whole is for (C-04, N-16).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

Number = int | Decimal

NOTHING = 0
"""The level of an offer that does not clear."""


class Measure(StrEnum):
    """What a level is measured in (mått)."""

    QUANTITY = "quantity"
    AMOUNT = "amount"
    SHARE = "share"


class Kind(StrEnum):
    """What a condition looks at: one offer, how many of several, or their sum."""

    LEVEL = "level"
    COUNT = "count"
    SUM = "sum"


class Sense(StrEnum):
    """How a condition compares; all but the first can be broken by somebody doing more."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    EXACTLY = "exactly"
    NOT = "not"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What an offer asks of others (villkor): that a level, a number of them or a sum reaches `threshold`."""

    kind: Kind
    offers: tuple[str, ...]
    threshold: Number
    measure: Measure = Measure.QUANTITY
    sense: Sense = Sense.AT_LEAST


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How much is offered, and on which conditions (nivå); all of them are to hold."""

    measures: Mapping[Measure, Number]
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a party offers (bud), lowest level first; one that is held back does not clear, whatever the others do."""

    key: str
    levels: tuple[Level, ...]
    held_back: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A condition that was not met, and what was reached of it."""

    condition: Condition
    reached: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Fall:
    """Why an offer came down from a level: in which round, and what failed then."""

    level: int
    round: int
    failed: tuple[Failed, ...] = ()
    held_back: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearing:
    """The outcome: the level at which each offer clears (0 = not), and why the higher ones do not."""

    levels: Mapping[str, int]
    falls: Mapping[str, tuple[Fall, ...]] = field(default_factory=dict)
    rounds: int = 0

    @property
    def binding(self) -> tuple[str, ...]:
        """The offers that become binding, in their order."""
        return tuple(key for key, level in self.levels.items() if level > NOTHING)

    @property
    def staying(self) -> tuple[str, ...]:
        """The offers that stay as they are, in their order."""
        return tuple(key for key, level in self.levels.items() if level == NOTHING)


# What may be asked ----------------------------------------------------------------------------------------------------

NOT_MONOTONE = {
    Sense.AT_MOST: "Villkoret ”högst” kan brytas av att någon gör mer än väntat. Då finns ingen största uppsättning"
    " bud som håller tillsammans. Skriv vad ni minst behöver av de andra.",
    Sense.EXACTLY: "Villkoret ”exakt” kan brytas av att någon gör mer än väntat. Då finns ingen största uppsättning"
    " bud som håller tillsammans. Skriv vad ni minst behöver av de andra.",
    Sense.NOT: "Villkoret ”om de inte gör det” gör att budet faller när andra åtar sig något. Bud kan bara bli"
    " bindande tillsammans om mer från den ena aldrig fäller den andra. Ta bort villkoret eller skriv ett eget bud.",
}


def flaws_of(condition: Condition, *, of: str) -> list[str]:
    """Say why a condition on the offer `of` cannot be accepted; an empty list accepts it.

    That promises wait for each other in a circle is no flaw; a condition on oneself is, for it would prove itself.
    """
    found = []
    if condition.sense in NOT_MONOTONE:
        found.append(NOT_MONOTONE[condition.sense])
    if of in condition.offers:
        found.append("Ett bud kan inte ha sig självt som villkor. Välj vad ni behöver av de andra.")
    if not condition.offers:
        found.append("Välj minst ett annat bud som villkoret gäller.")
    if len(set(condition.offers)) < len(condition.offers):
        found.append("Samma bud är valt två gånger.")
    if condition.kind is Kind.LEVEL and len(condition.offers) > 1:
        found.append("Ett villkor på nivån gäller ett enda bud. Välj ”minst så många av” eller ”summan av” för flera.")
    return found + flaws_of_threshold(condition)


def flaws_of_threshold(condition: Condition) -> list[str]:
    """Say why nothing, or nobody, could ever be enough."""
    if condition.threshold <= 0:
        return ["Ange ett tal som är större än noll. Annars säger villkoret ingenting."]
    if condition.kind is Kind.COUNT and condition.threshold > len(condition.offers):
        asked, of = condition.threshold, len(condition.offers)
        return [f"Villkoret kräver {asked} av {of} bud och kan aldrig uppfyllas. Ange högst {of}."]
    if condition.kind is Kind.COUNT and condition.threshold != int(condition.threshold):
        return ["Ange ett helt antal."]
    return []


def flaws_of_levels(levels: Iterable[Level]) -> list[str]:
    """Say why levels are no levels: a higher one may not give less in any measure."""
    steps = tuple(levels)
    if not steps:
        return ["Ett bud har minst en nivå."]
    if any(value < 0 for level in steps for value in level.measures.values()):
        return ["En nivå kan inte vara mindre än noll."]
    for lower, higher in pairwise(steps):
        named = {*lower.measures, *higher.measures}
        rises = [higher.measures.get(each, 0) - lower.measures.get(each, 0) for each in named]
        if any(rise < 0 for rise in rises) or not any(rise > 0 for rise in rises):
            return ["Nivåerna ska stiga: en högre nivå ger mer i något mått och inte mindre i något annat."]
    return []


def check(offers: Iterable[Offer]) -> dict[str, Offer]:
    """The offers by key. Raises ValueError for what should have been refused when it was entered."""
    by_key: dict[str, Offer] = {}
    for offer in offers:
        if offer.key in by_key:
            message = f"Två bud har samma beteckning: {offer.key}."
            raise ValueError(message)
        by_key[offer.key] = offer
    for offer in by_key.values():
        found = flaws_of_levels(offer.levels)
        for level in offer.levels:
            for condition in level.conditions:
                found += flaws_of(condition, of=offer.key)
        if found:
            raise ValueError(found[0])
    return by_key


# What holds -----------------------------------------------------------------------------------------------------------


def measured(offer: Offer | None, level: int, measure: Measure) -> Number:
    """What an offer gives at a level; nothing from one that does not clear or does not exist."""
    return offer.levels[level - 1].measures.get(measure, 0) if offer and level > NOTHING else 0


def reached(condition: Condition, offers: Mapping[str, Offer], levels: Mapping[str, int]) -> Number:
    """How far the others bring a condition when they stand at these levels; never less when they do more."""
    if condition.kind is Kind.COUNT:
        return sum(levels.get(key, NOTHING) > NOTHING for key in condition.offers)
    given = (measured(offers.get(key), levels.get(key, NOTHING), condition.measure) for key in condition.offers)
    return sum(given)


def failures(level: Level, offers: Mapping[str, Offer], levels: Mapping[str, int]) -> tuple[Failed, ...]:
    """The conditions of a level that do not hold when the others stand at these levels."""
    asked = ((condition, reached(condition, offers, levels)) for condition in level.conditions)
    return tuple(Failed(condition=each, reached=got) for each, got in asked if got < each.threshold)


def step_down(
    offer: Offer, offers: Mapping[str, Offer], levels: Mapping[str, int], turn: int
) -> tuple[int, tuple[Fall, ...]]:
    """The highest level, not above the present one, whose conditions hold; and why each level above it fell."""
    fallen: list[Fall] = []
    if offer.held_back:
        return NOTHING, (Fall(level=len(offer.levels), round=turn, held_back=offer.held_back),)
    for at in range(levels[offer.key], NOTHING, -1):
        failed = failures(offer.levels[at - 1], offers, levels)
        if not failed:
            return at, tuple(fallen)
        fallen.append(Fall(level=at, round=turn, failed=failed))
    return NOTHING, tuple(fallen)


def clear(offers: Iterable[Offer]) -> Clearing:
    """Find the greatest set of offers, at the highest levels, whose every condition holds within the set.

    In each round everybody is asked at once, so the answer does not depend on the order, and what is told of a fall is
    what failed when it fell, not what its own fall then brought with it.
    """
    by_key = check(offers)
    levels = {key: len(offer.levels) for key, offer in by_key.items()}
    falls: dict[str, tuple[Fall, ...]] = {}
    turn = 0
    while True:
        turn += 1
        lower: dict[str, int] = {}
        for key, offer in by_key.items():
            if levels[key] == NOTHING:
                continue
            at, fallen = step_down(offer, by_key, levels, turn)
            if at < levels[key]:
                lower[key] = at
                falls[key] = (*falls.get(key, ()), *fallen)
        if not lower:
            return Clearing(levels=levels, falls=falls, rounds=turn)
        levels |= lower
