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
# How many populations that a report states are tried.
POPULATIONS = 8
# Rounded to a single digit a figure is still more than half, and less than twice, what it was.
ROUNDED = 2.5


def averages(items: Items) -> Iterator[Relation]:
    """Yield the averages of a document whose sum and number it states."""
    people = [item for item in items.people if item.unit in cues().persons][:POPULATIONS]
    for number, line in enumerate(items.lines):
        for item in line:
            # An average of something is named by few words.
            if not item.level or not cues().averaged.search(item.lead) or item.link.status == "target":
                continue
            units = _units(item)
            if units:
                before = items.lines[number - 1] if number else ()
                found = _stated(item, line, before, units) or _in_a_row(item, line)
                found = found or _per_head(item, line, people, units)
                if found is not None:
                    yield found


def _units(item: Item) -> frozenset[str]:
    """Return the units over which a figure is an average, none for other figures."""
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
    after = _after(average, line)
    wholes = [item for item in [*before, *here] if item.level and (item.unit or "") in units]
    amounts = [item for item in here + after if _summed(item, average)]
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


def _after(average: Item, line: Sequence[Item]) -> list[Item]:
    """Return the figure that an average is followed by, past what a bracket says of it, if it may be its sum."""
    known = cues()
    for item in line[average.place + 1 :]:
        if item.bracket in {average.bracket, average.outer}:
            loose = item.level and item.first == item.place and not known.joint.match(item.lead)
            return [item] if loose else []
    return []


def _summed(item: Item, average: Item) -> bool:
    """Tell whether a figure counts what an average counts: money, or things in a unit of the same group."""
    one, other = _base(item.unit), _base(average.unit)
    return one == other or (bool(one) and one.endswith(cues().times) and other in cues().times)


def _in_a_row(average: Item, line: Sequence[Item]) -> Relation | None:
    """Return the average of the two figures right before it, whatever they count, where it divides exactly."""
    before = line[max(average.place - 2, 0) : average.place]
    if len(before) < 2 or not all(item.level for item in before):
        return None
    for amount, whole in (before, before[::-1]):
        if _summed(amount, average) and whole.sort == "count" and not _far_off(average, amount, whole):
            relation = ratio(average, amount, whole)
            if relation.holds == "true" and _enough(average, relation):
                return relation
    return None


def _per_head(
    average: Item, line: Sequence[Item], people: Sequence[Item], units: frozenset[str]
) -> Relation | None:
    """Return the average over the population that the report states, of the amount right before it."""
    if not average.place or not line[average.place - 1].level or not units & cues().persons:
        return None
    amount = line[average.place - 1]
    if not _summed(amount, average):
        return None
    for whole in people:
        if whole.index < amount.index and not _far_off(average, amount, whole):
            relation = ratio(average, amount, whole)
            fits = relation.holds == "true" and _enough(average, relation)
            if fits or (relation.holds == "possible" and _beside_head(average)):
                return relation
    return None


def _beside_head(average: Item) -> bool:
    """Tell whether an average names the population that it is one of (按常住人口人均)."""
    return bool(cues().population.search(average.lead))


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
