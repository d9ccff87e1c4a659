"""Page marks inside a text: running page numbers, and the "2、" that page splitting leaves."""

from __future__ import annotations

import re
from functools import cache

from extractor.packs import compile_starts
from extractor.text.vocabulary import heading_mark, noise

# What stands behind the number of a page counter.
_BEHIND = "、"


@cache
def _page_mark_starts() -> re.Pattern[str]:
    return compile_starts(_page_mark_source())


@cache
def _page_mark() -> re.Pattern[str]:
    return re.compile(_page_mark_source())


def _page_mark_source() -> str:
    return "|".join(f"(?:{mark.pattern})" for mark in noise().page_marks)


def page_marks(text: str) -> list[tuple[int, int]]:
    """Return the spans of every explicit page mark."""
    found: list[tuple[int, int]] = []
    for start in _page_mark_starts().finditer(text):
        if not found or start.start() >= found[-1][1]:
            mark = _page_mark().match(text, start.start())
            if mark is not None:
                found.append(mark.span())
    return found


@cache
def _counters() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the pattern of a counter at the beginning of the text, and of one on a later line."""
    counter = rf"[ \t]*(\d{{1,{noise().page_split.longest_number}}}){_BEHIND}[ \t]*"
    return re.compile(counter), re.compile(f"\n{counter}")


def page_counters(text: str) -> list[list[tuple[int, int]]]:
    """Return the spans of the page counters of each split document in the text; none in other texts.

    The counters run 1, 2, 3... through the whole text. A numbered list does so too; what tells
    pages from lists is that a page ends anywhere: after a long line, in the middle of a sentence.
    """
    if f"1{_BEHIND}" not in text:
        return []
    chains: list[list[re.Match[str]]] = []
    opening, later = _counters()
    first = opening.match(text)
    found = [] if first is None else [first]
    found += later.finditer(text, first.end() if first else 0)
    for match in found:
        number = int(match[1])
        if number == 1:
            chains.append([match])
        elif chains and number == len(chains[-1]) + 1:
            chains[-1].append(match)
    return [
        [(match.start(1), match.end()) for match in chain]
        for chain in chains
        if sum(_tears(text, match) for match in chain) * 2 >= max(1, len(chain) - 1)
    ]


def _tears(text: str, match: re.Match[str]) -> bool:
    """Tell whether the counter stands inside a sentence: a long line without an end before it."""
    end = match.start()
    while end and text[end - 1].isspace():
        end -= 1
    length = end - text.rfind("\n", 0, end) - 1
    last = text[max(end - 1, 0) : end]
    if length < noise().page_split.shortest_line or last in noise().line_enders:
        return False
    return heading_mark().match(text, match.end()) is None or last == "("
