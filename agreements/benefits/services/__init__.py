"""Acts on benefits and packages; each asks who may, and leaves its event."""

from .consenting import accept_package, acknowledge_change, decline_package
from .late_change import follow_change
from .packaging import agreed_package, change_package, draft_package, lay_package, withdraw_package
from .searching import analyse_now, ask_trade_finder, draft_from_suggestion
from .valuing import Given, add_interest, remove_interest, save_valuations

__all__ = [
    "Given",
    "accept_package",
    "acknowledge_change",
    "add_interest",
    "agreed_package",
    "analyse_now",
    "ask_trade_finder",
    "change_package",
    "decline_package",
    "draft_from_suggestion",
    "draft_package",
    "follow_change",
    "lay_package",
    "remove_interest",
    "save_valuations",
    "withdraw_package",
]
