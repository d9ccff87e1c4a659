"""One area given in two units, the second in brackets: 20000平方米(30亩).

Holds when the second, rounded as it stands, is the first.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from extractor.audit.arithmetic import as_shown, bounds, meet, verdict
from extractor.audit.cues import cues
from extractor.audit.records import Relation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.audit.items import Item, Items

# Builders count a 亩 as 666.67 or 667 square metres, and round: a difference of this share is none.
SLACK = 0.002


def same(items: Items) -> Iterator[Relation]:
    """Yield the areas that a document gives twice."""
    areas = cues().areas
    for line in items.lines:
        for one, other in pairwise(line):
            two = one.unit in areas and other.unit in areas and one.unit != other.unit
            inside = other.bracket >= 0 and one.bracket != other.bracket
            if two and inside and cues().again.match(other.lead):
                yield _same(one, other)


def _same(one: Item, other: Item) -> Relation:
    """Build the relation of an area and its second form, and judge it."""
    areas = cues().areas
    scale = areas[one.unit or ""] / areas[other.unit or ""]
    span, shown = bounds(one.quantity), as_shown(other.quantity)
    expected = None if one.quantity.value is None else one.quantity.value * scale
    agree = False
    if span and shown:
        room = SLACK * abs(expected or 0)
        agree = meet((span[0] * scale - room, span[1] * scale + room), shown)
    roles = (("first", one.index), ("second", other.index))
    holds = verdict(agree, (one.quantity, other.quantity))
    return Relation("same", roles, expected, other.quantity.value, holds, (), other.number)
