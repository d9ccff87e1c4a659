"""Totals that come after their parts (合计), enumerated parts over several sentences, and what a check found."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from extractor.audit.arithmetic import bounds
from extractor.audit.cues import cues
from extractor.audit.items import listed, near
from extractor.audit.wholes import adds_up, exceeds, may_add_up, part_of, sizes, some_lost, sum_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from extractor.audit.items import Item, Items
    from extractor.audit.records import Relation


# How many sentences an enumeration may take.
LINES_AHEAD = 40
# How many figures may stand side by side for one thing (15条12.5公里).
NEXT = 2


def together(items: Items, averages: Collection[int]) -> Iterator[Relation]:
    """Yield totals that close a list of figures; ``averages`` are figures that are no amounts to be added."""
    known = cues()
    for line in items.lines:
        for whole in line:
            if not whole.place:
                continue
            if not known.together.search(whole.lead):
                close = whole.level and whole.unit in {one.unit for one in line[: whole.place][-NEXT:]}
                if close and known.in_all.match(whole.lead):
                    yield from _in_all(whole, line, averages)
                continue
            if whole.sort == "rate":
                parts = listed(line, line[whole.place - 1])
                if len(parts) > 1 and parts[0].sort == "rate" and not parts[0].change:
                    yield sum_of(whole, parts)
            elif whole.level:
                run = [item for item in line[: whole.place] if _addend(item, whole, averages)]
                parts = _closing(whole, run) or _bracketed(whole, line, averages)
                if parts:
                    yield sum_of(whole, parts)


def _in_all(whole: Item, line: Sequence[Item], averages: Collection[int]) -> Iterator[Relation]:
    """Yield a total that closes a list with nothing but 共, and the one in another unit right behind it."""
    for item in line[whole.place : whole.place + NEXT]:
        if item is not whole and (item.lead or not item.level):
            return
        # Only what its list makes up is a total: 共 is said of other things, too.
        run = [one for one in line[: whole.place] if _addend(one, item, averages)]
        for size in sizes(item, run[::-1]):
            if adds_up(item, run[-size:]):
                yield sum_of(item, run[-size:])
                break


def _addend(item: Item, whole: Item, averages: Collection[int]) -> bool:
    """Tell whether a figure may be one of those that a later total adds up."""
    plain = item.level and item.bracket == whole.bracket and item.index not in averages
    return plain and item.unit == whole.unit and item.link.status != "baseline"


def _bracketed(whole: Item, line: Sequence[Item], averages: Collection[int]) -> list[Item]:
    """Return the figures before a total that each stand in a bracket of their own (甲类(5例)、乙类(4例),计9例)."""
    found: list[Item] = []
    for item in reversed(line[: whole.place]):
        own = item.bracket >= 0 and item.outer == whole.bracket and item.index not in averages
        if not (own and item.level and item.unit == whole.unit):
            break
        found.insert(0, item)
    alone = len({item.bracket for item in found}) == len(found)
    return found if alone and adds_up(whole, found) else []


def _closing(whole: Item, run: Sequence[Item]) -> list[Item]:
    """Return the last figures of a run that make up the total; masked ones, when all together can."""
    for size in sizes(whole, run[::-1]):
        if adds_up(whole, run[-size:]):
            return list(run[-size:])
    pair = list(run[-2:])
    if pair and whole.place == pair[-1].place + 1 and some_lost(whole, pair):
        return pair
    if len(run) < 2 or all(item.quantity.mask == "none" for item in (whole, *run)):
        return []
    blind = any(bounds(item.quantity) is None for item in (whole, *run))
    return list(run) if blind or may_add_up(whole, run) else []


def enumerated(items: Items, spent: Collection[int]) -> Iterator[Relation]:
    """Yield totals whose parts are enumerated over several sentences (其中,①…②…).

    ``spent`` are the figures that other relations have shown to be averages, or parts of a part.
    """
    known = cues()
    for number, line in enumerate(items.lines):
        opening = line[0].lead
        cue = known.of_which.search(opening)
        if not number or cue is None or not known.enumerated.search(opening[cue.end() :].lstrip(",: ")):
            continue
        scope = list(line)
        for later in items.lines[number + 1 : number + 1 + LINES_AHEAD]:
            if not known.enumerated.search(later[0].lead):
                break
            scope += later
        for whole in items.lines[number - 1]:
            parts = [item for item in scope if _enumerable(item, whole, spent)]
            if not whole.level or len(parts) < 2:
                continue
            relation = sum_of(whole, parts)
            if relation.holds not in {"false", "impossible"}:
                yield relation


def _enumerable(item: Item, whole: Item, spent: Collection[int]) -> bool:
    """Tell whether an enumerated figure is an amount that the total adds up."""
    loose = item.level and item.index not in spent and near(item, whole)
    return loose and not cues().average.search(item.lead) and not exceeds(item, whole)


def screened(items: Items, rated: Collection[tuple[int, int]]) -> Iterator[Relation]:
    """Yield what a check found as part of what was checked (采样52份,检出阳性0份).

    ``rated`` are the pairs (numerator, denominator) that a rate already relates.
    """
    known = cues()
    for line in items.lines:
        for whole, part in pairwise(line):
            # Cases are found among people, but a check is often of other people than the one before it.
            same = part.unit == whole.unit or {part.unit, whole.unit} <= known.persons
            if not (same and whole.level and part.level) or (part.index, whole.index) in rated:
                continue
            if known.handled.match(part.lead) and _handled(whole, part):
                yield part_of(whole, [part])
                continue
            if known.of_which.search(part.lead) or not known.screened.search(part.lead):
                continue
            if known.passed.search(whole.near_words):
                # 合格80份,不合格3份: both are of what was checked.
                continue
            checked = known.checked.search(whole.near_words + whole.topic + part.lead)
            checked = checked or known.finding.match(part.lead)
            if (
                checked
                and ";" not in part.lead
                and whole.bracket == part.bracket
                and not exceeds(part, whole)
            ):
                yield part_of(whole, [part])


def _handled(whole: Item, part: Item) -> bool:
    """Tell whether a figure says how many of the cases right before it are done with (立案29起,已结案17起)."""
    inside = whole.bracket == part.bracket and not exceeds(part, whole)
    return inside and bool(cues().due.search(whole.near_words))
