"""The value of a numeral written with scale words, in any mix of Chinese and Arabic digits.

Reads the tokens of the lexicon. A number splits at its largest scale word: what stands before is
multiplied by it, what stands after is added.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import takewhile
from typing import TYPE_CHECKING

from extractor.quantities.lexicon import Token, lexicon
from extractor.quantities.reading import Reading, at_least, between, exactly

if TYPE_CHECKING:
    from collections.abc import Sequence

Span = tuple[Decimal, Decimal]
TEN = 10
PAIR = 2


def evaluate(text: str) -> Reading | None:
    """Read one folded unsigned number without a mask, or return None."""
    tokens = lexicon().split(text)
    if not tokens:
        return None
    more = next((i for i, token in enumerate(tokens) if i and token.role == "more"), None)
    if more is not None:
        return _with_more(tokens[:more], tokens[more + 1 :])
    return _without_more(tokens)


def trailing_scale(text: str) -> Decimal:
    """Return the product of the big scale words that close a folded number, 1 without any."""
    product = Decimal(1)
    for token in takewhile(lambda token: token.big, reversed(lexicon().split(text) or [])):
        product *= token.value
    return product


def scales_only(text: str) -> bool:
    """Tell whether a folded number is scale words without any digit (千万, 百余)."""
    tokens = lexicon().split(text) or []
    return bool(tokens) and tokens[0].role == "scale" and all(t.role in ("scale", "more") for t in tokens)


def has_scale(text: str) -> bool:
    """Tell whether a folded number has a scale word in it."""
    return any(token.role == "scale" for token in lexicon().split(text) or [])


def _with_more(before: list[Token], after: list[Token]) -> Reading | None:
    """Read 二十余万: the number without 余, as a lower bound."""
    if any(token.role != "scale" for token in after):
        return None
    # 三〇余: digits told singly, a round number.
    told_singly = len(before) > 1 and before[0].value and all(token.role == "digit" for token in before)
    told_singly = told_singly and not before[-1].value
    # 一百零几万: the zero only leads on to the digit that is not told.
    while not told_singly and len(before) > 1 and before[-1].role == "digit" and not before[-1].value:
        before = before[:-1]
    if not after and all(token.role == "digit" for token in before) and not told_singly:
        return None
    reading = _without_more(before + after)
    if reading is None or reading.value is None:
        return None
    return at_least(reading.value)


def _without_more(tokens: list[Token]) -> Reading | None:
    if tokens[0].role == "several":
        return _several(tokens[1:])
    point = next((i for i, token in enumerate(tokens) if token.role == "point"), None)
    if point is not None:
        return _decimal(tokens[:point], tokens[point + 1 :])
    span = _section(_merged(tokens), first=True)
    if span is None:
        return None
    if span[0] != span[1]:
        return between(*span)
    told_singly = len(tokens) > 1 and all(token.role == "digit" for token in tokens)
    return exactly(span[0], "string" if told_singly else "plain")


def _several(scales: Sequence[Token]) -> Reading | None:
    """Read 数十万: a digit that nobody counted, and any digits after it."""
    if not scales or any(token.role != "scale" for token in scales):
        return None
    unit = Decimal(1)
    for token in scales:
        unit *= token.value
    rule = lexicon().numerals.several
    return between(rule.low * unit, rule.below * unit - 1)


def _decimal(whole: list[Token], tail: list[Token]) -> Reading | None:
    """Read 三点一四万: a number, digits after the point, and scale words that multiply both."""
    digits = list(takewhile(lambda token: token.role == "digit" and token.value % 1 == 0, tail))
    scales = tail[len(digits) :]
    span = _section(_merged(whole), first=True) if whole else None
    if span is None or span[0] != span[1] or span[0] % 1 or not digits:
        return None
    if any(not token.big for token in scales):
        return None
    fraction = Decimal("0." + "".join(str(token.value) for token in digits))
    value = span[0] + fraction
    for token in scales:
        value *= token.value
    return exactly(value)


def _merged(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens with neighbouring big scale words made one (万亿)."""
    merged: list[Token] = []
    for token in tokens:
        if token.big and merged and merged[-1].big:
            merged[-1] = replace(merged[-1], value=merged[-1].value * token.value)
        else:
            merged.append(token)
    return merged


def _section(tokens: list[Token], *, first: bool = False) -> Span | None:
    """Return the bounds of a number that splits at its largest scale word; ``first`` at its very start."""
    if any(token.role not in ("number", "digit", "scale") for token in tokens):
        return None
    scales = [token for token in tokens if token.role == "scale"]
    if not scales:
        return _digits(tokens, alone=first)
    top = max(scales, key=lambda token: token.value)
    at = tokens.index(top)
    left = _left(tokens[:at], top, first=first)
    right = _right(tokens[at + 1 :], top)
    if left is None or right is None:
        return None
    # 5.3万4千 is two numbers, and so is 七八百三.
    if tokens[at + 1 :] and (left[0] % 1 or left[0] != left[1]):
        return None
    return left[0] * top.value + right[0], left[1] * top.value + right[1]


def _left(tokens: list[Token], top: Token, *, first: bool) -> Span | None:
    """Return how many of ``top`` there are; a scale word alone is one of it."""
    tokens = tokens if first else _without_zeros(tokens)
    if not tokens:
        # Inside a number only 十 goes without its digit (一万零十二).
        return (Decimal(1), Decimal(1)) if first or top.value == TEN else None
    return _section(tokens, first=first) if top.big else _digits(tokens)


def _right(tokens: list[Token], top: Token) -> Span | None:
    """Return what is added after ``top``: tenths of it for a bare digit, else a smaller number."""
    if not tokens:
        return Decimal(0), Decimal(0)
    rest = _without_zeros(tokens)
    if not rest:
        return None
    bare = all(token.role == "digit" or (token.text.isdecimal() and len(token.text) == 1) for token in rest)
    if bare and len(rest) == len(tokens):
        span = _digits(rest)
        return None if span is None else (span[0] * top.value / 10, span[1] * top.value / 10)
    span = _section(rest)
    return None if span is None or span[1] >= top.value or span[0] % 1 else span


def _without_zeros(tokens: list[Token]) -> list[Token]:
    """Return the tokens after the leading zeros."""
    start = next((i for i, token in enumerate(tokens) if token.role != "digit" or token.value), len(tokens))
    return tokens[start:]


def _digits(tokens: list[Token], *, alone: bool = False) -> Span | None:
    """Return the bounds of digits without a scale word: one, a pair that is a range, or, alone, a string."""
    if len(tokens) == 1:
        return tokens[0].value, tokens[0].value
    if not tokens or any(token.role != "digit" or token.value % 1 for token in tokens):
        return None
    if len(tokens) == PAIR:
        low, high = tokens[0].value, tokens[1].value
        if low and (high == low + 1 or tokens[0].text + tokens[1].text in lexicon().pairs):
            return min(low, high), max(low, high)
    if not alone:
        return None
    value = Decimal("".join(str(token.value) for token in tokens))
    return value, value
