"""Tables of any format as a grid of cells, and as the lines of text that the later stages read.

A cell may span rows and columns. Captions inside the table (a row that is one cell) come out of it,
the rows of a header become one, and words that stand for several rows are said in each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from extractor.errors import ReadError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# What a header cell is not: a number, whole or masked, with a sign or a unit of a character or two.
_FIGURE = re.compile(r"[-+±≥≤<>]?[\d*×_][\d,.*×_/ ]*(?:%|‰|[\u4e00-\u9fff]{0,2})|[-—/*]+")
_YEAR = re.compile(r"(?:19|20)\d\d[\u4e00-\u9fff]*")
_UNIT = re.compile(r"[(（][^()（）]{1,12}[)）]$")
_BREAK = re.compile(r"[ \t\u3000]*[\r\n\t\f\v]+[ \t\u3000]*")
# More is no table that anybody reads: a sheet formatted to its last column, or an attack.
MOST_CELLS = 500_000
TOO_WIDE = f"table of more than {MOST_CELLS} cells"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its place in the grid, how far it spans, its words."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a table below one caption: header line first."""

    captions: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def flat(text: str) -> str:
    """Return the words of a cell on one line; a break between Chinese characters was only wrapping."""

    def joint(match: re.Match[str]) -> str:
        before, after = text[: match.start()][-1:], text[match.end() :][:1]
        return " " if before.isascii() and after.isascii() and before.isalnum() and after.isalnum() else ""

    text = text.strip()
    return _BREAK.sub(joint, text)


class Grid:
    """A table: for every place the cell that covers it, null where none does."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        kept = [cell for cell in cells if cell.rows > 0 and cell.columns > 0]
        self.height = max((cell.row + cell.rows for cell in kept), default=0)
        self.width = max((cell.column + cell.columns for cell in kept), default=0)
        if self.height * self.width > MOST_CELLS:
            raise ReadError(TOO_WIDE)
        self.places: list[list[Cell | None]] = [[None] * self.width for _ in range(self.height)]
        for cell in kept:
            for row in range(cell.row, cell.row + cell.rows):
                for column in range(cell.column, cell.column + cell.columns):
                    self.places[row][column] = cell
        self._trim()

    def _trim(self) -> None:
        """Leave out rows and columns without a word."""
        self.places = [row for row in self.places if any(cell and cell.text for cell in row)]
        used = [
            column
            for column in range(self.width)
            if any((cell := row[column]) is not None and cell.text for row in self.places)
        ]
        self.places = [[row[column] for column in used] for row in self.places]
        self.height, self.width = len(self.places), len(used)

    def is_layout(self) -> bool:
        """Tell whether the table only frames text: a single cell or column."""
        return self.width <= 1 or self.height == 0

    def words(self) -> list[str]:
        """Return the text of every cell once, in order: how a table that only frames text is read."""
        seen: list[Cell] = []
        for row in self.places:
            seen += [cell for cell in row if cell is not None and cell.text and cell not in seen[-64:]]
        return [cell.text for cell in seen]

    def parts(self) -> list[Part]:
        """Return the table as it is read: a row of one cell is the caption of the rows below it."""
        captions: list[str] = []
        top = 0
        while top < self.height and self._is_caption(top):
            captions.append(self._first(top))
            top += 1
        if top == self.height:
            return [Part(tuple(captions[:-1]), ((captions[-1],),))] if captions else []
        bottom = self._header_end(top)
        header = self._header(top, bottom)
        parts: list[Part] = []
        rows: list[tuple[str, ...]] = []
        for row in range(bottom, self.height):
            if self._is_caption(row):
                if rows:
                    parts.append(Part(tuple(captions), (header, *rows)))
                    captions, rows = [], []
                captions.append(self._first(row))
            else:
                rows.append(self._line(row))
        if rows or not parts:
            parts.append(Part(tuple(captions), (header, *rows)))
        elif captions:
            parts[-1] = Part(parts[-1].captions, (*parts[-1].rows, *((caption,) for caption in captions)))
        return parts

    def _is_caption(self, row: int) -> bool:
        """Tell a row that is one cell over the whole width, and words."""
        first = self.places[row][0]
        return (
            first is not None
            and self.width > 1
            and all(cell is first for cell in self.places[row])
            and _FIGURE.fullmatch(first.text) is None
        )

    def _first(self, row: int) -> str:
        cell = self.places[row][0]
        return cell.text if cell is not None else ""

    def _header_end(self, top: int) -> int:
        """Return the row below the header: it has one row, and more where cells span."""
        end = top + 1
        while end < self.height:
            above, row = self.places[end - 1], self.places[end]
            hangs = any(cell is not None and cell is row[column] for column, cell in enumerate(above))
            splits = any(left is not None and left is right for left, right in pairwise(above))
            words = all(
                cell is None or cell is above[column] or not _is_figure(cell.text)
                for column, cell in enumerate(row)
            )
            if not ((hangs or splits) and words) or self._is_caption(end):
                break
            # Without a cell that splits, rows that hang together are data below a shared word.
            if not splits and not self._under_split(top, end):
                break
            end += 1
        return end

    def _under_split(self, top: int, end: int) -> bool:
        """Tell whether some header row above ``end`` has a cell that is split into columns below."""
        return any(
            left is not None and left is right
            for row in self.places[top:end]
            for left, right in pairwise(row)
        )

    def _header(self, top: int, bottom: int) -> tuple[str, ...]:
        """Return the words above each column, top down, each cell once."""
        line: list[str] = []
        for column in range(self.width):
            cells: list[Cell] = []
            for row in range(top, bottom):
                cell = self.places[row][column]
                if cell is not None and cell not in cells:
                    cells.append(cell)
            line.append(_joined([cell.text for cell in cells]))
        return tuple(line)

    def _line(self, row: int) -> tuple[str, ...]:
        """Return one row: a word that spans rows stands in each, a figure only where it begins."""
        line: list[str] = []
        for column, cell in enumerate(self.places[row]):
            if cell is None:
                line.append("")
                continue
            repeated = row > 0 and self.places[row - 1][column] is cell
            beside = column > 0 and self.places[row][column - 1] is cell
            line.append("" if beside or (repeated and _is_figure(cell.text)) else cell.text)
        # Space before the first word of a line gets lost: an empty first cell says so.
        if line and not line[0]:
            line[0] = "-"
        return tuple(line)


def _joined(texts: list[str]) -> str:
    """Return stacked header cells as one; the unit in brackets, of whichever row, comes last."""
    units = [found.group() for text in texts if (found := _UNIT.search(text))]
    return "".join(_UNIT.sub("", text) for text in texts) + (units[-1] if units else "")


def _is_figure(text: str) -> bool:
    """Tell a cell that holds a number or its mask; a year is a word of the header."""
    return _FIGURE.fullmatch(text) is not None and _YEAR.fullmatch(text) is None


def plain_grid(rows: Sequence[Sequence[str]]) -> Grid:
    """Return a grid without spans."""
    return Grid(
        Cell(row, column, flat(text)) for row, line in enumerate(rows) for column, text in enumerate(line)
    )
