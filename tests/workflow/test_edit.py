from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.core import signing
from django.test import RequestFactory

from governance.audit.models import Event
from governance.organisations.models import Organisation
from governance.workflow.citations import cite
from governance.workflow.models import SpentToken
from governance.workflow.refusals import AlreadyDone, Refused, Stale
from governance.workflow.steps import create, edit, in_words
from governance.workflow.tokens import FIELD, SIGNER, new_token, spend

DAY = date(2026, 10, 20)


@dataclass(frozen=True)
class Clerk:
    """Somebody who acts, without a database row."""

    user_key: str = "7"
    user_name: str = "Registrator"
    seat_key: str = "9"
    seat_label: str = "Registrator, Exempelköpings kommun"
    is_system: bool = False


CLERK = Clerk()


def begun(**fields: Any) -> Organisation:
    values = {"kind": "municipality", "name": "Exempelköpings kommun", "short_name": "Exempelköping"} | fields
    return create(Organisation(**values), by=CLERK, today=DAY).subject


def test_create_records_who_began_and_on_which_day(db: None) -> None:
    organisation = begun()

    (event,) = Event.objects.about(organisation)
    assert (event.kind, event.occurred_on, event.actor_name, event.seat_label) == (
        "organisations.organisation.create",
        DAY,
        "Registrator",
        "Registrator, Exempelköpings kommun",
    )


def test_create_says_a_broken_constraint_in_its_own_sentence(db: None) -> None:
    begun(code="1280")

    with pytest.raises(Refused) as refused:
        begun(code="1280", name="Annan", short_name="Annan")

    assert [each.sentence for each in refused.value.refusals] == ["En annan organisation har redan den koden."]
    assert (Organisation.objects.count(), Event.objects.count()) == (1, 1)


def test_edit_keeps_old_and_new_values_and_counts_up(db: None) -> None:
    organisation = begun()

    event = edit(organisation, by=CLERK, today=DAY, version=1, changes={"short_name": "Köpingen"})

    assert event.details == '{"after":{"short_name":"Köpingen"},"before":{"short_name":"Exempelköping"}}'
    assert (event.subject.version, event.subject.short_name) == (2, "Köpingen")


def test_edit_of_an_older_version_is_refused_with_both_values(db: None) -> None:
    organisation = begun()
    edit(organisation, by=CLERK, today=DAY, version=1, changes={"short_name": "Köpingen"})

    with pytest.raises(Stale) as stale:
        edit(organisation, by=CLERK, today=DAY, version=1, changes={"short_name": "Exemplet"})

    (refusal,) = stale.value.refusals
    assert refusal.title == "Någon hann före dig"
    assert refusal.sentence.startswith("Registrator, Exempelköpings kommun ändrade uppgifterna kl. ")
    assert refusal.rows == (("kort namn", "Köpingen", "Exemplet"),)
    assert Organisation.objects.get().short_name == "Köpingen"


def test_spend_takes_a_token_once(db: None) -> None:
    request = RequestFactory().post("/", {FIELD: new_token()})

    spend(request)

    with pytest.raises(AlreadyDone):
        spend(request)
    assert SpentToken.objects.count() == 1


@pytest.mark.parametrize("salt", ["", "annat"])
def test_spend_refuses_a_token_that_we_did_not_sign(db: None, salt: str) -> None:
    token = signing.TimestampSigner(salt=salt).sign("kod") if salt else "påhittad"

    with pytest.raises(AlreadyDone):
        spend(RequestFactory().post("/", {FIELD: token}))


def test_showing_a_form_writes_nothing(db: None) -> None:
    assert SIGNER.unsign(new_token())
    assert not SpentToken.objects.exists()


def test_cite_refuses_another_rule_under_the_same_number() -> None:
    rule = cite("W-01", source="system", place="Samverks arbetssätt: ingen skriver över någon annan")

    assert rule.label == "Samverks arbetssätt: ingen skriver över någon annan"
    with pytest.raises(ValueError, match="W-01"):
        cite("W-01", source="001", place="avsnitt 7.1")


def test_edit_that_comes_too_late_shows_choices_and_days_in_words(db: None) -> None:
    organisation = begun()
    edit(organisation, by=CLERK, today=DAY, version=1, changes={"kind": "region"})

    with pytest.raises(Stale) as stale:
        edit(organisation, by=CLERK, today=DAY, version=1, changes={"kind": "company", "organisation_number": ""})

    assert stale.value.refusals[0].rows == (("slag", "region", "företag"),)
    assert in_words(organisation, "version", DAY) == "20 oktober 2026"
    assert in_words(organisation, "version", True) == "ja"
