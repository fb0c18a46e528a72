"""One package as its page tells it: what it contains, what it is worth before what it costs, who has answered what."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.negotiations.mandates import ending_words, mandates_ending
from agreements.negotiations.models import Party
from agreements.negotiations.states import OVER
from governance.lib.money import Sek
from governance.lib.text import capitalise, count_in_words, join_swedish
from governance.ui.templatetags.swedish import day, kr
from governance.workflow.steps import Step, may_take, steps_of
from governance.workflow.together import Wish, hand_out, read_wishes

from ..board import Board
from ..consent_guards import parties_beyond_mandate
from ..guards import in_percent
from ..models import Package, PackageChoice, PackageConsent, PackageShare
from ..permissions import may_lead
from ..states import CONSENT_SITUATIONS, LIVE, NEGOTIATORS, NOBODY, ConsentState, PackageState, Unit
from .packs import FactLine, Pack, Weighed, consenting_words, in_unit, leaders_pack, pack_for_others, weigh

ANSWERS = ("accept", "decline", "note")
ORDERS = {
    "lay": gettext_lazy("Lägg fram paketet för parterna"),
    "accept": gettext_lazy("Samtyck till paketet"),
    "decline": gettext_lazy("Säg nej till paketet"),
}
"""A step as a button says it, where that is not how it is named in a sentence."""


def order_of(step: Step) -> str:
    """A step's words on its button."""
    return str(ORDERS.get(step.name) or capitalise(str(step.label)))


@dataclass(frozen=True, slots=True)
class Button:
    """A step that the reader may take: its name in the address, its words, and whether it is what is asked for."""

    name: str
    words: str
    is_main: bool


@dataclass(frozen=True, slots=True)
class ContentRow:
    """What the package takes in an issue; of nothing chosen there is no mandate to tell of."""

    issue: str
    option: str
    own: str
    outside: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A party's part of the cost."""

    name: str
    percent: str
    amount: Sek | None
    is_mine: bool
    gain: str = ""
    over: str = ""


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A party's answer."""

    name: str
    tone: str
    words: str
    on: date | None
    comment: str
    is_mine: bool


def answer_words(consent: PackageConsent) -> str:
    """What a party has answered; of an answer that holds no longer, what it was."""
    if consent.state not in (ConsentState.OUTDATED, ConsentState.NOTED):
        return str(consent.get_state_display())
    if consent.answered_on is None:
        return _("Hann inte svara")
    return _("Samtyckte, gäller inte längre") if consent.mandate_id else _("Sa nej, gäller inte längre")


def shown_names(names: Sequence[str], most: int = 3) -> str:
    """Up to so many names, otherwise how many parties."""
    return join_swedish(names) if len(names) <= most else count_in_words(len(names), _("part"), _("parter"))


def in_package(package_id: int, today: date) -> tuple[QuerySet[Any], ...]:
    """What a package takes, how its cost is shared against the frames of the day, and what is answered."""
    answers = PackageConsent.objects.filter(package_id=package_id).select_related("party__principal__organisation")
    return (
        PackageChoice.objects.filter(package_id=package_id),
        PackageShare.objects.filter(package_id=package_id).with_frames(today),
        answers.order_by("party__order", "party_id"),
    )


def read_package(package: Package, organisation: int | None, today: date) -> None:
    """Read what its page shows of a package, with one question; `organisation` is the one that the reader acts for."""
    ((choices, shares, answers),) = read_wishes(Wish("benefits.package", in_package, (package.pk, today)))
    hand_out([package], "choices", choices, by="package_id")
    hand_out([package], "shares", shares, by="package_id")
    hand_out([package], "consents", answers, by="package_id")
    there = [each for each in answers if each.party.left_on is None]
    own = [each.state for each in there if each.party.principal.organisation_id == organisation]
    vars(package).update(  # as `with_answers` annotates it
        asked=len(there),
        consenting=sum(each.state == ConsentState.ACCEPTED for each in there),
        silent=sum(each.state == ConsentState.ASKED for each in there),
        own_answer=max(own, default=None),
    )


class PackagePage:
    """Everything the page shows of a package, to one reader."""

    def __init__(self, board: Board, package: Package, today: date) -> None:
        self.board, self.package, self.today = board, package, today

    @cached_property
    def card(self) -> Pack:
        """The gain, as far as the reader may know it."""
        card = self.plain_card
        above = [party.name for party in self.board.parties if party.pk in self.above]
        told = [FactLine("warn", _("Över ramen för %s") % join_swedish(above))] if above else []
        if ends := self.ending_mandates:
            told.append(FactLine("warn", _("Mandat som slutar före svarsdagen: %s") % ending_words(ends)))
        return replace(card, facts=[*card.facts, *told])

    @cached_property
    def ending_mandates(self) -> list[tuple[Party, date]]:
        """The parties whose mandates end before the day when their answers are due."""
        if self.due is None:
            return []
        return mandates_ending(self.board.negotiation, self.board.parties, self.today, before=self.due)

    @cached_property
    def above(self) -> set[int]:
        """The parties whose part of the cost is more than they may commit."""
        return {each.party_id for each in self.package.shares.all() if each.is_above_frame}

    @property
    def plain_card(self) -> Pack:
        """The gain alone."""
        if not self.board.is_leader:
            return pack_for_others(self.board, self.package)
        weighed = self.weighed
        scale = max((abs(each) for each in weighed.gains), default=0) or 1
        return leaders_pack(self.board, weighed, [weighed], weighed.total, scale)

    @cached_property
    def weighed(self) -> Weighed:
        """What it is worth to each party, for the negotiators alone."""
        return weigh(self.board, self.package)

    @cached_property
    def chosen(self) -> dict[int, int]:
        """Issue -> option."""
        return {each.issue_id: each.option_id for each in self.package.choices.all()}

    @cached_property
    def contents(self) -> list[ContentRow]:
        """Issue by issue."""
        return [self.content(issue) for issue in self.board.issues]

    def content(self, issue: Any) -> ContentRow:
        """One issue: the option, one's own value of it, and whose mandate it lies outside."""
        option = self.chosen.get(issue.pk, 0)
        mine = self.board.mine
        value = self.board.values.get((mine.pk, option)) if mine else None
        unit = self.board.units.get(mine.pk, Unit.ORE) if mine else Unit.ORE
        names = {each.pk: each.name for each in self.board.parties}
        outside = [names[each] for each in self.board.limits.get(option, ()) if each in names]
        return ContentRow(
            str(issue),
            self.board.option_titles.get(option, _("Inget alternativ valt")),
            in_unit(value.amount, unit) if value else "–",
            join_swedish(outside),
            is_chosen=bool(option),
        )

    @cached_property
    def own_heading(self) -> str:
        """What the column of one's own values is called."""
        mine = self.board.mine
        if mine is None:
            return ""
        unit = self.board.units.get(mine.pk, Unit.ORE)
        return _("Er nytta, Mkr per år") if unit == Unit.ORE else _("Er nytta, poäng")

    @cached_property
    def shares(self) -> list[ShareRow]:
        """The proposed split of the cost, beside each party's gain where the reader may know it."""
        split = {each.party_id: each for each in self.package.shares.all()}
        return [self.share(party, split[party.pk]) for party in self.board.parties if party.pk in split]

    def share(self, party: Party, part: Any) -> ShareRow:
        """One party's part of the cost, and whether it exceeds what its mandate allows."""
        mine = self.board.mine.pk if self.board.mine else 0
        return ShareRow(
            party.name,
            in_percent(part.share_ppm),
            part.amount,
            party.pk == mine,
            self.gains.get(party.pk, ""),
            _("Över partens ram, %s") % kr(Sek(part.frame)) if part.is_above_frame else "",
        )

    @cached_property
    def gains(self) -> dict[int, str]:
        """Party -> its gain as the negotiators see it; empty to all others."""
        if not self.board.is_leader:
            return {}
        told = zip(self.board.parties, self.weighed.gains, strict=True)
        return {party.pk: in_unit(gain, self.board.units.get(party.pk, Unit.ORE)) for party, gain in told}

    @property
    def consents(self) -> Sequence[PackageConsent]:
        """The parties' answers, as `read_package` has read them."""
        return list(self.package.consents.all())

    @cached_property
    def answers(self) -> list[AnswerRow]:
        """Who has answered what."""
        mine = self.board.mine.pk if self.board.mine else 0
        return [
            AnswerRow(
                each.party.name,
                str(CONSENT_SITUATIONS[each.state].tone.value),
                answer_words(each),
                each.answered_on,
                each.comment,
                each.party_id == mine,
            )
            for each in self.consents
        ]

    @cached_property
    def my_consent(self) -> PackageConsent | None:
        """One's own party's answer."""
        mine = self.board.mine
        return next((each for each in self.consents if mine is not None and each.party_id == mine.pk), None)

    @cached_property
    def my_steps(self) -> list[Button]:
        """What one may answer now; a no is never what is asked for."""
        consent = self.my_consent
        if consent is None or (self.package.state != PackageState.LAID and consent.state != ConsentState.OUTDATED):
            return []
        steps = (steps_of(PackageConsent)[name] for name in ANSWERS)
        mine = [each for each in steps if consent.state in each.sources and may_take(consent, each, self.board.actor)]
        changed = {}
        if consent.state == ConsentState.ACCEPTED:
            changed = {"decline": _("Ändra svaret till nej"), "accept": _("Samtyck på nytt")}
            asked_anew = any(each.pk == consent.party_id for each in self.beyond_mandate)
            mine = [each for each in mine if each.name != "accept" or asked_anew]
        return [Button(each.name, changed.get(each.name) or order_of(each), each.name != "decline") for each in mine]

    @cached_property
    def beyond_mandate(self) -> list[Party]:
        """When all have consented and yet nothing is agreed: the parties whose mandates do not hold it any longer."""
        there = [each.state for each in self.consents if each.party.left_on is None]
        if self.package.state != PackageState.LAID or set(there) != {ConsentState.ACCEPTED}:
            return []
        return parties_beyond_mandate(self.package, self.today)

    @cached_property
    def leaders_steps(self) -> list[Button]:
        """What a negotiator may do with it now."""
        state, actor = self.package.state, self.board.actor
        mine = (each for each in steps_of(Package).values() if state in each.sources and not each.by_system)
        may = [each for each in mine if may_take(self.package, each, actor)]
        return [Button(each.name, order_of(each), each.name == "lay") for each in may]

    @property
    def may_redraw(self) -> bool:
        """Whether a negotiator may sketch another package from this one."""
        over = self.package.state in (PackageState.DRAFT, PackageState.AGREED)
        return not over and may_lead(self.package, self.board.actor)

    @property
    def lead(self) -> str:
        """Where it stands, in words."""
        match self.package.state:
            case PackageState.DRAFT:
                return _("En skiss. Parterna ser den när den läggs fram.")
            case PackageState.LAID:
                return self.waiting_words
            case PackageState.AGREED:
                return _("Alla parter har samtyckt.")
            case _:
                return self.package.reason

    @property
    def waiting_words(self) -> str:
        """How many consent, who has said no, and who has not answered yet."""
        told = [f"{capitalise(consenting_words(self.package))}."]
        for state, words in (
            (ConsentState.DECLINED, _("%s har sagt nej.")),
            (ConsentState.ASKED, _("Det saknas svar från %s.")),
        ):
            names = [each.party.name for each in self.consents if each.state == state]
            told += [words % shown_names(names, most=4)] if names else []
        if self.beyond_mandate:
            names = [each.name for each in self.beyond_mandate]
            told.append(
                _("Mandatet räcker inte längre för %s. Det svaret behöver lämnas på nytt.") % join_swedish(names)
            )
        return " ".join(told)

    @cached_property
    def turn(self) -> tuple[str, str]:
        """Whose turn it is, and what is asked."""
        negotiation, situation = self.board.negotiation, self.package.situations[self.package.state]
        if negotiation.state in OVER:
            return capitalise(str(NOBODY)), str(negotiation.situations[negotiation.state].asked)
        if self.package.state == PackageState.OUTDATED and (after := self.successor):
            words = (
                _("Paket %s är överenskommet") if after.state == PackageState.AGREED else _("Paket %s ligger framme")
            )
            return capitalise(str(NOBODY)), words % after.letter
        waiting = [each.party.name for each in self.consents if each.state == ConsentState.ASKED]
        waiting = waiting or [each.name for each in self.beyond_mandate]
        if self.package.state == PackageState.LAID and waiting:
            return capitalise(shown_names(waiting)), _("ska svara på paketet")
        if self.package.state == PackageState.LAID and self.consents:
            return capitalise(str(NEGOTIATORS)), _("ska möta skälen hos dem som har sagt nej")
        return capitalise(str(situation.turn)), str(situation.asked)

    @property
    def cost_words(self) -> str:
        """The cost, or that it is not stated."""
        cost = self.package.cost
        return kr(cost) if cost is not None else _("Inte angiven")

    @property
    def state_note(self) -> str:
        """Since when it stands where it stands."""
        package = self.package
        since = {PackageState.LAID: package.laid_on, PackageState.AGREED: package.agreed_on}
        on = since.get(PackageState(package.state), package.ended_on)
        return _("sedan %s") % day(on) if on else ""

    @property
    def due(self) -> date | None:
        """The last day to answer, while answers are awaited."""
        return self.package.answer_by if self.package.state == PackageState.LAID else None

    @property
    def successor(self) -> Package | None:
        """The package that the parties have before them, or have agreed to, after this one ended."""
        return next((each for each in self.board.packages if each.state in LIVE), None)
