"""Pages of placed characters as text: lines, tables, columns, and paragraphs over lines and pages.

Reads characters with their boxes and ruled lines, as PDF and OFD have them; coordinates in points,
downwards. Page heads and numbers are left out: they are the page's, not the document's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

from extractor.readers.grid import Cell, Grid, flat, plain_grid
from extractor.readers.raw import RawText
from extractor.readers.rulings import Line, RuledGrid, grids

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# In widths of a Chinese character: a gap that parts cells, one that parts words of Latin script, how
# far from the edge a full line may end (a mark of punctuation may not begin a line), an indent.
CELL_GAP = 1.6
WORD_GAP = 0.25
SLACK = 2.3
INDENT = 0.8
# The share of a page's height at its top and bottom where heads and numbers stand.
MARGIN = 0.12
_PAGE_NUMBER = re.compile(r"[-—–·_~\s]*\d{1,4}(?:\s*/\s*\d{1,4})?[-—–·_~\s]*")
_DIGITS = re.compile(r"\d+")
ENDERS = frozenset("。!?;:！？；：…")


@dataclass(frozen=True, slots=True)
class Char:
    """One character and its box."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text, or of one column of it."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: float | None = None

    @property
    def em(self) -> float:
        """About the width of a Chinese character."""
        return max(self.bottom - self.top, 1.0) * 0.8


@dataclass(frozen=True, slots=True)
class Table:
    """A table and where it begins."""

    grid: Grid
    top: float
    confidence: float | None = None


@dataclass(slots=True)
class Page:
    """One page: its height, and its lines and tables in reading order; ``scanned`` without text of its own."""

    number: int
    height: float
    items: list[TextLine | Table] = field(default_factory=list)
    confidence: float | None = None

    def lines(self) -> list[TextLine]:
        """Return the lines outside tables."""
        return [item for item in self.items if isinstance(item, TextLine)]


def lay_out(number: int, height: float, chars: Sequence[Char], rulings: Iterable[Line]) -> Page:
    """Return one page in reading order."""
    page = Page(number, height)
    tables: list[Table] = []
    rest = list(chars)
    for ruled in grids(rulings):
        grid, rest = _filled(ruled, rest)
        if grid is not None:
            tables.append(Table(grid, ruled.top))
    rows = [_fragments(row) for row in _rows(rest)]
    items = _aligned(rows) if tables else _columns(rows)
    page.items = _in_order(items, tables)
    return page


def lay_out_lines(number: int, height: float, lines: Sequence[TextLine], rulings: Iterable[Line]) -> Page:
    """Return one page of lines that somebody else has found, in reading order."""
    tables: list[Table] = []
    rest = [_as_char(line) for line in lines]
    for ruled in grids(rulings):
        grid, outside = _filled(ruled, rest)
        if grid is not None:
            inside = set(rest) - set(outside)
            sure = [line.confidence or 0.0 for line in lines if _as_char(line) in inside]
            tables.append(Table(grid, ruled.top, min(sure, default=0.0)))
            rest = outside
    left = set(rest)
    rows: list[list[TextLine]] = []
    for line in sorted(
        (line for line in lines if _as_char(line) in left), key=lambda line: line.top + line.bottom
    ):
        middle = (line.top + line.bottom) / 2
        if rows and rows[-1][0].top + line.em * 0.2 < middle < rows[-1][0].bottom - line.em * 0.2:
            rows[-1].append(line)
        else:
            rows.append([line])
    ordered = [sorted(row, key=lambda line: line.left) for row in rows]
    return Page(number, height, _in_order(_aligned(ordered) if tables else _columns(ordered), tables))


def _as_char(line: TextLine) -> Char:
    """Return a line as the one piece of text that it is to the cells of a table."""
    return Char(line.text, line.left, line.top, line.right, line.bottom)


def _in_order(items: list[TextLine | Table], tables: list[Table]) -> list[TextLine | Table]:
    """Put every table before the first line below its top; lines keep their order."""
    made: list[TextLine | Table] = []
    waiting = list(tables)
    for item in items:
        while waiting and waiting[0].top <= item.top:
            made.append(waiting.pop(0))
        made.append(item)
    return made + waiting


def _filled(ruled: RuledGrid, chars: list[Char]) -> tuple[Grid | None, list[Char]]:
    """Return a ruled table with its words, and the characters that stand outside it."""
    inside: dict[int, list[Char]] = {}
    outside: list[Char] = []
    for char in chars:
        x, y = (char.left + char.right) / 2, (char.top + char.bottom) / 2
        within = ruled.left <= x <= ruled.right and ruled.top <= y <= ruled.bottom
        box = ruled.box_at(x, y) if within else None
        if box is None:
            outside.append(char)
        else:
            inside.setdefault(box, []).append(char)
    cells = [
        Cell(box.row, box.column, _cell_text(inside.get(index, [])), box.rows, box.columns)
        for index, box in enumerate(ruled.boxes)
    ]
    grid = Grid(cells)
    # A frame around text is no table, nor are lines below words.
    if grid.is_layout() or grid.height < 2:
        return None, chars
    return grid, outside


def _cell_text(chars: list[Char]) -> str:
    return flat("\n".join("".join(line.text for line in _fragments(row)) for row in _rows(chars)))


def _rows(chars: Sequence[Char]) -> list[list[Char]]:
    """Return characters in rows by their height on the page, each row from left to right."""
    rows: list[list[Char]] = []
    bottom = top = 0.0
    for char in sorted(
        (char for char in chars if char.text.strip()), key=lambda c: ((c.top + c.bottom) / 2, c.left)
    ):
        middle = (char.top + char.bottom) / 2
        if rows and top <= middle <= bottom:
            rows[-1].append(char)
            continue
        # Of the tallest character of the row the inner part decides, so that close lines stay two.
        rows.append([char])
        inset = (char.bottom - char.top) * 0.2
        top, bottom = char.top + inset, char.bottom - inset
    return [sorted(row, key=lambda char: char.left) for row in rows]


def _fragments(row: Sequence[Char]) -> list[TextLine]:
    """Return one row as pieces with wide gaps between."""
    em = median(char.bottom - char.top for char in row) * 0.8
    pieces: list[list[Char]] = [[]]
    for char in row:
        if pieces[-1] and char.left - pieces[-1][-1].right > CELL_GAP * em:
            pieces.append([])
        # A character printed twice over itself is bold.
        if pieces[-1] and char.text == pieces[-1][-1].text and char.left - pieces[-1][-1].left < 0.15 * em:
            continue
        pieces[-1].append(char)
    return [_line(piece, em) for piece in pieces]


def _line(chars: Sequence[Char], em: float) -> TextLine:
    """Return characters as a line; a gap between Latin words or figures is a space."""
    parts: list[str] = []
    for before, char in zip([None, *chars], chars, strict=False):
        if before is not None and char.left - before.right > WORD_GAP * em:
            narrow = before.text.isascii() and char.text.isascii()
            parts.append(" " if narrow or char.left - before.right > em else "")
        parts.append(char.text)
    top, bottom = median(char.top for char in chars), median(char.bottom for char in chars)
    return TextLine("".join(parts), chars[0].left, top, chars[-1].right, bottom)


def _columns(rows: list[list[TextLine]]) -> list[TextLine | Table]:
    """Return the lines of a page, of a page in two columns the left before the right."""
    gutter = _gutter(rows)
    if gutter is None:
        return _aligned(rows)
    made: list[TextLine | Table] = []
    left: list[TextLine] = []
    right: list[TextLine] = []
    for row in [*rows, None]:
        if row is None or any(piece.left < gutter < piece.right for piece in row):
            made += [*left, *right]
            left, right = [], []
            made += [] if row is None else [_whole(row)]
        else:
            left += [_whole(side) for side in [[piece for piece in row if piece.right <= gutter]] if side]
            right += [_whole(side) for side in [[piece for piece in row if piece.left >= gutter]] if side]
    return made


def _gutter(rows: list[list[TextLine]]) -> float | None:
    """Return where two columns of text part, null on a page of one."""
    pairs = [row for row in rows if len(row) == 2 and all(len(piece.text) >= 8 for piece in row)]
    if len(pairs) < 6 or len(pairs) * 2 < len(rows):
        return None
    left, right = max(row[0].right for row in pairs), min(row[1].left for row in pairs)
    return (left + right) / 2 if left < right else None


def _aligned(rows: list[list[TextLine]]) -> list[TextLine | Table]:
    """Return the lines of a page; rows of pieces that stand below one another are a table without lines."""
    made: list[TextLine | Table] = []
    block: list[list[TextLine]] = []
    for row in [*rows, None]:
        if row is not None and len(row) >= 3 and (not block or _below(block[-1], row)):
            block.append(row)
            continue
        if len(block) >= 3:
            sure = [piece.confidence for line in block for piece in line if piece.confidence is not None]
            grid = plain_grid([[piece.text for piece in line] for line in block])
            made.append(Table(grid, block[0][0].top, min(sure, default=None)))
        else:
            made += [_whole(line) for line in block]
        block = []
        if row is not None and len(row) >= 3:
            block = [row]
        elif row is not None:
            made.append(_whole(row))
    return made


def _below(above: list[TextLine], row: list[TextLine]) -> bool:
    """Tell whether every piece overlaps the one above it."""
    return len(above) == len(row) and all(
        one.left < other.right and other.left < one.right for one, other in zip(above, row, strict=True)
    )


def _whole(row: list[TextLine]) -> TextLine:
    """Return the pieces of one row as a line."""
    if len(row) == 1:
        return row[0]
    text = "  ".join(piece.text for piece in row)
    confidences = [piece.confidence for piece in row if piece.confidence is not None]
    return TextLine(
        text, row[0].left, row[0].top, row[-1].right, row[0].bottom, min(confidences) if confidences else None
    )


def drop_heads(pages: Sequence[Page]) -> None:
    """Take page heads, feet and numbers out of the pages: lines at the edge that stand on most pages."""
    seen: dict[tuple[bool, str], set[int]] = {}
    edges: list[tuple[Page, TextLine, tuple[bool, str]]] = []
    body: list[TextLine] = []
    for page in pages:
        for line in page.lines():
            body.append(line)
            upper = line.bottom < page.height * MARGIN
            if upper or line.top > page.height * (1 - MARGIN):
                key = (upper, _DIGITS.sub("#", "".join(line.text.split())))
                seen.setdefault(key, set()).add(page.number)
                edges.append((page, line, key))
    for page, line, key in edges:
        often = len(seen[key]) >= 2 and len(seen[key]) * 3 >= len(pages)
        if often or _PAGE_NUMBER.fullmatch(line.text) or (key[0] and _echoes(line, body)):
            page.items = [item for item in page.items if item is not line]


def _echoes(head: TextLine, body: Sequence[TextLine]) -> bool:
    """Tell a head that only says again, in smaller letters, how some line of the document begins."""
    return len(head.text) >= 4 and any(
        line is not head and line.text.startswith(head.text) and head.em < 0.95 * line.em for line in body
    )


def write(pages: Sequence[Page], raw: RawText) -> None:
    """Write pages as text: lines that go on joined to paragraphs, a form feed before each further page."""
    lines = [line for page in pages for line in page.lines()]
    margins = _Margins(lines)
    for place, page in enumerate(pages):
        before = pages[place - 1].items[-1:] if place else []
        first = page.items[:1]
        torn = bool(
            before
            and first
            and isinstance(before[0], TextLine)
            and isinstance(first[0], TextLine)
            and margins.goes_on(before[0], first[0])
        )
        raw.new_page(page.number, torn=torn)
        held: list[TextLine] = []
        for item in [*page.items, None]:
            if held and not (isinstance(item, TextLine) and margins.goes_on(held[-1], item)):
                raw.add("paragraph", _paragraph(held), _confidence(page, held))
                held = []
            if isinstance(item, Table):
                raw.table(item.grid, page.confidence if item.confidence is None else item.confidence)
            elif item is not None:
                held.append(item)


def _confidence(page: Page, lines: list[TextLine]) -> float | None:
    known = [line.confidence for line in lines if line.confidence is not None]
    return min(known) if known else page.confidence


def _paragraph(lines: list[TextLine]) -> str:
    """Return lines as one paragraph; between Latin letters the line break was a space."""
    text = lines[0].text
    for line in lines[1:]:
        latin = (
            text[-1:].isascii()
            and text[-1:].isalpha()
            and line.text[:1].isascii()
            and line.text[:1].isalpha()
        )
        text += (" " if latin else "") + line.text
    return text


class _Margins:
    """Where the lines of a document begin and end, and so which of them go on in the next."""

    def __init__(self, lines: Sequence[TextLine]) -> None:
        long = [line for line in lines if len(line.text) >= 12] or list(lines)
        self.em = median(line.em for line in long) if long else 1.0
        lefts = sorted(line.left for line in long)
        rights = sorted(line.right for line in long)
        # The left edge is where many lines begin; single ones may stand further out.
        self.left = lefts[len(lefts) // 10] if lefts else 0.0
        self.right = rights[len(rights) * 9 // 10] if rights else 0.0
        indented = sum(INDENT < (line.left - self.left) / self.em < 3 for line in long)
        self.indents = indented >= 2 and indented * 12 >= len(long)

    def goes_on(self, line: TextLine, following: TextLine) -> bool:
        """Tell whether a line ends only because it is full."""
        if line.right < self.right - SLACK * self.em or following.left - self.left > INDENT * self.em:
            return False
        # Letters of another size begin something new; the boxes of a recogniser are not so exact.
        tolerance = 1.25 if line.confidence is None else 1.7
        ratio = (following.bottom - following.top) / max(line.bottom - line.top, 0.1)
        if not 1 / tolerance < ratio < tolerance:
            return False
        return self.indents or line.text[-1:] not in ENDERS
