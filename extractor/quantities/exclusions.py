"""What is no figure: the rules of ``patterns/exclusions.yaml``, compiled for use at a run of digits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from extractor.packs import PackModel, RuleExamples, compile_quick, load_vocabulary
from extractor.quantities.lexicon import characters, lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

HAN = r"[\u4e00-\u9fff]"


class ExclusionRule(RuleExamples):
    """One form of a number that is no figure; ``anywhere``: it may begin far before its number."""

    id: str
    reason: str
    pattern: str
    anywhere: bool = False


class Exclusions(PackModel):
    """``patterns/exclusions.yaml``."""

    kind: Literal["exclusions"]
    rules: tuple[ExclusionRule, ...]
    terms: str


@dataclass(frozen=True, slots=True)
class Excluded:
    """A stretch of the clean text that an exclusion rule takes."""

    start: int
    end: int
    rule: ExclusionRule


@cache
def _rules() -> tuple[dict[str, ExclusionRule], re.Pattern[str], re.Pattern[str]]:
    """Return the rules by id, those tried at a run as one pattern, and those sought anywhere as one."""
    pack = load_vocabulary("exclusions", Exclusions)
    digits = characters(lexicon().numerals.digits, "plain")
    scales = characters(lexicon().numerals.scales, "plain")
    terms = "|".join(re.escape(term) for term in sorted(set(pack.terms.split()), key=len, reverse=True))
    blanks = {
        "{TERMS}": terms,
        "{D}": "[0-9]",
        "{M}": "[0-9*_×□○Xx]",
        "{C}": digits + scales,
        "{N}": f"[0-9{digits}{scales}]",
        "{H}": HAN,
        "{W}": f"(?![{digits}{scales}]){HAN}",
    }
    sources: dict[bool, list[str]] = {True: [], False: []}
    for rule in pack.rules:
        source = rule.pattern
        for blank, meaning in blanks.items():
            source = source.replace(blank, meaning)
        sources[rule.anywhere].append(f"(?P<{rule.id}>{source})")
    by_id = {rule.id: rule for rule in pack.rules}
    return by_id, compile_quick("|".join(sources[False])), compile_quick("|".join(sources[True]) or "(?!)")


def excluded_at(text: str, place: int) -> Excluded | None:
    """Return what the first fitting rule takes from ``place`` on, or None."""
    rules, pattern, _ = _rules()
    match = pattern.match(text, place)
    if match is None or match.end() == place:
        return None
    return Excluded(place, match.end(), rules[match.lastgroup or ""])


def excluded_anywhere(text: str) -> Iterator[Excluded]:
    """Yield the stretches whose rule begins far before the number (a book title, a slogan in quotes)."""
    rules, _, pattern = _rules()
    for match in pattern.finditer(text):
        yield Excluded(match.start(), match.end(), rules[match.lastgroup or ""])
