"""Totals whose parts follow without 其中: by the sum alone, or as a breakdown by some aspect (按结构看:…).

Only what adds up is asserted here; the more figures stand between, the more digits the sum must have.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from extractor.audit.arithmetic import digits
from extractor.audit.cues import cues
from extractor.audit.wholes import adding_up, adds_up, lost, some_lost, sum_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extractor.audit.items import Item, Items
    from extractor.audit.records import Relation

# How many sentences back the total of a breakdown may stand.
LINES_BACK = 6
# From this total on an exact sum of figures that follow it is no chance.
LARGE = 100
# From more digits on an exact sum is no chance either where rates stand between its parts.
DIGITS = 3


def unannounced(items: Items) -> Iterator[Relation]:
    """Yield totals whose parts follow without a word of their own, when they make up exactly the total."""
    known = cues()
    for line in items.lines:
        for whole in line:
            run = _run(whole, line) if whole.level else []
            if len(run) < 2 or known.of_which.search(run[0].lead):
                continue
            passed = run[-1].place - whole.place > len(run)
            split = bool(known.split.search(run[0].lead))
            parts = run if split and lost(whole, run) else adding_up(whole, run)
            large = (whole.quantity.value or 0) >= LARGE and ";" not in run[0].lead
            if passed:
                large, split = large and digits(whole.quantity) > DIGITS, False
            if parts and (large or split or _one_list(parts, run)):
                if not any(known.net.search(one.lead) for one in run):
                    yield sum_of(whole, parts)
            elif not parts and split and some_lost(whole, run):
                yield sum_of(whole, run)


def _one_list(parts: Sequence[Item], run: Sequence[Item]) -> bool:
    """Tell whether parts are one list (满意8项、可疑1项) and nothing else follows: then a small sum is no chance."""
    first = parts[0]
    joined = first.first == first.place and all(part.first == first.place for part in parts)
    return joined and len(parts) == len(run) and ";" not in first.lead


def _run(whole: Item, line: Sequence[Item]) -> list[Item]:
    """Return the figures after a total that may be its parts, the rates said of them passed over."""
    run: list[Item] = []
    for item in line[whole.place + 1 :]:
        if run and item.sort == "rate":
            continue
        unit = item.unit == whole.unit or (item.unit is None and whole.sort == "count")
        if not (item.level and unit and item.bracket == whole.bracket):
            break
        run.append(item)
    return run


def in_turn(items: Items) -> Iterator[Relation]:
    """Yield an earlier total that a list makes up as a whole (…486万人次;一、二、三季度依次为…)."""
    known = cues()
    for number, line in enumerate(items.lines):
        for first, second in pairwise(line):
            listed = second.first == first.place and first.level
            if not listed or not known.in_turn.search(first.lead):
                continue
            run = [item for item in line[first.place :] if item.first == first.place]
            before = [*(items.lines[number - 1] if number else ()), *line[: first.place]]
            for whole in reversed(before):
                telling = whole.level and whole.unit == run[-1].unit and digits(whole.quantity) >= DIGITS
                if telling and adds_up(whole, run):
                    yield sum_of(whole, run)
                    break


def breakdowns(items: Items) -> Iterator[Relation]:
    """Yield breakdowns of an earlier total by some aspect (按收入结构看:…)."""
    for number, line in enumerate(items.lines):
        for first in line:
            if not first.level or not _divides(first, items):
                continue
            run = [item for item in line[first.place :] if item.level and item.unit == first.unit]
            best: tuple[list[Item], Item] | None = None
            earlier = [*reversed(items.lines[max(0, number - LINES_BACK) : number]), line[: first.place]]
            for whole in (item for found in earlier for item in found):
                parts = adding_up(whole, run) if _divisible(whole, first) else []
                if parts and (best is None or len(parts) > len(best[0])):
                    best = parts, whole
            if best is not None:
                yield sum_of(best[1], best[0])


def _divides(first: Item, items: Items) -> bool:
    """Tell whether a breakdown begins with a figure: by the words before it, or the short sentence before."""
    known = cues()
    if known.breakdown.search(first.lead):
        return True
    return not first.place and bool(known.breakdown.search(items.before(first)))


def _divisible(whole: Item, first: Item) -> bool:
    """Tell whether a figure may be the total of a breakdown that begins with another."""
    shortened = first.unit is None and whole.sort == "money"
    return whole.level and (whole.unit == first.unit or shortened)
