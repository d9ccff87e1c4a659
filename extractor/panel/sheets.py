"""The panel for spreadsheets: CSV that Excel opens rightly, and a workbook with its data dictionary.

A text that a spreadsheet would take for a formula is made harmless: in CSV by an apostrophe before it,
in the workbook by its cell type. Numbers stay numbers.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from extractor.errors import SettingsError
from extractor.table.meaning import about, meanings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

# What a spreadsheet reads as the start of a formula; the last four are the full-width forms.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# What the workbook library would take for something else than text: formulas, and errors such as #N/A.
_GUESSED = (*FORMULA, "#")
LIST_SEPARATOR = "; "
# What the workbook format can hold.
MOST_ROWS = 1_048_576
MOST_CHARACTERS = 32_767
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_TEMPORARY = ".tmp"


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def write_csv(table: pa.Table, path: Path) -> Path:
    """Write one table as CSV: UTF-8 with a byte order mark, and empty cells for nulls."""
    temporary = path.with_name(path.name + _TEMPORARY)
    with temporary.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(table.column_names)
        for row in _rows(table):
            writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    temporary.replace(path)
    return path


def write_xlsx(tables: Mapping[str, pa.Table], path: Path) -> Path:
    """Write a workbook: a sheet for each table, then what their columns mean."""
    try:
        from openpyxl import Workbook
    except ModuleNotFoundError as error:
        message = "a workbook needs openpyxl: pip install 'zhibiao[panel]', or leave xlsx out of --formats"
        raise SettingsError(message) from error
    long = [name for name, table in tables.items() if table.num_rows >= MOST_ROWS]
    if long:
        message = (
            f"{', '.join(long)}: more rows than a sheet holds ({MOST_ROWS}); leave xlsx out of --formats"
        )
        raise SettingsError(message)
    book = Workbook(write_only=True)
    for name, table in tables.items():
        _fill(book, name, table.column_names, _rows(table))
    _fill(book, "dictionary", ["table", "column", "English", "Chinese", "unit"], _dictionary(tables))
    temporary = path.with_name(path.name + _TEMPORARY)
    book.save(temporary)
    temporary.replace(path)
    return path


def _rows(table: pa.Table) -> Iterator[list[Any]]:
    """Yield the rows with lists joined and whole numbers written as such."""
    for batch in table.to_batches(max_chunksize=10_000):
        columns = [batch.column(name).to_pylist() for name in table.column_names]
        for row in zip(*columns, strict=True):
            yield [_cell(value) for value in row]


def _cell(value: Any) -> Any:
    """Return a value as a spreadsheet has it."""
    if isinstance(value, list):
        return LIST_SEPARATOR.join(value) or None
    # 265000, not 265000.0; beyond 2**53 a float is no exact whole number any more.
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value


def _dictionary(tables: Mapping[str, pa.Table]) -> Iterator[list[Any]]:
    """Yield what each table and each column means, in both languages."""
    for name in tables:
        whole = about(name)
        yield [name, None, whole.en, whole.zh, None]
        for column, meaning in meanings(name).items():
            yield [name, column, meaning.en, meaning.zh, meaning.unit]


def _fill(book: Any, name: str, head: list[str], rows: Iterator[list[Any]]) -> None:
    """Add one sheet with a bold first row that stays in view."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for number, title in enumerate(head, 1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = max(10, min(28, len(title) + 4))
    bold = [WriteOnlyCell(sheet, value=title) for title in head]
    for cell in bold:
        cell.font = Font(bold=True)
    sheet.append(bold)
    for row in rows:
        sheet.append([_text(sheet, value) if isinstance(value, str) else value for value in row])


def _text(sheet: Any, value: str) -> Any:
    """Return a cell that is text whatever it begins with, without what the format cannot hold."""
    from openpyxl.cell import WriteOnlyCell

    clean = _UNPRINTABLE.sub("", value)[:MOST_CHARACTERS]
    # Any other text is taken as it is; a cell object for each would double the time.
    if not clean.startswith(_GUESSED):
        return clean
    cell = WriteOnlyCell(sheet, value=clean)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell
