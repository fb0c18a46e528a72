"""Reading in allocations from a spreadsheet: looked at first, then all or nothing."""

import hashlib
from datetime import date
from typing import Any

from django.db import transaction

from governance.lib.dates import swedish_date
from governance.lib.text import count
from governance.workflow import steps
from governance.workflow.acts import refuse
from workpackages.models import Service

from .. import citations
from ..models import Allocation, BudgetLine, YearFrame
from ..sheets import Errors, Row, SheetError, day_in, read_rows
from .frames import allocate
from .importing import (
    AMOUNT,
    PHASE,
    SERVICE,
    PlannedRow,
    Preview,
    is_read_in,
    line_in,
    money_in,
    refuse_sheet,
    require_ready,
    services_by_name,
)

PURPOSE, DECIDED, PARAGRAPH = "ändamål", "beslutad", "paragraf"
IMPORTED = "import_allocations"
LONGEST_PURPOSE, LONGEST_PARAGRAPH = 300, 40
Lines = dict[tuple[int, str], BudgetLine]
Known = set[tuple[int, int, str, date]]


def preview_allocations(frame: YearFrame, data: bytes, *, today: date) -> Preview:
    """Look at a file of allocations (tjänst, fas, belopp, ändamål, beslutad, paragraf).

    A row that the year has already, to the öre and of the same day, is a fault. Raises SheetError when it is no table.
    """
    rows = read_rows(data, required=(SERVICE, PHASE, AMOUNT, PURPOSE), optional=(DECIDED, PARAGRAPH))
    errors = Errors()
    services = services_by_name(frame.partnership_id)
    lines = lines_of(frame)
    known = known_in(frame)
    planned = tuple(plan_allocation(row, services, lines, known, errors, today) for row in rows)
    return Preview(planned, tuple(errors.found), hashlib.sha256(data).hexdigest())


def lines_of(frame: YearFrame) -> Lines:
    """The lines of the frame's budget by service and phase."""
    return {(line.service_id, line.phase): line for line in frame.budget.lines.all()}


def known_in(frame: YearFrame) -> Known:
    """What is allocated in the year: line, öre, purpose and day."""
    rows = frame.allocations.filter(corrects=None)
    return set(rows.values_list("line_id", "amount_ore", "purpose", "decided_on"))


def plan_allocation(
    row: Row, services: dict[str, Service], lines: Lines, known: Known, errors: Errors, today: date
) -> PlannedRow:
    """Understand one row, and see that the year does not have it."""
    service, phase = line_in(row, services, lines, errors)
    amount, purpose = money_in(row, errors), row.text(PURPOSE)[:LONGEST_PURPOSE]
    if amount is not None and not amount.ore:
        errors.add(row, AMOUNT, "Beloppet ska vara större än noll.")
    if not purpose:
        errors.add(row, PURPOSE, "Skriv vad pengarna ska gå till.")
    planned = PlannedRow(
        number=row.number,
        service=service,
        phase=phase,
        amount=amount,
        text=purpose,
        service_text=row.text(SERVICE),
        phase_text=row.text(PHASE),
        amount_text=row.text(AMOUNT),
        decided_on=decided_in(row, errors, today),
        paragraph=row.text(PARAGRAPH)[:LONGEST_PARAGRAPH],
    )
    if (same := key_of(planned, lines)) in known:
        errors.add(row, PURPOSE, f"”{purpose[:60]}” är redan fördelat med samma belopp och dag.")
    elif same is not None:
        known.add(same)
    return planned


def key_of(row: PlannedRow, lines: Lines) -> tuple[int, int, str, date] | None:
    """What makes an allocation the same as another, when all of it could be read."""
    line = lines.get(row.key) if row.key else None
    if line is None or row.amount is None or row.decided_on is None:
        return None
    return line.pk, row.amount.ore, row.text, row.decided_on


def decided_in(row: Row, errors: Errors, today: date) -> date | None:
    """The day of the decision, today where the file says none; it has been."""
    if not row.text(DECIDED):
        return today
    try:
        day = day_in(row.cells.get(DECIDED))
    except ValueError as error:
        errors.add(row, DECIDED, str(error))
        return None
    if day > today:
        errors.add(row, DECIDED, f"Dagen {swedish_date(day)} har inte varit än.")
    return day


@transaction.atomic
def import_allocations(
    frame: YearFrame, data: bytes, *, by: Any, today: date, file_name: str = "", version: int | None = None
) -> list[Allocation]:
    """Read a file of allocations into a year (läsa in), all or nothing; each row is an act of its own in the trail.

    The same file is read in once, also on a later day: a row that names no day is of the day it is read in. Beyond
    the year's total it is refused as any allocation is, and nothing of the file is kept (E-08).
    """
    held: YearFrame = steps.lock(frame)
    try:
        preview = preview_allocations(held, data, today=today)
    except SheetError as error:
        raise refuse_sheet(error) from error
    require_ready(preview)
    if is_read_in(held, preview.sha256, by_step=IMPORTED):
        raise refuse(
            "Filen är redan inläst. Samma fördelningar läses inte in två gånger.",
            citations.CORRECTED_OPENLY,
            mended_by="du själv: välj en annan fil eller rätta det som är fel",
        )
    lines = lines_of(held)
    made: list[Allocation] = []
    for row in preview.rows:
        if row.key is None or row.amount is None:
            continue
        made.append(
            allocate(
                held,
                line=lines[row.key],
                amount=row.amount,
                purpose=row.text,
                paragraph=row.paragraph,
                on=row.decided_on,
                by=by,
                today=today,
                version=version if not made else None,
            )
        )
    if made:
        told = f"{file_name[:100]}, {count(len(made), 'rad', 'rader')}, sha256 {preview.sha256}"
        steps.edit(held, by=by, today=today, version=None, changes={}, kind=IMPORTED, reason=told)
    return made
