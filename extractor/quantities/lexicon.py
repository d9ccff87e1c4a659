"""The words of numerals ready for use: every character and word with its role, from the pattern files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Literal

from extractor.packs import compile_quick, load_vocabulary
from extractor.quantities.numeral_models import Masks, Numerals, Relations

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Role = Literal["number", "digit", "scale", "point", "several", "more"]

# The block of full-width ASCII, and the ideographic space.
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+"
# No numeral is longer; it also bounds the recursion.
LONGEST = 120


@dataclass(frozen=True, slots=True)
class Token:
    """One part of a numeral; ``big`` for a scale word that multiplies all before it."""

    role: Role
    value: Decimal
    text: str
    big: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The vocabulary by role; built once a process."""

    numerals: Numerals
    masks: Masks
    relations: Relations
    tokens: dict[str, Token]
    token_pattern: re.Pattern[str]
    ligatures: dict[int, str]
    pairs: frozenset[str]
    round_more: frozenset[str]
    typed_point: re.Pattern[str]

    def fold(self, text: str) -> str:
        """Return ``text`` with half-width forms, ligatures spelt out, and no spaces."""
        text = text.translate(FULL_WIDTH).translate(self.ligatures)
        return self.typed_point.sub(".", re.sub(r"\s+", "", text))

    def split(self, text: str) -> list[Token] | None:
        """Return the tokens of a folded text, or None when something in it belongs to no numeral."""
        tokens: list[Token] = []
        place = 0
        while place < len(text):
            match = self.token_pattern.match(text, place)
            if match is None:
                return None
            word = match.group()
            token = self.tokens.get(word)
            if token is None:
                token = Token("number", Decimal(word.replace(",", "")), word)
            elif word in self.round_more and tokens:
                if not _is_round(tokens[-1]):
                    return None
                token = Token("more", Decimal(0), word)
            tokens.append(token)
            place = match.end()
        return tokens


def _is_round(token: Token) -> bool:
    """Tell whether 来 or 几 may follow: a scale word, a zero, an Arabic number that ends in 0."""
    return token.role == "scale" or token.text.endswith("0") or (token.role == "digit" and not token.value)


def alternatives(words: Iterable[str]) -> str:
    """Return a regex source that matches any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


@cache
def lexicon() -> Lexicon:
    """Return the vocabulary of the pattern files."""
    numerals = load_vocabulary("numerals", Numerals)
    tokens = _tokens(numerals)
    typed = alternatives(numerals.points.typed)
    return Lexicon(
        numerals=numerals,
        masks=load_vocabulary("masks", Masks),
        relations=load_vocabulary("relations", Relations),
        tokens=tokens,
        token_pattern=compile_quick(f"{alternatives(tokens)}|{ARABIC}"),
        ligatures={ord(c): rule.stands_for for rule in numerals.ligatures for c in rule.characters},
        pairs=frozenset(numerals.pairs.extra),
        round_more=frozenset(numerals.more.after_round),
        typed_point=compile_quick(rf"(?<=[0-9])(?:{typed})(?=[0-9])"),
    )


def _tokens(numerals: Numerals) -> dict[str, Token]:
    """Return every word that may stand inside a number, with its role."""
    found: dict[str, Token] = {}
    for digit in numerals.digits:
        for c in digit.plain + digit.formal + digit.rare:
            found[c] = Token("digit", Decimal(digit.value), c)
    for word in numerals.halves.words:
        found[word] = Token("digit", Decimal("0.5"), word)
    for scale in numerals.scales:
        for c in scale.plain + scale.formal + scale.rare:
            found[c] = Token("scale", Decimal(scale.value), c, scale.big)
    for word in numerals.points.words:
        found[word] = Token("point", Decimal(0), word)
    for word in (*numerals.more.words, *numerals.more.after_round):
        found[word] = Token("more", Decimal(0), word)
    # Last: 几 opens a number in this role; further inside, `split` gives it the other one.
    for word in numerals.several.words:
        found[word] = Token("several", Decimal(0), word)
    return found


def characters(rules: Sequence[object], *kinds: str) -> str:
    """Return the characters of digit or scale rules that stand in the given places (plain, formal, rare)."""
    return "".join(getattr(rule, kind) for rule in rules for kind in kinds)
