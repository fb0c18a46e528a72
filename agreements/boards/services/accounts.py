"""Acts on a year's accounts: requested from each party, received, compiled, approved at a meeting, sent."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from agreements.commitments.models import Commitment
from governance.audit.actors import SYSTEM
from governance.documents.models import Dispatch
from governance.documents.services import current_document, dispatch_document
from governance.documents.shapes import CompiledAccountsData
from governance.workflow import steps
from governance.workflow.acts import refuse, require_right

from .. import citations, permissions
from ..models import AccountsRound, Board, PartyAccounts, UnitFigure
from ..states import BoardState
from .documents import order_compiled_accounts

YOURSELF = "du själv: rätta uppgiften"


@transaction.atomic
def request_accounts(board: Board, *, year: int, due_on: date, by: Any, today: date) -> AccountsRound:
    """Ask every party for its accounts of a year, by a last day (begära)."""
    held: Board = steps.lock(board)
    require_right(held, by, permissions.may_prepare, permissions.WHO_PREPARES)
    refuse_request(held, year, due_on, today)
    made = AccountsRound(board=held, year=year, requested_on=today, due_on=due_on)
    steps.create(made, by=by, today=today, kind="request", year=year, due_on=str(due_on))
    for party in held.agreement.parties.select_related("principal__organisation"):
        steps.create(PartyAccounts(round=made, principal=party.principal), by=SYSTEM, today=today, kind="request")
    return made


def refuse_request(board: Board, year: int, due_on: date, today: date) -> None:
    """Raise Refused for a year or a day that cannot be right."""
    if board.state != BoardState.ACTIVE:
        words = _("Styrelsen är ”%s”.") % board.get_state_display().lower()
        raise refuse(words, citations.YEARLY_ACCOUNTS, mended_by="styrelsens ordförande")
    began = board.agreement.in_force_on
    if year > today.year or (began is not None and year < began.year):
        words = _("Välj ett år då avtalet har gällt.")
        raise refuse(words, citations.YEARLY_ACCOUNTS, mended_by=YOURSELF)
    if due_on < today:
        raise refuse(_("Sista dagen har redan varit."), citations.YEARLY_ACCOUNTS, mended_by=YOURSELF)


@transaction.atomic
def submit_accounts(  # noqa: PLR0913 -- the year is told at once
    accounts: PartyAccounts,
    *,
    budget_ore: int | None,
    cost_ore: int | None,
    financing_due_ore: int | None,
    financing_paid_ore: int | None,
    by: Any,
    today: date,
    comment: str = "",
    units: Mapping[Commitment, Decimal] | None = None,
    version: int | None = None,
) -> PartyAccounts:
    """Let a party tell its year; it may correct until the accounts are compiled (lämna)."""
    given = units or {}
    refuse_units(accounts, given)
    told: PartyAccounts = steps.perform(
        accounts,
        "submit",
        by=by,
        today=today,
        version=version,
        budget_ore=budget_ore,
        cost_ore=cost_ore,
        financing_due_ore=financing_due_ore,
        financing_paid_ore=financing_paid_ore,
        comment=comment.strip(),
    ).subject
    told.units.all().delete()
    UnitFigure.objects.bulk_create(
        [UnitFigure(accounts=told, commitment=each, value=value) for each, value in given.items()]
    )
    return told


def refuse_units(accounts: PartyAccounts, units: Mapping[Commitment, Decimal]) -> None:
    """Raise Refused for units of somebody else's commitment, or below zero."""
    if any(each.principal_id != accounts.principal_id for each in units):
        words = _("Redovisa bara era egna åtaganden.")
        raise refuse(words, citations.YEARLY_ACCOUNTS, mended_by=YOURSELF)
    if any(value < 0 for value in units.values()):
        words = _("Det som är klart kan inte vara mindre än noll.")
        raise refuse(words, citations.YEARLY_ACCOUNTS, mended_by=YOURSELF)


@transaction.atomic
def compile_accounts(
    accounts: AccountsRound, *, by: Any, today: date, summary: str = "", version: int | None = None
) -> AccountsRound:
    """Put every party's accounts together for the board to look at (sammanställa)."""
    made: AccountsRound = steps.perform(
        accounts, "compile", by=by, today=today, version=version, summary=summary.strip()
    ).subject
    return made


@transaction.atomic
def reopen_accounts(
    accounts: AccountsRound, *, reason: str, by: Any, today: date, version: int | None = None
) -> AccountsRound:
    """Let the parties correct what was compiled (öppna igen)."""
    opened: AccountsRound = steps.perform(
        accounts, "reopen", by=by, today=today, version=version, reason=reason.strip()
    ).subject
    return opened


@transaction.atomic
def approve_accounts(accounts: AccountsRound, *, paragraph: str, on: date, by: Any, today: date) -> AccountsRound:
    """The board approves by its paragraph; the compiled accounts are ordered as a sealed document (godkänna)."""
    approved: AccountsRound = steps.perform(
        accounts, "approve", by=by, today=today, occurred_on=on, paragraph=paragraph, on=on
    ).subject
    order_compiled_accounts(approved, by=by, today=today)
    return approved


@transaction.atomic
def send_accounts(accounts: AccountsRound, *, by: Any, today: date, version: int | None = None) -> list[Dispatch]:
    """Send the sealed accounts to every party; with the State among them that is the Government (skicka)."""
    sent: AccountsRound = steps.perform(accounts, "send", by=by, today=today, version=version).subject
    document = current_document(CompiledAccountsData.KIND, sent)
    if document is None:  # the guard has looked
        return []
    parties = sent.parties.select_related("principal__organisation")
    return [dispatch_document(document, principal=each.principal, by=by, today=today) for each in parties]


__all__ = [
    "approve_accounts",
    "compile_accounts",
    "reopen_accounts",
    "request_accounts",
    "send_accounts",
    "submit_accounts",
]
