"""The way back from clean text to raw text: an offset map made of the edits that were done."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Edit(NamedTuple):
    """One replacement: ``start:end`` of the text before becomes ``text`` (empty: it was deleted)."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Where each stretch of the edited text comes from; ``parent`` leads further back, to the raw text.

    Stretches are half open and sorted; ``kept`` tells those copied as they stood (offsets run in
    step) from those replaced (any part of one maps to the whole of its source).
    """

    new: list[int] = field(default_factory=list)
    old: list[int] = field(default_factory=list)
    old_end: list[int] = field(default_factory=list)
    kept: list[bool] = field(default_factory=list)
    parent: OffsetMap | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the raw half-open span of the non-empty clean span ``start:end``."""
        first = bisect_right(self.new, start) - 1
        last = bisect_right(self.new, end - 1) - 1
        left = self.old[first] + (start - self.new[first] if self.kept[first] else 0)
        right = self.old[last] + (end - self.new[last]) if self.kept[last] else self.old_end[last]
        if self.parent is None:
            return left, right
        return self.parent.span(left, right)


def apply(text: str, edits: Iterable[Edit], parent: OffsetMap | None) -> tuple[str, OffsetMap]:
    """Return ``text`` with the sorted, non-overlapping ``edits`` done, and the map back."""
    made = OffsetMap(parent=parent)
    new, old, old_end, kept = made.new, made.old, made.old_end, made.kept
    pieces: list[str] = []
    at = length = 0
    for start, end, put in (*edits, Edit(len(text), len(text), "")):
        if start > at:
            new.append(length)
            old.append(at)
            old_end.append(start)
            kept.append(True)
            pieces.append(text[at:start])
            length += start - at
        if put:
            new.append(length)
            old.append(start)
            old_end.append(end)
            kept.append(False)
            pieces.append(put)
            length += len(put)
        at = end
    return "".join(pieces), made
