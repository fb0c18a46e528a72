"""A made-up agreement, whole and small enough to be read, as its printed form takes it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from governance.documents.shapes import (
    AgreementData,
    AgreementPartyRow,
    AnnexRow,
    ClauseRow,
    CommitmentRow,
    ConditionRow,
    FinancingRow,
    FinancingSum,
    Head,
    Issuer,
    SectionRow,
    SignatoryBox,
    TimetableRow,
)
from tests.documents import samples

PARTIES = (
    ("Staten", "", "Karin Åkerlind", "förhandlingsperson", "Regeringen 2025-09-11, II:4"),
    ("Region Norrsund", "", "Mats Öberg", "regionstyrelsens ordförande", "RF 2026-04-14 § 52"),
    ("Norrsunds kommun", "", "Åsa Lindqvist", "kommunstyrelsens ordförande", "KF 2026-04-20 § 71"),
    ("Vårdgivarna i Norrsund", "", "Erik Söderhäll", "föreningens ordförande", "Styrelsen 2026-04-02 § 8"),
)
SECTIONS: tuple[tuple[str, bool, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        "Parter",
        False,
        ("parties",),
        ("Avtalet sluts mellan parterna i tabellen.", "En förening binder sig själv."),
    ),
    ("Bakgrund och syfte", False, (), ("Uppgifter om vård och omsorg ska kunna följa patienten.",)),
    ("Begrepp och avtalets delar", False, ("annexes",), ("Avtalet består av denna text och dess bilagor.",)),
    ("Funktion", True, (), ("Infrastrukturen ska omfatta en tjänst för åtkomst och ett register.",)),
    ("Åtaganden", False, ("commitments",), ("Varje part åtar sig det som anges i tabellen.",)),
    ("Villkorade åtaganden", False, (), ("Åtagandena 2 och 3 blir bindande samtidigt, annars inte alls.",)),
    ("Kostnad och finansiering", True, ("financing",), ("Den samlade kostnaden är 186 400 000 kr.",)),
    ("Prisnivå och index", False, (), ("Belopp räknas om varje år.",)),
    ("Tidplan", True, ("timetable",), ("Arbetet genomförs i tre steg.",)),
    ("Ansvar", True, (), ("Staten ansvarar för regelverk.\nRegionen ansvarar för drift.",)),
    ("Styrelse och uppföljning", True, (), ("En styrelse följer upp avtalet.",)),
    ("Information och personuppgifter", False, (), ("Avtalet är en allmän handling hos myndigheterna.",)),
    ("Ändring och underhåll", False, (), ("Avtalet ändras genom skriftligt tilläggsavtal.",)),
    ("Avvikelse och tvist", False, (), ("En avvikelse anmäls till styrelsen inom 30 dagar.",)),
    ("Giltighet", False, (), ("Avtalet gäller när alla villkor är uppfyllda.",)),
)


def head(**changes: Any) -> Head:
    title = "Ramavtal om gemensam infrastruktur för hälsodata i Norrsund"
    given = {"doc_id": "NF-AV-2026-01", "title": title, "diary_number": "NF 2026/31", **changes}
    return samples.head("agreement", **given)


def sections() -> tuple[SectionRow, ...]:
    return tuple(
        SectionRow(
            number=number,
            title=title,
            must=must,
            tables=tables,
            clauses=tuple(ClauseRow(number=f"{number}.{at}", text=text) for at, text in enumerate(clauses, 1)),
        )
        for number, (title, must, tables, clauses) in enumerate(SECTIONS, 1)
    )


def boxes(parties: tuple[tuple[str, ...], ...] = PARTIES) -> tuple[SignatoryBox, ...]:
    return tuple(
        SignatoryBox(
            field=f"sign_{at}",
            label=f"Underskrift {person}, {party}",
            party=party,
            person=person,
            role=role,
            mandate=mandate,
            turn="" if at == 1 else "samtidigt med de andra",
        )
        for at, (party, _number, person, role, mandate) in enumerate(parties, 1)
    )


def agreement(given: Head | None = None, **changes: Any) -> AgreementData:
    amounts = (9_320_000_000, 6_058_000_000, 2_330_000_000, 932_000_000)
    shares = (500_000, 325_000, 125_000, 50_000)
    standard = AgreementData(
        head=given or head(),
        issuer=Issuer(
            name="Sverigeförhandlingen om hälsodata i Norrsund",
            short_name="NF",
            partnership="Sverigeförhandlingen om hälsodata i Norrsund",
            cover_lines=(),
        ),
        kind_name="Ramavtal",
        number="2026-01",
        text_version="3.0",
        text_frozen_at=datetime(2026, 5, 4, 8, 0, tzinfo=UTC),
        text_sha256="9b5e46dea662c9d029d29f34e7cb629ff253cf97b9b94c9fe83fc0bebc40195d",
        lead="Fyra parter ansluter sina verksamheter till en gemensam infrastruktur och delar kostnaden.",
        period="1 januari 2027 – 31 december 2036",
        holds="när alla har undertecknat och alla villkor på undertecknandesidan är uppfyllda",
        parties=tuple(
            AgreementPartyRow(
                name=party, organisation_number=number, role="", represented_by=f"{person}, {role}", mandate=mandate
            )
            for party, number, person, role, mandate in PARTIES
        ),
        sections=sections(),
        signatories=boxes(),
        commitments=(
            CommitmentRow(
                number="1",
                party="Staten",
                what="Tjänst för åtkomst i drift",
                quantity="1 tjänst",
                due_on=date(2027, 12, 31),
                condition="",
            ),
            CommitmentRow(
                number="2",
                party="Region Norrsund",
                what="Informationskällor anslutna",
                quantity="14 källor",
                due_on=date(2028, 6, 30),
                condition="Om 1",
            ),
        ),
        financing=tuple(
            FinancingRow(
                party=row[0], what="Investering", share_ppm=share, amount=amount, price_level="januari 2026, KPIF"
            )
            for row, share, amount in zip(PARTIES, shares, amounts, strict=True)
        ),
        financing_sum=FinancingSum(share_ppm=1_000_000, amount=sum(amounts)),
        financing_note="Belopp räknas om med konsumentprisindex med fast ränta (KPIF), bas januari 2026.",
        timetable=(
            TimetableRow(on=date(2027, 12, 31), what="Grunden är klar", who="Staten"),
            TimetableRow(on=date(2030, 12, 31), what="Full drift", who="Alla parter"),
        ),
        annexes=(
            AnnexRow(
                number="1",
                title="Begrepp",
                issue="1",
                life="Ändras som avtalet, genom tilläggsavtal",
                paragraphs=("Informationskälla: ett system hos en part.", "Verksamhet: en enhet hos en part."),
            ),
            AnnexRow(number="2", title="Prov och räkneregler", issue="2", life="Ändras av styrelsen"),
        ),
        conditions=(
            ConditionRow(label="Undertecknat av alla parter", evidence="", state="Väntar", last_on=date(2026, 6, 30)),
            ConditionRow(
                label="Regionfullmäktiges beslut har vunnit laga kraft",
                evidence="2026-04-14, § 52",
                state="Uppfyllt",
                last_on=date(2026, 5, 18),
            ),
        ),
    )
    return replace(standard, **changes)


def bare() -> AgreementData:
    """The least that can be printed: no money, no times, no annexes, one who signs, and a long title."""
    name = "Ramavtal om finansiering och medfinansiering avseende ökad tillgänglighet i storstäderna samt ökat byggande"
    return replace(
        agreement(head(demo=False, demo_note="", audit=None, diary_number="", title=name)),
        lead="",
        period="",
        commitments=(),
        financing=(),
        financing_sum=None,
        financing_note="",
        timetable=(),
        annexes=(),
        conditions=(),
        signatories=boxes(PARTIES[:1]),
    )


def crowded() -> AgreementData:
    """Twenty-four who sign, sixty commitments and long words: what breaks over pages."""
    many = tuple((f"Kommun {at}", "", f"Person Nummer {at}", "ordförande", f"KF § {at}") for at in range(1, 25))
    row = agreement().commitments[0]
    return agreement(
        signatories=boxes(many),
        commitments=tuple(replace(row, number=str(at), condition="Om 3 och 4") for at in range(1, 61)),
    )
