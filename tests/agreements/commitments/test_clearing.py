import random
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agreements.commitments.clearing import (
    Clearing,
    Condition,
    Failed,
    Fall,
    Kind,
    Level,
    Measure,
    Offer,
    Sense,
    clear,
    flaws_of,
    flaws_of_levels,
)


def needs(*keys: str, least: int = 1, kind: Kind = Kind.LEVEL, measure: Measure = Measure.QUANTITY) -> Condition:
    """A condition on other offers."""
    return Condition(kind=kind, offers=keys, threshold=least, measure=measure)


def offer(key: str, *conditions: Condition, quantity: int = 1, held_back: str = "") -> Offer:
    """An offer of one level."""
    level = Level(measures={Measure.QUANTITY: quantity}, conditions=conditions)
    return Offer(key=key, levels=(level,), held_back=held_back)


def plainly_holds(condition: Condition, offers: dict[str, Offer], levels: dict[str, int]) -> bool:
    """The meaning of a condition, written a second time without the code it judges."""
    bound = [key for key in condition.offers if levels.get(key, 0)]
    if condition.kind is Kind.COUNT:
        return len(bound) >= condition.threshold
    total = sum(offers[key].levels[levels[key] - 1].measures.get(condition.measure, 0) for key in bound)
    return total >= condition.threshold


def is_consistent(offers: dict[str, Offer], levels: dict[str, int]) -> bool:
    """Whether every offer that stands at a level has its conditions met by the others."""
    for key, at in levels.items():
        if not at:
            continue
        if offers[key].held_back:
            return False
        if not all(plainly_holds(each, offers, levels) for each in offers[key].levels[at - 1].conditions):
            return False
    return True


def by_brute_force(offers: list[Offer]) -> dict[str, int]:
    """Try every choice of levels; the greatest of the consistent ones, which must be one of them itself."""
    by_key = {each.key: each for each in offers}
    choices = product(*(range(len(each.levels) + 1) for each in offers))
    tried = (dict(zip(by_key, each, strict=True)) for each in choices)
    held = [levels for levels in tried if is_consistent(by_key, levels)]
    best = {key: max(levels[key] for levels in held) for key in by_key}
    assert best in held
    return best


@st.composite
def conditions(draw: st.DrawFn, keys: list[str], of: str) -> Condition:
    """A condition on some of the others, sometimes on one that nobody has offered."""
    kind = draw(st.sampled_from(list(Kind)))
    others = [each for each in keys if each != of] + ["nobody"]
    some = draw(st.lists(st.sampled_from(others), min_size=1, max_size=1 if kind is Kind.LEVEL else 4, unique=True))
    most = len(some) if kind is Kind.COUNT else 4 * len(some)
    measure = Measure.QUANTITY if kind is Kind.COUNT else draw(st.sampled_from([Measure.QUANTITY, Measure.SHARE]))
    return Condition(kind=kind, offers=tuple(some), threshold=draw(st.integers(1, most)), measure=measure)


@st.composite
def instances(draw: st.DrawFn, *, most: int, levels: int) -> list[Offer]:
    """Offers with conditions on each other."""
    keys = [f"o{at}" for at in range(draw(st.integers(1, most)))]
    made = []
    for key in keys:
        steps, quantity, share = [], 0, 0
        for _ in range(draw(st.integers(1, levels))):
            quantity, share = quantity + draw(st.integers(1, 3)), share + draw(st.integers(0, 2))
            asked = draw(st.lists(conditions(keys, key), max_size=3))
            steps.append(Level(measures={Measure.QUANTITY: quantity, Measure.SHARE: share}, conditions=tuple(asked)))
        held = "ekonomin har ändrats" if draw(st.integers(0, 9)) == 0 else ""
        made.append(Offer(key=key, levels=tuple(steps), held_back=held))
    return made


@given(instances(most=5, levels=3))
def test_clearing_with_levels_equals_brute_force(offers: list[Offer]) -> None:
    assert dict(clear(offers).levels) == by_brute_force(offers)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32), st.integers(9, 12))
def test_clearing_of_up_to_twelve_offers_equals_brute_force(seed: int, count: int) -> None:
    dice = random.Random(seed)
    keys = [f"o{at}" for at in range(count)]

    def asked(of: str) -> Condition:
        kind = dice.choice(list(Kind))
        some = dice.sample([each for each in keys if each != of], 1 if kind is Kind.LEVEL else dice.randint(2, 5))
        return needs(*some, least=dice.randint(1, len(some)), kind=kind)

    offers = [offer(key, *(asked(key) for _ in range(dice.randint(0, 3)))) for key in keys]
    offers[dice.randrange(count)] = offer(keys[0], needs("nobody")) if dice.random() < 0.5 else offers[0]
    offers = list({each.key: each for each in offers}.values())

    assert dict(clear(offers).levels) == by_brute_force(offers)


@given(instances(most=6, levels=2), st.randoms(use_true_random=False))
def test_clearing_does_not_depend_on_the_order_of_offers(offers: list[Offer], dice: random.Random) -> None:
    shuffled = offers[:]
    dice.shuffle(shuffled)

    assert dict(clear(offers).levels) == dict(clear(shuffled).levels)


@given(instances(most=6, levels=2))
def test_every_level_that_did_not_clear_has_a_reason(offers: list[Offer]) -> None:
    found = clear(offers)

    for each in offers:
        told = {fall.level for fall in found.falls.get(each.key, ())}
        above = set(range(found.levels[each.key] + 1, len(each.levels) + 1))
        assert told == ({len(each.levels)} if each.held_back else above)
        for fall in found.falls.get(each.key, ()):
            assert fall.failed or fall.held_back
            assert all(failed.reached < failed.condition.threshold for failed in fall.failed)


@given(instances(most=5, levels=2), st.integers(0, 4))
def test_dropping_a_condition_never_lowers_anybody(offers: list[Offer], at: int) -> None:
    freed = offers[:]
    mine = freed[at % len(freed)]
    levels = tuple(Level(measures=level.measures, conditions=level.conditions[1:]) for level in mine.levels)
    freed[at % len(freed)] = Offer(key=mine.key, levels=levels, held_back=mine.held_back)

    before, after = clear(offers).levels, clear(freed).levels

    assert all(after[key] >= level for key, level in before.items())


def test_promises_that_wait_for_each_other_clear_together() -> None:
    housing = offer("bostäder", needs("staten", least=500_000, measure=Measure.SHARE), quantity=28_550)
    money = Level(measures={Measure.SHARE: 500_000}, conditions=(needs("bostäder", least=28_550),))

    found = clear([housing, Offer(key="staten", levels=(money,))])

    assert found == Clearing(levels={"bostäder": 1, "staten": 1}, falls={}, rounds=1)
    assert found.binding == ("bostäder", "staten")


def test_a_circle_falls_with_the_one_it_rests_on_and_says_what_failed_first() -> None:
    a, b = offer("a", needs("b")), offer("b", needs("a"), needs("c", least=5))

    found = clear([a, b, offer("c", quantity=3)])

    failed = Failed(condition=needs("c", least=5), reached=3)
    assert dict(found.levels) == {"a": 0, "b": 0, "c": 1}
    assert found.falls["b"] == (Fall(level=1, round=1, failed=(failed,)),)
    assert found.falls["a"] == (Fall(level=1, round=2, failed=(Failed(condition=needs("b"), reached=0),)),)
    assert found.staying == ("a", "b")


def test_an_offer_clears_at_the_highest_level_that_holds() -> None:
    low = Level(measures={Measure.QUANTITY: 20_000})
    high = Level(measures={Measure.QUANTITY: 28_550}, conditions=(needs("staten", least=50),))

    found = clear([Offer(key="kommunen", levels=(low, high)), offer("staten", quantity=40)])

    assert dict(found.levels) == {"kommunen": 1, "staten": 1}
    assert [fall.level for fall in found.falls["kommunen"]] == [2]


def test_a_level_need_not_hold_below_to_hold_above() -> None:
    low = Level(measures={Measure.QUANTITY: 1}, conditions=(needs("nobody"),))
    high = Level(measures={Measure.QUANTITY: 2}, conditions=(needs("b"),))

    found = clear([Offer(key="a", levels=(low, high)), offer("b")])

    assert dict(found.levels) == {"a": 2, "b": 1}


@pytest.mark.parametrize(("others", "level"), [(2, 0), (3, 1), (5, 1)])
def test_at_least_so_many_of_the_others(others: int, level: int) -> None:
    keys = [f"k{at}" for at in range(5)]
    standing = [offer(key, held_back="" if at < others else "vilande") for at, key in enumerate(keys)]

    found = clear([offer("a", needs(*keys, least=3, kind=Kind.COUNT)), *standing])

    assert found.levels["a"] == level


def test_a_sum_is_reached_by_decimals_to_the_last_part() -> None:
    parts = [Offer(key=key, levels=(Level(measures={Measure.QUANTITY: Decimal("0.1")}),)) for key in "bcd"]
    exact = Condition(kind=Kind.SUM, offers=("b", "c", "d"), threshold=Decimal("0.3"))

    assert clear([offer("a", exact), *parts]).levels["a"] == 1


def test_an_offer_that_is_held_back_brings_down_those_that_rest_on_it() -> None:
    found = clear([offer("a", needs("b")), offer("b", held_back="ekonomin har ändrats")])

    assert dict(found.levels) == {"a": 0, "b": 0}
    assert found.falls["b"] == (Fall(level=1, round=1, held_back="ekonomin har ändrats"),)


@pytest.mark.parametrize(
    ("sense", "said"),
    [(Sense.AT_MOST, "”högst”"), (Sense.EXACTLY, "”exakt”"), (Sense.NOT, "”om de inte gör det”")],
)
def test_a_condition_that_more_can_break_is_refused_with_why(sense: Sense, said: str) -> None:
    asked = Condition(kind=Kind.LEVEL, offers=("b",), threshold=1, sense=sense)

    (flaw,) = flaws_of(asked, of="a")

    assert said in flaw
    with pytest.raises(ValueError, match=said):
        clear([offer("a", asked), offer("b")])


@pytest.mark.parametrize("kind", list(Kind))
def test_a_condition_on_oneself_is_refused(kind: Kind) -> None:
    flaws = flaws_of(needs("a", kind=kind), of="a")

    assert flaws == ["Ett bud kan inte ha sig självt som villkor. Välj vad ni behöver av de andra."]


def test_conditions_that_say_nothing_or_can_never_be_met_are_refused() -> None:
    assert flaws_of(needs(), of="a") == ["Välj minst ett annat bud som villkoret gäller."]
    assert "större än noll" in flaws_of(needs("b", least=0), of="a")[0]
    assert flaws_of(needs("b", "c", least=3, kind=Kind.COUNT), of="a") == [
        "Villkoret kräver 3 av 2 bud och kan aldrig uppfyllas. Ange högst 2."
    ]
    assert flaws_of(needs("b", "b", kind=Kind.COUNT), of="a") == ["Samma bud är valt två gånger."]
    assert "gäller ett enda bud" in flaws_of(needs("b", "c"), of="a")[0]
    half = Condition(kind=Kind.COUNT, offers=("b", "c"), threshold=Decimal("1.5"))
    assert flaws_of(half, of="a") == ["Ange ett helt antal."]


def test_levels_that_do_not_rise_are_refused() -> None:
    one, two = Level(measures={Measure.QUANTITY: 1}), Level(measures={Measure.QUANTITY: 2})
    mixed = Level(measures={Measure.QUANTITY: 3, Measure.SHARE: -1})

    assert flaws_of_levels([one, two]) == []
    assert flaws_of_levels([]) == ["Ett bud har minst en nivå."]
    assert flaws_of_levels([mixed]) == ["En nivå kan inte vara mindre än noll."]
    for wrong in ([two, one], [one, one]):
        assert flaws_of_levels(wrong)[0].startswith("Nivåerna ska stiga")


def test_two_offers_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="samma beteckning"):
        clear([offer("a"), offer("a")])
