"""The time of a stretch of a report: of a section whose heading names one, or of a plan."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from extractor.linking import dates
from extractor.linking.expressions import find, period_of
from extractor.linking.period_words import words
from extractor.packs import compile_quick

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from extractor.linking.layout import Row
    from extractor.models import Period, Profile

# Kinds that only an earlier level takes.
EARLIER = frozenset(("same_time", "year_start"))


@dataclass(frozen=True, slots=True)
class Time:
    """The time of a stretch: what expressions without a year count from, and the period where none stands."""

    base: int | None
    own: Period | None


class Times:
    """The times of the stretches of one report, each read once."""

    def __init__(self, profile: Profile, report: Time) -> None:
        """Keep what expressions without a year count from."""
        self._profile = profile
        self._report = report
        self._sections: dict[tuple[str, ...], Time] = {}
        self._plans: dict[str, Time] = {}

    def of(self, row: Row, plan: str | None) -> Time:
        """Return the time of the plan that a sentence belongs to, else of its section."""
        if plan:
            if plan not in self._plans:
                self._plans[plan] = _plan_time(plan, self._profile, self._report)
            return self._plans[plan]
        section = row.sentence.section
        if section not in self._sections:
            self._sections[section] = _section_time(section, self._report)
        return self._sections[section]


def _section_time(section: Sequence[str], report: Time) -> Time:
    """Return the time of a section whose heading names one."""
    for title in reversed(section):
        for saying in find(title, 0, len(title)):
            if saying.kind == "year" and saying.has_year and report.base is None:
                continue
            if saying.kind not in EARLIER and not saying.compared:
                period = period_of(saying, report.base, report.own)
                base = period.end.year if period and period.end and saying.has_year else report.base
                return Time(base, period if saying.kind != "own" else report.own)
    return report


def _plan_time(plan: str, profile: Profile, report: Time) -> Time:
    """Return the time of a plan: what its heading says, else what the title says of the plan."""
    for saying in find(plan, 0, len(plan)):
        period = period_of(saying, report.base, report.own)
        # A plan for the end of a year is that year's.
        if period is not None and period.start is None and dates.ends_year(period):
            period = dates.whole_year(period)
        return Time(period.end.year if period and period.end else None, period)
    title = profile.title or ""
    mark = list(_plan_title().finditer(title))
    if mark:
        told = [
            saying
            for saying in find(title, 0, mark[-1].start())
            if period_of(saying, report.base, report.own) != report.own
        ]
        if told:
            period = period_of(told[-1], report.base, report.own)
            return Time(period.end.year if period and period.end else None, period)
    return report


@cache
def _plan_title() -> re.Pattern[str]:
    """Return the words of a title that announce a plan."""
    return compile_quick(words().plan_title)
