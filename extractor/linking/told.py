"""How far a report has told: the end of its own period, beyond which everything is still to come.

Reads the title and the first sentences; tells of an expression of time whether it lies ahead. A masked
year is no hindrance: months alone tell what is ahead within it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING

from extractor.linking import dates
from extractor.linking.cues import cues
from extractor.linking.expressions import find, period_of
from extractor.linking.extent import SPANS, own_period
from extractor.linking.titles import heading_of
from extractor.linking.years import year_of, years_in
from extractor.packs import compile_quick

if TYPE_CHECKING:
    from extractor.linking.expressions import Saying
    from extractor.models import Period
    from extractor.text import ParsedText

# Stands for a year that is masked.
_ANY_YEAR = 2000
_DECEMBER = 12
# So many words of what was done are in a plan as well.
_FEW = 3


@dataclass(frozen=True, slots=True)
class Told:
    """The last year (null where masked) and month that a report tells of; ``plan`` is the title of one that only plans."""

    year: int | None
    month: int
    plan: str | None = None

    def is_ahead(self, saying: Saying, *, by_end: bool = False) -> bool:
        """Tell whether an expression of time begins (or, for a deadline, ends) behind what is told."""
        if self.year is None and saying.has_year:
            return False
        base = self.year or _ANY_YEAR
        period = period_of(saying, base, dates.year(base))
        if period is None or period.end is None:
            return False
        first = period.end if by_end else period.start or period.end
        return (first.year, first.month) > (base, self.month)

    def is_behind(self, saying: Saying) -> bool:
        """Tell whether an expression of time names an earlier year than what is told."""
        return (
            self.year is not None
            and saying.has_year
            and not self.is_ahead(saying)
            and (
                (period := period_of(saying, self.year, None)) is not None
                and period.end is not None
                and period.end.year < self.year
            )
        )


class Telling:
    """How far one report tells, looked for only where it is asked."""

    def __init__(self, parsed: ParsedText) -> None:
        """Keep the report."""
        self._parsed = parsed

    @cached_property
    def told(self) -> Told:
        """Return how far the report tells."""
        return told(self._parsed)

    def is_ahead(self, saying: Saying, *, by_end: bool = False) -> bool:
        """Tell whether an expression of time begins (or, for a deadline, ends) behind what is told."""
        return self.told.is_ahead(saying, by_end=by_end)


@lru_cache(maxsize=1)
def told(parsed: ParsedText) -> Told:
    """Return how far a report tells."""
    heading = heading_of(parsed)
    year = year_of(parsed, heading, None, [None] * len(parsed.sentences)).year
    of_title = years_in(heading.text)
    # A later year than the title's, at the head of the text, is the one to come.
    year = min(year, of_title[0]) if year and of_title else year
    if only_plans(parsed, heading.text):
        return Told(year - 1 if year else None, _DECEMBER, heading.text)
    period = own_period(parsed, heading.text, year or _ANY_YEAR) or _within_year(heading.text)
    if period is None or period.end is None:
        return Told(year, _DECEMBER)
    return Told(year and period.end.year, period.end.month)


def _within_year(title: str) -> Period | None:
    """Return the months that a title names of a masked year."""
    for saying in find(title, 0, len(title)):
        if saying.kind in SPANS:
            parts = {key: value for key, value in saying.parts.items() if key not in ("y", "y2")}
            return period_of(replace(saying, parts=parts), _ANY_YEAR, None)
    return None


def planned_title(parsed: ParsedText) -> str | None:
    """Return the title of a report that only plans."""
    title = heading_of(parsed).text
    return title if only_plans(parsed, title) else None


def only_plans(parsed: ParsedText, title: str) -> bool:
    """Tell whether a title names a plan and nothing that is told, and the text under it does not tell either."""
    plan, not_plan, tells, ahead = _titles()
    if plan.search(title) is None or not_plan.search(title) is not None:
        return False
    # 述职要点, 经验要点: the title may mislead, words of what was done in every other sentence do not.
    return len(tells.findall(parsed.clean)) <= max(_FEW, len(ahead.findall(parsed.clean)))


@cache
def _titles() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of titles that announce a plan and of those that tell, and of words that do either."""
    plan = cues().plan
    return tuple(compile_quick(part) for part in (plan.title, plan.not_title, plan.tells, plan.looks_ahead))
