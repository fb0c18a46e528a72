from datetime import timedelta

import pytest

from governance.audit.models import Event
from governance.decisions.models import Notice
from governance.decisions.services import remind_principals, withdraw_matter
from governance.organisations.kinds import BodyKind
from governance.workflow.refusals import NotAllowed, Refused
from tests.factories.decisions import TODAY, actor_in, again, decide, keeper_of, matter_out

pytestmark = pytest.mark.django_db


def test_reminder_is_recorded_once_a_day_and_only_for_those_who_wait() -> None:
    matter = matter_out(3)
    region, svalov, staffanstorp = matter.principal_rulings()
    decide(region)
    sgd = actor_in(matter.partnership, BodyKind.STEERING_GROUP, today=TODAY)

    sent = remind_principals(matter, [region, svalov, staffanstorp], by=sgd, today=TODAY)
    with pytest.raises(Refused, match="Svalöv") as refused:
        remind_principals(matter, [svalov], by=sgd, today=TODAY)

    assert [each.principal for each in sent] == [svalov.principal, staffanstorp.principal]
    (refusal,) = refused.value.refusals
    assert refusal.sentence == (
        "Staffanstorp och Svalöv påmindes 20 oktober 2026 av Sekreterare, Styrgrupp SGD. De kan påminnas igen i morgon."
    )
    assert len(remind_principals(matter, [svalov], by=sgd, today=TODAY + timedelta(days=1))) == 1
    assert "senast 30 november 2026" in sent[0].text
    assert Event.objects.about(sent[0]).get().kind == "decisions.notice.send"
    with pytest.raises(NotAllowed):
        remind_principals(matter, [svalov], by=keeper_of(staffanstorp), today=TODAY)


def test_nobody_is_reminded_of_a_matter_that_is_withdrawn() -> None:
    matter = matter_out(2)
    sgd = actor_in(matter.partnership, BodyKind.STEERING_GROUP, today=TODAY)
    withdraw_matter(matter, reason="Ersätts av version 3.", by=sgd, today=TODAY)

    with pytest.raises(Refused, match="Läget är ”Tillbakadragen”") as refused:
        remind_principals(again(matter), matter.principal_rulings(), by=sgd, today=TODAY)

    (refusal,) = refused.value.refusals
    assert refusal.sentence.endswith("Huvudmännen påminns medan ärendet ligger hos dem.")
    assert not Notice.objects.exists()
