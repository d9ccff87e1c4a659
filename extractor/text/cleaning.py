"""Cleaning: raw text to clean text, with every character's place in the raw text kept.

Reads the raw text; adds the clean text, the offset map, and the list of what was taken out. Three
passes: characters one for one, then entities, debris and page marks, then spaces and line breaks.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import cache

from extractor.packs import compile_starts
from extractor.text.hidden import unhide
from extractor.text.offsets import Edit, OffsetMap, apply
from extractor.text.pages import page_counters, page_marks
from extractor.text.spaces import PAGE, space_edits
from extractor.text.vocabulary import noise

# A point typed as 。 or , between digits. A full stop before a date or a list number is left alone.
# The mark itself comes first: there are few of them.
_POINT = re.compile(
    r"[。,·•](?<=[0-9*].)(?:(?<=。)(?<!\.[0-9].)(?<!\.[0-9]{2}.)(?<!\.[0-9]{3}.)(?=[0-9*]{1,4}(?![0-9])(?!\s*[月日年、岁]))"
    r"|(?<=,)(?=[0-9]{1,2}[%‰万亿])(?<![0-9]{4},)|(?<=[·•])(?=[0-9]{1,4}[%‰万亿]))"
)
# A year with letters among its digits; the word behind it comes first: there are few of them.
_LETTERED_YEAR = re.compile(
    r"(?<![0-9A-Za-z])(?=[0-9]{0,3}[OoQlIZ])(?:[2Z][0OoQ]|[1lI]9)[0-9OoQlI]{2}(?=\s?年)"
)
# One of its letters, between others or right before the word.
_YEAR_LETTER = re.compile(r"[OoQlIZ](?:(?=[0-9OoQlIZ])|(?<=[0-9OoQlIZ].)(?=\s?年))")
_TAG = r"</?(?:p|br|div|span|b|strong|font|td|tr|li|h[1-6])\b[^<>\n]{0,120}>"
_ENTITY = r"&(?:#\d{1,6}|#x[0-9a-fA-F]{1,5}|[a-zA-Z]{2,8});"
_TONES = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
_PINYIN = rf"(?<=[\u4e00-\u9fff])\([a-zü]{{0,5}}[{_TONES}][a-zü]{{0,4}}\)"


@dataclass(frozen=True, slots=True)
class Removed:
    """A stretch of raw text that is not in the clean text and holds a number; raw offsets."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Clean text, the way back, and what was taken out on the way."""

    text: str
    offsets: OffsetMap
    removed: tuple[Removed, ...]
    scars: tuple[tuple[int, int], ...]


@cache
def _characters() -> tuple[dict[str, str], re.Pattern[str]]:
    """Return the one-for-one table, half-width forms and simplified characters, and the class of its keys."""
    table = {PAGE: " "}
    for pairs in (noise().half_width, noise().traditional):
        table.update(zip(pairs.source, pairs.target, strict=True))
    return table, re.compile(f"[{re.escape(''.join(table))}]")


def _one_for_one(text: str) -> str:
    """Return the text with the characters of the table replaced; few of them stand in any one text."""
    table, sought = _characters()
    for character in set(sought.findall(text)):
        text = text.replace(character, table[character])
    return text


def _typed() -> str:
    """Return the pattern of words typed in Latin letters after a number; group ``broken`` where they damage it."""
    words = sorted(noise().typed_words, key=lambda word: -len(word.text))
    broken, plain = (
        "|".join(f"{word.text}(?={word.before})" for word in words if word.broken is wanted)
        for wanted in (True, False)
    )
    return f"(?P<broken>{broken})|(?P<typed>{plain})"


@cache
def _becomes() -> dict[str, str]:
    becomes = {item.text: item.becomes for item in noise().entity_debris}
    return becomes | {word.text: word.becomes for word in noise().typed_words}


def _debris_source() -> str:
    words = "|".join(
        re.escape(item.text) for item in sorted(noise().entity_debris, key=lambda i: -len(i.text))
    )
    return (
        f"(?P<entity>{_ENTITY})|(?P<tag>{_TAG})|(?P<pinyin>{_PINYIN})|(?P<debris>{words})"
        f"|(?P<escape>\\\\(?=[*_]))|(?<=[0-9])(?:{_typed()})"
    )


@cache
def _debris_starts() -> re.Pattern[str]:
    return compile_starts(_debris_source())


@cache
def _debris() -> re.Pattern[str]:
    return re.compile(_debris_source())


@cache
def _year_letters() -> dict[int, int]:
    """Return the translation of letters within a year."""
    pairs = noise().year_letters
    return str.maketrans(pairs.source, pairs.target)


def clean(raw: str) -> Cleaned:
    """Return the clean text of ``raw`` with the map back to it."""
    text = _one_for_one(raw)
    if _YEAR_LETTER.search(text) is not None:
        text = _LETTERED_YEAR.sub(lambda year: year.group().translate(_year_letters()), text)
    edits, scars = _markup_edits(text)
    removed = tuple(
        Removed(edit.start, edit.end, "page" if edit.text == PAGE else "markup")
        for edit in edits
        if any(c.isdecimal() for c in text[edit.start : edit.end])
    )
    offsets = None
    if edits:
        text, offsets = apply(text, edits, None)
    text, offsets = apply(text, space_edits(text), offsets)
    points = list(_POINT.finditer(text))
    if points:
        scars += [offsets.span(*point.span()) for point in points if point.group() == ","]
        text = _POINT.sub(".", text)
    text = unhide(text)
    return Cleaned(text, offsets, removed, tuple(sorted(scars)))


def _markup_edits(text: str) -> tuple[list[Edit], list[tuple[int, int]]]:
    """Return the edits that take out page marks and markup, and the spans of what damages a number around it."""
    marks = page_marks(text)
    counters = page_counters(text)
    marks += (span for chain in counters for span in chain)
    # The first counter of a split document stands before its body: what is above is the site's.
    first = {chain[0] for chain in counters if chain}
    found = [Edit(start, end, "\n" if (start, end) in first else PAGE) for start, end in marks]
    at = 0
    for start in _debris_starts().finditer(text):
        match = _debris().match(text, start.start()) if start.start() >= at else None
        if match is not None:
            at = match.end()
            if match["broken"]:
                marks.append(match.span())
            # The reading of a character belongs to the character: both stand for it in the raw text.
            before = 1 if match["pinyin"] else 0
            kept = text[match.start() - before : match.start()]
            found.append(Edit(match.start() - before, at, kept + _decode(match)))
    found.sort(key=lambda edit: edit.start)
    edits: list[Edit] = []
    for edit in found:
        if not edits or edit.start >= edits[-1].end:
            edits.append(edit)
    return edits, marks


def _decode(match: re.Match[str]) -> str:
    """Return what the markup stands for: the entity's character, a break for a tag, or nothing."""
    text = match.group()
    if match["entity"]:
        decoded = html.unescape(text)
        return text if decoded == text else _one_for_one(decoded)
    if match["tag"]:
        return (
            "\n"
            if not text.lower().startswith(("<b>", "</b", "<span", "</span", "<strong", "<font", "</font"))
            else ""
        )
    return _becomes().get(text, "")
