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
# Matched from the place where a sentence begins, which is not the start of the text.
_AT_HEAD = frozenset(("opening", "follows"))
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
        self.paragraph: tuple[int, str] | None = None
        self.leads = False
        self.begun = False
        title = planned_title(parsed)
        if title is not None:
            self.current = (_UNMARKED, title)

    def step(self, sentence: Sentence) -> str | None:
        """Return the words that make a sentence part of a plan, or nothing."""
        rank, words = self._opening(sentence)
        line = self.text.rfind("\n", 0, sentence.start)
        self._leave_paragraph(line, rank)
        if rank is not None:
            self._enter(rank, words, sentence)
        else:
            opening = self._opens(sentence)
            if opening is not None:
                self.paragraph = (line, opening)
        self.leads = patterns("leads").search(self.text, sentence.start, sentence.end) is not None
        if self.past is not None:
            return None
        return self.current[1] if self.current else self.paragraph[1] if self.paragraph else None

    def _leave_paragraph(self, line: int, rank: int | None) -> None:
        """End what a paragraph opened with it, unless it leads to a list: then that goes on."""
        if self.paragraph is None or self.paragraph[0] == line:
            return
        if self.leads and rank is not None and self.current is None:
            self.current = (rank - 1, self.paragraph[1])
        self.paragraph = None

    def _enter(self, rank: int, words: str, sentence: Sentence) -> None:
        """Take a heading: it ends what holds, and may begin a plan, or turn back within one."""
        if self.past is not None and rank <= self.past:
            self.past = None
        if self.current is not None and (rank == _UNMARKED or _UNMARKED < rank <= self.current[0]):
            self.current = None
        ahead = (
            is_plan(words) or (self.begun and self._is_later(words, sentence.start)) or self._is_ahead(words)
        )
        if ahead:
            self.current = self.current or (rank, words)
        elif self.current is not None and self.past is None and patterns("past").search(words):
            self.past = rank
        self.begun = True

    def _is_later(self, words: str, start: int) -> bool:
        """Tell whether a heading behind others is on what is to come: 2023年工作要点, whatever year is told."""
        if patterns("not_heading").search(words):
            return False
        if patterns("always_later").match(words):
            return True
        return patterns("later_heading").search(words) is not None and _looks_ahead(self.text, start)

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
        bullet = patterns("bullet").match(text, sentence.start, end)
        start = bullet.end() if bullet else sentence.start
        opening = patterns("opening").match(text, start, end)
        if opening is not None:
            return opening.group()
        if patterns("time_head").match(text, start, end) is None:
            return None
        saying = next(find(text, start, min(end, start + 16)), None)
        if saying is None or saying.start != start or not patterns("time_tail").match(text, saying.end):
            return None
        return saying.text if self.telling.is_ahead(saying) else None

    def _opening(self, sentence: Sentence) -> tuple[int | None, str]:
        """Return the rank of the sentence's heading mark and the words after it; rank 0 for a short line without mark."""
        text = self.text
        mark = heading_mark().match(text, sentence.start, sentence.end)
        if mark is not None:
            rank = headings().styles[int((mark.lastgroup or "h0")[1:])].rank
            begin = mark.end()
        elif (part := patterns("part_mark").match(text, sentence.start, sentence.end)) is not None:
            rank, begin = _PART_RANK, part.end()
        else:
            year = patterns("year_mark").match(text, sentence.start, sentence.end)
            if year is None:
                return self._unmarked(sentence)
            rank, begin = _YEAR_RANK, year.end()
        words = _WORDS.match(text, begin, sentence.end)
        return rank, words.group().strip() if words else ""

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
        before, here = sentences[number - 1], sentences[number]
        if planned[number] or text.find("\n", before.start, here.start) >= 0:
            continue
        if not begins.match(text, here.start, here.end) or done.search(text, here.start, here.end):
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


def _looks_ahead(text: str, start: int) -> bool:
    """Tell whether the first words under a heading speak of what must or will be."""
    return patterns("ahead").search(text, start, start + _GLANCE) is not None


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
    """Return one pattern of the plans' vocabulary; those that begin with ``^`` are matched where a sentence begins."""
    part: str = getattr(cues().plan, name)
    return compile_quick(part.removeprefix("^") if name in _AT_HEAD else part)
