"""The title of a report: its own line, or the start of the first paragraph that the site glued to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from extractor.linking.profile_words import pattern, plain, words
from extractor.text.vocabulary import heading_mark

if TYPE_CHECKING:
    from extractor.text import ParsedText

# Sentences that may say what the report is.
_LEAD = 6
# Lines of the head in which the raw line breaks are looked for, and pieces of one.
_HEAD_LINES = 8
_MOST_PIECES = 12
# The title is looked for among this many first lines of the body, and above it in the site's.
_FIRST_LINES = 4


@dataclass(frozen=True, slots=True)
class Heading:
    """The title, with what belongs to it: ``text`` adds a name above and a date below, ``others`` are the site's titles.

    ``glued`` is what the site left of the first paragraph, where it stands on the title's line.
    """

    title: str | None
    text: str
    others: tuple[str, ...] = ()
    glued: str = ""


@lru_cache(maxsize=1)
def heading_of(parsed: ParsedText) -> Heading:
    """Return the title of the report and what belongs to it; several steps ask for that of one report."""
    site = _site_titles(parsed)
    lines = body_lines(parsed, _FIRST_LINES)
    found = _among([piece for line in head_spans(parsed) for piece in pieces(parsed, *line)])
    if found is not None:
        return Heading(*found, site)
    found = _among(lines)
    if found is not None:
        return Heading(*found, site)
    for line in lines:
        title = _repeated(parsed, line)
        if title:
            return Heading(title, title, site)
    for start, end, _ in parsed.site[:_FIRST_LINES]:
        for line in parsed.clean[start:end].split("\n"):
            title = _repeated(parsed, line)
            if title:
                return Heading(title, title, site, line[line.rfind(title) + len(title) :])
    if site:
        return Heading(site[0], site[0], site)
    for sentence in parsed.sentences[:_LEAD]:
        own = pattern("title", "itself").search(parsed.clean, sentence.start, sentence.end)
        if own:
            return Heading(own.group("title"), own.group("title"))
    return Heading(None, "")


@lru_cache(maxsize=1)
def head_spans(parsed: ParsedText) -> list[tuple[int, int]]:
    """Return the clean lines at the head of the document in their order, the site's and the body's."""
    made: list[tuple[int, int]] = []
    start = 0
    body = parsed.sentences[0].start if parsed.sentences else len(parsed.clean)
    count = 0
    while start < len(parsed.clean) and count < _FIRST_LINES:
        end = parsed.clean.find("\n", start)
        end = len(parsed.clean) if end < 0 else end
        if parsed.clean[start:end].strip():
            made.append((start, end))
            count += end > body
        start = end + 1
    return made[-_HEAD_LINES:]


@lru_cache(maxsize=_HEAD_LINES)
def pieces(parsed: ParsedText, start: int, end: int) -> list[str]:
    """Return a clean line cut where the raw text breaks it: what cleaning joined may be lines of their own."""
    first, last = parsed.to_raw(start, end)
    cuts: list[int] = []
    at = parsed.raw.find("\n", first, last)
    while at >= 0 and len(cuts) < _MOST_PIECES:
        low, high = start, end
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if parsed.to_raw(middle, middle + 1)[0] <= at else (low, middle)
        if not cuts or cuts[-1] != low:
            cuts.append(low)
        at = parsed.raw.find("\n", at + 1, last)
    edges = [start, *(cut for cut in cuts if start < cut < end), end]
    lines = [text for a, b in pairwise(edges) if (text := parsed.clean[a:b].strip())]
    return [part for line in lines for part in pattern("title", "signed").split(line)]


def _among(lines: list[str]) -> tuple[str, str] | None:
    """Return the title among the first lines and the text that belongs to it."""
    for number, line in enumerate(lines):
        found = _whole(line)
        below = lines[number + 1] if number + 1 < len(lines) else ""
        if not found or (pattern("title", "collection").match(line) and _whole(below)):
            continue
        above = lines[number - 1] if number else ""
        if above and _is_broken(above, found):
            return above + found, above + found
        return found, found + (below if below.startswith("(") else "")
    return None


def _site_titles(parsed: ParsedText) -> tuple[str, ...]:
    """Return the titles that stand on the site's lines above the body."""
    made: list[str] = []
    for start, end, _ in parsed.site:
        if parsed.sentences and start > parsed.sentences[-1].start:
            break
        for line in parsed.clean[start:end].split("\n"):
            found = _whole(line.strip())
            if found:
                made.append(found)
    return tuple(made)


def _is_broken(above: str, found: str) -> bool:
    """Tell whether a title goes over two lines: a name or a year stands above, or it begins in mid-phrase."""
    if len(above) + len(found) > words().title.longest or _ends_sentence(above):
        return False
    if _is_name(above):
        # A title with a name of its own is whole: only its author stands above.
        return found[:2] != above[:2]
    part = pattern("title", "not_name").search(above) is None
    dated = plain("year", "written")
    return part and (
        pattern("title", "goes_on").search(above + "\n" + found) is not None
        or (dated.search(above) is not None and dated.search(found) is None)
    )


def _is_name(line: str) -> bool:
    """Tell whether a line is a reporter's name alone, the first line of a broken title."""
    return _name_line().fullmatch(line) is not None


def body_lines(parsed: ParsedText, count: int) -> list[str]:
    """Return the first lines of the body."""
    made: list[str] = []
    last = -1
    for sentence in parsed.sentences:
        begin = parsed.clean.rfind("\n", 0, sentence.start) + 1
        if begin == last:
            continue
        last = begin
        end = parsed.clean.find("\n", sentence.start)
        made.append(parsed.clean[sentence.start : end if end >= 0 else len(parsed.clean)].strip())
        if len(made) == count:
            break
    return made


def _whole(line: str) -> str | None:
    """Return the title that a whole line is, without what site and file put around it."""
    if heading_mark().match(line):
        return None
    bare = _around().sub("", line).strip()
    limits = words().title
    if not limits.shortest <= len(bare) <= limits.longest or _ends_sentence(bare):
        return None
    return bare if pattern("title", "pattern").fullmatch(bare) else None


def _repeated(parsed: ParsedText, line: str) -> str | None:
    """Return the title at the head of a glued paragraph: it stands above or before it once more."""
    for start in range(min(len(line), words().title.longest)):
        found = pattern("title", "pattern").match(line, start)
        while found and len(found.group()) >= words().title.shortest:
            text = found.group()
            if parsed.clean.count(text) > 1:
                return _around().sub("", text)
            found = pattern("title", "pattern").match(line, start, found.end() - 1)
    return None


def _ends_sentence(line: str) -> bool:
    """Tell whether a line is a sentence or leads to a list, so no title."""
    return line.endswith(("。", ":", ";", "!", "?", ","))


@cache
def _around() -> re.Pattern[str]:
    """Return what stands around a title."""
    return pattern("title", "around")


@cache
def _name_line() -> re.Pattern[str]:
    """Return the pattern of a line that is a reporter's name."""
    return re.compile(f"[^\\s>,。:;]{{2,24}}(?:{words().organization.suffix})")
