"""What is no figure: the rules of ``patterns/exclusions.yaml``, compiled for use at a run of digits."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from extractor.packs import (
    CharacterIndex,
    PackModel,
    RuleExamples,
    compile_starts,
    first_characters,
    load_vocabulary,
)
from extractor.packs.deferred import deferred
from extractor.quantities.lexicon import characters, lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

# So many pairs of characters are remembered.
_MOST_TRIED = 20_000
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


class Excluded(NamedTuple):
    """A stretch of the clean text that an exclusion rule takes."""

    start: int
    end: int
    rule: ExclusionRule


class _Rules:
    """The rules tried at a run of digits, found by the character there and the one behind the numerals.

    Of all rules only a few can fit at ``3人`` or ``一带``: what a rule begins with, and what can follow the
    numerals that it begins with, is read off its pattern. A rule is compiled when it is first tried.
    """

    def __init__(self, rules: list[tuple[ExclusionRule, str]], passed: str) -> None:
        """Take the rules, in the order in which they are tried, and the characters of numerals."""
        self._rules = rules
        self._passed = frozenset(passed)
        self._stretch = re.compile(f"[{re.escape(passed)}]*")
        self._firsts = CharacterIndex([first_characters(source) for _, source in rules])
        self._nexts = CharacterIndex([first_characters(source, self._passed) for _, source in rules])
        self._compiled: dict[int, tuple[re.Pattern[str], ExclusionRule]] = {}
        # What was asked before, by the two characters.
        self._tried: dict[str, tuple[tuple[re.Pattern[str], ExclusionRule], ...]] = {}

    def at(self, text: str, place: int) -> tuple[tuple[re.Pattern[str], ExclusionRule], ...]:
        """Return the rules that may fit at ``place``."""
        key = text[place : place + 1]
        if key in self._passed:
            match = self._stretch.match(text, place)
            end = place if match is None else match.end()
            key += text[end : end + 1]
        tried = self._tried.get(key)
        return self._sought(key) if tried is None else tried

    def _sought(self, key: str) -> tuple[tuple[re.Pattern[str], ExclusionRule], ...]:
        """Return the rules that the first character leaves, and the one behind the numerals."""
        bits = self._firsts.bits(key[:1])
        if bits and key[:1] in self._passed:
            bits &= self._nexts.bits(key[1:])
        tried = tuple(self._rule(number) for number in range(len(self._rules)) if bits >> number & 1)
        if len(self._tried) < _MOST_TRIED:
            self._tried[key] = tried
        return tried

    def _rule(self, number: int) -> tuple[re.Pattern[str], ExclusionRule]:
        """Return one rule with its pattern, which is compiled when it is tried: a rule before it may fit."""
        if number not in self._compiled:
            rule, source = self._rules[number]
            self._compiled[number] = deferred(lambda: source), rule
        return self._compiled[number]


@cache
def _sources() -> tuple[list[tuple[ExclusionRule, str]], str]:
    """Return the rules with the sources of their patterns, and the characters of numerals and masks."""
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
    found: list[tuple[ExclusionRule, str]] = []
    for rule in pack.rules:
        source = rule.pattern
        for blank, meaning in blanks.items():
            source = source.replace(blank, meaning)
        found.append((rule, source))
    return found, f"0123456789*_×□○{digits}{scales}"


@cache
def _rules() -> _Rules:
    found, passed = _sources()
    return _Rules([(rule, source) for rule, source in found if not rule.anywhere], passed)


@cache
def _anywhere() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, ExclusionRule]]:
    """Return where a rule sought anywhere may fit, all those rules as one pattern, and the rules by id."""
    rules = {rule.id: (rule, source) for rule, source in _sources()[0] if rule.anywhere}
    source = "|".join(f"(?P<{name}>{source})" for name, (_, source) in rules.items()) or "(?!)"
    return compile_starts(source), re.compile(source), {name: rule for name, (rule, _) in rules.items()}


def excluded_at(text: str, place: int) -> Excluded | None:
    """Return what the first fitting rule takes from ``place`` on, or None."""
    for pattern, rule in _rules().at(text, place):
        match = pattern.match(text, place)
        if match is not None:
            return Excluded(place, match.end(), rule) if match.end() > place else None
    return None


def excluded_anywhere(text: str) -> Iterator[Excluded]:
    """Yield the stretches whose rule begins far before the number (a book title, a slogan in quotes)."""
    starts, pattern, rules = _anywhere()
    at = 0
    for start in starts.finditer(text):
        match = pattern.match(text, start.start()) if start.start() >= at else None
        if match is not None:
            at = match.end()
            yield Excluded(match.start(), at, rules[match.lastgroup or ""])
