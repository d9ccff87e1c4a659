"""Who reports, and on which area: names from the title, the body, the signature and the site's source line."""

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
_SIGNATURE = 3
_TIMES = 2
# A name of three characters is looked for in the first sentences, which present the area.
_LEAD = 5
# Characters on either side that show where words begin.
_CONTEXT = 8


def organization_of(parsed: ParsedText, titles: Sequence[str], region: str | None) -> str | None:
    """Return who reports, as the text names it."""
    return (
        next(filter(None, map(organization_in_title, titles)), None)
        or _at_head(parsed, region)
        or _signed(parsed, region)
        or _in_body(parsed, region)
        or _from_source(parsed, region)
    )


def organization_in_title(title: str) -> str | None:
    """Return the reporter that a title begins with."""
    match = _title_organization().match(_without_year(title))
    if match is None:
        return None
    name = match.group("name")
    return None if _nobody().search(name) else name


def _at_head(parsed: ParsedText, region: str | None) -> str | None:
    """Return the name that stands by itself on the lines above the body: who drew the report up."""
    if region is None:
        return None
    for start, end in head_spans(parsed):
        for piece in pieces(parsed, start, end):
            for part in _parts().split(piece):
                name = pattern("organization", "drawn_up").sub("", part)
                if not _whole_name().fullmatch(name) or pattern("organization", "not_reporter").search(name):
                    continue
                if name.startswith(region):
                    return name
                if re.match(words().organization.generic, name) and name[0] == region[-1]:
                    return region + name[1:]
    return None


def _signed(parsed: ParsedText, region: str | None) -> str | None:
    """Return the name on one of the last lines of the body, where it stands alone."""
    lines = [line.strip() for line in parsed.clean.rstrip().split("\n")]
    ends = {parsed.clean[s.start : s.end].strip() for s in parsed.sentences[-_SIGNATURE:]}
    for line in lines[-_SIGNATURE - 3 :]:
        named = region or region_in(line)
        if line in ends and named and line.startswith(named) and _whole_name().fullmatch(line):
            return line
    return None


def _in_body(parsed: ParsedText, region: str | None) -> str | None:
    """Return the name with the area's that the body uses most."""
    if region is None:
        return None
    counted: Counter[str] = Counter()
    for sentence in parsed.sentences:
        at = parsed.clean.find(region, sentence.start, sentence.end)
        while at >= 0:
            begin = at + len(region)
            match = _rest_of_name().match(parsed.clean, begin, sentence.end)
            if match is not None:
                counted[region + match.group()] += 1
            at = parsed.clean.find(region, match.end() if match else at + 1, sentence.end)
    for name, _ in counted.most_common(3):
        if not pattern("organization", "not_reporter").search(name) or len(counted) == 1:
            return name
    return None


@cache
def _rest_of_name() -> re.Pattern[str]:
    """Return what follows the area in a reporter's name."""
    return compile_quick(f"[^\\s,。;:、()《》“”\\d]{{0,14}}?(?:{words().organization.suffix})")


def _from_source(parsed: ParsedText, region: str | None) -> str | None:
    """Return the name on the site's source line; a generic area at its head becomes the area itself."""
    for start, end, _ in parsed.site:
        for match in pattern("organization", "source").finditer(parsed.clean, start, end):
            name = next(filter(None, match.groups()), "")
            if not _whole_name().fullmatch(name):
                continue
            if region and re.match(words().organization.generic, name):
                return region + name[1:]
            return name
    return None


def region_of(parsed: ParsedText, titles: Sequence[str]) -> str | None:
    """Return the area reported on: the title's, or the one that the body names at its own level."""
    for title in titles:
        found = region_in(_without_year(title))
        if found:
            return found
    return _presented(parsed) or _most_named(parsed, _own_level(parsed))


def _presented(parsed: ParsedText) -> str | None:
    """Return the area whose office or whose self begins a clause of the first sentences: 云山县疾控中心审核…."""
    for number, sentence in enumerate(parsed.sentences[:_LEAD]):
        for clause in sentence.clauses:
            begin = pattern("organization", "lead").match(parsed.clean, clause.start, clause.end)
            at = begin.end() if begin else clause.start
            found = _region().match(parsed.clean, at, clause.end)
            if found is None or (found.group("name") and _no_region().search(found.group("name"))):
                continue
            office = _office().match(parsed.clean, found.end(), clause.end) is not None
            if office or (number < _TIMES and _begins_word(parsed.clean, at, found.group("name") or "") == "name"):
                return found.group()
    return None


def region_in(text: str) -> str | None:
    """Return the area that a title or a name begins with."""
    match = _region().match(text)
    if match is None or (match.group("name") and _no_region().search(match.group("name"))):
        return None
    return match.group()


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


def _without_year(text: str) -> str:
    """Return a title without the year or the span that it begins with."""
    return _leading_time().sub("", text)


@cache
def _leading_time() -> re.Pattern[str]:
    """Return what stands before the name in a title."""
    year = f"(?:{words().year.written}|{words().year.masked})".replace("?P<digits>", "?:").replace(
        "?P<numerals>", "?:"
    )
    return compile_quick(f"^(?:{year}|\\d{{4}})?{words().title.span}")


@cache
def _title_organization() -> re.Pattern[str]:
    """Return the pattern of a reporter at the head of a title."""
    org = words().organization
    name = f"[\\u4e00-\\u9fffXx×*_○]{{0,24}}?(?:{org.suffix})"
    return compile_quick(f"(?P<name>{name}(?:{org.suffix}|[^\\d\\s]{{0,6}}(?:{org.suffix}))?)(?={org.after})")


@cache
def _office() -> re.Pattern[str]:
    """Return the pattern of an office's name behind its area."""
    return re.compile(f"[\\u4e00-\\u9fff]{{0,14}}?(?:{words().organization.suffix})")


@cache
def _parts() -> re.Pattern[str]:
    """Return what parts the words of a head line."""
    return re.compile(r"[\s>›|:]+")


@cache
def _whole_name() -> re.Pattern[str]:
    """Return the pattern of a line or a word that is a reporter's name."""
    return compile_quick(f"[\\u4e00-\\u9fffXx×*_○]{{1,24}}(?:{words().organization.suffix})")


@cache
def _nobody() -> re.Pattern[str]:
    """Return the pattern of words that end like a reporter and are none."""
    return pattern("organization", "nobody")


@cache
def _region() -> re.Pattern[str]:
    """Return the pattern of an area at the head of a text: the smallest of a chain of areas included."""
    region = words().region
    name = f"(?:(?P<name>[\\u4e00-\\u9fff]{{2,{_LONGEST_NAME}}}?)|{region.masked})(?:{region.suffix}|{region.small})"
    chain = f"(?:(?:[\\u4e00-\\u9fff]{{2,3}}|{region.masked})(?:{region.above}))?{name}"
    return compile_quick(chain)


@cache
def _no_region() -> re.Pattern[str]:
    """Return the pattern of characters that make no name of an area."""
    return pattern("region", "not_name")
