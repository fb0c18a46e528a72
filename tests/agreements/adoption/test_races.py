import pytest

from governance.audit.models import Event
from tests.factories.adoption import adoption_world
from tests.factories.organisations import TODAY
from tests.processes import run_together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

SCRIPT = """
from datetime import date
from governance.decisions.models import Ruling
from governance.decisions.services import note_legal_force
from governance.organisations.actors import actor_for
from governance.organisations.models import Seat
today = date(2026, 10, 20)
seat = Seat.objects.select_related("user").get(pk={seat})
ruling = Ruling.objects.get(pk={ruling})
note_legal_force(ruling, legal_force_on=today, by=actor_for(seat.user, today=today, seat_id=seat.pk), today=today)
print("done")
"""


def test_last_two_conditions_met_at_once_bring_the_agreement_into_force_once() -> None:
    made = adoption_world()
    state, *councils = made.world.principals
    made.adopt(state)
    for each in councils:
        made.adopt(each)
    made.sign()
    scripts = [SCRIPT.format(seat=made.world.speakers[each.pk].pk, ruling=made.ruling(each).pk) for each in councils]

    results = run_together(scripts)

    assert [result.stdout.strip() for result in results] == ["done"] * 2, [result.stderr for result in results]
    assert made.agreement.state == "in_force"
    assert (made.validity.met, made.validity.in_force_on) == (4, TODAY)
    assert Event.objects.filter(kind="agreements.agreement.bring_into_force").count() == 1
