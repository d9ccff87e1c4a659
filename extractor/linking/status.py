"""Status of every figure: done, aimed at, or the earlier level; and whether it is the size of a change.

Reads the parsed text and the quantities; adds one Judgement each. A cue holds only in its scope
(``patterns/cues.yaml`` says which), never merely because it stands somewhere in the sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from extractor.linking.against import compared_with_earlier, compared_with_standard
from extractor.linking.change import change_of
from extractor.linking.columns import column_heads
from extractor.linking.cues import Rule, cues, rules, scopes
from extractor.linking.layout import lay_out
from extractor.linking.plans import follows, plans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.linking.layout import Row, Slot
    from extractor.models import Change, Quantity, Status
    from extractor.text import ParsedText

# Cues after a list that all its figures share: 达到95%和90%的要求, 由2家、15人发展到.
_BACKWARD = frozenset(("goal_after", "standard_after", "from_to"))
# How far before a figure its own cue may stand.
_REACH = 40


@dataclass(frozen=True, slots=True)
class Judgement:
    """Status, change and comparison of one figure, with the cue that decided and the way to it."""

    status: Status = "actual"
    change: Change | None = None
    compared_with: str | None = None
    cue: str = ""
    words: str = ""

    @property
    def trace(self) -> tuple[tuple[str, str], ...]:
        """Return the decisions for ``explain``."""
        said = f"{self.status} ({self.cue}: {self.words.strip()})" if self.cue else self.status
        change = f"{self.change} {self.compared_with or ''}".strip() if self.change else "level"
        return (("status", said), ("change", change))


@dataclass(frozen=True, slots=True)
class _Scene:
    """What the judging of one sentence needs: its text, scopes, plan and the words that hint at a cue."""

    text: str
    row: Row
    plan: str | None
    scopes: tuple[tuple[int, str, str, bool], ...]
    hinted: bool


def judge(parsed: ParsedText, quantities: Sequence[Quantity], rows: Sequence[Row] | None = None) -> list[Judgement]:
    """Return one judgement for each quantity, in their order."""
    rows = lay_out(parsed, quantities) if rows is None else rows
    made = [Judgement()] * len(quantities)
    planned = plans(parsed)
    heads = column_heads(parsed, rows)
    followed = follows(parsed, planned)
    for row in rows:
        plan = planned[row.number] if row.number >= 0 else None
        scene = _scene(parsed.clean, row, plan or followed.get(row.number))
        statuses = _statuses(scene)
        changes = _changes(scene)
        before: tuple[Status, str, str] = ("actual", "", "")
        for slot, (status, cue, words), (change, said) in zip(row.slots, statuses, changes, strict=True):
            # The growth of a budget is planned as the budget is.
            if change and not cue and before[1] == "budget":
                status, cue, words = before
            before = (status, cue, words)
            if slot.index in heads:
                status, cue, words, change = _by_head(heads[slot.index], slot, status, cue, words, change)
            compared = _compared(scene, slot, change)
            made[slot.index] = Judgement(status, change, compared, cue, words or said)
    return made


def _scene(text: str, row: Row, plan: str | None) -> _Scene:
    """Return what the judging of one sentence needs."""
    start, end = row.sentence.start, row.sentence.end
    first = row.slots[0].quantity.start
    found = tuple(
        (match.start(), match.lastgroup or "", match.group(), match.start() < first)
        for match in scopes().finditer(text, start, end)
    )
    return _Scene(text, row, plan, found, _hint().search(text, start, end) is not None)


def _statuses(scene: _Scene) -> list[tuple[Status, str, str]]:
    """Return status, cue and words of each figure of a sentence."""
    made: list[tuple[Status, str, str]] = []
    slots = scene.row.slots
    for place, slot in enumerate(slots):
        own = _own(scene, slot) if scene.hinted else None
        if own is None and place and made[-1][1] and _shares(scene, slots[place - 1], slot, made[-1][1]):
            own = made[-1]
        made.append(own or _scoped(scene, slot))
    # A list before its cue (达到95%和90%的要求) shares it backwards.
    for place in range(len(slots) - 2, -1, -1):
        after = made[place + 1]
        if after[1] in _BACKWARD and made[place][0] == "actual":
            between = scene.text[slots[place].quantity.end : slots[place + 1].quantity.start]
            if _joints()[1].fullmatch(between):
                made[place] = after
    return made


def _own(scene: _Scene, slot: Slot) -> tuple[Status, str, str] | None:
    """Return the status that the words right around a figure give it, if they do."""
    text, quantity = scene.text, slot.quantity
    left = max(slot.left, quantity.start - _REACH, scene.row.sentence.start)
    for rule in rules("after"):
        found = rule.pattern.match(text, quantity.end, _until(scene, slot))
        if found is not None and _allowed(rule, text, scene.row.sentence.start, quantity, found.end()):
            return rule.status, rule.id, found.group()
    for rule in rules("before"):
        found = rule.pattern.search(text, left, quantity.start)
        if found is not None and _allowed(rule, text, scene.row.sentence.start, quantity, quantity.end):
            if _is_gap(text, left, quantity) or _is_share(text, left, quantity):
                return None
            return rule.status, rule.id, found.group()
    for rule in rules("sentence"):
        found = rule.pattern.search(text, scene.row.sentence.start, scene.row.sentence.end)
        if found is not None and _allowed(rule, text, left, quantity, quantity.end):
            return rule.status, rule.id, found.group()
    return None


def _until(scene: _Scene, slot: Slot) -> int:
    """Return where the words after a figure end: at the next figure, or at the end of the sentence."""
    slots = scene.row.slots
    place = slot.index - slots[0].index + 1
    return slots[place].quantity.start if place < len(slots) else scene.row.sentence.end


def _allowed(rule: Rule, text: str, left: int, quantity: Quantity, right: int) -> bool:
    """Tell whether the conditions of a cue hold for a figure."""
    if quantity.unit in rule.unless_units or (rule.only_dimensions and quantity.dimension not in rule.only_dimensions):
        return False
    left = max(left, quantity.start - _REACH)
    if rule.needs_left and not rule.needs_left.search(text, left, quantity.start):
        return False
    if rule.unless_left and rule.unless_left.search(text, left, quantity.start):
        return False
    return not (rule.unless_right and rule.unless_right.match(text, quantity.end, right + 12))


def _is_gap(text: str, left: int, quantity: Quantity) -> bool:
    """Tell whether a figure after a goal is the distance from it: 超出任务120户."""
    found = _gap().search(text, left, quantity.start)
    if found is None:
        return False
    return found.group("way") is not None or quantity.dimension not in ("ratio", "score", "rate", "duration")


def _is_share(text: str, left: int, quantity: Quantity) -> bool:
    """Tell whether a figure after a goal is the part of it that is done: 为年初预算64.42%."""
    return quantity.dimension == "ratio" and _share().search(text, left, quantity.start) is not None


def _shares(scene: _Scene, before: Slot, slot: Slot, cue: str) -> bool:
    """Tell whether two figures stand in one list, so that the second shares the first one's cue."""
    if cue not in _list_cues() or before.quantity.dimension != slot.quantity.dimension:
        return False
    return _joints()[0].fullmatch(scene.text, before.quantity.end, slot.quantity.start) is not None


def _scoped(scene: _Scene, slot: Slot) -> tuple[Status, str, str]:
    """Return the status by the scope that a figure stands in: an onward cue or a plan."""
    start = slot.quantity.start
    held: tuple[str, str] | None = None
    stopped = False
    for at, cue, words, first in reversed(scene.scopes):
        if at >= start:
            continue
        if cue in _stops():
            stopped = scene.text.find(",", at, start) < 0 or scene.plan is None
            break
        if first or ";" not in scene.text[at:start]:
            held = (cue, words)
            break
    if held is not None:
        return "target", held[0], held[1]
    if scene.plan is not None and not stopped:
        return "target", "plan", scene.plan
    return "actual", "", ""


def _changes(scene: _Scene) -> list[tuple[Change | None, str]]:
    """Return the change of each figure of a sentence, and the words that say it."""
    made: list[tuple[Change | None, str]] = []
    text, before = scene.text, None
    for slot in scene.row.slots:
        left = max(slot.left, slot.quantity.start - _REACH)
        previous = made[-1][0] if made else None
        made.append(change_of(text, slot, left, previous, before.quantity.end if before else 0))
        before = slot
    return made


def _compared(scene: _Scene, slot: Slot, change: Change | None) -> str | None:
    """Return what a figure is compared with, in one spelling."""
    text, start = scene.text, slot.quantity.start
    if change is not None:
        begin = max(scene.row.sentence.start, text.rfind(";", 0, start))
        return compared_with_earlier(text, begin, start)
    left = max(slot.left, start - _REACH)
    return compared_with_standard(text, left, start) if _gap().search(text, left, start) else None


def _by_head(
    head: str, slot: Slot, status: Status, cue: str, words: str, change: Change | None
) -> tuple[Status, str, str, Change | None]:
    """Let the header of a column speak where the cell itself says nothing."""
    for rule in rules("before"):
        bare = head.split("(")[0]
        if not cue and rule.status == "target" and rule.pattern.search(bare):
            return rule.status, rule.id, head, None
    found = change_of(head, slot, 0, None, 0) if change is None else (change, "")
    return status, cue, words, found[0]


@cache
def _joints() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what may stand between two figures of one list."""
    return re.compile(cues().joint), re.compile(cues().bare_joint)


@cache
def _stops() -> frozenset[str]:
    """Return the cues that end a scope."""
    return frozenset(cue.id for cue in cues().status if cue.where == "stop")


@cache
def _list_cues() -> frozenset[str]:
    """Return the cues whose figures may share them in a list."""
    return frozenset(cue.id for cue in cues().status if cue.where in ("before", "after") and cue.status == "target")


@cache
def _gap() -> re.Pattern[str]:
    """Return the pattern of words that set a figure as the distance from a goal."""
    return re.compile(cues().gap)


@cache
def _share() -> re.Pattern[str]:
    """Return the pattern of words that set a figure as a part of a goal."""
    return re.compile(cues().share)


@cache
def _hint() -> re.Pattern[str]:
    """Return a pattern that fits every sentence in which a figure may have a cue of its own."""
    return re.compile(cues().hint)
