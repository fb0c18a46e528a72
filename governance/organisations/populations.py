"""Population figures (folkmängd): looked at before, then read in whole or not at all, and never changed."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
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

CONFIRM_FIRST = (
    "Rätta filen, eller bekräfta att siffrorna är rätt: med rutan på sidan, eller --accept-difference i kommandot."
)

Known = dict[tuple[int, date], list[PopulationFigure]]
FIRST_YEAR = 1900
MOST_ALIKE = 3
"""So many rows are told one by one of the same fault."""


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
    """What a file would do (förhandsgranskning): its figures, everything wrong, what must be confirmed.

    `remarks` is what may be right and should be looked at.
    """

    rows: tuple[PreviewRow, ...]
    errors: tuple[RowError, ...]
    differences: tuple[str, ...] = ()
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


def preview_population(data: bytes, *, today: date, ahead: bool = False) -> Preview:
    """Tell what a file would do, without doing it; `ahead` lets days that have not been yet through."""
    lines, errors = read_file(data)
    codes = {line.code for line in lines}
    organisations = {each.code: each for each in Organisation.objects.exclude(code="")} if codes else {}
    known = known_figures(lines)
    rows: list[PreviewRow] = []
    different: list[PopulationFigure] = []
    for line in lines:
        organisation = organisations.get(line.code)
        found = known.get((organisation.pk, line.reference_date), []) if organisation else []
        wrong = look_at(line, organisation, organisations, found)
        different += found[-1:] if any(error.field == "population" for error in wrong) else []
        wrong += day_faults(line, today=today, ahead=ahead)
        errors += wrong
        if organisation and not wrong:
            rows.append(PreviewRow(line.row, organisation, line.reference_date, line.population, bool(found)))
    errors += kept_figures(different)
    errors += stray_days(lines, today=today)
    errors += missing_principals(lines, today=today, but={error.code for error in errors})
    errors = told_once(errors)
    errors.sort(key=lambda error: (error.row == 0 and bool(lines), error.row))
    if errors:
        return Preview(tuple(rows), tuple(errors))
    return Preview(tuple(rows), (), tuple(differences(rows)), tuple(other_names(lines, organisations)))


def told_once(errors: list[RowError]) -> list[RowError]:
    """Tell what is wrong with many rows in the same way once, with how many they are."""
    alike: dict[tuple[str, str], list[RowError]] = {}
    for error in errors:
        alike.setdefault((error.field, error.sentence), []).append(error)
    return [each for same in alike.values() for each in (same if len(same) <= MOST_ALIKE else [summed_up(same)])]


def summed_up(same: list[RowError]) -> RowError:
    """The first of many faults that are the same, with the rows that it stands for."""
    first, last = same[0], same[-1]
    return replace(
        first, sentence=f"{first.sentence} Samma fel på {len(same) - 1} rader till, den sista är {last.row}."
    )


def other_names(lines: list[Line], organisations: dict[str, Organisation]) -> list[str]:
    """Where a row calls a municipality something that is neither its name nor holds it: perhaps another's figure."""
    told = []
    for line in lines:
        known, said = organisations[line.code], line.name.casefold()
        short, whole = known.short_name.casefold(), known.name.casefold()
        if said and len(line.code) == 4 and short not in said and said not in whole:
            words = f"Rad {line.row} kallar koden {line.code} för ”{line.name[:60]}”; koden är {known.short_name}."
            told.append(f"{words} Se efter att siffran är rätt.")
    return told


def known_figures(lines: list[Line]) -> Known:
    """The figures that are there already for the days of the file, each with those it has corrected before it."""
    days = {line.reference_date for line in lines}
    found = PopulationFigure.objects.filter(reference_date__in=days) if days else PopulationFigure.objects.none()
    known: Known = {}
    for figure in found.order_by("pk"):
        known.setdefault((figure.organisation_id, figure.reference_date), []).append(figure)
    return known


def look_at(
    line: Line,
    organisation: Organisation | None,
    organisations: dict[str, Organisation],
    found: list[PopulationFigure],
) -> list[RowError]:
    """What is wrong with one figure in the light of what is known; one that was corrected since is there already."""
    if organisation is None:
        hint = f"Menade du {line.code.zfill(4)}?" if line.code.zfill(4) in organisations else REGISTER_FIRST
        return [RowError(line.row, "code", f"Koden {line.code[:20]} är inte känd. {hint}")]
    namesake = next((each for each in organisations.values() if line.name in (each.name, each.short_name)), None)
    if namesake is not None and namesake != organisation:
        sentence = f"Koden {line.code} hör till {organisation.short_name}, inte till {line.name}."
        return [RowError(line.row, "name", sentence)]
    if found and line.population not in {each.population for each in found}:
        sentence = (
            f"{organisation.short_name} har redan {thousands(found[-1].population)} invånare för "
            f"{line.reference_date}; filen säger {thousands(line.population)}."
        )
        return [RowError(line.row, "population", sentence)]
    return []


def day_faults(line: Line, *, today: date, ahead: bool) -> list[RowError]:
    """What is wrong with the day of a figure: residents are counted afterwards, and not before there were counts."""
    day = line.reference_date
    if day.year < FIRST_YEAR:
        sentence = f"{day} är före {FIRST_YEAR}. Skriv den dag som folkmängden räknades."
    elif day > today and not ahead:
        sentence = f"{swedish_date(day)} har inte varit än. Folkmängden räknas i efterhand."
    else:
        return []
    return [RowError(line.row, "reference_date", sentence, line.code)]


def kept_figures(different: Iterable[PopulationFigure]) -> list[RowError]:
    """Where figures that are there already come from, once for each source and day however many rows differ."""
    sources = sorted({(each.reference_date, each.source) for each in different})
    return [
        RowError(
            0,
            "population",
            f"En inläst siffra ändras aldrig: är den fel rättas den av systemansvarig under Folkmängd. Siffrorna för "
            f"{day} kommer från: {source}.",
        )
        for day, source in sources
    ]


def principals_asked(lines: list[Line], *, today: date) -> dict[date, dict[str, Principal]]:
    """The principals that need a figure for each day of a file, by code.

    A partnership is asked for when the file names any of its principals; its set is that of the day of the file and
    that of today, since the figures are most often older than the budgets they share.
    """
    given: dict[date, set[str]] = {}
    for line in lines:
        given.setdefault(line.reference_date, set()).add(line.code)
    held = Principal.objects.exclude(organisation__code="").select_related("organisation", "partnership")
    principals = list(held.filter(Q(until_on__isnull=True) | Q(until_on__gte=min((today, *given)))))
    wanted = {}
    for day, codes in sorted(given.items()):
        of_day = [each for each in principals if is_on(each, day) or is_on(each, today)]
        asked = {each.partnership_id for each in of_day if each.organisation.code in codes}
        wanted[day] = {each.organisation.code: each for each in of_day if each.partnership_id in asked}
    return wanted


def stray_days(lines: list[Line], *, today: date) -> list[RowError]:
    """Rows with a day of their own in a file whose other rows have another: a slip, told at its row."""
    rows: dict[date, list[Line]] = {}
    for line in lines:
        rows.setdefault(line.reference_date, []).append(line)
    usual = max(rows, key=lambda day: len(rows[day]), default=None)
    if usual is None or len(rows) == 1:
        return []
    return [
        RowError(
            line.row,
            "reference_date",
            f"Raden har dagen {day}; {len(rows[usual])} av filens {len(lines)} rader har {usual}. "
            "Alla huvudmän behöver en siffra för samma dag.",
            line.code,
        )
        for day, wanted in principals_asked(lines, today=today).items()
        if len(rows[day]) * 2 < min(len(wanted), len(rows[usual]))
        for line in rows[day]
    ]


def missing_principals(lines: list[Line], *, today: date, but: set[str]) -> list[RowError]:
    """Principals that a day of the file lacks: cost is shared among all of them, so a figure short is a figure wrong.

    Those whose row is there but wrong (`but`) are not also missing; nor is anybody on a day that is a slip itself.
    """
    slips = {error.row for error in stray_days(lines, today=today)}
    kept = [line for line in lines if line.row not in slips]
    errors = []
    for day, wanted in principals_asked(kept, today=today).items():
        codes = {line.code for line in kept if line.reference_date == day}
        for code in sorted(set(wanted) - codes - but):
            each = wanted[code]
            sentence = (
                f"{each.organisation.short_name} ({code}) saknas för {day}. "
                f"Alla huvudmän i {each.partnership.short_name} behöver en siffra för samma dag."
            )
            errors.append(RowError(0, "code", sentence))
    return errors


def is_on(principal: Principal, day: date) -> bool:
    """Whether the organisation is a principal on the day."""
    return principal.from_on <= day and (principal.until_on is None or principal.until_on >= day)


def differences(rows: list[PreviewRow]) -> list[str]:
    """Where a region's figure is another than the sum of its municipalities in the file: to be confirmed, or wrong."""
    said = []
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


def import_population(
    data: bytes, *, source: str, by: Actor, today: date, accept_difference: bool = False, ahead: bool = False
) -> Preview:
    """Read in a file's new figures, all or nothing, as one event. Raises WrongFile with every fault.

    A file whose figures are all there already changes nothing and leaves no event. `accept_difference` confirms that
    a region's figure is right though it is not the sum of its municipalities.
    """
    require(may_run_installation(by), WHO_RUNS)
    if faults := source_faults(source):
        raise WrongFile(faults)
    with transaction.atomic():
        lock_head(SYSTEM_CHAIN)  # two who read in at once: the second looks at what the first has left
        preview = preview_population(data, today=today, ahead=ahead)
        if wrong := (*preview.errors, *unconfirmed(preview, accept_difference=accept_difference)):
            raise WrongFile(wrong)
        if preview.new:
            keep(preview, data, source=source.strip(), by=by, today=today)
    return preview


def unconfirmed(preview: Preview, *, accept_difference: bool) -> list[RowError]:
    """The differences that nobody has confirmed, where there is anything to read in."""
    if accept_difference or not preview.new:
        return []
    return [RowError(0, "population", f"{each} {CONFIRM_FIRST}") for each in preview.differences]


def source_faults(source: str) -> list[RowError]:
    """What is wrong with the named source."""
    if not source.strip():
        return [RowError(0, "", "Ange källan: vem som har tagit fram siffrorna och när.")]
    if len(source.strip()) > 300:
        return [RowError(0, "", "Källan är för lång: högst 300 tecken.")]
    return []


def keep(preview: Preview, data: bytes, *, source: str, by: Actor, today: date) -> None:
    """Store figures and their event, with what was confirmed."""
    figures = [
        PopulationFigure(
            organisation=row.organisation,
            reference_date=row.reference_date,
            population=row.population,
            source=source,
        )
        for row in preview.new
    ]
    PopulationFigure.objects.bulk_create(figures)
    digest = hashlib.sha256(data).hexdigest()
    read_in = PopulationImport.objects.create(source=source, sha256=digest, figures=len(figures))
    accepted = {"accepted_differences": list(preview.differences)} if preview.differences else {}
    record(
        chain=SYSTEM_CHAIN,
        kind="organisations.populationimport.create",
        subject=read_in,
        by=by,
        occurred_on=today,
        details={
            "sha256": digest,
            "figures": [[each.organisation.code, each.reference_date, each.population] for each in figures],
            **accepted,
        },
    )
