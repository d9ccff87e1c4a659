"""The patterns of what surrounds a number: signs, units that are numbers, range words, relation words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from extractor.packs import compile_quick
from extractor.quantities.lexicon import FULL_WIDTH, alternatives, lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractor.quantities.numeral_models import IdiomRule, RelationRule, SuffixRule


@dataclass(frozen=True, slots=True)
class NumeralWords:
    """Every pattern anchored where it applies, and the rule of every word that it may find."""

    negative: re.Pattern[str]
    positive: re.Pattern[str]
    suffix: re.Pattern[str]
    suffixes: dict[str, SuffixRule]
    idioms: dict[str, IdiomRule]
    ranges: re.Pattern[str]
    tenths: re.Pattern[str]
    discount: re.Pattern[str]
    half: re.Pattern[str]
    doubling: re.Pattern[str]
    fraction: re.Pattern[str]
    slash: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    before_rules: dict[str, RelationRule]
    after_rules: dict[str, RelationRule]


@cache
def numeral_words() -> NumeralWords:
    """Return the patterns of the vocabulary."""
    numerals, relations = lexicon().numerals, lexicon().relations
    suffixes = {_fold(word): rule for rule in numerals.suffixes for word in rule.words}
    before = {_fold(word): rule for rule in relations.before for word in rule.words}
    after = {_fold(word): rule for rule in relations.after for word in rule.words}
    fraction, doubling, half = numerals.fractions, numerals.doubling, numerals.halves
    part = f"(?P<denominator>[^/]+?)(?:{_any(fraction.words)})(?P<numerator>.+)"
    return NumeralWords(
        negative=compile_quick(_any(numerals.signs.negative)),
        positive=compile_quick(_any(numerals.signs.positive)),
        suffix=compile_quick(f"(?:{_any(suffixes)})$"),
        suffixes=suffixes,
        idioms={word: rule for rule in numerals.idioms for word in rule.words},
        ranges=compile_quick(_any(numerals.ranges.words)),
        tenths=compile_quick(f"(.+?)(?:{_any(numerals.tenths.words)})(.?)"),
        discount=compile_quick(f"(.+)(?:{_any(numerals.discounts.words)})"),
        half=compile_quick(f"(.+)(?:{_any(half.links)})(?:{_any(half.words)})"),
        doubling=compile_quick(f"(?:{_any(doubling.before)})(.*)(?:{_any(doubling.after)})"),
        fraction=compile_quick(f"(?:(?P<whole>.+?)(?:{_any(fraction.whole)}))?{part}"),
        slash=compile_quick(f"([^/]+)(?:{_any(fraction.slash)})([^/]+)"),
        before=compile_quick(_any(before)),
        after=compile_quick(f"(?:{_any(after)})$"),
        before_rules=before,
        after_rules=after,
    )


def _fold(word: str) -> str:
    """Return a word as it stands in a folded text."""
    return word.translate(FULL_WIDTH)


def _any(words: Iterable[str]) -> str:
    return alternatives(_fold(word) for word in words)
