"""Periods in the notation of the tables, read back into dates, so that equal stretches are one period."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from extractor.linking import dates
from extractor.models import Period

_PART = re.compile(
    r"(?P<year>\d{4})(?:-(?:H(?P<half>\d)|Q(?P<quarter>\d)|(?P<month>\d\d)(?:-(?P<day>\d\d))?))?"
)


@cache
def period(text: str | None) -> Period | None:
    """Return a period with its dates; None for a text that is no notation of one."""
    if text is None:
        return None
    if text.startswith(".."):
        last = _day(text[2:])
        return Period(text, None, last) if last else None
    first, slash, final = text.partition("/")
    if not slash:
        return _single(text)
    begin, end = _single(first), _single(final)
    if begin is None or end is None:
        return None
    return Period(text, begin.start, end.end)


def _single(text: str) -> Period | None:
    """Return a year, half, quarter, month or day."""
    found = _PART.fullmatch(text)
    if found is None:
        return None
    year = int(found["year"])
    if found["half"]:
        return dates.half(year, int(found["half"]))
    if found["quarter"]:
        return dates.quarter(year, int(found["quarter"]))
    if found["day"]:
        day = _day(text)
        return Period(text, day, day) if day else None
    if found["month"]:
        return dates.month(year, int(found["month"]))
    return dates.year(year)


def _day(text: str) -> date | None:
    """Return a calendar day, None for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
