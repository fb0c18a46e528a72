"""The rules that an agreement's validity rests on."""

from governance.decisions.citations import LEGAL_FORCE, SOVEREIGN
from governance.workflow.citations import cite

__all__ = [
    "ALL_CONDITIONS",
    "CAP",
    "EVIDENCE",
    "IN_FORCE_STANDS",
    "LAST_DAY",
    "LEGAL_FORCE",
    "ORDER",
    "REFUSAL_IS_NOT_THE_END",
    "SAME_TEXT",
    "SOVEREIGN",
    "STATED_BEFORE",
]

ALL_CONDITIONS = cite(
    "W-80",
    source="system",
    place="Samverks arbetssätt: ett avtal gäller när varje villkor är uppfyllt, i vilken ordning det än sker",
)
REFUSAL_IS_NOT_THE_END = cite(
    "W-81",
    source="system",
    place="Samverks arbetssätt: ett avslag kan omprövas till sista dagen; en person fastställer att avtalet förfaller",
)
LAST_DAY = cite(
    "W-82",
    source="system",
    place="Samverks arbetssätt: ett villkor som inte är uppfyllt på sista dagen låter avtalet förfalla, "
    "när de 14 dagarna för att justera protokoll också har gått",
)
EVIDENCE = cite(
    "W-83", source="system", place="Samverks arbetssätt: ett uppfyllt villkor har sin dag och sitt underlag"
)
CAP = cite(
    "W-84",
    source="system",
    place="Samverks arbetssätt: när kostnadstaket överskrids prövar parterna avtalet, det förfaller inte i tysthet",
)
SAME_TEXT = cite(
    "W-85", source="system", place="Samverks arbetssätt: parternas beslut och underskrifter gäller samma låsta text"
)
IN_FORCE_STANDS = cite(
    "W-86", source="system", place="Samverks arbetssätt: det som ett gällande avtal vilar på tas inte tillbaka"
)
STATED_BEFORE = cite("W-87", source="system", place="Samverks arbetssätt: avtalets villkor bestäms innan texten låses")
ORDER = cite(
    "W-88",
    source="system",
    place="Samverks arbetssätt: den som ska besluta först undertecknar inte förrän parternas egna beslut är fattade",
)
