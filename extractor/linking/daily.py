"""A report on one day: which of its figures are the day's, and which are counted up to it.

Told by the words before a figure in its sentence (当日, 累计, 昨日), else by the heading it stands under.
"""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from extractor.linking import dates
from extractor.linking.period_words import words
from extractor.models import Period
from extractor.packs import compile_quick

if TYPE_CHECKING:
    from datetime import date

    from extractor.text import ParsedText

# So many characters a heading has.
_HEADING = 16


def own_day(parsed: ParsedText, until: Period | None) -> Period | None:
    """Return the day of a report that counts up to a day and tells what that day brought."""
    if until is None or until.start is not None or until.end is None:
        return None
    told = any(_day_told().search(parsed.clean, s.start, s.end) for s in parsed.sentences)
    return _day(until.end) if told else None


def is_day(period: Period | None) -> bool:
    """Tell whether a report's own period is one day."""
    return period is not None and period.end is not None and period.start == period.end


def at_day(text: str, start: int, end: int, own: Period, heading: str, *, then: bool) -> Period | None:
    """Return the period of a figure at ``end`` in a report on one day; ``then`` is an earlier level."""
    if own.end is None:
        return own
    kind = "now"
    for match in _words().finditer(text, start, end):
        kind = match.lastgroup or kind
        # What is counted up to the day is told in one clause, with what breaks it down.
        if kind == "sum" and _new_clause().search(text, match.end(), end):
            kind = "now"
    above = _words().search(heading) if kind == "now" else None
    if above is not None and above.lastgroup == "next":
        kind = "next"
    match kind:
        case "next":
            return _day(own.end + timedelta(days=1))
        case "before" if then:
            return _day(own.end - timedelta(days=1))
        case "sum":
            return dates.until(own.end.year, own.end.month, own.end.day)
        case _:
            return own


def heading_above(text: str, start: int) -> str:
    """Return the line above the one at ``start``, where it is short as a heading is."""
    line = text.rfind("\n", 0, start)
    above = text[text.rfind("\n", 0, max(line, 0)) + 1 : max(line, 0)]
    return above if len(above) <= _HEADING else ""


def _day(day: date) -> Period:
    """Return one day."""
    return Period(day.isoformat(), day, day)


@cache
def _words() -> re.Pattern[str]:
    """Return the words that say which days a figure counts."""
    return compile_quick(words().daily)


@cache
def _day_told() -> re.Pattern[str]:
    """Return the words that tell of what the day brought."""
    return compile_quick(words().of_the_day)


@cache
def _new_clause() -> re.Pattern[str]:
    """Return where a new clause begins that breaks nothing down."""
    return compile_quick(f"[,;](?!{words().breakdown})")
