"""One sentence with its figures as the judging of status sees it: the scopes in it, and the times that open them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from extractor.linking.cues import Rule, cues, rules, scopes, starts
from extractor.linking.expressions import find
from extractor.packs import compile_quick

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.linking.layout import Row
    from extractor.linking.told import Telling

# A time that is told already: it ends what an onward cue began.
TOLD = "told"
# How far before its end the words of a deadline may begin.
_LONGEST_DATE = 12


class Scene(NamedTuple):
    """What the judging of one sentence needs: its text, scopes and plan.

    ``before`` and ``after`` tell whether a figure may have a cue of its own on that side, ``built`` are the
    cues that hold for the whole sentence, with their words.
    """

    text: str
    row: Row
    plan: str | None
    scopes: tuple[tuple[int, str, str, bool], ...]
    before: bool
    after: bool
    built: tuple[tuple[Rule, str], ...]
    telling: Telling

    @property
    def is_plain(self) -> bool:
        """Tell whether nothing in it makes a figure anything but done."""
        return not (self.scopes or self.before or self.after or self.built or self.plan is not None)


def scene_of(text: str, row: Row, plan: str | None, telling: Telling) -> Scene:
    """Return what the judging of one sentence needs."""
    start, end = row.sentence.start, row.sentence.end
    first = row.slots[0].quantity.start
    found: list[tuple[int, str, str, bool]] = []
    if starts("scope").search(text, start, end) is not None:
        for match in scopes().finditer(text, start, end):
            found.append((match.start(), match.lastgroup or "", match.group(), match.start() < first))
    if starts("deadline").search(text, start, end) is not None:
        found += _deadlines(text, start, end, first, telling)
        found.sort()
    built: list[tuple[Rule, str]] = []
    for rule in rules("sentence"):
        match = rule.pattern.search(text, start, end)
        if match is not None:
            built.append((rule, match.group()))
    before = starts("before").search(text, start, end) is not None
    after = starts("after").search(text, start, end) is not None
    return Scene(text, row, plan, tuple(found), before, after, tuple(built), telling)


def _deadlines(
    text: str, start: int, end: int, first: int, telling: Telling
) -> Iterator[tuple[int, str, str, bool]]:
    """Yield the times in a sentence that lie behind what is told, and those at a clause's head that end them.

    11月底前 in a report on September makes a goal of what follows; a year already told stops that.
    """
    for match in _deadline().finditer(text, start, end):
        for saying in find(text, max(start, match.start() - _LONGEST_DATE), match.end()):
            if saying.end < match.end() - 2:
                continue
            if telling.is_ahead(saying, by_end=not match.group("head")):
                yield saying.start, "deadline", text[saying.start : match.end()], saying.start < first
            elif match.group("head"):
                yield saying.start, TOLD, saying.text, saying.start < first


@cache
def _deadline() -> re.Pattern[str]:
    """Return how a deadline ends."""
    return compile_quick(cues().deadline)
