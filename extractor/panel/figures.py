"""The figures of a finished run as a panel needs them: signed levels, each with the cell it belongs to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from extractor.catalogue.models import spell
from extractor.linking.profile_words import pattern
from extractor.models import Period
from extractor.panel.periods import period

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from extractor.catalogue import Catalogue
    from extractor.catalogue.models import Indicator

Row = dict[str, Any]
By = Literal["region", "organization"]
Key = tuple[Any, ...]

# Counted things go by many measure words; a measured area or sum keeps its unit.
_COUNTED = frozenset({"count", "capacity"})


@dataclass(frozen=True, slots=True)
class Report:
    """One document: its place in the run, and what decides between its figures and those of others."""

    order: int
    source: str
    region: str | None
    organization: str | None
    period: Period | None
    posted: date | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure in its cell; ``place``, ``when`` and ``what`` are the key of the cell.

    A decrease is a negative number: ``value``, ``low`` and ``high`` are signed, and the relation is that
    of the signed number. ``partner`` is where the figure stands that a baseline is compared with.
    """

    report: Report
    row: Row
    value: float | None
    low: float | None
    high: float | None
    relation: str
    period: Period | None
    unit: str | None
    place: Key
    when: Key
    what: Key
    partner: int | None = None

    @property
    def start(self) -> int:
        """Where the figure stands in its document."""
        return self.row["start"]

    @property
    def key(self) -> Key:
        """The cell."""
        return (self.place, self.when, self.what)

    @property
    def known(self) -> bool:
        """Whether one number is stated."""
        return self.value is not None and self.row["mask"] == "none"

    @property
    def own(self) -> bool:
        """Whether the figure is about its document's own period."""
        own = self.report.period
        return own is not None and self.period is not None and _dates(own) == _dates(self.period)


def reports(documents: Sequence[Row], *, duplicates: bool) -> dict[str, Report]:
    """Return the documents by source; those that repeat an earlier one only when asked for."""
    return {
        row["source"]: Report(
            order,
            row["source"],
            row["region"],
            row["organization"],
            period(row["period"]),
            row["posted"],
        )
        for order, row in enumerate(documents)
        if duplicates or row["duplicate_of"] is None
    }


def figures(
    rows: Sequence[Row], known: Mapping[str, Report], catalogue: Catalogue, by: By, *, labels: bool
) -> Iterator[Figure]:
    """Yield the figures that have a cell: those with an indicator, on request the others by their label."""
    for row in rows:
        report = known.get(row["source"])
        if report is not None and (labels or row["indicator"] is not None):
            entry = catalogue.by_id.get(row["indicator"] or "")
            yield _figure(row, report, entry.indicator if entry else None, by)


def _figure(row: Row, report: Report, indicator: Indicator | None, by: By) -> Figure:
    """Put one figure into its cell."""
    stated = period(row["period"])
    cell_period = _folded(stated, report.period)
    unit = row["unit"]
    if indicator and indicator.dimension in _COUNTED and row["dimension"] in _COUNTED:
        unit = indicator.unit if unit in indicator.accepted else unit
    population = row["population"]
    if indicator and population and carries(indicator, population):
        population = None
    # Without a catalogue only the words tell a level from the size of its change.
    name = row["indicator"] or (row["label"], *row["qualifiers"], row["change"] is not None)
    value, low, high, relation = _signed(row)
    alone = ("document", report.source)
    return Figure(
        report,
        row,
        value,
        low,
        high,
        relation,
        cell_period,
        unit,
        place=_place(report, by) or alone,
        when=_dates(cell_period) if cell_period else alone,
        what=(name, population, unit),
    )


def carries(indicator: Indicator, population: str) -> bool:
    """Whether a population is what the indicator's own terms say, so that it tells no rows apart."""
    said = spell(population)
    return any(spell(word) in said for term in indicator.match.topic for word in term.split("|"))


def _place(report: Report, by: By) -> Key | None:
    """Return what tells places apart; None for an unknown or masked one, which equals no other."""
    parts = (report.region,) if by == "region" else (report.region, report.organization)
    if any(part is None or pattern("region", "masked").search(part) for part in parts):
        return None
    return parts


def _folded(stated: Period | None, own: Period | None) -> Period | None:
    """Return the period of the cell: a figure `as of` a day within the report's period belongs to that."""
    if stated is None or own is None or stated.start is not None or stated.end is None:
        return stated
    if own.start is not None and own.end is not None and own.start <= stated.end <= own.end:
        return own
    return stated


def _dates(stretch: Period) -> Key:
    """Return what makes two periods the same one."""
    return (stretch.start, stretch.end)


_OPPOSITE: dict[str, str] = {"ge": "le", "le": "ge"}


def _signed(row: Row) -> tuple[float | None, float | None, float | None, str]:
    """Return value, low, high and relation, negative for the size of a decrease."""
    value, low, high = row["value"], row["low"], row["high"]
    relation: str = row["relation"]
    if row["change"] != "down":
        return value, low, high, relation
    value, low, high = (
        None if value is None else -value,
        None if high is None else -high,
        None if low is None else -low,
    )
    return value, low, high, _OPPOSITE.get(relation, relation)


def beside(found: Sequence[Figure]) -> list[Figure]:
    """Return the figures with each baseline moved into the cell of the figure that it is compared with.

    That is the nearest actual of the same thing in the same document, or else the nearest target.
    """
    others: dict[tuple[str, Key], list[Figure]] = {}
    for figure in found:
        if figure.row["status"] != "baseline":
            others.setdefault((figure.report.source, figure.what), []).append(figure)
    moved: list[Figure] = []
    for figure in found:
        near = others.get((figure.report.source, figure.what), [])
        if figure.row["status"] == "baseline" and near:
            to = min(
                near,
                key=lambda one: (one.row["status"] != "actual", abs(one.start - figure.start), one.start),
            )
            moved.append(replace(figure, period=to.period, when=to.when, partner=to.start))
        else:
            moved.append(figure)
    return moved
