"""What the story's budgets hold. Every amount here is made up; only the residents are real."""

from dataclasses import dataclass

from budgets.states import Phase


@dataclass(frozen=True, slots=True)
class Offered:
    """A shared service of the story, and what it is good for."""

    key: str
    name: str
    short: str
    benefit: str


SERVICES = (
    Offered("planer", "Mina Planer", "Mina Planer", "Den enskilde och alla som ger vård ser samma plan."),
    Offered(
        "utskrivning", "Trygg utskrivning", "Trygg utskrivning", "Hemgången är förberedd när den enskilde skrivs ut."
    ),
    Offered(
        "samtycke", "Gemensam samtyckestjänst", "Samtyckestjänst", "Den enskilde svarar en gång på vem som får se vad."
    ),
    Offered(
        "hjalpmedel", "Hjälpmedelsöversikten", "Hjälpmedelsöversikt", "Rätt hjälpmedel finns på plats när det behövs."
    ),
    Offered(
        "meddelande", "Meddelandetjänsten", "Meddelandetjänst", "Den enskilde får svar utan att ringa flera ställen."
    ),
    Offered(
        "samordning",
        "Samordning och uppföljning",
        "Samordning",
        "De gemensamma tjänsterna hänger ihop för den enskilde.",
    ),
)

E, M, D = Phase.ESTABLISHMENT, Phase.MANAGEMENT, Phase.DECOMMISSION

LINES: tuple[dict[tuple[str, Phase], int], ...] = (
    {
        ("planer", M): 8_450_000,
        ("utskrivning", E): 3_600_000,
        ("hjalpmedel", E): 1_250_000,
        ("meddelande", M): 640_000,
        ("samordning", M): 1_160_000,
    },
    {
        ("planer", M): 8_900_000,
        ("utskrivning", E): 4_100_000,
        ("samtycke", E): 900_000,
        ("hjalpmedel", M): 1_390_000,
        ("meddelande", M): 620_000,
        ("samordning", M): 1_210_000,
    },
    {
        ("planer", M): 9_240_000,
        ("utskrivning", E): 3_900_000,
        ("utskrivning", M): 1_350_000,
        ("samtycke", E): 1_800_000,
        ("hjalpmedel", M): 1_440_000,
        ("meddelande", M): 610_000,
        ("samordning", M): 1_260_000,
    },
    {
        ("planer", M): 9_840_000,
        ("utskrivning", E): 3_200_000,
        ("utskrivning", M): 2_150_000,
        ("samtycke", E): 2_600_000,
        ("hjalpmedel", M): 1_480_000,
        ("meddelande", D): 420_000,
        ("samordning", M): 1_310_000,
    },
)
"""In kronor: the year before last, last year, this year, next year."""

LATER = ((1, 96), (2, 93))
"""The multi-year calculation: years ahead, and the part of the budget in per cent."""

USED = {
    ("planer", M): 978,
    ("utskrivning", E): 903,
    ("utskrivning", M): 994,
    ("samtycke", E): 941,
    ("hjalpmedel", E): 967,
    ("hjalpmedel", M): 989,
    ("meddelande", M): 1_032,
    ("meddelande", D): 1_000,
    ("samordning", M): 996,
}
"""How much of each line a whole year takes, in thousandths: one line costs more than planned."""


@dataclass(frozen=True, slots=True)
class Planned:
    """An activity of the action plan in the story."""

    title: str
    goals: tuple[str, ...]
    service: str
    month: int


ACTIVITIES = (
    Planned("Följ upp hur samverkan fungerar med alla 34 huvudmän", ("6.1",), "samordning", 11),
    Planned("Årlig dialog mellan styrgruppen och huvudmännens nämnder", ("6.1", "6.5"), "samordning", 5),
    Planned("Flytta driften av Mina Planer till ny plattform", ("6.2",), "planer", 6),
    Planned("Inför Trygg utskrivning i alla kommuner", ("6.2", "6.4"), "utskrivning", 10),
    Planned("Granska behörigheter i de gemensamma tjänsterna", ("6.3",), "samordning", 4),
    Planned("Ta fram regler för den gemensamma samtyckestjänsten", ("6.3",), "samtycke", 9),
    Planned("Mät ledtider vid utskrivning per kommun", ("6.4",), "utskrivning", 12),
    Planned("Utbilda medarbetare i samordnad individuell plan", ("6.5",), "planer", 8),
    Planned("Webbutbildning för den som vill följa sin egen plan", ("6.5",), "planer", 11),
)
