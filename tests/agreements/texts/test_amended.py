"""What an amendment's text said is what its agreement says from the day when it holds."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from agreements.texts import services
from agreements.texts.content import AgreementText, text_of
from agreements.texts.kinds import AnnexLife
from agreements.texts.models import Agreement
from governance.audit.actors import SYSTEM
from governance.organisations.kinds import OrganisationKind
from governance.workflow.refusals import Refused
from tests.factories.agreements import AgreementWorld, agreement_world, bring_to, left_alone
from tests.factories.parties import make_party

pytestmark = pytest.mark.django_db
LATER = date(2027, 5, 4)
BY: dict[str, Any] = {"by": SYSTEM, "today": LATER}
OF_THE_DOCUMENT = ("kind", "number", "title", "amends", "supersedes", "sign_order", "last_on", "annexes")


@pytest.fixture
def world() -> Iterator[AgreementWorld]:
    """An agreement that holds, with annex 1 of the parties and annex 2 of the board."""
    with left_alone():
        yield agreement_world("in_force")


def amend(world: AgreementWorld) -> Agreement:
    """An amendment is begun."""
    return services.start_amendment(world.agreement, reason="Nya begrepp.", **BY)


def text_in_force(agreement: Agreement) -> AgreementText:
    """The text that holds, read anew."""
    return text_of(Agreement.objects.get(pk=agreement.pk).agreed_version)  # type: ignore[arg-type]


def said(text: AgreementText) -> dict[str, Any]:
    """What a text says, but for what names the document, how it came to hold and whose issue an annex is."""
    return {name: getattr(text, name) for name in text.__slots__ if name not in OF_THE_DOCUMENT}


def test_a_new_annex_of_an_amendment_is_numbered_after_its_agreements(world: AgreementWorld) -> None:
    made = amend(world)

    new = services.add_annex(made, title="Karta", text="Kartan visar sträckan.", **BY)
    assert new.number == 3

    bring_to(made, "in_force", today=LATER)
    assert [(each.number, each.title, each.life, each.issue) for each in text_in_force(world.agreement).annexes] == [
        (1, "Begrepp", "parties", 1),
        (2, "Prov och räkneregler", "board", 1),
        (3, "Karta", "parties", 1),
    ]


def test_an_annex_is_carried_with_its_title_and_its_life(world: AgreementWorld) -> None:
    made = amend(world)
    changes = {"title": "Begrepp och termer", "life": AnnexLife.BOARD}
    services.edit_annex(made.annexes.get(number=1), changes=changes, version=None, **BY)

    bring_to(made, "in_force", today=LATER)

    first, _second = text_in_force(world.agreement).annexes
    signed = text_in_force(made).annexes[0]
    assert (first.title, first.life, first.issue) == ("Begrepp och termer", "board", 2)
    assert first.paragraphs == signed.paragraphs


def test_what_the_amended_text_says_of_itself_and_its_parties_is_carried(world: AgreementWorld) -> None:
    made = amend(world)
    changes: dict[str, Any] = {"legal_basis": "joint_procurement", "detail_level": "detail"}
    changes |= {"period_until": date(2040, 12, 31), "sign_order": "sign_first"}
    made = services.edit_particulars(made, changes=changes, version=None, **BY)
    services.add_party(made, make_party(world.partnership, OrganisationKind.ACADEMIA), role="Forskar", **BY)
    region = made.parties.get(principal=world.region)
    services.edit_party(region, changes={"role": "Driver tjänsten", "order": 9}, version=None, **BY)

    bring_to(made, "in_force", today=LATER)

    held = text_in_force(world.agreement)
    assert said(held) == said(text_in_force(made))
    assert [(each.name, each.role) for each in held.parties][2:] == [
        ("Aspens universitet", "Forskar"),
        ("Region Aspen", "Driver tjänsten"),
    ]
    assert held.sign_order == "decide_first"  # so the agreement itself came to hold


def test_a_party_of_the_agreement_stays_in_its_amendment_and_a_newcomer_may_go(world: AgreementWorld) -> None:
    made = amend(world)
    newcomer = services.add_party(made, make_party(world.partnership, OrganisationKind.ACADEMIA), **BY)

    with pytest.raises(Refused) as refused:
        services.remove_party(made.parties.get(principal=world.municipality), **BY)
    services.remove_party(newcomer, **BY)

    (refusal,) = refused.value.refusals
    assert refusal.sentence == (
        "Almby kommun är part i Ramavtal 2026-01. Ett tilläggsavtal sluts mellan alla parter i avtalet som det ändrar."
    )
    assert "efterträder" in refusal.mended_by
    assert made.parties.count() == 3
