"""Sums and parts as relations: their verdicts, and the closer bounds that a sum gives a masked member.

A sum holds when the parts add up to the total within half a unit of the total's last shown digit; parts
of an unfinished list hold when none exceeds the total.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from extractor.audit.arithmetic import SLACK, bounds, meet, step, total, verdict
from extractor.audit.damage import damaged, fits, remains
from extractor.audit.records import Narrowed, Relation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extractor.audit.arithmetic import Interval
    from extractor.audit.items import Item


# Room for what adding up in another order leaves.
SUMMING = 1e-6
# Totals that are given as a bound.
OPEN = frozenset({"ge", "le"})
# The longest list that a total is tried on, and the longest that a damaged one is.
MOST = 60
MOST_DAMAGED = 30


def sum_of(whole: Item, parts: Sequence[Item]) -> Relation:
    """Build the relation of a total and all its parts."""
    members = [whole.quantity, *(part.quantity for part in parts)]
    spans = [bounds(part.quantity) for part in parts]
    own = bounds(whole.quantity)
    known = [span for span in spans if span is not None]
    agree = own is not None and len(known) == len(spans) and meet(total(known), own, _room(whole))
    values = [part.quantity.value for part in parts]
    expected = math.fsum(value for value in values if value is not None) if None not in values else None
    if damaged(whole.quantity):
        agree = expected is None or fits(whole.quantity, expected)
    elif own is not None and any(damaged(part.quantity) for part in parts):
        agree = total(known)[0] <= own[1]
    holds = verdict(agree, members)
    narrowed = tuple(_narrowed(whole, own, parts, spans)) if holds in {"possible", None} else ()
    observed = whole.quantity.value
    return Relation("sum", _roles(whole, parts), expected, observed, holds, narrowed, _last(whole, parts))


def part_of(whole: Item, parts: Sequence[Item]) -> Relation:
    """Build the relation of a total and some of its parts."""
    own = bounds(whole.quantity)
    spans = [bounds(part.quantity) for part in parts]
    agree = damaged(whole.quantity) or (
        own is not None and all(span is None or span[0] <= own[1] + SLACK for span in spans)
    )
    holds = verdict(agree, [whole.quantity, *(part.quantity for part in parts)])
    values = [part.quantity.value for part in parts if part.quantity.value is not None]
    observed = max(values) if values else None
    return Relation(
        "part", _roles(whole, parts), whole.quantity.value, observed, holds, (), _last(whole, parts)
    )


def adds_up(whole: Item, parts: Sequence[Item]) -> bool:
    """Tell whether parts that are all exactly known make up their total."""
    if whole.quantity.relation in OPEN and whole.quantity.value is not None:
        # 45亿元以上,其中…: the parts make up the number that is shown.
        values = [part.quantity.value for part in parts if part.quantity.relation == "eq"]
        known = [value for value in values if value is not None]
        short = abs(math.fsum(known) - whole.quantity.value)
        return len(known) == len(parts) > 1 and short <= _room(whole) + SUMMING
    exact = all(item.quantity.relation == "eq" for item in (whole, *parts))
    told = not any(damaged(part.quantity) for part in parts)
    if damaged(whole.quantity) and not remains(whole.quantity):
        told = False
    return exact and told and len(parts) > 1 and sum_of(whole, parts).holds == "true"


def sizes(whole: Item, run: Sequence[Item]) -> Iterator[int]:
    """Yield how many of the first figures of a run may make up its total, judged by their plain sum.

    Only what this lets through needs ``adds_up``. Of a damaged total little is known: any number may do.
    """
    if damaged(whole.quantity):
        yield from range(2, min(len(run), MOST_DAMAGED) + 1)
        return
    own = bounds(whole.quantity)
    value = whole.quantity.value
    if whole.quantity.relation in OPEN and value is not None:
        own = (value, value)
    elif own is None or whole.quantity.relation != "eq":
        return
    low = high = 0.0
    room = 2 * _room(whole)
    for size, part in enumerate(run[:MOST], 1):
        span = bounds(part.quantity)
        if span is None or part.quantity.relation != "eq":
            return
        low, high = low + span[0], high + span[1]
        slack = room + SUMMING * max(abs(low), abs(high))
        if low > own[1] + slack:
            return
        if size > 1 and meet((low, high), own, slack):
            yield size


def adding_up(whole: Item, run: Sequence[Item]) -> list[Item]:
    """Return the first figures of a run that make up the total exactly, none when they never do."""
    possible = sizes(whole, run)
    # Of a damaged total little is known, and a short run fits it as well as the whole.
    for size in reversed(list(possible)) if damaged(whole.quantity) else possible:
        if adds_up(whole, run[:size]):
            return list(run[:size])
    return []


def may_add_up(whole: Item, parts: Sequence[Item]) -> bool:
    """Tell whether parts, some of them masked, can make up their total."""
    return len(parts) > 1 and sum_of(whole, parts).holds in {"true", "possible"}


def lost(whole: Item, parts: Sequence[Item]) -> bool:
    """Tell whether nothing is left of a damaged total: then all its parts together are what it was."""
    gone = damaged(whole.quantity) and not remains(whole.quantity)
    return gone and len(parts) > 1 and sum_of(whole, parts).holds == "true"


def some_lost(whole: Item, parts: Sequence[Item]) -> bool:
    """Tell whether a year was written over one of the parts in a list, and the others leave room for it."""
    gone = [part for part in parts if damaged(part.quantity)]
    if len(gone) != 1 or len(parts) < 2 or damaged(whole.quantity) or whole.quantity.value is None:
        return False
    known = [part.quantity.value for part in parts if part is not gone[0]]
    left = whole.quantity.value - math.fsum(value for value in known if value is not None)
    in_row = parts[-1].place - parts[0].place == len(parts) - 1
    return None not in known and left > 0 and in_row and fits(gone[0].quantity, left)


def exceeds(part: Item, whole: Item) -> bool:
    """Tell whether a figure is certainly greater than another, so that it is no part of it."""
    one, other = bounds(part.quantity), bounds(whole.quantity)
    return one is not None and other is not None and one[0] > other[1]


def _room(whole: Item) -> float:
    """Return how far a sum may lie from its total: half a unit of the last digit where digits were cut."""
    shown = "." in whole.quantity.text
    return step(whole.quantity) / 2 + SLACK if shown else SLACK * max(abs(whole.quantity.value or 0), 1)


def _roles(whole: Item, parts: Sequence[Item]) -> tuple[tuple[str, int], ...]:
    """Return the roles of a total and its parts."""
    return (("total", whole.index), *(("parts", part.index) for part in parts))


def _last(whole: Item, parts: Sequence[Item]) -> int:
    """Return the sentence in which a relation is complete."""
    return max((whole, *parts), key=lambda item: item.index).number


def _narrowed(
    whole: Item, own: Interval | None, parts: Sequence[Item], spans: Sequence[Interval | None]
) -> Iterator[Narrowed]:
    """Yield closer bounds of each masked member, as far as the other members are known."""
    if all(span is not None for span in spans):
        yield from _closer(whole, own, total(span for span in spans if span is not None))
    if own is None:
        return
    for place, part in enumerate(parts):
        others = [span for at, span in enumerate(spans) if at != place]
        known = [span for span in others if span is not None]
        if len(known) == len(others):
            rest = total(known)
            yield from _closer(part, spans[place], (max(own[0] - rest[1], 0.0), own[1] - rest[0]))


def _closer(item: Item, own: Interval | None, derived: Interval) -> Iterator[Narrowed]:
    """Yield the meeting of own and derived bounds where it says more than the figure itself."""
    if item.quantity.mask == "none":
        return
    low, high = derived if own is None else (max(own[0], derived[0]), min(own[1], derived[1]))
    if math.isfinite(low) and math.isfinite(high) and low <= high and (own is None or (low, high) != own):
        yield Narrowed(item.index, low, high)
