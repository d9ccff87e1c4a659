"""Numbers made of others: N分之M, a/b, tenths, discounts, a half more, doublings; and the sign before them.

Every reader takes a folded text and gives None when it is not of its form.
"""

from __future__ import annotations

import re
from decimal import Decimal

from extractor.quantities.chinese import evaluate, has_scale, scales_only
from extractor.quantities.lexicon import lexicon
from extractor.quantities.masks import is_masked, read_mask
from extractor.quantities.numeral_words import numeral_words
from extractor.quantities.reading import Reading, at_least, exactly

SCIENTIFIC = re.compile(r"(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)[eE][+-]?[0-9]{1,3}")
POWER = re.compile(r"([^^]+)\^([+-]*)([0-9]{1,3}(?:\.[0-9]+)?)")
TEN = Decimal(10)
MOST_DOUBLINGS = 20


def read_signed(text: str) -> Reading | None:
    """Read one number that is no range, with at most one sign."""
    words = numeral_words()
    sign = words.negative.match(text)
    if sign is not None:
        reading = read_unsigned(text[sign.end() :])
        return None if reading is None else reading.scaled(Decimal(-1))
    plus = words.positive.match(text)
    return read_unsigned(text[plus.end() :] if plus is not None else text)


def read_unsigned(text: str) -> Reading | None:
    """Read one number in the first form that fits."""
    if not text:
        return None
    idiom = numeral_words().idioms.get(text)
    if idiom is not None:
        kind = "multiple" if idiom.unit and idiom.unit == lexicon().numerals.doubling.unit else "fraction"
        return exactly(Decimal(str(idiom.value)), kind)._replace(unit=idiom.unit).related(idiom.relation)
    for reader in (read_amount, _fraction, _slash, _tenths, _discount, _half, _doubling, _power):
        reading = reader(text)
        if reading is not None:
            return reading
    return None


def read_amount(text: str) -> Reading | None:
    """Read digits and scale words, masked or not."""
    if not text:
        return None
    if is_masked(text):
        return read_mask(text)
    return exactly(Decimal(text)) if SCIENTIFIC.fullmatch(text) else evaluate(text)


def read_mixed(sign: str, whole: str, numerator: str, denominator: str) -> Reading | None:
    """Read 1 3/5, whose space parts the whole number from the fraction."""
    if not int(denominator):
        return None
    value = Decimal(whole) + Decimal(numerator) / Decimal(denominator)
    return exactly(-value if sign == "-" else value, "fraction")


def _fraction(text: str) -> Reading | None:
    match = numeral_words().fraction.fullmatch(text)
    if match is None:
        return None
    below = read_signed(match["denominator"])
    above = read_signed(match["numerator"])
    if below is None or above is None or not below.value or above.unit:
        return None
    whole = read_amount(match["whole"]) if match["whole"] else exactly(Decimal(0))
    if whole is None or whole.value is None:
        return None
    if not match["whole"] and scales_only(match["denominator"]):
        for unit in lexicon().numerals.fractions.units:
            if below.value == unit.denominator:
                return above._replace(kind="percent", unit=unit.unit, alone=Decimal(str(unit.alone)))
    return above.scaled(1 / below.value).shifted(whole.value)._replace(kind="fraction")


def _slash(text: str) -> Reading | None:
    match = numeral_words().slash.fullmatch(text)
    if match is None:
        return None
    above, below = read_amount(match[1]), read_amount(match[2])
    if above is None or below is None or not below.value or above.value is None:
        return None
    return exactly(above.value / below.value, "fraction")


def _tenths(text: str) -> Reading | None:
    match = numeral_words().tenths.fullmatch(text)
    if match is None:
        return None
    rule = lexicon().numerals.tenths
    amount = read_amount(match[1])
    if amount is None or (amount.high is not None and amount.high > rule.parts):
        return None
    parts = amount.scaled(Decimal(rule.parts))
    rest = match[2]
    if rest in lexicon().numerals.more.words and amount.value is not None:
        parts = at_least(amount.value * rule.parts)
    elif rest:
        token = lexicon().tokens.get(rest)
        if token is None or token.role != "digit" or amount.value is None or amount.value % 1:
            return None
        parts = parts.shifted(token.value if token.value % 1 == 0 else token.value * rule.parts)
    return parts._replace(kind="tenth", unit=rule.unit)


def _discount(text: str) -> Reading | None:
    match = numeral_words().discount.fullmatch(text)
    amount = read_amount(match[1]) if match is not None else None
    if match is None or amount is None or amount.value is None or has_scale(match[1]):
        return None
    told_in_tenths = amount.value < TEN
    if not told_in_tenths and not TEN < amount.value < TEN * TEN:
        return None
    percent = amount.value * TEN if told_in_tenths else amount.value
    return exactly(percent, "discount")._replace(unit=lexicon().numerals.discounts.unit)


def _half(text: str) -> Reading | None:
    match = numeral_words().half.fullmatch(text)
    amount = read_amount(match[1]) if match is not None else None
    if amount is None or amount.value is None or amount.relation != "eq" or amount.value % 1:
        return None
    return amount.shifted(Decimal("0.5"))


def _doubling(text: str) -> Reading | None:
    match = numeral_words().doubling.fullmatch(text)
    if match is None:
        return None
    times = read_amount(match[1]) if match[1] else exactly(Decimal(1))
    if times is None or times.value is None or times.value % 1 or not 0 < times.value <= MOST_DOUBLINGS:
        return None
    return exactly(2**times.value, "multiple")._replace(unit=lexicon().numerals.doubling.unit)


def _power(text: str) -> Reading | None:
    match = POWER.fullmatch(text)
    base = read_amount(match[1]) if match is not None else None
    if match is None or base is None or base.value is None:
        return None
    exponent = Decimal(match[3])
    if match[2].count("-") % 2:
        exponent = -exponent
    return exactly(base.value**exponent) if base.value > 0 else None
