"""Periods of marked figures, and the examples of every expression of time."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from extractor.linking import dates
from extractor.linking.expressions import find, period_of
from extractor.linking.period_words import words
from extractor.linking.periods import assign
from extractor.linking.profile import profile
from extractor.linking.status import judge
from tests.linking.marked import cases, read

CASES = dict(cases(*sorted(Path(__file__).parent.glob("*.yaml"))))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_marked_figures(case: str) -> None:
    marked = read(case)
    about = profile(marked.parsed)
    judged = judge(marked.parsed, marked.quantities)
    periods = assign(marked.parsed, about, marked.quantities, judged)
    own = about.period.text if about.period else None
    for index, figure, wanted in marked.wanted:
        assert index is not None, f"{figure} is no figure here"
        period = periods[index]
        got = period.text if period else None
        assert got == (own if wanted is None else None if wanted == "null" else wanted), (
            f"{figure}: {judged[index]}"
        )


@pytest.mark.parametrize("expression", words().expressions, ids=lambda expression: expression.id)
def test_expression_examples(expression) -> None:
    own = dates.year(2022)
    for example, wanted in expression.examples.items():
        text = f"{example}办理"
        saying = next(find(text, 0, len(text)), None)
        assert saying is not None, example
        assert saying.kind == expression.kind, example
        period = period_of(saying, 2022, own)
        assert (period.text if period else None) == ("2022" if wanted == "own" else wanted), example


def test_dates_of_periods() -> None:
    until = dates.until(2022, 10, 24)
    assert until is not None
    assert (until.start, until.end) == (None, date(2022, 10, 24))
    half = dates.half(2024, 1)
    assert half is not None
    assert (half.start, half.end) == (date(2024, 1, 1), date(2024, 6, 30))
    leap = dates.month(2024, 2)
    assert leap is not None
    assert leap.end == date(2024, 2, 29)


@pytest.mark.parametrize(
    "wrong", [dates.month(2022, 13), dates.until(2022, 2, 30), dates.quarter(2022, 5), dates.year(22)]
)
def test_no_such_date(wrong: object) -> None:
    assert wrong is None


def test_year_before() -> None:
    for text, before in (
        (dates.year(2022), "2021"),
        (dates.quarter(2022, 1), "2021-Q1"),
        (dates.half(2022, 1), "2021-H1"),
        (dates.until(2024, 2), "..2023-02-28"),
        (dates.months(2022, 1, 2022, 9), "2021-01/2021-09"),
    ):
        shifted = dates.year_before(text)
        assert shifted is not None
        assert shifted.text == before
