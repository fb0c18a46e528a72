"""The page of a year's accounts: who has told, sums to the öre, approved in which paragraph, sent to whom."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from agreements.commitments.words import done_words
from governance.documents.models import Dispatch
from governance.documents.services import current_document
from governance.documents.shapes import CompiledAccountsData
from governance.lib.dates import swedish_date
from governance.lib.money import Sek
from governance.organisations.actors import Actor
from governance.ui.parts import Fact
from governance.workflow.steps import may_take, steps_of

from .. import permissions
from ..models import AccountsRound, PartyAccounts
from ..models.accounts import FIGURES
from ..states import SECRETARIAT, AccountsState, PartyAccountsState
from ..words import step_words

PRIMARY = ("compile", "send")


def accounts_page(accounts: AccountsRound, actor: Actor, today: date) -> dict[str, Any]:
    """Everything that the page shows."""
    found = accounts.parties.select_related("principal__organisation", "round__board__body")
    parties = list(found.prefetch_related("units__commitment").order_by("pk"))
    document = current_document(CompiledAccountsData.KIND, accounts)
    receipts = {each.principal_id: each for each in Dispatch.objects.filter(document=document)} if document else {}
    told = [each for each in parties if each.state == PartyAccountsState.RECEIVED]
    for each in parties:
        each.round = accounts
    ready = len(told) == len(parties)
    return {
        "accounts": accounts,
        "lead": lead(accounts, parties, told),
        **turn(accounts, parties, told),
        "due": accounts.due_on if accounts.state == AccountsState.REQUESTED and not ready else None,
        "rows": [party_row(each, receipts.get(each.principal_id), actor) for each in parties],
        "totals": {name: Sek(sum(getattr(each, name) or 0 for each in told)) for name in FIGURES} if told else None,
        "units": [
            {"unit": unit, "party": each.principal, "words": done_words(unit.commitment, unit.value)}
            for each in parties
            for unit in each.units.all()
        ],
        "facts": facts(accounts),
        "document": document,
        "steps": [
            {"name": name, "label": step_words(name, step), "primary": name in PRIMARY and (name != "compile" or ready)}
            for name, step in steps_of(AccountsRound).items()
            if name != "approve" and accounts.state in step.sources and may_take(accounts, step, actor)
        ],
    }


def lead(accounts: AccountsRound, parties: list[PartyAccounts], told: list[PartyAccounts]) -> str:
    """The state in words."""
    if accounts.state == AccountsState.REQUESTED and len(told) == len(parties):
        return _("Alla parter har lämnat. Redovisningen kan sammanställas.")
    if accounts.state == AccountsState.REQUESTED:
        return _("%(told)s av %(all)s parter har lämnat. Sista dag är den %(day)s.") % {
            "told": len(told),
            "all": len(parties),
            "day": swedish_date(accounts.due_on),
        }
    words = {
        AccountsState.COMPILED: _("Redovisningen är sammanställd och väntar på styrelsens godkännande."),
        AccountsState.APPROVED: _("Styrelsen har godkänt redovisningen. Den ska skickas."),
        AccountsState.SENT: _("Redovisningen är godkänd och skickad till regeringen och parterna."),
    }
    return words[AccountsState(accounts.state)]


def turn(accounts: AccountsRound, parties: list[PartyAccounts], told: list[PartyAccounts]) -> dict[str, Any]:
    """Whose turn it is: the secretariat's as soon as every party has told its year."""
    situation = AccountsRound.situations[accounts.state]
    if accounts.state == AccountsState.REQUESTED and len(told) == len(parties):
        return {"turn": SECRETARIAT, "turn_note": _("ska sammanställa redovisningen")}
    return {"turn": situation.turn, "turn_note": situation.asked}


def party_row(told: PartyAccounts, dispatch: Dispatch | None, actor: Actor) -> dict[str, Any]:
    """One party's figures."""
    mine = actor.principal_in(told.partnership_id)
    open_ = told.round.state == AccountsState.REQUESTED
    return {
        "told": told,
        "amounts": [None if getattr(told, name) is None else Sek(getattr(told, name)) for name in FIGURES],
        "tone": PartyAccounts.situations[told.state].tone,
        "dispatch": dispatch,
        "is_mine": mine is not None and mine.pk == told.principal_id,
        "may_tell": open_ and permissions.may_account(told, actor),
    }


def facts(accounts: AccountsRound) -> list[Fact]:
    """The days of the round."""
    days = (
        (_("Begärd"), accounts.requested_on, ""),
        (_("Sista dag för parterna"), accounts.due_on, ""),
        (_("Sammanställd"), accounts.compiled_on, ""),
        (_("Godkänd"), accounts.approved_on, accounts.paragraph),
        (_("Skickad"), accounts.sent_on, ""),
    )
    return [Fact(label=label, value=swedish_date(day), note=note) for label, day, note in days if day]
