"""Tables in the text: lines of cells between tabs, whose numbers take their unit from the header.

Reads clean text; gives the figures of the cells and ledger entries for the serial numbers, with the
spans of all table lines that hold them. Every reader of documents writes its tables this way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from extractor.models import LedgerEntry, Quantity
from extractor.packs import compile_quick
from extractor.quantities.exclusions import excluded_at
from extractor.quantities.numerals import read
from extractor.quantities.units import Unit, unit_table, unit_words

if TYPE_CHECKING:
    from collections.abc import Iterator

# Possessive, so that a line is read once however many cells it has.
_TABLE = re.compile(
    r"(?m)^[^\n\t]*+\t[^\n]*+(?:\n[^\n\t]*+\t[^\n]*+)++"
    r"|^[^\n|]*+\|[^\n|]*+\|[^\n]*+(?:\n[^\n|]*+\|[^\n|]*+\|[^\n]*+)++"
)
_CELL = re.compile(r"(?P<sign>[-—+])?(?P<number>[0-9*_×Xx][0-9*_×Xx,.]*)(?P<rest>.*)")
_IN_BRACKETS = re.compile(r"[(\[/]\s*(?:[^()\[\]]{0,4}:)?\s*(?P<unit>[^()\[\]/,、]{1,8}?)\s*[)\]]?$")
_SCALE = re.compile("[万亿千百]+")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its clean span without the spaces around it, and its column."""

    start: int
    end: int
    column: int


@cache
def _caption() -> re.Pattern[str]:
    return compile_quick(rf"{unit_words().table_unit_word}\s*[:为]\s*(?P<unit>[^\s,、)\]\n]{{1,8}})")


def tables(text: str) -> Iterator[list[list[Cell]]]:
    """Yield the tables of the text as rows of cells; a table has two lines or more."""
    if "\t" not in text and "|" not in text:
        return
    for match in _TABLE.finditer(text):
        rows: list[list[Cell]] = []
        at = match.start()
        for line in match.group().split("\n"):
            rows.append(_cells(line, at))
            at += len(line) + 1
        yield rows


def _cells(line: str, at: int) -> list[Cell]:
    cells: list[Cell] = []
    # Copying flattens tables to lines with tabs, or with bars.
    for column, content in enumerate(line.split("\t" if "\t" in line else "|")):
        inner = content.strip()
        begin = at + content.find(inner) if inner else at
        cells.append(Cell(begin, begin + len(inner), column))
        at += len(content) + 1
    return cells


def table_items(text: str) -> tuple[list[Quantity | LedgerEntry], list[tuple[int, int]]]:
    """Return figures and ledger entries of all table cells, and the spans that they settle."""
    items: list[Quantity | LedgerEntry] = []
    for rows in tables(text):
        units = _column_units(text, rows)
        serial = _serial_column(text, rows)
        for row in rows:
            for cell in row:
                if cell.column == serial and text[cell.start : cell.end].isdecimal():
                    items.append(LedgerEntry(cell.start, cell.end, "numbering", "table_serial"))
                    continue
                figure = _cell_figure(text, cell, units.get(cell.column))
                if figure is not None:
                    items.append(figure)
    return items, [(item.start, item.end) for item in items]


def _column_units(text: str, rows: list[list[Cell]]) -> dict[int, str]:
    """Return the unit that the header names for each column: 资金(万元), or the caption's 单位:万人."""
    caption = _caption().search(text, max(0, rows[0][0].start - 60), rows[0][0].start)
    found: dict[int, str] = {}
    for row in rows:
        if any(_is_number(text[cell.start : cell.end]) for cell in row):
            break
        for cell in row:
            match = _IN_BRACKETS.search(text[cell.start : cell.end])
            if match is not None and _unit(match["unit"]) is not None:
                found[cell.column] = match["unit"]
            elif caption is not None and _unit(caption["unit"]) is not None:
                found.setdefault(cell.column, caption["unit"])
    return found


def _unit(written: str) -> Unit | None:
    """Return the unit of a header such as 万元 or %, or None when it is none."""
    bare = _SCALE.sub("", written, count=1) if _SCALE.match(written) else written
    unit = unit_table().at(bare, 0)
    return unit if unit is not None and unit.end == len(bare) else None


def _is_number(shown: str) -> bool:
    match = _CELL.fullmatch(shown)
    return match is not None and read(match["number"]) is not None


def _serial_column(text: str, rows: list[list[Cell]]) -> int | None:
    """Return the column that only counts the rows, or None."""
    firsts = [text[row[0].start : row[0].end] for row in rows]
    numbers = [int(first) for first in firsts if first.isdecimal() and len(first) < 4]
    return 0 if len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers))) else None


def _cell_figure(text: str, cell: Cell, header_unit: str | None) -> Quantity | None:
    """Return the figure of a cell that is one number, with its own unit or the header's."""
    match = _CELL.fullmatch(text[cell.start : cell.end])
    if match is None:
        return None
    # 2021年 above a column is a date, as anywhere.
    excluded = excluded_at(text, cell.start)
    if excluded is not None and excluded.end >= cell.end:
        return None
    rest = match["rest"]
    if rest and _unit(rest) is None and not _SCALE.fullmatch(rest):
        return None
    written = rest or header_unit or ""
    unit = _unit(written)
    if unit is None and not rest and re.fullmatch(r"(?:19|20)\d{2}", match["number"]):
        return None
    scale = _SCALE.match(written)
    reading = read(match["number"] + (scale.group() if scale else ""))
    if reading is None:
        return None
    if match["sign"] in ("-", "—"):
        reading = reading.scaled(Decimal(-1))
    value, low, high = (None if x is None else float(x) for x in (reading.value, reading.low, reading.high))
    number_end = cell.start + match.start("rest")
    name = unit.name if unit else None
    dimension = unit.dimension if unit else "number"
    shown = text[cell.start : cell.end]
    relation = reading.relation
    return Quantity(
        cell.start,
        cell.end,
        number_end,
        shown,
        value,
        low,
        high,
        name,
        dimension,
        reading.mask,
        relation,
        (),
        "cell",
        "cell",
    )
