"""What is done with the conditions of an agreement. Every act holds the agreement first, then looks at all of them."""

from .conditions import (
    add_condition,
    add_cost_cap,
    change_last_day,
    change_last_days,
    fail_condition,
    meet_condition,
    note_signatures_complete,
    remove_condition,
    set_conditions,
    take_back_condition,
)
from .costs import agree_to_cost, raise_breach, register_cost_forecast
from .deciding import open_adoption
from .settling import settle, settle_overdue

__all__ = [
    "add_condition",
    "add_cost_cap",
    "agree_to_cost",
    "change_last_day",
    "change_last_days",
    "fail_condition",
    "meet_condition",
    "note_signatures_complete",
    "open_adoption",
    "raise_breach",
    "register_cost_forecast",
    "remove_condition",
    "set_conditions",
    "settle",
    "settle_overdue",
    "take_back_condition",
]
