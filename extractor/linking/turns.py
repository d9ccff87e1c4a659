"""Times that a sentence names together, and the lists of figures that go through them in turn.

2021、2022、2023三年,门诊分别为3.1万、3.4万、3.6万人次: each figure of a list as long as that has its own year.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from extractor.linking import dates
from extractor.linking.expressions import small_number
from extractor.linking.period_words import words
from extractor.packs import compile_quick

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.linking.layout import Row
    from extractor.models import Period

_ALL_QUARTERS = (1, 2, 3, 4)
_FEWEST = 2


def in_turn(text: str, row: Row, base: int | None) -> Iterator[tuple[int, Period | None]]:
    """Yield the figures of a sentence that go through times named together, by their index, each with its own."""
    found = _together().search(text, row.sentence.start, row.sentence.end)
    if found is None:
        return
    times = _times(found, base)
    for run in _runs(text, row, found.end()):
        if len(run) == len(times):
            yield from zip(run, times, strict=True)


def _times(found: re.Match[str], base: int | None) -> list[Period | None]:
    """Return the times that are named together."""
    if found.group("years"):
        return [dates.year(int(year)) for year in re.findall(r"\d{4}", found.group("years"))]
    named = [small_number(part) for part in _numeral().findall(found.group("quarters") or "")]
    return [dates.quarter(base, number) if base and number else None for number in named or _ALL_QUARTERS]


def _runs(text: str, row: Row, start: int) -> Iterator[list[int]]:
    """Yield the lists of figures behind ``start`` that nothing but commas parts."""
    run: list[int] = []
    end = start
    for slot in row.slots:
        quantity = slot.quantity
        if quantity.start < start:
            continue
        if run and not _between().fullmatch(text, end, quantity.start):
            if len(run) >= _FEWEST:
                yield run
            run = []
        run.append(slot.index)
        end = quantity.end
    if len(run) >= _FEWEST:
        yield run


@cache
def _together() -> re.Pattern[str]:
    """Return how times are named together."""
    return compile_quick(words().together)


@cache
def _numeral() -> re.Pattern[str]:
    """Return the numerals of quarters."""
    return re.compile(rf"[\d{words().digits}]")


@cache
def _between() -> re.Pattern[str]:
    """Return what parts the figures of a list."""
    return compile_quick(words().between)
