"""Figures set against their goals: ceilings, quotas, standards, and plans for what is already reported.

A goal is met when the actual figure reaches it; one to stay under (控制在…以内, a death rate) when it does
not exceed it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.audit.arithmetic import SLACK, bounds, verdict
from extractor.audit.changes import goal_of_arrow
from extractor.audit.cues import cues
from extractor.audit.damage import damaged
from extractor.audit.items import alike, listed
from extractor.audit.records import Relation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extractor.audit.items import Item, Items

# The longest list of figures that one goal may be said of.
LIST = 8
# How many goals, and how many figures that were reached, a distance between two of them is tried on.
NEAR = 24


def targets(items: Items) -> Iterator[Relation]:
    """Yield the goals of a document that stand beside what was reached."""
    for line in items.lines:
        for item in line:
            if item.link.status == "target":
                if _goal(item) and item.first == item.place:
                    yield from _beside(item, line)
                if item.sort == "rate" and item.place:
                    yield from _grown(item, line)
            if item.link.status in {"target", "baseline"} and goal_of_arrow(item, line, items):
                for actual in line[item.place + 1 :]:
                    if actual.first != line[item.place + 1].first or actual.unit != item.unit:
                        break
                    yield target(actual, item)
        yield from _by_distance(line, items)


def target(actual: Item, goal: Item, *, ceiling: bool | None = None) -> Relation:
    """Build the relation of what was reached and what was to be reached, and judge it."""
    one, other = bounds(actual.quantity), bounds(goal.quantity)
    under = _ceiling(actual, goal) if ceiling is None else ceiling
    agree = False
    if one is not None and other is not None:
        aim = goal.quantity.value if goal.quantity.value is not None else other[1] if under else other[0]
        masked = actual.quantity.mask != "none" or goal.quantity.mask != "none"
        best, least = (one[0], one[1]) if under else (one[1], one[0])
        if masked:
            agree = best <= other[1] if under else best >= other[0]
        else:
            # 不足80%: what an open end leaves possible is no proof, but its shown number is.
            reached = least if abs(least) != float("inf") else best
            agree = reached <= aim + SLACK if under else reached >= aim - SLACK
            if actual.quantity.relation == "le" and not under:
                agree = best > aim
    roles = (("actual", actual.index), ("target", goal.index))
    last = max(actual, goal, key=lambda item: item.index).number
    members = (actual.quantity, goal.quantity)
    # Whether a damaged figure reaches its goal, nothing can tell.
    holds = None if any(damaged(member) for member in members) else verdict(agree, members)
    return Relation("target", roles, goal.quantity.value, actual.quantity.value, holds, (), last)


def _ceiling(actual: Item, goal: Item) -> bool:
    """Tell whether a goal is one to stay under, by its words or by what is measured."""
    known = cues()
    words = goal.lead.rpartition(";")[2]
    if known.ceiling.search(words):
        return True
    if known.floor.search(words):
        return False
    if known.under.match(goal.tail):
        return True
    if goal.quantity.dimension == "duration" and known.brief.search(actual.lead + actual.topic + words):
        return True
    return bool(known.unwanted.search(actual.topic) or known.unwanted.search(goal.topic))


def _list_ceiling(goals: Sequence[Item]) -> bool | None:
    """Tell whether a list of goals is one to stay under by the words around the list, null when they are silent."""
    known = cues()
    if known.ceiling.search(goals[0].lead) or known.floor.search(goals[0].lead):
        return bool(known.ceiling.search(goals[0].lead))
    return True if known.under.match(goals[-1].tail) else None


def _goal(item: Item) -> bool:
    """Tell whether a figure is a goal that something may be set against."""
    return item.link.status == "target" and not item.change and item.sort != "rank"


def _reached(item: Item) -> bool:
    """Tell whether a figure is a level that was reached."""
    return item.link.status == "actual" and not item.change and item.sort != "rank"


def _beside(goal: Item, line: Sequence[Item]) -> Iterator[Relation]:
    """Yield a goal (or a list of goals) of one sentence with what its words set against it."""
    known = cues()
    cell = line[goal.place + 1] if goal.place + 1 < len(line) else None
    if cell is not None and not cell.lead.strip() and _in_columns(goal, cell):
        # Columns of a table: what was to be done, and beside it what was done.
        yield target(cell, goal)
        return
    own = line[goal.place - 1] if goal.place else None
    if own is not None and known.nameless.match(goal.lead) and _reached(own) and own.unit == goal.unit:
        yield target(own, goal)
        return
    done = _done_lists(goal, line)
    if done:
        yield from done
        return
    if known.due_goal.search(goal.near_words) and goal.level and not known.of_goal.match(goal.tail):
        yield from _task(goal, line)
        return
    if not known.against.search(goal.lead + goal.tail[:10]) or known.intention.search(goal.lead):
        return
    goals = [item for item in line[goal.place :] if item.first <= goal.place and _goal(item)]
    before = [item for item in line[: goal.place] if _reached(item)]
    if not before:
        return
    if len(goals) > 1:
        yield from _pairwise(goals, before)
        return
    if before[-1].unit != goal.unit:
        return
    whole = _whole_rate(before[-1], line)
    if whole is not None:
        yield target(whole, goal)
        return
    if known.everyone.search(goal.lead):
        actuals = [item for item in listed(line, before[-1]) if item.unit == goal.unit][-LIST:]
    else:
        actuals = [before[-1]]
    between = [item for item in line[before[-1].place + 1 : goal.place] if not item.change]
    if not between:
        for actual in actuals:
            yield target(actual, goal)


def _in_columns(goal: Item, cell: Item) -> bool:
    """Tell whether two figures with nothing but blanks between are cells of one row: a goal, and what was reached."""
    apart = "\t" in cell.lead or (cell.unit == goal.unit and cues().sign.search(goal.lead))
    return bool(apart) and "\n" not in cell.lead and _reached(cell)


def _grown(goal: Item, line: Sequence[Item]) -> Iterator[Relation]:
    """Yield the size of a change set against the size that it should have (下降3.8%,超过下降3.2%的目标)."""
    known = cues()
    grown = line[goal.place - 1]
    same = grown.change and grown.unit == goal.unit and grown.link.status == "actual"
    opposed = grown.link.change != goal.link.change and goal.change
    if not same or opposed or ";" in goal.lead or known.intention.search(goal.lead):
        return
    words = goal.lead + goal.tail[:10]
    kept = bool(known.kept.search(words))
    if known.against.search(words) and (kept or goal.change or known.aim.search(words)):
        yield target(grown, goal, ceiling=kept)


def _whole_rate(last: Item, line: Sequence[Item]) -> Item | None:
    """Return the rate that the rates up to ``last`` are parts of (率3.9%,其中…1.5%、…2.4%), null when none."""
    known = cues()
    place = last.first
    first = line[place]
    if last.sort != "rate" or last.place == place or not place or not known.of_which.search(first.lead):
        return None
    whole = line[place - 1]
    return whole if whole.unit == last.unit and _reached(whole) else None


def _done_lists(goal: Item, line: Sequence[Item]) -> list[Relation]:
    """Return goals with what was reached right after them (目标94%,实测95%), lists of each in order."""
    known = cues()
    goals = [item for item in line[goal.place :] if item.first == goal.place and _goal(item)]
    start = goal.place + len(goals)
    after = [item for item in line[start : start + len(goals)] if _reached(item) and item.unit == goal.unit]
    if len(after) < len(goals) or not known.done_now.match(after[0].lead):
        return []
    named = goal.sort == "rate" or len(goals) > 1
    if not named or not known.aim.search(goal.near_words) or goals[-1].place + 1 != after[0].place:
        return []
    return [target(actual, aim) for actual, aim in zip(after, goals, strict=True)]


def _pairwise(goals: Sequence[Item], before: Sequence[Item]) -> Iterator[Relation]:
    """Yield a list of goals with the list of figures that they are said of, in order."""
    size = len(goals)
    same = [item for item in before if item.unit == goals[-1].unit]
    actuals = before[-size:] if before[-1].unit == goals[-1].unit else []
    if [item.unit for item in actuals[1:]] != [item.unit for item in goals[1:]]:
        actuals = same[-size:] if all(item.unit == goals[0].unit for item in goals) else []
    if len(actuals) == size:
        under = _list_ceiling(goals)
        for actual, goal in zip(actuals, goals, strict=True):
            yield target(actual, goal, ceiling=under)


def _task(goal: Item, line: Sequence[Item]) -> Iterator[Relation]:
    """Yield a quota with what was done of it: right before it in `占全年任务(4.2万人)的…`, else after it."""
    known = cues()
    rate = line[goal.place + 1] if goal.place + 1 < len(line) else None
    share = rate is not None and rate.sort == "rate" and known.share_of_figure.match(rate.lead)
    if share and known.share_verb.search(goal.lead):
        for item in reversed(line[: goal.place]):
            if _reached(item) and item.level and alike(item, goal):
                yield target(item, goal)
                return
        return
    after = [item for item in line[goal.place + 1 :] if item.level and alike(item, goal)]
    done = [item for item in after if _reached(item) and not _base_of_share(item, line)]
    if not done or any(item.link.status == "target" for item in after[: after.index(done[0])]):
        return
    # 超出任务120户: the distance says which of the figures between is meant.
    distances = [item for item in after if known.gap.search(item.lead) and item.index > done[0].index]
    for item in done[:NEAR]:
        for distance in distances[:NEAR]:
            if _apart(item, goal, distance):
                yield target(item, goal)
                return
    yield target(done[0], goal)


def _base_of_share(item: Item, line: Sequence[Item]) -> bool:
    """Tell whether a figure is only the whole that a share is taken of (占总户数800户的25%)."""
    known = cues()
    after = line[item.place + 1] if item.place + 1 < len(line) else None
    share = after is not None and after.sort == "rate" and known.share_of_figure.match(after.lead)
    return bool(share and known.share_verb.search(item.lead))


def _by_distance(line: Sequence[Item], items: Items) -> Iterator[Relation]:
    """Yield goals that are only said to be missed or passed by some points, where all three compute."""
    known = cues()
    for distance in line:
        points = distance.unit in known.points
        if not points or distance.link.change is not None or not known.gap.search(distance.lead):
            continue
        earlier = [item for found in items.lines[max(0, distance.line - 1) : distance.line] for item in found]
        here = [*earlier, *line[: distance.place]]
        goals = [item for item in here if _goal(item) and item.sort == "rate"]
        actuals = [item for item in here if _reached(item) and item.sort == "rate"]
        for goal in reversed(goals[-NEAR:]):
            found = next((item for item in reversed(actuals[-NEAR:]) if _apart(item, goal, distance)), None)
            if found is not None:
                yield target(found, goal)
                break


def _apart(actual: Item, goal: Item, distance: Item) -> bool:
    """Tell whether two figures are exactly as far apart as a third says."""
    values = (actual.quantity.value, goal.quantity.value, distance.quantity.value)
    if None in values or actual.unit != goal.unit:
        return False
    one, other, size = (float(value) for value in values if value is not None)
    return abs(abs(one - other) - size) < SLACK * max(abs(one), 1)
