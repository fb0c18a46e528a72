"""Reading a spreadsheet that a stranger made: bounded before it is opened, and every fault told in one sentence."""

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from types import MappingProxyType
from typing import Any

from openpyxl import load_workbook

from governance.lib.dates import parse_iso_date
from governance.lib.money import MINUS, Sek
from governance.lib.text import join_swedish

LARGEST_FILE = 5 * 1024 * 1024
LARGEST_CONTENT = 40 * 1024 * 1024
MOST_PARTS = 200
MOST_ROWS = 5000
MOST_COLUMNS = 30
LONGEST_CELL = 300
NO_ROWS = "Filen har inga rader under rubrikerna."
NO_OTHERS: Mapping[str, str] = MappingProxyType({})


class SheetError(ValueError):
    """The file cannot be read as a table; carries the Swedish sentence to show."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it stands in the file: its number, and the cells by column name."""

    number: int
    cells: dict[str, Any]

    def text(self, name: str) -> str:
        """A cell as text, cut where it is unreasonably long."""
        value = self.cells.get(name)
        return "" if value is None else " ".join(str(value).split())[:LONGEST_CELL]


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong in one cell (radfel)."""

    row: int
    column: str
    sentence: str

    def __str__(self) -> str:
        return f"Rad {self.row}, {self.column}: {self.sentence}"


@dataclass(slots=True)
class Errors:
    """The faults found while a file is read."""

    found: list[RowError] = field(default_factory=list)

    def add(self, row: Row, column: str, sentence: str) -> None:
        """Note a fault."""
        self.found.append(RowError(row.number, column, sentence))


def read_rows(
    data: bytes, *, required: Sequence[str], optional: Sequence[str] = (), also: Mapping[str, str] = NO_OTHERS
) -> list[Row]:
    """Read the first sheet's rows by the names in its first row. Raises SheetError for anything that is not a table.

    `also` tells what a column may be called instead, where none has its own name.
    """
    check_container(data)
    try:
        found = list(_rows(data, required, optional, also))
    except SheetError:
        raise
    except Exception as error:  # a damaged file makes the reader fail in many ways, and none is worth telling apart
        message = "Filen är skadad eller är inte en Excelfil (.xlsx). Spara den på nytt och försök igen."
        raise SheetError(message) from error
    if not found:
        raise SheetError(NO_ROWS)
    return found


def check_container(data: bytes) -> None:
    """Look at the size and the packing before anything is unpacked: a small file can hold an enormous one."""
    if len(data) > LARGEST_FILE:
        message = f"Filen är för stor. Den får vara högst {LARGEST_FILE // 1024 // 1024} megabyte."
        raise SheetError(message)
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            parts = packed.infolist()
    except Exception as error:
        message = "Filen är inte en Excelfil (.xlsx). Spara tabellen som Excelfil och försök igen."
        raise SheetError(message) from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_CONTENT:
        message = "Filen är orimligt stor när den packas upp. Ta bort det som inte är tabellen och försök igen."
        raise SheetError(message)


def _rows(data: bytes, required: Sequence[str], optional: Sequence[str], also: Mapping[str, str]) -> Iterator[Row]:
    book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        lines = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
        columns: dict[str, int] | None = None
        for number, cells in enumerate(lines, start=1):
            if number > MOST_ROWS:
                message = f"Filen har fler än {MOST_ROWS} rader."
                raise SheetError(message)
            if all(cell is None or not str(cell).strip() for cell in cells):
                continue
            if columns is None:
                columns = find_columns(cells, required, optional, also)
                continue
            yield Row(number, {name: cells[at] if at < len(cells) else None for name, at in columns.items()})
        if columns is None:
            message = "Filen är tom."
            raise SheetError(message)
    finally:
        book.close()


def find_columns(
    cells: Sequence[Any], required: Sequence[str], optional: Sequence[str], also: Mapping[str, str] = NO_OTHERS
) -> dict[str, int]:
    """Find the named columns in the first row; a unit after a comma or in brackets is passed over."""
    names = [str(cell or "").split("(")[0].split(",")[0].strip().lower() for cell in cells]
    names = [also[name] if name in also and also[name] not in names else name for name in names]
    missing = [name for name in required if name not in names]
    if missing:
        which = "Kolumnen" if len(missing) == 1 else "Kolumnerna"
        message = f"{which} {join_swedish(missing)} saknas. Första raden ska ha rubrikerna {join_swedish(required)}."
        raise SheetError(message)
    twice = [name for name in (*required, *optional) if names.count(name) > 1]
    if twice:
        which = "Kolumnen" if len(twice) == 1 else "Kolumnerna"
        message = f"{which} {join_swedish(twice)} finns två gånger."
        raise SheetError(message)
    return {name: names.index(name) for name in (*required, *optional) if name in names}


def amount_in(value: Any, *, may_be_negative: bool = False) -> Sek:
    """Read an amount from a cell, number or text. Raises ValueError with the sentence to show."""
    if value is None or isinstance(value, bool):
        return Sek.parse("" if value is None else str(value))
    text = format(Decimal(repr(value)), "f") if isinstance(value, int | float) else str(value).strip()
    if may_be_negative and text[:1] in ("-", MINUS, "\u2013"):
        return -Sek.parse(text[1:])
    if "." in text and isinstance(value, float):
        text = text.rstrip("0").rstrip(".")
    return Sek.parse(text)


def day_in(value: Any) -> date:
    """Read a day: "2027-05-04" or a date. Raises ValueError with the sentence to show."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return parse_iso_date(str(value or "").strip())


def month_in(value: Any, year: int) -> date:
    """Read a month of the year: 5, "2027-05" or a date. Raises ValueError with the sentence to show."""
    if isinstance(value, datetime | date):
        month = date(value.year, value.month, 1)
    else:
        text = str(value or "").strip().removesuffix(".0")
        first, _, second = text.partition("-")
        whole = second or first
        if not whole[:2].isdecimal() or (second and not first.isdecimal()) or not 1 <= int(whole[:2]) <= 12:
            message = f"”{text[:20]}” är inte en månad. Skriv till exempel {year}-05."
            raise ValueError(message)
        month = date(int(first) if second and len(first) == 4 else year, int(whole[:2]), 1)
    if month.year != year:
        message = f"Månaden {month:%Y-%m} hör inte till {year}."
        raise ValueError(message)
    return month
