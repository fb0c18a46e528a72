"""An agreement of three parties, brought to where a test wants it through the same acts as in life.

What apps above ask and do at each step is left aside, unless a test says `alone=False`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from agreements.texts import registry, services
from agreements.texts.kinds import AnnexLife
from agreements.texts.models import Agreement, AgreementParty, AgreementVersion
from agreements.texts.states import AgreementState
from governance.audit.actors import SYSTEM
from governance.lib.money import Sek
from governance.organisations.actors import Actor
from governance.organisations.kinds import OrganisationKind, SeatRole
from governance.organisations.models import Partnership, Principal, Seat

from .organisations import TODAY, act_as
from .parties import make_negotiating_partnership, make_party, negotiator_in, representative_of
from .telling import told_once

COST = Sek.of_kronor(186_400_000)
SHARES = (500_000, 325_000, 175_000)
PRICE_LEVEL = date(2026, 1, 1)
SECTIONS = (
    "Avtalet sluts mellan parterna. Var och en företräds av den som har mandat för parten.\n\n"
    "En förening som är part binder bara sig själv.",
    "Parterna har förhandlat om gemensamma digitala remisser. Nyttan redovisades innan kostnaden delades.",
    "Avtalet består av denna text och bilagorna. Säger de emot varandra gäller texten före bilagorna.",
    "Remisser ska kunna skickas digitalt mellan alla vårdgivare i länet.\n\n"
    "Funktionen är uppfylld när styrelsen har godkänt samtliga prov i bilaga 2.",
    "Staten ansvarar för regelverket. Regionen ansvarar för driften. Kommunen ansluter sin verksamhet.\n\n"
    "Varje part utser en ansvarig roll och meddelar styrelsen när den får en ny innehavare.",
    "Den samlade kostnaden är 186\u00a0400\u00a0000 kronor i prisnivå januari 2026. Staten svarar för hälften.\n\n"
    "Stiger kostnaden med mer än 15\u00a0procent prövar parterna om avtalet ska gälla.",
    "Tjänsten är i drift senast den 31\u00a0december\u00a02027.\n\n"
    "Anslutningen av kommunerna är klar senast den 30\u00a0juni\u00a02029.",
    "Regionen genomför, driver och underhåller tjänsten. Staten äger gemensamma register.",
    "En styrelse med en ledamot och en ersättare från varje part följer upp avtalet. Staten utser ordförande.\n\n"
    "Styrelsen redovisar varje år åtagandenas läge, kostnader och avvikelser.",
    "Avtalet ger ingen part rätt att behandla personuppgifter. Sådan behandling kräver eget rättsligt stöd.",
    "Det som behövs anskaffas genom gemensam upphandling.",
    "Avtalet gäller tills alla åtaganden är realiserade.",
    "Avtalet ändras genom skriftligt tilläggsavtal mellan alla parter. Äldre versioner förblir läsbara.",
    "Avtalet gäller när alla har undertecknat och när varje parts beslut har vunnit laga kraft.",
    "Ändras förutsättningarna väsentligt tar parterna upp förhandlingen igen.",
)
WAY = (
    AgreementState.DRAFT,
    AgreementState.PREPARED,
    AgreementState.READY_TO_SIGN,
    AgreementState.PARTLY_SIGNED,
    AgreementState.AWAITING_DECISIONS,
    AgreementState.IN_FORCE,
    AgreementState.UNDER_AMENDMENT,
)


@dataclass(frozen=True)
class AgreementWorld:
    """Staten, Region Aspen and Almby kommun with their agreement; the seats that lead, write and speak."""

    agreement: Agreement
    state: Principal
    region: Principal
    municipality: Principal
    leader: Seat
    secretary: Seat
    speakers: dict[int, Seat]

    @property
    def partnership(self) -> Partnership:
        """The partnership that owns it."""
        return self.agreement.partnership

    @property
    def principals(self) -> tuple[Principal, Principal, Principal]:
        """The three parties, in the agreement's order."""
        return self.state, self.region, self.municipality

    @property
    def parties(self) -> list[AgreementParty]:
        """The three as parties to the agreement."""
        return list(self.agreement.parties.select_related("principal__organisation", "agreement"))

    def by_leader(self, today: date = TODAY) -> Actor:
        """The negotiator acting."""
        return act_as(self.leader, today)

    def by_secretary(self, today: date = TODAY) -> Actor:
        """The negotiators' secretary acting."""
        return act_as(self.secretary, today)

    def by_speaker(self, principal: Principal, today: date = TODAY) -> Actor:
        """A party's own representative acting."""
        return act_as(self.speakers[principal.pk], today)

    def party(self, principal: Principal) -> AgreementParty:
        """A principal as party to the agreement."""
        return next(each for each in self.parties if each.principal_id == principal.pk)

    def now(self) -> Agreement:
        """The agreement read anew."""
        return Agreement.objects.select_related("partnership", "parent", "agreed_version").get(pk=self.agreement.pk)


@contextmanager
def left_alone() -> Iterator[None]:
    """Let nobody above ask or follow."""
    questions, followers = dict(registry.QUESTIONS), dict(registry.FOLLOWERS)
    registry.QUESTIONS.clear()
    registry.FOLLOWERS.clear()
    try:
        yield
    finally:
        registry.QUESTIONS.update(questions)
        registry.FOLLOWERS.update(followers)


@told_once
def agreement_world(
    state: str = AgreementState.DRAFT, *, today: date = TODAY, alone: bool = True, **particulars: Any
) -> AgreementWorld:
    """Three parties and an agreement with fifteen filled sections, State 50 %, in the wanted state."""
    partnership = make_negotiating_partnership()
    kinds = (OrganisationKind.STATE, OrganisationKind.REGION, OrganisationKind.MUNICIPALITY)
    principals = [make_party(partnership, kind) for kind in kinds]
    agreement = draft_with_text(partnership, principals, today=today, **particulars)
    if alone:
        with left_alone():
            bring_to(agreement, state, today=today)
    else:
        bring_to(agreement, state, today=today)
    found = Agreement.objects.select_related("partnership", "parent", "agreed_version").get(pk=agreement.pk)
    return AgreementWorld(
        agreement=found,
        state=principals[0],
        region=principals[1],
        municipality=principals[2],
        leader=negotiator_in(partnership),
        secretary=negotiator_in(partnership, SeatRole.SECRETARY),
        speakers={each.pk: representative_of(each) for each in principals},
    )


def draft_with_text(
    partnership: Partnership, principals: list[Principal], *, today: date = TODAY, **particulars: Any
) -> Agreement:
    """A draft with every section written, a financing plan, a timetable and two annexes."""
    given = {"title": "Ramavtal om digitala remisser", **particulars}
    agreement = services.draft_agreement(partnership=partnership, parties=principals, by=SYSTEM, today=today, **given)
    version = agreement.versions.get()
    for section, text in zip(version.sections.all(), SECTIONS, strict=True):
        services.edit_section(section, changes={"clauses": text}, by=SYSTEM, today=today, version=None)
    fill_plan(version, today=today)
    services.add_annex(agreement, title="Begrepp", text="Remiss: en begäran om vård.", by=SYSTEM, today=today)
    services.add_annex(
        agreement,
        title="Prov och räkneregler",
        text="En verksamhet räknas när den har skickat hundra remisser.",
        life=AnnexLife.BOARD,
        by=SYSTEM,
        today=today,
    )
    return agreement


def fill_plan(version: AgreementVersion, *, today: date = TODAY) -> None:
    """State 50 %, region 32,5 %, municipality 17,5 %; two days to keep."""
    services.edit_version(version, changes={"cost_ore": COST.ore}, by=SYSTEM, today=today, version=None)
    parties = list(version.agreement.parties.all())
    for party, share in zip(parties, SHARES, strict=False):
        services.add_financing_line(
            version,
            party=party,
            what="Andel av investeringen",
            share_ppm=share,
            price_level_on=PRICE_LEVEL,
            index_series="KPIF",
            by=SYSTEM,
            today=today,
        )
    days = ((date(2027, 12, 31), "Tjänsten i drift"), (date(2029, 6, 30), "Kommunerna anslutna"))
    for party, (due_on, what) in zip(parties[1:], days, strict=False):
        services.add_timetable_item(version, what=what, due_on=due_on, party=party, by=SYSTEM, today=today)


def bring_to(agreement: Agreement, state: str, *, today: date = TODAY) -> None:
    """Take the steps up to a state of the ordinary way."""
    acts: dict[str, Any] = {
        AgreementState.PREPARED: freeze_and_prepare,
        AgreementState.READY_TO_SIGN: services.make_ready,
        AgreementState.PARTLY_SIGNED: services.begin_signing,
        AgreementState.AWAITING_DECISIONS: services.note_all_signed,
        AgreementState.IN_FORCE: services.bring_into_force,
        AgreementState.UNDER_AMENDMENT: amend,
    }
    for wanted in WAY[1 : WAY.index(AgreementState(state)) + 1]:
        held = Agreement.objects.get(pk=agreement.pk)
        acts[wanted](held, by=SYSTEM, today=today)


def freeze_and_prepare(agreement: Agreement, *, by: Any, today: date) -> None:
    """Freeze version 1.0 and put it before the parties."""
    services.freeze_version(agreement, by=by, today=today, change_note="Första fullständiga utkastet")
    services.prepare_agreement(agreement, by=by, today=today)


def amend(agreement: Agreement, *, by: Any, today: date) -> None:
    """Begin an amendment."""
    services.start_amendment(agreement, reason="Kostnaden har stigit.", by=by, today=today)
