"""Read a file of population figures without trusting it: every fault named by row and field, nothing decided here.

The file is text in UTF-8 with the columns code, name, reference_date, population. Whether the codes, days and figures
fit what is known already is asked in `populations.py`.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from governance.lib.dates import parse_iso_date

COLUMNS = ("code", "name", "reference_date", "population")
MOST_BYTES = 5_000_000
MOST_RESIDENTS = 100_000_000
TOO_LARGE = "Filen är för stor: högst 5 MB. En fil med alla Sveriges kommuner under tio år är mindre än 1 MB."


@dataclass(frozen=True, slots=True)
class RowError:
    """A fault in the file: in which row (0 when it is the whole file), in which field, and what is wrong."""

    row: int
    field: str
    sentence: str
    code: str = ""

    def __str__(self) -> str:
        where = ", ".join(part for part in (f"Rad {self.row}" if self.row else "", self.field) if part)
        return f"{where}: {self.sentence}" if where else self.sentence


@dataclass(frozen=True, slots=True)
class Line:
    """One figure as the file gives it."""

    row: int
    code: str
    name: str
    reference_date: date
    population: int


class Unreadable(Exception):
    """The file cannot be read as a table at all."""

    def __init__(self, sentence: str, *, row: int = 0, field: str = "") -> None:
        self.error = RowError(row, field, sentence)
        super().__init__(str(self.error))


def decode(data: bytes) -> str:
    """Bytes to text; UTF-8 alone, since a guess would turn Örkelljunga into something else."""
    if len(data) > MOST_BYTES:
        raise Unreadable(TOO_LARGE)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("Filen är sparad i UTF-16. Spara den som CSV i UTF-8.")
    if b"\x00" in data:
        row = data[: data.index(b"\x00")].count(b"\n") + 1
        raise Unreadable("Raden innehåller tecken som inte hör hemma i en textfil (nolltecken).", row=row)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        field = field_at(data, error.start)
        raise Unreadable(
            "Texten är inte i UTF-8, så å, ä och ö kan inte läsas. Spara filen som CSV i UTF-8.", row=row, field=field
        ) from error


def field_at(data: bytes, position: int) -> str:
    """Name the column in which a byte stands, for a file whose header is as it should be."""
    start = data.rfind(b"\n", 0, position) + 1
    place = data[start:position].count(separator_of(data.split(b"\n", 1)[0].decode("ascii", "replace")).encode())
    return COLUMNS[place] if place < len(COLUMNS) else ""


def separator_of(header: str) -> str:
    """Comma, or the semicolon that Swedish spreadsheets write."""
    return ";" if ";" in header and "," not in header else ","


def records(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of the table with their line numbers; blank ones are passed over."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text.split("\n", 1)[0]), strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise Unreadable(
            "Raden kan inte delas i fält. Se efter om ett citattecken saknas.", row=reader.line_num
        ) from error


def places_of(header: list[str]) -> dict[str, int]:
    """Where each column stands; the order is free and further columns are left aside."""
    names = [name.lower() for name in header]
    for column in COLUMNS:
        if column not in names:
            raise Unreadable(f"Kolumnen saknas. Första raden ska vara: {','.join(COLUMNS)}", row=1, field=column)
        if names.count(column) > 1:
            raise Unreadable("Kolumnen finns två gånger.", row=1, field=column)
    return {column: names.index(column) for column in COLUMNS}


def read_population(text: str) -> int:
    """A whole number of residents; a ValueError carries the sentence to show."""
    if not text:
        raise ValueError("Siffran saknas.")
    if text.startswith(("-", "−", "–")):
        raise ValueError(f"{text[:40]} är negativt. Ett invånarantal är större än noll.")
    if not (text.isascii() and text.isdecimal()):
        raise ValueError(f"”{text[:40]}” är inte ett heltal. Skriv bara siffror, utan mellanrum och decimaler.")
    number = int(text) if len(text) < 12 else MOST_RESIDENTS + 1
    if number == 0:
        raise ValueError("Invånarantalet är noll. Okänt antal lämnas utanför filen.")
    if number > MOST_RESIDENTS:
        raise ValueError(f"{text[:40]} är orimligt stort.")
    return number


def read_line(row: int, cells: list[str], places: dict[str, int], width: int) -> tuple[Line | None, list[RowError]]:
    """One row as a figure, or everything that is wrong with it."""
    if len(cells) != width:
        return None, [RowError(row, "", f"Raden har {len(cells)} fält; första raden har {width}.")]
    code, name, day, residents = (cells[places[column]] for column in COLUMNS)
    errors: list[RowError] = []
    on, count = date.min, 0
    if not code:
        errors.append(RowError(row, "code", "Koden saknas."))
    try:
        on = parse_iso_date(day)
    except ValueError as error:
        errors.append(RowError(row, "reference_date", str(error), code))
    try:
        count = read_population(residents)
    except ValueError as error:
        errors.append(RowError(row, "population", str(error), code))
    return (None if errors else Line(row, code, name, on, count)), errors


def read_file(data: bytes) -> tuple[list[Line], list[RowError]]:
    """Everything a file says and everything wrong with its form; a figure twice for one day counts as wrong."""
    try:
        rows = records(decode(data))
        _, header = next(rows, (0, []))
        if not header:
            raise Unreadable("Filen är tom.")
        places = places_of(header)
        read = [read_line(row, cells, places, len(header)) for row, cells in rows]
    except Unreadable as unreadable:
        return [], [unreadable.error]
    if not read:
        return [], [RowError(0, "", "Filen har inga rader under rubriken.")]
    lines = [line for line, _ in read if line]
    return lines, [error for _, errors in read for error in errors] + doubled(lines)


def doubled(lines: list[Line]) -> list[RowError]:
    """Rows that give a figure for a code and a day that an earlier row already gave."""
    first: dict[tuple[str, date], int] = {}
    return [
        RowError(line.row, "code", f"{line.code} för {line.reference_date} står redan på rad {seen}.")
        for line in lines
        if (seen := first.setdefault((line.code, line.reference_date), line.row)) != line.row
    ]
