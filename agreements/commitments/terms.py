"""What an offer says on each of its levels, read for many offers with one question."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .clearing import Condition, Kind, Level, Measure

COLUMNS = (
    *("commitment_id", "number", "quantity", "amount_ore", "share_ppm"),
    *("conditions__pk", "conditions__kind", "conditions__measure", "conditions__threshold"),
    "conditions__targets__depends_on_id",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """A level of an offer with its conditions, each with its key (nivå med villkor)."""

    number: int
    quantity: Decimal | None
    amount_ore: int | None
    share_ppm: int | None
    conditions: tuple[tuple[int, Condition], ...] = ()

    @property
    def level(self) -> Level:
        """As clearing reads it."""
        return Level(measures=measures_of(self), conditions=tuple(condition for _key, condition in self.conditions))


def measures_of(row: Any) -> dict[Measure, Any]:
    """What a row gives in each measure that it states."""
    figures = ((Measure.QUANTITY, row.quantity), (Measure.AMOUNT, row.amount_ore), (Measure.SHARE, row.share_ppm))
    return {name: value for name, value in figures if value is not None}


def read_terms(commitments: Iterable[Any]) -> None:
    """Give each offer its `terms`, lowest level first; one question for all of them."""
    from .models import OfferLevel  # noqa: PLC0415 -- models name the terms

    offers = {each.pk: each for each in commitments}
    rows = OfferLevel.objects.filter(commitment_id__in=offers) if offers else OfferLevel.objects.none()
    levels: dict[tuple[int, int], tuple[Any, ...]] = {}
    asked: dict[tuple[int, int], dict[int, list[Any]]] = {}
    for row in rows.order_by("commitment_id", "number", "conditions__pk", "conditions__targets__pk").values_list(
        *COLUMNS
    ):
        place, figures, (key, *condition), other = (row[0], row[1]), row[2:5], row[5:9], row[9]
        levels[place] = figures
        if key is not None:
            asked.setdefault(place, {}).setdefault(key, [*condition, []])[-1].append(str(other))
    for each in offers.values():
        each.terms = tuple(
            made(place[1], figures, asked.get(place, {})) for place, figures in levels.items() if place[0] == each.pk
        )


def made(number: int, figures: tuple[Any, ...], asked: dict[int, list[Any]]) -> Terms:
    """A level of its columns."""
    quantity, amount_ore, share_ppm = figures
    conditions = tuple(
        (key, Condition(kind=Kind(kind), offers=tuple(others), threshold=threshold, measure=Measure(measure)))
        for key, (kind, measure, threshold, others) in asked.items()
    )
    return Terms(number=number, quantity=quantity, amount_ore=amount_ore, share_ppm=share_ppm, conditions=conditions)
