"""Figures that cannot be as they stand: flags with their reason, beside a value that stays as it is.

``over_range``: a share above its whole. ``over_population``: more people than the region says it has.
``year_like``: a count that is the report's own year, where its relation says that it cannot be.
``inconsistent``: a rate, total or size of a change that its own counts refute. The first three are
``implausible`` too.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from extractor.audit.arithmetic import bounds
from extractor.audit.cues import cues
from extractor.audit.damage import damaged
from extractor.audit.items import SCALES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.audit.items import Item, Items
    from extractor.audit.records import Relation
    from extractor.models import Quantity

IMPLAUSIBLE = "implausible"
# The role that a relation which does not hold speaks of.
SPOKEN_OF = {"ratio": "result", "sum": "total", "part": "total", "change": "delta", "same": "second"}
# What a count that is really a year lies between.
YEARS = (1990, 2100)


def doubts(items: Items, relations: Sequence[Relation]) -> dict[int, tuple[str, ...]]:
    """Return the flags of the figures that deserve a second look, by the index of the quantity."""
    quantities = items.quantities
    found: dict[int, list[str]] = {}
    people = _population(items)
    for item in items.all:
        if _over_range(item):
            found.setdefault(item.index, []).extend((IMPLAUSIBLE, "over_range"))
        elif _over_population(item, people):
            found.setdefault(item.index, []).extend((IMPLAUSIBLE, "over_population"))
    for relation in relations:
        if relation.holds not in {"false", "impossible"} or relation.kind not in SPOKEN_OF:
            continue
        years = [index for _, index in relation.roles if _is_year(quantities[index])]
        for index in years:
            found.setdefault(index, []).extend((IMPLAUSIBLE, "year_like"))
        for index in relation.figures(SPOKEN_OF[relation.kind]):
            found.setdefault(index, []).append("inconsistent")
    return {index: tuple(dict.fromkeys(flags)) for index, flags in found.items()}


def _over_range(item: Item) -> bool:
    """Tell whether a share of something exceeds it."""
    full = SCALES.get(item.unit or "")
    value = item.quantity.value
    if full is None or value is None or value <= full or item.change:
        return False
    known = cues()
    return bool(known.bounded.search(item.topic)) and not known.unbounded.search(item.lead + item.topic)


def _population(items: Items) -> float:
    """Return the largest population that the document states for its region, infinity when it states none."""
    stated = [span[1] for item in items.people if (span := bounds(item.quantity)) is not None]
    return max(stated, default=math.inf)


def _over_population(item: Item, people: float) -> bool:
    """Tell whether persons, not visits, are more than the region has."""
    value = item.quantity.value
    if item.sort != "count" or item.unit not in cues().persons or value is None or item.change:
        return False
    return value > people and not cues().repeated.search(item.lead + item.topic)


def _is_year(quantity: Quantity) -> bool:
    """Tell whether a figure is written like a year: four digits, no more."""
    value = quantity.value
    if value is None or damaged(quantity) or not YEARS[0] <= value <= YEARS[1] or value != int(value):
        return False
    return quantity.text.startswith(str(int(value)))
