"""Figures in a row: value lists aligned with named items (分别为), and counted nouns that share a clause.

A run is two or more figures of one unit with nothing but list marks between them. Its items stand in
the words before (`教育、社保和交通支出分别为`), or they are the last figures named.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractor.linking.comparisons import before_rank, predicate
from extractor.linking.heads import Name, borrow, measured
from extractor.linking.joining import fit, is_bare, join
from extractor.linking.label_words import patterns, words
from extractor.linking.phrases import split_verb, trim
from extractor.text.tokens import tokens

if TYPE_CHECKING:
    from extractor.linking.frames import Frame, Unit
    from extractor.linking.topics import Context, Named


_BRACKET = re.compile(r"\([^()]*\)")
_SLASH = "/"
_SLASHED = re.compile(r"[^\s\d,;:。()/|、]{1,8}(?:/[^\s\d,;:。()/|、]{1,8})+")
# How far before figures parted by a slash the words may stand that they stand for.
_NEAR = 200


def runs(frames: list[Frame]) -> dict[int, list[Frame]]:
    """Return the run of every figure that stands in one."""
    found: dict[int, list[Frame]] = {}
    group: list[Frame] = []
    for frame in frames:
        if not (group and _continues(group[-1], frame)):
            group = []
        group.append(frame)
        if len(group) > 1:
            for member in group:
                found[member.index] = group
    return found


def _continues(before: Frame, frame: Frame) -> bool:
    """Say whether only a list mark (or one and another change: 增长4%、下降2%) stands between two figures."""
    if frame.unit is not before.unit or frame.place != before.place + 1 or before.after.strip():
        return False
    if not frame.marked:
        return False
    core = trim(frame.front)[1]
    if not core:
        return True
    return (
        patterns().change.search(core) is not None
        and patterns().each.search(before.unit.parts[0]) is not None
    )


def name_run(text: str, run: list[Frame], context: Context) -> list[Name]:
    """Name all figures of a run."""
    count, first = len(run), run[0]
    ranked = first.quantity.dimension == "rank"
    lead, core, behind = trim(before_rank(first) if ranked else first.front)
    behind_figure = context.named.get(first.unit.slots[first.place - 1].index) if first.place else None
    if first.place:
        listed = _split(trim(first.unit.parts[0].strip())[1])
        if first.unit.slots[first.place - 1].quantity.value == count == len(listed):
            said = trim(first.unit.parts[first.place].strip())[1]
            return [Name(fit(item + said), "aligned") for item in listed]
    if behind_figure and not core:
        return _after_figure(behind_figure, count, context)
    found = predicate(first, core, behind, lead)
    if found is not None:
        return _compared(run, found, context)
    slashed = _slashed(text, run)
    if slashed:
        core = _BRACKET.sub("", core)
    counting = _ordinals(lead + core, count, context) or (_ordinals(core, count, context) if lead else [])
    if counting:
        return counting
    if not core and context.just_said:
        listed = _split(patterns().moves.sub("", context.just_said))
        if len(listed) == count:
            return [_item(first, item, context) for item in _share_tail(listed)]
    halves = patterns().each.split(core, maxsplit=1)
    listed = _split(halves[0])
    if slashed and len(listed) < count:
        return _paired(core or context.standing(), slashed)
    said = trim(halves[1])[1] if len(halves) > 1 else ""
    if len(listed) == count:
        shared = _share_front(listed if said else _share_tail(listed))
        return [_item(first, item + said, context) for item in shared]
    target = bool(core) and not is_bare(core)
    level = _items_before(count, first.quantity.unit if target else None, context)
    noun = run[-1].noun
    if noun and len(level) == count and measured(first) and patterns().goal.search(noun):
        return [Name(join(label, noun, keep=True), "aligned_back", "gap", bare=True) for label in level]
    rates = any(named.unit in words().rate_units for named in context.order[-count:])
    if target and not measured(first) and (rates or len(set(level)) < count):
        level = []
    if len(level) == count and not noun and (core or behind or lead):
        return [Name(join(label, core, keep=target), "aligned_back", bare=True) for label in level]
    return [Name(fit(_complete(core + noun, context)), "shared_head")] * count


def _after_figure(before: Named, count: int, context: Context) -> list[Name]:
    """Name a run right behind a figure: shares of that base (占应种2万人的90%和79%), or more measures of it."""
    level = context.last_levels(count, None) if before.kind == "share" else []
    if len(level) != count:
        return [Name(before.label, "same_object", before.kind, bare=True)] * count
    said = before.label.removeprefix(before.subject)
    return [Name(join(label, said, keep=True), "aligned_back", "share", bare=True) for label in level]


def _slashed(text: str, run: list[Frame]) -> list[str]:
    """Return the words that figures parted by a slash stand for: 应管/实管 of 820/760人."""
    start = run[0].quantity.start
    if run[1].front != _SLASH:
        return []
    found = [match.group().split(_SLASH) for match in _SLASHED.finditer(text, max(0, start - _NEAR), start)]
    return next((items for items in reversed(found) if len(items) == len(run)), [])


def _paired(core: str, items: list[str]) -> list[Name]:
    """Name figures parted by a slash; together they are one level for those that speak of it."""
    *others, last = [Name(join(core, item, keep=True), "paired") for item in items]
    return [*(name._replace(kind="pair") for name in others), last]


def _compared(run: list[Frame], found: tuple[str, str, str], context: Context) -> list[Name]:
    """Name a run of changes, shares or gaps: each speaks of one item, named here or before."""
    own, said, kind = found
    level = _split(own)
    if len(level) != len(run):
        unit = run[0].quantity.unit if kind == "change" and "%" not in (run[0].quantity.unit or "") else None
        level = _items_before(len(run), "%" if run[-1].quantity.dimension == "points" else unit, context)
    if kind == "rank" and run[0].place:
        # The figure before is the number of rivals.
        level = context.last_levels(len(run) + run[0].place, None)[: len(run)]
    if len(level) != len(run):
        level = [own or context.last_level()] * len(run)
    said = patterns().each.sub("", said) + (run[-1].noun if kind == "gap" else "")
    tails = [said]
    for frame in run[1:]:
        tails.append(trim(frame.front)[1] or said)
    return [
        Name(join(label, tail, keep=True), "aligned_back", kind, bare=True)
        for label, tail in zip(level, tails, strict=True)
    ]


def _items_before(count: int, unit: str | None, context: Context) -> list[str]:
    """Return the last figures named, or the items inside the last label when they are as many."""
    inside = _split(context.last_level())
    if len(inside) == count and unit is None:
        return _share_tail(inside)
    return context.last_levels(count, unit)


def _item(first: Frame, item: str, context: Context) -> Name:
    """Name one item of a run, with the measure of the last figure where it has none."""
    rate = measured(first)
    return Name(
        fit((borrow(first, item, context) if rate and not is_bare(item) else "") or _complete(item, context)),
        "aligned",
    )


def _complete(item: str, context: Context) -> str:
    """Return an item, with the topic where it is only half a label."""
    return join(context.standing(), item) if is_bare(item) else item


def _split(text: str) -> list[str]:
    """Return the items that list marks part, a counter of them at the end left out."""
    counter = next((match for match in patterns().counted.finditer(text) if match.end() == len(text)), None)
    core = text[: counter.start()] if counter else text
    return [part.strip() for part in patterns().mark.split(core) if part.strip()]


def _share_tail(items: list[str]) -> list[str]:
    """Give every item the tail that only the last one carries: 卡介苗、脊灰接种率; 文化、旅游两项支出."""
    last = items[-1]
    counter = patterns().counted.search(last, 1)
    if counter:
        tail = last[counter.end() :]
        return [item + tail for item in (*items[:-1], last[: counter.start()])]
    lent = patterns().shared_tails.search(last, 2)
    tail = _rest_beyond(items) or (lent.group() if lent else "")
    for token in () if tail else tokens(last)[1:]:
        if is_bare(last[token.start :]):
            tail = last[token.start :]
            break
    if not tail and not any(is_bare(item) or patterns().heads.search(item) for item in items[:-1]):
        at = len(items[0])
        tail = last[at:] if any(token.start == at for token in tokens(last)[1:]) else ""
    whole = patterns().measure
    return [item if not tail or whole.search(item) or item.endswith(tail) else item + tail for item in items]


def _share_front(items: list[str]) -> list[str]:
    """Give every item what only the first one carries: 每千人口医师、护士; 高血压患者管理率、控制率."""
    first, *others = items
    per = patterns().per_head.match(first)
    if per and per.end() < len(first):
        return [first, *(item if item.startswith(per.group()) else per.group() + item for item in others)]
    if is_bare(first):
        return items
    return [first, *(join(first, item) if is_bare(item) else item for item in others)]


def _ordinals(text: str, count: int, context: Context) -> list[Name]:
    """Name figures whose items only count: `第一、第二、第三季度依次为`."""
    items = _split(text)
    found = [patterns().ordinal.match(item) for item in items] if len(items) == count else [None]
    if not all(found):
        return []
    numbers = [match.group() for match in found if match]
    rest = items[-1][len(numbers[-1]) :]
    unit = patterns().ordinal_units.match(rest)
    span = unit.group() if unit else ""
    if any(item not in (number, number + span) for item, number in zip(items[:-1], numbers, strict=False)):
        return []
    rest = patterns().each.sub("", rest)
    topic = context.standing() if span == rest else ""
    return [Name(fit(join(topic, number + rest, keep=True)), "aligned", bare=True) for number in numbers]


def _rest_beyond(items: list[str]) -> str:
    """Return what the last item has beyond a name as long as each of the others: 城区、乡镇空气优良率."""
    *others, last = items
    at = len(others[0])
    alike = all(len(item) == at and not patterns().measure.search(item) for item in others)
    if not alike or len(last) < at + 2 or not patterns().measure.search(last):
        return ""
    return last[at:] if any(token.start == at for token in tokens(last)[1:]) else ""


def shared_clauses(units: list[Unit], frames: list[Frame]) -> dict[int, str]:
    """Return for counted nouns of a list what is said of them at the list's end: 4个中心、31个站跨入…."""
    said: dict[int, str] = {}
    following = ""
    for at in range(len(frames) - 1, -1, -1):
        frame = frames[at]
        if frame.is_last:
            following = ""
            beyond = frame.number + 1
            going_on = _goes_on(units[beyond]) if beyond < len(units) and not units[beyond].slots else ""
            # Alone in its unit, it can only share the clause that goes on.
            if not going_on and (at == 0 or frames[at - 1].is_last):
                continue
            noun, clause = split_verb(frame.noun)
            if noun and not clause:
                following = going_on
        else:
            noun, clause = split_verb(frame.noun)
            beyond = frame.unit.parts[frame.place + 1][len(noun) :].strip() if noun else ""
            if beyond and patterns().all_of_them.match(beyond):
                following = beyond
        if clause:
            following = clause
        elif noun and following:
            said[frame.index] = following
        if following and trim(frame.before)[1]:
            following = ""
    return said


def _goes_on(unit: Unit) -> str:
    """Return what a unit without figures says of the noun before it, where it goes on with that: 均已建成."""
    return split_verb(unit.parts[0])[1] if patterns().goes_on.match(unit.parts[0]) else ""
