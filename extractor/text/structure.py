"""The structure of the clean text: headings with their paths, sentences, clauses.

Reads clean text and boilerplate spans; adds sentences in order. A sentence ends at a full stop or
a line break, a clause at a comma or semicolon, and neither inside a closed bracket or quote.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractor.models import Clause, Sentence
from extractor.text.body import lines_of
from extractor.text.brackets import enclosed
from extractor.text.vocabulary import heading_mark, headings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_STOP = re.compile(r"[。!?]+[”’)]?")
_PAUSE = re.compile(r"[,;](?!\d{3}(?!\d))|[,;](?<!\d[,;])|\t")
# A list without a full stop is cut behind one of these when it is longer than any sentence; what a later
# step does with a whole sentence then costs no more than a report's length.
LONGEST = 1000
_CUT = re.compile(r"[,;、](?!\d)|[\t ]")
_NUMBER_SIGN = re.compile(r"[^\u4e00-\u9fff\s]")
_DIGIT = re.compile(r"[0-9*_×□]|X{1,4}(?:\.X)?(?=[%人个家万])")
# A year or a day in a heading makes no figure of it.
_DATE = re.compile(r"[0-9X*_×]{2,4}年度?|[0-9X*_×]{1,3}[月日]份?")


def sentences(text: str, site: Iterable[tuple[int, int, str]]) -> tuple[Sentence, ...]:
    """Return the sentences of the body in order, each with its heading path and its clauses."""
    path: list[tuple[int, str]] = []
    made: list[Sentence] = []
    for line_start, line_end in _body_lines(text, site):
        whole_line = True
        for start, end in _shortened(text, _split(text, line_start, line_end, _STOP)):
            mark = heading_mark().match(text, start, end)
            begin = mark.end() if mark else start
            role = "body"
            if mark is not None:
                rank = headings().styles[int((mark.lastgroup or "h0")[1:])].rank
                while path and path[-1][0] >= rank:
                    path.pop()
                title = _heading_title(text, begin, end, line_end, whole_line=whole_line)
                if title:
                    path.append((rank, title))
                    role = "heading"
            section = tuple(name for _, name in path)
            made.append(Sentence(start, end, _clauses(text, start, end), section, role))
            whole_line = False
    return tuple(made)


def _shortened(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield sentences, those that nobody can have meant as one cut at a pause, or between two words."""
    for start, end in spans:
        at = start
        while end - at > LONGEST:
            limit = at + LONGEST
            pauses = [match.end() for match in _CUT.finditer(text, at + LONGEST // 2, limit)]
            stop = pauses[-1] if pauses else _outside_number(text, at + LONGEST // 2, limit)
            yield at, stop
            at = stop
        yield at, end


def _outside_number(text: str, lowest: int, limit: int) -> int:
    """Return the last place up to ``limit`` beside which no number stands, ``limit`` where none is."""
    for place in range(limit, lowest, -1):
        if not (_NUMBER_SIGN.match(text, place - 1) or _NUMBER_SIGN.match(text, place)):
            return place
    return limit


def _heading_title(text: str, begin: int, end: int, line_end: int, *, whole_line: bool) -> str:
    """Return the heading's words, or nothing when the marked sentence is no heading.

    A heading is short; it fills its line, or (run in) it ends in a full stop and holds no figure.
    """
    words = text[begin:end].strip(" \t。;:!】")
    if not words:
        return ""
    closing = text.find("】", begin, end)
    if text[begin - 1] == "【" and closing > 0:
        return text[begin:closing]
    if len(words) > headings().longest or _DIGIT.search(_DATE.sub("", words)):
        colon = words.find(":")
        head = words[:colon] if 0 < colon <= 16 else ""
        return "" if _DIGIT.search(_DATE.sub("", head)) else head
    if whole_line and end >= line_end:
        return words
    return words if text[end - 1] in "。!?”)" else ""


def _body_lines(text: str, site: Iterable[tuple[int, int, str]]) -> Iterator[tuple[int, int]]:
    """Yield the lines of the text with the boilerplate spans cut out."""
    spans = sorted((start, end) for start, end, _ in site)
    number = 0
    for start, end in lines_of(text):
        at = start
        # Lines and spans both come in order; a span may reach over several lines.
        while number < len(spans) and spans[number][1] <= start:
            number += 1
        inside = number
        while inside < len(spans) and spans[inside][0] < end:
            left, right = spans[inside]
            if left > at:
                yield at, left
            at = max(at, right)
            inside += 1
        if at < end:
            yield at, end


def _split(
    text: str, start: int, end: int, marks: re.Pattern[str], *, keep: bool = True
) -> Iterator[tuple[int, int]]:
    """Yield the stretches of ``start:end`` between marks that stand outside closed pairs."""
    pairs = enclosed(text, start, end)
    at = start
    number = 0
    for match in marks.finditer(text, start, end):
        # Pairs and marks both come in order, so no pair is looked at twice.
        while number < len(pairs) and pairs[number][1] <= match.start():
            number += 1
        if number < len(pairs) and pairs[number][0] < match.start() and match.end() < pairs[number][1]:
            continue
        stop = match.end() if keep else match.start()
        if stop > at:
            yield at, stop
        at = match.end()
    if at < end:
        yield at, end


def _clauses(text: str, start: int, end: int) -> tuple[Clause, ...]:
    """Return the clauses of one sentence, their commas left out."""
    return tuple(Clause(left, right) for left, right in _split(text, start, end, _PAUSE, keep=False))
