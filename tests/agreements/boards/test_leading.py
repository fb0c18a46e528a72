"""A board leads the agreement that it follows, with its amendments, and no other."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.adoption.permissions import may_report_cost
from agreements.texts import services as texts
from agreements.texts.models import Agreement
from agreements.texts.permissions import may_lead, may_write
from governance.audit.actors import SYSTEM
from governance.decisions.permissions import may_lead as leads_decision
from governance.decisions.services import ensure_routes, open_matter
from governance.organisations.kinds import BodyKind, PartnershipKind, SeatRole
from governance.organisations.models import Partnership
from governance.workflow.refusals import NotAllowed
from tests.factories.agreements import left_alone
from tests.factories.boards import BoardWorld, board_world
from tests.factories.decisions import seat_in
from tests.factories.organisations import TODAY, act_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> BoardWorld:
    """An agreement that holds, with its board at work."""
    return board_world()


def another(world: BoardWorld) -> Agreement:
    """A draft of the same parties, with no board yet."""
    return texts.draft_agreement(
        partnership=world.base.base.partnership,
        parties=world.base.base.principals,
        title="Ett annat avtal",
        by=SYSTEM,
        today=TODAY,
    )


def test_the_chair_of_one_agreements_board_leads_no_other_agreement(world: BoardWorld) -> None:
    draft = another(world)

    with pytest.raises(NotAllowed, match="ordföranden i avtalets styrelse"):
        texts.abandon_agreement(draft, reason="Vill inte.", by=world.by_chair(), today=TODAY)

    chair, secretary = world.by_chair(), world.by_secretary()
    assert [may_lead(each, chair) for each in (world.agreement, draft)] == [True, False]
    assert [may_write(each, secretary) for each in (world.agreement, draft)] == [True, False]
    assert [may_report_cost(each, secretary) for each in (world.agreement, draft)] == [True, False]
    assert not may_write(Agreement(partnership=draft.partnership), secretary)


def test_the_chair_of_one_agreements_board_leads_no_decision_about_another(world: BoardWorld) -> None:
    partnership = world.base.base.partnership
    ensure_routes(partnership)
    own, other = (
        open_matter(
            partnership=partnership,
            route=partnership.routes.get(code="AV-1"),
            title=str(each),
            subject=each,
            by=SYSTEM,
            today=TODAY,
        )
        for each in (world.agreement, another(world))
    )

    assert [leads_decision(each, world.by_chair()) for each in (own, other)] == [True, False]


def test_the_board_leads_the_amendments_of_its_agreement(world: BoardWorld) -> None:
    with left_alone():
        made = texts.start_amendment(world.agreement, reason="Ny tidplan.", by=world.by_chair(), today=TODAY)
        gone = texts.abandon_agreement(made, reason="Behövs inte.", by=world.by_chair(), today=TODAY)

    assert gone.state == "lapsed"


def test_a_board_that_is_forming_leads_nothing() -> None:
    forming = board_world(active=False)

    assert not may_lead(forming.agreement, forming.by_chair())


def test_a_partnerships_own_board_leads_its_agreements_where_nobody_negotiates(world: BoardWorld) -> None:
    partnership, draft = world.base.base.partnership, another(world)
    own = partnership.bodies.create(kind=BodyKind.BOARD, name="Styrelsen för VIP")
    seat = seat_in(own, SeatRole.CHAIR)
    assert not may_lead(draft, act_as(seat))

    Partnership.objects.filter(pk=partnership.pk).update(kind=PartnershipKind.VIP)
    seat.refresh_from_db()

    assert [may_lead(each, act_as(seat)) for each in (world.agreement, draft)] == [True, True]
    assert not may_lead(draft, world.by_chair())


def test_which_agreements_a_board_follows_is_read_once(world: BoardWorld) -> None:
    chair: Any = world.by_chair()
    rows = [world.agreement, another(world), another(world)]

    with CaptureQueriesContext(connection) as asked:
        assert [may_lead(each, chair) for each in rows] == [True, False, False]

    assert len(asked) == 1
