"""The rules that a negotiation rests on, word for word."""

from governance.organisations.citations import MANDATE_FROM_ITS_PRINCIPAL, RIGHT_FIGURES
from governance.workflow.citations import ORDER_OF_STEPS, cite

__all__ = ["MANDATE_FROM_ITS_PRINCIPAL", "ORDER_OF_STEPS", "RIGHT_FIGURES"]

INITIATE, NEGOTIATE, AGREE = "avsnitt Initiera", "avsnitt Förhandla", "avsnitt Avtala"
GROUNDS, NEGOTIATORS, IMPLEMENT = (
    "avsnitt Utgångspunkter",
    "avsnitt Förhandlingspersoner",
    "avsnitt Genomförande",
)

CLEAR_PARTIES = cite("P-02", source="000", place=GROUNDS, quote="tydliga parter avseende roller, åtaganden och mandat")
ALL_KINDS = cite("P-01", source="000", place=GROUNDS, quote="mellan stat, regioner, kommuner, akademi och näringsliv")
APPOINTED = cite(
    "P-06",
    source="000",
    place=NEGOTIATORS,
    quote="staten representeras av förhandlingsperson/er med politisk erfarenhet och ett brett politiskt kontaktnät",
)
NEUTRAL = cite(
    "P-07", source="000", place=NEGOTIATORS, quote="förhandlingarna har uppfattats som neutrala och fristående"
)
SITUATIONS = cite(
    "P-09",
    source="000",
    place="avsnitt Transparent förhållningssätt",
    quote="insikt och respekt för varandras situation, mandat och svårigheter",
)
BINDS_NO_MEMBER = cite(
    "A-01",
    source="system",
    place="Samverks läsning A-01: en förening skriver under för sig, inte för medlemmarna",
)
SAME_INFORMATION = cite("N-03", source="000", place=INITIATE, quote="alla berörda ska få samma information")
SHARED_VIEW = cite("N-04", source="000", place=INITIATE, quote="samsyn om syfte, innehåll och upplägg")
DELIMITED = cite("N-05", source="000", place=INITIATE, quote="vilka avgränsningar som behöver göras")
DIRECTIVE = cite("N-06", source="000", place=INITIATE, quote="Här är tydliga förhandlingsdirektiv av största vikt")
CONSENSUS = cite(
    "N-07",
    source="000",
    place=INITIATE,
    quote="Det behöver finnas konsensus bland samtliga berörda parter kring vilken typ av förhandling som inleds",
)
MANDATES_FIRST = cite(
    "N-10",
    source="000",
    place=NEGOTIATE,
    quote="det underlättar att i ett tidigt skede klargöra det mandat som förhandlingsparterna har fått av sina "
    "uppdragsgivare",
)
KEEPS_PACE = cite(
    "N-11",
    source="000",
    place=NEGOTIATE,
    quote="tidplan måste vara realistisk ur aspekten att hinna med, men också för att parterna inte ska tappa tempo",
)
SET_UP_FIRST = cite(
    "N-12",
    source="000",
    place=NEGOTIATE,
    quote="viktigare att vara överens om upplägget i förhandlingen än att strikt hålla en tidtabell för denna",
)
FRAME_IS_CLEAR = cite(
    "N-13",
    source="000",
    place=NEGOTIATE,
    quote="ramarna för finansiering och ekonomi bör vara tydliga",
)
LATE_CHANGE = cite(
    "N-14",
    source="000",
    place=NEGOTIATE,
    quote="förändringar gällande en parts ekonomiska förutsättningar i sent skede påverkar samtliga parter vilja till "
    "åtaganden",
)
ISSUES = cite(
    "N-17",
    source="000",
    place=IMPLEMENT,
    quote="definition av gemensam infrastruktur, standarder, gemensam metodik, förvaltning och finansiering",
)
STATE_DECIDES = cite(
    "N-18",
    source="000",
    place=IMPLEMENT,
    quote="Staten behöver ta ansvar för rättsliga och integritetsskyddande förutsättningar, interoperabilitet, samt "
    "vissa grundläggande tjänster",
)
DECIDED_ON_THE_WAY = cite(
    "N-19",
    source="000",
    place=NEGOTIATORS,
    quote="beslut kunnat tas under processen och att navigering kunnat ske på olika nivåer",
)
OPENLY_TOLD = cite(
    "N-20",
    source="000",
    place="avsnitt Transparent förhållningssätt",
    quote="ett öppet och transparent kommunikationsarbete",
)
NOT_ROUND_TABLES = cite(
    "N-21", source="000", place=GROUNDS, quote="då det denna gång inte får stanna vid rundabordssamtal och samverkan"
)
PHASES_IN_ORDER = cite(
    "N-02", source="system", place="Samverks läsning N-02: initiera, förhandla, avtala och genomföra, i den ordningen"
)
CHECKLISTS = cite(
    "N-27", source="000", place="avsnitt Modell för Sverigeförhandling", quote="gemensamma framgångsfaktorer"
)
WITH_REASONS = cite(
    "W-141", source="system", place="Samverks arbetssätt: den som pausar, avbryter eller går tillbaka säger varför"
)
STANDS_STILL = cite(
    "W-142",
    source="system",
    place="Samverks arbetssätt: det som parterna har bekräftat ändras inte utan att de får veta",
)
