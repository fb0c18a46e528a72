"""The rules that commitments rest on, word for word."""

from agreements.negotiations.citations import LATE_CHANGE, MANDATES_FIRST
from governance.workflow.citations import cite

__all__ = ["LATE_CHANGE", "MANDATES_FIRST"]

CLEAR_COMMITMENT = cite("C-01", source="000", place="avsnitt Brett stöd", quote="tydliga åtaganden")
UNTIL_REALISED = cite(
    "C-02",
    source="000",
    place="avsnitt Uppdraget",
    quote="Dessa har varit aktiva under tiden fram till dess att alla åtaganden är realiserade",
)
TOGETHER = cite(
    "C-04",
    source="000",
    place="avsnitt Genomförande",
    quote="I många vägvalsfrågor behöver beslut och åtaganden komma från flera aktörer samtidigt",
)
LONG_TERM = cite("C-05", source="000", place="avsnitt Brett stöd", quote="skapar ett långsiktigt ansvarstagande")
WHO_GETS_THE_VALUE = cite(
    "C-08",
    source="004",
    place="hinder 3",
    quote="Avsaknad av linjärt samband mellan investeringar och faktiskt värdeskapande",
)
ONLY_MORE_HELPS = cite(
    "W-70",
    source="system",
    place="Samverks arbetssätt: ett villkor kan uppfyllas av att andra gör mer, aldrig brytas av det",
)
ALL_AT_ONCE = cite(
    "W-71",
    source="system",
    place="Samverks arbetssätt: bud som håller tillsammans blir bindande samtidigt eller inte alls",
)
REPORTED_IS_NOT_REALISED = cite(
    "W-72", source="system", place="Samverks arbetssätt: rapporterat är inte realiserat, styrelsen verifierar"
)
CHANGED_BY_AGREEMENT = cite(
    "W-73",
    source="system",
    place="Samverks arbetssätt: ett åtagande ändras eller upphör bara om alla parter har enats om det",
)
MINUTED = cite("W-74", source="system", place="Samverks arbetssätt: det styrelsen bestämmer har dag och paragraf")
EXPLAINED = cite("W-75", source="system", place="Samverks arbetssätt: den som ändrar läget för andra skriver varför")
