"""Table lines: cells parted by tabs or bars, named by the line's first words and its column's header.

The header is the first line of the block of such lines; its unit in brackets is no part of a label.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

from extractor.linking.joining import fit
from extractor.linking.label_words import words

if TYPE_CHECKING:
    from extractor.models import Quantity

# The unit of a row or a column.
_BRACKET = re.compile(r"\([^()]*\)|[%‰]")
_NUMBER = re.compile(r"[-\d.,%*_×X/\s]*")
# A row header, a value: fewer cells are no table.
_CELLS = 2
# From this place of a line on it is no table's.
_LONGEST = 20_000
PARTING = ("\t", "|")


def cell_label(text: str, quantity: Quantity) -> str:
    """Return the label of a figure that fills a cell of a table, or nothing."""
    start = text.rfind("\n", max(0, quantity.start - _LONGEST), quantity.start) + 1
    if not start and quantity.start > _LONGEST:
        return ""
    bar, cells, named = _line(text, start)
    if len(cells) < _CELLS:
        return ""
    column = text.count(bar, start, quantity.start)
    if not column or _NUMBER.fullmatch(cells[column].replace(quantity.text, "")) is None:
        return ""
    name = cells[named].strip() if named < column else ""
    header = _header(text, start, bar)
    # A total line may leave out the cell of the running number.
    column = column + len(header) - len(cells) if header and len(cells) < len(header) else column
    title = _BRACKET.sub("", header[column]).strip() if 0 <= column < len(header) else ""
    # A column of a year has no name, only a period.
    if title in words().plain_headers or title[:1].isdecimal():
        title = ""
    return fit((_BRACKET.sub("", name).strip() or name) + title) if name or title else ""


@lru_cache(maxsize=2)
def _line(text: str, start: int) -> tuple[str, list[str], int]:
    """Return what parts the line that begins at ``start``, its cells, and the first that is no number."""
    end = text.find("\n", start)
    line = text[start : end if end >= 0 else len(text)]
    bar = parting(line)
    cells = line.split(bar) if bar else []
    return bar, cells, next((at for at, cell in enumerate(cells) if not _NUMBER.fullmatch(cell)), len(cells))


def parting(line: str) -> str:
    """Return what parts the cells of a table line: tabs, or bars where copying has flattened it."""
    return next((mark for mark in PARTING if mark in line), "")


def _header(text: str, start: int, bar: str) -> list[str]:
    """Return the cells of the first of the table lines right above, or nothing."""
    begins, ends, heads = _blocks(text, bar)
    place = bisect_right(begins, start) - 1
    if place < 0 or start >= ends[place] or start == begins[place]:
        return []
    return _titles(heads[place], bar)


@lru_cache(maxsize=2)
def _titles(line: str, bar: str) -> list[str]:
    """Return the cells of a header, nothing when one of them is a number."""
    cells = line.split(bar)
    return [] if any(_NUMBER.fullmatch(cell) and cell.strip() for cell in cells) else cells


@lru_cache(maxsize=2)
def _blocks(text: str, bar: str) -> tuple[list[int], list[int], list[str]]:
    """Return where each block of table lines begins and ends, and its first line; once for all cells of a text."""
    begins: list[int] = []
    ends: list[int] = []
    heads: list[str] = []
    at, inside = 0, False
    for line in text.split("\n"):
        end = at + len(line) + 1
        if bar not in line:
            inside = False
        elif inside:
            ends[-1] = end
        else:
            inside = True
            begins.append(at)
            ends.append(end)
            heads.append(line)
        at = end
    return begins, ends, heads
