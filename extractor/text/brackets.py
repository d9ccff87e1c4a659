"""Brackets and quotes of one line: which pairs close, so that nothing is torn between them."""

from __future__ import annotations

import re

_PAIRS = {"(": ")", "[": "]", "“": "”", "‘": "’", "《": "》", "「": "」", "【": "】", "〔": "〕"}
_CLOSERS = {closer: opener for opener, closer in _PAIRS.items()}
_MARKS = re.compile("[" + re.escape("".join(_PAIRS) + "".join(_CLOSERS)) + "]")


def enclosed(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans of the closed pairs in ``start:end``, outermost only, sorted.

    A quote that never closes (copying loses them) and a stray closing mark count for nothing.
    """
    spans: list[tuple[int, int]] = []
    open_marks: list[tuple[str, int]] = []
    # How many of each are open: a stray closing mark must not cost a look at all that are.
    waiting: dict[str, int] = {}
    for match in _MARKS.finditer(text, start, end):
        mark = match.group()
        opener = _CLOSERS.get(mark)
        if opener is None:
            open_marks.append((mark, match.start()))
            waiting[mark] = waiting.get(mark, 0) + 1
            continue
        if not waiting.get(opener):
            continue
        inner = ""
        begin = start
        while inner != opener:
            inner, begin = open_marks.pop()
            waiting[inner] -= 1
        while spans and spans[-1][0] > begin:
            spans.pop()
        spans.append((begin, match.end()))
    return spans
