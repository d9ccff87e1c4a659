"""The status of the figures of one sentence, by the cues in whose scope they stand.

Reads a Scene (one sentence with its figures); gives a Verdict for each. The words right around a figure
decide first, then a list it shares them with, then what holds over the sentence or the section.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from extractor.linking.cues import Rule, cues, rules, starts, whole
from extractor.linking.expressions import find
from extractor.linking.scenes import TOLD
from extractor.packs import compile_quick

if TYPE_CHECKING:
    from extractor.linking.layout import Slot
    from extractor.linking.scenes import Scene
    from extractor.models import Quantity, Status

# Cues after a list that all its figures share, and which words may stand between these.
_BACKWARD = {"goal_after": 1, "standard_after": 1, "gap_after": 1, "from_to": 1, "lists_moved": 2}
# The longest mark between a goal and what was reached.
_MARK = 3
_PAUSE = re.compile(r"[^\W_]|[,;:。、()]")
# How far before a figure its own cue may stand.
REACH = 40


class Verdict(NamedTuple):
    """The status of one figure, the cue that gave it and the cue's words."""

    status: Status = "actual"
    cue: str = ""
    words: str = ""


_DONE = Verdict()


def verdicts(scene: Scene) -> list[Verdict]:
    """Return status, cue and words of each figure of a sentence."""
    slots = scene.row.slots
    if scene.is_plain:
        return [_DONE] * len(slots)
    made: list[Verdict] = []
    beside = scene.before or scene.after or scene.built
    for place, slot in enumerate(slots):
        own = _own(scene, slot) if beside else None
        if own is None and place and made[-1][1] and _shares(scene, slots[place - 1], slot, made[-1][1]):
            own = made[-1]
        made.append(own or _scoped(scene, slot))
    # A list before its cue (达到95%和90%的要求) shares it backwards.
    for place in range(len(slots) - 2, -1, -1):
        after = made[place + 1]
        if after[1] in _BACKWARD and made[place][0] == "actual":
            joint = _BACKWARD[after[1]]
            if _joints()[joint].fullmatch(
                scene.text, slots[place].quantity.end, slots[place + 1].quantity.start
            ):
                made[place] = after
    return made


def _own(scene: Scene, slot: Slot) -> Verdict | None:
    """Return the status that the words right around a figure give it, if they do."""
    text, quantity = scene.text, slot.quantity
    left = max(slot.left, quantity.start - REACH, scene.row.sentence.start)
    start = scene.row.sentence.start
    until = _until(scene, slot)
    if scene.after and whole("after").match(text, quantity.end, until):
        for rule in rules("after"):
            found = rule.pattern.match(text, quantity.end, until)
            if found is not None and _allowed(rule, text, start, quantity, found.end()):
                if rule.next_alike and not _is_next_alike(scene, slot, found.end()):
                    continue
                return Verdict(rule.status, rule.id, found.group())
    if (
        scene.before
        and _may_precede(text, start, left, quantity)
        and whole("before").search(text, left, quantity.start)
    ):
        for rule in rules("before"):
            found = rule.pattern.search(text, left, quantity.start)
            if found is not None and _allowed(rule, text, start, quantity, quantity.end):
                if rule.next_alike and not _is_next_alike(scene, slot, _past_mark(text, quantity.end, until)):
                    continue
                if rule.earlier and not _is_earlier(scene, found.start(), quantity.start):
                    continue
                if _is_gap(text, left, quantity) or _is_share(text, left, quantity):
                    return None
                return Verdict(rule.status, rule.id, found.group())
    for rule, words in scene.built:
        if _allowed(rule, text, left, quantity, quantity.end):
            return Verdict(rule.status, rule.id, words)
    return None


def _may_precede(text: str, start: int, left: int, quantity: Quantity) -> bool:
    """Tell whether a word that any cue before a figure needs stands near enough, or leads right up to it."""
    return starts("before").search(text, max(start, left - 2), quantity.start) is not None


def _until(scene: Scene, slot: Slot) -> int:
    """Return where the words after a figure end: at the next figure, or at the end of the sentence."""
    slots = scene.row.slots
    place = slot.index - slots[0].index + 1
    return slots[place].quantity.start if place < len(slots) else scene.row.sentence.end


def _allowed(rule: Rule, text: str, left: int, quantity: Quantity, right: int) -> bool:
    """Tell whether the conditions of a cue hold for a figure."""
    if quantity.unit in rule.unless_units or (
        rule.only_dimensions and quantity.dimension not in rule.only_dimensions
    ):
        return False
    left = max(left, quantity.start - REACH)
    if rule.needs_left and not rule.needs_left.search(text, left, quantity.start):
        return False
    if rule.unless_left and rule.unless_left.search(text, left, quantity.start):
        return False
    return not (rule.unless_right and rule.unless_right.match(text, quantity.end, right + 12))


def _is_next_alike(scene: Scene, slot: Slot, at: int) -> bool:
    """Tell whether the next figure begins at ``at`` and is one of the same kind: 由12元调为20元."""
    slots = scene.row.slots
    place = slot.index - slots[0].index + 1
    if place >= len(slots) or slots[place].quantity.start != at:
        return False
    here, after = slot.quantity, slots[place].quantity
    if not here.unit or not after.unit or here.unit == after.unit:
        return True
    return here.dimension == after.dimension != "count"


def _past_mark(text: str, start: int, end: int) -> int:
    """Return where the next figure begins, when only blanks or an arrow stand before it."""
    between = text[start:end]
    return end if len(between) <= _MARK and not _PAUSE.search(between) else start


def _is_earlier(scene: Scene, start: int, end: int) -> bool:
    """Tell whether the words of a cue name a year before the report's own."""
    return any(scene.telling.told.is_behind(saying) for saying in find(scene.text, start, end))


def _is_gap(text: str, left: int, quantity: Quantity) -> bool:
    """Tell whether a figure after a goal is the distance from it: 超出任务120户."""
    found = gap().search(text, left, quantity.start)
    if found is None:
        return False
    return found.group("way") is not None or quantity.dimension not in ("ratio", "score", "rate", "duration")


def _is_share(text: str, left: int, quantity: Quantity) -> bool:
    """Tell whether a figure after a goal is the part of it that is done: 为年初预算64.42%."""
    return quantity.dimension == "ratio" and _share().search(text, left, quantity.start) is not None


def _shares(scene: Scene, before: Slot, slot: Slot, cue: str) -> bool:
    """Tell whether two figures stand in one list, so that the second shares the first one's cue."""
    if cue not in _list_cues() or before.quantity.dimension != slot.quantity.dimension:
        return False
    # An earlier level is shared only where nothing but a mark stands between: 去年同期分别为34、61.
    return (
        _joints()[cue in _earlier_cues()].fullmatch(scene.text, before.quantity.end, slot.quantity.start)
        is not None
    )


def _scoped(scene: Scene, slot: Slot) -> Verdict:
    """Return the status by the scope that a figure stands in: an onward cue or a plan."""
    start = slot.quantity.start
    held: tuple[str, str] | None = None
    stopped = False
    for at, cue, words, first in reversed(scene.scopes):
        if at >= start:
            continue
        if cue in _turns() and scene.plan is not None:
            continue
        if cue == TOLD or cue in _turns() or cue in _stops():
            stopped = scene.text.find(",", at, start) < 0 or scene.plan is None
            break
        if first or ";" not in scene.text[at:start]:
            held = (cue, words)
            break
    if held is not None and not (scene.plan is None and _is_part(scene, slot)):
        return Verdict("target", *held)
    if scene.plan is not None and not stopped:
        return Verdict("target", "plan", scene.plan)
    return _DONE


def _is_part(scene: Scene, slot: Slot) -> bool:
    """Tell whether a rate is the part of the goal right before it that is done: 计划5万亩的92%."""
    if slot.quantity.dimension != "ratio":
        return False
    return _part_of().search(scene.text, scene.row.sentence.start, slot.quantity.start) is not None


@cache
def _joints() -> tuple[re.Pattern[str], ...]:
    """Return what may stand between two figures of one list."""
    return compile_quick(cues().joint), compile_quick(cues().bare_joint), compile_quick(cues().named_joint)


@cache
def _turns() -> frozenset[str]:
    """Return the cues that end a scope, but no plan section."""
    return frozenset(cue.id for cue in cues().status if cue.where == "turn")


@cache
def _stops() -> frozenset[str]:
    """Return the cues that end a scope."""
    return frozenset(cue.id for cue in cues().status if cue.where == "stop")


@cache
def _list_cues() -> frozenset[str]:
    """Return the cues whose figures may share them in a list."""
    return (
        frozenset(
            cue.id
            for cue in cues().status
            if cue.where in ("before", "after") and cue.status == "target" and not cue.next_alike
        )
        | _earlier_cues()
    )


@cache
def _earlier_cues() -> frozenset[str]:
    """Return the cues before a figure that make it an earlier level."""
    return frozenset(cue.id for cue in cues().status if cue.where == "before" and cue.status == "baseline")


@cache
def _part_of() -> re.Pattern[str]:
    """Return the words from a goal to the part of it that is done."""
    return re.compile(cues().part_of)


@cache
def gap() -> re.Pattern[str]:
    """Return the pattern of words that set a figure as the distance from a goal."""
    return compile_quick(cues().gap)


@cache
def _share() -> re.Pattern[str]:
    """Return the pattern of words that set a figure as a part of a goal."""
    return compile_quick(cues().share)
