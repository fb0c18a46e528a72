"""Figures to take along: CSV that a Swedish spreadsheet opens by a double click, and XLSX."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from governance.lib.money import Sek

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = ("csv", "xlsx")
DANGEROUS = tuple("=+-@\t\r\n＝＋－＠")  # the full-width ones are read as formulas too
AMOUNT, WHOLE = "#,##0.00", "#,##0"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to take along (uttag): its columns and rows, with what the reader must know of them."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Any]]
    notes: Sequence[str] = ()


def safe_cell(value: str) -> str:
    """Keep a spreadsheet from taking somebody's text for a formula: such a text gets an apostrophe before it."""
    bare = ILLEGAL_CHARACTERS_RE.sub("", value)
    return f"'{bare}" if bare.lstrip(" \u00a0").startswith(DANGEROUS) or bare.startswith(DANGEROUS) else bare


def in_csv(value: Any) -> str:
    """A value as a Swedish spreadsheet reads it: comma for decimals, no spaces in numbers, year-month-day."""
    match value:
        case None:
            return ""
        case bool():
            return "ja" if value else "nej"
        case Sek():
            return value.plain().replace(".", ",")
        case int() | Decimal():
            return str(value).replace(".", ",")
        case date():
            return value.isoformat()
        case _:
            return safe_cell(str(value))


def as_csv(sheet: Sheet) -> bytes:
    """The table as CSV: semicolons and a byte order mark, so that å, ä and ö come through."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([in_csv(column) for column in sheet.columns])
    writer.writerows([in_csv(value) for value in row] for row in sheet.rows)
    if sheet.notes:
        writer.writerow([])
        writer.writerows([in_csv(note)] for note in sheet.notes)
    return text.getvalue().encode("utf-8-sig")


def in_xlsx(page: Any, value: Any) -> Any:
    """A value as a cell: numbers as numbers, and every text as a text, whatever it begins with."""
    match value:
        case None:
            return None
        case bool():
            return "ja" if value else "nej"
        case Sek():
            cell = WriteOnlyCell(page)
            cell.value = Decimal(value.ore) / 100
            cell.number_format = AMOUNT
        case Decimal() | date():
            cell = WriteOnlyCell(page)
            cell.value = value
        case int():
            cell = WriteOnlyCell(page, value=value)
            cell.number_format = WHOLE
        case _:
            cell = WriteOnlyCell(page, value="")
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", str(value))
            cell.data_type = "s"
            cell.quotePrefix = str(value).startswith(DANGEROUS)
    return cell


def as_xlsx(sheet: Sheet) -> bytes:
    """The table as a workbook of one sheet, its heading row kept in sight."""
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet.name[:31])
    page.freeze_panes = "A2"
    for number, column in enumerate(sheet.columns, start=1):
        page.column_dimensions[get_column_letter(number)].width = max(14, min(len(column) + 4, 40))
    heads = [WriteOnlyCell(page, value=str(column)) for column in sheet.columns]
    for head in heads:
        head.font = Font(bold=True)
    page.append(heads)
    for row in sheet.rows:
        page.append([in_xlsx(page, value) for value in row])
    if sheet.notes:
        page.append([])
    for note in sheet.notes:
        page.append([in_xlsx(page, note)])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def download(sheet: Sheet, kind: str, file_name: str) -> HttpResponse:
    """Answer with the table as a file of the kind asked for."""
    content, content_type = (as_csv(sheet), CSV_TYPE) if kind == "csv" else (as_xlsx(sheet), XLSX_TYPE)
    answer = HttpResponse(content, content_type=content_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{file_name}.{kind}"'
    return answer
