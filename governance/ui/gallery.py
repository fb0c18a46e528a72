"""What the gallery shows: every component with ordinary words, with long ones, with nothing and with 34 rows.

Names of the 34 principals are real; everything else is made up.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from django import forms

from . import parts
from .forms import DayField, KronorField, UploadField

TODAY = date(2026, 10, 20)

MUNICIPALITIES = (
    ("1214", "Svalöv", 14_292),
    ("1230", "Staffanstorp", 27_482),
    ("1231", "Burlöv", 20_444),
    ("1233", "Vellinge", 37_833),
    ("1256", "Östra Göinge", 14_850),
    ("1257", "Örkelljunga", 10_307),
    ("1260", "Bjuv", 16_302),
    ("1261", "Kävlinge", 32_655),
    ("1262", "Lomma", 24_677),
    ("1263", "Svedala", 23_714),
    ("1264", "Skurup", 17_108),
    ("1265", "Sjöbo", 19_397),
    ("1266", "Hörby", 15_871),
    ("1267", "Höör", 17_680),
    ("1270", "Tomelilla", 13_712),
    ("1272", "Bromölla", 12_718),
    ("1273", "Osby", 13_033),
    ("1275", "Perstorp", 7_118),
    ("1276", "Klippan", 17_713),
    ("1277", "Åstorp", 16_485),
    ("1278", "Båstad", 16_036),
    ("1280", "Malmö stad", 367_924),
    ("1281", "Lunds kommun", 132_333),
    ("1282", "Landskrona", 47_571),
    ("1283", "Helsingborgs stad", 152_776),
    ("1284", "Höganäs", 28_489),
    ("1285", "Eslöv", 35_126),
    ("1286", "Ystad", 32_188),
    ("1287", "Trelleborg", 47_405),
    ("1290", "Kristianstad", 85_908),
    ("1291", "Simrishamn", 18_779),
    ("1292", "Ängelholm", 45_159),
    ("1293", "Hässleholm", 51_915),
)
WORKING = {"1292", "1293", "1256", "1283", "1267", "1290", "1265", "1281", "1280", "1286"}
NOT_BEGUN = {"1272", "1277", "1291"}
LABELS = {"done": "Antagen", "work": "Bereds", "back": "Återremitterad", "todo": "Ej påbörjad"}
LONG = "Nämnden för funktionsstödsförvaltningens myndighetsutövning och samordningsfrågor"


@dataclass(frozen=True)
class Batch:
    """How far a batch has come."""

    total: int
    done: int
    dead: int


class ExampleForm(forms.Form):
    """A form with one field of each kind."""

    paragraph = forms.CharField(label="Paragraf", help_text="Till exempel 112")
    decided_on = DayField(label="Datum för beslutet", help_text="Den dag då fullmäktige beslutade")
    amount = KronorField(label="Belopp")
    outcome = forms.ChoiceField(
        label="Fullmäktiges beslut",
        choices=[("adopt", "Antar budgeten"), ("reject", "Avslår"), ("return", "Återremitterar")],
        widget=forms.RadioSelect,
    )
    body = forms.ChoiceField(label="Organ", choices=[("kf", "Kommunfullmäktige"), ("ks", LONG)])
    reasons = forms.CharField(label="Skäl", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    minutes = UploadField(label="Protokoll", endings=(".pdf",), required=False)
    read = forms.BooleanField(label="Jag har läst underlaget")


def state_of(code: str) -> str:
    """The made-up state of a municipality."""
    return "work" if code in WORKING else "todo" if code in NOT_BEGUN else "back" if code == "1270" else "done"


def tiles() -> list[parts.Tile]:
    """The 34 principals on the map."""
    region = parts.Tile(code="12", label="Region Skåne", url="#h-12", status="work", status_label="Bereds")
    return [region] + [
        parts.Tile(
            code=code,
            label=name.removesuffix(" stad").removesuffix("s kommun").replace("Helsingborgs", "Helsingborg"),
            url=f"#h-{code}",
            status=state_of(code),
            status_label=LABELS[state_of(code)],
            is_mine=code == "1280",
        )
        for code, name, _ in MUNICIPALITIES
    ]


def example_rows() -> list[dict[str, Any]]:
    """34 rows of a share table: everyone is in the list, and one's own row is tinted, never moved."""
    whole = 1_050_000_000
    population = sum(each for _, _, each in MUNICIPALITIES)
    largest = max(each for _, _, each in MUNICIPALITIES)
    rows = [
        {
            "code": "12",
            "name": "Region Skåne",
            "inhabitants": population,
            "share": Fraction(1, 2),
            "ore": whole,
            "bar": None,
        }
    ]
    return rows + [
        {
            "code": code,
            "name": name,
            "inhabitants": count,
            "share": Fraction(count, 2 * population),
            "ore": whole * count // population,
            "bar": Fraction(count, largest),
        }
        for code, name, count in MUNICIPALITIES
    ]


def refusals() -> list[parts.Obstruction]:
    """Two reasons why a step cannot be taken, and one that somebody else was before."""
    return [
        parts.Obstruction(
            title="Tomelilla har skickat tillbaka ärendet",
            sentence="Skälen är inte besvarade. De 34 kan därför inte räknas som klara.",
            rule=parts.Rule(
                quote="de 34 huvudmännen som var och en är suveräna i sin beslutsprocess",
                label="Strategi SGD, avsnitt 7.2",
                url="#regel",
            ),
            mended_by="Centralt samverkansorgan (CS)",
            how="svarar på skälen och sänder ärendet åter till Tomelilla",
            by_when=date(2026, 11, 6),
        ),
        parts.Obstruction(
            title="14 huvudmän har inte beslutat",
            sentence="11 har ett sammanträde bokat. Bromölla, Simrishamn och Åstorp har inte angett något.",
            rule=parts.Rule(
                quote="dock senast före november månads utgång, året före verksamhetsåret",
                label="Strategi SGD, avsnitt 7.1",
                url="#regel",
            ),
            mended_by="Respektive registrator",
            how="Visa de 14",
            link="#lista",
            by_when=date(2026, 11, 30),
        ),
    ]


def someone_was_before() -> list[parts.Obstruction]:
    """A stale form: the saved value beside one's own."""
    return [
        parts.Obstruction(
            title="Styrgrupp SGD:s controller ändrade raden kl. 09.02, medan du hade formuläret öppet.",
            rule=parts.Rule(quote="", label="Samverks arbetssätt: ingen skriver över någon annan"),
            mended_by="du själv",
            how="Läs det som är sparat och välj vad som ska gälla.",
            no_deadline="Ingen tidsgräns",
            rows=(("Trygg utskrivning, etablering", "3 200 000 kr", "3 050 000 kr"),),
        )
    ]


def deadlines() -> list[parts.Deadline]:
    """Four days to keep; the first three lie close together."""
    return [
        parts.Deadline(on=date(2026, 10, 29), label="Malmö kommunfullmäktige: budget 2027"),
        parts.Deadline(on=date(2026, 11, 4), label="Diarienummer för kostnadsprincipen", url="#lista"),
        parts.Deadline(on=date(2026, 11, 30), label="Sista dag att besluta om budget 2027"),
        parts.Deadline(on=date(2027, 4, 1), label="Budget 2028 ska ha nått huvudmännen"),
    ]


def tasks() -> list[parts.Task]:
    """Three things that wait, the late one first."""
    return [
        parts.Task(
            title="Kvittera årsrapporten för 2025",
            url="#",
            text="Rapporten är skickad till Malmö stad. Bekräfta att den har kommit fram och är diarieförd.",
            meta="Skånegemensam digitalisering (SGD)",
            due_on=date(2026, 10, 15),
            action="Kvittera rapporten",
            action_url="#",
        ),
        parts.Task(
            title="Registrera beslutet om budget 2027",
            url="#",
            text="Kommunfullmäktige behandlar ärendet 29 oktober. Lägg in paragraf och protokoll när det är justerat.",
            meta=f"SGD, handlingsplan och budget · {LONG}",
            due_on=date(2026, 11, 30),
        ),
        parts.Task(title="Läs skälen från Tomelilla", url="#", text="Ingen tidsgräns."),
    ]


def happenings() -> list[parts.Happening]:
    """A trail with a correction and a long name."""
    return [
        parts.Happening(
            sentence="Eslöv antog budget 2027",
            recorded_at=datetime(2026, 10, 13, 7, 14, tzinfo=UTC),
            occurred_on=date(2026, 10, 12),
            who="Astrid Exempelsson",
            seat="Registrator, Eslövs kommun",
            number=4318,
            digest="7ac190fe33d24be177c093fa1d2865b2",
        ),
        parts.Happening(
            sentence="Paragrafen rättades från § 117 till § 118",
            recorded_at=datetime(2026, 10, 13, 8, 2, tzinfo=UTC),
            who="Astrid Exempelsson",
            seat=f"Registrator, {LONG}",
            note="Rättar händelse 4318.",
            number=4320,
        ),
    ]


def route() -> tuple[list[parts.Stage], list[parts.Branch]]:
    """Route B-01: a trunk and two branches."""
    trunk = [
        parts.Stage(title="Styrgrupp SGD", note="beredde, 2 februari 2026", status="done"),
        parts.Stage(title="Central tjänstemannaberedning (CTB)", note="beredde, 20 februari 2026", status="done"),
        parts.Stage(title="Centralt samverkansorgan (CS)", note="rekommenderade, 13 mars 2026", status="done"),
        parts.Stage(title="Överlämnad till de 34", note="27 mars, fem dagar före sista dag", status="done"),
    ]
    municipal = [
        parts.Stage(title="Skånes Kommuners styrelse", note="rekommenderade, 24 april 2026", status="done"),
        parts.Stage(title="Varje kommunfullmäktige beslutar", note="19 av 33 har antagit, 10 bereder", status="work"),
    ]
    regional = [
        parts.Stage(title="Regionens ordinarie beredning", note="Regionstyrelsen 5 november", status="work"),
        parts.Stage(title="Regionfullmäktige beslutar", note="planerat 24 november", status="todo"),
    ]
    return trunk, [
        parts.Branch(title="Gren 1: de 33 kommunerna", stages=municipal),
        parts.Branch(title="Gren 2: Region Skåne", stages=regional),
    ]


def terms() -> list[parts.Term]:
    """Why Malmö's share changed, to the öre."""
    return [
        parts.Term(label="Andel 2026", amount=250_822_203, note="25,594 % av kommunernas halva", is_total=True),
        parts.Term(label="Budgeten växer", amount=17_915_872, note="från 19 600 000 till 21 000 000 kr"),
        parts.Term(label="Invånarna", amount=834_916, note="Malmö växte snabbare än de 33 tillsammans"),
        parts.Term(label="Kostnadsprincipen", amount=0, note="samma grundprincip båda åren"),
        parts.Term(label="Avrundning till hela ören", amount=-1),
        parts.Term(label="Andel 2027", amount=269_572_990, note="25,674 % av kommunernas halva", is_total=True),
    ]


def decided() -> list[date]:
    """Nineteen days on which somebody decided."""
    spring = [date(2026, 6, day) for day in (10, 11, 15, 15, 15, 15, 16, 17, 22)]
    autumn = [date(2026, 9, day) for day in (9, 10, 14, 23, 28, 28, 28)]
    return [*spring, date(2026, 8, 31), *autumn, date(2026, 10, 5), date(2026, 10, 12)][:19]


def example_page() -> dict[str, Any]:
    """Everything that the gallery shows."""
    trunk, branches = route()
    sent = {"fel-paragraph": "", "fel-decided_on": "", "fel-amount": "12,345", "fel-body": "kf"}
    wrong = ExampleForm(sent, prefix="fel")
    return {
        "today": TODAY,
        "statuses": [
            ("done", "Antagen, klar"),
            ("work", "Bereds, pågår"),
            ("todo", "Ej påbörjad"),
            ("back", "Återremitterad"),
            ("late", "8 dagar sen"),
            ("warn", "Varning"),
            ("stop", "Stoppat"),
            ("no", "Avslagen"),
            ("wait", "Väntar"),
            ("lock", "Låst, ersatt"),
        ],
        "swatches": [
            ("ink", "Text"),
            ("ink2", "Dämpad text"),
            ("line", "Linje"),
            ("paper", "Papper"),
            ("accent", "Accent"),
            ("tint", "Accent, ljus"),
            ("done", "Klar"),
            ("donet", "Klar, ljus"),
            ("warn", "Varning"),
            ("warnt", "Varning, ljus"),
            ("stop", "Stopp"),
            ("stopt", "Stopp, ljus"),
        ],
        "long": LONG,
        "tasks": tasks(),
        "tiles": tiles(),
        "rows": example_rows(),
        "refusals": refusals(),
        "stale": someone_was_before(),
        "deadlines": deadlines(),
        "happenings": happenings(),
        "trunk": trunk,
        "branches": branches,
        "terms": terms(),
        "decided": decided(),
        "first": date(2026, 3, 27),
        "last": date(2026, 11, 30),
        "due": date(2026, 11, 30),
        "passed": date(2026, 10, 12),
        "chips": [
            parts.Chip(label="Alla", url="?", count=34, current=True),
            parts.Chip(label="Antagen", url="?lage=antagen", count=19, status="done"),
            parts.Chip(label="Bereds", url="?lage=bereds", count=11, status="work"),
            parts.Chip(label="Återremitterad", url="?lage=ater", count=1, status="back"),
            parts.Chip(label="Ej påbörjad", url="?lage=ej", count=3, status="todo"),
        ],
        "counts": [
            parts.Count(status="done", label="Antagen", count=19),
            parts.Count(status="work", label="Bereds, sammanträde bokat", count=11),
            parts.Count(status="back", label="Återremitterad", count=1),
            parts.Count(status="todo", label="Ej påbörjad", count=3),
        ],
        "segments": [
            parts.Segment(label="Förvaltning", share=Fraction(1478, 2100), value="14 780 000 kr (70 %)", fill=1),
            parts.Segment(label="Etablering", share=Fraction(580, 2100), value="5 800 000 kr (28 %)", fill=2),
            parts.Segment(label="Avveckling", share=Fraction(42, 2100), value="420 000 kr (2 %)", fill=4),
        ],
        "facts": [
            parts.Fact(label="Budget 2026", value="19 600 000 kr", note="antagen av de 34"),
            parts.Fact(label="Utlagt", value="12 480 500 kr", note="64 procent"),
            parts.Fact(label="Utfall", value="11 902 113 kr", note="till och med september"),
            parts.Fact(label="Avvikelser", value="1", note="Meddelandetjänsten", url="#"),
        ],
        "answers": [
            parts.Answer(label="Beslut", value="Antar budgeten", change_url="#"),
            parts.Answer(label="Datum och paragraf", value="29 oktober 2026, § 187", change_url="#"),
            parts.Answer(label="Organ", value=LONG, change_url="#"),
        ],
        "checks": [
            parts.Check(title="Förseglingen är giltig", note="Utställd för Samverk (demonstration), giltig till 2029"),
            parts.Check(title="Innehållet är ändrat", ok=False, note="Det som förseglades stämmer inte med filen"),
            parts.Check(title="Senaste version: inte prövat", ok=None, note="Prövas bara när innehållet är oförändrat"),
        ],
        "working": Batch(total=34, done=12, dead=0),
        "finished": Batch(total=34, done=33, dead=1),
        "form": ExampleForm(prefix="ny"),
        "wrong": wrong,
        "steps": [("Mitt bord", "/"), ("SGD Skåne", "/"), (LONG, "")],
    }
