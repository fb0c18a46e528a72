"""What may be told of private values: never a sum that covers fewer than three private parties but the reader."""

from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agreements.benefits import services
from agreements.benefits.board import Board
from agreements.benefits.models import Interest, Package, Valuation, ValuationSheet
from agreements.benefits.pages.packs import pack_for_others
from agreements.benefits.services import Given, add_interest
from agreements.benefits.states import InterestKind, Unit
from agreements.benefits.telling import FEWEST, Cell, next_figures, told_issues, told_total
from agreements.negotiations.services import withdraw_party
from governance.audit.models import Event
from governance.organisations.actors import Actor
from governance.organisations.kinds import BodyKind, SeatRole
from governance.organisations.models import Body, Seat
from governance.workflow.refusals import NotAllowed, Refused, Stale
from tests.factories.benefits import KRONOR, OPEN, BenefitWorld, benefit_world
from tests.factories.negotiations import sit
from tests.factories.organisations import TODAY, act_as


def cells(private: Sequence[int], shared: Sequence[int] = (), option: int = 10) -> list[Cell]:
    told = [Cell(party, option, 100 + party, shared=False) for party in private]
    return told + [Cell(party, option, 1_000 * party, shared=True) for party in shared]


@pytest.mark.parametrize("private", [[], [1], [1, 2], [1, 2, 3], [1, 2, 3, 4]])
def test_sum_over_fewer_than_three_private_parties_is_withheld(private: list[int]) -> None:
    told = told_issues(cells(private, [7, 8]), {1: 10})

    total = told_total(told, readers={9})

    enough = len(private) >= 3
    assert total == 15_000 + (sum(100 + each for each in private) if enough else 0)
    assert (told[0]["private"] is None) is not enough


@pytest.mark.parametrize(("private", "is_told"), [([1, 2, 3], False), ([1, 2, 3, 4], True)])
def test_reader_who_could_take_out_its_own_value_faces_three_others(private: list[int], is_told: bool) -> None:
    told = told_issues(cells(private), {1: 10})

    assert told_total(told, readers={1}) == (sum(100 + each for each in private) if is_told else 0)
    assert told_total(told, readers={9}) == sum(100 + each for each in private)
    assert told_total(told) == told_total(told, readers={1})
    assert told_total(told, readers={1, 2}) == 0


def test_option_is_counted_by_itself_so_that_two_packages_do_not_tell_one_value() -> None:
    """Party 1 alone keeps option 11 private; the others share theirs, or have not valued it."""
    both = [*cells([1, 2, 3, 4], option=10), Cell(1, 11, 77, shared=False), *cells([], [2, 3], option=11)]
    moved = [*both[:4], Cell(1, 11, 5_000, shared=False), *both[5:]]

    assert told_total(told_issues(both, {1: 11})) == 5_000
    assert told_total(told_issues(both, {1: 11})) == told_total(told_issues(moved, {1: 11}))


@st.composite
def tables(draw: st.DrawFn) -> tuple[dict[tuple[int, int], int], frozenset[tuple[int, int]]]:
    """Values of six parties for two issues with two options, and which of them are private."""
    keys = list(product(range(1, 7), (10, 11, 20, 21)))
    values = {key: draw(st.integers(-50, 50)) for key in keys}
    return values, frozenset(key for key in keys if draw(st.booleans()))


PACKAGES = [{1: first, 2: second} for first, second in product((10, 11), (20, 21))]


def read(values: dict[tuple[int, int], int], private: frozenset[tuple[int, int]], reader: int | None) -> list[int]:
    """What a reader is told of every package there is."""
    given_cells = [
        Cell(party, option, amount, shared=(party, option) not in private) for (party, option), amount in values.items()
    ]
    return [told_total(told_issues(given_cells, choice), {reader} if reader else ()) for choice in PACKAGES]


@given(tables(), st.sampled_from([None, *range(1, 7)]), st.data())
@settings(max_examples=150, deadline=None)
def test_value_moved_between_two_private_parties_is_never_read(
    table: tuple[dict[tuple[int, int], int], frozenset[tuple[int, int]]], reader: int | None, data: st.DataObject
) -> None:
    """Whatever is read in all packages together stays the same when two others trade value, option by option.

    A reader who could tell the two apart would have read a sum over one of them.
    """
    values, private = table
    pair = data.draw(st.sampled_from([(a, b) for a in range(1, 7) for b in range(1, 7) if a < b]))
    if reader in pair:
        return
    moved = dict(values)
    for option in (10, 11, 20, 21):
        if {(pair[0], option), (pair[1], option)} <= private:
            step = data.draw(st.integers(-50, 50))
            moved[pair[0], option] += step
            moved[pair[1], option] -= step

    assert read(values, private, reader) == read(moved, private, reader)


@given(tables(), st.sampled_from([None, *range(1, 7)]), st.data())
@settings(max_examples=150, deadline=None)
def test_values_of_fewer_than_three_others_are_not_read_at_all(
    table: tuple[dict[tuple[int, int], int], frozenset[tuple[int, int]]], reader: int | None, data: st.DataObject
) -> None:
    values, private = table
    other = dict(values)
    for option in (10, 11, 20, 21):
        hidden = [party for party in range(1, 7) if (party, option) in private and party != reader]
        if len(hidden) < FEWEST:
            other |= {(party, option): data.draw(st.integers(-50, 50)) for party in hidden}

    assert read(values, private, reader) == read(other, private, reader)


@pytest.mark.parametrize(
    ("before", "now", "used"),
    [
        ({}, {1: 5, 2: 5, 3: 5}, {1: 5, 2: 5, 3: 5}),
        ({1: 1, 2: 2}, {1: 5, 2: 2, 3: 3}, {1: 5, 2: 2, 3: 3}),
        ({1: 1, 2: 2, 3: 3, 4: 4}, {1: 9, 2: 2, 3: 3, 4: 4}, {1: 1, 2: 2, 3: 3, 4: 4}),
        ({1: 1, 2: 2, 3: 3, 4: 4}, {1: 9, 2: 9, 3: 9, 4: 4}, {1: 1, 2: 2, 3: 3, 4: 4}),
        ({1: 1, 2: 2, 3: 3, 4: 4}, {1: 9, 2: 9, 3: 9, 4: 9}, {1: 9, 2: 9, 3: 9, 4: 9}),
        ({1: 1, 2: 2, 3: 3}, {1: 1, 2: 2, 3: 3, 4: 4}, {1: 1, 2: 2, 3: 3}),
        ({1: 1, 2: 2, 3: 3, 8: 8}, {1: 1, 2: 2, 3: 3}, {}),
    ],
)
def test_change_of_few_parties_is_not_told_by_the_next_package(
    before: dict[int, int], now: dict[int, int], used: dict[int, int]
) -> None:
    assert next_figures(before, now, {1, 2, 3, 4}) == used


@pytest.mark.django_db
def test_one_partys_change_does_not_show_between_two_packages_laid() -> None:
    world = benefit_world()
    first = world.lay()
    world.value("university", [each + 5_000_000 for each in KRONOR["university"]], shared=False)

    second = world.lay(world.sketch("Samma val"))

    assert second.told_total_ore == first.told_total_ore
    for key in ("agency", "association", "company", "university"):
        world.value(key, [each + 1_000_000 for each in KRONOR[key]], shared=False)
    third = world.lay(world.sketch("Efter att fyra har ändrat"))
    assert third.told_total_ore == (first.told_total_ore or 0) + 4 * 5 * 100_000_000


@pytest.mark.django_db
def test_told_total_is_kept_as_it_was_when_the_package_was_laid() -> None:
    world = benefit_world()
    package = world.lay()
    kept = package.told_total_ore

    world.value("university", [0] * len(KRONOR["university"]), shared=False)

    assert Package.objects.get(pk=package.pk).told_total_ore == kept
    expected = sum(KRONOR[key][at] for key in KRONOR for at in (0, 3, 5, 7, 9)) * 100
    assert kept == expected


def seen_by(world: BenefitWorld, actor: Actor) -> str:
    """The gain on the card of the only package, as somebody reads it."""
    board = Board(world.negotiation.again(), actor)
    return pack_for_others(board, board.packages[0]).big


@pytest.mark.django_db
def test_party_that_leaves_or_acts_from_another_seat_still_faces_three_others() -> None:
    """Agency, association and company keep their values private: the company would see the sum of two others."""
    world = benefit_world(shared=(*OPEN, "university"))
    world.lay()
    company = world.negotiation.speakers["company"]
    aside = Body.objects.create(partnership=world.negotiation.partnership, kind=BodyKind.BOARD, name="Styrelsen")
    elsewhere = act_as(sit(aside, SeatRole.MEMBER, "Ledamoten"))
    also = Seat.objects.create(user=company.user, body=aside, role=SeatRole.MEMBER, from_on=company.from_on)
    by, withheld = world.negotiation.speaker("company"), "150 Mkr"

    assert seen_by(world, world.negotiation.speaker("university")) == "194 Mkr"
    assert [seen_by(world, each) for each in (by, act_as(also), elsewhere)] == [withheld] * 3
    withdraw_party(world.negotiation.party("company"), because="Nytt uppdrag", by=by, today=TODAY)
    assert [seen_by(world, each) for each in (by, act_as(also))] == [withheld] * 2


@pytest.mark.django_db
def test_party_that_counts_in_points_takes_no_part_in_kronor() -> None:
    world = benefit_world()
    world.value("state", [100] * len(KRONOR["state"]), shared=True, unit=Unit.POINTS)

    package = world.lay()

    expected = sum(KRONOR[key][at] for key in KRONOR if key != "state" for at in (0, 3, 5, 7, 9)) * 100
    assert package.told_total_ore == expected


@pytest.mark.django_db
def test_private_values_are_the_partys_own() -> None:
    world = benefit_world()
    state, region = world.negotiation.parties["state"], world.negotiation.parties["association"]

    seen = Valuation.objects.visible_to(world.negotiation.speaker("association"))

    assert set(seen.filter(party=region).values_list("shared", flat=True)) == {False}
    assert seen.filter(party=state).exists()
    for actor in (
        world.negotiation.speaker("university"),
        world.negotiation.negotiator(),
        world.negotiation.secretary(),
        world.negotiation.minister(),
    ):
        assert not Valuation.objects.visible_to(actor).filter(party=region).exists()


@pytest.mark.django_db
def test_trail_of_a_valuation_holds_no_value() -> None:
    world = benefit_world(keys=("state", "region"))
    world.value("region", [123_457] * len(KRONOR["region"]), shared=False)

    sheet = ValuationSheet.objects.get(party=world.negotiation.parties["region"])
    events = list(Event.objects.about(sheet))

    assert [each.kind for each in events] == ["benefits.valuationsheet.save", "benefits.valuationsheet.create"]
    assert {str(each.details) for each in Event.objects.all() if "valuation" in each.kind} == {"{}"}


@pytest.mark.django_db
def test_a_party_values_for_itself_alone_and_on_what_is_saved() -> None:
    world = benefit_world(valued=False)
    option = world.options()[0]
    party, values = world.negotiation.party("region"), {option.pk: Given(5)}
    for actor in (world.negotiation.speaker("city"), world.negotiation.negotiator()):
        with pytest.raises(NotAllowed):
            services.save_valuations(party, values=values, by=actor, today=TODAY)
    by = world.negotiation.speaker("region")
    sheet = services.save_valuations(party, values=values, by=by, today=TODAY, version=0)
    assert sheet.version == 1

    with pytest.raises(Stale):
        services.save_valuations(party, values={}, by=by, today=TODAY, version=0)

    assert Valuation.objects.get().value == 5


@pytest.mark.django_db
def test_value_beyond_all_reason_is_refused_with_option_and_issue() -> None:
    world = benefit_world(valued=False)
    option = world.options()[3]
    party, by = world.negotiation.party("region"), world.negotiation.speaker("region")

    with pytest.raises(Refused, match=r"Värdet av ”En gemensam standard” i fråga 2\. Standarder är för stort"):
        services.save_valuations(party, values={option.pk: Given(10**15)}, by=by, today=TODAY)
    with pytest.raises(Refused, match="för stort"):
        services.save_valuations(party, values={option.pk: Given(1_001)}, unit=Unit.POINTS, by=by, today=TODAY)
    with pytest.raises(Refused, match="hör inte till förhandlingen"):
        services.save_valuations(party, values={-1: Given(1)}, by=by, today=TODAY)


@pytest.mark.django_db
def test_interest_is_private_until_it_is_shared() -> None:
    world = benefit_world(valued=False)
    by = world.negotiation.speaker("region")
    party = world.negotiation.party("region")
    add_interest(party, kind=InterestKind.WANTS, text="Hemligt mål", by=by, today=TODAY)
    add_interest(party, kind=InterestKind.GIVES, text="Öppen gåva", shared=True, by=by, today=TODAY)

    seen = Interest.objects.visible_to(world.negotiation.speaker("city"))

    assert [each.text for each in seen] == ["Öppen gåva"]
    assert Interest.objects.visible_to(by).count() == 2
    assert "Hemligt" not in str(list(Event.objects.values_list("details", "subject_label")))
    with pytest.raises(NotAllowed):
        services.remove_interest(Interest.objects.first(), by=world.negotiation.speaker("city"), today=TODAY)  # type: ignore[arg-type]
    services.remove_interest(Interest.objects.get(shared=True), by=by, today=TODAY)
    assert Interest.objects.count() == 1
