"""One package as its page tells it: what it contains, what it is worth before what it costs, who has answered what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from governance.lib.money import Sek
from governance.lib.text import count_in_words, join_swedish
from governance.ui.templatetags.swedish import day, kr
from governance.workflow.steps import may_take, steps_of

from ..board import Board
from ..guards import in_percent
from ..models import Package, PackageConsent
from ..states import CONSENT_SITUATIONS, ConsentState, PackageState, Unit
from .packs import Pack, in_unit, leaders_pack, pack_for_others, weigh

ANSWERS = ("accept", "decline", "note")


@dataclass(frozen=True, slots=True)
class ContentRow:
    """What the package takes in an issue."""

    issue: str
    option: str
    own: str
    outside: str


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A party's part of the cost."""

    name: str
    percent: str
    amount: Sek | None
    is_mine: bool


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A party's answer."""

    name: str
    tone: str
    words: str
    on: date | None
    comment: str
    is_mine: bool


class PackagePage:
    """Everything the page shows of a package, to one reader."""

    def __init__(self, board: Board, package: Package, today: date) -> None:
        self.board, self.package, self.today = board, package, today

    @cached_property
    def card(self) -> Pack:
        """The gain, as far as the reader may know it."""
        if not self.board.is_leader:
            return pack_for_others(self.board, self.package)
        weighed = weigh(self.board, self.package)
        scale = max((abs(each) for each in weighed.gains), default=0) or 1
        return leaders_pack(self.board, weighed, [weighed], weighed.total, scale)

    @cached_property
    def chosen(self) -> dict[int, int]:
        """Issue -> option."""
        return {each.issue_id: each.option_id for each in self.package.choices.all()}

    @property
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
        )

    @property
    def own_heading(self) -> str:
        """What the column of one's own values is called."""
        mine = self.board.mine
        if mine is None:
            return ""
        unit = self.board.units.get(mine.pk, Unit.ORE)
        return _("Er nytta, Mkr per år") if unit == Unit.ORE else _("Er nytta, poäng")

    @property
    def shares(self) -> list[ShareRow]:
        """The proposed split of the cost."""
        split = {each.party_id: each for each in self.package.shares.all()}
        mine = self.board.mine.pk if self.board.mine else 0
        return [
            ShareRow(party.name, in_percent(split[party.pk].share_ppm), split[party.pk].amount, party.pk == mine)
            for party in self.board.parties
            if party.pk in split
        ]

    @cached_property
    def consents(self) -> Sequence[PackageConsent]:
        """The parties' answers; one query."""
        found = self.package.consents.select_related("party__principal__organisation")
        return list(found.order_by("party__order", "party_id"))

    @property
    def answers(self) -> list[AnswerRow]:
        """Who has answered what."""
        mine = self.board.mine.pk if self.board.mine else 0
        return [
            AnswerRow(
                each.party.name,
                str(CONSENT_SITUATIONS[each.state].tone.value),
                str(each.get_state_display()),
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

    @property
    def my_steps(self) -> list[Any]:
        """What one may answer now."""
        consent = self.my_consent
        if consent is None or (self.package.state != PackageState.LAID and consent.state != ConsentState.OUTDATED):
            return []
        steps = (steps_of(PackageConsent)[name] for name in ANSWERS)
        return [each for each in steps if consent.state in each.sources and may_take(consent, each, self.board.actor)]

    @property
    def leaders_steps(self) -> list[Any]:
        """What a negotiator may do with it now."""
        state, actor = self.package.state, self.board.actor
        mine = (each for each in steps_of(Package).values() if state in each.sources and not each.by_system)
        return [each for each in mine if may_take(self.package, each, actor)]

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
        """Who has not consented yet."""
        missing = [each.party.name for each in self.consents if each.state != ConsentState.ACCEPTED]
        told = count_in_words(len(self.consents) - len(missing), _("part"), _("parter"))
        return _("%(some)s av %(all)s har samtyckt. Det saknas svar från %(names)s.") % {
            "some": told[:1].upper() + told[1:],
            "all": len(self.consents),
            "names": join_swedish(missing),
        }

    @property
    def turn(self) -> tuple[str, str]:
        """Whose turn it is, and what is asked."""
        situation = self.package.situations[self.package.state]
        waiting = [each.party.name for each in self.consents if each.state == ConsentState.ASKED]
        if self.package.state == PackageState.LAID and 0 < len(waiting) <= 3:
            return join_swedish(waiting), _("ska svara på paketet")
        turn = str(situation.turn)
        return turn[:1].upper() + turn[1:], str(situation.asked)

    @property
    def cost_words(self) -> str:
        """The cost, or that it is not stated."""
        cost = self.package.cost
        return kr(cost) if cost is not None else _("Inte angiven")

    @property
    def state_note(self) -> str:
        """Since when."""
        on = self.package.agreed_on or self.package.laid_on
        return _("sedan %s") % day(on) if on and self.package.state != PackageState.WITHDRAWN else ""
