"""A world that is laid out again is the world that was told, and nobody can tell the difference."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone

from agreements.adoption.models import Condition
from governance.audit.models import Event
from governance.audit.verification import verify as verify_trail
from governance.organisations.models import Organisation, Partnership
from tests import factories
from tests.databases import filled_tables
from tests.factories import telling
from tests.factories.adoption import adoption_world
from tests.factories.agreements import agreement_world, left_alone
from tests.factories.negotiations import negotiation_world
from tests.factories.organisations import make_organisation, make_skane
from tests.factories.telling import TELLERS, Rows, told_once

pytestmark = pytest.mark.django_db

for module in iter_modules(factories.__path__):
    import_module(f"{factories.__name__}.{module.name}")  # so that all tellers are known


@pytest.fixture(autouse=True)
def nothing_told_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "WORLDS", {})


@contextmanager
def undone() -> Iterator[None]:
    """As a test's own transaction."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def everything() -> dict[str, list[Any]]:
    """Every row of every table, as it is stored."""
    held = {table: Rows.of(table).held for table in filled_tables()}
    return {
        table: sorted(rows.split(b"\n") if isinstance(rows, bytes) else map(repr, rows)) for table, rows in held.items()
    }


@pytest.mark.parametrize("tell", TELLERS, ids=lambda tell: f"{tell.__module__.rpartition('.')[2]}.{tell.__name__}")
def test_rows_laid_out_are_those_that_were_told(tell: Any) -> None:
    with undone():
        tell()
        told = everything()
    assert everything() == {}

    with undone():
        tell()
        assert everything() == told
        assert verify_trail()[0] == []


def test_acts_go_on_from_a_world_that_was_laid_out() -> None:
    states = []
    for _time in range(2):
        with undone():
            world = adoption_world()
            world.adopt(world.world.municipality)
            states.append(sorted(Condition.objects.values_list("label", "state")))
            assert verify_trail()[0] == []

    assert states[0] == states[1]


def test_what_one_test_does_to_its_world_is_unknown_to_the_next() -> None:
    for _time in range(2):
        with undone():
            world = make_skane(3)
            assert len(world.principals) == 3
            world.principals.clear()
            Organisation.objects.update(short_name="Ändrad")

    with undone():
        assert [each.organisation.short_name for each in make_skane(3).principals] != ["Ändrad"] * 3


def test_a_world_beside_another_is_told_anew() -> None:
    with undone():
        first, other = negotiation_world("proposed"), negotiation_world("proposed")
        assert first.partnership != other.partnership
        assert Partnership.objects.count() == 2

    with undone():
        negotiation_world("proposed")
        assert Partnership.objects.count() == 1


def test_a_world_told_to_other_listeners_is_another_world() -> None:
    with undone(), left_alone():
        agreement_world("ready_to_sign", alone=False)
        alone = Event.objects.count()
    with undone():
        agreement_world("ready_to_sign", alone=False)
        assert Event.objects.count() > alone


def test_what_a_test_has_written_elsewhere_stays_with_it() -> None:
    with undone():
        Session.objects.create(session_key="prov", session_data="", expire_date=timezone.now())
        make_skane(3)
    with undone():
        make_skane(3)
        assert not Session.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_world_that_is_committed_is_told_anew() -> None:
    with transaction.atomic():
        make_skane(3)

    assert telling.WORLDS == {}


def test_other_wishes_are_another_world() -> None:
    with undone():
        assert len(make_skane(3).principals) == 3
    with undone():
        assert len(make_skane(4).principals) == 4


def test_what_waits_for_a_commit_waits_again() -> None:
    done = []

    @told_once
    def tell() -> Organisation:
        transaction.on_commit(lambda: done.append("klart"))
        return make_organisation()

    for time in range(2):
        with undone():
            before = len(connection.run_on_commit)
            tell()
            for waiting in connection.run_on_commit[before:]:
                waiting[1]()
            assert len(done) == time + 1
