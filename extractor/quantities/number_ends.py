"""Where a number ends: the pattern of a number matched part by part, each compiled when a text needs it.

As one pattern a number is ten times as long, for each part of it may be any number again. Every quantifier
of that pattern is possessive, so that nothing is tried twice and the parts in a row give the same answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property

from extractor.packs import compile_quick
from extractor.quantities.damage import damage
from extractor.quantities.lexicon import characters, lexicon
from extractor.quantities.number_pattern import Sources, number_sources

_PERCENT = "%‰"


@dataclass(frozen=True)
class _Parts:
    """The parts of a number, compiled on first use."""

    sources: Sources
    plain: re.Pattern[str]
    fractions: tuple[str, ...]
    # What a part may begin with; what begins otherwise is none.
    part_begins: frozenset[str]
    range_begins: frozenset[str]
    # What a sign or an idiom begins with.
    sign_begins: frozenset[str]
    idiom_begins: frozenset[str]

    @cached_property
    def idioms(self) -> re.Pattern[str]:
        return compile_quick(self.sources.idioms)

    @cached_property
    def sign(self) -> re.Pattern[str]:
        return compile_quick(self.sources.sign)

    @cached_property
    def atom(self) -> re.Pattern[str]:
        return compile_quick(self.sources.atom)

    @cached_property
    def part(self) -> re.Pattern[str]:
        return compile_quick(self.sources.part)

    @cached_property
    def fraction(self) -> re.Pattern[str]:
        return re.compile(self.sources.fraction)


@cache
def _parts() -> _Parts:
    """Return the parts of a number as the pattern files have them."""
    numerals, masks = lexicon().numerals, lexicon().masks
    sources = number_sources()
    fractions = (*numerals.fractions.words, *numerals.fractions.whole)
    parts = {word[0] for word in (*numerals.tenths.words, *fractions)} | {"/"}
    ranges = {word[0] for word in sources.ranges}
    # Whatever may go on with a number behind its digits.
    further = {
        *characters(numerals.digits, "plain", "formal"),
        *characters(numerals.scales, "plain", "formal"),
        *(character for rule in masks.masks for character in rule.characters),
        *(word[0] for word in (*numerals.more.words, *numerals.more.after_round, *numerals.points.words)),
        *parts,
        *ranges,
    }
    # A letter may have been a digit.
    further.update(damage().digit_letters.letters)
    on = "".join(map(re.escape, sorted(further)))
    ends = "".join(map(re.escape, sorted(ranges)))
    big = characters([scale for scale in numerals.scales if scale.big], "plain")
    plain = re.compile(rf"[0-9]++(?:\.[0-9]++)?+[{big}]?+(?![0-9.,A-Za-z{on}]|[{_PERCENT}][{ends}])")
    idioms = (word for rule in numerals.idioms if rule.sought for word in rule.words)
    return _Parts(
        sources,
        plain,
        fractions,
        frozenset(parts),
        frozenset(ranges),
        frozenset(word[0] for word in numerals.signs.negative),
        frozenset(word[0] for word in (*idioms, *numerals.doubling.before)),
    )


def plain_end(text: str, place: int) -> int | None:
    """Return where plain digits, or those and 万, end that begin at ``place`` and are a number; None for any other."""
    match = _parts().plain.match(text, place)
    return None if match is None else match.end()


def number_end(text: str, place: int) -> int | None:
    """Return where the number ends that begins at ``place``, None where none begins."""
    plain = plain_end(text, place)
    return other_end(text, place) if plain is None else plain


def other_end(text: str, place: int) -> int | None:
    """Return where a number ends that is no plain digits, None where none begins."""
    parts = _parts()
    idiom = parts.idioms.match(text, place) if text[place : place + 1] in parts.idiom_begins else None
    if idiom is not None:
        return idiom.end()
    end = _single_end(text, place, parts)
    if end is None:
        return None
    at = end + 1 if text[end : end + 1] in _PERCENT else end
    if text[at : at + 1] in parts.range_begins:
        for word in parts.sources.ranges:
            other = _single_end(text, at + len(word), parts) if text.startswith(word, at) else None
            if other is not None:
                return other
    return end


def _single_end(text: str, place: int, parts: _Parts) -> int | None:
    """Return where a number ends that is no range."""
    sign = parts.sign.match(text, place) if text[place : place + 1] in parts.sign_begins else None
    atom = parts.atom.match(text, place if sign is None else sign.end())
    if atom is None:
        return None
    end = atom.end()
    if text[end : end + 1] not in parts.part_begins:
        return end
    further = (parts.fraction if text.startswith(parts.fractions, end) else parts.part).match(text, end)
    return end if further is None else further.end()
