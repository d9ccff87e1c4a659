"""The body of a report: which lines are the writer's and which the site's around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.text.vocabulary import boilerplate, cue_hints, cue_pattern, heading_mark

if TYPE_CHECKING:
    from collections.abc import Iterator


# So many body paragraphs make a line that holds the report itself, run together.
_LONG = 4
# What stands within numbers beside digits and numerals.
_MARKS = frozenset(".,*_")


def lines_of(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of the lines of ``text`` without their breaks, empty ones left out."""
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if end > start:
            yield start, end
        start = end + 1


def site_spans(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return the stretches of clean text that are boilerplate, sorted, each with the cue's name."""
    lines = list(lines_of(text))
    first, spans = _head(text, lines)
    body_begun = False
    opening, within = cue_hints()
    for start, end in lines[first:]:
        if opening.match(text, start, end) is None and within.search(text, start, end) is None:
            body_begun = body_begun or _is_body(text, start, end, plain=True)
            continue
        tail = cue_pattern("tail").search(text, start, end) if body_begun else None
        if tail is not None:
            begin = tail.start() if _is_long(start, end) else start
            spans.append((begin, len(text), tail.lastgroup or ""))
            break
        line = None if _is_long(start, end) else cue_pattern("line").search(text, start, end)
        if line is not None:
            spans.append((start, end, line.lastgroup or ""))
            continue
        body_begun = body_begun or _is_body(text, start, end)
        spans += (
            (m.start(), _number_end(text, m.end(), end), m.lastgroup or "")
            for m in cue_pattern("inline").finditer(text, start, end)
        )
    return tuple(spans)


def _number_end(text: str, at: int, end: int) -> int:
    """Return where a stretch that would end within a number ends instead: a part of it would be another number."""
    while at < end and _in_number(text[at - 1]) and _in_number(text[at]):
        at += 1
    return at


def _in_number(character: str) -> bool:
    return character.isnumeric() or character in _MARKS


def _head(text: str, lines: list[tuple[int, int]]) -> tuple[int, list[tuple[int, int, str]]]:
    """Return the index of the first line below the site's head, and the head as one span."""
    first, cue = 0, ""
    for index, (start, end) in enumerate(lines):
        head = None if _is_long(start, end) else cue_pattern("head").search(text, start, end)
        if head is not None:
            first, cue = index + 1, head.lastgroup or ""
        elif _is_body(text, start, end):
            break
    if first == 0 or first == len(lines):
        return 0, []
    return first, [(lines[0][0], lines[first - 1][1], cue)]


def _is_long(start: int, end: int) -> bool:
    """Tell whether a line is too long to be the site's as a whole, whatever word stands in it."""
    return end - start >= _LONG * boilerplate().body_paragraph


def _is_body(text: str, start: int, end: int, *, plain: bool = False) -> bool:
    """Tell whether a line is a paragraph of the body: long, or a heading of the outer styles.

    ``plain`` tells that no cue stands in it.
    """
    if end - start >= boilerplate().body_paragraph:
        return plain or cue_pattern("line").search(text, start, end) is None
    mark = heading_mark().match(text, start)
    return mark is not None and mark.lastgroup in {"h1", "h2"}
