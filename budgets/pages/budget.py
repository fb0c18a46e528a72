"""What the page of a budget says: the state in words, whose turn it is, what is late."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Any, Self

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.decisions.models import Matter, Ruling
from governance.decisions.states import RETURNED, RulingState
from governance.lib.dates import swedish_day
from governance.lib.money import Sek
from governance.lib.text import capitalise, genitive
from governance.organisations.actors import Actor
from governance.organisations.body_names import in_own_words
from governance.organisations.models import Partnership
from governance.ui.templatetags.swedish import kr
from governance.workflow.situations import Situation
from governance.workflow.together import Wish, read_wishes

from ..states import OUT, PREPARED, BudgetState
from .lines import find_years
from .rows import Strip, due_of, nbsp, nbsp_date, paragraph_words
from .shares import BudgetShares


def rulings_of(matter: int) -> list[QuerySet[Ruling]]:
    """What the principals have decided in a matter, each with the name of its body."""
    found = Ruling.objects.filter(matter_id=matter).current().of_principals()
    found = found.only("state", "matter_id", "principal_id", "decided_on", "paragraph", "next_meeting_on")
    return [found.annotate(body_name=F("body__name")).order_by("pk")]


class BudgetPage(BudgetShares):
    """A budget as its page tells it: few queries, whatever the number of principals and lines."""

    @classmethod
    def find(cls, actor: Actor, slug: str, year: int, number: int, *, today: date) -> Self:
        """The page of a budget that the actor may know of, or 404."""
        return cls(*find_years(actor, slug, year, number), actor=actor, today=today)

    @property
    def partnership(self) -> Partnership:
        """Whose budget it is."""
        return self.budget.partnership

    def named(self, text: Any) -> str:
        """A text in the partnership's own words for its bodies and parties."""
        return in_own_words(text, self.partnership)

    @property
    def title(self) -> str:
        """The heading."""
        return _("Budget %s") % self.budget.year

    @property
    def eyebrow(self) -> str:
        """The line above the heading."""
        name = f"{self.partnership.name} ({self.partnership.short_name})"
        return _("%(name)s · version %(number)s") % {"name": name, "number": self.budget.version_number}

    @property
    def lead(self) -> str:
        """The state in words: what is paid together, and one's own part."""
        count_of_all = len(self.shares)
        budget = self.budget
        given = {"count": count_of_all, "total": kr(self.total), "year": budget.year}
        if not self.lines[budget.pk]:
            return _("Budgeten är ett utkast utan rader.")
        if budget.state == BudgetState.DRAFT:
            first = _("Utkastet är på %(total)s, som de %(count)s huvudmännen delar.") % given
        elif budget.state == BudgetState.IN_FORCE:
            first = _("De %(count)s huvudmännen betalar %(total)s tillsammans för %(year)s.") % given
        elif budget.state == BudgetState.CLOSED:
            first = _("De %(count)s huvudmännen betalade %(total)s tillsammans för %(year)s.") % given
        elif budget.state in (BudgetState.REPLACED, BudgetState.WITHDRAWN):
            first = _("Förslaget var på %(total)s. Det gäller inte längre.") % given
        else:
            first = _("De %(count)s huvudmännen föreslås betala %(total)s tillsammans.") % given
        own = self.own_share
        return first if own is None else f"{first} {_('%s del är') % genitive(own.name)} {kr(Sek(own.after))}."

    @cached_property
    def matter(self) -> Matter | None:
        """The matter; a draft has none."""
        found = None if self.budget.is_draft else Matter.objects.about(self.budget).first()
        if found is not None:
            found.partnership = self.partnership
        return found

    @cached_property
    def rulings(self) -> list[Any]:
        """What the principals have decided, while they decide, each with the name of its body."""
        if self.matter is None or self.budget.state not in OUT:
            return []
        return read_wishes(Wish("budgets.rulings", rulings_of, (self.matter.pk,)))[0][0]

    @property
    def own_ruling(self) -> Any:
        """What one's own principal has decided, while the principals decide."""
        own = (each for each in self.rulings if self.mine is not None and each.principal_id == self.mine.pk)
        return next(own, None)

    @property
    def tally_words(self) -> str:
        """How many have adopted it."""
        states = [each.state for each in self.rulings]
        if not states:
            return ""
        adopted, returned = states.count(RulingState.ADOPTED), sum(state in RETURNED for state in states)
        words = _("%(adopted)s av %(asked)s har antagit") % {"adopted": adopted, "asked": len(states)}
        return words + _(", %s väntar på svar") % returned if returned else words

    @property
    def strip(self) -> Strip:
        """Läge, vems tur, senast."""
        budget = self.budget
        situation: Situation = budget.situations[budget.state]
        turn, note, label = capitalise(self.named(situation.turn)), str(situation.asked), _("Vems tur")
        if (ruling := self.own_ruling) is not None and self.mine is not None:
            label = _("Vems tur för %s") % self.mine.organisation.name
            turn, note = own_turn(ruling)
        due, due_note = due_of(budget)
        state_note = self.tally_words if budget.state in OUT else ""
        if budget.is_adopted and budget.adopted_on:
            state_note = _("alla hade antagit %s") % nbsp_date(budget.adopted_on)
        return Strip(
            state=self.named(budget.get_state_display()),
            state_note=state_note,
            turn=turn,
            turn_note=note,
            turn_label=label,
            due=due,
            due_note=due_note if due and due >= self.today else "",
        )

    @property
    def flags(self) -> list[str]:
        """What is late, which stops nothing; and first what a principle lacks, which must be mended."""
        told = list(self.doubt_words)
        budget = self.budget
        if budget.is_late_handover and budget.handed_over_on:
            told.append(
                _("Budgeten lämnades över %(day)s, efter %(last)s. Det är antecknat men hindrar inget beslut.")
                % {"day": nbsp_date(budget.handed_over_on), "last": nbsp_date(budget.handover_deadline)}
            )
        if budget.is_late_adoption and budget.adopted_on:
            told.append(
                _("Den sista huvudmannen antog budgeten %(day)s, efter %(last)s. Det är antecknat.")
                % {"day": nbsp_date(budget.adopted_on), "last": nbsp_date(budget.adoption_deadline)}
            )
        if budget.is_draft and budget.handover_deadline < self.today:
            told.append(
                _("Sista dagen att lämna över till huvudmännen var %s. Det går fortfarande, men antecknas som sent.")
                % nbsp_date(budget.handover_deadline)
            )
        return told

    @property
    def doubt_words(self) -> Iterator[str]:
        """What stands in the way of a deviating principle, while the budget can be handed in or over."""
        if self.budget.state not in (BudgetState.DRAFT, *PREPARED):
            return
        for each in self.doubts:
            if each.strangers:
                yield f"{each.strangers_words} {_('Raden delas här enligt grundprincipen så länge.')}"
            if each.unasked:
                yield each.unasked_words

    @property
    def address(self) -> tuple[str, int, int]:
        """What every address of this budget holds."""
        return (self.partnership.slug, self.budget.year, self.budget.version_number)

    @property
    def url(self) -> str:
        """The page itself."""
        return reverse("budgets:budget", args=self.address)


def own_turn(ruling: Any) -> tuple[str, str]:
    """Whose turn it is for one's own principal, and what it does next."""
    state = ruling.state
    if state == RulingState.ADOPTED and ruling.decided_on:
        note = _("antog %(day)s, %(paragraph)s") % {
            "day": nbsp(swedish_day(ruling.decided_on)),
            "paragraph": paragraph_words(ruling.paragraph),
        }
        return _("Ingen, ni har beslutat"), note
    if state in (RulingState.REJECTED, RulingState.SENT_BACK):
        return _("Centralt samverkansorgan (CS)"), _("ska svara på era skäl")
    if ruling.next_meeting_on:
        return ruling.body_name, _("sammanträder %s") % nbsp(swedish_day(ruling.next_meeting_on))
    return ruling.body_name, _("har inte angett något sammanträde")
