"""The plan parts of a report: which sentences tell of what is to be done.

Reads the sentences; gives for each the heading or opening that makes it a plan, or nothing. Headings
are followed here by their marks alone, for a run-in heading (its words run on without a stop) opens a plan too.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from extractor.linking.cues import cues
from extractor.linking.expressions import find
from extractor.linking.told import Telling, planned_title
from extractor.packs import compile_quick
from extractor.text.vocabulary import heading_mark, headings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.models import Sentence
    from extractor.text import ParsedText

_WORDS = re.compile(r"[^,;:。!?\n】]{2,30}")
# The longest line that can head a part: its bullet and its words.
_LONGEST = 36
_UNMARKED = 0
_PART_RANK = 1
_YEAR_RANK = 2
# How far below a heading its tense is looked for.
_GLANCE = 90
# How far into a heading an expression of time may stand that tells what it is on.
_HEAD = 8


def plans(parsed: ParsedText, telling: Telling | None = None) -> tuple[str | None, ...]:
    """Return for each sentence the words that make it part of a plan, or nothing."""
    walk = _Walk(parsed, telling)
    return tuple(walk.step(sentence) for sentence in parsed.sentences)


class _Walk:
    """One pass over the sentences: the plan that holds by a heading, and the one that a paragraph opens."""

    def __init__(self, parsed: ParsedText, telling: Telling | None) -> None:
        """Start at the title, which may make the whole a plan."""
        self.telling = Telling(parsed) if telling is None else telling
        self.text = parsed.clean
        self.current: tuple[int, str] | None = None
        self.past: int | None = None
        self.paragraph: str | None = None
        self.before: Sentence | None = None
        self.begun = False
        title = planned_title(parsed)
        if title is not None:
            self.current = (_UNMARKED, title)

    def step(self, sentence: Sentence) -> str | None:
        """Return the words that make a sentence part of a plan, or nothing."""
        rank, words = self._opening(sentence)
        if self.paragraph is not None:
            self._leave_paragraph(sentence, rank)
        if rank is not None:
            self._enter(rank, words, sentence)
        else:
            self.paragraph = self._opens(sentence) or self.paragraph
        self.before = sentence
        if self.past is not None:
            return None
        return self.current[1] if self.current else self.paragraph

    def _leave_paragraph(self, sentence: Sentence, rank: int | None) -> None:
        """End what a paragraph opened with it, unless it leads to a list: then that goes on."""
        before = self.before
        if before is None or self.paragraph is None:
            return
        if self.text.find("\n", before.start, sentence.start) < 0:
            return
        if (
            rank is not None
            and self.current is None
            and patterns("leads").search(self.text, before.start, before.end) is not None
        ):
            self.current = (rank - 1, self.paragraph)
        self.paragraph = None

    def _enter(self, rank: int, words: str, sentence: Sentence) -> None:
        """Take a heading: it ends what holds, and may begin a plan, or turn back within one."""
        if self.past is not None and rank <= self.past:
            self.past = None
        if self.current is not None and (rank == _UNMARKED or _UNMARKED < rank <= self.current[0]):
            self.current = None
        if is_plan(words) or self._goes_on(words, sentence.start) or self._is_ahead(words):
            self.current = self.current or (rank, words)
        elif self.current is not None and self.past is None and patterns("past").search(words):
            self.past = rank
        self.begun = True

    def _goes_on(self, words: str, start: int) -> bool:
        """Tell whether a heading behind others is on what is to come: 2023年工作要点, whatever year is told."""
        if not self.begun or patterns("not_heading").search(words):
            return False
        if patterns("always_later").match(words):
            return True
        return (
            patterns("later_heading").search(words) is not None
            and patterns("ahead").search(self.text, start, start + _GLANCE) is not None
        )

    def _is_ahead(self, words: str) -> bool:
        """Tell whether a heading names a time to come: 明年目标, 四季度计划, 2023年要点 in a report on 2022."""
        if patterns("time_head").match(words) is None or patterns("not_heading").search(words):
            return False
        if patterns("next_head").match(words):
            return True
        saying = next(find(words, 0, len(words)), None)
        # A day alone is the date of a signature.
        if saying is None or saying.start > _HEAD or "d" in saying.parts:
            return False
        return self.telling.is_ahead(saying)

    def _opens(self, sentence: Sentence) -> str | None:
        """Return the words at the head of a sentence that open a plan for its paragraph."""
        text, end = self.text, sentence.end
        found = _head().match(text, sentence.start, end)
        if found is None:
            return None
        opening = found.group("opening")
        if opening is not None:
            return opening
        start = found.end()
        saying = next(find(text, start, min(end, start + 16)), None)
        if saying is None or saying.start != start or not patterns("time_tail").match(text, saying.end):
            return None
        return saying.text if self.telling.is_ahead(saying) else None

    def _opening(self, sentence: Sentence) -> tuple[int | None, str]:
        """Return the rank of the sentence's heading mark and the words after it; rank 0 for a short line without mark."""
        mark = _mark().match(self.text, sentence.start, sentence.end)
        if mark is None:
            return self._unmarked(sentence)
        words = _WORDS.match(self.text, mark.end(), sentence.end)
        return _ranks()[mark.lastgroup or ""], words.group().strip() if words else ""

    def _unmarked(self, sentence: Sentence) -> tuple[int | None, str]:
        """Return rank 0 for a short line of words alone, which may head a part of the report."""
        text = self.text
        alone = (sentence.start == 0 or text[sentence.start - 1] == "\n") and (
            sentence.end >= len(text) or text[sentence.end] == "\n"
        )
        if not alone or sentence.end - sentence.start > _LONGEST:
            return None, ""
        words = patterns("bullet").sub("", text[sentence.start : sentence.end].strip(), count=1)
        if not _WORDS.fullmatch(words):
            return None, ""
        if is_plan(patterns("year").sub("", words)) or self._is_ahead(words):
            return _UNMARKED, words
        return None, ""


def follows(parsed: ParsedText, planned: Sequence[str | None]) -> dict[int, str]:
    """Return the sentences that go on about a thing that the sentence before only planned."""
    made: dict[int, str] = {}
    text, sentences = parsed.clean, parsed.sentences
    to_build, done, begins = _projects()
    for number in range(1, len(sentences)):
        here = sentences[number]
        if begins.match(text, here.start, here.end) is None or planned[number]:
            continue
        before = sentences[number - 1]
        if text.find("\n", before.start, here.start) >= 0 or done.search(text, here.start, here.end):
            continue
        if made.get(number - 1):
            made[number] = made[number - 1]
        elif not done.search(text, before.start, before.end):
            found = to_build.search(text, before.start, before.end)
            if found is not None:
                made[number] = found.group()
    return made


def is_plan(words: str) -> bool:
    """Tell whether a heading opens a plan."""
    return patterns("heading").search(words) is not None and patterns("not_heading").search(words) is None


@cache
def _mark() -> re.Pattern[str]:
    """Return the marks of headings, of parts of a report, and of a year's heading; the group names the kind."""
    plan = cues().plan
    return compile_quick(f"{heading_mark().pattern}|(?P<part>{plan.part_mark})|{plan.year_mark}")


@cache
def _ranks() -> dict[str, int]:
    """Return the rank of each kind of mark."""
    ranks = {f"h{number}": style.rank for number, style in enumerate(headings().styles)}
    return ranks | {"part": _PART_RANK, "mark": _YEAR_RANK}


@cache
def _head() -> re.Pattern[str]:
    """Return how a sentence begins that may open a plan: by words that say so, or by a time."""
    plan = cues().plan
    opening = plan.opening.removeprefix("^")
    return re.compile(f"(?>{plan.bullet})(?:(?P<opening>{opening})|(?={plan.time_head}))")


@cache
def _projects() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of a planned thing, of one that is begun, and of a sentence that goes on about it."""
    plan = cues().plan
    return (
        compile_quick(plan.project),
        compile_quick(plan.begun),
        compile_quick(plan.follows.removeprefix("^")),
    )


@cache
def patterns(name: str) -> re.Pattern[str]:
    """Return one pattern of the plans' vocabulary."""
    part: str = getattr(cues().plan, name)
    return compile_quick(part)
