from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from agreements.benefits import services
from agreements.benefits.models import Package, PackageConsent, PackageShare
from agreements.benefits.services import agreed_package
from agreements.benefits.states import ConsentState, PackageState
from agreements.negotiations.services import limit_mandate
from agreements.negotiations.states import NegotiationState
from governance.audit.models import Event
from governance.lib.money import Sek
from governance.organisations.mandates import revoke_mandate
from governance.workflow.refusals import NotAllowed, Refused, Stale, WrongState
from tests.factories.benefits import BenefitWorld, agreed_world, benefit_world
from tests.factories.negotiations import RUNS_OUT
from tests.factories.organisations import TODAY

pytestmark = pytest.mark.django_db


def test_package_is_sketched_laid_and_agreed_by_all() -> None:
    world = benefit_world()

    package = world.lay()

    assert package.state == PackageState.LAID
    assert set(package.consents.values_list("state", flat=True)) == {ConsentState.ASKED}
    *others, last = world.negotiation.parties
    assert world.accept(package, *others).state == PackageState.LAID
    assert agreed_package(world.negotiation.negotiation) is None
    agreed = world.accept(package, last)
    assert (agreed.state, agreed.agreed_on) == (PackageState.AGREED, TODAY)
    assert agreed_package(world.negotiation.negotiation) == agreed


def test_amounts_follow_the_shares_to_the_last_ore() -> None:
    world = benefit_world(valued=False)

    package = world.sketch(cost=Sek(100_01))

    amounts = [each.amount_ore or 0 for each in package.shares.all()]
    assert sum(amounts) == 100_01
    assert sorted(amounts) == [10_00, 10_00, 30_00, 50_01]


def test_package_without_an_option_is_refused_with_the_issue() -> None:
    world = benefit_world(valued=False)
    choices = world.choice()[:-1]

    with pytest.raises(Refused, match=r"Paketet saknar alternativ i 1 fråga: 5\. Rättsliga förutsättningar\."):
        services.draft_package(
            world.negotiation.again(), title="Halvt", choices=choices, by=world.negotiation.negotiator(), today=TODAY
        )

    assert not Package.objects.exists()


def test_package_with_two_options_in_an_issue_is_refused() -> None:
    world = benefit_world(valued=False)
    choices = [*world.choice(), world.choice(1)[0]]

    with pytest.raises(Refused, match=r"två alternativ i fråga 1\. Gemensam infrastruktur"):
        services.draft_package(
            world.negotiation.again(), title="Dubbelt", choices=choices, by=world.negotiation.negotiator(), today=TODAY
        )


@pytest.mark.parametrize(
    ("split", "said"),
    [
        ({"state": 500_000, "region": 480_000}, "Andelarna summerar till 98 %. Det är 2 procentenheter för lite."),
        (
            {"state": 500_000, "region": 512_500},
            "Andelarna summerar till 101,25 %. Det är 1,25 procentenheter för mycket.",
        ),
        ({}, "Kostnaden är inte fördelad än. Ange varje parts andel, tillsammans 100 %."),
    ],
)
def test_shares_that_do_not_sum_are_refused_with_the_difference(split: dict[str, int], said: str) -> None:
    world = benefit_world(valued=False)

    with pytest.raises(Refused, match=said):
        world.sketch(shares=world.shares(split))

    assert not Package.objects.exists()


def test_package_whose_cost_is_not_stated_needs_no_shares() -> None:
    world = benefit_world(valued=False)

    package = world.lay(world.sketch(cost=None, shares={}))

    assert package.state == PackageState.LAID
    assert not package.shares.exists()


def test_what_the_state_has_decided_alone_is_kept() -> None:
    world = benefit_world(valued=False)

    with pytest.raises(Refused, match=r"har staten bestämt ”Ny lag”"):
        world.sketch("Mot staten", 0, 0, 0, 0, 1)


def test_package_is_laid_only_while_negotiating() -> None:
    world = benefit_world(valued=False, reached=NegotiationState.INITIATING)
    package = world.sketch()

    with pytest.raises(Refused, match="Nu är läget ”Initieras”"):
        services.lay_package(package, by=world.negotiation.negotiator(), today=TODAY)

    assert not PackageConsent.objects.exists()


def test_only_the_negotiators_sketch_and_lay() -> None:
    world = benefit_world(valued=False)
    package = world.sketch()

    for actor in (world.negotiation.speaker("state"), world.negotiation.secretary(), world.negotiation.minister()):
        with pytest.raises(NotAllowed):
            services.lay_package(package, by=actor, today=TODAY)
        with pytest.raises(NotAllowed):
            services.draft_package(
                world.negotiation.again(), title="Eget", choices=world.choice(), by=actor, today=TODAY
            )


def test_what_the_parties_have_seen_is_not_changed() -> None:
    world = benefit_world(valued=False)
    package = world.sketch()
    by = world.negotiation.negotiator()
    changed = services.change_package(package, title="Nytt", choices=world.choice(1), by=by, today=TODAY, version=1)
    with pytest.raises(Stale):
        services.change_package(package, title="Sent", choices=world.choice(), by=by, today=TODAY, version=1)
    laid = services.lay_package(changed, by=by, today=TODAY)

    with pytest.raises(Refused, match="Det som parterna har sett ändras inte"):
        services.change_package(laid, title="Smyg", choices=world.choice(), by=by, today=TODAY)

    assert Package.objects.get().title == "Nytt"


def test_a_party_answers_for_itself_alone() -> None:
    world = benefit_world(valued=False)
    package = world.lay()

    for actor in (world.negotiation.speaker("city"), world.negotiation.negotiator(), world.negotiation.registrar()):
        with pytest.raises(NotAllowed):
            services.accept_package(world.consent(package, "region"), by=actor, today=TODAY)


def refused_consent(world: BenefitWorld, package: Package, key: str, said: str, today: object = TODAY) -> None:
    consent = world.consent(package, key)
    with pytest.raises(Refused, match=said):
        services.accept_package(consent, by=world.negotiation.speaker(key, today), today=today)  # type: ignore[arg-type]
    assert world.consent(package, key).state == ConsentState.ASKED


def test_consent_outside_the_frame_is_refused() -> None:
    world = benefit_world(valued=False)
    package = world.lay(world.sketch(cost=Sek.of_kronor(100_000_000)))

    refused_consent(world, package, "city", "mer än mandatets ram")


def test_consent_to_an_option_outside_the_mandate_is_refused() -> None:
    world = benefit_world(valued=False)
    option = world.choice()[2]
    by = world.negotiation.speaker("city")
    limit_mandate(world.negotiation.party("city"), option=option, reason="Fullmäktige har sagt nej", by=by, today=TODAY)
    package = world.lay()

    refused_consent(world, package, "city", "Utanför mandatet för Almby kommun")


def test_consent_without_a_live_mandate_is_refused() -> None:
    world = benefit_world(valued=False)
    package = world.lay()

    refused_consent(world, package, "region", "inget gällande mandat", RUNS_OUT + timedelta(days=1))
    by = world.negotiation.registrar("region")
    mandate = world.negotiation.mandates["region"]
    revoke_mandate(mandate, because="Nytt beslut", by=by, today=TODAY)
    refused_consent(world, package, "region", "inget gällande mandat")


def test_a_no_says_why_and_can_become_a_yes() -> None:
    world = benefit_world(valued=False)
    package = world.lay()
    by = world.negotiation.speaker("region")

    with pytest.raises(Refused, match="varför parten inte samtycker"):
        services.decline_package(world.consent(package, "region"), comment=" ", by=by, today=TODAY)
    services.decline_package(world.consent(package, "region"), comment="För dyrt", by=by, today=TODAY)

    assert world.consent(package, "region").state == ConsentState.DECLINED
    others = [key for key in world.negotiation.parties if key != "region"]
    assert world.accept(package, *others).state == PackageState.LAID
    assert world.accept(package, "region").state == PackageState.AGREED


def test_a_consent_can_be_taken_back_until_all_have_agreed() -> None:
    world, package = agreed_world(valued=False)

    with pytest.raises(Refused, match="ligger inte framme för svar"):
        services.decline_package(
            world.consent(package, "region"), comment="Ångrar", by=world.negotiation.speaker("region"), today=TODAY
        )


def test_a_second_package_is_not_laid_when_one_is_agreed() -> None:
    world, package = agreed_world(valued=False)
    other = world.sketch("Ett till", 1)

    with pytest.raises(Refused, match=f"{package} är redan överenskommet"):
        services.lay_package(other, by=world.negotiation.negotiator(), today=TODAY)


def test_several_packages_may_lie_before_the_parties_and_one_is_agreed() -> None:
    world = benefit_world(valued=False)
    first, second = world.lay(), world.lay(world.sketch("Annat", 1))
    world.accept(second, "city")

    world.accept(first)

    ended = Package.objects.get(pk=second.pk)
    assert (ended.state, ended.reason) == (PackageState.OUTDATED, "Paket A är överenskommet.")
    assert agreed_package(world.negotiation.negotiation) == first


def test_withdrawn_package_ends_its_answers() -> None:
    world = benefit_world(valued=False)
    package = world.lay()
    world.accept(package, "city")

    services.withdraw_package(package, reason="Nytt läge", by=world.negotiation.negotiator(), today=TODAY)

    assert set(package.consents.values_list("state", flat=True)) == {ConsentState.OUTDATED}
    with pytest.raises(WrongState):
        services.accept_package(world.consent(package, "region"), by=world.negotiation.speaker("region"), today=TODAY)


def test_database_keeps_one_agreed_package_and_whole_shares() -> None:
    world, package = agreed_world(valued=False)
    other = world.sketch("Annat", 1)

    with pytest.raises(IntegrityError), transaction.atomic():
        Package.objects.filter(pk=other.pk).update(state=PackageState.AGREED, laid_on=TODAY, agreed_on=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        PackageShare.objects.filter(package=package).update(share_ppm=1_000_001)
    with pytest.raises(IntegrityError), transaction.atomic():
        PackageConsent.objects.filter(package=package).update(mandate=None)


def test_trail_tells_of_a_sketch_without_its_content() -> None:
    world = benefit_world(valued=False)

    package = world.sketch("Hemlig titel")

    (event,) = Event.objects.about(package)
    assert (event.kind, event.subject_label) == ("benefits.package.create", "Paket A")
    assert "Hemlig" not in str(event.details)


def test_trail_tells_that_a_sketch_was_given_up_and_not_why() -> None:
    world = benefit_world(valued=False)
    sketch, laid = world.sketch("Hemlig titel"), world.lay()
    by = world.negotiation.negotiator()

    with pytest.raises(Refused, match=r"Ange skälet\."):
        services.withdraw_package(sketch, reason=" ", by=by, today=TODAY)
    given_up = services.withdraw_package(sketch, reason="Hemligt skäl", by=by, today=TODAY, version=sketch.version)
    services.withdraw_package(laid, reason="Nytt läge", by=by, today=TODAY)

    assert (given_up.state, given_up.reason) == (PackageState.WITHDRAWN, "Hemligt skäl")
    told = [str(each.details) for each in Event.objects.filter(kind="benefits.package.withdraw").order_by("pk")]
    assert "Hemligt" not in told[0]
    assert "Nytt läge" in told[1]
