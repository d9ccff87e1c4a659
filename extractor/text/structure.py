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

# A full stop (group 1) or a pause; the mark itself comes first, since ``re`` skips to a class.
_MARK = re.compile(
    r"[,。;!?\t](?:(?<=[,;])(?:(?!\d{3}(?!\d))|(?<!\d[,;]))|(?<=\t)|(?<=[。!?])([。!?]*[”’)]?))"
)
# A list without a full stop is cut behind one of these when it is longer than any sentence; what a later
# step does with a whole sentence then costs no more than a report's length.
LONGEST = 1000
_CUT = re.compile(r"[,;、](?!\d)|[\t ]")
_LEAST_SIGN = re.compile(r"[0-9*_×□X]")
_DIGIT = re.compile(r"[0-9*_×□]|X{1,4}(?:\.X)?(?=[%人个家万])")
# A year or a day in a heading makes no figure of it.
_DATE = re.compile(r"[0-9X*_×]{2,4}年度?|[0-9X*_×]{1,3}[月日]份?")


def sentences(text: str, site: Iterable[tuple[int, int, str]]) -> tuple[Sentence, ...]:
    """Return the sentences of the body in order, each with its heading path and its clauses."""
    path: list[tuple[int, str]] = []
    section: tuple[str, ...] = ()
    made: list[Sentence] = []
    heading = heading_mark()
    for line_start, line_end in _body_lines(text, site):
        whole_line = True
        for start, end, clauses in _stretches(text, line_start, line_end):
            mark = heading.match(text, start, end)
            role = "body"
            if mark is not None:
                begin = mark.end()
                rank = headings().styles[int((mark.lastgroup or "h0")[1:])].rank
                while path and path[-1][0] >= rank:
                    path.pop()
                title = _heading_title(text, begin, end, line_end, whole_line=whole_line)
                if title:
                    path.append((rank, title))
                    role = "heading"
                section = tuple(name for _, name in path)
            made.append(Sentence(start, end, clauses, section, role))
            whole_line = False
    return tuple(made)


def _stretches(text: str, start: int, end: int) -> list[tuple[int, int, tuple[Clause, ...]]]:
    """Return the sentences of one line with their clauses, commas left out."""
    begin = at = start
    clauses: list[Clause] = []
    found: list[tuple[int, int, tuple[Clause, ...]]] = []
    for left, right, stop in _marks(text, start, end):
        if not stop:
            if left > at:
                clauses.append(Clause(at, left))
            at = right
            continue
        clauses.append(Clause(at, right))
        if right - begin <= LONGEST:
            found.append((begin, right, tuple(clauses)))
        else:
            found += _shortened(text, begin, right)
        begin = at = right
        clauses = []
    if end > at:
        clauses.append(Clause(at, end))
    if end - begin > LONGEST:
        found += _shortened(text, begin, end)
    elif end > begin:
        found.append((begin, end, tuple(clauses)))
    return found


def _shortened(text: str, start: int, end: int) -> Iterator[tuple[int, int, tuple[Clause, ...]]]:
    """Yield a sentence that nobody can have meant as one cut at pauses, or between two words."""
    at = start
    while end - at > LONGEST:
        limit = at + LONGEST
        pauses = [match.end() for match in _CUT.finditer(text, at + LONGEST // 2, limit)]
        stop = pauses[-1] if pauses else _outside_number(text, at + LONGEST // 2, limit)
        yield at, stop, _clauses(text, at, stop)
        at = stop
    yield at, end, _clauses(text, at, end)


def _outside_number(text: str, lowest: int, limit: int) -> int:
    """Return the last place up to ``limit`` beside which no number stands, ``limit`` where none is."""
    for place in range(limit, lowest, -1):
        if all("\u4e00" <= c <= "\u9fff" or c.isspace() for c in text[place - 1 : place + 1]):
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
    if len(words) > headings().longest or _shows_figure(words):
        colon = words.find(":")
        head = words[:colon] if 0 < colon <= 16 else ""
        return "" if _shows_figure(head) else head
    if whole_line and end >= line_end:
        return words
    return words if text[end - 1] in "。!?”)" else ""


def _shows_figure(words: str) -> bool:
    """Tell whether a number stands in the words that is no date."""
    return _LEAST_SIGN.search(words) is not None and _DIGIT.search(_DATE.sub("", words)) is not None


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


def _marks(text: str, start: int, end: int) -> list[tuple[int, int, bool]]:
    """Return the marks of ``start:end`` that stand outside closed pairs: their span, and whether they are stops."""
    pairs = enclosed(text, start, end)
    number, count = 0, len(pairs)
    found: list[tuple[int, int, bool]] = []
    for match in _MARK.finditer(text, start, end):
        left, right = match.span()
        # Pairs and marks both come in order, so no pair is looked at twice.
        while number < count and pairs[number][1] <= left:
            number += 1
        if number == count or pairs[number][0] >= left or right >= pairs[number][1]:
            found.append((left, right, match.lastindex is not None))
    return found


def _clauses(text: str, start: int, end: int) -> tuple[Clause, ...]:
    """Return the clauses of a piece of a sentence; the cut may have torn a pair, which then holds nothing together."""
    clauses: list[Clause] = []
    at = start
    for left, right, stop in (*_marks(text, start, end), (end, end, False)):
        if not stop:
            if left > at:
                clauses.append(Clause(at, left))
            at = right
    return tuple(clauses)
