"""Figures in a row: value lists aligned with named items (分别为), and counted nouns that share a clause.

A run is two or more figures of one unit with nothing but list marks between them. Its items stand in
the words before (`教育、社保和交通支出分别为`), or they are the last figures named.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractor.linking.comparisons import predicate
from extractor.linking.heads import Name, noun_after
from extractor.linking.phrases import patterns, split_verb, trim, words
from extractor.linking.topics import fit, is_bare, join
from extractor.text.tokens import tokens

if TYPE_CHECKING:
    from extractor.linking.frames import Frame, Unit
    from extractor.linking.topics import Context


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
    """Say whether only a list mark stands between two figures of one unit."""
    if frame.unit is not before.unit or frame.place != before.place + 1 or before.after.strip():
        return False
    gap = frame.before.strip()
    return patterns().mark.match(gap) is not None and not trim(gap)[1]


def name_run(run: list[Frame], context: Context) -> list[Name]:
    """Name all figures of a run."""
    count, first = len(run), run[0]
    _, core, behind = trim(first.before.strip())
    if first.place:
        counted = trim(first.unit.parts[0].strip())[1]
        listed = _split(counted)
        before = first.unit.slots[first.place - 1].quantity
        if before.value == count == len(listed):
            return [Name(fit(item + core), "aligned") for item in listed]
    halves = patterns().each.split(core, maxsplit=1)
    listed = _split(halves[0])
    said = trim(halves[1])[1] if len(halves) > 1 else ""
    found = predicate(first, core, behind)
    if found and len(_split(found[0])) == count:
        return [Name(fit(join(item, found[1])), found[2], found[2]) for item in _split(found[0])]
    if found is None and len(listed) == count:
        shared = listed if said else _share_tail(listed)
        return [Name(fit(_complete(item + said, context)), "aligned") for item in shared]
    own = found[1] if found else core
    kind = found[2] if found else "level"
    target = found is None and bool(core) and not is_bare(core)
    level = context.last_levels(count, first.quantity.unit if target or kind == "change" else None)
    noun = noun_after(run[-1].after)
    if len(level) == count and (found or core or behind):
        return [Name(fit(join(label, own)), "aligned_back", kind, bare=True) for label in level]
    if noun and not core:
        return [Name(fit(noun), "noun_after")] * count
    return [Name(fit(_complete(core + noun, context)), "shared_head")] * count


def _complete(item: str, context: Context) -> str:
    """Return an item, with the topic where it is only half a label."""
    return join(context.standing(), item) if is_bare(item) else item


def _split(text: str) -> list[str]:
    """Return the items that list marks part."""
    core = patterns().counted.sub("", text)
    return [part.strip() for part in re.split(patterns().mark, core) if part.strip()]


def _share_tail(items: list[str]) -> list[str]:
    """Give every item the tail that only the last one carries: 卡介苗、脊灰接种率."""
    last = items[-1]
    if any(is_bare(item) or patterns().heads.search(item) for item in items[:-1]):
        return items
    tail = ""
    for token in tokens(last)[1:]:
        if is_bare(last[token.start :]):
            tail = last[token.start :]
            break
    if not tail and any(token.start == len(items[0]) for token in tokens(last)[1:]):
        tail = last[len(items[0]) :]
    return [item if not tail or item.endswith(tail) else item + tail for item in items]


def shared_clauses(units: list[Unit], frames: list[Frame]) -> dict[int, str]:
    """Return for counted nouns of a list what is said of them at the list's end: 4个中心、31个站跨入…"""
    said: dict[int, str] = {}
    following = ""
    for frame in reversed(frames):
        noun, clause = split_verb(noun_after(frame.after))
        last = frame.place == len(frame.unit.slots) - 1
        if last:
            following = ""
            if noun and not clause and frame.number + 1 < len(units):
                after = units[frame.number + 1]
                if not after.slots and patterns().goes_on.match(after.text):
                    following = split_verb(after.text)[1]
        if clause:
            following = clause
        elif noun and following:
            said[frame.index] = following
        if not noun or trim(frame.before)[1]:
            following = ""
    return said
