"""Until when an organisation that is no longer a principal reads its partnership (X-01, X-02)."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from governance.audit.actors import SYSTEM
from governance.organisations import services
from governance.organisations.actors import actor_for
from governance.organisations.forms import InsightForm, PrincipalForm
from governance.organisations.kinds import BodyKind, SeatRole
from governance.organisations.models import Principal, Seat
from tests.factories.organisations import make_body, make_principal, make_seat, sign_in

pytestmark = pytest.mark.django_db
LEFT = date(2025, 3, 31)


@pytest.fixture
def registrar() -> Seat:
    """Somebody who sits for an organisation whose last day as a principal was LEFT."""
    principal = make_principal(from_on=date(2020, 1, 1), until_on=LEFT)
    registry = make_body(kind=BodyKind.REGISTRY, organisation=principal.organisation)
    return make_seat(body=registry, role=SeatRole.REGISTRAR, from_on=date(2020, 1, 1))


def sees(registrar: Seat, today: date) -> bool:
    [principal] = Principal.objects.all()
    return actor_for(registrar.user, today=today).may_see(principal.partnership_id)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2025, 3, 31), True),
        (date(2025, 4, 1), True),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), False),
        (date(2040, 1, 1), False),
    ],
)
def test_one_that_left_reads_to_the_end_of_the_year_after(registrar: Seat, today: date, expected: bool) -> None:
    assert sees(registrar, today) is expected
    assert Principal.objects.get().sight_ends_on == date(2026, 12, 31)


def test_pages_are_gone_when_the_sight_has_ended(registrar: Seat) -> None:
    principal = Principal.objects.get()
    address = f"/partnerskap/{principal.partnership.slug}/"
    reader = Client()
    sign_in(reader, registrar)
    year = timezone.localdate().year

    Principal.objects.update(until_on=date(year - 1, 1, 1))
    assert reader.get(address).status_code == 200
    Principal.objects.update(until_on=date(year - 2, 12, 31))

    assert reader.get(address).status_code == 404


def test_insight_lets_one_that_left_read_on(registrar: Seat) -> None:
    partnership = Principal.objects.get().partnership
    today, until = date(2027, 1, 1), date(2028, 12, 31)
    assert registrar.body in InsightForm(partnership=partnership).fields["body"].queryset  # type: ignore[attr-defined]

    services.grant_insight(partnership=partnership, body=registrar.body, until_on=until, by=SYSTEM, today=today)

    assert sees(registrar, until)
    assert not sees(registrar, date(2029, 1, 1))


def test_one_that_came_back_reads_and_is_offered_no_insight(registrar: Seat) -> None:
    left = Principal.objects.get()
    make_principal(partnership=left.partnership, organisation=left.organisation, from_on=date(2030, 1, 1))

    assert actor_for(registrar.user, today=date(2031, 1, 1)).may_see(left.partnership_id)
    assert registrar.body not in InsightForm(partnership=left.partnership).fields["body"].queryset  # type: ignore[attr-defined]


def test_one_that_has_left_may_be_chosen_anew_and_those_who_take_part_are_not_offered(registrar: Seat) -> None:
    partnership = Principal.objects.get().partnership
    staying, elsewhere = make_principal(partnership=partnership), make_principal()

    offered = PrincipalForm(partnership=partnership).fields["organisation"]
    sent = PrincipalForm({"organisation": staying.organisation_id}, partnership=partnership)

    shown = set(offered.queryset)  # type: ignore[attr-defined]
    assert {registrar.body.organisation, elsewhere.organisation} <= shown
    assert staying.organisation not in shown
    assert sent.errors["organisation"] == ["Välj en organisation ur listan. Den du valde är redan huvudman."]


def test_one_whose_last_day_is_set_may_be_entered_anew_from_the_day_after(registrar: Seat) -> None:
    leaving = Principal.objects.get()
    leaving.until_on = date(2099, 12, 31)
    leaving.save()
    coming = make_principal(partnership=leaving.partnership, from_on=date(2100, 1, 1))

    offered = set(PrincipalForm(partnership=leaving.partnership).fields["organisation"].queryset)  # type: ignore[attr-defined]

    assert leaving.organisation in offered
    assert coming.organisation not in offered
