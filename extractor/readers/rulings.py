"""The ruled lines of a page as grids of cells: where a table stands and which of its cells are merged."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Lines this near one another (points) are one; shorter ones are dashes and decoration.
NEAR = 2.5
SHORTEST = 4.0
# More lines than this on a page are a drawing; more edges in one grid are no table.
MOST_LINES = 4000
MOST_EDGES = 400


@dataclass(frozen=True, slots=True)
class Line:
    """A ruled line: ``at`` on the other axis, from ``start`` to ``end``."""

    at: float
    start: float
    end: float
    upright: bool


@dataclass(frozen=True, slots=True)
class Box:
    """One cell of a ruled grid: its place, its spans, its edges on the page."""

    row: int
    column: int
    rows: int
    columns: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class RuledGrid:
    """One ruled table: its edges and cells."""

    left: float
    top: float
    right: float
    bottom: float
    boxes: tuple[Box, ...]

    def box_at(self, x: float, y: float) -> int | None:
        """Return the index of the cell that holds a point."""
        for index, box in enumerate(self.boxes):
            if box.left <= x < box.right and box.top <= y < box.bottom:
                return index
        return None


def rectangle(left: float, top: float, right: float, bottom: float) -> list[Line]:
    """Return the sides of a rectangle; a thin one is a line drawn as an area."""
    if right - left < NEAR and bottom - top >= NEAR:
        return [Line((left + right) / 2, top, bottom, upright=True)]
    if bottom - top < NEAR:
        return [Line((top + bottom) / 2, left, right, upright=False)]
    return [
        Line(top, left, right, upright=False),
        Line(bottom, left, right, upright=False),
        Line(left, top, bottom, upright=True),
        Line(right, top, bottom, upright=True),
    ]


def grids(lines: Iterable[Line]) -> list[RuledGrid]:
    """Return the tables that the lines of a page rule, from the top down; frames of one cell are none."""
    merged = _merged([line for line in lines if line.end - line.start >= SHORTEST])
    if len(merged) > MOST_LINES:
        return []
    found = [grid for group in _connected(merged) if (grid := _grid(group)) is not None]
    return sorted(found, key=lambda grid: (grid.top, grid.left))


def _merged(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with pieces of one line put together."""
    made: list[Line] = []
    for upright in (False, True):
        some = sorted((line for line in lines if line.upright is upright), key=lambda line: line.at)
        level: list[Line] = []
        for line in [*some, None]:
            if level and (line is None or line.at - level[-1].at > NEAR):
                at = sum(one.at for one in level) / len(level)
                made += _joined(at, sorted((one.start, one.end) for one in level), upright=upright)
                level = []
            if line is not None:
                level.append(line)
    return made


def _joined(at: float, spans: list[tuple[float, float]], *, upright: bool) -> list[Line]:
    """Return the spans of one level, those that touch as one."""
    made: list[Line] = []
    start, end = spans[0]
    for left, right in spans[1:]:
        if left > end + NEAR:
            made.append(Line(at, start, end, upright))
            start, end = left, right
        end = max(end, right)
    return [*made, Line(at, start, end, upright)]


def _connected(lines: list[Line]) -> list[list[Line]]:
    """Return the groups of lines that cross or touch."""
    parent = list(range(len(lines)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    level = [index for index, line in enumerate(lines) if not line.upright]
    for one in (index for index, line in enumerate(lines) if line.upright):
        for other in level:
            if _touch(lines[one], lines[other]):
                parent[root(one)] = root(other)
    groups: dict[int, list[Line]] = {}
    for index, line in enumerate(lines):
        groups.setdefault(root(index), []).append(line)
    return list(groups.values())


def _touch(upright: Line, level: Line) -> bool:
    across = level.start - NEAR <= upright.at <= level.end + NEAR
    return across and upright.start - NEAR <= level.at <= upright.end + NEAR


def _grid(lines: list[Line]) -> RuledGrid | None:
    """Return the table that connected lines rule, null when they rule none."""
    level = [line for line in lines if not line.upright]
    upright = [line for line in lines if line.upright]
    if len(level) < 2 or not upright:
        return None
    ys = _edges([line.at for line in level])
    xs = _edges([line.at for line in upright])
    # Tables are often open at the sides: their level lines reach beyond the last upright one.
    left, right = min(line.start for line in level), max(line.end for line in level)
    xs = ([left] if left < xs[0] - 3 * NEAR else []) + xs + ([right] if right > xs[-1] + 3 * NEAR else [])
    if not (3 <= len(xs) <= MOST_EDGES and len(ys) <= MOST_EDGES):
        return None
    return RuledGrid(xs[0], ys[0], xs[-1], ys[-1], tuple(_boxes(xs, ys, level, upright)))


def _edges(values: list[float]) -> list[float]:
    made: list[float] = []
    for value in sorted(values):
        if not made or value - made[-1] > NEAR:
            made.append(value)
    return made


def _boxes(xs: list[float], ys: list[float], level: list[Line], upright: list[Line]) -> list[Box]:
    """Return the cells: places of the grid without a line between them are one."""
    width, height = len(xs) - 1, len(ys) - 1
    owner = {(row, column): (row, column) for row in range(height) for column in range(width)}

    def root(place: tuple[int, int]) -> tuple[int, int]:
        while owner[place] != place:
            place = owner[place]
        return place

    walls = {(_nearest(xs, line.at), row) for line in upright for row in _crossed(ys, line)}
    floors = {(_nearest(ys, line.at), column) for line in level for column in _crossed(xs, line)}
    for row in range(height):
        for column in range(width):
            if column + 1 < width and (column + 1, row) not in walls:
                owner[root((row, column + 1))] = root((row, column))
            if row + 1 < height and (row + 1, column) not in floors:
                owner[root((row + 1, column))] = root((row, column))
    groups: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for place in owner:
        groups.setdefault(root(place), []).append(place)
    made: list[Box] = []
    for places in groups.values():
        top, bottom = min(row for row, _ in places), max(row for row, _ in places) + 1
        left, right = min(column for _, column in places), max(column for _, column in places) + 1
        made.append(Box(top, left, bottom - top, right - left, xs[left], ys[top], xs[right], ys[bottom]))
    return sorted(made, key=lambda box: (box.row, box.column))


def _nearest(edges: list[float], at: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - at))


def _crossed(edges: list[float], line: Line) -> range:
    """Return the gaps between edges whose middle a line passes."""
    middles = [(one + other) / 2 for one, other in pairwise(edges)]
    return range(bisect_right(middles, line.start), bisect_right(middles, line.end))
