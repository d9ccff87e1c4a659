"""Workbooks as raw text, each visible sheet as tables: xlsx by openpyxl, xls by xlrd.

Both know the number format of a cell, without which 84.36% would be 0.8436.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

from extractor.errors import ReadError
from extractor.readers.grid import MOST_CELLS, TOO_WIDE, Cell, Grid, flat
from extractor.readers.packages import check_package, damage
from extractor.readers.raw import Limits, RawText, Read

if TYPE_CHECKING:
    from collections.abc import Iterator

ZIP = b"PK"
# What a sheet is called when nobody has named it.
_UNNAMED = re.compile(r"sheet\d*", re.IGNORECASE)
# A format with a unit in quotes after the digits.
_SUFFIX = re.compile(r'[0#?]\s*"([^"]{1,6})"\s*(?:;|$)')


@dataclass(slots=True)
class Sheet:
    """The filled cells of one sheet by (row, column), and the merged areas: first place to last."""

    name: str
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)


def read(data: bytes, limits: Limits) -> Read:
    """Return the text of every visible sheet; a sheet's name stands above it."""
    if data.startswith(ZIP):
        check_package(data, limits.unpacked)
        sheets = _xlsx(data)
    else:
        sheets = _xls(data)
    raw = RawText()
    for sheet in sheets:
        if sheet.cells:
            if not _UNNAMED.fullmatch(sheet.name):
                raw.add("heading", sheet.name)
            _write(raw, sheet)
    return raw.done()


def _xlsx(data: bytes) -> Iterator[Sheet]:
    import openpyxl
    from openpyxl.worksheet.worksheet import Worksheet

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError) as error:
        kind = "workbook"
        raise damage(kind, error) from error
    for sheet in book.worksheets:
        if isinstance(sheet, Worksheet) and sheet.sheet_state == "visible":
            made = Sheet(sheet.title)
            # Only the cells that are there: a sheet may be "used" down to its millionth row.
            for (row, column), cell in sheet._cells.items():  # noqa: SLF001
                if text := _shown(cell.value, cell.number_format):
                    made.cells[row - 1, column - 1] = text
            for area in sheet.merged_cells.ranges:
                made.merged[area.min_row - 1, area.min_col - 1] = (area.max_row - 1, area.max_col - 1)
            yield made


def _xls(data: bytes) -> Iterator[Sheet]:
    xlrd: Any = import_module("xlrd")
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
    except (
        xlrd.XLRDError,
        xlrd.compdoc.CompDocError,
        AssertionError,
        IndexError,
        ValueError,
        KeyError,
    ) as error:
        wrong = (
            "encrypted: needs a password"
            if "ncrypt" in str(error)
            else f"damaged workbook: {str(error)[:200]}"
        )
        raise ReadError(wrong) from error
    for sheet in book.sheets():
        if sheet.visibility:
            continue
        made = Sheet(sheet.name)
        for row in range(sheet.nrows):
            for column, cell in enumerate(sheet.row(row)):
                value: Any = cell.value
                if cell.ctype == xlrd.XL_CELL_DATE:
                    value = xlrd.xldate_as_datetime(cell.value, book.datemode)
                elif cell.ctype in {xlrd.XL_CELL_ERROR, xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK}:
                    continue
                format = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
                if text := _shown(value, format):
                    made.cells[row, column] = text
        for top, bottom, left, right in sheet.merged_cells:
            made.merged[top, left] = (bottom - 1, right - 1)
        yield made


def _shown(value: object, format: str) -> str:
    """Return a cell as a person reads it: percents as percents, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (int, float, dt.datetime)):
        return flat(str(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if "%" in format:
        return _plain(value * 100) + "%"
    unit = _SUFFIX.search(format)
    return _plain(value) + (unit[1] if unit else "")


def _plain(number: float) -> str:
    """Return a number without the noise of binary fractions."""
    shown = f"{number:.10f}".rstrip("0").rstrip(".") if abs(number) < 1e15 else repr(number)
    return "0" if shown == "-0" else shown


def _write(raw: RawText, sheet: Sheet) -> None:
    """Write one sheet: empty rows part its tables, a row of one cell above or below is a line."""
    height = max(row for row, _ in sheet.cells) + 1
    width = max(column for _, column in sheet.cells) + 1
    filled: dict[int, list[int]] = {}
    for row, column in sorted(sheet.cells):
        filled.setdefault(row, []).append(column)
    if len(filled) * width > MOST_CELLS:
        raise ReadError(TOO_WIDE)
    stretch: list[int] = []
    for row in [*sorted(filled), height + 1]:
        if stretch and row != stretch[-1] + 1 and not _spanned(sheet, stretch[-1], row):
            _stretch(raw, sheet, stretch, filled)
            stretch = []
        stretch.append(row)


def _spanned(sheet: Sheet, above: int, row: int) -> bool:
    """Tell whether a cell merged downwards bridges the rows between two rows."""
    return any(
        first <= above and last >= row - 1 and last > first for (first, _), (last, _) in sheet.merged.items()
    )


def _stretch(raw: RawText, sheet: Sheet, rows: list[int], filled: dict[int, list[int]]) -> None:
    """Write neighbouring rows: the lines of text around the table, and the table."""
    table = [row for row in rows if len(filled[row]) > 1 or _spanned(sheet, row, row + 1)]
    first, last = (table[0], table[-1]) if table else (rows[-1] + 1, rows[-1])
    for row in rows:
        if row == first:
            raw.table(Grid(_cells(sheet, first, last)))
        elif row < first or row > last:
            raw.add("paragraph", sheet.cells[row, filled[row][0]])


def _cells(sheet: Sheet, top: int, bottom: int) -> Iterator[Cell]:
    """Yield the cells between two rows, counted from the first."""
    for (row, column), text in sheet.cells.items():
        if top <= row <= bottom:
            last_row, last_column = sheet.merged.get((row, column), (row, column))
            yield Cell(row - top, column, text, min(last_row, bottom) - row + 1, last_column - column + 1)
