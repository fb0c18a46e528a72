"""The rules that benefits and packages rest on, word for word."""

from agreements.negotiations.citations import (
    LATE_CHANGE,
    MANDATE_FROM_ITS_PRINCIPAL,
    MANDATES_FIRST,
    STATE_DECIDES,
    WITH_REASONS,
)
from governance.workflow.citations import ORDER_OF_STEPS, RIGHT_TO_ACT, cite

__all__ = [
    "LATE_CHANGE",
    "MANDATES_FIRST",
    "MANDATE_FROM_ITS_PRINCIPAL",
    "ORDER_OF_STEPS",
    "RIGHT_TO_ACT",
    "STATE_DECIDES",
    "WITH_REASONS",
]

OWN_BENEFITS = cite(
    "N-08",
    source="000",
    place="avsnitt Initiera",
    quote="bygger på att de förhandlande parterna bidrar med sina respektive nyttor",
)
BENEFIT_FIRST = cite(
    "N-09",
    source="000",
    place="avsnitt Värdeskapande förhandling",
    quote="fokuserar förhandlingen på att öka nyttan för de ingående parterna, inte på vem som blir vinnare eller "
    "förlorare i fördelningen av kostnaden",
)
WHOLE_PACKAGE = cite("W-151", source="system", place="Samverks arbetssätt: ett paket har ett alternativ i varje fråga")
SHARES_ADD_UP = cite(
    "W-152", source="system", place="Samverks arbetssätt: andelarna av en kostnad summerar till det hela"
)
ONE_PACKAGE = cite("W-153", source="system", place="Samverks arbetssätt: ett paket i taget är överenskommet")
OWN_NUMBERS = cite(
    "W-154", source="system", place="Samverks arbetssätt: varje part värderar själv, och det privata ser bara parten"
)
