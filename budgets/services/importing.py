"""Reading in budget lines and outcome from a spreadsheet: looked at first, then all or nothing."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from governance.audit.models import Event
from governance.lib.money import Sek
from governance.lib.text import count
from governance.workflow import steps
from governance.workflow.acts import refuse
from governance.workflow.refusals import Refused, Stale
from workpackages.models import Service

from .. import citations
from ..models import Budget, BudgetLine, OutcomeEntry, YearFrame
from ..sheets import NO_ROWS, Errors, Row, RowError, SheetError, amount_in, month_in, read_rows
from ..spending_guards import kr
from ..states import Phase
from .booked import Booked
from .common import hold_draft
from .deviations import raise_outcome_deviations
from .drafting import add_line, edit_line
from .frames import frame_of

REGISTER = "Rätta namnet, eller registrera tjänsten under Gemensamma tjänster."
SERVICE, PHASE, AMOUNT, TITLE, MONTH, TEXT = "tjänst", "fas", "belopp", "beskrivning", "månad", "text"
CHANGE, SUM = "ändring", "summa"  # as in a file of lines that was taken out


Seen = tuple[int | None, str]


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A row of the file as it will be read in; what could not be read is nothing, and told among the errors."""

    number: int
    service: Service | None
    phase: Phase | None
    amount: Sek | None
    text: str
    service_text: str
    phase_text: str
    amount_text: str
    month: date | None = None
    before: Sek | None = None
    before_text: str = ""
    decided_on: date | None = None
    paragraph: str = ""
    is_repeated: bool = False

    @property
    def key(self) -> tuple[int, str] | None:
        """Service and phase, when both are known."""
        return (self.service.pk, str(self.phase)) if self.service and self.phase else None

    @property
    def seen(self) -> Seen:
        """What is saved where the row will stand: amount and description, or nothing."""
        return (None if self.before is None else self.before.ore, self.before_text)


@dataclass(frozen=True, slots=True)
class Preview:
    """What reading the file in would do (förhandsvisning): rows, faults, and the sum."""

    rows: tuple[PlannedRow, ...]
    errors: tuple[RowError, ...]
    sha256: str

    @property
    def is_ready(self) -> bool:
        """Whether the file can be read in; one fault stops all of it."""
        return not self.errors

    @property
    def total(self) -> Sek:
        """The sum of the rows that could be read."""
        return Sek.total(row.amount for row in self.rows if row.amount is not None)

    @property
    def repeated(self) -> list[PlannedRow]:
        """The rows that would be booked once more (samma rad, månad och belopp); a warning, since they may be right."""
        return [row for row in self.rows if row.is_repeated]

    @property
    def repeated_total(self) -> Sek:
        """The sum of those."""
        return Sek.total(row.amount for row in self.repeated if row.amount is not None)

    @property
    def seen(self) -> list[Seen]:
        """What is saved where each row will stand; carried to the confirmation, so that nothing else is replaced."""
        return [row.seen for row in self.rows]


def preview_lines(budget: Budget, data: bytes) -> Preview:
    """Look at a file of budget lines (tjänst, fas, belopp, beskrivning). Raises SheetError when it is no table.

    It may be the budget's own lines as they are taken out, with the year for amount.
    """
    found = read_rows(
        data, required=(SERVICE, PHASE, AMOUNT), optional=(TITLE, CHANGE), also={str(budget.year): AMOUNT}
    )
    errors = Errors()
    services = services_by_name(budget.partnership_id)
    existing = {(line.service_id, line.phase): line for line in budget.lines.all()}
    rows = [row for row in found if not is_beside(row, services, existing)]
    if not rows:
        raise SheetError(NO_ROWS)
    planned = tuple(plan_line(row, services, existing, errors) for row in rows)
    find_doubles(planned, rows, errors)
    return Preview(planned, tuple(errors.found), hashlib.sha256(data).hexdigest())


def is_beside(row: Row, services: dict[str, Service], existing: dict[tuple[int, str], BudgetLine]) -> bool:
    """Whether a row of a file that was taken out is none to read in: its sum, or what only the year before has."""
    name = row.text(SERVICE).casefold()
    if name not in services:
        return name == SUM and not row.text(PHASE)
    if CHANGE not in row.cells or row.text(AMOUNT):
        return False
    phase = phase_named(row.text(PHASE))
    return phase is not None and (services[name].pk, str(phase)) not in existing


def services_by_name(partnership_id: int) -> dict[str, Service]:
    """The partnership's services by full and by short name, in lower case."""
    found: dict[str, Service] = {}
    for service in Service.objects.filter(partnership_id=partnership_id):
        found.setdefault(service.short_name.casefold(), service)
    for service in Service.objects.filter(partnership_id=partnership_id):
        found[service.name.casefold()] = service
    return found


def plan_line(
    row: Row, services: dict[str, Service], existing: dict[tuple[int, str], BudgetLine], errors: Errors
) -> PlannedRow:
    """Understand one row of budget lines."""
    service, phase = service_in(row, services, errors), phase_in(row, errors)
    line = existing.get((service.pk, str(phase))) if service and phase else None
    return PlannedRow(
        number=row.number,
        service=service,
        phase=phase,
        amount=money_in(row, errors),
        text=row.text(TITLE)[:200],
        service_text=row.text(SERVICE),
        phase_text=row.text(PHASE),
        amount_text=row.text(AMOUNT),
        before=line.amount if line else None,
        before_text=line.title if line else "",
    )


def line_in(
    row: Row, services: dict[str, Service], lines: Collection[tuple[int, str]], errors: Errors
) -> tuple[Service | None, Phase | None]:
    """The service and phase of a row, which are to be a line of the budget."""
    service, phase = service_in(row, services, errors), phase_in(row, errors)
    if service and phase and (service.pk, str(phase)) not in lines:
        errors.add(row, SERVICE, f"{service}, {str(phase.label).lower()} är inte en rad i budgeten.")
    return service, phase


def service_in(row: Row, services: dict[str, Service], errors: Errors) -> Service | None:
    """The service a row names."""
    name = row.text(SERVICE)
    if not name:
        errors.add(row, SERVICE, "Tjänsten saknas.")
    elif name.casefold() not in services:
        errors.add(row, SERVICE, f"”{name[:60]}” finns inte bland partnerskapets tjänster. {REGISTER}")
    return services.get(name.casefold())


def phase_named(name: str) -> Phase | None:
    """The phase of a name."""
    sought = name.casefold()
    return next((phase for phase in Phase if sought in (str(phase.label).casefold(), phase.value)), None)


def phase_in(row: Row, errors: Errors) -> Phase | None:
    """The phase a row names."""
    name = row.text(PHASE)
    found = phase_named(name)
    if found is None:
        told = f"”{row.text(PHASE)[:40]}” är inte en fas" if name else "Fasen saknas"
        errors.add(row, PHASE, f"{told}. Skriv etablering, förvaltning eller avveckling.")
    return found


def money_in(row: Row, errors: Errors, *, may_be_negative: bool = False) -> Sek | None:
    """The amount of a row."""
    try:
        return amount_in(row.cells.get(AMOUNT), may_be_negative=may_be_negative)
    except (ValueError, ArithmeticError) as error:
        sentence = str(error) if isinstance(error, ValueError) else "Beloppet går inte att läsa."
        errors.add(row, AMOUNT, sentence)
        return None


def find_doubles(planned: tuple[PlannedRow, ...], rows: list[Row], errors: Errors) -> None:
    """A service and phase may stand once in the file."""
    first: dict[tuple[int, str], int] = {}
    for plan, row in zip(planned, rows, strict=True):
        if plan.key is None:
            continue
        if plan.key in first:
            errors.add(row, SERVICE, f"Samma tjänst och fas finns redan på rad {first[plan.key]}.")
        first.setdefault(plan.key, plan.number)


def require_ready(preview: Preview) -> None:
    """Raise Refused with every fault; nothing is read in while one is left."""
    if preview.is_ready:
        return
    told = "; ".join(str(error) for error in preview.errors[:20])
    sentence = f"{count(len(preview.errors), 'fel', 'fel')} i filen. Inget är inläst. {told}"
    raise refuse(sentence, citations.BY_PHASE, mended_by="du själv: rätta filen")


def refuse_sheet(error: SheetError) -> Refused:
    """The refusal of a file that is no table."""
    return refuse(str(error), citations.BY_PHASE, mended_by="du själv: rätta filen")


def require_as_seen(preview: Preview, seen: Sequence[Seen], lines: dict[tuple[int, str], BudgetLine]) -> None:
    """Raise Stale with both values where a line is not as it was when the file was looked at."""
    changed = [row for row, then in zip(preview.rows, seen, strict=True) if row.seen != then]
    if not changed:
        return
    known = next((lines[row.key] for row in changed if row.key in lines), None)
    rows = tuple(
        (
            f"{row.service}, {str(row.phase.label).lower()}" if row.phase else row.service_text,
            line_words(row.before, row.before_text),
            line_words(row.amount, row.text or row.before_text),
        )
        for row in changed
    )
    raise Stale(*(steps.last_change(known) if known else steps.by_whom(None)), rows=rows)


def line_words(amount: Sek | None, text: str) -> str:
    """A line as a refusal tells it."""
    return ", ".join(each for each in (kr(amount) if amount is not None else "", text) if each)


@transaction.atomic
def import_lines(
    budget: Budget,
    data: bytes,
    *,
    file_name: str,
    by: Any,
    today: date,
    version: int | None = None,
    seen: Sequence[Seen] | None = None,
) -> Preview:
    """Read a file of lines into a draft (läsa in), all or nothing: new ones are added, known ones get its amount.

    `seen` is what the actor saw saved beside each row (`Preview.seen`); None only where no person looked.
    """
    held = hold_draft(budget, by=by, today=today)
    try:
        preview = preview_lines(held, data)
    except SheetError as error:
        raise refuse_sheet(error) from error
    require_ready(preview)
    lines = {(line.service_id, line.phase): line for line in BudgetLine.objects.filter(budget=held)}
    if seen is not None:
        require_as_seen(preview, seen, lines)
    steps.edit(
        held,
        by=by,
        today=today,
        version=version,
        changes={},
        kind="import_lines",
        reason=f"{file_name[:100]}, {count(len(preview.rows), 'rad', 'rader')}, sha256 {preview.sha256}",
    )
    for row in preview.rows:
        if row.key is None or row.amount is None or row.service is None:
            continue
        line = lines.get(row.key)
        if line is None:
            add_line(held, service=row.service, phase=row.key[1], amount=row.amount, title=row.text, by=by, today=today)
            continue
        changes = {"amount_ore": row.amount.ore, **({"title": row.text} if row.text else {})}
        edit_line(line, changes=changes, by=by, today=today, version=None)
    return preview


def preview_outcome(budget: Budget | YearFrame, data: bytes) -> Preview:
    """Look at a file of outcome (tjänst, fas, månad, belopp, text). Raises SheetError when it is no table."""
    frame = budget if isinstance(budget, YearFrame) else frame_of(budget)
    rows = read_rows(data, required=(SERVICE, PHASE, MONTH, AMOUNT), optional=(TEXT,))
    errors = Errors()
    services = services_by_name(frame.partnership_id)
    lines = {(line.service_id, line.phase) for line in frame.budget.lines.all()}
    booked = Booked(frame)
    planned = tuple(plan_outcome(row, services, lines, frame.year, booked, errors) for row in rows)
    return Preview(planned, tuple(errors.found), hashlib.sha256(data).hexdigest())


def plan_outcome(
    row: Row, services: dict[str, Service], lines: set[tuple[int, str]], year: int, booked: Booked, errors: Errors
) -> PlannedRow:
    """Understand one row of outcome; it may be negative, when money came back."""
    service, phase = line_in(row, services, lines, errors)
    key = (service.pk, str(phase)) if service and phase else None
    month = None
    try:
        month = month_in(row.cells.get(MONTH), year)
    except ValueError as error:
        errors.add(row, MONTH, str(error))
    amount = money_in(row, errors, may_be_negative=True)
    return PlannedRow(
        number=row.number,
        service=service,
        phase=phase,
        amount=amount,
        text=row.text(TEXT)[:200],
        service_text=row.text(SERVICE),
        phase_text=row.text(PHASE),
        amount_text=row.text(AMOUNT),
        month=month,
        before=booked.on(key, month),
        is_repeated=booked.take(key, month, amount),
    )


@transaction.atomic
def import_outcome(
    budget: Budget | YearFrame, data: bytes, *, file_name: str, by: Any, today: date, version: int | None = None
) -> list[OutcomeEntry]:
    """Read a file of outcome into a year (läsa in), all or nothing; the same file is read in once."""
    frame: YearFrame = steps.lock(budget if isinstance(budget, YearFrame) else frame_of(budget))
    try:
        preview = preview_outcome(frame, data)
    except SheetError as error:
        raise refuse_sheet(error) from error
    require_ready(preview)
    if is_read_in(frame, preview.sha256, by_step="import_outcome"):
        raise refuse(
            "Filen är redan inläst. Samma utfall läses inte in två gånger.",
            citations.CORRECTED_OPENLY,
            mended_by="du själv: välj en annan fil eller rätta det som är fel",
        )
    event = steps.perform(
        frame,
        "import_outcome",
        by=by,
        today=today,
        version=version,
        file=file_name[:100],
        sha256=preview.sha256,
        rows=len(preview.rows),
        total=preview.total,
    )
    lines = {(line.service_id, line.phase): line for line in frame.budget.lines.all()}
    entries = OutcomeEntry.objects.bulk_create(
        OutcomeEntry(
            frame=event.subject,
            line=lines[row.key],
            period=row.month,
            amount_ore=row.amount.ore,
            text=row.text,
            imported=True,
            event_number=event.id,
        )
        for row in preview.rows
        if row.key is not None and row.amount is not None and row.month is not None
    )
    raise_outcome_deviations(event.subject, today=today)
    return entries


def is_read_in(frame: YearFrame, sha256: str, *, by_step: str) -> bool:
    """Whether the file has been read into the year before."""
    about = Event.objects.about(frame).filter(kind=f"budgets.yearframe.{by_step}")
    return about.filter(details__contains=sha256).exists()
