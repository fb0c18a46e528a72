"""The rules that plans, budgets and cost sharing rest on, word for word."""

from governance.decisions.citations import ALL_OF_THEM as UNANIMOUS
from governance.decisions.citations import RETURNED, RISING_SHARE, WITHIN_FRAME
from governance.workflow.citations import cite

__all__ = ["RETURNED", "RISING_SHARE", "UNANIMOUS", "WITHIN_FRAME"]

PLAN = cite("E-01", source="001", place="avsnitt 7.1", quote="tas en flerårig handlingsplan fram")
PLAN_AND_CALCULATION = cite(
    "E-02",
    source="001",
    place="avsnitt 7.1",
    quote="Till handlingsplanen kopplas en årlig budget och en flerårig ekonomisk kalkyl",
)
PREPARED_BY_SGD = cite(
    "E-04",
    source="001",
    place="avsnitt 7.1",
    quote="Ansvar för framtagning, uppdatering och uppföljning av handlingsplan och budget åvilar styrgruppen SGD",
)
NINE_MONTHS = cite(
    "E-05",
    source="001",
    place="avsnitt 7.1",
    quote="skall föreläggas huvudmännen senast nio (9) månader före verksamhetsårets början",
)
LARGER_CHANGE = cite(
    "E-07",
    source="001",
    place="avsnitt 7.1",
    quote="kan Centralt Samverkansorgan besluta om att förändringarna ska godkännas av de 34 huvudmännen",
)
NEVER_EXCEEDED = cite(
    "E-08",
    source="001",
    place="avsnitt 7.1",
    quote="Budgeten får inte överskridas utan godkännande av de 34 huvudmännen",
)
HALF_EACH = cite(
    "E-10",
    source="001",
    place="avsnitt 7.3.4",
    quote="kostnaderna fördelas lika mellan Region Skåne och gruppen av 33 kommuner",
)
BY_RESIDENTS = cite(
    "E-11",
    source="001",
    place="avsnitt 7.3.4",
    quote="Sinsemellan fördelas de 33 kommunernas kostnadsdel efter invånartal",
)
DEVIATING = cite(
    "E-12",
    source="001",
    place="avsnitt 7.3.4",
    quote="För tjänster som inte har en jämnt fördelad användning mellan region och kommuner kan avvikande principer "
    "etableras",
)
RISING_DECIDES = cite(
    "E-13",
    source="001",
    place="avsnitt 7.3.4",
    quote="Dessa ska beslutas av de fullmäktige hos de 34 huvudmännen som får en ökad finansieringsandel",
)
CS_ALLOCATES = cite(
    "E-14",
    source="001",
    place="avsnitt 7.3.3",
    quote="ansvarar för att fördela de gemensamma resurser, det gemensamma ekonomiska utrymme som avsatts av "
    "huvudmännen",
)
YEARLY_FEEDBACK = cite(
    "E-15",
    source="001",
    place="avsnitt 7.4",
    quote="minst årligen återkopplar till de 34 huvudmännen kring hur och till vad de gemensamt avsatta resurserna "
    "utnyttjas",
)
BY_PHASE = cite(
    "E-16",
    source="001",
    place="avsnitt 7.3.2",
    quote="under såväl etableringsfasen som under förvaltnings- och avvecklingsfaserna",
)
STRATEGIC_GOALS = cite("X-03", source="001", place="avsnitt 6", quote="6. STRATEGISKA MÅL")
REFERENCE_DATE = cite(
    "A-03",
    source="system",
    place="Samverks läsning A-03: invånartalen är den officiella statistiken 31 december två år före budgetåret",
)
REALLOCATION = cite(
    "A-06",
    source="system",
    place="Samverks läsning A-06: en större omfördelning inom budgeten prövas och dokumenteras",
)
AMOUNTS_HOLD = cite(
    "W-20",
    source="system",
    place="Samverks arbetssätt: beloppen i en version ändras inte när den har lämnats in",
)
BOOKS_CLOSED = cite("W-21", source="system", place="Samverks arbetssätt: ett år avräknas en gång, när det är slut")
SHARES_HOLD = cite(
    "W-24",
    source="system",
    place="Samverks arbetssätt: andelarna i en budget ändras inte när den har lämnats till huvudmännen",
)
CORRECTED_OPENLY = cite(
    "W-22", source="system", place="Samverks arbetssätt: en felaktig uppgift rättas med en ny, som pekar på den första"
)
DOCUMENTED = cite(
    "W-23", source="system", place="Samverks arbetssätt: ett ställningstagande har dag, paragraf och skäl"
)
TIME_TO_DECIDE = cite(
    "W-25", source="system", place="Samverks arbetssätt: en sista dag för beslut anges medan det är tid att besluta"
)
REACHES_EVERYONE = cite(
    "Y-02", source="system", place="Samverks läsning Y-02: rapporten ska nå var och en, och det antecknas"
)
