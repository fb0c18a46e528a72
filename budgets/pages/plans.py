"""Where an action plan stands: it is in force, or on its way, with the budget that it goes with."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from governance.lib.text import capitalise
from governance.organisations.body_names import in_own_words
from governance.organisations.models import Partnership

from ..models import Budget
from ..states import PAST, SGD, BudgetState
from .rows import Strip, due_of, nbsp_date


def leading(budgets: Sequence[Budget]) -> Budget | None:
    """The budget that says where a plan stands: an adopted one, else one on its way, and the newest of those."""
    return max(
        budgets,
        key=lambda each: (each.is_adopted, each.state not in PAST, each.year, each.version_number),
        default=None,
    )


def when_followed(budgets: Sequence[Budget]) -> str:
    """When the activities of a plan are followed up that has no adopted budget."""
    budget = leading(budgets)
    if budget is None:
        return _("Aktiviteterna följs upp när planen hör till en budget som är fastställd av alla huvudmän.")
    if budget.state == BudgetState.REPLACED:
        return _("Planens budget är ersatt av en ny version. Aktiviteterna följs upp i den versionens handlingsplan.")
    if budget.state == BudgetState.WITHDRAWN:
        return _("Planens budget är tillbakadragen. Aktiviteterna följs inte upp.")
    return _("Aktiviteterna följs upp när planens budget är fastställd av alla huvudmän.")


def strip_of(budgets: Sequence[Budget], partnership: Partnership, *, today: date) -> Strip:
    """Läge, vems tur and senast of a plan, as its budget has it."""
    budget = leading(budgets)
    if budget is None:
        return Strip(
            state=_("Hör inte till någon budget"),
            state_note="",
            turn=capitalise(in_own_words(SGD, partnership)),
            turn_note=_("ska välja planen i en budget"),
            turn_label=_("Vems tur"),
            due=None,
            due_note="",
        )
    situation, (due, due_note) = budget.situations[budget.state], due_of(budget)
    note = str(budget)
    if budget.is_adopted and budget.adopted_on:
        note = _("%(budget)s, antagen %(day)s") % {"budget": budget, "day": nbsp_date(budget.adopted_on)}
    return Strip(
        state=in_own_words(budget.get_state_display(), partnership),
        state_note=note,
        turn=capitalise(in_own_words(situation.turn, partnership)),
        turn_note=str(situation.asked),
        turn_label=_("Vems tur"),
        due=due,
        due_note=due_note if due and due >= today else "",
    )
