"""The rules that a board rests on, word for word."""

from agreements.commitments.citations import EXPLAINED, MINUTED, REPORTED_IS_NOT_REALISED, UNTIL_REALISED
from governance.workflow.citations import cite

__all__ = ["EXPLAINED", "MINUTED", "REPORTED_IS_NOT_REALISED", "UNTIL_REALISED"]

FORUM = cite(
    "N-25",
    source="000",
    place="avsnitt Uppdraget",
    quote="Detta forum har i Sverigeförhandlingen kallats för styrelser",
)
JOINT_BOARD = cite("AG-4", source="000", place="avsnitt Brett stöd", quote="partsgemensam styrelse")
COMPOSITION = cite(
    "W-130",
    source="system",
    place="Samverks arbetssätt: staten utser ordförande och vice ordförande, varje part en ledamot och en ersättare",
)
DEPUTY_SERVES = cite(
    "W-131", source="system", place="Samverks arbetssätt: ersättaren tjänstgör när partens ledamot är frånvarande"
)
QUORUM = cite(
    "W-132",
    source="system",
    place="Samverks arbetssätt: styrelsen beslutar när ordförande och mer än hälften av parterna är närvarande",
)
CALLED_WITH_AGENDA = cite(
    "W-133", source="system", place="Samverks arbetssätt: ledamöterna kallas med dagordning före sammanträdet"
)
ADJUSTED = cite(
    "W-134", source="system", place="Samverks arbetssätt: protokollet justeras av ordföranden och en justerare"
)
YEARLY_ACCOUNTS = cite(
    "W-135",
    source="system",
    place="Samverks arbetssätt: varje part redovisar varje år, och styrelsen sammanställer, godkänner och skickar",
)
