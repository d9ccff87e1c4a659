"""Pictures of a panel: a series with its targets, and masked values as the interval that they leave."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

from extractor.errors import SettingsError
from extractor.panel.fonts import use_chinese

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def plot_series(
    panel: pd.DataFrame, indicator: str, region: str | None = None, axes: Axes | None = None
) -> Axes:
    """Draw one indicator over its periods, a line for each region and population.

    Points are numbers that are stated, bars the interval of a masked value or range, dashes the targets.
    A value without any bound (every digit masked) leaves a gap. Of several units the most frequent is drawn.
    """
    use_chinese()
    import matplotlib.pyplot as plt

    # pandas' own types do not tell a column from a table.
    rows: Any = panel[(panel["indicator"].astype(str) == indicator) & panel["period_end"].notna()]
    if region is not None:
        rows = rows[rows["region"] == region]
    if rows.empty:
        message = f"the panel has no dated row of {indicator}" + (f" in {region}" if region else "")
        raise SettingsError(message)
    chart = axes if axes is not None else plt.subplots(figsize=(8, 4.5), layout="constrained")[1]
    units = rows["unit"].value_counts()
    if len(units) > 1:
        rows = rows[rows["unit"] == units.index[0]]
    rows = rows.sort_values("period_end")
    periods = list(dict.fromkeys(rows["period"]))
    place = {period: number for number, period in enumerate(periods)}
    groups = list(rows.groupby(["region", "population"], dropna=False, observed=True))
    for number, (names, group) in enumerate(groups):
        known = [f"{name} " for name in names if isinstance(name, str)]
        _draw(chart, group, place, f"C{number}", "".join(known) if len(groups) > 1 else "")
    chart.set_title(_title(rows))
    chart.set_xticks(range(len(periods)), periods)
    chart.set_ylabel("" if units.empty else str(units.index[0]))
    chart.grid(axis="y", alpha=0.3)
    chart.legend()
    return chart


def _draw(chart: Any, group: Any, place: dict[str, int], colour: str, name: str) -> None:
    """Draw the rows of one line: points, intervals, targets."""
    at = [place[period] for period in group["period"]]
    actual = _numbers(group["actual"])
    low, high = _numbers(group["actual_low"]), _numbers(group["actual_high"])
    chart.plot(at, actual, "o-", color=colour, label=f"{name}actual")
    spans = [
        (x, least, most)
        for x, value, least, most in zip(at, actual, low, high, strict=True)
        if isnan(value) and not isnan(least) and not isnan(most)
    ]
    if spans:
        chart.bar(
            [x for x, _, _ in spans],
            [most - least for _, least, most in spans],
            bottom=[least for _, least, _ in spans],
            width=0.25,
            color=colour,
            alpha=0.35,
            label=f"{name}masked: low to high",
        )
    target = _numbers(group["target"])
    if not all(map(isnan, target)):
        chart.plot(
            at, target, "_", color=_dark(colour), markersize=22, markeredgewidth=2, label=f"{name}target"
        )


def _numbers(column: Any) -> list[float]:
    """Return a column as floats, null as nan."""
    return [float(value) for value in column.to_numpy(dtype="float64", na_value=float("nan"))]


def _title(rows: Any) -> str:
    """Return the title: what, and where when it is one place."""
    title = str(rows["title"].iloc[0])
    regions = set(rows["region"].dropna())
    return f"{regions.pop()} {title}" if len(regions) == 1 else title


def _dark(colour: str) -> tuple[float, ...]:
    """Return a darker shade, so that targets stand out from the points of their region."""
    from matplotlib.colors import to_rgb

    return tuple(part * 0.45 for part in to_rgb(colour))
