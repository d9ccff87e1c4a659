"""Page marks inside a text: running page numbers, and the "2、" that page splitting leaves."""

from __future__ import annotations

import re
from functools import cache

from extractor.packs import compile_quick
from extractor.text.vocabulary import heading_mark, noise


@cache
def page_mark() -> re.Pattern[str]:
    """Return the pattern of every explicit page mark."""
    return compile_quick("|".join(f"(?:{mark.pattern})" for mark in noise().page_marks))


@cache
def _counter() -> re.Pattern[str]:
    return compile_quick(rf"(?:\A|\n)[ \t]*(\d{{1,{noise().page_split.longest_number}}})、[ \t]*")


def page_counters(text: str) -> list[list[tuple[int, int]]]:
    """Return the spans of the page counters of each split document in the text; none in other texts.

    The counters run 1, 2, 3... through the whole text. A numbered list does so too; what tells
    pages from lists is that a page ends anywhere: after a long line, in the middle of a sentence.
    """
    chains: list[list[re.Match[str]]] = []
    for match in _counter().finditer(text):
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
