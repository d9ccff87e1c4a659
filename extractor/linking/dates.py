"""Periods in the notation of the tables (``2022``, ``2022-H1``, ``..2022-10-24``) with their dates.

``..DATE`` is cumulative up to a day, so it has no start. What is no calendar date gives nothing.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from functools import lru_cache

from extractor.models import Period

_JANUARY, _DECEMBER = 1, 12
_QUARTERS = 4
_FIRST_YEAR, _LAST_YEAR = 1949, 2099
# A report names few periods, and those of its neighbours: so many of a kind are remembered.
_KNOWN = 512


@lru_cache(maxsize=_KNOWN)
def year(number: int) -> Period | None:
    """Return a whole year."""
    if not _FIRST_YEAR <= number <= _LAST_YEAR:
        return None
    return Period(f"{number}", date(number, 1, 1), date(number, 12, 31))


@lru_cache(maxsize=_KNOWN)
def half(number: int, which: int) -> Period | None:
    """Return the first or second half of a year."""
    if year(number) is None:
        return None
    first = 1 if which == 1 else 7
    return Period(f"{number}-H{which}", date(number, first, 1), _last(number, first + 5))


@lru_cache(maxsize=_KNOWN)
def quarter(number: int, which: int) -> Period | None:
    """Return one quarter of a year."""
    if year(number) is None or not 1 <= which <= _QUARTERS:
        return None
    first = which * 3 - 2
    return Period(f"{number}-Q{which}", date(number, first, 1), _last(number, first + 2))


@lru_cache(maxsize=_KNOWN)
def month(number: int, which: int) -> Period | None:
    """Return one month."""
    if year(number) is None or not _JANUARY <= which <= _DECEMBER:
        return None
    return Period(f"{number}-{which:02}", date(number, which, 1), _last(number, which))


@lru_cache(maxsize=_KNOWN)
def months(number: int, first: int, last_year: int, last: int) -> Period | None:
    """Return the months from one to another; a span that makes a year or a half keeps the months' notation."""
    begin, end = month(number, first), month(last_year, last)
    if begin is None or end is None or (number, first) > (last_year, last):
        return None
    if (number, first) == (last_year, last):
        return begin
    return Period(f"{begin.text}/{end.text}", begin.start, end.end)


@lru_cache(maxsize=_KNOWN)
def until(number: int, which: int = 12, day: int | None = None) -> Period | None:
    """Return the period `as of` a day, or as of the end of a month."""
    if month(number, which) is None:
        return None
    last = _last(number, which) if day is None else _day(number, which, day)
    return Period(f"..{last.isoformat()}", None, last) if last else None


@lru_cache(maxsize=_KNOWN)
def days(first: tuple[int, int, int], last: tuple[int, int, int]) -> Period | None:
    """Return the days from one to another."""
    begin, end = _day(*first), _day(*last)
    if begin is None or end is None or begin > end:
        return None
    return Period(f"{begin.isoformat()}/{end.isoformat()}", begin, end)


def year_before(period: Period | None) -> Period | None:
    """Return the same stretch one year earlier."""
    if period is None or period.end is None:
        return None
    end = period.end
    if period.start is None:
        return until(end.year - 1, end.month, min(end.day, monthrange(end.year - 1, end.month)[1]))
    back = str(end.year - 1)
    text = period.text.replace(str(end.year), back)
    if period.start.year != end.year:
        return None
    shifted = end.replace(year=end.year - 1, day=min(end.day, monthrange(end.year - 1, end.month)[1]))
    return Period(text, period.start.replace(year=end.year - 1, day=1), shifted)


def whole_year(period: Period | None) -> Period | None:
    """Return the year that a period lies in, by its end."""
    return year(period.end.year) if period is not None and period.end is not None else None


def ends_year(period: Period) -> bool:
    """Tell whether a period ends with its year."""
    return period.end is not None and (period.end.month, period.end.day) == (12, 31)


def _last(number: int, which: int) -> date:
    """Return the last day of a month."""
    return date(number, which, monthrange(number, which)[1])


def _day(number: int, which: int, day: int) -> date | None:
    """Return a date, or nothing when there is no such day."""
    if month(number, which) is None or not 1 <= day <= monthrange(number, which)[1]:
        return None
    return date(number, which, day)
