"""The report's own period: what its title says, else its first sentences, else its year."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from extractor.linking import dates
from extractor.linking.daily import own_day
from extractor.linking.expressions import find, period_of
from extractor.linking.profile_words import pattern, plain

if TYPE_CHECKING:
    from extractor.linking.expressions import Saying
    from extractor.models import Period
    from extractor.text import ParsedText

# Kinds of expression that can be a report's own period.
SPANS = frozenset(("months", "first_months", "half", "first_quarters", "quarter", "month", "days"))
# Spans of years that a title may name.
_YEARS = frozenset(("five_years", "year_span"))
# The first sentences may say the report's period.
_LEAD = 4
# So many may say what its own year is, in words of so many characters.
_PRESENTS, _BEFORE = 8, 10


def own_period(parsed: ParsedText, heading: str, year: int | None) -> Period | None:
    """Return the report's own period: what its title says, else its first sentences, else its year."""
    own = dates.year(year) if year else None
    span = _told_span(parsed, heading, year, own)
    if span is None or span != own or plain("year", "written").search(heading):
        return span
    return own_day(parsed, _counted_to(parsed, year, own)) or own


def _counted_to(parsed: ParsedText, year: int | None, own: Period | None) -> Period | None:
    """Return the day that a head line says the report counts up to."""
    for sayings in _lead_sayings(parsed)[:_LEAD]:
        for saying in sayings:
            if saying.kind == "until" and "d" in saying.parts:
                return period_of(saying, year, own)
    return None


def _told_span(parsed: ParsedText, heading: str, year: int | None, own: Period | None) -> Period | None:
    """Return the period that the title or the first sentences say, else the year."""
    for saying in find(heading, 0, len(heading)):
        if saying.kind in SPANS or saying.kind in _YEARS:
            return period_of(saying, year, own)
    lead = _lead_sayings(parsed)
    for sentence, sayings in zip(parsed.sentences, lead, strict=False):
        for saying in sayings:
            if saying.kind not in SPANS or saying.kind == "month":
                continue
            # The report says itself what its year is: 本统计年度(2015年10月1日至2016年9月30日).
            before = max(sentence.start, saying.start - _BEFORE)
            if pattern("year", "reported").search(parsed.clean, before, saying.start):
                return period_of(saying, year, own)
    dated = plain("year", "written").search(heading) is not None
    for sentence, sayings in zip(parsed.sentences[:_LEAD], lead, strict=False):
        start, end = sentence.start, sentence.end
        if not sayings:
            continue
        reports = pattern("title", "leads").search(parsed.clean, start, end) is not None
        first = sayings[0]
        # Where the title names a year, a span in a sentence with figures is that of the figures.
        leads = not dated or not re.search(r"\d", parsed.clean[first.end : end])
        if (
            leads
            and _opens(parsed.clean, start, first)
            and (first.kind in SPANS or (reports and first.kind == "until"))
        ):
            return period_of(first, year, own)
        inside = [saying for saying in sayings if saying.kind in SPANS]
        if reports and inside:
            return period_of(inside[0], year, own)
    return own


@lru_cache(maxsize=1)
def _lead_sayings(parsed: ParsedText) -> tuple[tuple[Saying, ...], ...]:
    """Return the expressions of time of the first sentences; several steps ask for those of one report."""
    return tuple([tuple(find(parsed.clean, s.start, s.end)) for s in parsed.sentences[:_PRESENTS]])


def _opens(text: str, start: int, saying: Saying) -> bool:
    """Tell whether an expression stands at the head of its sentence."""
    return not text[start : saying.start].strip(" \t(【《")
