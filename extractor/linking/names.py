"""Who reports: names from the title, the body, the signature and the site's source line."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from extractor.linking.areas import region_in, without_year
from extractor.linking.profile_words import pattern, words
from extractor.linking.titles import head_spans, pieces
from extractor.packs import compile_quick

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.text import ParsedText

# So many of the last lines may be the signature.
_SIGNATURE = 3
# So many of the first sentences have the reporter as their subject.
_LEAD = 5


def organization_of(parsed: ParsedText, titles: Sequence[str], region: str | None) -> str | None:
    """Return who reports, as the text names it."""
    return (
        next(filter(None, map(organization_in_title, titles)), None)
        or _at_head(parsed, region)
        or _signed(parsed, region)
        or _in_body(parsed, region)
        or _from_source(parsed, region)
        or _addresser(parsed)
        or _subject(parsed, region)
        or (region if region and _itself().search(region) else None)
    )


def account_region(parsed: ParsedText, organization: str | None) -> str | None:
    """Return the area before the reporter's field in the name of the account that posted it: 云山教育 for 市教育局."""
    generic = _generic().fullmatch(organization or "")
    if generic is None:
        return None
    field = re.compile(f"([\u4e00-\u9fff]{{2,3}}){re.escape(generic.group('field'))}(?![\u4e00-\u9fff])")
    for start, end in head_spans(parsed):
        for piece in pieces(parsed, start, end):
            found = field.match(piece)
            if found is not None:
                return found.group(1) + generic.group("level")
    return None


def organization_in_title(title: str) -> str | None:
    """Return the reporter that a title begins with."""
    match = _title_organization().match(without_year(title))
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


def _addresser(parsed: ParsedText) -> str | None:
    """Return the reporter that writes to the same offices below it and to the parts of its own."""
    for start, end in head_spans(parsed):
        for piece in pieces(parsed, start, end):
            found = pattern("organization", "addressed").search(piece)
            if found is not None:
                return found.group("level") + found.group("field") + found.group("kind")
    return None


def _subject(parsed: ParsedText, region: str | None) -> str | None:
    """Return the reporter without a name of its area (市教育局) that is the subject of the first sentences."""
    for sentence in parsed.sentences[:_LEAD]:
        for clause in sentence.clauses:
            begin = pattern("organization", "lead").match(parsed.clean, clause.start, clause.end)
            at = begin.end() if begin else clause.start
            found = _generic().match(parsed.clean, at, clause.end)
            if found is None or pattern("organization", "not_reporter").search(found.group()):
                continue
            if region and region.endswith(found.group("level")):
                return region + found.group()[1:]
            return found.group()
    return None


def _from_source(parsed: ParsedText, region: str | None) -> str | None:
    """Return the name on the site's source line; a generic area at its head becomes the area itself."""
    spans = [(start, end) for start, end, _ in parsed.site]
    spans.extend(
        (sentence.start, sentence.end)
        for sentence in (*parsed.sentences[:_LEAD], *parsed.sentences[-_SIGNATURE:])
    )
    for start, end in spans:
        for match in pattern("organization", "source").finditer(parsed.clean, start, end):
            name = next(filter(None, match.groups()), "")
            if not _whole_name().fullmatch(name):
                continue
            if region and re.match(words().organization.generic, name):
                return region + name[1:]
            return name
    return None


@cache
def _title_organization() -> re.Pattern[str]:
    """Return the pattern of a reporter at the head of a title."""
    org = words().organization
    name = f"[\\u4e00-\\u9fffXx×*_○□-]{{0,24}}?(?:{org.suffix})"
    return compile_quick(f"(?P<name>{name}(?:{org.suffix}|[^\\d\\s]{{0,6}}(?:{org.suffix}))?)(?={org.after})")


@cache
def _generic() -> re.Pattern[str]:
    """Return the pattern of an office named by its level alone, as the subject of what follows."""
    org = words().organization
    return compile_quick(
        f"(?P<level>{org.generic})(?P<field>[\\u4e00-\\u9fff]{{2,10}}?)(?:{org.office})(?!{org.generic}|[和与及、])"
    )


@cache
def _itself() -> re.Pattern[str]:
    """Return the pattern of an area that is its own office."""
    return compile_quick(f"(?:{words().region.small})$")


@cache
def _parts() -> re.Pattern[str]:
    """Return what parts the words of a head line."""
    return re.compile(r"[\s>›|:]+|(?=截至)")


@cache
def _whole_name() -> re.Pattern[str]:
    """Return the pattern of a line or a word that is a reporter's name."""
    return compile_quick(f"[\\u4e00-\\u9fffXx×*_○□-]{{1,24}}(?:{words().organization.suffix})")


@cache
def _nobody() -> re.Pattern[str]:
    """Return the pattern of words that end like a reporter and are none."""
    return pattern("organization", "nobody")
