from typing import Any

import pytest
from django.test import Client

from governance.audit.actors import SYSTEM
from governance.decisions.models import Matter, Route, Ruling
from governance.decisions.registry import FOLLOWERS, Follower
from governance.decisions.services import (
    answer_return,
    correct_ruling,
    ensure_routes,
    hand_over,
    note_legal_force,
    open_matter,
    register_ruling,
)
from governance.organisations.actors import Actor
from governance.organisations.kinds import BodyKind, OrganisationKind
from governance.organisations.models import Body
from governance.workflow.refusals import NotAllowed, Refused
from tests.factories.decisions import TODAY, again
from tests.factories.organisations import act_as, make_organisation, sign_in
from tests.factories.parties import make_negotiating_partnership, make_party, negotiator_in, representative_of

pytestmark = pytest.mark.django_db

FACTS: dict[str, Any] = {"decided_on": TODAY, "paragraph": "112"}


def party_matter(*kinds: str, handed: bool = True) -> Matter:
    """An agreement's matter with one party of each kind."""
    partnership = make_negotiating_partnership()
    parties = [make_party(partnership, kind) for kind in kinds or OrganisationKind.values]
    (route,) = ensure_routes(partnership)
    matter = open_matter(
        partnership=partnership,
        route=route,
        title="Ramavtal om digitala remisser",
        subject=make_organisation(),
        by=SYSTEM,
        today=TODAY,
        principals=parties,
    )
    if handed:
        hand_over(matter, by=act_as(negotiator_in(partnership)), today=TODAY)
    return Matter.objects.select_related("route", "partnership").get(pk=matter.pk)


def speaker_for(ruling: Ruling) -> Actor:
    """The representative of the ruling's own party."""
    assert ruling.principal is not None
    return act_as(representative_of(ruling.principal))


def test_each_party_is_decided_for_by_the_body_of_its_kind() -> None:
    matter = party_matter()

    found = {each.principal.organisation.kind: each.body.kind for each in matter.principal_rulings() if each.principal}

    assert found == {
        "state": "government",
        "agency": "executive",
        "region": "council",
        "municipality": "council",
        "association": "executive",
        "company": "executive",
        "academia": "executive",
        "care_provider": "executive",
    }


def test_matter_without_bodies_on_the_way_is_ready_at_once_and_led_by_negotiators() -> None:
    matter = party_matter("state", "municipality", handed=False)

    assert matter.state == "ready"
    with pytest.raises(NotAllowed):
        hand_over(matter, by=act_as(representative_of(matter.named.all()[0])), today=TODAY)
    hand_over(matter, by=act_as(negotiator_in(matter.partnership)), today=TODAY)
    assert again(matter).state == "with_principals"


def test_party_without_its_body_is_named_before_the_handover() -> None:
    matter = party_matter("state", "municipality", "company", handed=False)
    Body.objects.filter(kind__in=[BodyKind.GOVERNMENT, BodyKind.EXECUTIVE]).delete()

    with pytest.raises(Refused) as refused:
        hand_over(matter, by=act_as(negotiator_in(matter.partnership)), today=TODAY)

    said = str(refused.value)
    assert "Staten saknar regeringen som organ i registret." in said
    assert "Remissbolaget AB saknar styrelse eller ledning i registret." in said
    assert "Almby" not in said


def test_negotiator_answers_a_party_that_said_no() -> None:
    matter = party_matter("state", "municipality")
    ruling = matter.principal_rulings()[1]
    representative = speaker_for(ruling)
    register_ruling(ruling, outcome="rejected", reasons="För dyrt.", by=representative, today=TODAY, **FACTS)
    assert again(matter).state == "incomplete"

    with pytest.raises(NotAllowed):
        answer_return(matter, ruling, answer="Sänkt.", by=representative, today=TODAY, decided_on=TODAY, paragraph="31")
    answer_return(
        matter,
        ruling,
        answer="Sänkt.",
        by=act_as(negotiator_in(matter.partnership)),
        today=TODAY,
        decided_on=TODAY,
    )

    assert again(matter).state == "with_principals"


def test_older_routes_still_ask_councils() -> None:
    route = Route(
        stages=[{"key": "p", "kind": "decide", "body": {"kind": "council"}, "branch": "", "principals": "all"}]
    )

    assert route.deciding_kind("company") == "council"
    assert route.led_by == []


def test_follower_hears_of_every_change_of_a_ruling(monkeypatch: pytest.MonkeyPatch) -> None:
    heard = []

    class Listening(Follower):
        """Writes down what it hears."""

        def ruling_changed(self, matter: Any, ruling: Any, *, today: Any) -> None:
            """One principal's ruling changed."""
            heard.append((ruling.state, ruling.legal_force_on))

        def may_reopen(self, matter: Any) -> bool:
            """Always."""
            return True

    monkeypatch.setitem(FOLLOWERS, "organisations.organisation", Listening())
    matter = party_matter("municipality")
    ruling = matter.principal_rulings()[0]
    person = speaker_for(ruling)

    register_ruling(ruling, outcome="adopted", by=person, today=TODAY, **FACTS)
    note_legal_force(again(ruling), legal_force_on=TODAY, by=person, today=TODAY)
    correct_ruling(again(ruling), changes={"paragraph": "113"}, reason="Fel.", by=person, today=TODAY)
    change = {"outcome": "rejected", "reasons": "Nej."}
    correct_ruling(again(ruling), changes=change, reason="Fel.", by=person, today=TODAY)

    assert heard == [
        ("adopted", None),
        ("adopted", TODAY),
        ("adopted", TODAY),
        ("in_preparation", None),
        ("rejected", None),
    ]


def test_page_speaks_of_parties(client: Client) -> None:
    matter = party_matter("state", "region", "municipality")
    sign_in(client, negotiator_in(matter.partnership))

    page = client.get(matter.url()).content.decode()

    assert "Alla 3 parter" in page
    assert "Hos parterna" in page
    assert "huvudm" not in page[page.index("<main") : page.index("</main>")]
    rows = [page.index(f">{name}</a>") for name in ("Staten", "Region Aspen", "Almby kommun")]
    assert rows == sorted(rows)


def test_of_several_bodies_the_one_with_the_power_decides() -> None:
    matter = party_matter("company", handed=False)
    company = matter.named.get()
    Body.objects.create(organisation=company.organisation, kind=BodyKind.EXECUTIVE, name="Ledningsgruppen")

    hand_over(matter, by=SYSTEM, today=TODAY)

    assert [each.body.name for each in again(matter).principal_rulings()] == ["Styrelsen"]
