"""Acts on what a draft says: its sections, cost, financing, timetable and annexes."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from governance.documents.canonical import sha256
from governance.workflow import steps
from governance.workflow.acts import next_number, refuse, remove, require_right
from governance.workflow.steps import lock

from .. import citations, permissions
from ..kinds import AnnexLife
from ..models import (
    Agreement,
    AgreementParty,
    AgreementVersion,
    Annex,
    AnnexIssue,
    FinancingLine,
    Section,
    TimetableItem,
)
from ..models.versions import OfVersion
from .common import hold_agreement, hold_draft

FAR = 10_000
"""Added to numbers while they move, so that no two are alike on the way."""


@transaction.atomic
def edit_version(
    held: AgreementVersion, *, changes: dict[str, Any], by: Any, today: date, version: int | None
) -> AgreementVersion:
    """Change what a draft says of itself: the whole cost, or why it does not say how it is updated (AG-2)."""
    hold_draft(held, by=by)
    edited: AgreementVersion = steps.edit(held, by=by, today=today, version=version, changes=changes).subject
    return edited


@transaction.atomic
def edit_section(section: Section, *, changes: dict[str, Any], by: Any, today: date, version: int | None) -> Section:
    """Write a section (skriva ett avsnitt)."""
    hold_draft(section.version_of, by=by)
    edited: Section = steps.edit(section, by=by, today=today, version=version, changes=changes).subject
    return edited


@transaction.atomic
def add_section(
    held: AgreementVersion,
    *,
    title: str,
    by: Any,
    today: date,
    part: str = "",
    clauses: str = "",
    number: int | None = None,
) -> Section:
    """Add a section last, or at a number; those after it move."""
    hold_draft(held, by=by)
    last = next_number(held.sections.all(), "number")
    place = min(max(number or last, 1), last)
    move_from(held, place, 1)
    section = Section(version_of=held, number=place, title=title.strip(), part=part, clauses=clauses.strip())
    steps.create(section, by=by, today=today)
    return section


@transaction.atomic
def remove_section(section: Section, *, by: Any, today: date) -> None:
    """Take a section out of a draft; those after it move up."""
    held = hold_draft(section.version_of, by=by)
    number = section.number
    remove(section, by=by, today=today, title=section.title, clauses=section.clauses)
    move_from(held, number + 1, -1)


def move_from(held: AgreementVersion, number: int, by_how_much: int) -> None:
    """Move the numbers of the sections from one on, past each other's uniqueness."""
    held.sections.filter(number__gte=number).update(number=F("number") + FAR)
    held.sections.filter(number__gte=FAR).update(number=F("number") - FAR + by_how_much, version=F("version") + 1)


@transaction.atomic
def add_financing_line(  # noqa: PLR0913 -- a line is told all at once
    held: AgreementVersion,
    *,
    party: AgreementParty,
    what: str,
    by: Any,
    today: date,
    amount_ore: int | None = None,
    share_ppm: int | None = None,
    price_level_on: date | None = None,
    index_series: str = "",
) -> FinancingLine:
    """Add what a party pays: an amount or a share of the whole cost."""
    hold_draft(held, by=by)
    require_party(held.agreement, party)
    line = FinancingLine(
        version_of=held,
        party=party,
        what=what.strip(),
        amount_ore=amount_ore,
        share_ppm=share_ppm,
        price_level_on=price_level_on,
        index_series=index_series.strip(),
    )
    steps.create(line, by=by, today=today, amount_ore=amount_ore, share_ppm=share_ppm)
    return line


def require_party(agreement: Agreement, party: AgreementParty | None) -> None:
    """Raise Refused for a party of another agreement."""
    if party is not None and party.agreement_id != agreement.pk:
        raise refuse(
            "Parten hör inte till avtalet.", citations.SEVERAL_PARTIES, mended_by="du själv: välj en av avtalets parter"
        )


@transaction.atomic
def edit_financing_line(
    line: FinancingLine, *, changes: dict[str, Any], by: Any, today: date, version: int | None
) -> FinancingLine:
    """Change what a party pays."""
    held = hold_draft(line.version_of, by=by)
    require_party(held.agreement, changes.get("party"))
    edited: FinancingLine = steps.edit(line, by=by, today=today, version=version, changes=changes).subject
    return edited


@transaction.atomic
def add_timetable_item(
    held: AgreementVersion, *, what: str, due_on: date, by: Any, today: date, party: AgreementParty | None = None
) -> TimetableItem:
    """Add a day to keep (hålltid)."""
    hold_draft(held, by=by)
    require_party(held.agreement, party)
    item = TimetableItem(version_of=held, what=what.strip(), due_on=due_on, party=party)
    steps.create(item, by=by, today=today, due_on=due_on)
    return item


@transaction.atomic
def edit_timetable_item(
    item: TimetableItem, *, changes: dict[str, Any], by: Any, today: date, version: int | None
) -> TimetableItem:
    """Change a day to keep."""
    held = hold_draft(item.version_of, by=by)
    require_party(held.agreement, changes.get("party"))
    edited: TimetableItem = steps.edit(item, by=by, today=today, version=version, changes=changes).subject
    return edited


@transaction.atomic
def remove_row(row: OfVersion, *, by: Any, today: date) -> None:
    """Take a line of financing or a day of the timetable out of a draft."""
    hold_draft(row.version_of, by=by)
    remove(row, by=by, today=today, said=str(row))


# Annexes ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_annex(
    agreement: Agreement, *, title: str, by: Any, today: date, text: str = "", life: str = AnnexLife.PARTIES
) -> Annex:
    """Add an annex with its first issue (bilaga).

    An amendment's new annexes are numbered after its agreement's own: a number is the same annex in both.
    """
    held = hold_agreement(agreement, by=by)
    require_drafting(held)
    numbered = Annex.objects.filter(agreement_id__in={held.pk, held.root.pk})
    annex = Annex(agreement=held, number=next_number(numbered), title=title.strip(), life=AnnexLife(life))
    steps.create(annex, by=by, today=today)
    steps.create(AnnexIssue(annex=annex, number=1, text=text.strip()), by=by, today=today)
    return annex


def require_drafting(agreement: Agreement) -> None:
    """Raise Refused when no version of the agreement is being written."""
    newest = agreement.newest_version
    if newest is None or not newest.is_drafting:
        raise refuse(
            "Ingen version av avtalet skrivs just nu.",
            citations.TEXT_STANDS,
            mended_by="förhandlingspersonerna eller kansliet: gör en ny version",
            title="Texten är låst",
        )


def hold_annex(annex: Annex, *, by: Any) -> Agreement:
    """Hold an annex's agreement while its text may change: with a draft, or by the board while it holds."""
    agreement: Agreement = lock(annex.agreement)
    require_right(agreement, by, permissions.may_write, permissions.WHO_WRITES)
    if agreement.is_binding and annex.life == AnnexLife.BOARD:
        return agreement
    held = hold_agreement(agreement, by=by)
    require_drafting(held)
    return held


@transaction.atomic
def write_annex(
    annex: Annex, *, text: str, by: Any, today: date, version: int | None = None, change_note: str = ""
) -> AnnexIssue:
    """Write the issue of an annex that is a draft, or begin the next one (skriva en bilaga)."""
    hold_annex(annex, by=by)
    draft = annex.issues.filter(adopted_on__isnull=True).first()
    if draft is None:
        newest = annex.issues.first()
        if newest is not None and newest.text == text.strip():
            return newest
        issue = AnnexIssue(
            annex=annex,
            number=next_number(annex.issues.all(), "number"),
            text=text.strip(),
            change_note=change_note.strip(),
        )
        steps.create(issue, by=by, today=today)
        return issue
    changes = {"text": text.strip(), "change_note": change_note.strip()}
    edited: AnnexIssue = steps.edit(draft, by=by, today=today, version=version, changes=changes).subject
    return edited


@transaction.atomic
def edit_annex(annex: Annex, *, changes: dict[str, Any], by: Any, today: date, version: int | None) -> Annex:
    """Change an annex's title, or how it may be changed, while the agreement is written."""
    require_drafting(hold_agreement(annex.agreement, by=by))
    edited: Annex = steps.edit(annex, by=by, today=today, version=version, changes=changes).subject
    return edited


@transaction.atomic
def adopt_issue(issue: AnnexIssue, *, decision_reference: str, by: Any, today: date) -> AnnexIssue:
    """The board has decided on a new issue of an annex that it may change (anta en utgåva), with its §."""
    agreement = hold_annex(issue.annex, by=by)
    if not agreement.is_binding or not decision_reference.strip():
        raise refuse(
            "En utgåva antas av styrelsen medan avtalet gäller. Ange styrelsens beslut, till exempel § 12.",
            citations.ANNEX_LIFE,
            mended_by="styrelsens sekreterare: ange beslutet",
        )
    return settle_issue(issue, reference=decision_reference, by=by, today=today)


def settle_issue(issue: AnnexIssue, *, reference: str, by: Any, today: date) -> AnnexIssue:
    """Let an issue stand still, with its fingerprint."""
    changes = {
        "adopted_on": today,
        "decision_reference": reference.strip(),
        "text_sha256": sha256(f"{issue.annex.title}\n{issue.text}"),
    }
    held: AnnexIssue = steps.edit(issue, by=by, today=today, version=None, changes=changes, kind="adopt").subject
    return held
