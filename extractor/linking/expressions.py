"""Expressions of time in the text: found in one pass, read into periods for a given report year.

The patterns are in ``patterns/periods.yaml``; the code knows the kinds of expression and their parts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from extractor.linking import dates
from extractor.linking.period_words import words
from extractor.packs import CharacterIndex, compile_quick, first_characters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.models import Period

# An expression has at most so many characters before its first word for a time.
_LONGEST_BEGIN = 24
# How a year in digits begins, and how many it has.
_MILLENNIA = ("1", "2")
_YEAR_DIGITS = 4
_BLANK = re.compile(r"[xX×*_□○〇]")
_PART = re.compile(r"\{([a-z]+)(2?)\}(\??)")


@dataclass(frozen=True, slots=True)
class Saying:
    """One expression of time in the text, with its parts as they stand."""

    start: int
    end: int
    kind: str
    text: str
    parts: dict[str, str]
    compared: bool

    @property
    def is_relative(self) -> bool:
        """Tell whether it names a year by words: 明年, 去年."""
        return "y" in self.parts and not self.has_year

    @property
    def has_year(self) -> bool:
        """Tell whether it names a year in digits."""
        return _year_number(self.parts.get("y", "")) is not None


def find(text: str, start: int, end: int) -> Iterator[Saying]:
    """Yield the expressions of time in ``start:end``, in order."""
    if _holds().search(text, start, end) is None:
        return
    search = _near().search
    near = search(text, start, end)
    while near is not None:
        at = stop = near.start()
        for kind, pattern in _beginning_with(text[at]):
            match = pattern.match(text, at, end)
            if match is not None:
                stop = match.end()
                found = {key: value for key, value in match.groupdict().items() if value}
                compared = _compared().search(text, max(start, at - 4), at) is not None
                yield Saying(at, stop, kind, match.group(), found, compared)
                break
        near = search(text, max(stop, at + 1), end)


def period_of(saying: Saying, base: int | None, own: Period | None) -> Period | None:
    """Return the period that an expression means in a report on the year ``base`` with the period ``own``."""
    if saying.kind in ("own", "since"):
        return None if _is_masked(saying.parts.get("y", "")) else own
    if saying.kind == "same_time":
        return dates.year_before(own)
    if saying.kind == "whole":
        return dates.whole_year(own)
    if saying.kind == "five_years":
        return _calendar(saying, 0)
    year = read_year(saying.parts["y"], base) if "y" in saying.parts else base
    if year is None:
        return None
    if saying.kind == "year":
        return own if _years_by_words()[0].search(saying.text) else dates.year(year)
    if saying.kind == "from_month":
        month = small_number(saying.parts["m"])
        end = own.end if own is not None else None
        return dates.months(year, month, end.year, end.month) if month and end is not None else None
    return _calendar(saying, year)


def _calendar(saying: Saying, year: int) -> Period | None:
    """Return the period of an expression with parts of the calendar."""
    part = {key: small_number(value) for key, value in saying.parts.items() if key not in ("y", "y2", "h")}
    first, last = part.get("m"), part.get("m2")
    match saying.kind:
        case "until" if "m" not in saying.parts:
            return dates.until(year)
        case "until":
            return dates.until(year, first, part.get("d")) if first and part.get("d", 1) else None
        case "to_year_end":
            return dates.months(year, first, year, 12) if first else None
        case "months":
            end = read_year(saying.parts.get("y2", ""), year) or year
            return dates.months(year, first, end, last) if first and last else None
        case "first_months":
            return dates.months(year, 1, year, part["n"] or 0)
        case "half":
            return dates.half(year, 1 if saying.parts["h"] in words().first_half else 2)
        case "first_quarters":
            return dates.months(year, 1, year, (part["q"] or 0) * 3)
        case "quarter":
            return dates.quarter(year, part["q"] or 0)
        case "month":
            return dates.month(year, first) if first else None
        case "year_start":
            return dates.month(year, 1)
        case "year_span":
            return dates.months(year, 1, int(saying.parts["y2"]), 12)
        case "five_years":
            begin = words().first_five_years + 5 * ((part["era"] or 0) + 10 - 1)
            return dates.months(begin, 1, begin + 4, 12)
        case "years":
            return dates.months(year + 1 - (part["n"] or 1), 1, year, 12)
        case _:
            return _span(part, year, read_year(saying.parts.get("y2", ""), year) or year)


def _span(part: dict[str, int | None], year: int, last_year: int) -> Period | None:
    """Return the period from one day to another, or one day."""
    month, day = part.get("m"), part.get("d")
    if month is None or day is None:
        return None
    last_month, last_day = part.get("m2", month), part.get("d2", day)
    return (
        dates.days((year, month, day), (last_year, last_month, last_day)) if last_month and last_day else None
    )


def read_year(text: str, base: int | None) -> int | None:
    """Return the year that the words for one mean, or nothing when it is masked or needs a base that is not known."""
    number = _year_number(text)
    if number is not None or base is None or _is_masked(text):
        return number
    _, before_last, coming, last = _years_by_words()
    if before_last.search(text):
        return base - 2
    if coming.search(text):
        return base + 1
    return base - 1 if last.search(text) else base


def _year_number(text: str) -> int | None:
    """Return the year written in digits or in Chinese numerals one by one."""
    if text[:1] in _MILLENNIA and len(text) >= _YEAR_DIGITS and text[:_YEAR_DIGITS].isdecimal():
        return int(text[:_YEAR_DIGITS])
    digits = text.translate(_digit_table())[:_YEAR_DIGITS]
    return int(digits) if len(digits) == _YEAR_DIGITS and digits.isdecimal() else None


def _is_masked(text: str) -> bool:
    """Tell whether the year is written but masked."""
    return bool(text) and _year_number(text) is None and _BLANK.search(text) is not None


def small_number(text: str) -> int | None:
    """Return a small number in digits or Chinese numerals, nothing when masked."""
    if text.isdecimal():
        return int(text)
    table, ten = _digit_table(), words().ten
    if ten in text:
        before, _, after = text.partition(ten)
        return int(before.translate(table) or 1) * 10 + int(after.translate(table) or 0)
    plain = text.replace(words().two, words().digits[3]).translate(table)
    return int(plain) if plain.isdecimal() else None


@cache
def _years_by_words() -> tuple[re.Pattern[str], ...]:
    """Return the words for this year, the year before the last, the next and the last."""
    known = words()
    named = (known.this_year, known.year_before_last, known.next_year, known.last_year)
    return tuple([re.compile(name) for name in named])


@cache
def _digit_table() -> dict[int, str]:
    """Return the translation of Chinese digits."""
    digits = words().digits
    # The first two are both zero.
    table = {ord(char): str(max(index - 1, 0)) for index, char in enumerate(digits)}
    return table | {ord(char): "0" for char in words().zero}


@cache
def _near() -> re.Pattern[str]:
    """Return a search for the places where an expression may begin.

    ``re`` skips to the characters of a class much faster than it tries a pattern at every place. A number or a
    small word begins an expression only where a word for a time is near; most are figures.
    """
    known = words()
    near = f"{known.begins}{known.within}{{0,{_LONGEST_BEGIN}}}+{known.ends}|{known.alone}"
    return re.compile(f"{known.begins}(?<=(?={near})(?s:.))")


@cache
def _holds() -> re.Pattern[str]:
    """Return the pattern that every stretch with an expression of time fits."""
    return compile_quick(words().holds)


@lru_cache(maxsize=1000)
def _beginning_with(first: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return kind and pattern of each expression that may begin with a character, in the order of the file."""
    index, each = _each()
    bits = index.bits(first)
    return tuple(one for number, one in enumerate(each) if bits >> number & 1)


@cache
def _each() -> tuple[CharacterIndex, list[tuple[str, re.Pattern[str]]]]:
    """Return kind and pattern with named parts of each expression, and which begin with a character."""
    sources = [(item.kind, _fill(item.pattern)) for item in words().expressions]
    index = CharacterIndex([first_characters(source) for _, source in sources])
    return index, [(kind, compile_quick(source)) for kind, source in sources]


@cache
def _compared() -> re.Pattern[str]:
    """Return the pattern of words that make an expression one side of a comparison."""
    return compile_quick(words().compared)


def _fill(pattern: str) -> str:
    """Put the parts into a pattern; a part that stands in two branches is named in the first only."""
    seen: set[str] = set()

    def part(match: re.Match[str]) -> str:
        name, second, maybe = match.groups()
        key = name + second
        if name != "dash" and key not in seen:
            seen.add(key)
            return f"(?P<{key}>{words().parts[name]}){maybe}"
        return f"(?:{words().parts[name]}){maybe}"

    return _PART.sub(part, pattern)
