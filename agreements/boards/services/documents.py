"""The sealed documents of boards: minutes, commitment report, compiled accounts; and the status of a negotiation."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agreements.negotiations.permissions import may_assist
from governance.documents.models import Document
from governance.documents.services import order_document
from governance.documents.shapes import (
    CommitmentReportData,
    CompiledAccountsData,
    MinutesData,
    NegotiationStatusData,
)
from governance.lib.dates import swedish_date
from governance.workflow.acts import require_right

from .. import permissions
from ..models import AccountsRound, Board, Meeting
from ..reports.accounts import accounts_builder
from ..reports.commitments import commitment_report_builder
from ..reports.minutes import minutes_builder
from ..reports.negotiation import status_builder

WHO_ORDERS_STATUS = _("en förhandlingsperson eller kansliet")


def order_minutes(meeting: Meeting, *, by: Any, today: date) -> Document:
    """Order the adjusted minutes as a sealed document; in the transaction of the adjusting."""
    board = meeting.board
    return order_document(
        kind=MinutesData,
        partnership=board.partnership,
        subject=meeting,
        title=f"Protokoll {meeting.number}, {board.body.name}",
        period=f"{board.pk}-{meeting.number}",
        build=minutes_builder(meeting),
        by=by,
        today=today,
    )


@transaction.atomic
def order_commitment_report(board: Board, *, by: Any, today: date) -> Document:
    """Order the commitment report of the day; the one before it stays in the register."""
    require_right(board, by, permissions.may_prepare, permissions.WHO_PREPARES)
    return order_document(
        kind=CommitmentReportData,
        partnership=board.partnership,
        subject=board,
        title=f"Åtagandenas läge {swedish_date(today)}, {board.agreement.title}"[:300],
        period=f"{board.pk}-{today:%Y%m%d}",
        build=commitment_report_builder(board, today=today),
        by=by,
        today=today,
        supersede=True,
    )


def order_compiled_accounts(accounts: AccountsRound, *, by: Any, today: date) -> Document:
    """Order a year's compiled accounts; in the transaction of the approval."""
    board = accounts.board
    return order_document(
        kind=CompiledAccountsData,
        partnership=board.partnership,
        subject=accounts,
        title=f"Sammanställd redovisning {accounts.year}, {board.agreement.title}"[:300],
        period=f"{board.pk}-{accounts.year}",
        build=accounts_builder(accounts, today=today),
        by=by,
        today=today,
    )


@transaction.atomic
def order_negotiation_status(negotiation: Any, *, by: Any, today: date) -> Document:
    """Order the status of a negotiation; everybody in it reads the same."""
    require_right(negotiation, by, may_assist, WHO_ORDERS_STATUS)
    return order_document(
        kind=NegotiationStatusData,
        partnership=negotiation.partnership,
        subject=negotiation,
        title=f"Förhandlingens läge {swedish_date(today)}, {negotiation.title}"[:300],
        period=f"{negotiation.number}-{today:%Y%m%d}",
        build=status_builder(negotiation, today=today),
        by=by,
        today=today,
        supersede=True,
    )
