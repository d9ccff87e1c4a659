"""The period of every figure: the document's own, unless its sentence or heading says otherwise.

Reads the parsed text, the profile and the judgements; adds one Period (or null, where it is masked or
cannot be known) to each figure. An expression of time holds from its place to the end of its sentence.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from extractor.linking import dates
from extractor.linking.daily import at_day, heading_above, is_day
from extractor.linking.expressions import find, period_of
from extractor.linking.layout import lay_out
from extractor.linking.period_words import words
from extractor.linking.plans import plans
from extractor.linking.stretches import EARLIER, Time, Times
from extractor.linking.turns import in_turn
from extractor.packs import compile_quick

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.linking.expressions import Saying
    from extractor.linking.layout import Row, Slot
    from extractor.linking.status import Judgement
    from extractor.models import Period, Profile, Quantity
    from extractor.text import ParsedText

# How far before a figure an earlier level says its time.
_REACH = 24
# Cues that make a target by words of its own, so that the time of the sentence's doings is not its time.
_OWN_GOALS = frozenset(
    (
        "goal", "fixed", "budget", "goal_after", "standard_after", "ceiling", "need_after",
        "limit", "in_brackets", "named_in_brackets", "gap_after",
    )
)  # fmt: skip
# The cue of an earlier level that says its time.
_THEN = "level_then"
# Parts of a year; a figure that is theirs alone is a level, not the base of a comparison.
_WITHIN_YEAR = frozenset(("month", "quarter", "half"))
# How 年底 without more begins.
_YEAR = "年"


def assign(
    parsed: ParsedText,
    profile: Profile,
    quantities: Sequence[Quantity],
    judgements: Sequence[Judgement],
    rows: Sequence[Row] | None = None,
    planned: Sequence[str | None] | None = None,
) -> list[Period | None]:
    """Return the period of each quantity, in their order; null is unknown."""
    made: list[Period | None] = [profile.period] * len(quantities)
    if "year_swap" in profile.flags:
        return [None] * len(quantities)
    rows = lay_out(parsed, quantities) if rows is None else rows
    if is_day(profile.period):
        return _of_day(parsed, profile, made, judgements, rows)
    planned = plans(parsed) if planned is None else planned
    report = Time(profile.report_year, profile.period)
    carried: tuple[int, Period | None] | None = None
    times = Times(profile, report)
    for row in rows:
        time = times.of(row, planned[row.number] if row.number >= 0 else None)
        sayings = list(find(parsed.clean, row.sentence.start, row.sentence.end))
        start = time.own
        if carried and carried[0] == row.number - 1 and _goes_on(parsed, row):
            start = carried[1]
        current = start
        for slot in row.slots:
            judgement = judgements[slot.index]
            current = _standing(parsed.clean, row, slot, sayings, (time, report), start)
            if judgement.status == "actual" and _is_told(current, time.own, sayings, slot):
                current = time.own
            made[slot.index] = _figure(parsed.clean, slot, judgement, sayings, time, report, current)
            # A list of earlier levels has one time: 去年同期分别为34、61.
            if judgement.cue == _THEN and slot.index and judgements[slot.index - 1] == judgement:
                made[slot.index] = made[slot.index - 1]
        for index, period in in_turn(parsed.clean, row, time.base):
            made[index] = period
        carried = (row.number, current)
    return made


def _of_day(
    parsed: ParsedText,
    profile: Profile,
    made: list[Period | None],
    judgements: Sequence[Judgement],
    rows: Sequence[Row],
) -> list[Period | None]:
    """Return the periods of the figures of a report on one day."""
    own = profile.period
    if own is None:
        return made
    for row in rows:
        heading = heading_above(parsed.clean, row.sentence.start)
        for slot in row.slots:
            then = judgements[slot.index].status == "baseline"
            start, end = row.sentence.start, slot.quantity.start
            made[slot.index] = at_day(parsed.clean, start, end, own, heading, then=then)
    return made


def _is_told(period: Period | None, own: Period | None, sayings: Sequence[Saying], slot: Slot) -> bool:
    """Tell whether what stands at a figure that is told is only the end of the report's own time: 至年底完成."""
    if period is None or own is None or period.start is not None or period.end != own.end:
        return False
    return any(
        s.end <= slot.quantity.start
        and s.kind == "until"
        and "y" not in s.parts
        and "m" not in s.parts
        and s.text[0] == _YEAR
        for s in sayings
    )


def _goes_on(parsed: ParsedText, row: Row) -> bool:
    """Tell whether a sentence goes on with the one before: it breaks it down, or only a line break parts them."""
    if _breakdown().match(parsed.clean, row.sentence.start):
        return True
    before = parsed.sentences[row.number - 1]
    return _unended().search(parsed.clean, before.start, before.end) is not None


def _figure(
    text: str,
    slot: Slot,
    judgement: Judgement,
    sayings: Sequence[Saying],
    time: Time,
    report: Time,
    current: Period | None,
) -> Period | None:
    """Return the period of one figure, given the one that stands in its sentence."""
    start = slot.quantity.start
    if judgement.status == "baseline":
        near = [saying for saying in sayings if start - _REACH <= saying.start and saying.end <= start]
        if near and near[-1].start >= slot.left:
            saying = near[-1]
            if saying.kind == "same_time":
                return dates.year_before(current)
            if saying.kind == "year_start" and current is not None and current.end is not None:
                return period_of(saying, current.end.year, report.own)
            return period_of(saying, report.base, report.own)
        return report.own if current == time.own else current
    if judgement.status == "target" and _year_target().search(text, slot.left, start):
        return dates.whole_year(time.own)
    if judgement.status == "target" and judgement.cue in _OWN_GOALS:
        if _year_goal().search(text, slot.left, start) or _year_goal().search(judgement.words):
            return dates.whole_year(report.own)
        if current is not None and current.start is None:
            return time.own
    # A goal for the end of a year is that year's goal.
    if (
        judgement.status == "target"
        and current is not None
        and current.start is None
        and dates.ends_year(current)
    ):
        return time.own if time.own is not None and time.own.end == current.end else dates.whole_year(current)
    if judgement.status == "target" and current == time.own:
        after = [s for s in sayings if s.kind == "until" and slot.quantity.end <= s.start < slot.right]
        if after:
            return period_of(after[0], time.base, time.own)
    return current


def _standing(
    text: str,
    row: Row,
    slot: Slot,
    sayings: Sequence[Saying],
    times: tuple[Time, Time],
    start: Period | None,
) -> Period | None:
    """Return the period that stands at a figure: the last expression before it that sets one.

    ``times`` are that of the section or plan and that of the report, from which 明年 always counts.
    """
    time, report = times
    at = slot.quantity.start
    for saying in reversed(sayings):
        if saying.end > at:
            continue
        # 由一季度的71.2%回升至三季度的83.6%: each time is its figure's alone.
        alone = saying.kind in _WITHIN_YEAR and _own_time().fullmatch(text, saying.end, at)
        if not alone and not _sets(text, row, saying):
            continue
        # What has to be done by a day is the matter of its own part of the sentence.
        if _deadline().search(saying.text) and text.find(";", saying.end, at) >= 0:
            continue
        period = period_of(saying, report.base if saying.is_relative else time.base, time.own)
        return time.own if _ends_alike(period, time.own) else period
    return start


def _sets(text: str, row: Row, saying: Saying) -> bool:
    """Tell whether an expression sets the time of what follows, and is not a side of a comparison."""
    # A day alone is that of an event; its figures are still the report's.
    if saying.kind in EARLIER or saying.kind == "day" or saying.compared:
        return False
    if saying.kind in _WITHIN_YEAR and saying.kind != "month":
        return not _attribute().match(text, saying.end)
    if saying.kind in ("year", "month"):
        # A year inside a clause may be the year of a thing; at its head it is the time of what follows.
        head = max(clause.start for clause in row.sentence.clauses if clause.start <= saying.start)
        lead = text[head : saying.start]
        return not _attribute().match(text, saying.end) and len(lead.strip()) <= words().longest_lead
    return True


def _ends_alike(period: Period | None, own: Period | None) -> bool:
    """Tell whether a period is the report's own said another way: its dates, or `as of` the end of its months."""
    if period is None or own is None or period.end != own.end:
        return False
    return period.start == own.start or (period.start is None and "/" in own.text)


@cache
def _breakdown() -> re.Pattern[str]:
    """Return how a sentence begins that breaks the one before down."""
    return compile_quick(words().breakdown)


@cache
def _unended() -> re.Pattern[str]:
    """Return how a sentence ends that goes on in the next line."""
    return compile_quick(words().unended)


@cache
def _year_goal() -> re.Pattern[str]:
    """Return the words that make a goal the year's."""
    return compile_quick(words().year_goal)


@cache
def _year_target() -> re.Pattern[str]:
    """Return the words that make any target right behind them the year's."""
    return compile_quick(words().year_target)


@cache
def _own_time() -> re.Pattern[str]:
    """Return what stands between a time and the one figure whose time it is."""
    return compile_quick(words().own_time)


@cache
def _deadline() -> re.Pattern[str]:
    """Return how an expression ends that says by when something has to be done."""
    return re.compile(words().deadline)


@cache
def _attribute() -> re.Pattern[str]:
    """Return what follows a year that is the year of a thing."""
    return compile_quick(words().attribute)
