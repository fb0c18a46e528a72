"""What the concluded agreement in the demonstration is about.

Its size follows a public framework agreement (28 550 dwellings, half of the cost from the State, a cap of 15 per cent);
the places, parties, people and all else are made up.
"""

from governance.lib.money import Sek
from governance.organisations.kinds import OrganisationKind as Kind

from .health_figures import mkr
from .tables import Guest

STATE = Guest("staten", Kind.STATE, "Svenska staten (exempel)", mkr(2_400), "Högst 50 procent", days_left=700)
REGION = Guest("region", Kind.REGION, "Region Storhamn", mkr(1_000), days_left=700)
CITY = Guest("stad", Kind.MUNICIPALITY, "Storhamns stad", mkr(1_300), days_left=700)
PARTIES = (STATE, REGION, CITY)
NEIGHBOURS = (
    Guest("nordby", Kind.MUNICIPALITY, "Nordby kommun"),
    Guest("soderby", Kind.MUNICIPALITY, "Söderby kommun"),
)
ROLES = {
    "staten": ("Medfinansierar och följer upp", "Kan betala hälften av kollektivtrafiken", "Beroende av årlig budget"),
    "region": ("Kollektivtrafikmyndighet", "Kan bygga och driva linjerna", "Behöver köpa in nya fordon"),
    "stad": ("Planerar och bygger staden", "Kan planera för bostäder i linjernas närhet", "Växer snabbt"),
}
PURPOSE = "Fler bostäder och bättre kollektivtrafik i Storhamn, betalda av dem som har nytta av dem."
SCOPE = "Åtta kollektivtrafikobjekt, fjorton cykelobjekt och bostäder i linjernas influensområde."
DELIMITATIONS = "Nya motorvägar och hamnens egen utbyggnad ingår inte."
OUTCOMES = "Ett ramavtal mellan staten, regionen och staden."

COST = mkr(3_980)
SHARES = {"staten": 500_000, "region": 226_000, "stad": 274_000}
CAP_PPM = 150_000
DWELLINGS, BY_NEIGHBOUR = 28_550, 900

QUESTIONS = (
    ("Linjenät", "infrastructure", ("Fem linjer", "Åtta linjer"), {"staten": 40, "region": 95, "stad": 120}),
    ("Bostäder", "other", ("18 000 bostäder", "28 550 bostäder"), {"staten": 160, "region": 30, "stad": 60}),
    (
        "Gemensamma krav på hållplatser",
        "standards",
        ("Var och en", "Samma krav"),
        {"staten": 2, "region": 6, "stad": 4},
    ),
    ("Gemensam uppföljning", "method", ("Var och en", "Tre gånger om året"), {"staten": 9, "region": 1, "stad": 1}),
    ("Drift och underhåll", "management", ("Staden", "Regionen"), {"staten": 0, "region": 4, "stad": 12}),
    (
        "Finansiering",
        "financing",
        ("Staten 40 procent", "Staten 50 procent"),
        {"staten": -60, "region": 40, "stad": 45},
    ),
)

SECTIONS = (
    "Avtalet sluts mellan Svenska staten, Region Storhamn och Storhamns stad. Var och en kallas part.\n\n"
    "Nordby och Söderby kommuner är inte parter. De har i egna beslut sagt att de bygger bostäder som räknas.",
    "Parterna har förhandlat enligt ett direktiv från regeringen. Nyttan för var och en redovisades innan kostnaden "
    "delades.",
    "Avtalet består av den här texten, finansieringsplanen, tidplanen och två bilagor.\n\n"
    "Säger texten och en bilaga emot varandra gäller texten.",
    "Avtalet ska ge fler bostäder och bättre kollektivtrafik i Storhamn.\n\n"
    "Åtta kollektivtrafikobjekt och fjorton cykelobjekt byggs. De beskrivs i bilaga 1.",
    "Storhamns stad svarar för att 28\u00a0550 bostäder blir färdiga, varav 900 i Nordby och 900 i Söderby.\n\n"
    "En bostad räknas när den har fått slutbesked, ligger i influensområdet och blev färdig efter avtalets början.\n\n"
    "Region Storhamn bygger kollektivtrafiken. Staten betalar hälften.",
    "Den samlade kostnaden är 3\u00a0980\u00a0000\u00a0000 kronor i prisnivå januari 2022.\n\n"
    "Staten svarar för 50 procent, Region Storhamn för 22,6 procent och Storhamns stad för 27,4 procent.\n\n"
    "Stiger kostnaden med mer än 15 procent prövar parterna om avtalet ska gälla.",
    "Objekten är färdiga senast 2031 och bostäderna senast 2035. Delmål står i tidplanen.",
    "Region Storhamn genomför kollektivtrafikobjekten, driver dem och äger anläggningarna.\n\n"
    "Storhamns stad genomför cykelobjekten och äger dem.",
    "En styrelse följer avtalet tills alla åtaganden är realiserade. Staten utser ordförande.\n\n"
    "Varje part utser en ledamot och en ersättare. Varje part redovisar varje år.",
    "Staden upplåter den mark som behövs utan ersättning mellan parterna.",
    "Staden planlägger. Parterna söker de tillstånd som deras objekt kräver.",
    "Avtalet gäller tills alla åtaganden är realiserade. Ingen part kan säga upp det ensam.",
    "Avtalet ändras genom tilläggsavtal som alla parter undertecknar. Äldre versioner förblir läsbara.",
    "Avtalet gäller när alla har undertecknat, när fullmäktiges beslut har vunnit laga kraft och när regeringen har "
    "godkänt det.",
    "Ändras förutsättningarna väsentligt ska parterna förhandla på nytt.",
)
ANNEXES = (
    ("Objekten", "Åtta kollektivtrafikobjekt och fjorton cykelobjekt, med läge och omfattning."),
    ("Räkneregler för bostäder", "Hur en bostad räknas: slutbesked, influensområde och första dag."),
)
PRICE_SERIES = "Exempelindex för byggande"
TIMETABLE = (
    ("Planer för alla linjer har vunnit laga kraft", 2027, "stad"),
    ("De tre första linjerna är i drift", 2028, "region"),
    ("Alla objekt är färdiga", 2031, "region"),
    ("Alla bostäder är färdiga", 2035, "stad"),
)


def part_of(ppm: int) -> Sek:
    """A share of the cost."""
    return Sek(COST.ore * ppm // 1_000_000)
