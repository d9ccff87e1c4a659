"""The shape of ``patterns/units.yaml``: units, and the contexts in which a number without much of one counts."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from extractor.packs import PackModel, RuleExamples


class UnitExample(PackModel):
    """A text with one figure, and what it must give; ``none``: the text holds no figure."""

    text: str
    unit: str | None = None
    value: float | None = None
    none: bool = False


class UnitRule(PackModel):
    """One unit: how it is written, and when the same characters are another word."""

    unit: str
    forms: tuple[str, ...] = ()
    not_before: str | None = None
    mask: bool = True
    chinese: bool = True


class UnitGroup(PackModel):
    """Units of one dimension."""

    dimension: str
    examples: Annotated[tuple[UnitExample, ...], Field(min_length=1)]
    units: tuple[UnitRule, ...]


class InferredUnit(PackModel):
    """The unit of a bare number after certain words; ``scaled``: only with a scale word (3418万)."""

    unit: str
    before: str
    scaled: bool | None = None
    examples: Annotated[tuple[str, ...], Field(min_length=1)]


class FollowingUnit(PackModel):
    """The unit of a bare number with a scale word before certain words."""

    unit: str
    after: str
    examples: Annotated[tuple[str, ...], Field(min_length=1)]


class Context(RuleExamples):
    """Words right before a number that make it count."""

    after: str


class Indefinite(Context):
    """When 一 counts and when it only says "a"."""

    numerals: tuple[str, ...]
    counted: tuple[str, ...]
    never: tuple[str, ...]


class MeasuredTime(RuleExamples):
    """Words near a duration that make it a figure, and how far before it they may stand."""

    near: str
    reach: int


class ZeroRule(RuleExamples):
    """What there can be none of: 零死亡."""

    words: tuple[str, ...]
    also: str
    unit: str
    units: dict[str, str]


class RankRule(RuleExamples):
    """Ranks: an ordinal with 位 or 名, a word for the first place, an ordinal after a cue."""

    unit: str
    words: dict[str, int]
    word_cue: str
    cue: str
    place: str
    closes: str
    not_after: str
    reach: int


class Units(PackModel):
    """``patterns/units.yaml``; every way to write a unit stands there once."""

    kind: Literal["units"]
    groups: tuple[UnitGroup, ...]
    per: tuple[str, ...]
    per_names: dict[str, str]
    inferred: tuple[InferredUnit, ...]
    following: tuple[FollowingUnit, ...]
    indefinite: Indefinite
    scale_alone: Context
    bare_level: Context
    mask_alone: Context
    measured_time: MeasuredTime
    table_unit_word: str
    zero: ZeroRule
    proportion: Context
    rank: RankRule

    @model_validator(mode="after")
    def _told_once(self) -> Units:
        told: set[str] = set()
        for group in self.groups:
            for rule in group.units:
                forms = rule.forms or (rule.unit,)
                if not told.isdisjoint(forms):
                    message = f"{', '.join(told.intersection(forms))}: a form of another unit too"
                    raise ValueError(message)
                told.update(forms)
        return self
