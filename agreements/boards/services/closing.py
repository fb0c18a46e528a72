"""How a board ends its work, and what follows for its agreement (C-02)."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from agreements.texts.services.life import complete_agreement
from agreements.texts.states import AgreementState
from governance.audit.actors import SYSTEM
from governance.workflow import steps

from ..guards import closing_item
from ..models import Board


@transaction.atomic
def close_board(board: Board, *, by: Any, today: date, version: int | None = None) -> Board:
    """Close a board whose commitments are all realised (avsluta); its agreement is completed in the same transaction.

    Raises Refused with what stands in the way: open commitments, accounts that are not sent, minutes not adjusted.
    """
    held: Board = steps.lock(board)
    item = closing_item(held)
    details = {"paragraph": item.paragraph, "on": item.meeting.held_on} if item else {}
    closed: Board = steps.perform(held, "close", by=by, today=today, version=version, **details).subject
    if closed.agreement.state == AgreementState.IN_FORCE:
        reason = _("Alla åtaganden är realiserade. Styrelsen avslutades %s.") % closed.closing_paragraph
        complete_agreement(closed.agreement, by=SYSTEM, today=today, reason=reason)
    return closed
