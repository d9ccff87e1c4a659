"""Totals in the last row of a table (合计|…): each cell as the sum of the cells above it in its column.

A column is told by how many cell marks stand before a figure in its row. Only totals that add up are
asserted: what the rows above are (parts, subtotals, averages) the row of totals does not say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.audit.cues import cues
from extractor.audit.items import alike
from extractor.audit.wholes import adds_up, sum_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extractor.audit.items import Item, Items
    from extractor.audit.records import Relation

# What stands between the cells of a row.
MARKS = ("\t", "|")
# The longest table whose total is looked for.
ROWS = 60


def column_totals(items: Items) -> Iterator[Relation]:
    """Yield the totals of the columns of a document's tables."""
    footing = cues().footing
    for number, line in enumerate(items.lines):
        if not number or not footing.match(line[0].lead):
            continue
        above = _rows(items.lines[max(0, number - ROWS) : number])
        for column, whole in _cells(line).items():
            parts = [row[column] for row in above if column in row]
            plain = [item for item in parts if item.level and (alike(item, whole) or item.unit == whole.unit)]
            if whole.level and len(plain) == len(parts) > 1 and adds_up(whole, plain):
                yield sum_of(whole, plain)


def _rows(lines: Sequence[Sequence[Item]]) -> list[dict[int, Item]]:
    """Return the rows of a table right above its row of totals, in the order of the text."""
    found: list[dict[int, Item]] = []
    for line in reversed(lines):
        cells = _cells(line)
        if not any(cells) or cues().footing.match(line[0].lead):
            break
        found.append(cells)
    return found[::-1]


def _cells(line: Sequence[Item]) -> dict[int, Item]:
    """Return the first figure of each cell of a row, by how many marks stand before it."""
    found: dict[int, Item] = {}
    column = 0
    for item in line:
        column += sum(item.lead.count(mark) for mark in MARKS)
        found.setdefault(column, item)
    return found
