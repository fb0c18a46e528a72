"""The negotiation on health data, told up to a day when a package lies before the parties."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from agreements.benefits.models import Package
from agreements.benefits.services.consenting import accept_package, decline_package
from agreements.benefits.services.packaging import draft_package, lay_package
from agreements.benefits.services.searching import ask_trade_finder
from agreements.benefits.services.valuing import Given, add_interest
from agreements.benefits.states import InterestKind
from agreements.negotiations.models import Negotiation, Option, Party
from agreements.negotiations.services.directive import publish_negotiation, set_frame, take_step
from agreements.negotiations.services.gates import tell_why_not
from agreements.negotiations.services.issues import add_issue, add_option, decide_state_issue, limit_mandate
from agreements.negotiations.services.parties import register_finance_change
from agreements.negotiations.services.process import (
    add_milestone,
    answer_checklist,
    complete_milestone,
    hold_session,
    log_notice,
)
from agreements.negotiations.states import DecisionLevel, Gate
from agreements.negotiations.states import NegotiationState as S
from governance.lib.dates import swedish_date
from governance.lib.money import Sek
from governance.organisations.actors import Actor

from . import health_figures as figures
from . import talks
from .calendar import Scene
from .tables import Table, give_mandate, invite, lay_table

SLUG = "halsodata"
TOOTH = "Vi hade hellre sett att tandvården ingick."
WAITING = {("ronnvik", Gate.DELIMITATIONS), ("bjork", Gate.TYPE)}
"""What is missing in the second negotiation, which has only begun."""


def set_up(by: Actor, today: date) -> Table:
    """The partnership and everybody at its table, from some months before the day of the story."""
    begun = today - timedelta(days=190)
    table = lay_table(
        slug=SLUG,
        name="Sverigeförhandling om hälsodata",
        short_name="Hälsodata",
        purpose=figures.PURPOSE,
        begun=begun,
        by=by,
    )
    for guest in figures.GUESTS:
        invite(table, guest, begun=begun, by=by)
    return table


def scenes(table: Table, today: date) -> Iterator[Scene]:
    """Directive, gates, sessions, valuations, packages; and a second negotiation that waits for two gates."""
    story = Negotiating(table, today)

    def on(days_ago: int) -> date:
        return today - timedelta(days=days_ago)

    yield Scene(on(180), story.propose)
    yield Scene(on(176), story.mandates)
    yield Scene(on(172), story.initiate)
    yield Scene(on(150), story.meet_first)
    yield Scene(on(140), story.gates)
    yield Scene(on(126), story.negotiate)
    yield Scene(on(110), story.value)
    yield Scene(on(70), story.meet_again)
    yield Scene(on(62), story.sketch)
    yield Scene(on(56), story.lay)
    yield Scene(on(44), story.answer)
    yield Scene(on(34), story.change_late)
    yield Scene(on(30), story.begin_another)
    yield Scene(on(24), story.lay_anew)
    yield Scene(on(6), story.answer_anew)


class Negotiating:
    """The acts of the story, each by the one who may."""

    def __init__(self, table: Table, today: date) -> None:
        self.table, self.today = table, today

    @property
    def negotiation(self) -> Negotiation:
        """The main negotiation as it stands."""
        return Negotiation.objects.get(partnership=self.table.partnership, title__startswith="Gemensam infrastruktur")

    def party(self, key: str) -> Party:
        """A party of the main negotiation."""
        return talks.party_of(self.table, self.negotiation, key)

    def options(self) -> list[list[Option]]:
        """The options of each question, in order; the State's own question comes last."""
        return talks.options_of(self.negotiation)

    def propose(self, on: date) -> None:
        """Register the directive, the parties, the questions and the negotiator."""
        office = self.table.act("office", on)
        negotiation = talks.propose(
            self.table,
            figures.GUESTS,
            on=on,
            directive="D1",
            title="Gemensam infrastruktur för hälsodata",
            purpose=figures.PURPOSE,
            scope=figures.SCOPE,
            delimitations=figures.DELIMITATIONS,
            possible_outcomes=figures.OUTCOMES,
            own_cost=figures.mkr(9),
        )
        talks.ask(self.table, negotiation, [(each.title, each.kind, each.options) for each in figures.QUESTIONS], on)
        title, kind, options = figures.STATE_QUESTION
        legal = add_issue(negotiation, title=title, kind=kind, state_only=True, by=office, today=on)
        for option in options:
            add_option(legal, title=option, by=self.table.act("staten", on), today=on)
        for phase, days, text in (
            (S.INITIATING, 50, "Alla grindar är bekräftade"),
            (S.NEGOTIATING, 110, "Första paketet läggs fram"),
            (S.NEGOTIATING, 145, "Alla parter har svarat på ett paket"),
            (S.NEGOTIATING, 215, "Parterna är överens om ett paket"),
            (S.AGREEING, 330, "Ramavtalet är klart att underteckna"),
        ):
            planned = on + timedelta(days=days)
            add_milestone(negotiation, phase=phase, planned_on=planned, title=text, by=office, today=on)

    def mandates(self, on: date) -> None:
        """Each party says what its representative may do."""
        for guest in figures.GUESTS:
            until = self.today + timedelta(days=guest.days_left)
            give_mandate(self.table, guest, decision=f"Beslut {swedish_date(on)}, § 41 (exempel)", on=on, until=until)

    def initiate(self, on: date) -> None:
        """Everybody gets the same information, and the frame is stated."""
        lead, office = self.table.act("lead", on), self.table.act("office", on)
        negotiation = set_frame(
            self.negotiation, frame=figures.mkr(900), note="Investering under fem år.", by=office, today=on
        )
        negotiation = take_step(negotiation, "initiate", by=lead, today=on)
        publish_negotiation(negotiation, is_public=True, by=lead, today=on)
        log_notice(negotiation, what="Direktivet och underlaget skickades till alla parter.", by=office, today=on)

    def meet_first(self, on: date) -> None:
        """The first session: what the negotiation may lead to, and what lies outside."""
        hold_session(
            self.negotiation,
            held_on=on,
            title="Syfte, upplägg och avgränsningar",
            notes="Parterna gick igenom direktivet. Rönnviks kommun ville lämna äldre journaler utanför.",
            attended=list(self.negotiation.parties.all()),
            decisions=((DecisionLevel.PARTIES, "Journaler äldre än tio år ingår inte."),),
            by=self.table.act("office", on),
            today=on,
        )

    def gates(self, on: date) -> None:
        """Every party confirms the five gates."""
        views = {("eken", Gate.PURPOSE): TOOTH}
        talks.confirm_gates(self.table, self.negotiation, figures.GUESTS, on=on, views=views)

    def negotiate(self, on: date) -> None:
        """The negotiation begins; the State settles its own question, and two parties tell what they may not do."""
        lead, office = self.table.act("lead", on), self.table.act("office", on)
        take_step(self.negotiation, "begin_negotiating", by=lead, today=on)
        legal = self.negotiation.issues.get(state_only=True)
        choice = legal.options.get(number=2)
        decide_state_issue(legal, option=choice, by=self.table.act("staten", on), today=on)
        first = self.negotiation.milestones.order_by("planned_on").first()
        if first is not None:
            complete_milestone(first, done_on=on, by=office, today=on)
        for key, place, option, reason in figures.LIMITS:
            by = self.table.act(key, on)
            limit_mandate(self.party(key), option=self.options()[place][option], reason=reason, by=by, today=on)
        for item in self.negotiation.checklist.filter(phase=S.INITIATING):
            answer_checklist(item, answered=True, answer="Ja, prövat vid första mötet.", by=office, today=on)

    def value(self, on: date) -> None:
        """Every party values every option; most of it in private."""
        options = self.options()
        for guest in figures.GUESTS:
            by = self.table.act(guest.key, on)
            values = {
                option.pk: Given(figures.mkr(worth).ore, (guest.key, place) in figures.SHARED)
                for place, question in enumerate(figures.QUESTIONS)
                for option, worth in zip(options[place], question.worth[guest.key], strict=True)
            }
            talks.value(self.table, self.party(guest.key), guest.key, values, on)
            add_interest(
                self.party(guest.key), kind=InterestKind.GIVES, text=guest.undertakings, shared=True, by=by, today=on
            )

    def meet_again(self, on: date) -> None:
        """A second session, on interests before cost."""
        hold_session(
            self.negotiation,
            held_on=on,
            title="Parternas nyttor",
            notes="Varje part berättade vad den vill uppnå, innan någon talade om kostnaden.",
            attended=list(self.negotiation.parties.exclude(principal=self.table.principals["bjork"])),
            decisions=(
                (DecisionLevel.NEGOTIATORS, "Förhandlingspersonen skissar tre paket."),
                (DecisionLevel.NATIONAL, "Staten utreder en ny lag om delning av hälsodata."),
            ),
            by=self.table.act("office", on),
            today=on,
        )

    def sketch(self, on: date) -> None:
        """The negotiator sketches three packages, and asks what would be better."""
        lead, options = self.table.act("lead", on), self.options()
        shares = {self.party(key): ppm for key, ppm in figures.SHARES.items()}
        for title, chosen, text in figures.PACKAGES:
            draft_package(
                self.negotiation,
                title=title,
                choices=[*(options[place][number] for place, number in enumerate(chosen)), options[-1][1]],
                shares=shares,
                cost=figures.COST,
                description=text,
                by=lead,
                today=on,
            )
        ask_trade_finder(self.negotiation, by=lead, today=on)

    def lay(self, on: date) -> None:
        """One of them is laid before the parties."""
        package = Package.objects.get(negotiation=self.negotiation, number=2)
        lay_package(package, by=self.table.act("lead", on), today=on, answer_by=on + timedelta(days=75))
        reached = self.negotiation.milestones.get(title="Första paketet läggs fram")
        complete_milestone(reached, done_on=on, by=self.table.act("office", on), today=on)

    def answer(self, on: date) -> None:
        """Most parties have answered; one says no, since its mandate does not reach."""
        package = Package.objects.get(negotiation=self.negotiation, number=2)
        self.accept(package, ("staten", "aspen", "lindo", "teknik"), on)
        consent = package.consents.get(party=self.party("bjork"))
        reason = "Regionfullmäktige har inte sagt ja till krav på system som redan är i drift."
        decline_package(consent, comment=reason, by=self.table.act("bjork", on), today=on)

    def accept(self, package: Package, keys: Iterable[str], on: date) -> None:
        """Some parties consent."""
        for key in keys:
            consent = package.consents.get(party=self.party(key))
            accept_package(consent, by=self.table.act(key, on), today=on)

    def lay_anew(self, on: date) -> None:
        """A package that holds after the change: bound for new systems alone, and less to pay for one party."""
        lead, options = self.table.act("lead", on), self.options()
        package = draft_package(
            self.negotiation,
            title="Standarder för nya system först",
            choices=[*(options[place][number] for place, number in enumerate(figures.SECOND)), options[-1][1]],
            shares={self.party(key): ppm for key, ppm in figures.SECOND_SHARES.items()},
            cost=figures.COST,
            description="Som paket B, men kraven gäller nya system, och Lindö betalar mindre.",
            by=lead,
            today=on,
        )
        lay_package(package, by=lead, today=on, answer_by=on + timedelta(days=50))

    def answer_anew(self, on: date) -> None:
        """Six of ten have said yes; four are still preparing their answer."""
        package = Package.objects.get(negotiation=self.negotiation, number=4)
        self.accept(package, ("staten", "aspen", "bjork", "lindo", "teknik", "hasselby"), on)

    def change_late(self, on: date) -> None:
        """One party's finances change late, and all are told."""
        register_finance_change(
            self.party("lindo"),
            what="Kommunen måste bygga två skolor tidigare än planerat.",
            new_frame=Sek.of_kronor(3_000_000),
            by=self.table.act("lindo", on),
            today=on,
        )

    def begin_another(self, on: date) -> None:
        """A smaller negotiation in the same partnership waits for two confirmations of fifty."""
        other = talks.propose(
            self.table,
            figures.GUESTS,
            on=on,
            directive="D2",
            title="Gemensamma kodverk",
            purpose="Samma ord för samma sak i hela vården och omsorgen.",
            scope="Kodverk för diagnoser, åtgärder och läkemedel.",
            delimitations="Ekonomiska ersättningar ingår inte.",
            possible_outcomes="Ett sakområdesavtal, eller en gemensam rekommendation.",
        )
        other = take_step(other, "initiate", by=self.table.act("lead", on), today=on)
        talks.confirm_gates(self.table, other, figures.GUESTS, on=on, without=WAITING)
        self.tell_why(other, on)

    def tell_why(self, other: Negotiation, on: date) -> None:
        """The two that have not confirmed say why."""
        for key, gate, text in (
            ("ronnvik", Gate.DELIMITATIONS, "Vi vill att lokala koder för hemtjänsten lämnas utanför."),
            ("bjork", Gate.TYPE, "Regionstyrelsen tar ställning vid nästa sammanträde."),
        ):
            party = other.parties.get(principal=self.table.principals[key])
            tell_why_not(party, gate, text=text, by=self.table.act(key, on), today=on)
