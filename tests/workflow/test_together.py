"""Rows of several tables read with one question are the objects that the querysets would have given."""

from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from django.apps import apps
from django.db import connections
from django.db.models import Count, Model, QuerySet
from pytest_django import DjangoAssertNumQueries

from agreements.commitments.models import Commitment
from governance.organisations.actors import principals_of, seats_of
from governance.organisations.models import Organisation, Partnership, Principal
from governance.workflow.reading import read_of
from governance.workflow.together import Wish, read_together, read_wishes
from tests.factories.boards import board_world
from tests.factories.budgets import adopted
from tests.factories.organisations import make_body, make_seat, make_skane

pytestmark = pytest.mark.django_db
OURS = ("agreements", "budgets", "governance", "workpackages")


def held(row: Model | None) -> dict[str, Any] | None:
    """What an object holds, and of which types."""
    if row is None:
        return None
    return {name: (type(value), value) for name, value in row.__dict__.items() if name != "_state"}


def told(row: Model) -> tuple[Any, ...]:
    """What an object holds, and what was read with it."""
    return held(row), {name: held(each) for name, each in row._state.fields_cache.items()}


def with_everything(model: Any) -> QuerySet[Any]:
    """A model's rows with everything that they point at, and with an annotation."""
    along = [field.name for field in model._meta.concrete_fields if field.is_relation]
    rows = model._default_manager.order_by("pk").annotate(counted=Count("pk"))
    return rows.select_related(*along)[:5] if along else rows[:5]


def test_rows_are_what_each_table_would_have_given() -> None:
    world = board_world()
    world.account()
    adopted()
    rows = [with_everything(model) for model in apps.get_models() if model.__module__.split(".")[0] in OURS]

    together = read_together(rows)

    assert sum(1 for each in together if each) >= 40
    for asked, found in zip(rows, together, strict=True):
        assert [told(each) for each in found] == [told(each) for each in asked], asked.model


def test_rows_come_in_the_order_of_each_table_and_with_every_figure() -> None:
    world = board_world()
    quantity = Decimal("123456789012.345")
    Commitment.objects.filter(pk=world.housing.pk).update(quantity=quantity)
    backwards = Commitment.objects.order_by("-pk")

    principals, commitments, _ = read_together([Principal.objects.order_by("pk"), backwards, backwards.filter(pk=0)])

    assert [each.pk for each in commitments] == list(backwards.values_list("pk", flat=True))
    assert [each.pk for each in principals] == sorted(each.pk for each in principals)
    assert {each.pk: each.quantity for each in commitments}[world.housing.pk] == quantity


def test_several_tables_are_one_question(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    world = make_skane(principals=3)
    principals = Principal.objects.order_by("-pk").select_related("organisation")

    with django_assert_num_queries(1):
        found, none, partnerships = read_together(
            [principals, Organisation.objects.none(), Partnership.objects.only("slug")]
        )
        names = [each.organisation.name for each in found]

    assert names == [each.organisation.name for each in reversed(world.principals)]
    assert none == []
    assert [(each.slug, each.get_deferred_fields() > {"name"}) for each in partnerships] == [
        (world.partnership.slug, True)
    ]


def test_nothing_asked_is_no_question(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert read_together([Organisation.objects.none(), Partnership.objects.filter(pk__in=[])]) == [[], []]
        assert read_together([]) == []


def test_what_every_request_asks_of_a_person_follows_the_person_and_the_day() -> None:
    region, town, _ = make_skane(principals=3).principals
    here = make_seat(body=make_body(organisation=region.organisation))
    make_seat(user=here.user, body=make_body(organisation=town.organisation), until_on=date(2026, 5, 31))
    there = make_seat(body=make_body(organisation=town.organisation))
    shared = make_seat(body=make_body(partnership=region.partnership))
    days = date(2026, 5, 31), date(2026, 6, 1)
    found = {}

    for person, today in product((here.user, there.user, shared.user), days):
        for about, build in (("seats", seats_of), ("principals", principals_of)):
            found[person, today, about] = read_of(about, build, key=person.pk, today=today)
            assert [told(each) for each in found[person, today, about]] == [
                told(each) for each in build(person.pk, today)
            ]

    assert [len(found[here.user, today, "principals"]) for today in days] == [2, 1]
    assert found[there.user, days[1], "principals"] == [town]
    assert not found[shared.user, days[1], "principals"]


def commitments_of(key: int) -> list[QuerySet[Any]]:
    return [Commitment.objects.filter(agreement_id=key).order_by("-pk"), Principal.objects.order_by("pk")]


def due_by(key: int, day: date) -> list[QuerySet[Any]]:
    return [Commitment.objects.filter(agreement_id=key, due_on__lte=day).order_by("pk")]


def test_wishes_are_worked_out_once_and_give_the_rows_of_their_keys() -> None:
    world = board_world()
    last = world.housing.due_on
    assert last is not None

    for key, day in ((world.housing.agreement_id, last), (0, last), (world.housing.agreement_id, date(1999, 12, 31))):
        (commitments, principals), (due,) = read_wishes(
            Wish("tests.of", commitments_of, (key,)), Wish("tests.due", due_by, (key, day))
        )

        assert [told(each) for each in commitments] == [told(each) for each in commitments_of(key)[0]]
        assert [told(each) for each in principals] == [told(each) for each in Principal.objects.order_by("pk")]
        assert [told(each) for each in due] == [told(each) for each in due_by(key, day)[0]]
    assert {("tests.of", 1), ("tests.due", 2)} <= connections["default"].__dict__["samverk_wishes"].keys()


def test_wish_that_looks_at_more_than_its_keys_is_found() -> None:
    board_world()
    seen = [1]
    rows = Wish("tests.loose", lambda key: [Commitment.objects.filter(agreement_id=key, pk__in=seen)], (1,))
    read_wishes(rows)

    seen[0] = 2

    with pytest.raises(AssertionError, match="looks at more than its keys"):
        read_wishes(rows)
