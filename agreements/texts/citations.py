"""The rules that agreements as text rest on, word for word."""

from governance.workflow.citations import cite

FIVE_PARTS = cite(
    "AG-1",
    source="000",
    place="Avtala",
    quote="avtalen som minimum behöver hantera principer för funktion, kostnad, tidplan, ansvarsfördelning och "
    "uppföljning",
)
UPDATING = cite(
    "AG-2",
    source="000",
    place="Avtala",
    quote="En mekanism för hur avtalet fortlöpande kan uppdateras, justeras och underhållas allteftersom nya behov "
    "uppstår bör ingå",
)
ROOM = cite(
    "AG-3",
    source="000",
    place="Avtala",
    quote="visst utrymme och flexibilitet för att inte skapa låsningar",
)
RECURRING = cite(
    "AG-5",
    source="000",
    place="Tidsplan och budgetarbete",
    quote="det återkommande partsavtal som förhandlingen utmynnar i",
)
LEGAL_BASIS = cite(
    "AG-10",
    source="001",
    place="avsnitt 2",
    quote="utan genomförande av gemensamma upphandlingar, så är det enkom lösningar som är direkt hänförliga till det "
    "så kallade Hamburg-undantaget i upphandlingslagstiftningen som är möjliga",
)
WARNING_ANSWERED = cite(
    "A-02",
    source="system",
    place="Samverks läsning A-02: fem delar måste finnas; saknas den sjätte ska det sägas varför",
)
TEXT_STANDS = cite(
    "W-40", source="system", place="Samverks arbetssätt: den text som godkänns och undertecknas är låst och ändras inte"
)
PLAN_ADDS_UP = cite("W-41", source="system", place="Samverks arbetssätt: en finansieringsplan summerar till sista öret")
FIGURES_HAVE_SOURCE = cite(
    "W-42", source="system", place="Samverks arbetssätt: ett belopp räknas om med indextal som har en källa"
)
AMENDED_OPENLY = cite(
    "W-43",
    source="system",
    place="Samverks arbetssätt: ett avtal som gäller ändras genom tilläggsavtal, och den gamla texten går att läsa",
)
REASON_GIVEN = cite("W-44", source="system", place="Samverks arbetssätt: den som avslutar ett avtal skriver varför")
SEVERAL_PARTIES = cite("W-45", source="system", place="Samverks arbetssätt: ett avtal har minst två parter")
OBJECTION_ANSWERED = cite(
    "W-47",
    source="system",
    place="Samverks arbetssätt: en part som inte godkänner en text skriver varför, och får svar före underskrift",
)
ANNEX_LIFE = cite(
    "W-46",
    source="system",
    place="Samverks arbetssätt: varje bilaga säger hur den ändras, och varje utgåva av den bevaras",
)
