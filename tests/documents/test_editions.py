from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from governance.documents.models import Document
from governance.documents.services import draft, open_document
from governance.documents.shapes import Head, PlainReportData
from governance.documents.verdicts import Outcome
from governance.documents.verify import verify_bytes
from governance.organisations.models import Partnership
from tests.factories.organisations import TODAY, make_partnership, make_principal

from . import samples
from .conftest import Place

pytestmark = pytest.mark.django_db


def build_again(head: Head) -> PlainReportData:
    return replace(samples.plain_report(head), lead="Rättad.")


def test_same_number_for_another_subject_gets_a_running_number(place: Place) -> None:
    first = place.made()

    other = place.made(subject=place.principal)
    third = place.ordered(subject=place.principal.organisation)
    next_one = place.made(supersede=True, build=build_again)

    assert [(each.doc_id, each.edition, each.supersedes) for each in (other, third, next_one)] == [
        ("SGD-LR-2026-01-1214-2", 1, None),
        ("SGD-LR-2026-01-1214-3", 1, None),
        ("SGD-LR-2026-01-1214", 2, first),
    ]
    assert not Document.objects.with_newer().get(pk=other.pk).has_newer  # type: ignore[attr-defined]


def test_partnerships_called_alike_do_not_share_a_number(place: Place) -> None:
    first = place.made()
    other = make_partnership()
    Partnership.objects.filter(pk=other.pk).update(short_name="SGD")
    other = Partnership.objects.get(pk=other.pk)
    principal = make_principal(partnership=other, organisation=place.principal.organisation)

    document = Place(other, principal).made()

    assert (document.doc_id, document.edition, document.supersedes) == ("SGD-LR-2026-01-1214-2", 1, None)
    assert verify_bytes(open_document(first)).outcome == Outcome.GENUINE


def test_next_edition_keeps_the_number_when_the_subject_is_called_something_else(place: Place) -> None:
    first = place.made()

    second = place.made(supersede=True, period="2026-99", build=build_again)

    assert (second.doc_id, second.edition, second.supersedes) == (first.doc_id, 2, first)
    assert verify_bytes(open_document(first)).outcome == Outcome.SUPERSEDED


def test_a_report_of_the_day_is_superseded_the_same_day_alone(place: Place) -> None:
    def order(day: date) -> Document:
        return draft(
            "commitment_report",
            place.partnership,
            place.partnership,
            None,
            title="Läget",
            issued_on=day,
            period=f"7-{day:%Y%m%d}",
        )

    kept = order(TODAY)
    kept.data_sha256 = "0" * 64
    kept.save()

    assert (order(TODAY).supersedes, order(TODAY).edition) == (kept, 2)
    tomorrow = order(TODAY + timedelta(days=1))
    assert (tomorrow.supersedes, tomorrow.edition) == (None, 1)
    assert tomorrow.doc_id != kept.doc_id


def test_database_keeps_editions_within_their_subject(place: Place) -> None:
    first = place.ordered()

    def later(**changes: Any) -> Document:
        made = draft(
            "plain_report",
            place.partnership,
            place.partnership,
            place.principal,
            title="Läget",
            period="2026-01",
            issued_on=TODAY,
        )
        made.current = False
        for name, value in changes.items():
            setattr(made, name, value)
        return made

    with pytest.raises(IntegrityError), transaction.atomic():
        later(subject_key="0").save()
    with pytest.raises(IntegrityError), transaction.atomic():
        later(partnership=make_partnership()).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        later(supersedes=None).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=first.pk).update(doc_id="SGD-LR-2026-02-1214")
    later().save()
