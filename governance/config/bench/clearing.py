import random
from collections.abc import Iterator

from agreements.commitments.clearing import Condition, Kind, Level, Measure, Offer, clear

from .measure import Figure, wall

PARTIES, CONDITIONS = 40, 10


def chain(parties: int, conditions: int) -> list[Offer]:
    """The slowest case: each offer rests on the next, and the last on nobody, so that one falls in each round."""
    keys = [f"part{at}" for at in range(parties)]
    made = []
    for at, key in enumerate(keys):
        after = keys[at + 1] if at + 1 < parties else "ingen"
        asked = [Condition(kind=Kind.LEVEL, offers=(after,), threshold=1)]
        others = tuple(each for each in keys if each != key)
        asked += [Condition(kind=Kind.SUM, offers=others, threshold=1 + each) for each in range(conditions - 1)]
        made.append(Offer(key=key, levels=(Level(measures={Measure.QUANTITY: 1}, conditions=tuple(asked)),)))
    return made


def tangle(parties: int, conditions: int, *, levels: int = 3) -> list[Offer]:
    """Made-up offers with conditions on each other, the same every time."""
    dice = random.Random(20170)  # noqa: S311 -- made-up figures, no secret
    keys = [f"part{at}" for at in range(parties)]

    def asked(key: str) -> Condition:
        others = [each for each in keys if each != key]
        kind = dice.choice(list(Kind))
        some = dice.sample(others, 1 if kind is Kind.LEVEL else dice.randint(3, 12))
        return Condition(kind=kind, offers=tuple(some), threshold=dice.randint(1, len(some)))

    made = []
    for key in keys:
        steps = tuple(
            Level(measures={Measure.QUANTITY: at}, conditions=tuple(asked(key) for _ in range(conditions)))
            for at in range(1, levels + 1)
        )
        made.append(Offer(key=key, levels=steps))
    return made


def figures() -> Iterator[Figure]:
    """Clearing of conditional offers: a tangle of them, and the case in which they fall one by one."""
    name = f"Klarering av {PARTIES} parters bud med {CONDITIONS} villkor"
    for case, offers in (("tre nivåer", tangle(PARTIES, CONDITIONS)), ("ett fall i taget", chain(PARTIES, CONDITIONS))):
        clear(offers)
        slowest = max(wall(lambda offers=offers: clear(offers)) for _ in range(5))  # type: ignore[misc]
        yield Figure(f"{name}, {case}", round(slowest, 4), "sekunder", 1)
