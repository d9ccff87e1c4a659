"""Workbooks (xlsx, xls, ods) as raw text: each sheet's tables, read by python-calamine."""

from __future__ import annotations

import datetime
import io
import re
from typing import TYPE_CHECKING, Any

from extractor.errors import ReadError
from extractor.readers.grid import MOST_CELLS, TOO_WIDE, Cell, Grid, flat
from extractor.readers.packages import check_package
from extractor.readers.raw import Limits, RawText, Read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ZIP = b"PK"
_ENCRYPTED = re.compile("password|encrypt", re.IGNORECASE)
# What a sheet is called when nobody has named it.
_UNNAMED = re.compile(r"sheet\d*", re.IGNORECASE)


def read(data: bytes, limits: Limits) -> Read:
    """Return the text of every visible sheet; a sheet's name stands above it."""
    import python_calamine as library

    if data.startswith(ZIP):
        check_package(data, limits.unpacked)
    raw = RawText()
    try:
        book = library.CalamineWorkbook.from_filelike(io.BytesIO(data))
        for sheet in book.sheets_metadata:
            if sheet.visible == library.SheetVisibleEnum.Visible and sheet.typ == library.SheetTypeEnum.WorkSheet:
                _sheet(raw, sheet.name, book.get_sheet_by_name(sheet.name))
            if raw.length > limits.chars:
                break
    except library.CalamineError as error:
        wrong = "encrypted: needs a password" if _ENCRYPTED.search(str(error)) else f"damaged workbook: {str(error)[:200]}"
        raise ReadError(wrong) from error
    return raw.done()


def _sheet(raw: RawText, name: str, sheet: Any) -> None:
    """Add the tables and lines of one sheet; an empty row parts them."""
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        raise ReadError(TOO_WIDE)
    rows = sheet.to_python(skip_empty_area=False)
    if not any(any(cell not in {"", None} for cell in row) for row in rows):
        return
    if not _UNNAMED.fullmatch(name):
        raw.add("heading", name)
    merged = _merged(sheet)
    for top, bottom in _stretches(rows):
        grid = Grid(_cells(rows, top, bottom, merged))
        if grid.is_layout():
            for words in grid.words():
                raw.add("paragraph", words)
        else:
            raw.table(grid)


def _merged(sheet: Any) -> dict[tuple[int, int], tuple[int, int]]:
    """Return the last row and column of every merged area, by its first."""
    ranges = sheet.merged_cell_ranges or []
    return {tuple(first): tuple(last) for first, last in ranges}


def _stretches(rows: Sequence[Sequence[Any]]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of rows between empty ones; a row of one cell beside a table stays a line."""
    start = None
    for number, row in enumerate([*rows, []]):
        filled = sum(cell not in {"", None} for cell in row)
        if filled and start is None:
            start = number
        elif not filled and start is not None:
            yield from _parted(rows, start, number)
            start = None


def _parted(rows: Sequence[Sequence[Any]], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Part leading and closing lines of text from the table between them."""
    lone = [sum(cell not in {"", None} for cell in rows[number]) == 1 and rows[number][0] != "" for number in range(start, end)]
    first = next((number for number, alone in enumerate(lone) if not alone), len(lone))
    last = next((number for number in range(len(lone), 0, -1) if not lone[number - 1]), 0)
    for number in range(first):
        yield start + number, start + number + 1
    if first < last:
        yield start + first, start + last
    for number in range(max(last, first), len(lone)):
        yield start + number, start + number + 1


def _cells(
    rows: Sequence[Sequence[Any]], top: int, bottom: int, merged: dict[tuple[int, int], tuple[int, int]]
) -> Iterator[Cell]:
    covered: set[tuple[int, int]] = set()
    for row in range(top, bottom):
        for column, value in enumerate(rows[row]):
            if (row, column) in covered:
                continue
            last_row, last_column = merged.get((row, column), (row, column))
            last_row = min(last_row, bottom - 1)
            covered.update((r, c) for r in range(row, last_row + 1) for c in range(column, last_column + 1))
            yield Cell(row - top, column, flat(_shown(value)), last_row - row + 1, last_column - column + 1)


def _shown(value: Any) -> str:
    """Return a cell as a person reads it: whole numbers without a point, dates as dates."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(round(value, 10))
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    return "" if value is None else str(value)
