"""Ranks, zeros in words and proportions: 第75位, 首位, 列第三; 零死亡; 床护比1:0.6."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from extractor.models import Quantity
from extractor.packs import compile_quick
from extractor.quantities.lexicon import LONGEST, characters, lexicon
from extractor.quantities.number_ends import number_end
from extractor.quantities.numerals import read
from extractor.quantities.units import unit_words

if TYPE_CHECKING:
    from collections.abc import Iterator

# What a rank and a zero in words begin with, and what stands between the parts of a proportion.
ORDINAL, ZERO, TO, FRONT = "第", "零", "比", "前"
_PROPORTION = re.compile(rf"[0-9]+(?:\.[0-9]+)?(?:\s?[:∶{TO}]\s?[0-9]+(?:\.[0-9]+)?){{1,6}}(?![0-9%‰万])")

# What may be a time of the day as well.
_CLOCK = re.compile(r"(?:[02-9]|[01][0-9]|2[0-4]):[0-5][0-9](?::[0-5][0-9])?")


@cache
def _cues() -> tuple[re.Pattern[str], ...]:
    """Return the cue of an ordinal, the first-place words, their cue, 零死亡, a front rank and its cue."""
    rank, zero = unit_words().rank, unit_words().zero
    numerals = lexicon().numerals
    digits = characters(numerals.digits, "plain") + characters(numerals.scales, "plain")
    words = "|".join(rank.words)
    things = "|".join(sorted(zero.words, key=len, reverse=True))
    return (
        compile_quick(rank.cue),
        re.compile(words),
        compile_quick(rank.word_cue),
        compile_quick(f"[{ZERO}0](?:{things})|{zero.also}"),
        compile_quick(
            rf"(?P<number>[0-9]{{1,3}}|[{digits}]{{1,3}})(?P<place>{rank.place})(?:{rank.front_closes})"
        ),
        compile_quick(rank.front_cue),
    )


def rank_at(text: str, place: int) -> Quantity | None:
    """Return the rank that begins with 第 at ``place``, or None."""
    if text[place : place + 1] != ORDINAL:
        return None
    begin = place + 1
    number = number_end(text, begin)
    reading = read(text[begin:number]) if number else None
    if number is None or reading is None or reading.relation == "range":
        return None
    unit = _rank_ends()[0].match(text, number)
    if unit is None and not _closes_after_cue(text, place, number):
        return None
    if unit is not None and place and text[place - 1] in unit_words().rank.not_after:
        return None
    end = unit.end() if unit else number
    value, low, high = (None if x is None else float(x) for x in (reading.value, reading.low, reading.high))
    name = unit_words().rank.unit
    shown = text[place:end]
    return Quantity(
        place,
        end,
        number,
        shown,
        value,
        low,
        high,
        name,
        "rank",
        reading.mask,
        "eq",
        (),
        "rank",
        "rank",
    )


def front_at(text: str, place: int) -> Quantity | None:
    """Return the rank told as one of the first so many (进入全市前3位), or None."""
    rule = unit_words().rank
    if text[place - 1 : place] != FRONT:
        return None
    match = _cues()[4].match(text, place)
    if match is None or not _cues()[5].search(text, max(0, place - rule.reach), place - 1):
        return None
    reading = read(match["number"])
    if reading is None or reading.value is None:
        return None
    value, end = float(reading.value), match.end("place")
    number_end, shown = match.end("number"), text[place:end]
    return Quantity(
        place,
        end,
        number_end,
        shown,
        value,
        None,
        value,
        rule.unit,
        "rank",
        "none",
        "le",
        (),
        "rank",
        "front",
    )


def _closes_after_cue(text: str, start: int, end: int) -> bool:
    """Tell whether an ordinal closes its clause and a cue of ranking stands before it."""
    if not _rank_ends()[1].match(text, end):
        return False
    return _cues()[0].search(text, max(0, start - unit_words().rank.reach), start) is not None


def rank_words(text: str) -> Iterator[Quantity]:
    """Yield the words for the first place that stand after a cue."""
    rule = unit_words().rank
    for match in _cues()[1].finditer(text):
        if _cues()[2].search(text, max(0, match.start() - 8), match.start()):
            value = float(rule.words[match.group()])
            start, end = match.span()
            yield Quantity(
                start,
                end,
                end,
                match.group(),
                value,
                value,
                value,
                rule.unit,
                "rank",
                "none",
                "eq",
                (),
                "rank",
                "rank_word",
            )


@cache
def _rank_ends() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the word of a place (位, 名), and what closes a clause."""
    return compile_quick(unit_words().rank.place), compile_quick(unit_words().rank.closes)


@cache
def _proportion_cues() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the cue of what may also be a clock time, and of what cannot."""
    rule = unit_words().proportion
    return compile_quick(rule.after), compile_quick(f"{rule.after}|{rule.after_no_time}")


def proportion_at(text: str, place: int) -> Quantity | None:
    """Return the proportion that begins at ``place``: its value is the quotient of two, null for more."""
    match = _PROPORTION.match(text, place)
    if match is None or match.end() - place > LONGEST:
        return None
    cue = _proportion_cues()[0 if _CLOCK.fullmatch(match.group()) else 1]
    if not cue.search(text, max(0, place - 24), place):
        return None
    numbers = [float(part) for part in re.split(f"[:∶{TO}]", match.group())]
    value = round(numbers[0] / numbers[1], 6) if len(numbers) == 2 and numbers[1] else None
    end = match.end()
    return Quantity(
        place,
        end,
        end,
        match.group(),
        value,
        value,
        value,
        None,
        "proportion",
        "none",
        "eq",
        (),
        "plain",
        "proportion",
    )


def zero_unit(thing: str) -> str | None:
    """Return the unit in which none of a thing is counted; null for 零 alone."""
    rule = unit_words().zero
    return rule.units.get(thing, rule.unit) if thing else None


def zero_at(text: str, place: int) -> Quantity | None:
    """Return the zero in words that begins at ``place`` (零死亡), or None."""
    if text[place : place + 1] not in (ZERO, "0") or text[place - 1 : place].isdecimal():
        return None
    match = _cues()[3].match(text, place)
    if match is None:
        return None
    end = match.end()
    # 零 alone (均为零) counts nothing that is named.
    unit = zero_unit(match.group()[1:])
    return Quantity(
        place,
        end,
        place + 1,
        match.group(),
        0.0,
        0.0,
        0.0,
        unit,
        "count",
        "none",
        "eq",
        (),
        "zero",
        "zero_word",
    )
