"""Made-up documents on the real populations: whole, and small enough to be read."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from governance.documents import swedish
from governance.documents.shapes import (
    ActivityRow,
    AnnualReportData,
    Ask,
    AuditPoint,
    DecidedBy,
    DecisionRow,
    DeviationRow,
    Explanation,
    GoalRow,
    Head,
    Issuer,
    KeyDate,
    KeyFigure,
    LetterLine,
    LineOutcome,
    MyShare,
    NextYear,
    Notice,
    OpenMatter,
    Parties,
    PhaseOutcome,
    PlainReportData,
    PlainSection,
    PlainTable,
    PlannedActivity,
    PlannedLine,
    PlanToAdopt,
    PopulationBasis,
    Reader,
    RulingRow,
    ServiceOutcome,
    ShareLetterData,
    ShareRow,
    ShareSum,
    Step,
    Term,
    Totals,
    TrailRow,
    YearSum,
)
from governance.lib.share_change import BudgetYear, change_terms
from governance.lib.sharing import BASE, Line, Principle, shares
from tests.lib.figures import POPULATIONS_CSV, REGION, skane

LINES = (  # service, phase, year before, budget, moved, outcome in kronor, region's part in ppm
    ("Mina planer", "Förvaltning", 9_410_000, 9_840_000, 0, 9_498_166, 500_000),
    ("Mina planer", "Etablering", 1_900_000, 2_150_000, 0, 2_041_905, 500_000),
    ("Säker digital kommunikation", "Förvaltning", 3_150_000, 3_260_000, 0, 3_198_221, 500_000),
    ("Gemensam läkemedelsöversikt", "Etablering", 3_700_000, 4_480_000, 520_000, 4_962_310, 500_000),
    ("Gemensam läkemedelsöversikt", "Förvaltning", 0, 620_000, 0, 488_115, 500_000),
    ("Hemmonitorering", "Etablering", 2_640_000, 3_900_000, -520_000, 3_127_640, 600_000),
    ("Utskrivningsstöd", "Förvaltning", 1_150_000, 1_180_000, 0, 1_164_900, 500_000),
    ("Meddelandetjänsten", "Avveckling", 2_020_000, 740_000, 0, 826_400, 500_000),
    ("Samordning och handlingsplan", "Förvaltning", 2_380_000, 2_450_000, 0, 2_371_057, 500_000),
)
SHORT = {
    "Gemensam läkemedelsöversikt": "Läkemedelsöversikt",
    "Säker digital kommunikation": "Säker kommunikation",
    "Samordning och handlingsplan": "Samordning",
}
BEFORE, NOW = "2022-12-31", "2023-12-31"
ISSUER = Issuer(
    name="Styrgruppen för Skånegemensam digitalisering (SGD)",
    short_name="SGD",
    partnership="Skånegemensam digitalisering, område hälsa",
    cover_lines=("Skånegemensam digitalisering,", "område hälsa (SGD)"),
)
PARTIES = Parties(count=34, lead_name="Region Skåne", group_count=33)
DEMO_NOTE = "Folkmängden är verklig. Alla belopp, beslut och namn är påhittade."


def names() -> dict[str, str]:
    with POPULATIONS_CSV.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


def head(kind: str = "annual_report", **changes: Any) -> Head:
    standard = Head(
        kind=kind,
        doc_id="SGD-AR-2025-1280",
        version=1,
        title="Årsrapport 2025 till Malmö stad",
        diary_number="SGD 2026/14",
        issued_on=date(2026, 3, 2),
        frozen_at=datetime(2026, 2, 13, 15, 0, tzinfo=UTC),
        verify_url="http://127.0.0.1:8000/verify/SGD-AR-2025-1280/",
        demo=True,
        demo_note=DEMO_NOTE,
        audit=AuditPoint(number=18_422, head="9f2e6d33" * 8, recorded_at=datetime(2026, 2, 13, 14, 59, tzinfo=UTC)),
    )
    return replace(standard, **changes)


def lines(amount_at: int) -> tuple[Line, ...]:
    return tuple(
        Line(
            f"{row[0]}/{row[1]}", int(row[amount_at]) * 100, Principle.by_region(row[6]) if row[6] != 500_000 else BASE
        )
        for row in LINES
    )


def split(kept: tuple[Line, ...], *, base: bool | None = None) -> dict[str, int]:
    sums = dict.fromkeys((REGION, *skane(NOW)), 0)
    for principle in dict.fromkeys(line.principle for line in kept):
        if base is None or principle.is_base == base:
            pool = sum(line.amount for line in kept if line.principle == principle)
            for code, part in shares(principle, pool, region=REGION, populations=skane(NOW)).items():
                sums[code] += part
    return sums


def share_rows(code: str) -> tuple[ShareRow, ...]:
    people, called = skane(NOW), names()
    whole, base, deviating = (split(lines(3), base=which) for which in (None, True, False))
    spent = split(lines(5))
    group = sum(people.values())
    return tuple(
        ShareRow(
            code=each,
            name=called[each],
            population=people.get(each, group),
            group_ppm=None if each == REGION else people[each] * 10**6 // group,
            base=base[each],
            deviating=deviating[each],
            sum=whole[each],
            back=whole[each] - spent[each],
            mine=each == code,
        )
        for each in (REGION, *sorted(people))
    )


def sum_of(label: str, rows: list[ShareRow], *, group: bool) -> ShareSum:
    return ShareSum(
        label=label,
        population=sum(row.population or 0 for row in rows) if group else None,
        group_ppm=10**6 if group else None,
        base=sum(row.base for row in rows),
        deviating=sum(row.deviating for row in rows),
        sum=sum(row.sum for row in rows),
        back=sum(row.back or 0 for row in rows),
    )


def terms_of(code: str) -> tuple[Term, ...]:
    years = [BudgetYear(REGION, skane(day), lines(at)) for day, at in ((BEFORE, 2), (NOW, 3))]
    found = change_terms(*years)[code]
    return (
        Term(name="Större budget", why="Budgeten växte från 26,35 till 28,62 miljoner kronor.", amount=found.budget),
        Term(name="Folkmängd", why="Er del av kommunernas invånare ändrades.", amount=found.population),
        Term(name="Avvikande princip", why="Regionen bär 60 procent av Hemmonitorering.", amount=found.principle),
        Term(name="Avrundning", why="Hela ören; termen stänger summan.", amount=found.rounding),
    )


def my_share(code: str) -> MyShare:
    before = split_before()[code]
    now, spent = split(lines(3))[code], split(lines(5))[code]
    return MyShare(budget=now, before=before, change=now - before, outcome=spent, back=now - spent)


def split_before() -> dict[str, int]:
    found = change_terms(BudgetYear(REGION, skane(BEFORE), lines(2)), BudgetYear(REGION, skane(NOW), lines(3)))
    return {code: terms.before for code, terms in found.items()}


def service_rows(code: str) -> tuple[ServiceOutcome, ...]:
    made = []
    for name in dict.fromkeys(row[0] for row in LINES):
        rows = [row for row in LINES if row[0] == name]
        spent = tuple(line for line in lines(5) if line.key.startswith(f"{name}/"))
        outcomes = tuple(
            LineOutcome(
                phase=row[1],
                budget=row[3] * 100,
                moved=row[4] * 100,
                frame=(row[3] + row[4]) * 100,
                outcome=row[5] * 100,
                left=(row[3] + row[4] - row[5]) * 100,
            )
            for row in rows
        )
        made.append(
            ServiceOutcome(
                name=name,
                short=SHORT.get(name, name),
                budget=sum(line.budget for line in outcomes),
                frame=sum(line.frame for line in outcomes),
                outcome=sum(line.outcome for line in outcomes),
                left=sum(line.left for line in outcomes),
                mine=split(spent)[code],
                lines=outcomes,
            )
        )
    return tuple(made)


def phase_rows(code: str) -> tuple[PhaseOutcome, ...]:
    whole = sum(row[5] for row in LINES)
    return tuple(
        PhaseOutcome(
            name=phase,
            outcome=sum(row[5] for row in LINES if row[1] == phase) * 100,
            mine=split(tuple(line for line in lines(5) if line.key.endswith(f"/{phase}")))[code],
            permille=sum(row[5] for row in LINES if row[1] == phase) * 1000 // whole,
        )
        for phase in ("Förvaltning", "Etablering", "Avveckling")
    )


def ruling_rows(code: str) -> tuple[RulingRow, ...]:
    rows = []
    for index, (each, name) in enumerate(sorted(names().items(), key=lambda item: (item[0] != REGION, item[0]))):
        on = date(2024, 5 + index % 8, 1 + index * 7 % 28)
        late = on > date(2024, 11, 30)
        body = "Regionfullmäktige" if each == REGION else "Kommunfullmäktige"
        state = "sent" if late else "i tid"
        rows.append(
            RulingRow(
                code=each,
                name=name,
                body=body,
                on=on,
                paragraph=f"§ {40 + index * 3}",
                state=state,
                late=late,
                mine=each == code,
            )
        )
    return tuple(rows)


ACTIVITIES = (
    ("6.1", "A1", "Gemensam årsplan för beslut i de 34", "Klar"),
    ("6.1", "A2", "Modell för nyttokalkyl", "Klar"),
    ("6.2", "B1", "Avveckla Meddelandetjänsten", "Klar"),
    ("6.2", "B4", "Hemmonitorering, plattform", "Försenad"),
    ("6.3", "C1", "Informationsklassning av alla tjänster", "Klar"),
    ("6.3", "C2", "Riktlinje för loggkontroll", "Pågår"),
    ("6.4", "D2", "Förstudie: data från hemmonitorering", "Ej påbörjad"),
    ("6.5", "E1", "Webbutbildning i Mina planer", "Klar"),
    ("6.5", "E3", "Stöd till invånare", "Pågår"),
)
GOALS = {
    "6.1": "Strategisk samverkan",
    "6.2": "Robust infrastruktur och system",
    "6.3": "Säkerhet och integritet",
    "6.4": "Datadriven utveckling",
    "6.5": "Kompetens för den digitala vården",
}


def goal_rows() -> tuple[GoalRow, ...]:
    return tuple(
        GoalRow(
            ref=ref,
            name=name,
            activities=tuple(
                ActivityRow(number=number, name=what, responsible="SGD", state=state, note="Enligt plan.")  # type: ignore[arg-type]
                for goal, number, what, state in ACTIVITIES
                if goal == ref
            ),
        )
        for ref, name in GOALS.items()
    )


def derivation(code: str, name: str) -> tuple[Step, ...]:
    row = next(row for row in share_rows(code) if row.code == code)
    even, group = sum(line.amount for line in lines(3) if line.principle.is_base), sum(skane(NOW).values())
    if code == REGION:
        return (
            Step(mark="a", what="Tjänster enligt grundprincipen", how="8 av 9 delposter", amount=even),
            Step(mark="b", what="Regionens hälft", how="a ÷ 2", amount=row.base),
            Step(
                mark="c", what="Hemmonitorering, regionens 60 procent", how="3 900 000,00 × 0,6", amount=row.deviating
            ),
            Step(mark="d", what=f"Andel för {name}", how="b + c", amount=row.sum),
        )
    return (
        Step(mark="a", what="Tjänster enligt grundprincipen", how="8 av 9 delposter", amount=even),
        Step(mark="b", what="Kommungruppens hälft", how="a ÷ 2", amount=even // 2),
        Step(mark="c", what=f"Del av gruppen för {name}", how=f"b × {row.population} ÷ {group}", amount=row.base),
        Step(mark="d", what="Del av Hemmonitorering", how="3 900 000,00 × 0,4 × folkmängd", amount=row.deviating),
        Step(mark="e", what=f"Andel för {name}", how="c + d", amount=row.sum),
    )


PRINCIPLE = (
    "Kostnaden delas lika mellan Region Skåne och gruppen av 33 kommuner. Inom gruppen delas den efter invånartal "
    "den 31 december 2023 (strategin, avsnitt 7.3.4).",
    "En tjänst har en avvikande princip: regionen bär 60 procent av Hemmonitorering. Bara regionens andel steg, så "
    "bara regionen behövde besluta.",
)
TRAIL = (
    TrailRow(
        at=datetime(2026, 2, 13, 15, 0, tzinfo=UTC),
        what="Underlaget fryst",
        who="Ekonom, SGD",
        stated_on=date(2026, 2, 12),
    ),
    TrailRow(at=datetime(2026, 2, 20, 12, 40, tzinfo=UTC), what="Fastställd, § 6", who="Ordförande, CS"),
)
YEARS = (
    YearSum(year=2024, total=2_635_000_000, mine=332_911_127, settled=True),
    YearSum(year=2025, total=2_862_000_000, mine=354_547_666, settled=True),
    YearSum(year=2026, total=2_994_000_000, mine=371_523_988, settled=True),
    YearSum(year=2027, total=3_120_000_000, mine=399_267_996, settled=False),
    YearSum(year=2028, total=3_040_000_000, mine=389_030_355, settled=False, note="enligt grundprincipen"),
)
PLAN = PlanToAdopt(
    years="2025–2027",
    summary="Planen bygger på strategins fem mål.\n\nDen ses över varje år.",
    activities=(
        PlannedActivity(
            number="A1",
            what="Följ upp hur samverkan fungerar med alla huvudmän",
            goals="6.1 Strategisk samverkan, 6.5 Kompetens för den digitala vården",
            responsible="Styrgrupp SGD",
            due_on=date(2025, 11, 28),
        ),
        PlannedActivity(
            number="B1",
            what="Flytta driften",
            goals="6.2 Robust infrastruktur och system",
            responsible="X",
            due_on=None,
        ),
    ),
)
NEXT = NextYear(
    year=2026,
    text="Budgeten 2026 är 29 940 000 kr. Er andel är 3 715 240 kr före avräkningen för 2025.",
    total=2_994_000_000,
    mine=371_523_988,
    lines=tuple(PlannedLine(service=row[0], phase=row[1], budget=row[3] * 100) for row in LINES),
    years=YEARS,
    dates=(
        KeyDate(
            on=date(2026, 4, 1), what="Handlingsplan och budget 2027 lämnas till huvudmännen", note="Nio månader före"
        ),
        KeyDate(on=date(2026, 11, 30), what="Sista dag att fastställa budget 2027"),
    ),
)


def annual_report(code: str = "1280", name: str = "Malmö stad", **changes: Any) -> AnnualReportData:
    rows, mine = share_rows(code), my_share(code)
    budget, outcome = (sum(line.amount for line in lines(at)) for at in (3, 5))
    standard = AnnualReportData(
        head=head(doc_id=f"SGD-AR-2025-{code}", title=f"Årsrapport 2025 till {name}"),
        issuer=ISSUER,
        parties=PARTIES,
        reader=Reader(code=code, name=name, body="kommunfullmäktige"),
        year=2025,
        decided=DecidedBy(body="Centralt samverkansorgan", on=date(2026, 2, 20), paragraph="§ 6"),
        lead=f"{name} betalade {swedish.kronor(mine.budget)} kr till de gemensamma digitala tjänsterna 2025. Allt "
        f"användes inte: {swedish.kronor(mine.back)} kr räknas av från er första faktura 2026.",
        figures=(
            KeyFigure(value=f"{swedish.millions(mine.budget)} mnkr", label="er andel av budgeten"),
            KeyFigure(value="12,4 %", label="av alla 34 huvudmäns budget"),
            KeyFigure(value=f"{swedish.kronor(mine.back)} kr", label="tillbaka till er"),
            KeyFigure(value="3,3 %", label="av budgeten användes inte"),
        ),
        notices=(
            Notice(strong="Två delposter avvek.", text="Den totala budgeten hölls.", chapter=4),
            Notice(strong="Hemmonitorering är försenad", text="till juni 2026.", chapter=5),
            Notice(strong="Ett beslut väntar hos er:", text="driftansvar, senast den 29 maj 2026.", chapter=6),
        ),
        totals=Totals(
            budget=budget, outcome=outcome, left=budget - outcome, left_permille=(budget - outcome) * 1000 // budget
        ),
        mine=mine,
        terms=terms_of(code),
        services=service_rows(code),
        phases=phase_rows(code),
        outcome_text="Huvudmännen fastställde en budget på 28 620 000 kr. Utfallet blev 27 678 714 kr.",
        explanations=(Explanation(subject="Hemmonitorering", text="kostade mindre än planerat."),),
        population=PopulationBasis(day=date(2023, 12, 31), source="officiell statistik från SCB"),
        principle_text=PRINCIPLE,
        derivation=derivation(code, name),
        shares=rows,
        share_sums=(
            sum_of("33 kommuner", [row for row in rows if row.code != REGION], group=True),
            sum_of("Alla 34", list(rows), group=False),
        ),
        decisions=(
            DecisionRow(
                on=date(2025, 2, 7),
                paragraph="§ 4",
                what="Gemensam läkemedelsöversikt går från förstudie till etablering",
                kind="Inom ram",
                decided_by="CS",
            ),
            DecisionRow(
                on=date(2025, 9, 19),
                paragraph="§ 27",
                what="Region Skåne föreslås som driftansvarig",
                kind="Rekommendation",
                decided_by="de 34",
            ),
        ),
        rulings=ruling_rows(code),
        rulings_text=f"{name}: kommunfullmäktige den 24 oktober 2024, § 214. Alla 34 har beslutat, fyra sent.",
        deadline=date(2024, 11, 30),
        deviations=(
            DeviationRow(
                number="AV-2025-01",
                what="Omfördelning mellan delposter",
                amount=52_000_000,
                trial="11,6 % av Läkemedelsöversiktens etablering. CS § 19: inom total budget, de 34 tillfrågas inte.",
                state="Beslutad",
            ),
            DeviationRow(
                number="AV-2025-02",
                what="Fyra sena beslut",
                amount=None,
                trial="Inget belopp påverkades.",
                state="Noterad",
            ),
        ),
        deviations_text="Budgeten får inte överskridas utan godkännande av alla 34. Det hände inte 2025.",
        goals=goal_rows(),
        goals_text="Handlingsplanen har nio aktiviteter under strategins fem mål. Fem är klara.",
        cooperation_text="29 av 34 svarade på den årliga frågan om hur samverkan fungerar.",
        open_matters=(
            OpenMatter(
                number="OA-07",
                what="Driftansvar för Läkemedelsöversikten",
                whose_turn="De 34 huvudmännen",
                by_when=date(2026, 5, 29),
                state="21 av 34 har beslutat.",
            ),
            OpenMatter(number="OA-12", what="Ny tidplan", whose_turn="CS", by_when=None, state="Väntar på dom."),
        ),
        next_year=NEXT,
        sources_text="Utfallet kommer från Region Skånes bokföring för SGD, avstämd den 30 januari 2026.",
        trail=TRAIL,
    )
    return replace(standard, **changes)


def bare_annual_report() -> AnnualReportData:
    """A first year in which nothing happened: every list that may be empty is."""
    full = annual_report("12", "Region Skåne")
    zero = replace(full.mine, before=None, change=None, outcome=0, back=None)
    return replace(
        full,
        head=replace(full.head, demo=False, demo_note="", audit=None, diary_number=""),
        decided=None,
        figures=(),
        notices=(),
        mine=zero,
        terms=(),
        services=(),
        phases=(),
        explanations=(),
        derivation=(),
        share_sums=(),
        shares=tuple(replace(row, deviating=0, base=row.sum, back=None) for row in full.shares),
        decisions=(),
        rulings=(),
        rulings_text="",
        deviations=(),
        deviations_text="",
        goals=(),
        goals_text="",
        cooperation_text="",
        open_matters=(),
        next_year=None,
        sources_text="",
        trail=(),
    )


def share_letter(code: str = "1256", name: str = "Östra Göinge kommun", **changes: Any) -> ShareLetterData:
    rows = tuple(replace(row, back=None, before=split_before()[row.code]) for row in share_rows(code))
    title = f"Handlingsplan och budget 2025: missiv till {name}"
    standard = ShareLetterData(
        head=head("share_letter", doc_id=f"SGD-KF-2025-{code}", title=title, issued_on=date(2024, 3, 28)),
        issuer=ISSUER,
        parties=PARTIES,
        reader=Reader(code=code, name=name, body="kommunfullmäktige"),
        year=2025,
        lead=f"{name} ombeds fastställa handlingsplanen och budget 2025, 28 620 000 kr, senast den 30 november 2024.",
        figures=(
            KeyFigure(value=f"{swedish.kronor(my_share(code).budget)} kr", label="er andel av budgeten 2025"),
            KeyFigure(value=f"{swedish.kronor(my_share(code).change, plus=True)} kr", label="mot 2024"),
        ),
        asks=(
            Ask(
                what="Fastställa handlingsplan 2025–2027 och budget 2025",
                by_when=date(2024, 11, 30),
                rule="Strategi SGD, avsnitt 7.1: ”före november månads utgång”",
            ),
        ),
        text=("Centralt samverkansorgan (CS) rekommenderade den 22 mars 2024, § 11, att förslaget fastställs.",),
        how_to_answer=(
            "Fullmäktige beslutar. Registrera dag, paragraf och eget diarienummer i Samverk.",
            "Behöver ärendet mer beredning hos er: registrera återremissen och nästa sammanträde.",
        ),
        contact=("Sekreterare, SGD", "sgd@example.org"),
        enclosures=("Handlingsplan 2025–2027", "Kostnadsfördelning 2025 (i detta dokument)"),
        signed_by=("För styrgruppen SGD", "Ordförande"),
        total=sum(line.amount for line in lines(3)),
        lines=tuple(
            LetterLine(
                service=row[0],
                phase=row[1],
                principle="Grundprincip" if row[6] == 500_000 else "60/40",
                budget=row[3] * 100,
                mine=split((line,))[code],
            )
            for row, line in zip(LINES, lines(3), strict=True)
        ),
        mine=replace(my_share(code), outcome=None, back=None),
        terms=terms_of(code),
        population=PopulationBasis(day=date(2023, 12, 31), source="officiell statistik från SCB"),
        principle_text=PRINCIPLE,
        derivation=derivation(code, name),
        shares=rows,
        share_sums=(),
        years=YEARS,
        plan=PLAN,
    )
    return replace(standard, **changes)


def plain_report(given: Head | None = None) -> PlainReportData:
    return PlainReportData(
        head=given or head("plain_report", doc_id="SGD-LR-2026-01", title="Lägesrapport januari 2026"),
        issuer=ISSUER,
        lead="Två av tre aktiviteter följer planen.",
        facts=(("Period", "januari 2026"),),
        sections=(
            PlainSection(heading="Läget", paragraphs=("Arbetet går framåt.",), points=("Ett", "Två")),
            PlainSection(
                heading="Siffror",
                tables=(
                    PlainTable(
                        caption="Timmar",
                        columns=("Vem", "Vad", "Timmar"),
                        rows=(("A", "b", "3"), ("C", "d", "4")),
                        numeric=(2,),
                    ),
                ),
            ),
        ),
        trail=TRAIL,
    )
