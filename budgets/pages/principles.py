"""A deviating principle as its page tells it: who rises, by how much, and who is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from django.utils.translation import gettext as _

from governance.decisions.models import Matter, Ruling
from governance.decisions.states import RULING_SITUATIONS, RulingState
from governance.lib.dates import swedish_date
from governance.lib.money import Sek
from governance.lib.text import count
from governance.organisations.actors import Actor
from governance.ui.templatetags.swedish import kr

from ..models import CostPrinciple, PrincipleShare
from ..states import PrincipleState
from .rows import Strip, paragraph_words, strip_from


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectRow:
    """What the principle means to one principal, and how far its council has come."""

    name: str
    base: Sek
    deviating: Sek
    must_decide: bool
    bar: Fraction
    tone: str
    state: str
    note: str
    is_mine: bool

    @property
    def change(self) -> Sek:
        """How much more or less."""
        return self.deviating - self.base


class PrinciplePage:
    """Everything the page shows of a principle."""

    def __init__(self, principle: CostPrinciple, matter: Matter | None, *, actor: Actor, today: date) -> None:
        self.principle = principle
        self.matter = matter
        self.actor = actor
        self.today = today

    @cached_property
    def shares(self) -> Sequence[PrincipleShare]:
        """Every principal's row."""
        return list(self.principle.shares.all())

    @cached_property
    def rulings(self) -> dict[int, Ruling]:
        """The councils' rulings by principal."""
        found = self.matter.principal_rulings() if self.matter is not None else []
        return {each.principal_id: each for each in found if each.principal_id}

    @property
    def strip(self) -> Strip:
        """Läge, vems tur, senast: while it is being decided, turn and day are those of its matter."""
        principle, matter = self.principle, self.matter
        state = str(principle.get_state_display())
        if matter is not None and principle.state == PrincipleState.BEING_DECIDED:
            return strip_from(matter, state, today=self.today)
        situation = principle.situations[principle.state]
        return Strip(state=state, turn=str(situation.turn), turn_note=str(situation.asked))

    @cached_property
    def rows(self) -> list[EffectRow]:
        """Those that rise first, the largest rise first."""
        mine = self.actor.principal_in(self.principle.partnership_id)
        most = max((abs(each.deviating_ore - each.base_ore) for each in self.shares), default=0) or 1
        made = [self.row(each, most, mine.pk if mine else 0) for each in self.shares]
        return sorted(made, key=lambda row: (not row.must_decide, -row.change.ore))

    def row(self, share: PrincipleShare, most: int, mine: int) -> EffectRow:
        """One principal's row."""
        ruling = self.rulings.get(share.principal_id)
        tone, state, note = "", "", ""
        if ruling is not None:
            tone = str(RULING_SITUATIONS[ruling.state].tone.value)
            state = str(ruling.get_state_display())
            if ruling.state == RulingState.ADOPTED and ruling.decided_on:
                note = f"{swedish_date(ruling.decided_on)}, {paragraph_words(ruling.paragraph)}"
            elif ruling.next_meeting_on:
                note = _("sammanträder %s") % swedish_date(ruling.next_meeting_on)
        return EffectRow(
            name=share.name,
            base=Sek(share.base_ore),
            deviating=Sek(share.deviating_ore),
            must_decide=share.must_consent,
            bar=Fraction(abs(share.deviating_ore - share.base_ore), most),
            tone=tone,
            state=state,
            note=note,
            is_mine=share.principal_id == mine,
        )

    @property
    def asked(self) -> list[EffectRow]:
        """Those whose share rises."""
        return [row for row in self.rows if row.must_decide]

    @property
    def told(self) -> list[EffectRow]:
        """The others."""
        return [row for row in self.rows if not row.must_decide]

    @property
    def amount(self) -> Sek:
        """The amount that the effect is told for."""
        return Sek(self.shares[0].amount_ore) if self.shares else Sek(0)

    @property
    def lead(self) -> str:
        """Who has to decide, in words."""
        if not self.shares:
            return _("Det är inte beräknat än vilka som ska besluta.")
        asked = count(len(self.asked), _("huvudman"), _("huvudmän"))
        state = self.principle.state
        if state == PrincipleState.IN_EFFECT:
            return _("Principen gäller. %s vars andel ökade har beslutat.") % asked
        if state == PrincipleState.ENDED:
            return _("Principen har upphört.")
        if state == PrincipleState.FALLEN:
            return _("Grundprincipen gäller.")
        decided = sum(ruling.state == RulingState.ADOPTED for ruling in self.rulings.values())
        if self.rulings:
            return _("%(decided)s av %(asked)s vars andel ökar har beslutat. Grundprincipen gäller så länge.") % {
                "decided": decided,
                "asked": asked,
            }
        told = count(len(self.told), _("huvudman"), _("huvudmän"))
        return _("%(asked)s får en ökad andel och ska besluta. %(told)s informeras.") % {"asked": asked, "told": told}

    @property
    def frozen_words(self) -> str:
        """Which budgets keep their shares though they are of years that the principle is from."""
        first, wanted = self.principle.first_year, self.principle.from_year
        if first == wanted:
            return ""
        last = first - 1
        budgets = _("Budget %s") % last if last == wanted else _("Budgetar till och med %s") % last
        words = _(
            "Principen är föreslagen från %(wanted)s. %(budgets)s lämnades till huvudmännen innan principen gällde och "
            "delas utan den."
        )
        told = words % {"wanted": wanted, "budgets": budgets}
        ends = self.principle.last_year
        return told if ends is None or ends >= first else f"{told} {_('Från %s gäller en annan princip.') % first}"

    @property
    def phase_words(self) -> str:
        """The phase, within a sentence."""
        return str(self.principle.get_phase_display()).lower()

    @property
    def amount_words(self) -> str:
        """What the amounts are parts of."""
        snapshot = self.principle.snapshot
        told = _("Räknat på %s.") % kr(self.amount)
        if snapshot is None:
            return told
        return f"{told} {_('Invånare %s.') % swedish_date(snapshot.reference_date)} {snapshot.note}".strip()
