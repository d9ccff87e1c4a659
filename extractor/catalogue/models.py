"""The catalogue's rule pack model: indicators with their match terms, ranges and examples."""

from __future__ import annotations

import re
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from extractor.packs import PackModel, load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

Dimension = Literal[
    "count",
    "ratio",
    "money",
    "area",
    "duration",
    "score",
    "rank",
    "capacity",
    "multiple",
    "rate",
    "points",
    "length",
    "mass",
    "volume",
    "energy",
]
IndicatorId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Term = Annotated[str, StringConstraints(pattern=r"^[^|]+(\|[^|]+)*$")]

NULLABLE = frozenset({"count", "score", "rank", "capacity"})
"""Dimensions whose figures may come without a unit: a bare 0 deaths, a bare score."""


class Example(PackModel):
    """One label as the linker would give it, with all that matching looks at."""

    label: Text
    population: Text | None = None
    qualifiers: tuple[Text, ...] = ()
    section: tuple[Text, ...] = ()
    unit: Text | None = None
    change: Literal["up", "down"] | None = None

    def __str__(self) -> str:
        """Show the parts that were given, in one line for messages."""
        parts = [self.label, self.population or "", *self.qualifiers, self.unit or "", self.change or ""]
        where = f" in {' > '.join(self.section)}" if self.section else ""
        return " ".join(part for part in parts if part) + where


class Terms(PackModel):
    """What has to occur, and must not, for a figure to be this indicator; literals, no regex."""

    topic: tuple[Term, ...] = Field(min_length=1)
    context: tuple[Term, ...] = ()
    not_: tuple[Term, ...] = Field(default=(), alias="not")
    change: bool = False

    def literals(self) -> Iterator[str]:
        """Every literal of every term, as written."""
        for term in (*self.topic, *self.context, *self.not_):
            yield from term.split("|")


class Indicator(PackModel):
    """One indicator: its names, what it is measured in, how it is recognised, and its examples."""

    id: IndicatorId
    title: Text
    title_en: Text
    dimension: Dimension
    unit: Text | None
    units: tuple[Text, ...] = ()
    definition: Text
    match: Terms
    range: tuple[float | None, float | None] = (None, None)
    numerator: IndicatorId | None = None
    denominator: IndicatorId | None = None
    source: Text | None = None
    replaces: bool = False
    examples: tuple[Example, ...] = Field(min_length=1)
    counterexamples: tuple[Example, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        """A range has its ends in order, only rates are quotients, and the unit is an accepted one."""
        low, high = self.range
        if low is not None and high is not None and low > high:
            message = f"range: {low} is above {high}"
            raise ValueError(message)
        quotient = self.dimension in {"ratio", "rate", "multiple", "money", "capacity"}
        if (self.numerator or self.denominator) and not quotient:
            message = f"numerator and denominator belong to rates, not to {self.dimension}"
            raise ValueError(message)
        if self.units and self.unit is not None and self.unit not in self.units:
            message = f"units: the standard unit {self.unit} is not among them"
            raise ValueError(message)
        return self

    @cached_property
    def accepted(self) -> frozenset[str]:
        """The units that match, the standard unit included."""
        return frozenset(self.units or ((self.unit,) if self.unit else ()))


class CatalogueFile(PackModel):
    """One YAML file of indicators on one theme."""

    kind: Literal["catalogue"]
    domain: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
    source: Text
    indicators: tuple[Indicator, ...] = Field(min_length=1)


class Variant(PackModel):
    """A word written in place of another, and texts in which it stands."""

    written: Text
    meant: Text
    examples: tuple[Text, ...] = Field(min_length=1)


class Variants(PackModel):
    """The words of ``patterns/variants.yaml``."""

    kind: Literal["variants"]
    variants: tuple[Variant, ...]


_SPACES = re.compile(r"\s+")
# Texts of these characters alone are folded already.
_FOLDED = re.compile(r"[\u4e00-\u9fff0-9a-z%./:,()]*")
_MARKS = str.maketrans(
    {
        **dict.fromkeys("\u2014\u2013\u2015\uff0d\u2012\u2011\uff5e~", "-"),
        **dict.fromkeys("\u201c\u201d\u2018\u2019\"'\u300a\u300b\u300c\u300d", None),
        **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5E) if code != 0xFF0D},
    }
)


def fold(text: str) -> str:
    """One spelling of what reports write in several: no blanks, no quotes, one dash, half width."""
    if _FOLDED.fullmatch(text):
        return text
    return _SPACES.sub("", text.translate(_MARKS)).lower().replace("--", "-")


@lru_cache(maxsize=20_000)
def spell(text: str) -> str:
    """The folded text with every variant read as the word that it stands for."""
    plain = fold(text)
    for written, meant in _variants():
        if written in plain:
            plain = plain.replace(written, meant)
    return plain


@cache
def _variants() -> tuple[tuple[str, str], ...]:
    """The variants, folded."""
    known = load_vocabulary("variants", Variants)
    return tuple((fold(one.written), fold(one.meant)) for one in known.variants)
