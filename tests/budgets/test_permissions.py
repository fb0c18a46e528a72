from typing import Any

import pytest

from budgets.models import Budget
from budgets.services import drafting
from governance.lib.money import Sek
from governance.organisations.kinds import BodyKind, SeatRole
from governance.workflow.refusals import NotAllowed
from governance.workflow.steps import perform, steps_of
from tests.factories import budgets as make
from tests.factories.decisions import actor_for_principal, actor_in, make_deciding_partnership

pytestmark = pytest.mark.django_db
KEEPERS = (SeatRole.SECRETARY, SeatRole.CHAIR, SeatRole.OFFICER, SeatRole.CONTROLLER)


@pytest.mark.parametrize("step", ["submit", "close", "replace", "withdraw"])
@pytest.mark.parametrize("kind", [BodyKind.STEERING_GROUP, BodyKind.OFFICIALS, BodyKind.JOINT_POLITICAL])
@pytest.mark.parametrize("role", [*KEEPERS, SeatRole.MEMBER, SeatRole.OBSERVER])
def test_only_the_steering_groups_keepers_prepare(step: str, kind: BodyKind, role: SeatRole) -> None:
    budget = Budget(partnership=make_deciding_partnership(2), year=2027)
    actor = actor_in(budget.partnership, kind, role)

    allowed = steps_of(Budget)[step].permission(budget, actor)

    assert allowed is (kind == BodyKind.STEERING_GROUP and role in KEEPERS)


def test_a_principal_and_another_partnerships_steering_group_may_not_prepare() -> None:
    budget = make.make_draft()
    service = budget.lines.first().service  # type: ignore[union-attr]
    strangers: list[Any] = [
        actor_for_principal(budget.partnership.principals.by_code()[1]),
        make.sgd(make_deciding_partnership(2)),
    ]

    for stranger in strangers:
        with pytest.raises(NotAllowed):
            perform(budget, "submit", by=stranger, today=make.DRAFTED)
        with pytest.raises(NotAllowed):
            drafting.add_line(
                budget,
                service=service,
                phase="decommission",
                amount=Sek(1),
                by=stranger,
                today=make.DRAFTED,
            )


def test_everyone_in_the_partnership_sees_its_budgets_and_others_none() -> None:
    budget = make.make_draft()
    other = make_deciding_partnership(2)
    mine = actor_for_principal(budget.partnership.principals.by_code()[1])
    theirs = make.sgd(other)

    assert list(Budget.objects.visible_to(mine)) == [budget]
    assert list(Budget.objects.visible_to(theirs)) == []
