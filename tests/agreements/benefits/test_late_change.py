from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Model

from agreements.benefits import listeners, services
from agreements.benefits.agenda import partys_duties
from agreements.benefits.models import Package
from agreements.benefits.services import agreed_package, consenting
from agreements.benefits.states import ConsentState, PackageState
from agreements.negotiations.models import Negotiation, Notice, Party
from agreements.negotiations.services import register_finance_change, resume, take_step, withdraw_party
from governance.audit.models import Event
from governance.lib.dates import swedish_date
from governance.lib.money import Sek
from governance.ui.templatetags.swedish import kr
from governance.workflow.refusals import NotAllowed, Refused
from tests.factories.benefits import BenefitWorld, agreed_world, benefit_world
from tests.factories.organisations import TODAY

pytestmark = pytest.mark.django_db


def change(world: BenefitWorld, key: str, frame: Sek | None, what: str = "Skatteunderlaget minskar") -> None:
    party = world.negotiation.party(key)
    register_finance_change(party, what=what, new_frame=frame, by=world.negotiation.speaker(key), today=TODAY)


def test_agreed_package_above_the_new_frame_holds_no_longer_and_all_are_told() -> None:
    world, package = agreed_world(valued=False)

    change(world, "city", Sek.of_kronor(1_500_000))

    broken = Package.objects.get(pk=package.pk)
    assert broken.state == PackageState.OUTDATED
    told = f"Almby kommun har anmält ändrad ekonomi {swedish_date(TODAY)}: Skatteunderlaget minskar."
    amount, frame, over = (kr(Sek.of_kronor(each)) for each in (2_000_000, 1_500_000, 500_000))
    assert broken.reason == (f"{told} Partens del av kostnaden är {amount}, den nya ramen {frame}. Det fattas {over}.")
    assert set(broken.consents.values_list("state", flat=True)) == {ConsentState.OUTDATED}
    assert agreed_package(world.negotiation.negotiation) is None
    notices = Notice.objects.filter(told_on=TODAY, what__contains="Skatteunderlaget").values_list("party_id", flat=True)
    assert set(notices) == {each.pk for each in world.negotiation.parties.values()}


def test_party_is_asked_to_read_why_a_package_ended_since_it_ended() -> None:
    world, package = agreed_world(valued=False)
    Package.objects.filter(pk=package.pk).update(laid_on=TODAY - timedelta(days=30))

    change(world, "city", Sek.of_kronor(1_500_000))

    [duty] = partys_duties(world.negotiation.speaker("town"), TODAY)
    assert duty.title.startswith("Ta del av varför paket A")
    assert duty.since == TODAY


def test_package_that_fits_the_new_frame_still_holds() -> None:
    world, package = agreed_world(valued=False)

    change(world, "city", Sek.of_kronor(2_000_000))

    assert agreed_package(world.negotiation.negotiation) == package


def test_change_without_an_amount_breaks_what_the_party_pays_for() -> None:
    world = benefit_world(valued=False)
    paid = world.lay()
    free = world.lay(world.sketch("Utan kostnad", 1, cost=None, shares={}))

    change(world, "town", None)

    assert Package.objects.get(pk=paid.pk).state == PackageState.OUTDATED
    assert Package.objects.get(pk=free.pk).state == PackageState.LAID


def test_party_without_a_share_breaks_nothing() -> None:
    world, package = agreed_world(valued=False)

    change(world, "university", Sek(0))

    assert agreed_package(world.negotiation.negotiation) == package


def test_sketch_is_marked_and_the_mark_goes_when_it_is_changed() -> None:
    world = benefit_world(valued=False)
    sketch = world.sketch()

    change(world, "region", Sek.of_kronor(1))

    marked = Package.objects.get(pk=sketch.pk)
    assert (marked.state, marked.version) == (PackageState.DRAFT, 2)
    assert "Region Aspen har anmält ändrad ekonomi" in marked.flag
    by = world.negotiation.negotiator()
    changed = services.change_package(
        marked, title="Billigare", choices=world.choice(), by=by, today=TODAY, version=marked.version
    )
    assert changed.flag == ""


def test_each_party_confirms_that_it_has_seen_the_change() -> None:
    world, package = agreed_world(valued=False)
    change(world, "city", Sek(0))

    with pytest.raises(NotAllowed):
        services.acknowledge_change(world.consent(package, "region"), by=world.negotiation.speaker("city"), today=TODAY)
    services.acknowledge_change(world.consent(package, "region"), by=world.negotiation.speaker("region"), today=TODAY)

    assert world.consent(package, "region").state == ConsentState.NOTED
    assert world.consent(package, "town").state == ConsentState.OUTDATED


def test_a_refused_change_flags_nothing() -> None:
    world, package = agreed_world(valued=False)

    with pytest.raises(NotAllowed):
        register_finance_change(
            world.negotiation.party("city"),
            what="Påhitt",
            new_frame=Sek(0),
            by=world.negotiation.speaker("region"),
            today=TODAY,
        )

    assert agreed_package(world.negotiation.negotiation) == package


def test_party_that_pays_and_leaves_breaks_the_package() -> None:
    world = benefit_world(valued=False)
    package = world.lay()

    leave(world, "town")

    broken = Package.objects.get(pk=package.pk)
    assert (broken.state, broken.reason) == (PackageState.OUTDATED, "Lindö kommun har lämnat förhandlingen.")


def test_what_all_are_carrying_out_stays_agreed_whatever_one_partys_finances_become() -> None:
    world, package = agreed_world(valued=False)
    for state, resumes_to in (("implementing", ""), ("paused", "implementing")):
        Negotiation.objects.update(state=state, resumes_to=resumes_to, state_reason="Val")

        change(world, "city", Sek(0))

    assert agreed_package(world.negotiation.negotiation) == package
    assert set(package.consents.values_list("state", flat=True)) == {ConsentState.ACCEPTED}


def abort(world: BenefitWorld) -> Event:
    """End the negotiation without agreement; what follows is heard after commit."""
    by = world.negotiation.negotiator()
    take_step(world.negotiation.again(), "abort", by=by, today=TODAY, reason="Oense.")
    return Event.objects.filter(kind="negotiations.negotiation.abort").latest("pk")


def wanted(world: BenefitWorld, *keys: str) -> int:
    """How many duties parties have by packages."""
    return sum(len(partys_duties(world.negotiation.speaker(key), TODAY)) for key in keys)


def test_nothing_is_agreed_when_the_negotiation_is_over_and_nobody_is_asked() -> None:
    world = benefit_world(valued=False)
    package = world.lay()
    *others, last = world.negotiation.parties
    world.accept(package, *others)
    assert wanted(world, *others, last) == 1

    event = abort(world)

    assert wanted(world, *others, last) == 0
    with pytest.raises(Refused, match=r"Förhandlingen är i läget ”Avbruten”\. Då blir inget paket överenskommet"):
        world.accept(package, last)
    for _ in range(2):
        event.subject = world.negotiation.again()
        listeners.hear(event)
    ended = Package.objects.get(pk=package.pk)
    assert (ended.state, ended.reason) == (PackageState.OUTDATED, "Förhandlingen avslutades utan avtal: Oense.")
    assert set(package.consents.values_list("state", flat=True)) == {ConsentState.OUTDATED}
    assert wanted(world, *others, last) == 0


def test_package_agreed_before_the_negotiation_was_ended_holds_no_longer() -> None:
    world, package = agreed_world(valued=False)
    event = abort(world)
    event.subject = world.negotiation.again()

    listeners.hear(event)

    assert agreed_package(world.negotiation.negotiation) is None
    assert Package.objects.get(pk=package.pk).state == PackageState.OUTDATED


GONE = r"Lindö kommun har lämnat förhandlingen men står för 10 % av kostnaden\."


def test_sketch_that_a_party_that_leaves_would_pay_for_is_marked_and_not_laid() -> None:
    world = benefit_world(valued=False)
    sketch = world.sketch()

    leave(world, "town")

    marked = Package.objects.get(pk=sketch.pk)
    assert (marked.state, marked.flag) == (PackageState.DRAFT, "Lindö kommun har lämnat förhandlingen.")
    with pytest.raises(Refused, match=GONE):
        world.lay(marked)
    hear(Event.objects.filter(kind="negotiations.party.leave").latest("pk"), world.negotiation.party("town"))
    assert Package.objects.get(pk=sketch.pk).version == marked.version
    with pytest.raises(Refused, match=GONE):
        world.sketch("Samma andelar")


def test_package_is_not_agreed_with_a_share_on_nobody_before_the_departure_is_followed() -> None:
    world = benefit_world(valued=False)
    package = world.lay()
    withdraw_party(
        world.negotiation.party("town"), because="Nytt uppdrag", by=world.negotiation.speaker("town"), today=TODAY
    )

    done = world.accept(package, *(key for key in world.negotiation.parties if key != "town"))

    assert done.state == PackageState.LAID


def test_package_is_agreed_when_the_last_one_that_had_not_answered_leaves() -> None:
    world = benefit_world(valued=False)
    package = world.lay()
    world.accept(package, *(key for key in world.negotiation.parties if key != "university"))

    leave(world, "university")

    assert agreed_package(world.negotiation.negotiation) == package


def test_package_is_agreed_when_a_negotiation_goes_on_that_its_last_silent_party_left() -> None:
    world = benefit_world(valued=False)
    package, by = world.lay(), world.negotiation.negotiator()
    world.accept(package, *(key for key in world.negotiation.parties if key != "university"))
    take_step(world.negotiation.again(), "pause", by=by, today=TODAY, reason="Val.")
    leave(world, "university")
    assert agreed_package(world.negotiation.negotiation) is None

    resume(world.negotiation.again(), by=by, today=TODAY)
    event = Event.objects.filter(kind="negotiations.negotiation.resume_negotiating").latest("pk")
    event.subject = world.negotiation.again()
    listeners.hear(event)

    assert agreed_package(world.negotiation.negotiation) == package


def leave(world: BenefitWorld, key: str) -> None:
    """Let a party leave, and what follows after commit follow."""
    by = world.negotiation.speaker(key)
    withdraw_party(world.negotiation.party(key), because="Nytt uppdrag", by=by, today=TODAY)
    hear(Event.objects.filter(kind="negotiations.party.leave").latest("pk"), world.negotiation.party(key))


def hear(event: Event, party: Party) -> None:
    event.subject = party
    listeners.hear(event)


@pytest.mark.parametrize("answer", ["accept", "decline"])
def test_an_answer_holds_the_negotiation_before_the_package_as_a_late_change_does(
    answer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = benefit_world(valued=False)
    consent, by = world.consent(world.lay(), "city"), world.negotiation.speaker("city")
    held: list[str] = []
    lock = consenting.lock

    def note(subject: Model) -> Any:
        held.append(subject._meta.model_name or "")
        return lock(subject)

    monkeypatch.setattr(consenting, "lock", note)
    if answer == "accept":
        services.accept_package(consent, by=by, today=TODAY)
    else:
        services.decline_package(consent, comment="För dyrt", by=by, today=TODAY)

    assert held == ["negotiation", "package"]
