"""Population figures (folkmängd): looked at before, then read in whole or not at all, and never changed."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from governance.audit.actors import Actor
from governance.audit.services import SYSTEM_CHAIN, lock_head, record
from governance.lib.dates import swedish_date
from governance.lib.money import thousands

from .models import Organisation, PopulationFigure, PopulationImport, Principal
from .permissions import WHO_RUNS, may_run_installation
from .population_file import Line, RowError, read_file
from .services import require

REGISTER_FIRST = "Registrera organisationen under Uppsättning; Skånes 34 medföljer Samverk och läggs in därifrån."

Known = dict[tuple[int, date], PopulationFigure]


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A figure that is about to be read in, or that is there already."""

    row: int
    organisation: Organisation
    reference_date: date
    population: int
    is_known: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would do (förhandsgranskning): its figures, everything wrong, and what is worth a look."""

    rows: tuple[PreviewRow, ...]
    errors: tuple[RowError, ...]
    remarks: tuple[str, ...] = ()

    @property
    def new(self) -> tuple[PreviewRow, ...]:
        """The figures that are not there yet."""
        return tuple(row for row in self.rows if not row.is_known)

    @property
    def known_count(self) -> int:
        """How many figures are there already, the same."""
        return len(self.rows) - len(self.new)

    @property
    def dates(self) -> tuple[date, ...]:
        """The days that the file tells of."""
        return tuple(sorted({row.reference_date for row in self.rows}))

    @property
    def is_right(self) -> bool:
        """Whether the file may be read in."""
        return not self.errors


class WrongFile(Exception):
    """The file cannot be read in; nothing has changed."""

    def __init__(self, errors: Iterable[RowError]) -> None:
        self.errors = tuple(errors)
        super().__init__("\n".join(str(error) for error in self.errors))


def preview_population(data: bytes, *, today: date) -> Preview:
    """Tell what a file would do, without doing it."""
    lines, errors = read_file(data)
    codes = {line.code for line in lines}
    organisations = {each.code: each for each in Organisation.objects.exclude(code="")} if codes else {}
    known = known_figures(lines)
    rows: list[PreviewRow] = []
    for line in lines:
        organisation = organisations.get(line.code)
        found = known.get((organisation.pk, line.reference_date)) if organisation else None
        wrong = look_at(line, organisation, organisations, found)
        errors += wrong
        if organisation and not wrong:
            rows.append(PreviewRow(line.row, organisation, line.reference_date, line.population, found is not None))
    errors += missing_principals(lines, today=today, but={error.code for error in errors})
    errors.sort(key=lambda error: (error.row == 0 and bool(lines), error.row))
    return Preview(tuple(rows), tuple(errors), tuple(remarks(rows, today=today)) if not errors else ())


def known_figures(lines: list[Line]) -> Known:
    """The figures that are there already for the days of the file."""
    days = {line.reference_date for line in lines}
    found = PopulationFigure.objects.filter(reference_date__in=days) if days else PopulationFigure.objects.none()
    return {(figure.organisation_id, figure.reference_date): figure for figure in found}


def look_at(
    line: Line,
    organisation: Organisation | None,
    organisations: dict[str, Organisation],
    found: PopulationFigure | None,
) -> list[RowError]:
    """What is wrong with one figure in the light of what is known."""
    if organisation is None:
        hint = f"Menade du {line.code.zfill(4)}?" if line.code.zfill(4) in organisations else REGISTER_FIRST
        return [RowError(line.row, "code", f"Koden {line.code[:20]} är inte känd. {hint}")]
    namesake = next((each for each in organisations.values() if line.name in (each.name, each.short_name)), None)
    if namesake is not None and namesake != organisation:
        sentence = f"Koden {line.code} hör till {organisation.short_name}, inte till {line.name}."
        return [RowError(line.row, "name", sentence)]
    if found is not None and found.population != line.population:
        sentence = (
            f"{organisation.short_name} har redan {thousands(found.population)} invånare för {line.reference_date} "
            f"({found.source}); filen säger {thousands(line.population)}. En inläst siffra ändras aldrig."
        )
        return [RowError(line.row, "population", sentence)]
    return []


def missing_principals(lines: list[Line], *, today: date, but: set[str]) -> list[RowError]:
    """Principals that a day of the file lacks: cost is shared among all of them, so a figure short is a figure wrong.

    A partnership is asked for when the file names any of its principals; its set is that of the day of the file and
    that of today, since the figures are most often older than the budgets they share. Those whose row is there but
    wrong (`but`) are not also missing.
    """
    given: dict[date, set[str]] = {}
    for line in lines:
        given.setdefault(line.reference_date, set()).add(line.code)
    days = {today, *given}
    held = Principal.objects.exclude(organisation__code="").select_related("organisation", "partnership")
    principals = list(held.filter(Q(until_on__isnull=True) | Q(until_on__gte=min(days))))
    errors = []
    for day, codes in sorted(given.items()):
        of_day = [each for each in principals if is_on(each, day) or is_on(each, today)]
        asked = {each.partnership_id for each in of_day if each.organisation.code in codes}
        missing = {each.organisation.code: each for each in of_day if each.partnership_id in asked}
        for code in sorted(set(missing) - codes - but):
            each = missing[code]
            sentence = (
                f"{each.organisation.short_name} ({code}) saknas för {day}. "
                f"Alla huvudmän i {each.partnership.short_name} behöver en siffra för samma dag."
            )
            errors.append(RowError(0, "code", sentence))
    return errors


def is_on(principal: Principal, day: date) -> bool:
    """Whether the organisation is a principal on the day."""
    return principal.from_on <= day and (principal.until_on is None or principal.until_on >= day)


def remarks(rows: list[PreviewRow], *, today: date) -> list[str]:
    """What is not wrong but worth a look before reading in."""
    said = [
        _("%s har inte varit än. En siffra för den dagen är en prognos.") % swedish_date(day)
        for day in sorted({row.reference_date for row in rows})
        if day > today
    ]
    totals: dict[tuple[date, str], int] = {}
    regions = {(row.reference_date, row.organisation.code): row for row in rows if len(row.organisation.code) == 2}
    for row in rows:
        if len(row.organisation.code) == 4:
            key = (row.reference_date, row.organisation.code[:2])
            totals[key] = totals.get(key, 0) + row.population
    for (day, code), region in sorted(regions.items(), key=lambda each: (each[0][0], each[0][1])):
        total = totals.get((day, code), 0)
        if total and total != region.population:
            said.append(
                _("%(region)s har %(figure)s invånare för %(day)s, men filens kommuner har tillsammans %(total)s.")
                % {
                    "region": region.organisation.short_name,
                    "figure": thousands(region.population),
                    "day": day,
                    "total": thousands(total),
                }
            )
    return said


def import_population(data: bytes, *, source: str, by: Actor, today: date) -> Preview:
    """Read in a file's new figures, all or nothing, as one event. Raises WrongFile with every fault.

    A file whose figures are all there already changes nothing and leaves no event.
    """
    require(may_run_installation(by), WHO_RUNS)
    if faults := source_faults(source):
        raise WrongFile(faults)
    with transaction.atomic():
        lock_head(SYSTEM_CHAIN)  # two who read in at once: the second looks at what the first has left
        preview = preview_population(data, today=today)
        if preview.errors:
            raise WrongFile(preview.errors)
        if preview.new:
            keep(preview.new, data, source=source.strip(), by=by, today=today)
    return preview


def source_faults(source: str) -> list[RowError]:
    """What is wrong with the named source."""
    if not source.strip():
        return [RowError(0, "", "Ange källan: vem som har tagit fram siffrorna och när.")]
    if len(source.strip()) > 300:
        return [RowError(0, "", "Källan är för lång: högst 300 tecken.")]
    return []


def keep(rows: Iterable[PreviewRow], data: bytes, *, source: str, by: Actor, today: date) -> None:
    """Store figures and their event."""
    figures = [
        PopulationFigure(
            organisation=row.organisation,
            reference_date=row.reference_date,
            population=row.population,
            source=source,
        )
        for row in rows
    ]
    PopulationFigure.objects.bulk_create(figures)
    digest = hashlib.sha256(data).hexdigest()
    read_in = PopulationImport.objects.create(source=source, sha256=digest, figures=len(figures))
    record(
        chain=SYSTEM_CHAIN,
        kind="organisations.populationimport.create",
        subject=read_in,
        by=by,
        occurred_on=today,
        details={
            "sha256": digest,
            "figures": [[each.organisation.code, each.reference_date, each.population] for each in figures],
        },
    )
