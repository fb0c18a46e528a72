"""A package's share as the beginning of an offer: one's own, of what is laid, and never another's sketch."""

from types import SimpleNamespace

import pytest

from agreements.benefits.models import PackageShare
from agreements.commitments.suggestions import suggested_offers
from tests.factories.benefits import benefit_world

pytestmark = pytest.mark.django_db


def test_a_party_begins_from_its_own_share_of_a_package_that_is_laid() -> None:
    world = benefit_world()
    agreement = SimpleNamespace(negotiation_id=world.negotiation.again().pk)
    party = world.negotiation.party("region")
    actor = world.negotiation.speaker("region")
    package = world.sketch()
    before = suggested_offers(agreement, party.principal, actor)

    laid = world.lay(package)

    share = PackageShare.objects.get(package=laid, party=party)
    [found] = suggested_offers(agreement, party.principal, actor)
    assert before == []
    assert found.key == str(laid.pk)
    assert found.initial["share_ppm"] == share.share_ppm
    assert found.initial["title"] == f"Medfinansiering enligt paket {laid.letter}"
    assert suggested_offers(SimpleNamespace(negotiation_id=None), party.principal, actor) == []
