"""Money: shares that add up to the öre, amounts carried exactly, and figures with a source."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreements.texts import services
from agreements.texts.content import text_of
from agreements.texts.financing import WHOLE, carry, carry_to, plan_in, plan_of, share_out
from agreements.texts.models import FinancingLine, IndexFigure
from agreements.texts.services.indexing import correct_index_figure
from governance.audit.actors import SYSTEM
from governance.workflow.refusals import NotAllowed, Refused
from tests.factories.agreements import AgreementWorld, agreement_world, left_alone
from tests.factories.organisations import TODAY

from .pages import NOON, as_seat, words

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
JANUARY, JUNE = date(2026, 1, 1), date(2026, 6, 1)


@pytest.fixture(autouse=True)
def _alone() -> Any:
    with time_machine.travel(NOON, tick=False), left_alone():
        yield


def figure(world: AgreementWorld, month: date, value: str, series: str = "KPIF") -> IndexFigure:
    return services.register_index_figure(
        partnership=world.partnership,
        series=series,
        month=month,
        value=Decimal(value),
        source="Påhittad",
        by=world.by_secretary(),
        today=TODAY,
    )


@PATIENT
@given(st.integers(0, 10**15), st.lists(st.integers(1, WHOLE), min_size=1, max_size=40))
def test_shares_of_the_whole_add_up_to_the_ore(cost: int, weights: list[int]) -> None:
    whole, shares, left = sum(weights), {}, WHOLE
    for place, weight in enumerate(weights[:-1], start=1):
        shares[place] = weight * WHOLE // whole
        left -= shares[place]
    shares[len(weights)] = left
    shares = {key: share for key, share in shares.items() if share}

    parts = share_out(cost, shares)

    assert sum(parts.values()) == cost
    assert all(abs(part - Fraction(cost * shares[key], WHOLE)) < 1 for key, part in parts.items())


@PATIENT
@given(
    st.integers(-(10**15), 10**15),
    st.decimals("0.0001", "9999", places=4, allow_nan=False),
    st.decimals("0.0001", "9999", places=4, allow_nan=False),
)
def test_amount_is_carried_exactly_and_rounded_to_the_nearest_ore(ore: int, base: Decimal, then: Decimal) -> None:
    exact = Fraction(ore) * Fraction(then) / Fraction(base)

    carried = carry(ore, base=base, then=then)

    assert abs(carried - exact) <= Fraction(1, 2)
    assert carry(-ore, base=base, then=then) == -carried
    assert carry(ore, base=base, then=base) == ore


def test_half_an_ore_is_rounded_away_from_zero() -> None:
    assert carry(1, base=Decimal(2), then=Decimal(1)) == 1
    assert carry(-1, base=Decimal(2), then=Decimal(1)) == -1
    assert carry(100_000_000_01, base=Decimal("330.1"), then=Decimal("345.7")) == 10_472_584_066


@pytest.mark.django_db
def test_plan_mixes_shares_and_amounts() -> None:
    world = agreement_world()
    version = world.agreement.versions.get()
    line = version.financing.get(party=world.party(world.municipality))
    services.edit_financing_line(
        line, changes={"share_ppm": None, "amount_ore": 3_262_000_000}, by=SYSTEM, today=TODAY, version=None
    )

    plan = plan_of(version)

    assert [row.amount_ore for row in plan.rows] == [9_320_000_000, 6_058_000_000, 3_262_000_000]
    assert plan.adds_up


@pytest.mark.django_db
def test_amounts_alone_are_the_cost() -> None:
    world = agreement_world()
    version = world.agreement.versions.get()
    services.edit_version(version, changes={"cost_ore": None}, by=SYSTEM, today=TODAY, version=None)
    for line in version.financing.all():
        services.edit_financing_line(
            line, changes={"share_ppm": None, "amount_ore": 100}, by=SYSTEM, today=TODAY, version=None
        )

    plan = plan_of(version.agreement.versions.get())

    assert (plan.cost_ore, plan.total_ore, plan.left_ore) == (300, 300, 0)


@pytest.mark.django_db
def test_shares_above_the_whole_are_shown_as_too_much() -> None:
    world = agreement_world()
    version = world.agreement.versions.get()
    line = version.financing.get(party=world.party(world.state))
    services.edit_financing_line(line, changes={"share_ppm": 600_000}, by=SYSTEM, today=TODAY, version=None)

    plan = plan_of(version)

    assert plan.left_ore == -1_864_000_000
    assert not plan.adds_up


@pytest.mark.django_db
def test_line_is_an_amount_or_a_share_also_in_the_database() -> None:
    line = FinancingLine.objects.filter(version_of__agreement=agreement_world().agreement)[0]

    for wrong in ({"amount_ore": 1}, {"share_ppm": None}, {"share_ppm": 0}, {"share_ppm": WHOLE + 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            FinancingLine.objects.filter(pk=line.pk).update(**wrong)


@pytest.mark.django_db
def test_amount_is_carried_to_the_newest_month_known_on_the_day() -> None:
    world = agreement_world()
    figure(world, JANUARY, "330.1")
    figure(world, JUNE, "345.7")
    figure(world, date(2026, 12, 1), "400")

    told = carry_to(
        world.partnership, amount_ore=10_000, series="KPIF", price_level_on=date(2026, 1, 17), on=date(2026, 10, 20)
    )

    assert (told.amount_ore, told.base_month, told.month) == (10_473, JANUARY, JUNE)
    assert told.source == "Påhittad"


@pytest.mark.django_db
def test_amount_without_a_base_figure_is_not_guessed() -> None:
    world = agreement_world()
    figure(world, JUNE, "345.7")

    with pytest.raises(Refused, match="Indextalet i serien KPIF för januari 2026 är inte inlagt"):
        carry_to(world.partnership, amount_ore=1, series="KPIF", price_level_on=JANUARY, on=TODAY)


@pytest.mark.django_db
def test_figure_is_corrected_in_the_open_by_those_who_hold_the_pen() -> None:
    world = agreement_world()
    row = figure(world, JANUARY, "330.1")

    with pytest.raises(NotAllowed):
        figure_by_party(world)
    corrected = correct_index_figure(
        row, value=Decimal("331.0"), source="Rättad", by=world.by_leader(), today=TODAY, version=row.version
    )

    assert (corrected.value, corrected.source) == (Decimal("331.0"), "Rättad")
    for wrong in ({"value": 0}, {"month": date(2026, 1, 2)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            IndexFigure.objects.filter(pk=row.pk).update(**wrong)


def figure_by_party(world: AgreementWorld) -> IndexFigure:
    return services.register_index_figure(
        partnership=world.partnership,
        series="KPIF",
        month=JUNE,
        value=Decimal(1),
        source="x",
        by=world.by_speaker(world.state),
        today=TODAY,
    )


@pytest.mark.django_db
def test_page_of_an_agreement_in_force_carries_its_money() -> None:
    world = agreement_world("in_force")
    client = as_seat(world.speakers[world.state.pk])
    page = reverse("agreements:agreement", args=[world.partnership.slug, world.agreement.pk])

    before = words(client.get(page))
    figure(world, JANUARY, "330.1")
    alone = words(client.get(page))
    figure(world, JUNE, "345.7")
    after = words(client.get(page))

    assert "I senaste prisnivå" not in alone
    assert "Inget indextal i KPIF efter januari 2026 är inlagt. Därför räknas beloppen inte om." in alone
    assert "I senaste prisnivå" in after
    assert "Indextalet i KPIF för januari 2026 är inte inlagt. Därför räknas beloppen inte om." in before
    assert "93 200 000 kr januari 2026" in after
    assert "97 604 483,49 kr KPIF juni 2026" in after


@pytest.mark.django_db
def test_frozen_text_says_the_plan_that_its_rows_do() -> None:
    version = agreement_world("prepared").agreement.newest_version
    assert version is not None

    rows, said = plan_of(version), plan_in(text_of(version))

    assert [each.amount_ore for each in said.rows] == [each.amount_ore for each in rows.rows]
    assert (said.cost_ore, said.left_ore, said.adds_up) == (rows.cost_ore, 0, True)
