"""Status of every figure: done, aimed at, or the earlier level; and whether it is the size of a change.

Reads the parsed text and the quantities; adds one Judgement each. A cue holds only in its scope
(``patterns/cues.yaml`` says which), never merely because it stands somewhere in the sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from extractor.linking.against import compared_with_earlier, compared_with_standard
from extractor.linking.change import change_of, may_move
from extractor.linking.columns import column_heads
from extractor.linking.cues import rules, starts
from extractor.linking.layout import lay_out
from extractor.linking.plans import follows, plans
from extractor.linking.scenes import scene_of
from extractor.linking.told import Telling
from extractor.linking.verdicts import REACH, Verdict, gap, verdicts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.linking.layout import Row, Slot
    from extractor.linking.scenes import Scene
    from extractor.models import Change, Quantity, Status
    from extractor.text import ParsedText


class Judgement(NamedTuple):
    """Status, change and comparison of one figure, with the cue that decided and the way to it."""

    status: Status = "actual"
    change: Change | None = None
    compared_with: str | None = None
    cue: str = ""
    words: str = ""

    @property
    def trace(self) -> tuple[tuple[str, str], ...]:
        """Return the decisions for ``explain``."""
        if self is _DONE or self == _DONE:
            return _DONE_TRACE
        said = f"{self.status} ({self.cue}: {self.words.strip()})" if self.cue else self.status
        change = f"{self.change} {self.compared_with or ''}".strip() if self.change else "level"
        return (("status", said), ("change", change))


_DONE = Judgement()
_DONE_TRACE = (("status", _DONE.status), ("change", "level"))


def judge(
    parsed: ParsedText,
    quantities: Sequence[Quantity],
    rows: Sequence[Row] | None = None,
    planned: Sequence[str | None] | None = None,
) -> list[Judgement]:
    """Return one judgement for each quantity, in their order.

    ``rows`` is the layout and ``planned`` the plan of each sentence, where the caller has them already.
    """
    rows = lay_out(parsed, quantities) if rows is None else rows
    telling = Telling(parsed)
    planned = plans(parsed, telling) if planned is None else planned
    made = [_DONE] * len(quantities)
    heads = column_heads(parsed, rows)
    followed = follows(parsed, planned)
    for row in rows:
        plan = planned[row.number] if row.number >= 0 else None
        scene = scene_of(parsed.clean, row, plan or followed.get(row.number), telling)
        for slot, judgement in zip(row.slots, _judge(scene, heads), strict=True):
            made[slot.index] = judgement
    return made


def _judge(scene: Scene, heads: dict[int, str]) -> list[Judgement]:
    """Return the judgements of one sentence."""
    made: list[Judgement] = []
    before = Verdict()
    sentence = scene.row.sentence
    gaps = starts("gap").search(scene.text, sentence.start, sentence.end) is not None
    for slot, found, (moved, said) in zip(scene.row.slots, verdicts(scene), _changes(scene), strict=True):
        verdict, change = found, moved
        # The growth of a budget is planned as the budget is.
        if change and not verdict.cue and before.cue == "budget":
            verdict = before
        before = verdict
        if slot.index in heads:
            verdict, change = _by_head(heads[slot.index], slot, verdict, change)
        compared = _compared(scene, slot, change) if gaps or change else None
        status, cue, words = verdict
        if status == "actual" and not (change or compared or cue or words or said):
            made.append(_DONE)
        else:
            made.append(Judgement(status, change, compared, cue, words or said))
    return made


def _changes(scene: Scene) -> list[tuple[Change | None, str]]:
    """Return the change of each figure of a sentence, and the words that say it."""
    made: list[tuple[Change | None, str]] = []
    text, sentence = scene.text, scene.row.sentence
    moves = may_move(text, sentence.start, sentence.end)
    previous: Change | None = None
    previous_end = 0
    for slot in scene.row.slots:
        left = max(slot.left, slot.quantity.start - REACH)
        found = change_of(text, slot, left, previous, previous_end, moves=moves)
        made.append(found)
        previous, previous_end = found[0], slot.quantity.end
    return made


def _compared(scene: Scene, slot: Slot, change: Change | None) -> str | None:
    """Return what a figure is compared with, in one spelling."""
    text, start = scene.text, slot.quantity.start
    if change is not None:
        begin = max(scene.row.sentence.start, text.rfind(";", scene.row.sentence.start, start))
        return compared_with_earlier(text, begin, start)
    left = max(slot.left, start - REACH)
    return compared_with_standard(text, left, start) if gap().search(text, left, start) else None


def _by_head(head: str, slot: Slot, verdict: Verdict, change: Change | None) -> tuple[Verdict, Change | None]:
    """Let the header of a column speak where the cell itself says nothing."""
    name = head.partition("(")[0]
    if not verdict.cue:
        for rule in rules("before"):
            if rule.status == "target" and rule.pattern.search(name):
                return Verdict(rule.status, rule.id, head), None
    return verdict, change or change_of(head, slot, 0, None, 0)[0]
