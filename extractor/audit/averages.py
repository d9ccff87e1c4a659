"""Averages and what they are averages of: 每家3名 from 27名 in 9家, 次均救助额 from a sum and a number of times.

An average holds like a rate. It is asserted where it computes, or where digits are masked and the three
figures follow one another; a standard per head that nothing in the text divides is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.audit.arithmetic import bounds, digits
from extractor.audit.cues import cues
from extractor.audit.quotients import ratio

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extractor.audit.items import Item, Items
    from extractor.audit.records import Relation

# From this many digits on the two counts need not stand right beside the average.
DIGITS = 3
# A quotient that is the average itself to this share of it is no rounding, so it needs no digits.
EXACT = 1e-6
# How many figures before an average are tried as its sum, and how many as its number.
AMOUNTS = 16
WHOLES = 32
# Rounded to a single digit a figure is still more than half, and less than twice, what it was.
ROUNDED = 2.5


def averages(items: Items) -> Iterator[Relation]:
    """Yield the averages of a document whose sum and number it states."""
    for number, line in enumerate(items.lines):
        for item in line:
            units = _units(item)
            if units and not item.change and item.link.status != "target":
                before = items.lines[number - 1] if number else ()
                found = _stated(item, line, before, units)
                if found is not None:
                    yield found


def _units(item: Item) -> frozenset[str]:
    """Return the units over which a figure is an average, none for other figures."""
    if item.sort not in {"money", "count"}:
        return frozenset()
    found: frozenset[str] = frozenset()
    for pattern, units in cues().per:
        if pattern.search(item.lead):
            found |= units
    return found


def _stated(
    average: Item, line: Sequence[Item], before: Sequence[Item], units: frozenset[str]
) -> Relation | None:
    """Return the relation of one average, null when no two figures give it."""
    here = [item for item in line[: average.place] if item.level]
    after = [item for item in line[average.place + 1 : average.place + 2] if item.level]
    wholes = [item for item in [*before, *here] if item.level and (item.unit or "") in units]
    amounts = [item for item in here + after if _base(item.unit) == _base(average.unit)]
    amounts, wholes = amounts[-AMOUNTS:], wholes[-WHOLES:]
    for amount in reversed(amounts):
        for whole in reversed(wholes):
            if whole.index == amount.index or _far_off(average, amount, whole):
                continue
            relation = ratio(average, amount, whole)
            if relation.holds == "true" and (_enough(average, relation) or _beside(average, amount, whole)):
                return relation
    for amount in reversed(amounts):
        for whole in reversed(wholes):
            if whole.index == amount.index or not _beside(average, amount, whole):
                continue
            relation = ratio(average, amount, whole)
            if relation.holds in {None, "possible"} and _some(average, amount, whole):
                return relation
    return None


def _far_off(average: Item, amount: Item, whole: Item) -> bool:
    """Tell whether three exact figures are so far from computing that no rounding explains it."""
    three = (average.quantity, amount.quantity, whole.quantity)
    shown, above, below = (one.value for one in three)
    if shown is None or above is None or not below or any(one.relation != "eq" for one in three):
        return False
    return not shown / ROUNDED - 1 <= above / below <= shown * ROUNDED + 1


def _base(unit: str | None) -> str:
    """Return what a unit counts, without what it is divided by."""
    return (unit or "").partition("/")[0]


def _enough(average: Item, relation: Relation) -> bool:
    """Tell whether the agreement cannot be by chance: many digits, or no rounding at all."""
    if relation.expected is None or not relation.observed:
        return False
    exact = abs(relation.expected / relation.observed - 1) < EXACT
    return exact or digits(average.quantity) >= DIGITS


def _beside(average: Item, amount: Item, whole: Item) -> bool:
    """Tell whether the three figures follow one another in their sentence."""
    places = sorted((average.place, amount.place, whole.place))
    return (
        average.line == amount.line == whole.line and places[2] - places[0] == 2 and whole.place == places[0]
    )


def _some(*members: Item) -> bool:
    """Tell whether at least one figure shows a digit: of three blanks nothing is stated."""
    return any(bounds(member.quantity) is not None for member in members)
