from .accounts import AccountsRound, PartyAccounts, UnitFigure
from .boards import Appointment, Board
from .meetings import AgendaItem, Attendance, Meeting

__all__ = [
    "AccountsRound",
    "AgendaItem",
    "Appointment",
    "Attendance",
    "Board",
    "Meeting",
    "PartyAccounts",
    "UnitFigure",
]
