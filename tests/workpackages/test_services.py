from typing import Any

import pytest

from governance.audit.models import Event
from governance.organisations.kinds import BodyKind, SeatRole
from governance.workflow.refusals import NotAllowed, Refused, Stale
from tests.factories.decisions import actor_for_principal, actor_in, make_deciding_partnership
from tests.factories.organisations import LONG_AGO, TODAY
from workpackages.models import Service
from workpackages.services import create_service, edit_service

pytestmark = pytest.mark.django_db


def register(partnership: Any, **fields: Any) -> Service:
    given = {
        "name": "Mina planer",
        "benefit_for_individual": "Den enskilde ser sin plan på ett ställe.",
        "from_on": LONG_AGO,
        "by": actor_in(partnership, BodyKind.STEERING_GROUP),
        "today": TODAY,
        **fields,
    }
    return create_service(partnership=partnership, **given)


def test_a_service_is_registered_with_its_benefit_and_operator() -> None:
    partnership = make_deciding_partnership(2)
    region = partnership.principals.by_code()[0]

    service = register(partnership, name="Gemensam läkemedelsöversikt", operator=region)

    assert (service.short_name, service.operator) == ("Gemensam läkemedelsö", region)
    assert Event.objects.about(service).get().kind == "workpackages.service.create"
    assert list(Service.objects.visible_to(actor_for_principal(region))) == [service]
    assert list(Service.objects.on(TODAY)) == [service]


def test_a_service_without_a_benefit_for_the_individual_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        register(make_deciding_partnership(2), benefit_for_individual="  ")

    assert refused.value.refusals[0].rule.requirement == "X-11"


def test_a_service_is_operated_by_a_principal_of_the_partnership() -> None:
    stranger = make_deciding_partnership(2).principals.by_code()[0]

    with pytest.raises(Refused, match="inte huvudman i partnerskapet"):
        register(make_deciding_partnership(2), operator=stranger)


@pytest.mark.parametrize(
    ("kind", "role"),
    [(BodyKind.OFFICIALS, SeatRole.SECRETARY), (BodyKind.STEERING_GROUP, SeatRole.MEMBER)],
)
def test_others_may_not_register_services(kind: BodyKind, role: SeatRole) -> None:
    partnership = make_deciding_partnership(2)

    with pytest.raises(NotAllowed):
        register(partnership, by=actor_in(partnership, kind, role))


def test_a_name_stands_once_in_a_partnership() -> None:
    partnership = make_deciding_partnership(2)
    register(partnership)

    with pytest.raises(Refused, match="redan en tjänst med det namnet"):
        register(partnership)


def test_an_edit_on_an_older_version_is_refused() -> None:
    partnership = make_deciding_partnership(2)
    service, by = register(partnership), actor_in(partnership, BodyKind.STEERING_GROUP)

    changed = edit_service(service, changes={"name": "Mina planer 2"}, by=by, today=TODAY, version=service.version)

    assert (changed.name, changed.version) == ("Mina planer 2", 2)
    with pytest.raises(Stale):
        edit_service(service, changes={"name": "Annat"}, by=by, today=TODAY, version=service.version)
    with pytest.raises(Refused):
        edit_service(changed, changes={"benefit_for_individual": ""}, by=by, today=TODAY, version=changed.version)
