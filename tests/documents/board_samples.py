"""Made-up reports of a board and of a negotiation: parties, people, amounts and decisions are invented."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from governance.documents.shapes import (
    AccountsRow,
    AdjustedBy,
    CommitmentDeviation,
    CommitmentProgress,
    CommitmentReportData,
    CompiledAccountsData,
    DecidedBy,
    GateRow,
    Issuer,
    KeyFigure,
    MinutesData,
    MinutesItem,
    NegotiationStatusData,
    Notice,
    PhaseStep,
    PresentRow,
    Shape,
    StatusDay,
    StatusDecision,
    StatusIssue,
    StatusPackage,
    StatusParty,
    Told,
    ToVerify,
    UnitRow,
)

from .samples import TRAIL, head

BOARD = Issuer(
    name="Styrelsen för ramavtal 8",
    short_name="Aspen",
    partnership="Förhandlingen om bostäder i Aspen",
    cover_lines=("Förhandlingen om bostäder i Aspen",),
)
AGREEMENT = "Ramavtal R 8: Spårväg och bostäder i Aspen"
AS_OF = date(2026, 10, 20)
PARTIES = ("Staten", "Region Aspen", "Almby kommun")
DEMO = "Parter, personer, belopp och beslut är påhittade."


def named(kind: str, doc_id: str, title: str) -> Any:
    return head(kind, doc_id=doc_id, title=title, issued_on=AS_OF, diary_number="", demo_note=DEMO)


def minutes(**changes: Any) -> MinutesData:
    present = (
        PresentRow(name="Asta Ordförande", role="ordförande", party="", presence="Tjänstgörande", serving=True),
        PresentRow(name="Bo Vice", role="vice ordförande", party="", presence="Närvarande"),
        *(
            PresentRow(name=f"Ledamot {number}", role="ledamot", party=party, presence="Tjänstgörande", serving=True)
            for number, party in enumerate(PARTIES[:2], start=1)
        ),
        PresentRow(name="Ledamot 3", role="ledamot", party=PARTIES[2], presence="Frånvarande"),
        PresentRow(name="Ersättare 3", role="ersättare", party=PARTIES[2], presence="Tjänstgörande", serving=True),
        PresentRow(name="Cia Sekreterare", role="sekreterare", party="", presence="Närvarande"),
    )
    items = (
        MinutesItem(
            paragraph="§\u00a031",
            title="Lägesrapport: 1. Bostäder i influensområdet",
            text=(
                "Almby kommun har rapporterat 1 240 bostäder med slutbesked till och med september 2026.",
                "Underlaget är kommunens förteckning över slutbesked, diarienummer 2026/311.",
            ),
            decision=("Styrelsen verifierar 1 240 bostäder. 940 återstår av det utlovade.",),
            outcome="verifierat",
        ),
        MinutesItem(
            paragraph="§\u00a032",
            title="Avvikelse 1 i åtagande 3. Spårväg Almby–Furu",
            text=("Regionen bedömer att sträckan blir klar 2032 i stället för 2031.",),
            decision=(
                "Styrelsen frågar parterna om åtagandet ska omförhandlas i ett tilläggsavtal.",
                "Svar lämnas senast den 15 december 2026.",
            ),
            outcome="beslutat",
        ),
        MinutesItem(
            paragraph="§\u00a033",
            title="Sammanställd redovisning 2025",
            text=(),
            decision=("Styrelsen godkänner redovisningen och skickar den till regeringen och parterna.",),
            outcome="godkänt",
        ),
    )
    standard = MinutesData(
        head=named("minutes", "Aspen-PR-1-14", "Protokoll 14, Styrelsen för ramavtal 8"),
        issuer=BOARD,
        agreement=AGREEMENT,
        lead="Styrelsen sammanträdde den 20 oktober 2026 och behandlade 3 ärenden. 3 parter var företrädda.",
        held_on=AS_OF,
        place="Stadshuset i Almby",
        facts=(("Sammanträde", "14, den 20 oktober 2026"), ("Plats", "Stadshuset i Almby"), ("Paragrafer", "§§ 31–33")),
        present=present,
        items=items,
        adjusted=(
            AdjustedBy(role="Ordförande", name="Asta Ordförande", party="", on=date(2026, 10, 27)),
            AdjustedBy(role="Justerare", name="Ledamot 2", party="Region Aspen", on=date(2026, 10, 27)),
        ),
        trail=TRAIL,
    )
    return replace(standard, **changes)


def many_minutes() -> MinutesData:
    first = minutes()
    items = tuple(replace(first.items[number % 3], paragraph=f"§\u00a0{31 + number}") for number in range(14))
    return replace(first, items=items)


PROMISES = (  # number, party, title, promised, reported, verified, left, both in ‰, due, state, late, open
    ("1", "Almby kommun", "Bostäder i influensområdet", "2 180 bostäder", "1 400 bostäder", "1 240 bostäder",
     "940 bostäder", 642, 568, date(2035, 12, 31), "Rapporterat", False, True),
    ("2", "Furu kommun", "Bostäder i Furu", "900 bostäder", "900 bostäder", "900 bostäder", "", 1000, 1000,
     date(2026, 12, 31), "Realiserat", False, False),
    ("3", "Region Aspen", "Spårväg Almby–Furu", "1 sträcka", "0 sträckor", "0 sträckor", "1 sträcka", 0, 0,
     date(2031, 12, 31), "Avviker", False, True),
    ("4", "Staten", "Medfinansiering av spårvägen", "50 %", "22 %", "20 %", "30 %", 440, 400, date(2031, 12, 31),
     "Verifierat av styrelsen", False, True),
    ("5", "Almby kommun", "Cykelvägar", "14 objekt", "9 objekt", "8 objekt", "6 objekt", 642, 571,
     date(2026, 6, 30), "Pågår", True, True),
)  # fmt: skip


def commitment_report(**changes: Any) -> CommitmentReportData:
    rows = tuple(
        CommitmentProgress(
            number=row[0],
            party=row[1],
            title=row[2],
            promised=row[3],
            reported=row[4],
            verified=row[5],
            left=row[6],
            reported_permille=row[7],
            verified_permille=row[8],
            due_on=row[9],
            state=row[10],
            late=row[11],
            open=row[12],
            paragraph="§\u00a031" if row[8] else "",
            counting_rule="En bostad räknas när den har slutbesked." if "ostäder" in row[2] else "",
        )
        for row in PROMISES
    )
    standard = CommitmentReportData(
        head=named("commitment_report", "Aspen-AT-1-20261020", "Åtagandenas läge 20 oktober 2026, Spårväg i Aspen"),
        issuer=BOARD,
        agreement=AGREEMENT,
        as_of=AS_OF,
        lead="1 av 5 åtaganden är realiserade. 1 är försenat.",
        figures=(
            KeyFigure(value="1", label="realiserade"),
            KeyFigure(value="4", label="öppna"),
            KeyFigure(value="1", label="försenade"),
            KeyFigure(value="31 dec 2031", label="nästa sista dag"),
        ),
        notices=(
            Notice(strong="Försenat:", text="5. Cykelvägar."),
            Notice(strong="Styrelsen ska verifiera", text="1. Bostäder i influensområdet."),
        ),
        commitments=rows,
        to_verify=(
            ToVerify(
                commitment="1. Bostäder i influensområdet",
                party="Almby kommun",
                told_on=date(2026, 10, 12),
                value="1 400 bostäder",
                evidence="Förteckning över slutbesked, 2026/402",
            ),
        ),
        deviations=(
            CommitmentDeviation(
                commitment="3. Spårväg Almby–Furu",
                party="Region Aspen",
                told_on=date(2026, 9, 30),
                kind="Åtagandet blir sent",
                what="Sträckan blir klar 2032 i stället för 2031, eftersom planen är överklagad.",
                state="Anmäld till styrelsen",
                whose_turn="styrelsen",
            ),
        ),
        method=("Rapporterat är inte realiserat: styrelsen verifierar.",),
        trail=TRAIL,
    )
    return replace(standard, **changes)


def many_commitments() -> CommitmentReportData:
    """More than a page's chart, long names, large amounts: what breaks over pages."""
    first = commitment_report()
    long = "Utbyggnad av kollektivtrafik, cykelvägar och godsterminaler mellan centralstationen och Östra hamnen"
    rows = tuple(
        replace(
            first.commitments[number % 5],
            number=str(number + 1),
            title=long if number % 7 == 3 else first.commitments[number % 5].title,
            promised="1 990 000 000 kr och 50 %" if number % 5 == 3 else first.commitments[number % 5].promised,
        )
        for number in range(40)
    )
    return replace(first, commitments=rows, deviations=first.deviations * 9, to_verify=first.to_verify * 7)


def bare_commitment_report() -> CommitmentReportData:
    return commitment_report(figures=(), notices=(), commitments=(), to_verify=(), deviations=(), method=(), trail=())


def compiled_accounts(**changes: Any) -> CompiledAccountsData:
    told = (
        ("Staten", 400_000_000_00, 371_250_500_50, 200_000_000_00, 200_000_000_00, ""),
        ("Region Aspen", 260_000_000_00, 268_400_000_00, 130_000_000_00, 120_000_000_00, "Markarbetena blev dyrare."),
        ("Almby kommun", 90_000_000_00, 88_999_999_99, 70_000_000_00, 70_000_000_00, "Kajkanten ingår inte."),
    )
    rows = tuple(
        AccountsRow(
            party=party,
            budget=budget,
            cost=cost,
            left=budget - cost,
            financing_due=due,
            financing_paid=paid,
            unpaid=due - paid,
            received_on=date(2026, 2, 10),
            comment=comment,
        )
        for party, budget, cost, due, paid, comment in told
    )
    names = ("budget", "cost", "left", "financing_due", "financing_paid", "unpaid")
    sums = {name: sum(getattr(row, name) for row in rows) for name in names}
    standard = CompiledAccountsData(
        head=named("compiled_accounts", "Aspen-SR-1-2025", "Sammanställd redovisning 2025, Spårväg och bostäder"),
        issuer=BOARD,
        agreement=AGREEMENT,
        year=2025,
        approved=DecidedBy(body="Styrelsen för ramavtal 8", on=date(2026, 3, 17), paragraph="§ 22"),
        lead="3 parter redovisar 728 650 500 kr för 2025, 21 349 500 kr mindre än budget. Av finansieringen enligt "
        "plan återstår 10 000 000 kr att betala.",
        figures=(
            KeyFigure(value="728,65 mnkr", label="kostnad under året"),
            KeyFigure(value="750,00 mnkr", label="budget för året"),
            KeyFigure(value="390,00 mnkr", label="betald finansiering"),
            KeyFigure(value="10,00 mnkr", label="kvar att betala enligt plan"),
        ),
        summary=("Arbetet följer i huvudsak planen. Spårvägens markarbeten kostade mer än beräknat.",),
        rows=rows,
        total=AccountsRow(party="Summa", received_on=date(2026, 2, 10), **sums),
        units=tuple(
            UnitRow(
                number=row[0],
                party=row[1],
                title=row[2],
                promised=row[3],
                during_year="310 bostäder" if row[0] == "1" else "–",
                verified=row[5],
                left=row[6],
            )
            for row in PROMISES
        ),
        sent_to=("Regeringen, för staten", "Region Aspen", "Almby kommun"),
        method=("Redovisningen bygger på vad varje part har lämnat till styrelsen.",),
        trail=TRAIL,
    )
    return replace(standard, **changes)


def bare_compiled_accounts() -> CompiledAccountsData:
    full = compiled_accounts()
    zeros: dict[str, Any] = dict.fromkeys(("budget", "cost", "left", "financing_due", "financing_paid", "unpaid"), 0)
    rows = tuple(replace(row, **zeros, comment="") for row in full.rows)
    return replace(
        full, approved=None, figures=(), summary=(), rows=rows, total=replace(full.total, **zeros), units=(), trail=()
    )


def negotiation_status(**changes: Any) -> NegotiationStatusData:
    parties = ("Staten", "Region Aspen", "Almby kommun", "Privata vårdgivare (förening)", "Hasselby universitet")
    day = "15 sep 2026"
    standard = NegotiationStatusData(
        head=named("negotiation_status", "Aspen-FS-F1-20261020", "Förhandlingens läge 20 oktober 2026, Hälsodata"),
        issuer=replace(BOARD, name="Förhandlingspersonerna, Förhandlingen om hälsodata"),
        number="F1",
        as_of=AS_OF,
        lead="Förhandlingen initieras. 2 bekräftelser saknas, från Almby kommun.",
        facts=(
            ("Förhandling", "F1 Nationell infrastruktur för hälsodata"),
            ("Direktiv", "Dir. 2026:41, 11 juni 2026"),
            ("Ekonomisk ram", "412 000 000 kr"),
        ),
        figures=(
            KeyFigure(value="5", label="parter"),
            KeyFigure(value="23 av 25", label="bekräftelser"),
            KeyFigure(value="3", label="sakfrågor"),
            KeyFigure(value="1", label="försenade hålltider"),
        ),
        notices=(
            Notice(strong="Mandat saknas:", text="Almby kommun."),
            Notice(strong="Nästa hålltid:", text="Förhandlingen börjar, 1 november 2026."),
        ),
        phases=(
            PhaseStep(name="Initiera", place="here"),
            PhaseStep(name="Förhandla", place="ahead"),
            PhaseStep(name="Avtala", place="ahead"),
            PhaseStep(name="Genomföra", place="ahead"),
            PhaseStep(name="Avslutad", place="ahead"),
        ),
        parties=tuple(
            StatusParty(
                name=party,
                role="Huvudman för vården" if "Region" in party else "",
                level="nationell nivå",
                mandate="saknas" if "Almby" in party else "till 31 december 2027",
            )
            for party in parties
        ),
        gates=("Samma information", "Syfte och upplägg", "Avgränsningar", "Direktiv", "Typ av förhandling"),
        gate_rows=tuple(
            GateRow(
                party=party,
                answers=(day, day, day, *(("Saknas", "Saknas") if "Almby" in party else (day, day))),
                missing=(False, False, False, *([True, True] if "Almby" in party else [False, False])),
            )
            for party in parties
        ),
        issues=(
            StatusIssue(
                number="1",
                title="Gemensam infrastruktur",
                kind="Gemensam infrastruktur",
                options=("En nationell plattform", "Regionala noder", "Som i dag"),
            ),
            StatusIssue(
                number="2", title="Standarder", kind="Standarder", options=("En gemensam", "Två godkända standarder")
            ),
            StatusIssue(
                number="3",
                title="Rättsliga förutsättningar",
                kind="Rättsliga; staten ensam",
                options=(),
                chosen="Ny lag, 1 oktober 2026",
            ),
        ),
        packages=(
            StatusPackage(
                number="1",
                title="Gemensam drift från start",
                state="Överenskommet 12 oktober 2026",
                answers=(("Samtycker", "Almby kommun och Staten"), ("Har inte svarat", "Region Aspen")),
            ),
        ),
        sessions=(
            StatusDecision(on=date(2026, 9, 8), level="alla parter tillsammans", text="Arbeta med regionala noder."),
        ),
        timetable=(
            StatusDay(planned_on=date(2026, 9, 1), title="Parterna kända", done_on=date(2026, 8, 28), state="Klart"),
            StatusDay(
                planned_on=date(2026, 10, 1), title="Grindarna bekräftade", done_on=None, state="Försenat", late=True
            ),
            StatusDay(planned_on=date(2026, 11, 1), title="Förhandlingen börjar", done_on=None, state="Återstår"),
        ),
        told=(
            Told(
                on=date(2026, 8, 17), to="Alla parter", what="Direktivet och den preliminära tidplanen", how="vid möte"
            ),
        ),
        trail=TRAIL,
    )
    return replace(standard, **changes)


def bare_negotiation_status() -> NegotiationStatusData:
    return negotiation_status(
        figures=(), notices=(), gate_rows=(), issues=(), sessions=(), timetable=(), told=(), trail=()
    )


SAMPLES: dict[str, Callable[[], Shape]] = {
    "minutes": minutes,
    "many minutes": many_minutes,
    "commitments": commitment_report,
    "many commitments": many_commitments,
    "bare commitments": bare_commitment_report,
    "accounts": compiled_accounts,
    "bare accounts": bare_compiled_accounts,
    "status": negotiation_status,
    "bare status": bare_negotiation_status,
}
