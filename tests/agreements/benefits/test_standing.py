"""What parties have consented to stays as it was read: words stand, and what changes its content ends it for all."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from agreements.benefits import services
from agreements.benefits.models import Package, PackageChoice
from agreements.benefits.states import ConsentState, PackageState
from agreements.negotiations.models import Issue, Notice
from agreements.negotiations.services import (
    add_issue,
    decide_state_issue,
    edit_issue,
    edit_option,
    limit_mandate,
    remove_issue,
    remove_option,
    take_step,
)
from agreements.negotiations.states import IssueKind
from governance.audit.models import Event
from governance.organisations.mandates import revoke_mandate
from governance.organisations.models import Mandate
from governance.ui.templatetags.swedish import day
from governance.workflow.refusals import NotAllowed, Refused
from tests.factories.benefits import BenefitWorld, agreed_world, benefit_world
from tests.factories.negotiations import give_mandate
from tests.factories.organisations import TODAY

from .pages import at, client_of, post, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def on(by: Any) -> dict[str, Any]:
    return {"by": by, "today": TODAY}


def plain(on_day: date) -> str:
    return day(on_day).replace("\u00a0", " ")


def states(world: BenefitWorld, package: Package) -> tuple[str, set[str]]:
    found = Package.objects.get(pk=package.pk)
    return found.state, set(found.consents.values_list("state", flat=True))


def told(world: BenefitWorld, words: str) -> set[int]:
    return set(Notice.objects.filter(what__contains=words).values_list("party_id", flat=True))


def everyone(world: BenefitWorld) -> set[int]:
    return {each.pk for each in world.negotiation.parties.values()}


def laid_world() -> tuple[BenefitWorld, Package]:
    world = benefit_world(valued=False)
    return world, world.lay()


@pytest.mark.parametrize("make", [lambda: agreed_world(valued=False), laid_world])
def test_words_of_what_the_parties_have_seen_are_not_changed(make: Any) -> None:
    world, _package = make()
    office = world.negotiation.secretary()
    option = world.choice()[0]

    with pytest.raises(Refused, match=r"Alternativet .* ingår i paket A\. Det som parterna har sett ändras inte"):
        edit_option(option, changes={"title": "Bindande för alla"}, **on(office))
    with pytest.raises(Refused, match=r"Frågan .* ingår i paket A"):
        edit_issue(option.issue, changes={"title": "Något annat"}, **on(office))

    assert edit_option(world.choice(1)[0], changes={"title": "Noder"}, **on(office)).title == "Noder"


def test_words_are_free_again_when_the_package_is_taken_back() -> None:
    world, package = laid_world()
    services.withdraw_package(package, reason="Nytt läge", **on(world.negotiation.negotiator()))

    edited = edit_option(world.choice()[0], changes={"title": "Ny text"}, **on(world.negotiation.secretary()))

    assert edited.title == "Ny text"


def test_new_issue_ends_what_the_parties_have_consented_to_and_all_are_told() -> None:
    world, package = agreed_world(valued=False)

    add_issue(world.negotiation.again(), title="Ny fråga", kind="other", **on(world.negotiation.negotiator()))

    assert states(world, package) == (PackageState.OUTDATED, {ConsentState.OUTDATED})
    assert told(world, "6. Ny fråga") == everyone(world)
    page = client_of(world.negotiation.speakers["city"]).get(at(world, "package", package.number))
    row = text_of(page).split("6. Ny fråga Inget alternativ valt", 1)[1]
    assert not row.strip().startswith("Inom alla")
    assert "Inget alternativ valt – Inom alla" not in text_of(page)


def test_the_office_alone_does_not_end_a_package_by_adding_an_issue() -> None:
    world, package = laid_world()

    with pytest.raises(Refused, match="Paket A saknar då den nya frågan") as refused:
        add_issue(world.negotiation.again(), title="Ny", kind="other", **on(world.negotiation.secretary()))

    assert refused.value.refusals[0].mended_by.startswith("förhandlingspersonerna")
    assert states(world, package) == (PackageState.LAID, {ConsentState.ASKED})
    assert not Issue.objects.filter(title="Ny").exists()


def test_the_states_own_choice_ends_packages_that_take_another_option() -> None:
    world = benefit_world(valued=False)
    package = world.lay()
    legal = Issue.objects.get(kind=IssueKind.LEGAL)
    first, second = legal.options.all()
    state = world.negotiation.speaker("state")

    decide_state_issue(legal, option=first, **on(state))
    assert states(world, package) == (PackageState.LAID, {ConsentState.ASKED})
    decide_state_issue(legal, option=second, **on(state))

    assert states(world, package) == (PackageState.OUTDATED, {ConsentState.OUTDATED})
    assert told(world, "Staten har bestämt ”Ändrad förordning”") == everyone(world)


def test_limit_ends_what_the_party_has_consented_to() -> None:
    world, package = laid_world()
    option = world.choice()[2]
    world.accept(package, "region", "city")

    limit_mandate(world.negotiation.party("town"), option=option, reason="Nej", **on(world.negotiation.speaker("town")))
    assert states(world, package)[0] == PackageState.LAID  # it has consented to nothing that the limit takes away
    limit_mandate(world.negotiation.party("city"), option=option, reason="Nej", **on(world.negotiation.speaker("city")))

    assert states(world, package) == (PackageState.OUTDATED, {ConsentState.OUTDATED})
    assert told(world, "Almby kommun har angett att ”Staten förvaltar”") == everyone(world)


def test_package_is_not_agreed_on_a_mandate_that_has_ended_and_the_party_answers_anew() -> None:
    world, package = laid_world()
    *others, last = world.negotiation.parties
    world.accept(package, *others)
    by = world.negotiation.registrar("region")
    revoke_mandate(world.negotiation.mandates["region"], because="Nytt beslut", **on(by))

    assert world.accept(package, last).state == PackageState.LAID

    assert told(world, "ert mandat räcker inte längre") == {world.negotiation.parties["region"].pk}
    url = at(world, "package", package.number)
    speaker = world.negotiation.speakers["region"]
    assert "Mandatet räcker inte längre för Region Aspen" in text_of(client_of(speaker).get(url))
    assert "Samtyck på nytt" in text_of(client_of(speaker).get(url))
    assert "Samtyck på nytt" not in text_of(client_of(world.negotiation.speakers["city"]).get(url))
    give_mandate(world.negotiation, "region", valid_from=TODAY, valid_until=TODAY + timedelta(days=90))
    assert world.accept(package, "region").state == PackageState.AGREED


def test_package_that_lacks_an_issue_or_the_states_choice_is_not_agreed() -> None:
    world, package = laid_world()
    *others, last = world.negotiation.parties
    world.accept(package, *others)
    PackageChoice.objects.filter(package=package, issue=world.negotiation.issues[0]).delete()

    assert world.accept(package, last).state == PackageState.LAID


def test_mistaken_issue_is_taken_away_and_agreeing_no_longer_waits_for_it() -> None:
    world = benefit_world(valued=False)
    office = world.negotiation.secretary()
    made = add_issue(world.negotiation.again(), title="Misstag", kind="other", **on(office))
    with pytest.raises(Refused, match=r"Frågor utan alternativ: 6\. Misstag") as refused:
        take_step(world.negotiation.again(), "begin_agreeing", **on(world.negotiation.negotiator()))
    assert any("minst ett alternativ, eller ta bort den" in each.mended_by for each in refused.value.refusals)
    client, url = client_of(world.negotiation.office), talks(world, "issue_remove", made.pk)

    assert "6. Misstag tas bort, med noll alternativ" in text_of(client.get(url))
    assert post(client, url, row_version=1).status_code == 303

    assert not Issue.objects.filter(pk=made.pk).exists()
    take_step(world.negotiation.again(), "begin_agreeing", **on(world.negotiation.negotiator()))


def talks(world: BenefitWorld, name: str, *args: Any) -> str:
    return reverse(f"negotiations:{name}", args=[world.slug, world.negotiation.negotiation.pk, *args])


def test_what_somebody_has_built_on_is_not_taken_away() -> None:
    world = benefit_world(keys=("state", "city"))
    office, first = world.negotiation.secretary(), world.choice()[0]
    world.sketch(cost=None, shares={})
    by = world.negotiation.speaker("city")
    limit_mandate(world.negotiation.party("city"), option=first, reason="Nej", **on(by))

    with pytest.raises(Refused) as refused:
        remove_option(first, **on(office))
    (said,) = refused.value.refusals
    assert said.sentence == (
        "Det ligger utanför mandatet för Almby kommun. Någon part har värderat det. Det ingår i paket A."
    )
    with pytest.raises(Refused, match="Någon part har värderat det"):
        remove_issue(first.issue, **on(office))
    page = client_of(world.negotiation.office).get(talks(world, "option_remove", first.pk))
    assert "Det går inte att ta bort. Det ligger utanför mandatet" in text_of(page)


def test_only_the_proposer_takes_an_option_away() -> None:
    world = benefit_world(valued=False)
    option = world.choice(1)[0]
    key = str(option.pk)

    with pytest.raises(NotAllowed):
        remove_option(option, **on(world.negotiation.speaker("city")))
    remove_option(option, **on(world.negotiation.secretary()))

    assert Event.objects.filter(kind="negotiations.option.remove", subject_key=key).count() == 1


def test_an_agreed_package_ends_the_others_with_the_reason_and_their_answers() -> None:
    world = benefit_world(valued=False)
    first, second = world.lay(), world.lay(world.sketch("Annat", 1))

    world.accept(first)

    ended = Package.objects.get(pk=second.pk)
    assert set(ended.consents.values_list("state", "reason")) == {(ConsentState.OUTDATED, "Paket A är överenskommet.")}
    assert told(world, "Därför gäller paket B inte längre") == everyone(world)
    page = text_of(client_of(world.negotiation.speakers["city"]).get(at(world, "package", second.number)))
    assert "Har inte svarat" not in page
    assert "Ingen Paket A är överenskommet" in page


def test_page_tells_the_day_a_package_fell_and_no_last_day_to_answer() -> None:
    world = benefit_world(valued=False)
    laid_on, answer_by = TODAY - timedelta(days=30), TODAY + timedelta(days=19)
    by = world.negotiation.negotiator(laid_on)
    package = services.lay_package(world.sketch(), answer_by=answer_by, by=by, today=laid_on)
    client, url = client_of(world.negotiation.leader), at(world, "package", package.number)
    assert f"sedan {plain(laid_on)}" in text_of(client.get(url))
    assert "19 dagar kvar" in text_of(client.get(url))

    add_issue(world.negotiation.again(), title="Ny fråga", kind="other", **on(world.negotiation.negotiator()))

    page = text_of(client.get(url))
    assert f"Gäller inte längre sedan {plain(TODAY)}" in page
    assert "dagar kvar" not in page
    assert "ska lägga fram ett nytt paket" in page


def test_agreed_package_has_no_last_day_to_answer() -> None:
    world = benefit_world(valued=False)
    answer_by = TODAY + timedelta(days=26)
    by = world.negotiation.negotiator()
    package = services.lay_package(world.sketch(), answer_by=answer_by, by=by, today=TODAY)

    world.accept(package)

    page = client_of(world.negotiation.leader).get(at(world, "package", package.number))
    assert "dagar kvar" not in text_of(page)


def test_mandate_that_ends_before_the_answer_day_is_told_when_laying_and_on_the_page() -> None:
    world = benefit_world(valued=False)
    Mandate.objects.filter(pk=world.negotiation.mandates["city"].pk).update(valid_until=TODAY + timedelta(days=10))
    package = world.sketch()
    client = client_of(world.negotiation.leader)
    ends = f"Almby kommun {plain(TODAY + timedelta(days=10))}"

    asked = text_of(client.get(at(world, "package_step", package.number, "lay")))
    assert f"Dessa mandat slutar snart: {ends}." in asked
    by = world.negotiation.negotiator()
    services.lay_package(package, answer_by=TODAY + timedelta(days=12), by=by, today=TODAY)

    page = text_of(client.get(at(world, "package", package.number)))
    assert f"Mandat som slutar före svarsdagen: {ends}" in page


def test_step_to_agreeing_names_those_that_have_not_answered() -> None:
    world, package = laid_world()
    world.accept(package, *(key for key in world.negotiation.parties if key not in ("city", "town")))

    page = client_of(world.negotiation.leader).get(talks(world, "step", "begin_agreeing"))

    assert "På paket A saknas svar från Almby kommun och Lindö kommun." in text_of(page)
