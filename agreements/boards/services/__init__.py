from .accounts import (
    approve_accounts,
    compile_accounts,
    reopen_accounts,
    request_accounts,
    send_accounts,
    submit_accounts,
)
from .closing import close_board
from .documents import (
    order_commitment_report,
    order_compiled_accounts,
    order_minutes,
    order_negotiation_status,
)
from .forming import activate_board, appoint, appoint_invited, form_board, may_appoint, state_party
from .meetings import (
    OUTCOMES,
    add_item,
    adjust_minutes,
    call_meeting,
    cancel_meeting,
    decide_item,
    hold_meeting,
    plan_meeting,
    waiting_items,
)

__all__ = [
    "OUTCOMES",
    "activate_board",
    "add_item",
    "adjust_minutes",
    "appoint",
    "appoint_invited",
    "approve_accounts",
    "call_meeting",
    "cancel_meeting",
    "close_board",
    "compile_accounts",
    "decide_item",
    "form_board",
    "hold_meeting",
    "may_appoint",
    "order_commitment_report",
    "order_compiled_accounts",
    "order_minutes",
    "order_negotiation_status",
    "plan_meeting",
    "reopen_accounts",
    "request_accounts",
    "send_accounts",
    "state_party",
    "submit_accounts",
    "waiting_items",
]
