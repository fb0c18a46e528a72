"""What a process that died after the seal left undone; these tests never commit, so nobody is told of any seal."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from budgets.services import annual_reports, catching_up
from budgets.services.catching_up import catch_up
from budgets.tasks import look_after_documents
from governance.audit.models import Event
from governance.documents.models import Dispatch, Document
from governance.documents.services import confirm_receipt, seal_now
from tests.factories import budgets as make
from tests.factories.decisions import actor_for_principal, again

from .test_years import OVER, at_cs, settled, with_outcome

pytestmark = pytest.mark.django_db
DAY = make.HANDED + timedelta(days=4)


def seal(subject: Any) -> None:
    for document in Document.objects.about(subject):
        seal_now(document)


def let_a_minute_pass() -> None:
    Document.objects.sealed().update(sealed_at=timezone.now() - timedelta(minutes=2))


def test_letters_that_were_sealed_and_not_sent_are_sent_by_the_clock() -> None:
    budget = make.handed_over(make.make_partnership(2))
    seal(budget)

    at_once = catch_up(today=DAY)
    let_a_minute_pass()
    later, again_asked = catch_up(today=DAY), catch_up(today=DAY)

    assert (at_once, later, again_asked) == (0, 2, 0)
    assert {each.sent_on for each in Dispatch.objects.all()} == {make.HANDED}
    assert {each.actor_key for each in Event.objects.filter(kind="documents.dispatch.send")} == {""}
    look_after_documents()


def test_a_letter_that_cannot_be_sent_keeps_no_other_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (make.handed_over(make.make_partnership(2)) for _ in range(2))
    for budget in (first, second):
        seal(budget)
    let_a_minute_pass()
    send: Callable[..., Any] = catching_up.dispatch_letters

    def fail(budget: Any, **given: Any) -> Any:
        if budget.pk == first.pk:
            raise OSError
        return send(budget, **given)

    monkeypatch.setattr(catching_up, "dispatch_letters", fail)

    assert catch_up(today=DAY) == 2
    assert {each.document.subject_key for each in Dispatch.objects.all()} == {str(second.pk)}


def test_a_report_follows_its_documents_although_nobody_was_told() -> None:
    partnership = make.make_partnership(2)
    budget = with_outcome(make.adopted(partnership))
    settled(budget)
    report, cs = at_cs(budget), make.cs(partnership, OVER)
    annual_reports.establish_report(report, decided_on=OVER, paragraph="6", by=cs, today=OVER)

    nothing_yet = catch_up(today=OVER)
    seal(report)
    sealed = catch_up(today=OVER), again(report).state
    sent = annual_reports.dispatch_report(again(report), by=cs, today=OVER)
    waiting = catch_up(today=OVER), again(report).state
    for each in sent:
        confirm_receipt(each, by=actor_for_principal(each.principal, today=OVER), today=OVER)
    confirmed = catch_up(today=OVER), again(report).state

    assert (nothing_yet, sealed) == (0, (1, "sealed"))
    assert (waiting, confirmed) == ((0, "dispatched"), (1, "receipted"))
    assert catch_up(today=OVER) == 0
