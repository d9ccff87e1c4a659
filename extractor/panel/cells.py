"""The cells of a panel: one figure wins by the stated rule, what contradicts it is listed.

The rule, in this order: a stated number before bounds, bounds before nothing; a plausible figure
before one that is flagged implausible; the figure of a document whose own period is the period of the
cell; the later posted document; the first in the order of the run and of the text. A baseline stands
beside its partner, the figure it is compared with, and goes where that one goes.
"""

from __future__ import annotations

from decimal import Decimal
from math import inf
from typing import TYPE_CHECKING, Any

from extractor.panel.schema import STATUSES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.panel.figures import Figure, Row

# The parts of the rule by name, in the order in which they decide.
RULE = ("known", "plausible", "own_period", "posted", "order")
PARTNER = "partner"
_SINGLE = frozenset({"eq", "approx"})
# A target of "at least 90" or "at most 26" is a number to be compared with; an actual of that kind is none.
_AIMED = _SINGLE | {"ge", "le"}


def _rank(figure: Figure) -> tuple[Any, ...]:
    """Return what the rule compares, one item for each of its parts; the least wins."""
    bounded = figure.low is not None or figure.high is not None
    posted = figure.report.posted
    return (
        0 if figure.known else 1 if bounded else 2,
        "implausible" in figure.row["flags"],
        not figure.own,
        -posted.toordinal() if posted else 0,
        (figure.report.order, figure.start),
    )


def resolve(cell: Sequence[Figure]) -> tuple[Row, list[Row]]:
    """Return the row of one cell and the rows of the figures that contradict it."""
    winners: dict[str, Figure] = {}
    clashes: list[Row] = []
    divided = False
    for status in STATUSES:
        ranked = sorted((one for one in cell if one.row["status"] == status), key=_rank)
        shown = {(one.report.source, one.start) for one in winners.values()}
        apart = [
            one for one in ranked if one.partner is not None and (one.report.source, one.partner) not in shown
        ]
        beside = [one for one in ranked if one not in apart]
        kept = beside[0] if beside else None
        if kept is not None:
            winners[status] = kept
        others = [other for other in beside[1:] if kept and not agree(kept, other)]
        clashes += [_conflict(kept, other, _decided(kept, other)) for other in others if kept]
        clashes += [_conflict(next(iter(winners.values())), other, PARTNER) for other in apart]
        # Several numbers for one place in one document: nobody knows which target is whose.
        divided |= any(kept is not None and other.report.source == kept.report.source for other in others)
    first = next(iter(winners.values()))
    common = _common(first, cell)
    row: Row = common | {"dimension": first.row["dimension"]}
    for status in STATUSES:
        row |= _side(status, winners.get(status))
    row |= {
        "completion": None if divided else completion(winners.get("actual"), winners.get("target")),
        "flags": sorted({flag for winner in winners.values() for flag in winner.row["flags"]}),
        "sources": len({one.report.source for one in cell}),
        "conflicts": len(clashes),
    }
    return row, [common | clash for clash in clashes]


def _common(first: Figure, cell: Sequence[Figure]) -> Row:
    """Return the columns that panel and conflicts share."""
    periods = {one.period for one in cell if one.period is not None}
    period = min(periods, key=lambda one: (len(one.text), one.text), default=None)
    return {
        "region": first.report.region,
        "organization": first.report.organization,
        "period": period.text if period else None,
        "period_start": period.start if period else None,
        "period_end": period.end if period else None,
        "indicator": first.row["indicator"],
        "title": first.row["indicator_title"] or first.row["label"],
        "population": first.what[1],
        "unit": first.unit,
    }


def _side(status: str, figure: Figure | None) -> Row:
    """Return the columns of one figure, all null for none."""
    row = figure.row if figure else {}
    return {
        status: figure.value if figure and figure.known else None,
        f"{status}_low": figure.low if figure else None,
        f"{status}_high": figure.high if figure else None,
        f"{status}_relation": figure.relation if figure else None,
        f"{status}_mask": row.get("mask"),
        f"{status}_period": row.get("period"),
        f"{status}_figure": row.get("figure"),
        f"{status}_source": row.get("source"),
        f"{status}_start": row.get("start"),
    }


def completion(actual: Figure | None, target: Figure | None) -> float | None:
    """Return actual over target where both are one known number; a rank is nothing to divide."""
    if actual is None or target is None or actual.row["dimension"] == "rank":
        return None
    if not (actual.known and actual.relation in _SINGLE and target.known and target.relation in _AIMED):
        return None
    assert actual.value is not None, "known"
    assert target.value is not None, "known"
    return actual.value / target.value if target.value > 0 else None


def agree(one: Figure, other: Figure) -> bool:
    """Whether two figures may state the same number: their intervals meet."""
    low, high = _bounds(one)
    other_low, other_high = _bounds(other)
    return low <= other_high and other_low <= high


def _bounds(figure: Figure) -> tuple[float, float]:
    """Return the interval of a figure; an approximate one is as wide as its last digit that is not 0."""
    low = -inf if figure.low is None else figure.low
    high = inf if figure.high is None else figure.high
    if figure.relation == "approx" and figure.value:
        exponent = Decimal(repr(figure.value)).normalize().as_tuple().exponent
        step = float(10**exponent) if isinstance(exponent, int) else 0.0
        return low - step, high + step
    return low, high


def _decided(kept: Figure, other: Figure) -> str:
    """Return the part of the rule by which one figure was kept."""
    ranks = zip(RULE, _rank(kept), _rank(other), strict=True)
    return next(name for name, mine, its in ranks if mine != its)


def _conflict(kept: Figure, other: Figure, decided_by: str) -> Row:
    """Return what tells one contradicted figure from the kept one."""
    row: Row = {
        "status": other.row["status"],
        "between": "sources" if kept.report.source != other.report.source else "one source",
        "decided_by": decided_by,
    }
    for prefix, figure in (("", kept), ("other_", other)):
        row |= {
            f"{prefix}source": figure.report.source,
            f"{prefix}start": figure.start,
            f"{prefix}label": figure.row["label"],
            f"{prefix}figure": figure.row["figure"],
            f"{prefix}value": figure.value,
            f"{prefix}low": figure.low,
            f"{prefix}high": figure.high,
        }
    return row
