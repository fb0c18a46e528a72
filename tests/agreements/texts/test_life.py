"""How an agreement is amended, succeeded and ended, and what follows for those it belongs with."""

from datetime import date
from typing import Any

import pytest

from agreements.texts import services
from agreements.texts.content import text_of
from agreements.texts.models import Agreement
from agreements.texts.redline import compare
from agreements.texts.states import AgreementState, VersionState
from governance.audit.actors import SYSTEM
from governance.workflow.refusals import NotAllowed, Refused
from tests.factories.agreements import agreement_world, bring_to, left_alone
from tests.factories.organisations import TODAY

pytestmark = pytest.mark.django_db
LATER = date(2027, 5, 4)


@pytest.fixture(autouse=True)
def _alone() -> Any:
    with left_alone():
        yield


def again(agreement: Agreement) -> Agreement:
    return Agreement.objects.select_related("agreed_version", "parent").get(pk=agreement.pk)


def test_amendment_begins_with_the_agreements_own_text_while_it_holds() -> None:
    world = agreement_world("in_force")

    made = services.start_amendment(
        world.agreement, reason="Kostnaden har stigit.", by=world.by_leader(LATER), today=LATER
    )

    parent = again(world.agreement)
    assert parent.state == AgreementState.UNDER_AMENDMENT
    assert parent.is_binding
    assert (made.number, made.parent, made.root) == ("2026-01-T1", parent, parent)
    assert [str(each) for each in made.parties.all()] == ["Staten", "Region Aspen", "Almby kommun"]
    old, new = text_of(parent.agreed_version), text_of(made.versions.get())  # type: ignore[arg-type]
    assert new.sections == old.sections
    assert new.financing == old.financing
    assert new.amends == "2026-01"


def test_amendment_in_force_gives_its_text_to_the_agreement_and_the_old_stays_readable() -> None:
    world = agreement_world("in_force")
    first = world.agreement.agreed_version
    made = services.start_amendment(world.agreement, reason="Ny tidplan.", by=SYSTEM, today=LATER)
    row = made.versions.get().sections.get(number=7)
    services.edit_section(row, changes={"clauses": "Klart 2031."}, by=SYSTEM, today=LATER, version=None)

    bring_to(made, AgreementState.IN_FORCE, today=LATER)

    parent, amendment = again(world.agreement), again(made)
    assert (parent.state, amendment.state) == (AgreementState.IN_FORCE, AgreementState.IN_FORCE)
    newest = parent.agreed_version
    assert newest is not None
    assert first is not None
    assert (newest.number, newest.amended_by) == ("2.0", amendment)
    assert newest.change_note == "Ändrat genom Tilläggsavtal 2026-01-T1"
    old = parent.versions.get(number="1.0")
    assert (old.state, old.text_sha256) == (VersionState.SUPERSEDED, first.text_sha256)
    assert {change.label for change in compare(old, newest).changes} == {"Tidplan"}
    assert services.text_is_whole(newest)


def test_amendment_that_comes_to_nothing_leaves_the_agreement_as_it_was() -> None:
    for end in ("abandon", "lapse"):
        world = agreement_world("in_force")
        made = services.start_amendment(world.agreement, reason="Ny tidplan.", by=SYSTEM, today=LATER)

        if end == "abandon":
            services.abandon_agreement(made, reason="Parterna enades inte.", by=world.by_leader(LATER), today=LATER)
        else:
            services.lapse_agreement(made, reason="Ett villkor föll.", by=SYSTEM, today=LATER)

        parent = again(world.agreement)
        assert again(made).state == AgreementState.LAPSED
        assert parent.state == AgreementState.IN_FORCE
        assert parent.agreed_version == world.agreement.agreed_version


def test_amendment_needs_a_reason_a_leader_and_an_agreement_that_holds() -> None:
    world = agreement_world("in_force")

    with pytest.raises(Refused, match="Skriv varför avtalet ska ändras"):
        services.start_amendment(world.agreement, reason=" ", by=world.by_leader(), today=LATER)
    with pytest.raises(NotAllowed):
        services.start_amendment(world.agreement, reason="Skäl.", by=world.by_speaker(world.state), today=LATER)
    services.start_amendment(world.agreement, reason="Skäl.", by=world.by_leader(), today=LATER)
    with pytest.raises(Refused, match="Gällande, under ändring"):
        services.start_amendment(again(world.agreement), reason="Skäl.", by=world.by_leader(), today=LATER)


def test_text_in_force_is_changed_by_amendment_alone() -> None:
    world = agreement_world("in_force")
    row = world.agreement.agreed_version.sections.get(number=7)  # type: ignore[union-attr]

    with pytest.raises(Refused) as caught:
        services.edit_section(row, changes={"clauses": "x"}, by=SYSTEM, today=LATER, version=None)
    with pytest.raises(Refused):
        services.new_version(again(world.agreement), by=SYSTEM, today=LATER)

    assert caught.value.refusals[0].rule.requirement == "W-43"


def test_successor_replaces_the_agreement_when_it_comes_into_force() -> None:
    world = agreement_world("in_force")
    old = world.agreement
    heir = services.draft_agreement(
        partnership=world.partnership,
        parties=world.principals,
        title="Nästa period",
        supersedes=old,
        by=world.by_leader(LATER),
        today=LATER,
    )
    assert again(old).state == AgreementState.IN_FORCE
    for section in heir.versions.get().sections.all():
        services.edit_section(section, changes={"clauses": "Ord."}, by=SYSTEM, today=LATER, version=None)

    bring_to(heir, AgreementState.IN_FORCE, today=LATER)

    held = again(old)
    assert (held.state, held.ended_on, held.end_reason) == (
        AgreementState.REPLACED,
        LATER,
        "Ersatt av Ramavtal 2027-01",
    )


def test_only_an_agreement_that_holds_gets_a_successor() -> None:
    world = agreement_world("prepared")

    with pytest.raises(Refused, match="Bara ett avtal som gäller kan få en efterträdare"):
        services.draft_agreement(
            partnership=world.partnership, title="Nästa", supersedes=world.agreement, by=SYSTEM, today=LATER
        )


def test_agreement_of_another_partnership_is_no_parent() -> None:
    one, other = agreement_world("in_force"), agreement_world()

    with pytest.raises(Refused, match="Avtalet hör inte till partnerskapet"):
        services.draft_agreement(partnership=other.partnership, title="x", parent=one.agreement, by=SYSTEM, today=LATER)


def test_completed_agreement_takes_its_amendments_along_but_none_under_way() -> None:
    world = agreement_world("in_force")
    made = services.start_amendment(world.agreement, reason="Skäl.", by=SYSTEM, today=LATER)
    bring_to(made, AgreementState.IN_FORCE, today=LATER)
    second = services.start_amendment(again(world.agreement), reason="Skäl.", by=SYSTEM, today=LATER)
    with pytest.raises(Refused):
        services.complete_agreement(again(world.agreement), by=world.by_leader(LATER), today=LATER)
    services.abandon_agreement(second, reason="Behövs inte.", by=world.by_leader(LATER), today=LATER)

    held = services.complete_agreement(again(world.agreement), by=world.by_leader(LATER), today=LATER)

    assert (held.state, held.ended_on) == (AgreementState.COMPLETED, LATER)
    assert again(made).state == AgreementState.COMPLETED


def test_termination_says_why_and_takes_what_is_under_way_with_it() -> None:
    world = agreement_world("in_force")
    made = services.start_amendment(world.agreement, reason="Skäl.", by=SYSTEM, today=LATER)
    with pytest.raises(Refused, match="Skriv varför avtalet avslutas"):
        services.terminate_agreement(again(world.agreement), reason=" ", by=world.by_leader(LATER), today=LATER)

    held = services.terminate_agreement(
        again(world.agreement), reason="Parterna är överens om det.", by=world.by_leader(LATER), today=LATER
    )

    assert (held.state, held.ended_on) == (AgreementState.TERMINATED, LATER)
    assert again(made).state == AgreementState.LAPSED


def test_new_party_of_an_amendment_is_party_to_the_agreement_when_it_holds() -> None:
    from governance.organisations.kinds import OrganisationKind
    from tests.factories.parties import make_party

    world = agreement_world("in_force")
    made = services.start_amendment(world.agreement, reason="En part till.", by=SYSTEM, today=LATER)
    newcomer = make_party(world.partnership, OrganisationKind.ACADEMIA)
    services.add_party(made, newcomer, by=SYSTEM, today=LATER)

    bring_to(made, AgreementState.IN_FORCE, today=LATER)

    names = [each.name for each in text_of(again(world.agreement).agreed_version).parties]  # type: ignore[arg-type]
    assert names == ["Staten", "Region Aspen", "Almby kommun", "Aspens universitet"]


def test_board_changes_its_annex_while_the_agreement_holds_and_no_other() -> None:
    world = agreement_world("in_force")
    terms, rules = world.agreement.annexes.order_by("number")
    with pytest.raises(Refused):
        services.write_annex(terms, text="Annat.", by=SYSTEM, today=LATER)

    issue = services.write_annex(rules, text="Två hundra remisser.", by=world.by_secretary(LATER), today=LATER)
    with pytest.raises(Refused, match="Ange styrelsens beslut"):
        services.adopt_issue(issue, decision_reference=" ", by=world.by_secretary(LATER), today=LATER)
    adopted = services.adopt_issue(issue, decision_reference="§ 12", by=world.by_secretary(LATER), today=LATER)

    assert (adopted.number, adopted.adopted_on, adopted.decision_reference) == (2, LATER, "§ 12")
    assert rules.issues.get(number=1).text == "En verksamhet räknas när den har skickat hundra remisser."
    assert again(world.agreement).agreed_version == world.agreement.agreed_version


def test_annexes_follow_the_amendment_but_not_what_the_board_is_still_writing() -> None:
    world = agreement_world("in_force")
    made = services.start_amendment(world.agreement, reason="Nya begrepp.", by=SYSTEM, today=LATER)
    terms = made.annexes.get()
    services.write_annex(terms, text="Remiss: en begäran om bedömning.", by=SYSTEM, today=LATER)
    rules = world.agreement.annexes.get(number=2)
    services.write_annex(rules, text="Ett utkast.", by=world.by_secretary(LATER), today=LATER)

    bring_to(made, AgreementState.IN_FORCE, today=LATER)

    parent = again(world.agreement)
    annexes = text_of(parent.agreed_version).annexes  # type: ignore[arg-type]
    assert [(each.issue, each.paragraphs) for each in annexes] == [
        (2, ("Remiss: en begäran om bedömning.",)),
        (1, ("En verksamhet räknas när den har skickat hundra remisser.",)),
    ]
    carried = parent.annexes.get(number=1).issues.get(number=2)
    assert carried.decision_reference == "Tilläggsavtal 2026-01-T1"
    assert rules.issues.get(number=2).adopted_on is None


def test_public_content_is_of_agreements_that_are_public_and_have_held() -> None:
    from agreements.texts.pages.public import public_agreement, public_agreements

    world = agreement_world("awaiting_decisions", is_public=True)
    assert public_agreements(world.partnership) == []
    assert public_agreement(world.agreement) is None
    held = services.bring_into_force(world.agreement, by=SYSTEM, today=TODAY)

    told = public_agreement(again(held))

    assert public_agreements(world.partnership) == [held]
    assert told is not None
    assert told.parties == ("Staten", "Region Aspen", "Almby kommun")
    assert told.fingerprint == held.agreed_version.text_sha256  # type: ignore[union-attr]
    services.set_public(again(held), is_public=False, by=world.by_leader(), today=TODAY)
    assert public_agreements(world.partnership) == []
