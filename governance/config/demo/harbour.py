"""The concluded negotiation: an agreement on homes and public transport, told up to its signing."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

from agreements.adoption.services import add_cost_cap, open_adoption, set_conditions
from agreements.benefits.services.consenting import accept_package
from agreements.benefits.services.packaging import draft_package, lay_package
from agreements.benefits.services.valuing import Given
from agreements.commitments.clearing import Kind, Measure
from agreements.commitments.models import Commitment
from agreements.commitments.services.clearing import clear_offers, preview_clearing
from agreements.commitments.services.offers import add_condition, make_offer
from agreements.negotiations.models import Negotiation
from agreements.negotiations.services.directive import publish_negotiation, set_frame, take_step
from agreements.negotiations.services.process import hold_session
from agreements.negotiations.states import DecisionLevel
from agreements.texts.kinds import DetailLevel, SignOrder
from agreements.texts.models import Agreement
from agreements.texts.outline import Field
from agreements.texts.services.drafting import draft_agreement
from agreements.texts.services.indexing import register_index_figure
from agreements.texts.services.life import make_ready, prepare_agreement
from agreements.texts.services.versions import acknowledge_version, freeze_version
from agreements.texts.services.writing import (
    add_annex,
    add_financing_line,
    add_timetable_item,
    edit_section,
    edit_version,
)
from governance.decisions.models import Matter, Ruling
from governance.decisions.services import note_legal_force, register_ruling
from governance.lib.dates import swedish_date
from governance.organisations.actors import Actor

from . import harbour_figures as figures
from . import talks
from .calendar import Scene
from .tables import Guest, Table, give_mandate, invite, lay_table

SLUG = "storhamn"
LAST = date(2035, 12, 31)


def set_up(by: Actor, today: date) -> Table:
    """The partnership, its three parties and two neighbours, from some years before the day of the story."""
    begun = today - timedelta(days=1_500)
    table = lay_table(
        slug=SLUG,
        name="Sverigeförhandling om bostäder och kollektivtrafik i Storhamn",
        short_name="Storhamn",
        purpose=figures.PURPOSE,
        begun=begun,
        by=by,
    )
    for guest in (*figures.PARTIES, *figures.NEIGHBOURS):
        invite(table, guest, begun=begun, by=by)
    return table


def scenes(table: Table, today: date) -> Iterator[Scene]:
    """From the directive to an agreement that is ready to be signed."""
    story = Concluding(table)
    for days_ago, act in (
        (1_480, story.propose),
        (1_470, story.mandates),
        (1_460, story.initiate),
        (1_440, story.gates),
        (1_430, story.negotiate),
        (1_400, story.value),
        (1_370, story.agree_on_package),
        (1_340, story.draft),
        (1_330, story.offer),
        (1_300, story.clear),
        (1_290, story.freeze),
        (1_280, story.hand_over),
        (1_230, story.decide),
        (1_200, story.gain_legal_force),
    ):
        yield Scene(today - timedelta(days=days_ago), act)


class Concluding:
    """The acts of the story, each by the one who may."""

    def __init__(self, table: Table) -> None:
        self.table = table

    @property
    def negotiation(self) -> Negotiation:
        """The negotiation as it stands."""
        return Negotiation.objects.get(partnership=self.table.partnership)

    @property
    def agreement(self) -> Agreement:
        """The agreement as it stands."""
        return Agreement.objects.get(partnership=self.table.partnership, parent=None)

    def propose(self, on: date) -> None:
        """The directive, the parties, the issues and the frame."""
        negotiation = talks.propose(
            self.table,
            [self.described(guest.key) for guest in figures.PARTIES],
            on=on,
            directive="D3",
            title="Bostäder och kollektivtrafik i Storhamn",
            purpose=figures.PURPOSE,
            scope=figures.SCOPE,
            delimitations=figures.DELIMITATIONS,
            possible_outcomes=figures.OUTCOMES,
        )
        talks.ask(self.table, negotiation, [each[:3] for each in figures.QUESTIONS], on)

    def described(self, key: str) -> Guest:
        """A party with its role."""
        guest = next(each for each in figures.PARTIES if each.key == key)
        role, undertakings, situation = figures.ROLES[key]
        return Guest(guest.key, guest.kind, guest.name, role=role, undertakings=undertakings, situation=situation)

    def mandates(self, on: date) -> None:
        """Who negotiates and who signs for each party."""
        until = date(on.year + 14, 12, 31)
        for guest in figures.PARTIES:
            decision = f"Beslut {swedish_date(on)}, § 18 (exempel)"
            give_mandate(self.table, guest, decision=decision, on=on, until=until)
            give_mandate(self.table, guest, decision=decision, on=on, until=until, may_sign=True)

    def initiate(self, on: date) -> None:
        """The frame is stated, and the parties get the directive."""
        set_frame(self.negotiation, frame=figures.mkr(4_500), by=self.table.act("office", on), today=on)
        negotiation = take_step(self.negotiation, "initiate", by=self.table.act("lead", on), today=on)
        publish_negotiation(negotiation, is_public=True, by=self.table.act("lead", on), today=on)

    def gates(self, on: date) -> None:
        """All five gates, by all three."""
        talks.confirm_gates(self.table, self.negotiation, figures.PARTIES, on=on)

    def negotiate(self, on: date) -> None:
        """The negotiation begins with a session."""
        take_step(self.negotiation, "begin_negotiating", by=self.table.act("lead", on), today=on)
        hold_session(
            self.negotiation,
            held_on=on,
            title="Nyttor av nya linjer",
            notes="Parterna räknade nyttan av varje linje innan någon talade om kostnaden.",
            attended=list(self.negotiation.parties.all()),
            decisions=((DecisionLevel.PARTIES, "Bostäder räknas inom linjernas influensområde."),),
            by=self.table.act("office", on),
            today=on,
        )

    def value(self, on: date) -> None:
        """Each party values the second option of every issue against the first."""
        options = talks.options_of(self.negotiation)
        for guest in figures.PARTIES:
            worth = {
                option.pk: Given(figures.mkr(number).ore)
                for (_, _, _, each), pair in zip(figures.QUESTIONS, options, strict=True)
                for option, number in zip(pair, (0, each[guest.key]), strict=True)
            }
            talks.value(self.table, talks.party_of(self.table, self.negotiation, guest.key), guest.key, worth, on)

    def agree_on_package(self, on: date) -> None:
        """One package, laid before the parties and agreed by all."""
        lead, negotiation = self.table.act("lead", on), self.negotiation
        package = draft_package(
            negotiation,
            title="Åtta linjer och 28 550 bostäder",
            choices=[each[1] for each in talks.options_of(negotiation)],
            shares={talks.party_of(self.table, negotiation, key): ppm for key, ppm in figures.SHARES.items()},
            cost=figures.COST,
            by=lead,
            today=on,
        )
        package = lay_package(package, by=lead, today=on)
        for guest in figures.PARTIES:
            consent = package.consents.get(party=talks.party_of(self.table, negotiation, guest.key))
            accept_package(consent, by=self.table.act(guest.key, on), today=on)

    def draft(self, on: date) -> None:
        """The agreement is written: fifteen sections, financing, timetable and two annexes."""
        office = self.table.act("office", on)
        take_step(self.negotiation, "begin_agreeing", by=self.table.act("lead", on), today=on)
        agreement = draft_agreement(
            negotiation=self.negotiation,
            title="Ramavtal om bostäder och kollektivtrafik i Storhamn",
            number="3",
            field=Field.BUILDING,
            detail_level=DetailLevel.FRAMEWORK,
            sign_order=SignOrder.DECIDE_FIRST,
            last_on=on + timedelta(days=900),
            is_public=True,
            by=office,
            today=on,
        )
        version = agreement.versions.get()
        edit_version(version, changes={"cost_ore": figures.COST.ore}, by=office, today=on, version=None)
        for section, clauses in zip(version.sections.order_by("number"), figures.SECTIONS, strict=True):
            edit_section(section, changes={"clauses": clauses}, by=office, today=on, version=None)
        parties = {each.principal_id: each for each in agreement.parties.all()}
        mine = {
            key: parties[principal.pk] for key, principal in self.table.principals.items() if principal.pk in parties
        }
        for key, ppm in figures.SHARES.items():
            add_financing_line(
                version,
                party=mine[key],
                what="Kollektivtrafikobjekt och cykelobjekt",
                share_ppm=ppm,
                price_level_on=date(2022, 1, 1),
                index_series=figures.PRICE_SERIES,
                by=office,
                today=on,
            )
        for what, year, key in figures.TIMETABLE:
            due = date(year, 12, 31)
            add_timetable_item(version, what=what, due_on=due, party=mine[key], by=office, today=on)
        for title, text in figures.ANNEXES:
            add_annex(agreement, title=title, text=text, by=office, today=on)
        for month, value in ((date(2022, 1, 1), "112.4"), (date(2026, 1, 1), "131.9")):
            if month <= on:
                register_index_figure(
                    partnership=self.table.partnership,
                    series=figures.PRICE_SERIES,
                    month=month,
                    value=Decimal(value),
                    source="Påhittad serie",
                    by=office,
                    today=on,
                )

    def offer(self, on: date) -> None:
        """Each party offers, on condition that the others do their part."""
        make = partial(make_offer, self.agreement, today=on)
        principals, act = self.table.principals, self.table.act
        objects = make(
            principals["region"],
            title="Åtta kollektivtrafikobjekt i drift",
            quantity=Decimal(8),
            unit="objekt",
            counting_rule="Ett objekt räknas när trafiken har börjat.",
            counts_from=on,
            due_on=date(2031, 12, 31),
            owner_role="Regionens trafikdirektör",
            by=act("region", on),
        )
        homes = make(
            principals["stad"],
            title="28 550 bostäder i influensområdet",
            quantity=Decimal(figures.DWELLINGS),
            unit="bostäder",
            counting_rule="En bostad räknas när den har fått slutbesked och ligger i influensområdet.",
            counting_area="Influensområdet i bilaga 2",
            counts_from=on,
            due_on=LAST,
            owner_role="Stadens stadsbyggnadsdirektör",
            contributors=[principals["nordby"], principals["soderby"]],
            by=act("stad", on),
        )
        cycling = make(
            principals["stad"],
            title="Fjorton cykelobjekt",
            quantity=Decimal(14),
            unit="objekt",
            counting_rule="Ett objekt räknas när det är öppnat.",
            counts_from=on,
            due_on=date(2031, 12, 31),
            owner_role="Stadens trafikdirektör",
            by=act("stad", on),
        )
        money = make(
            principals["staten"],
            title="Hälften av kostnaden",
            share_ppm=500_000,
            amount_ore=figures.part_of(500_000).ore,
            price_level_on=date(2022, 1, 1),
            index_series=figures.PRICE_SERIES,
            counting_rule="Utbetalat belopp, omräknat till prisnivån.",
            counts_from=on,
            due_on=date(2031, 12, 31),
            owner_role="Chefen för infrastrukturenheten",
            by=act("staten", on),
        )
        for mine, other, threshold, measure, key in (
            (homes, money, Decimal(500_000), Measure.SHARE, "stad"),
            (money, homes, Decimal(figures.DWELLINGS), Measure.QUANTITY, "staten"),
            (objects, money, Decimal(500_000), Measure.SHARE, "region"),
            (cycling, objects, Decimal(8), Measure.QUANTITY, "stad"),
        ):
            by = act(key, on)
            add_condition(mine, kind=Kind.LEVEL, others=[other], threshold=threshold, measure=measure, by=by, today=on)

    def clear(self, on: date) -> None:
        """What holds together becomes binding at once."""
        preview = preview_clearing(self.agreement, on)
        clear_offers(self.agreement, by=self.table.act("lead", on), today=on, fingerprint=preview.fingerprint)

    def freeze(self, on: date) -> None:
        """The parties read the text, and it is frozen."""
        office, lead = self.table.act("office", on), self.table.act("lead", on)
        prepare_agreement(self.agreement, by=office, today=on)
        version = freeze_version(self.agreement, by=office, today=on, change_note="Första fullständiga texten")
        for guest in figures.PARTIES:
            party = self.agreement.parties.get(principal=self.table.principals[guest.key])
            acknowledge_version(version, party, by=self.table.act(guest.key, on), today=on)
        set_conditions(self.agreement, today=on)
        add_cost_cap(self.agreement, base_ore=figures.COST.ore, cap_ppm=figures.CAP_PPM, by=lead, today=on)
        make_ready(self.agreement, by=lead, today=on)

    def hand_over(self, on: date) -> None:
        """The agreement is put before those who decide."""
        open_adoption(self.agreement, by=self.table.act("lead", on), today=on)

    def decide(self, on: date) -> None:
        """The two councils adopt it; the Government waits for the signatures."""
        for key, paragraph in (("region", "§ 52"), ("stad", "§ 71")):
            register_ruling(
                self.ruling(key),
                outcome="adopted",
                decided_on=on - timedelta(days=3),
                paragraph=paragraph,
                announced_on=on - timedelta(days=1),
                appeal_until=on + timedelta(days=20),
                diary_number=f"{on.year}/118",
                by=self.table.act(f"{key}.registrar", on),
                today=on,
            )

    def gain_legal_force(self, on: date) -> None:
        """Nobody appealed."""
        for key in ("region", "stad"):
            ruling = self.ruling(key)
            legal = on - timedelta(days=5)
            note_legal_force(ruling, legal_force_on=legal, by=self.table.act(f"{key}.registrar", on), today=on)

    def ruling(self, key: str) -> Ruling:
        """What a party's own body says of the agreement."""
        matter = Matter.objects.about(self.agreement).get()
        return matter.rulings.current().get(principal=self.table.principals[key])


def offered(agreement: Agreement, title: str) -> Commitment:
    """A commitment by the beginning of its title."""
    return Commitment.objects.get(agreement=agreement, title__startswith=title)
