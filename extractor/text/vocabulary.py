"""The words and patterns of the text stage: models of noise, boilerplate and headings files."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, model_validator

from extractor.packs import (
    PackModel,
    RuleExamples,
    branches,
    compile_quick,
    compile_starts,
    first_characters,
    load_vocabulary,
)

if TYPE_CHECKING:
    from extractor.packs import Characters


class CharacterPairs(PackModel):
    """Characters that become another one of the same length, pair by pair."""

    source: Annotated[str, Field(alias="from")]
    target: Annotated[str, Field(alias="to")]

    @model_validator(mode="before")
    @classmethod
    def _join(cls, data: dict[str, object]) -> dict[str, object]:
        return {key: "".join(value) if isinstance(value, list) else value for key, value in data.items()}

    @model_validator(mode="after")
    def _paired(self) -> CharacterPairs:
        if len(self.source) != len(self.target):
            message = f"{len(self.source)} characters in `from`, {len(self.target)} in `to`"
            raise ValueError(message)
        return self


class Debris(PackModel):
    """What is left of an HTML entity, and the character that it was."""

    text: str
    becomes: str


class PageMark(RuleExamples):
    """A page number or running head inside the text."""

    id: str
    pattern: str


class PageSplit(PackModel):
    """The numbers that page splitting leaves: how many digits, and how long a line must be."""

    longest_number: int
    shortest_line: int


class TypedWord(PackModel):
    """A word in Latin letters right after a number, what it means, and whether the number is damaged by it."""

    text: str
    becomes: str
    before: str = "(?![A-Za-z])"
    broken: bool = False


class HiddenDigits(RuleExamples):
    """Glyphs that stand for digits, the measures they need behind them, and what closes a bare one."""

    glyphs: str
    measures: str
    closes: str


class Noise(PackModel):
    """``patterns/noise.yaml``."""

    kind: Literal["noise"]
    half_width: CharacterPairs
    year_letters: CharacterPairs
    traditional: CharacterPairs
    entity_debris: tuple[Debris, ...]
    page_marks: tuple[PageMark, ...]
    typed_words: tuple[TypedWord, ...]
    hidden_digits: HiddenDigits
    page_split: PageSplit
    latin_units: tuple[str, ...]
    line_enders: str

    @model_validator(mode="after")
    def _once(self) -> Noise:
        # The characters are replaced one after the other.
        chained = set(self.half_width.source + self.traditional.source) & set(
            self.half_width.target + self.traditional.target
        )
        if chained:
            message = f"{''.join(sorted(chained))}: in `from` and in `to`"
            raise ValueError(message)
        return self


class BoilerplateCue(RuleExamples):
    """A sign that a line, or all to one side of it, is the site's and not the report's."""

    id: str
    where: Literal["head", "tail", "line", "inline"]
    pattern: str


class Boilerplate(PackModel):
    """``patterns/boilerplate.yaml``."""

    kind: Literal["boilerplate"]
    body_paragraph: int
    cues: tuple[BoilerplateCue, ...]


class HeadingStyle(PackModel):
    """One style of numbering before headings; lower rank is further out."""

    id: str
    rank: int
    pattern: str
    examples: Annotated[tuple[str, ...], Field(min_length=1)]


class Headings(PackModel):
    """``patterns/headings.yaml``."""

    kind: Literal["headings"]
    longest: int
    styles: tuple[HeadingStyle, ...]


_CUE_FLAGS = re.IGNORECASE | re.MULTILINE


def noise() -> Noise:
    """Return the noise vocabulary."""
    return load_vocabulary("noise", Noise)


def boilerplate() -> Boilerplate:
    """Return the boilerplate cues."""
    return load_vocabulary("boilerplate", Boilerplate)


def headings() -> Headings:
    """Return the heading styles."""
    return load_vocabulary("headings", Headings)


@cache
def heading_mark() -> re.Pattern[str]:
    """Return the pattern of any heading mark; group ``h<i>`` tells which style matched."""
    parts = (f"(?P<h{index}>{style.pattern})" for index, style in enumerate(headings().styles))
    return compile_quick("|".join(parts))


@cache
def cue_pattern(where: str) -> re.Pattern[str]:
    """Return one pattern for all boilerplate cues that reach ``where``; the group names the cue."""
    parts = (f"(?P<{cue.id}>{cue.pattern})" for cue in boilerplate().cues if cue.where == where)
    return compile_quick("|".join(parts), _CUE_FLAGS)


@cache
def cue_hints() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what a line begins with, and a search for what stands in it, when it may hold a cue below the head."""
    every = [branch for cue in boilerplate().cues if cue.where != "head" for branch in branches(cue.pattern)]
    opening = [branch for branch in every if branch.startswith("^")]
    within = [branch for branch in every if not branch.startswith("^")]
    return (
        re.compile("|".join(opening) or "(?!)", _CUE_FLAGS),
        compile_starts("|".join(_guarded(within)) or "(?!)", _CUE_FLAGS),
    )


def _guarded(patterns: list[str]) -> list[str]:
    """Return the patterns in groups behind a look at the second character: what they begin with is common."""
    numbers: list[str] = []
    words: list[str] = []
    others: list[str] = []
    behind_numbers: list[Characters] = []
    seconds: list[Characters] = []
    for pattern in patterns:
        first = first_characters(pattern)
        if first is None or first.ranges:
            others.append(pattern)
            continue
        digits = frozenset("0123456789") if first.digits else frozenset[str]()
        second = first_characters(pattern, first.singles | digits)
        if second is None or (first.digits and first.singles):
            others.append(pattern)
        elif first.digits:
            numbers.append(pattern)
            behind_numbers.append(second)
        else:
            words.append(pattern)
            seconds += (first, second)
    found: list[str] = []
    if numbers:
        # As far as most numbers go: from each digit of a long row to its end would cost its square.
        behind = rf"(?=\d{{0,12}}+(?:\d|{_class(behind_numbers)}))"
        found.append(rf"\d{behind}(?<=(?={'|'.join(numbers)})(?s:.))")
    if words:
        found.append(f"(?=(?s:.){_class(seconds)})(?:{'|'.join(words)})")
    return found + others


def _class(sets: list[Characters]) -> str:
    """Return the class of all characters of the sets."""
    singles = {re.escape(character) for found in sets for character in found.singles}
    ranges = {f"{re.escape(low)}-{re.escape(high)}" for found in sets for low, high in found.ranges}
    digits = {r"\d" for found in sets if found.digits}
    return f"[{''.join(sorted(singles | ranges | digits))}]"
