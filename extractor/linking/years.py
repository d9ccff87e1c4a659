"""The year that a report is on, from the evidence of its body, its title and the day it was posted.

A year that a site wrote over the report's own is no evidence: it stands in numbers that are none, or
for the work done and the work to come alike.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from extractor.linking.expressions import read_year
from extractor.linking.profile_words import pattern, plain, words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from extractor.linking.titles import Heading
    from extractor.text import ParsedText

# So many signs that a machine wrote the year are enough.
_SIGNS = 2
# From this month on, what is posted tells of its own year.
_SAME_YEAR = 4
# The first sentences under the title say what year it is on.
_LEAD = 2
# So much of a title is enough to know it again.
_HEAD_OF_TITLE = 10
# A masked year has at most so many characters before its last: 20, four blanks and a space.
_LONGEST_MASKED = 8
# A line that is only a day says when the report was made, not what it is on.
_DATE_LINE = re.compile(r"\(?\d{4}年\d{1,2}月\d{1,2}日\)?")


@dataclass(frozen=True, slots=True)
class YearEvidence:
    """The year of the report, and what is wrong with the evidence."""

    year: int | None
    flags: tuple[str, ...]


def year_of(
    parsed: ParsedText, heading: Heading, posted: date | None, planned: Sequence[str | None]
) -> YearEvidence:
    """Weigh title, body and posting date."""
    title = heading.text
    of_title = years_in(title) or [int(found) for found in re.findall(r"^20\d{2}(?!\d)", title)]
    of_title = [] if pattern("title", "meeting").search(title) else of_title
    body, lead = _body(parsed, title, planned)
    glued = years_in(heading.glued)
    body.update(glued)
    lead = lead or (glued[0] if glued else None)
    main = lead or (body.most_common(1)[0][0] if body else None)
    main = main or _in_passing(parsed, title, posted)
    candidate = of_title[0] if of_title else main
    if candidate is not None and _machine_made(parsed, candidate, of_title, body, planned):
        return YearEvidence(None, ("year_conflict", "year_swap"))
    masked = _masked_in(title)
    hidden = masked > 0
    masked += _masked_years(parsed)
    hidden = hidden and (masked > 1 or body.total() < _SIGNS)
    if (masked and not body) or hidden:
        return YearEvidence(None, ("year_conflict",) if of_title else ())
    if of_title:
        # One year in passing is no contradiction; the first sentences, or a year said again, are.
        if main is None or of_title[0] in body or (lead is None and body[main] < _SIGNS):
            return YearEvidence(of_title[0], ())
        return YearEvidence(main, ("year_conflict",))
    late = main is not None and posted is not None and posted.year > main + 1
    return YearEvidence(main, ("year_conflict",) if late else ())


def _in_passing(parsed: ParsedText, title: str, posted: date | None) -> int | None:
    """Return the year of a report that names none but as the end of its count, or by the day it was posted.

    What is posted in the first months of a year may tell of the year before, so that day is no evidence.
    """
    for number in sorted(_dated(parsed)):
        sentence = parsed.sentences[number]
        found = plain("year", "until").search(parsed.clean, sentence.start, sentence.end)
        if found is not None:
            return int(found.group("year"))
    if posted is None or posted.month < _SAME_YEAR or _masked_in(title) or _masked_in(parsed.clean):
        return None
    return posted.year


def _masked_in(text: str) -> int:
    """Return how often a masked year stands in a text, looked for where one ends."""
    count = end = 0
    for found in plain("year", "masked_ends").finditer(text):
        start, stop = max(end, found.start() - _LONGEST_MASKED), found.end() + 1
        if pattern("year", "masked").search(text, start, stop) is not None:
            count += 1
            end = found.end()
    return count


@lru_cache(maxsize=1)
def _masked_years(parsed: ParsedText) -> int:
    """Return how often a masked year stands in the report itself; several steps ask for that of one report."""
    return _masked_in(parsed.clean) and _masked_in(_report(parsed))


def _report(parsed: ParsedText) -> str:
    """Return the report's own sentences, one a line."""
    return "\n".join([parsed.clean[sentence.start : sentence.end] for sentence in parsed.sentences])


@lru_cache(maxsize=1)
def _dated(parsed: ParsedText) -> frozenset[int]:
    """Return the sentences in which a year is written, found in one pass; several steps ask for those of one report."""
    starts = [sentence.start for sentence in parsed.sentences]
    found = [
        bisect_right(starts, match.start()) - 1 for match in plain("year", "written").finditer(parsed.clean)
    ]
    return frozenset([number for number in found if number >= 0])


def years_in(text: str, *, compared: bool = True) -> list[int]:
    """Return the years written in a text, in order; on demand without those that are only compared with."""
    made: list[int] = []
    for match in plain("year", "written").finditer(text):
        year = read_year(match.group(), None)
        if not compared and pattern("year", "compared").search(
            text, max(0, match.start() - 2), match.start()
        ):
            continue
        if year is not None:
            made.append(year)
    return made


class _Told(NamedTuple):
    """The years of one sentence; ``text`` is its words without documents and the title, nothing in a line of a date."""

    years: tuple[int, ...]
    text: str


def _body(parsed: ParsedText, title: str, planned: Sequence[str | None]) -> tuple[Counter[int], int | None]:
    """Count the years of the body outside plans, and return the one that the first sentences state."""
    counted: Counter[int] = Counter()
    lead: int | None = None
    seen = 0
    dated, told = _dated(parsed), _told(parsed, title)
    for number, sentence in enumerate(parsed.sentences):
        if planned[number]:
            continue
        if number not in dated:
            # A sentence without a year only counts among the first.
            seen += seen <= _LEAD and not _is_of_title(parsed.clean[sentence.start : sentence.end], title)
        elif number in told:
            years, text = told[number]
            counted.update(years)
            seen += bool(text)
            if lead is None and years and text and seen <= _LEAD and pattern("year", "lead").match(text):
                lead = years[0]
    return counted, lead


@lru_cache(maxsize=1)
def _told(parsed: ParsedText, title: str) -> dict[int, _Told]:
    """Return the years of the sentences that are evidence, by their number; asked with and without the plans."""
    made: dict[int, _Told] = {}
    for number in sorted(_dated(parsed)):
        sentence = parsed.sentences[number]
        text = parsed.clean[sentence.start : sentence.end]
        if _is_of_title(text, title):
            continue
        if _DATE_LINE.fullmatch(text.strip()):
            made[number] = _Told(tuple(years_in(text)), "")
        elif plain("year", "yearbook").search(text) is None:
            bare = plain("year", "quoted").sub("", text)
            bare = bare.replace(title[:_HEAD_OF_TITLE], "") if title else bare
            made[number] = _Told(tuple(years_in(bare, compared=False)), bare.lstrip() or " ")
    return made


def _is_of_title(text: str, title: str) -> bool:
    """Tell whether a line is the title's, once more or with the site's words: no evidence of its own."""
    return bool(title) and text.strip() in title


def _machine_made(
    parsed: ParsedText,
    year: int,
    of_title: Sequence[int],
    body: Counter[int],
    planned: Sequence[str | None],
) -> bool:
    """Tell whether a year was written over others: it is the only one, and stands where no year can."""
    if any(other != year for other in of_title) or any(other != year for other in body):
        return False
    text = parsed.clean
    signs = _signs(parsed, year)
    plan_years = {
        found
        for number in _dated(parsed)
        if planned[number]
        for found in years_in(text[parsed.sentences[number].start : parsed.sentences[number].end])
    }
    return signs + (plan_years == {year}) >= _SIGNS and signs > 0


@lru_cache(maxsize=1)
def _signs(parsed: ParsedText, year: int) -> int:
    """Return how many signs there are that a machine wrote a year; asked with and without the plans."""
    form = str(year)
    swapped = re.compile(words().year.swapped.replace("{year}", form))
    signs = len(swapped.findall(parsed.clean)) and len(swapped.findall(_report(parsed)))
    both = re.search(words().year.both.replace("{year}", form), parsed.clean)
    return signs + (_SIGNS if both else 0)
