from datetime import date, timedelta

import pytest

from governance.audit.actors import SYSTEM
from governance.audit.models import Event
from governance.organisations import services
from governance.organisations.actors import Actor
from governance.organisations.kinds import BodyKind, OrganisationKind, SeatRole
from governance.organisations.models import Organisation, Principal, Seat
from governance.workflow.refusals import NotAllowed, Refused, Stale
from tests.factories.organisations import (
    LONG_AGO,
    TODAY,
    act_as,
    make_body,
    make_organisation,
    make_partnership,
    make_principal,
    make_seat,
    make_skane,
    make_user,
)

pytestmark = pytest.mark.django_db


def staff_actor() -> Actor:
    return Actor(user=make_user(is_staff=True), seat=None, today=TODAY)


def test_register_organisation_writes_the_number_with_its_hyphen() -> None:
    made = services.register_organisation(
        kind=OrganisationKind.MUNICIPALITY, name="Malmö stad", organisation_number="2120001124", by=SYSTEM, today=TODAY
    )

    assert (made.organisation_number, made.short_name) == ("212000-1124", "Malmö stad")


def test_register_organisation_refuses_a_wrong_check_digit() -> None:
    with pytest.raises(Refused) as refused:
        services.register_organisation(
            kind=OrganisationKind.MUNICIPALITY, name="X", organisation_number="212000-1125", by=SYSTEM, today=TODAY
        )

    assert str(refused.value) == "Kontrollsiffran i organisationsnumret stämmer inte."
    assert not Organisation.objects.exists()


def test_register_organisation_refuses_a_code_that_another_has() -> None:
    make_organisation(code="1280")

    with pytest.raises(Refused, match="En annan organisation har redan den koden"):
        make_organisation(code="1280")


def test_register_organisation_is_for_those_who_run_the_installation() -> None:
    seat = make_seat(role=SeatRole.ADMINISTRATOR)

    with pytest.raises(NotAllowed):
        services.register_organisation(kind=OrganisationKind.COMPANY, name="Bolag", by=act_as(seat), today=TODAY)
    assert not Organisation.objects.exists()


def test_set_up_leaves_one_event_an_act_in_the_partnerships_chain() -> None:
    world = make_skane(principals=3)

    kinds = list(Event.objects.filter(chain=world.partnership.chain).values_list("kind", flat=True))

    assert kinds == ["organisations.partnership.create", *["organisations.principal.create"] * 3]


def test_two_partnerships_are_not_called_alike_in_plain_letters() -> None:
    make_partnership(short_name="SGD Skåne")
    other = make_partnership(short_name="VIP")
    sentence = "Ett annat partnerskap har redan det korta namnet, skrivet utan prickar och mellanslag: SGD-skane."

    with pytest.raises(Refused, match=sentence):
        make_partnership(short_name="SGD-skane")
    with pytest.raises(Refused, match=sentence):
        services.change(other, changes={"short_name": "SGD-skane"}, by=SYSTEM, today=TODAY, version=None)
    services.change(other, changes={"short_name": "Vip"}, by=SYSTEM, today=TODAY, version=None)


def test_add_principal_refuses_a_time_that_overlaps() -> None:
    held = make_principal(until_on=date(2025, 12, 31))

    with pytest.raises(Refused, match="är redan huvudman under en del av den tiden"):
        make_principal(partnership=held.partnership, organisation=held.organisation, from_on=date(2025, 12, 31))
    make_principal(partnership=held.partnership, organisation=held.organisation, from_on=date(2026, 1, 1))

    assert Principal.objects.count() == 2


def test_change_of_a_principals_time_refuses_an_overlap() -> None:
    first = make_principal(until_on=date(2024, 12, 31))
    make_principal(partnership=first.partnership, organisation=first.organisation, from_on=date(2025, 1, 1))

    with pytest.raises(Refused, match="är redan huvudman under en del av den tiden"):
        services.change(first, changes={"until_on": None}, by=SYSTEM, today=TODAY, version=1)


def test_end_principal_keeps_what_was_and_refuses_a_day_before_the_first() -> None:
    principal = make_principal()

    with pytest.raises(Refused, match="Sista dagen kan inte vara före den första"):
        services.end_principal(principal, until_on=LONG_AGO - timedelta(1), by=SYSTEM, today=TODAY, version=1)
    services.end_principal(principal, until_on=TODAY, by=SYSTEM, today=TODAY, version=1)

    assert list(Principal.objects.on(TODAY)) == [principal]
    assert not Principal.objects.on(TODAY + timedelta(1)).exists()


def test_change_on_an_old_version_shows_saved_and_own_value() -> None:
    body = make_body(name="Styrgrupp")
    services.change(body, changes={"name": "Styrgrupp SGD"}, by=SYSTEM, today=TODAY, version=1)

    with pytest.raises(Stale) as stale:
        services.change(body, changes={"name": "Styrgruppen"}, by=SYSTEM, today=TODAY, version=1)

    assert stale.value.refusals[0].rows == (("namn", "Styrgrupp SGD", "Styrgruppen"),)


@pytest.mark.parametrize(
    ("kind", "role", "allowed"),
    [
        (BodyKind.STEERING_GROUP, SeatRole.ADMINISTRATOR, True),
        (BodyKind.PROGRAMME_OFFICE, SeatRole.SECRETARY, True),
        (BodyKind.STEERING_GROUP, SeatRole.SECRETARY, False),
        (BodyKind.PROGRAMME_OFFICE, SeatRole.CHAIR, False),
    ],
)
def test_setting_up_a_partnership_needs_the_right_seat(kind: BodyKind, role: SeatRole, allowed: bool) -> None:
    seat = make_seat(body=make_body(kind=kind), role=role)
    partnership = seat.body.partnership
    assert partnership is not None

    def act() -> None:
        services.add_body(
            kind=BodyKind.OFFICIALS, name="Beredning", partnership=partnership, by=act_as(seat), today=TODAY
        )

    if allowed:
        act()
    else:
        with pytest.raises(NotAllowed):
            act()
    assert partnership.bodies.count() == (2 if allowed else 1)


def test_a_partnerships_administrator_sets_up_no_other_partnership() -> None:
    seat = make_seat(role=SeatRole.ADMINISTRATOR)

    with pytest.raises(NotAllowed):
        services.add_principal(
            partnership=make_partnership(),
            organisation=make_organisation(),
            group="municipalities",
            from_on=TODAY,
            by=act_as(seat),
            today=TODAY,
        )


def test_a_partnerships_administrator_seats_nobody_for_a_principal() -> None:
    seat = make_seat(role=SeatRole.ADMINISTRATOR)
    principal = make_principal(partnership=seat.body.partnership)
    council = make_body(kind=BodyKind.COUNCIL, organisation=principal.organisation)

    with pytest.raises(NotAllowed):
        services.seat_person(
            user=seat.user, body=council, role=SeatRole.CHAIR, from_on=TODAY, by=act_as(seat), today=TODAY
        )
    assert not Seat.objects.filter(body=council).exists()


def test_an_organisations_administrator_seats_people_for_it() -> None:
    organisation = make_organisation()
    office = make_body(kind=BodyKind.REGISTRY, organisation=organisation)
    council = make_body(kind=BodyKind.COUNCIL, organisation=organisation)
    administrator = make_seat(body=office, role=SeatRole.ADMINISTRATOR)

    made = services.seat_person(
        user=make_user(), body=council, role=SeatRole.CHAIR, from_on=TODAY, by=act_as(administrator), today=TODAY
    )

    assert made.body == council


def test_a_seat_is_held_once_at_a_time() -> None:
    seat = make_seat()

    with pytest.raises(Refused, match="har redan den platsen"):
        make_seat(user=seat.user, body=seat.body, from_on=TODAY)


def test_insight_opens_a_partnership_until_its_last_day() -> None:
    partnership = make_partnership()
    auditor = make_seat(body=make_body(kind=BodyKind.AUDIT_OFFICE, organisation=make_organisation()))

    services.grant_insight(partnership=partnership, body=auditor.body, until_on=TODAY, by=SYSTEM, today=TODAY)

    assert act_as(auditor, TODAY).may_see(partnership.pk)
    assert not act_as(auditor, TODAY + timedelta(1)).may_see(partnership.pk)
    assert Event.objects.filter(kind="organisations.partnership.grant_insight").count() == 1


def test_insight_that_is_taken_back_ends_at_once() -> None:
    partnership = make_partnership()
    auditor = make_seat(body=make_body(kind=BodyKind.AUDIT_OFFICE, organisation=make_organisation()))
    services.grant_insight(partnership=partnership, body=auditor.body, until_on=TODAY, by=SYSTEM, today=TODAY)

    services.end_insight(partnership=partnership, body=auditor.body, by=SYSTEM, today=TODAY)

    assert not act_as(auditor, TODAY).may_see(partnership.pk)
    with pytest.raises(Refused, match="ingen insyn att ta tillbaka"):
        services.end_insight(partnership=partnership, body=auditor.body, by=SYSTEM, today=TODAY)
