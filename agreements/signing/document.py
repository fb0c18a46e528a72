"""The agreement as it is printed and signed: what the frozen text says, who signs, and what else validity asks for."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from agreements.texts.content import AgreementText, SectionText, text_of
from agreements.texts.kinds import MANDATORY, AgreementKind, AnnexLife, Part
from governance.documents.shapes import (
    AgreementData,
    AgreementPartyRow,
    AnnexRow,
    ClauseRow,
    ConditionRow,
    FinancingRow,
    FinancingSum,
    Head,
    Issuer,
    SectionRow,
    SignatoryBox,
    TimetableRow,
)
from governance.lib.dates import MONTHS, swedish_date
from governance.lib.text import capitalise, count_in_words, join_swedish

from . import registry
from .conditions import conditions_of

TABLES = {
    "financing": Part.COST,
    "timetable": Part.TIMETABLE,
    "commitments": Part.RESPONSIBILITY,
}
"""After the first section of which part a table stands."""


def build_agreement(round_: Any, head: Head) -> AgreementData:
    """Freeze a round's agreement: its text, money, times, commitments, annexes, signatories and conditions."""
    text, signatories = text_of(round_.text), list(round_.signatories.in_order())
    partnership = round_.agreement.partnership
    conditions = conditions_of(round_.agreement)
    return AgreementData(
        head=head,
        issuer=Issuer(
            name=partnership.name, short_name=partnership.short_name, partnership=partnership.name, cover_lines=()
        ),
        kind_name=str(AgreementKind(text.kind).label),
        number=text.number,
        text_version=round_.text.number,
        text_frozen_at=round_.text.frozen_at,
        text_sha256=round_.text.text_sha256,
        lead=lead_of(text),
        period=period_of(text),
        holds=holds_when(conditions, text),
        parties=party_rows(text, signatories),
        sections=section_rows(text),
        signatories=boxes_of(signatories),
        commitments=registry.commitments_of(round_.text),
        financing=financing_rows(text),
        financing_sum=financing_sum(text),
        financing_note=financing_note(text),
        timetable=tuple(
            TimetableRow(on=day_of(each.due_on), what=each.what, who=each.party) for each in text.timetable
        ),
        annexes=tuple(
            AnnexRow(
                number=str(each.number),
                title=each.title,
                issue=str(each.issue),
                life=str(AnnexLife(each.life).label),
                paragraphs=each.paragraphs,
            )
            for each in text.annexes
        ),
        conditions=conditions,
    )


def day_of(text: str) -> date | None:
    """A day as the frozen text writes it."""
    return date.fromisoformat(text) if text else None


def lead_of(text: AgreementText) -> str:
    """What the agreement is, in one sentence."""
    number = count_in_words(len(text.parties), "part", "parter")
    if text.amends:
        return _("Tilläggsavtal till %(number)s mellan %(parties)s.") % {"number": text.amends, "parties": number}
    kind = str(AgreementKind(text.kind).label)
    return _("%(kind)s mellan %(parties)s.") % {"kind": kind, "parties": number}


def period_of(text: AgreementText) -> str:
    """From when until when it is to hold, as far as it is said."""
    begins, ends = day_of(text.period_from), day_of(text.period_until)
    if begins and ends:
        return f"{swedish_date(begins)} – {swedish_date(ends)}"
    if begins:
        return _("från %s tills vidare") % swedish_date(begins)
    return _("till och med %s") % swedish_date(ends) if ends else ""


def holds_when(conditions: Sequence[ConditionRow], text: AgreementText) -> str:
    """When the agreement comes into force, and when it lapses instead."""
    asked = _("när alla har undertecknat")
    if len(conditions) > 1:
        asked = _("när alla har undertecknat och övriga villkor i tabellen sist i avtalet är uppfyllda")
    last = day_of(text.last_on)
    return _("%(when)s, senast %(last)s") % {"when": asked, "last": swedish_date(last)} if last else asked


def party_rows(text: AgreementText, signatories: Sequence[Any]) -> tuple[AgreementPartyRow, ...]:
    """The parties as the text names them, with who signs for each."""
    rows = []
    for party in text.parties:
        mine = [each for each in signatories if str(each.principal) == party.name]
        rows.append(
            AgreementPartyRow(
                name=party.name,
                organisation_number=party.organisation_number,
                role=party.role,
                represented_by=join_swedish([f"{each.name}, {each.role}" for each in mine]),
                mandate=join_swedish(list(dict.fromkeys(each.basis for each in mine))),
            )
        )
    return tuple(rows)


def section_rows(text: AgreementText) -> tuple[SectionRow, ...]:
    """The sections with numbered paragraphs, each table after the section that it belongs to."""
    tables = places_of_tables(text.sections)
    return tuple(
        SectionRow(
            number=section.number,
            title=section.title,
            must=section.part in MANDATORY,
            tables=tables.get(section.number, ()),
            clauses=tuple(
                ClauseRow(number=f"{section.number}.{at}", text=paragraph)
                for at, paragraph in enumerate(section.paragraphs, 1)
            ),
        )
        for section in text.sections
    )


def places_of_tables(sections: Sequence[SectionText]) -> dict[int, tuple[str, ...]]:
    """Section -> its tables: parties after the first, each other after the first of its part, or after the last."""
    if not sections:
        return {}
    found: dict[int, tuple[str, ...]] = {sections[0].number: ("parties",)}
    for name, part in TABLES.items():
        place = next((each.number for each in sections if each.part == part), sections[-1].number)
        found[place] = (*found.get(place, ()), name)
    last = sections[-1].number
    found[last] = (*found.get(last, ()), "annexes")
    return found


def financing_rows(text: AgreementText) -> tuple[FinancingRow, ...]:
    """What each party pays."""
    return tuple(
        FinancingRow(
            party=row.party,
            what=row.what,
            share_ppm=row.share_ppm,
            amount=row.amount_ore,
            price_level=price_level(row.price_level_on, row.index_series),
        )
        for row in text.financing
    )


def financing_sum(text: AgreementText) -> FinancingSum | None:
    """What all of it comes to; the shares only where every row has one."""
    if not text.financing:
        return None
    shares = [row.share_ppm for row in text.financing]
    known = [each for each in shares if each is not None]
    return FinancingSum(
        share_ppm=sum(known) if len(known) == len(shares) else None,
        amount=sum(row.amount_ore or 0 for row in text.financing),
    )


def financing_note(text: AgreementText) -> str:
    """By which index series amounts are carried to later prices."""
    series = list(dict.fromkeys(row.index_series for row in text.financing if row.index_series))
    return _("Belopp räknas om med %s från den prisnivå som anges.") % join_swedish(series) if series else ""


def price_level(on: str, series: str) -> str:
    """The price level in words: "januari 2026, KPIF"."""
    day = day_of(on)
    if day is None:
        return ""
    month = f"{MONTHS[day.month - 1]} {day.year}"
    return f"{month}, {series}" if series else month


def boxes_of(signatories: Sequence[Any]) -> tuple[SignatoryBox, ...]:
    """A field for everybody who signs, in the order that they sign."""
    return tuple(
        SignatoryBox(
            field=each.field,
            label=_("Underskrift %(name)s, %(party)s") % {"name": each.name, "party": each.principal},
            party=str(each.principal),
            person=each.name,
            role=each.role,
            mandate=each.basis,
            turn=turn_of(each, signatories),
        )
        for each in signatories
    )


def turn_of(signatory: Any, signatories: Sequence[Any]) -> str:
    """When somebody signs, in words; nothing where all sign at the same time."""
    groups = sorted({each.group for each in signatories})
    if len(groups) == 1:
        return ""
    place = groups.index(signatory.group) + 1
    return capitalise(_("undertecknar i steg %(place)s av %(all)s") % {"place": place, "all": len(groups)})
