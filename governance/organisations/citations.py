from governance.workflow.citations import cite

WHO_SETS_UP = cite("W-31", source="system", place="Samverks arbetssätt: partnerskapet sätter upp sig självt")
ONE_AT_A_TIME = cite("W-32", source="system", place="Samverks arbetssätt: samma plats hålls en gång i taget")
RIGHT_FIGURES = cite("W-33", source="system", place="Samverks arbetssätt: uppgifter kontrolleras innan de sparas")
MANDATE_FROM_ITS_PRINCIPAL = cite(
    "P-08",
    source="000",
    place="avsnitt Förhandla",
    quote="klargöra det mandat som förhandlingsparterna har fått av sina uppdragsgivare",
)
CORRECTED_OPENLY = cite(
    "W-34",
    source="system",
    place="Samverks arbetssätt: en inläst siffra ändras aldrig, en felaktig rättas med en ny som pekar på den",
)
