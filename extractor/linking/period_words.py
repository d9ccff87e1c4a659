"""The words for times (``patterns/periods.yaml``), checked."""

from __future__ import annotations

from functools import cache
from typing import Literal

from extractor.packs import PackModel, load_vocabulary


class Expression(PackModel):
    """One way to say a period, with what its examples mean in a report on 2022."""

    id: str
    kind: Literal[
        "until", "own", "to_year_end", "from_month", "days", "months", "first_months", "half", "first_quarters", "quarter",
        "month", "day", "five_years", "years", "year_span", "since", "same_time", "year_start", "whole", "year",
    ]  # fmt: skip
    pattern: str
    examples: dict[str, str | None]


class PeriodWords(PackModel):
    """``patterns/periods.yaml``."""

    kind: Literal["periods"]
    parts: dict[str, str]
    holds: str
    begins: str
    within: str
    ends: str
    alone: str
    expressions: tuple[Expression, ...]
    last_year: str
    year_before_last: str
    next_year: str
    this_year: str
    digits: str
    zero: str
    ten: str
    two: str
    first_half: str
    first_five_years: int
    compared: str
    plan_title: str
    year_goal: str
    year_target: str
    together: str
    between: str
    daily: str
    of_the_day: str
    breakdown: str
    unended: str
    attribute: str
    own_time: str
    deadline: str
    longest_lead: int


@cache
def words() -> PeriodWords:
    """Return the shipped expressions."""
    return load_vocabulary("periods", PeriodWords)
