"""What the negotiation on health data is about. Every organisation, amount and valuation here is made up."""

from dataclasses import dataclass

from agreements.negotiations.states import IssueKind
from governance.lib.money import Sek
from governance.organisations.kinds import OrganisationKind as Kind

from .tables import Guest


def mkr(number: int) -> Sek:
    """So many million kronor."""
    return Sek.of_kronor(number * 1_000_000)


GUESTS = (
    Guest(
        "staten",
        Kind.STATE,
        "Svenska staten (exempel)",
        mkr(412),
        "Högst 50 procent av investeringen",
        role="Sätter normer och svarar för de rättsliga förutsättningarna",
        undertakings="Kan betala upp till hälften och driva vissa grundläggande tjänster",
        situation="Måste hålla sig inom beslutad budget; nya medel kräver riksdagens beslut",
    ),
    Guest(
        "aspen",
        Kind.REGION,
        "Region Aspen",
        mkr(60),
        role="Vårdhuvudman och vårdgivare",
        undertakings="Kan ansluta sina källor och dela sin behörighetskontroll",
        situation="Byter vårdinformationssystem under 2027",
    ),
    Guest(
        "bjork",
        Kind.REGION,
        "Region Björk",
        mkr(30),
        days_left=310,
        role="Vårdhuvudman och vårdgivare",
        undertakings="Kan ansluta sina källor",
        situation="Har underskott att återställa inom tre år",
    ),
    Guest(
        "eken",
        Kind.REGION,
        "Region Eken",
        mkr(45),
        "Endast om minst två regioner deltar",
        role="Vårdhuvudman och vårdgivare",
        undertakings="Kan leda det gemensamma arbetet med metod",
        situation="Har en egen plattform som ska användas till 2029",
    ),
    Guest(
        "almby",
        Kind.MUNICIPALITY,
        "Almby kommun",
        mkr(8),
        "Inte förvaltning",
        days_left=24,
        role="Huvudman för hälso- och sjukvård i hemmet",
        undertakings="Kan pröva tjänsten i hemsjukvården",
        situation="Liten it-avdelning",
    ),
    Guest(
        "lindo",
        Kind.MUNICIPALITY,
        "Lindö kommun",
        mkr(7),
        days_left=130,
        role="Huvudman för hälso- och sjukvård i hemmet",
        undertakings="Kan ansluta sina särskilda boenden",
        situation="Växer snabbt och behöver bygga boenden samtidigt",
    ),
    Guest(
        "ronnvik",
        Kind.MUNICIPALITY,
        "Rönnviks kommun",
        mkr(5),
        days_left=130,
        role="Huvudman för hälso- och sjukvård i hemmet",
        undertakings="Kan ansluta hemsjukvården",
        situation="Vill att äldre journaler lämnas utanför",
    ),
    Guest(
        "vard",
        Kind.ASSOCIATION,
        "Privata vårdgivare",
        None,
        "Binder inte medlemmarna",
        days_left=40,
        role="Företräder privata vårdgivare",
        undertakings="Kan stödja medlemmar som ansluter sig",
        situation="Medlemmarna är olika stora; de minsta saknar egna system",
    ),
    Guest(
        "teknik",
        Kind.ASSOCIATION,
        "Medicinteknik",
        None,
        "Binder inte medlemmarna",
        days_left=40,
        role="Företräder företag inom medicinteknik",
        undertakings="Kan ta fram öppna gränssnitt tillsammans med medlemmarna",
        situation="Behöver veta vilka standarder som gäller i minst fem år",
    ),
    Guest(
        "hasselby",
        Kind.ACADEMIA,
        "Hasselby universitet",
        mkr(3),
        role="Forskar och utbildar",
        undertakings="Kan följa upp nytta och integritet",
        situation="Är beroende av etikprövning för varje studie",
    ),
)

PURPOSE = "Uppgifter om hälsa ska kunna följa personen genom hela vården och omsorgen, oavsett vem som utför den."
SCOPE = "Gemensam infrastruktur, standarder, metodik, förvaltning och finansiering i hälso- och sjukvård och omsorg."
DELIMITATIONS = "Journaler som är äldre än tio år, tandvård och kvalitetsregister ingår inte i den här förhandlingen."
OUTCOMES = "Ett ramavtal mellan alla parter, eller flera sakområdesavtal om bara vissa delar går att enas om."


@dataclass(frozen=True, slots=True)
class Question:
    """An issue and its options; for each option what it is worth a year to each party, in million kronor."""

    title: str
    kind: IssueKind
    options: tuple[str, ...]
    worth: dict[str, tuple[int, ...]]


QUESTIONS = (
    Question(
        "Gemensam infrastruktur",
        IssueKind.INFRASTRUCTURE,
        ("Var och en bygger sin egen", "Gemensam katalog och sökning", "Gemensam drift från start"),
        {
            "staten": (0, 24, 38),
            "aspen": (0, 14, 22),
            "bjork": (0, 12, 16),
            "eken": (0, 11, -4),
            "almby": (0, 4, 7),
            "lindo": (0, 4, 7),
            "ronnvik": (0, 3, 5),
            "vard": (0, 9, 14),
            "teknik": (0, 6, 4),
            "hasselby": (0, 3, 5),
        },
    ),
    Question(
        "Standarder",
        IssueKind.STANDARDS,
        ("Rekommenderade", "Bindande för nya system", "Bindande för alla system från 2029"),
        {
            "staten": (0, 12, 20),
            "aspen": (0, 8, 3),
            "bjork": (0, 6, -5),
            "eken": (0, 9, 11),
            "almby": (0, 2, 1),
            "lindo": (0, 2, 2),
            "ronnvik": (0, 1, 0),
            "vard": (0, 6, 2),
            "teknik": (0, 15, 21),
            "hasselby": (0, 3, 4),
        },
    ),
    Question(
        "Gemensam metodik",
        IssueKind.METHOD,
        ("Frivilligt stöd", "Gemensam metod, en region leder"),
        {
            "staten": (0, 5),
            "aspen": (0, 6),
            "bjork": (0, 7),
            "eken": (0, 10),
            "almby": (0, 3),
            "lindo": (0, 2),
            "ronnvik": (0, 2),
            "vard": (0, 3),
            "teknik": (0, 2),
            "hasselby": (0, 4),
        },
    ),
    Question(
        "Förvaltning",
        IssueKind.MANAGEMENT,
        ("En myndighet förvaltar", "Gemensamt bolag", "Parterna turas om"),
        {
            "staten": (14, 6, -3),
            "aspen": (5, 9, 2),
            "bjork": (7, 4, 0),
            "eken": (1, 8, 3),
            "almby": (2, -2, -3),
            "lindo": (2, 1, -1),
            "ronnvik": (2, 0, -1),
            "vard": (4, 6, 0),
            "teknik": (2, 7, 1),
            "hasselby": (1, 1, 0),
        },
    ),
    Question(
        "Finansiering av de första fem åren",
        IssueKind.FINANCING,
        ("Staten betalar 50 procent", "Staten betalar 40 procent, avgift per anslutning"),
        {
            "staten": (-22, -12),
            "aspen": (8, 3),
            "bjork": (7, 2),
            "eken": (7, 4),
            "almby": (2, 1),
            "lindo": (2, 1),
            "ronnvik": (2, 1),
            "vard": (4, -3),
            "teknik": (0, 0),
            "hasselby": (1, 0),
        },
    ),
)
STATE_QUESTION = (
    "Rättsliga förutsättningar",
    IssueKind.LEGAL,
    ("Nuvarande lag räcker", "Ny lag om delning av hälsodata"),
)
SHARED = {("staten", 4), ("teknik", 1), ("eken", 2)}
"""Which party shows its valuation of which question to all; the rest is private."""

PACKAGES = (
    ("Gemensam drift från start", (2, 1, 1, 0, 0), "Allt gemensamt från första dagen."),
    ("Standarder först, drift senare", (1, 2, 1, 0, 0), "Katalogen kommer först; driften prövas efter tre år."),
    ("Parterna turas om", (1, 1, 1, 2, 1), "Ansvaret flyttar vart tredje år."),
)
COST = mkr(186)
SHARES = {
    "staten": 500_000,
    "aspen": 180_000,
    "bjork": 120_000,
    "eken": 140_000,
    "almby": 20_000,
    "lindo": 18_000,
    "ronnvik": 12_000,
    "vard": 0,
    "teknik": 0,
    "hasselby": 10_000,
}
SECOND = (1, 1, 1, 0, 0)
SECOND_SHARES = {**SHARES, "lindo": 14_000, "aspen": 184_000}
LIMITS = (
    ("almby", 3, 2, "Fullmäktige vill inte att kommunen tar ansvar för förvaltningen."),
    ("bjork", 1, 2, "Regionfullmäktige har inte sagt ja till krav på system som redan är i drift."),
)
