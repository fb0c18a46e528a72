from itertools import islice

import pytest

from budgets.reports.facts import step_marks
from budgets.services import handover, principles
from governance.decisions.services import hand_over
from governance.documents.models import Document
from governance.lib.sharing import Principle
from governance.organisations.models import Partnership
from tests.factories import budgets as make
from tests.factories.decisions import again, decide


def in_effect(partnership: Partnership, service: str, rule: Principle) -> None:
    by = make.sgd(partnership)
    proposed = principles.propose_principle(
        service=make.make_service(partnership, service),
        phase="management",
        principle=rule,
        from_year=2027,
        reason="Används ojämnt.",
        by=by,
        today=make.DRAFTED,
    )
    principles.compute_consent(proposed, by=by, today=make.DRAFTED)
    matter = principles.put_principle_forward(again(proposed), by=by, today=make.DRAFTED)
    for ruling in matter.trunk_rulings():
        decide(ruling, today=make.DRAFTED)
    hand_over(again(matter), by=make.cs(partnership), today=make.DRAFTED)
    for ruling in make.the_matter(proposed).principal_rulings():
        decide(ruling, today=make.DRAFTED)


def test_steps_are_marked_beyond_the_alphabet() -> None:
    assert list(islice(step_marks(), 24, 29)) == ["y", "z", "aa", "ab", "ac"]


@pytest.mark.django_db
def test_a_share_under_many_deviating_principles_is_told_step_by_step() -> None:
    partnership = make.make_partnership(2)
    services = [f"Tjänst {number}" for number in range(1, 9)]
    for number, service in enumerate(services):
        in_effect(partnership, service, Principle.by_region(600_000 + number))
    lines = [(service, "management", 100_000) for service in ("Mina planer", *services)]
    budget = make.recommended(partnership, lines=lines)

    handover.hand_over_budget(budget, by=make.sgd(partnership, make.HANDED), today=make.HANDED)

    letter = Document.objects.about(budget).get(principal__organisation__code="1214")
    last = letter.frozen["derivation"][-1]
    assert (last["mark"], last["how"]) == ("ab", "c + f + i + l + o + r + u + x + aa")
