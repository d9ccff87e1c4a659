"""On which area a report is: the name in its title, in its first sentences, or the one that its body names most."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from extractor.linking.profile_words import pattern, words
from extractor.linking.titles import head_spans, pieces
from extractor.packs import compile_quick
from extractor.text.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.text import ParsedText

# A name of an area has two or three characters before its suffix, seldom four.
_LONGEST_NAME = 4
_TIMES = 2
# A name of three characters is looked for in the first sentences, which present the area.
_LEAD = 5
# Characters on either side that show where words begin.
_CONTEXT = 8


def region_of(parsed: ParsedText, titles: Sequence[str]) -> str | None:
    """Return the area reported on: the title's, or the one that the body names at its own level."""
    for title in titles:
        found = region_in(without_year(title))
        if found:
            return found
    return _presented(parsed) or _heads(parsed) or _most_named(parsed, _own_level(parsed))


def _presented(parsed: ParsedText) -> str | None:
    """Return the area whose office or whose self begins a clause of the first sentences: 云山县疾控中心审核…."""
    for number, sentence in enumerate(parsed.sentences[:_LEAD]):
        for clause in sentence.clauses:
            begin = pattern("organization", "lead").match(parsed.clean, clause.start, clause.end)
            at = begin.end() if begin else clause.start
            found = _region(chained=True).match(parsed.clean, at, clause.end)
            if found is None or (found.group("name") and _no_region().search(found.group("name"))):
                continue
            office = _office().match(parsed.clean, found.end(), clause.end) is not None
            if office or (
                number < _TIMES and _begins_word(parsed.clean, at, found.group("name") or "") == "name"
            ):
                return found.group()
    return None


def region_in(text: str) -> str | None:
    """Return the area that a title or a name begins with."""
    for area in (_region(chained=True), _region(chained=False)):
        match = area.match(text)
        if match is not None and not (match.group("name") and _no_region().search(match.group("name"))):
            return match.group()
    return None


def _heads(parsed: ParsedText) -> str | None:
    """Return the area of a reporter's name that stands by itself on a head line."""
    for start, end in head_spans(parsed):
        for piece in pieces(parsed, start, end)[1:]:
            found = region_in(piece)
            if found is not None and _office().fullmatch(piece, len(found)):
                return found
    return None


def _own_level(parsed: ParsedText) -> str | None:
    """Return how the report speaks of its own area (全县, 我市): the suffix used most."""
    counted = Counter(
        match.group("level")
        for sentence in parsed.sentences
        for match in pattern("region", "own").finditer(parsed.clean, sentence.start, sentence.end)
    )
    return counted.most_common(1)[0][0] if counted else None


def _most_named(parsed: ParsedText, level: str | None) -> str | None:
    """Return the area of the report's own level that the body names most, a real name before a masked one."""
    named, hidden = _named_areas(level)
    real: Counter[str] = Counter()
    masked: Counter[str] = Counter()
    words_like: Counter[str] = Counter()
    early = ""
    for number, sentence in enumerate(parsed.sentences):
        for match in named.finditer(parsed.clean, sentence.start, sentence.end):
            name = match.group("name") or match.group("long")
            if (number >= _LEAD and match.group("long")) or _no_region().search(name):
                continue
            place = name + (match.group("suffix") or match.group("behind"))
            kind = _begins_word(parsed.clean, match.start(), name)
            # The middle of a town is named after the town (X中心区), so an ordinary word is a name there.
            longer = len(place) - len(name) > 1 and not pattern("region", "not_at_head").fullmatch(name)
            if kind == "name" or longer:
                real[place] += 1
            elif kind == "word":
                words_like[place] += 1
                early = early or (place if number < _LEAD else "")
        masked.update(match.group() for match in hidden.finditer(parsed.clean, sentence.start, sentence.end))
    if not real and (early or (words_like and max(words_like.values()) >= _TIMES)):
        return early or words_like.most_common(1)[0][0]
    for counted in (real, masked):
        if counted:
            name, times = counted.most_common(1)[0]
            if times >= _TIMES or counted is masked or level is not None:
                return name
    return None


@cache
def _named_areas(level: str | None) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of an area of one level in running text: with its name, and with a mask for it."""
    suffix = re.escape(level) if level else words().region.suffix
    suffix = f"(?P<suffix>{words().region.middle}(?:{suffix}))(?!{words().region.not_after})"
    # Most names have two characters before their suffix; one of three must stand at the head of a clause.
    named = f"(?=(?P<name>[\\u4e00-\\u9fff]{{2}}){suffix})|(?<![\\u4e00-\\u9fff])(?=(?P<long>[\\u4e00-\\u9fff]{{3}}){suffix.replace('suffix', 'behind')})"
    hidden = f"(?<![A-Za-z0-9*_×○])(?:{words().region.masked})(?:{level or words().region.suffix})"
    return compile_quick(named), compile_quick(hidden)


def _begins_word(text: str, at: int, name: str) -> str | None:
    """Tell whether a name may begin at ``at``: "name" where a word begins that the dictionary does not have.

    "word" where it is one of the dictionary's at the head of a clause: a name may be an ordinary word too.
    The dictionary has names of areas with their suffix only.
    """
    begin = max(0, at - _CONTEXT)
    for token in tokens(text[begin : at + _CONTEXT]):
        if begin + token.start == at:
            if token.word != name:
                return "name"
            head = at == 0 or not text[at - 1].isalnum()
            return "word" if head and not pattern("region", "not_at_head").fullmatch(name) else None
    return None


def without_year(text: str) -> str:
    """Return a title without the year or the span that it begins with."""
    return _leading_time().sub("", text)


@cache
def _leading_time() -> re.Pattern[str]:
    """Return what stands before the name in a title."""
    year = f"(?:{words().year.written}|{words().year.masked})"
    return compile_quick(f"^(?:{year}|\\d{{4}})?{words().title.span}")


@cache
def _office() -> re.Pattern[str]:
    """Return the pattern of an office's name behind its area."""
    return re.compile(f"[\\u4e00-\\u9fff]{{0,14}}?(?:{words().organization.suffix})")


@cache
def _region(*, chained: bool) -> re.Pattern[str]:
    """Return the pattern of an area at the head of a text: the smallest of a chain of areas included."""
    region = words().region
    name = f"(?:(?P<name>[\\u4e00-\\u9fff]{{2,{_LONGEST_NAME}}}?)|{region.masked})(?:{region.suffix}|{region.small})"
    chain = f"(?:(?:[\\u4e00-\\u9fff]{{2,3}}|{region.masked})(?:{region.above}))?{name}"
    return compile_quick(chain if chained else name)


@cache
def _no_region() -> re.Pattern[str]:
    """Return the pattern of characters that make no name of an area."""
    return pattern("region", "not_name")
