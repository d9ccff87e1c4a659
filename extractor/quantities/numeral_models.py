"""The shape of the three pattern files that numerals are read with: numerals, masks, relations.

Every rule carries examples: a text that is one whole numeral and what ``parse_number`` must give for
it. A counterexample is a text that must give no value.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from extractor.models import Mask, Relation
from extractor.packs import PackModel

Words = Annotated[tuple[str, ...], Field(min_length=1)]


class NumeralExample(PackModel):
    """A whole numeral and the answer to it; without low and high an ``eq`` has both equal to value."""

    text: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    relation: Relation = "eq"
    mask: Mask = "none"
    unit: str | None = None


class NumeralRule(PackModel):
    """What every rule of these files has: examples, and texts that are not it."""

    examples: Annotated[tuple[NumeralExample, ...], Field(min_length=1)]
    counterexamples: tuple[str, ...] = ()


class DigitRule(NumeralRule):
    """The characters of one digit."""

    value: Annotated[int, Field(ge=0, le=9)]
    plain: str
    formal: str = ""
    rare: str = ""


class ScaleRule(NumeralRule):
    """The characters of one scale word; a big one multiplies all that stands before it."""

    value: Annotated[int, Field(ge=10)]
    plain: str = ""
    formal: str = ""
    rare: str = ""
    big: bool = False


class LigatureRule(NumeralRule):
    """Characters that are short for several others."""

    characters: str
    stands_for: str


class PointRule(NumeralRule):
    """The decimal point in words, and signs typed in its place."""

    words: Words
    typed: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()


class SignRule(NumeralRule):
    """The signs before a number."""

    negative: Words
    positive: Words
    not_after: str = ""


class SeveralRule(NumeralRule):
    """Words for a digit that nobody counted, from ``low`` to just under ``below``."""

    words: Words
    low: int
    below: int


class MoreRule(NumeralRule):
    """Words that make the number a lower bound."""

    words: Words
    after_round: Words
    not_before: tuple[str, ...] = ()


class PairRule(NumeralRule):
    """Two digits in a row that mean a range although the second is not the next one."""

    extra: tuple[str, ...]


class RangeRule(NumeralRule):
    """Words between the two ends of a range."""

    words: Words


class PartUnit(PackModel):
    """A denominator that implies a unit; ``alone`` is what one of the unit is worth without it."""

    denominator: int
    unit: str
    alone: float = 1


class FractionRule(NumeralRule):
    """N分之M, with a whole part, or with a slash."""

    words: Words
    whole: Words
    slash: Words
    units: tuple[PartUnit, ...]


class TenthRule(NumeralRule):
    """Tenths: 三成五."""

    words: Words
    unit: str
    parts: int
    not_before: tuple[str, ...] = ()


class DiscountRule(NumeralRule):
    """A price told in tenths or hundredths."""

    words: Words
    unit: str


class HalfRule(NumeralRule):
    """The half, and what links it to a whole number before it (两个半)."""

    words: Words
    links: Words
    before: str
    whole_before: str


class IdiomRule(NumeralRule):
    """Words that are a number as they stand; ``sought`` in running text too."""

    words: Words
    value: float
    relation: Relation = "eq"
    unit: str | None = None
    sought: bool = False


class DoublingRule(NumeralRule):
    """翻N番."""

    before: Words
    after: Words
    unit: str


class SuffixRule(NumeralRule):
    """A unit that is itself a number and may close a whole numeral."""

    words: Words
    factor: float
    unit: str | None = None
    alone: float = 1


class ApartRule(PackModel):
    """Words of units that begin like a number."""

    words: Words


class Numerals(PackModel):
    """``patterns/numerals.yaml``."""

    kind: Literal["numerals"]
    digits: tuple[DigitRule, ...]
    scales: tuple[ScaleRule, ...]
    ligatures: tuple[LigatureRule, ...]
    points: PointRule
    signs: SignRule
    several: SeveralRule
    more: MoreRule
    pairs: PairRule
    ranges: RangeRule
    fractions: FractionRule
    tenths: TenthRule
    discounts: DiscountRule
    halves: HalfRule
    idioms: tuple[IdiomRule, ...]
    doubling: DoublingRule
    suffixes: tuple[SuffixRule, ...]
    apart: ApartRule
    forms: NumeralRule


class MaskRule(NumeralRule):
    """Characters that stand where a digit was hidden, and when they do."""

    characters: str
    use: Literal["always", "digit", "letter", "double", "zero"]
    not_before: tuple[str, ...] = ()


class Masks(PackModel):
    """``patterns/masks.yaml``."""

    kind: Literal["masks"]
    masks: tuple[MaskRule, ...]


class RelationRule(NumeralRule):
    """Words that bound a number; ``bare_scale`` ones stand only before a scale word without digits."""

    words: Words
    relation: Relation
    bare_scale: bool = False


class Relations(PackModel):
    """``patterns/relations.yaml``: the words before a number and the words after it."""

    kind: Literal["relations"]
    before: tuple[RelationRule, ...]
    after: tuple[RelationRule, ...]
