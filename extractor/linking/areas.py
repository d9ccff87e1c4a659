"""On which area a report is: the name in its title, in its first sentences, or the one that its body names most."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from extractor.linking.profile_words import pattern, words
from extractor.linking.titles import head_spans, pieces
from extractor.packs import compile_quick, compile_starts
from extractor.text.tokens import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.text import ParsedText

# A name of an area has two or three characters before its suffix, seldom four.
_LONGEST_NAME = 4
_SHORT = 2
_TIMES = 2
# A name of three characters is looked for in the first sentences, which present the area.
_LEAD = 5
# Characters on either side that show where words begin.
_CONTEXT = 8

_HAN_BEFORE = re.compile(r"[\u4e00-\u9fff]*\Z")
_HAN_AFTER = re.compile(r"[\u4e00-\u9fff]*")


def region_of(parsed: ParsedText, titles: Sequence[str]) -> str | None:
    """Return the area reported on: the title's, or the one that the body names at its own level."""
    for title in titles:
        found = region_in(without_year(title))
        if found:
            return found
    found = _presented(parsed) or _heads(parsed)
    if found:
        return found
    stretches = _stretches(parsed)
    return _most_named(parsed, _own_level(parsed, stretches), stretches)


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


def _own_level(parsed: ParsedText, stretches: Sequence[tuple[int, int]]) -> str | None:
    """Return how the report speaks of its own area (全县, 我市): the suffix used most."""
    own = pattern("region", "own")
    counted: Counter[str] = Counter()
    for start, end in stretches:
        counted.update(own.findall(parsed.clean, start, end))
    return counted.most_common(1)[0][0] if counted else None


def _stretches(parsed: ParsedText) -> list[tuple[int, int]]:
    """Return the body in as few pieces as it has: sentences that only a line break parts are one."""
    made: list[tuple[int, int]] = []
    for sentence in parsed.sentences:
        if made and sentence.start - made[-1][1] <= 1:
            made[-1] = (made[-1][0], sentence.end)
        else:
            made.append((sentence.start, sentence.end))
    return made


def _most_named(parsed: ParsedText, level: str | None, stretches: Sequence[tuple[int, int]]) -> str | None:
    """Return the area of the report's own level that the body names most, a real name before a masked one."""
    text = parsed.clean
    real: Counter[str] = Counter()
    words_like: Counter[str] = Counter()
    early = ""
    lead = parsed.sentences[_LEAD].start if len(parsed.sentences) > _LEAD else len(text)
    for start, end in stretches:
        for at, name, place in _named(text, start, end, level):
            if (at >= lead and len(name) > _SHORT) or _no_region().search(name):
                continue
            # The middle of a town is named after the town (X中心区), so an ordinary word is a name there.
            longer = len(place) - len(name) > 1 and not pattern("region", "not_at_head").fullmatch(name)
            kind = "name" if longer else _begins_word(text, at, name)
            if kind == "name":
                real[place] += 1
            elif kind == "word":
                words_like[place] += 1
                early = early or (place if at < lead else "")
    if not real and (early or (words_like and max(words_like.values()) >= _TIMES)):
        return early or words_like.most_common(1)[0][0]
    if real:
        name, times = real.most_common(1)[0]
        if times >= _TIMES or level is not None:
            return name
    masked: Counter[str] = Counter()
    for start, end in stretches:
        masked.update(_masked_areas(level).findall(text, start, end))
    return masked.most_common(1)[0][0] if masked else None


def _named(text: str, start: int, end: int, level: str | None) -> list[tuple[int, str, str]]:
    """Return where areas of one level seem to be named in ``start:end``, each with its name and the whole.

    Most names have two characters before their suffix; one of three must stand at the head of a clause.
    Suffixes are far fewer than places where a name could begin, so they are what is looked for.
    """
    found: dict[int, tuple[int, str, str]] = {}
    for match in _suffixes(level).finditer(text, start, end):
        at = match.start()
        suffix = match.group("suffix")
        begin = at - _SHORT
        if begin < start or not (_is_han(text[begin]) and _is_han(text[begin + 1])):
            continue
        name = text[begin:at]
        found[begin] = (begin, name, name + suffix)
        begin -= 1
        if begin < start or not _is_han(text[begin]) or (begin and _is_han(text[begin - 1])):
            continue
        if begin not in found:
            name = text[begin:at]
            found[begin] = (begin, name, name + suffix)
    return sorted(found.values())


def _is_han(char: str) -> bool:
    """Tell whether a character can be one of a name."""
    return "\u4e00" <= char <= "\u9fff"


@cache
def _suffixes(level: str | None) -> re.Pattern[str]:
    """Return the pattern of the places where the suffix of an area of one level begins."""
    known = words().region
    suffix = re.escape(level) if level else known.suffix
    return compile_starts(f"(?P<suffix>{known.middle}(?:{suffix}))(?!{known.not_after})")


@cache
def _masked_areas(level: str | None) -> re.Pattern[str]:
    """Return the pattern of an area of one level in running text with a mask for its name."""
    known = words().region
    return compile_quick(f"(?<![A-Za-z0-9*_×○])(?:{known.masked})(?:{level or known.suffix})")


def _begins_word(text: str, at: int, name: str) -> str | None:
    """Tell whether a name may begin at ``at``: "name" where a word begins that the dictionary does not have.

    "word" where it is one of the dictionary's at the head of a clause: a name may be an ordinary word too.
    The dictionary has names of areas with their suffix only.
    """
    before = _HAN_BEFORE.search(text, max(0, at - _CONTEXT), at)
    after = _HAN_AFTER.match(text, at, at + _CONTEXT)
    place, end = before.start() if before else at, after.end() if after else at
    for word in words_of(text[place:end]):
        if place == at:
            if word != name:
                return "name"
            head = at == 0 or not text[at - 1].isalnum()
            return "word" if head and not pattern("region", "not_at_head").fullmatch(name) else None
        if place > at:
            return None
        place += len(word)
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
