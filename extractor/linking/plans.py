"""The plan parts of a report: which sentences tell of what is to be done.

Reads the sentences; gives for each the heading or opening that makes it a plan, or nothing. Headings
are followed here by their marks alone, for a run-in heading (its words run on without a stop) opens a plan too.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from extractor.linking.cues import cues
from extractor.packs import compile_quick
from extractor.text.vocabulary import heading_mark, headings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.models import Sentence
    from extractor.text import ParsedText

_WORDS = re.compile(r"[^,;:。!?\n】]{2,30}")
_UNMARKED = 0
_YEAR_RANK = 2
# How far below a heading its tense is looked for.
_GLANCE = 90


def plans(parsed: ParsedText) -> tuple[str | None, ...]:
    """Return for each sentence the words that make it part of a plan, or nothing."""
    made: list[str | None] = []
    current: tuple[int, str] | None = None
    paragraph: tuple[int, str] | None = None
    begun = False
    for sentence in parsed.sentences:
        rank, words = _opening(parsed.clean, sentence)
        if rank is not None:
            if (current is not None and rank <= current[0]) or (current and rank == _UNMARKED):
                current = None
            later = begun and _patterns()[2].search(words) is not None
            if is_plan(words) or (later and _looks_ahead(parsed.clean, sentence.start)):
                current = current or (rank, words)
            begun = True
        line = parsed.clean.rfind("\n", 0, sentence.start)
        if paragraph is not None and paragraph[0] != line:
            paragraph = None
        opening = _patterns()[3].match(parsed.clean, sentence.start, sentence.end) if rank is None else None
        if opening is not None:
            paragraph = (line, opening.group())
        made.append(current[1] if current else paragraph[1] if paragraph else None)
    return tuple(made)


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
    heading, not_heading = _patterns()[:2]
    return heading.search(words) is not None and not_heading.search(words) is None


def _looks_ahead(text: str, start: int) -> bool:
    """Tell whether the first words under a heading speak of what must or will be."""
    return _patterns()[4].search(text, start, start + _GLANCE) is not None


def _opening(text: str, sentence: Sentence) -> tuple[int | None, str]:
    """Return the rank of the sentence's heading mark and the words after it; rank 0 for a short line without mark."""
    mark = heading_mark().match(text, sentence.start, sentence.end)
    if mark is not None:
        rank = headings().styles[int((mark.lastgroup or "h0")[1:])].rank
        begin = mark.end()
    else:
        year = _patterns()[5].match(text, sentence.start, sentence.end)
        if year is None:
            return _unmarked(text, sentence)
        rank, begin = _YEAR_RANK, year.end()
    words = _WORDS.match(text, begin, sentence.end)
    return rank, words.group().strip() if words else ""


def _unmarked(text: str, sentence: Sentence) -> tuple[int | None, str]:
    """Return rank 0 for a short line of words alone, which may head a part of the report."""
    alone = (sentence.start == 0 or text[sentence.start - 1] == "\n") and (
        sentence.end >= len(text) or text[sentence.end] == "\n"
    )
    words = text[sentence.start : sentence.end].strip()
    if alone and _WORDS.fullmatch(words) and is_plan(_patterns()[6].sub("", words)):
        return _UNMARKED, words
    return None, ""


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
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of plan headings, what is none, later headings, openings, looking ahead and years."""
    plan = cues().plan
    opening = plan.opening.removeprefix("^")
    return tuple(
        compile_quick(part)
        for part in (
            plan.heading,
            plan.not_heading,
            plan.later_heading,
            opening,
            plan.ahead,
            plan.year_mark,
            plan.year,
        )
    )
