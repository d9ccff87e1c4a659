"""One numeral in any form: Arabic, Chinese, mixed, masked, a range, a fraction, a percentage.

``read`` reads the core of a number as the scanner finds it; ``parse_number`` reads a whole input,
with the words of relation around it.
"""

from __future__ import annotations

import re
from decimal import Decimal, DecimalException
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from extractor.quantities.chinese import has_scale, scales_only, trailing_scale
from extractor.quantities.fractions import read_mixed, read_signed
from extractor.quantities.lexicon import FULL_WIDTH, LONGEST, lexicon
from extractor.quantities.masks import mask_forms, read_mask
from extractor.quantities.numeral_words import numeral_words
from extractor.quantities.reading import Reading, exactly

if TYPE_CHECKING:
    from collections.abc import Callable

    from extractor.models import Mask, Numeral
    from extractor.quantities.numeral_models import RelationRule

SIMPLE = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,15})?")
# Hidden digits without a point or a word.
HIDDEN = re.compile(r"(?=[0-9]*+[*_])[0-9*_]{1,15}")
MIXED = re.compile(r"([+-]?)([0-9]+)\s+([0-9]+)/([0-9]+)")


def parse_number(text: str) -> Numeral | None:
    """Read ``text`` as one whole numeral, in any form and with words such as 约 or 以上; None when it is none."""
    mixed = MIXED.fullmatch(text.translate(FULL_WIDTH).strip()) if len(text) <= LONGEST else None
    reading = _checked(_related, text) if mixed is None else read_mixed(*mixed.group(1, 2, 3, 4))
    return None if reading is None else reading.numeral()


@lru_cache(maxsize=8192)
def read(text: str) -> Reading | None:
    """Read one number without words of relation around it, or return None when it is none."""
    if SIMPLE.fullmatch(text):
        return exactly(Decimal(text))
    # 12.3万: what nearly all others are.
    scale = _scales().get(text[-1:])
    if scale is not None and SIMPLE.fullmatch(text, 0, len(text) - 1):
        return exactly(Decimal(text[:-1]) * scale)
    return read_mask(text) if HIDDEN.fullmatch(text) else _checked(_core, text)


@cache
def _scales() -> dict[str, Decimal]:
    """Return the value of every scale word of running texts."""
    return {c: Decimal(scale.value) for scale in lexicon().numerals.scales for c in scale.plain}


def _checked(reader: Callable[[str], Reading | None], text: str) -> Reading | None:
    """Run a reader on the folded text; what is too long or too large is no number."""
    if len(text) > LONGEST:
        return None
    folded = lexicon().fold(text)
    if not folded or len(folded) > LONGEST:
        return None
    try:
        reading = reader(folded)
    except DecimalException:
        return None
    return reading if reading is not None and reading.finite() else None


def _related(text: str) -> Reading | None:
    """Read a number with at most one word of relation before it and one after it."""
    words = numeral_words()
    before, after = words.before.match(text), words.after.search(text)
    opening = (None,) if before is None else (None, before)
    closing = (None,) if after is None else (None, after)
    for first in opening:
        for last in closing:
            core = text[first.end() if first else 0 : last.start() if last else len(text)]
            rules = [words.after_rules[last.group()]] if last else []
            rules += [words.before_rules[first.group()]] if first else []
            reading = _core(core) if all(_may_relate(rule, core) for rule in rules) else None
            if reading is not None:
                for rule in rules:
                    reading = reading.related(rule.relation)
                return reading
    return None


def _may_relate(rule: RelationRule, core: str) -> bool:
    """Tell whether a word of relation may stand by this number (上千, not 上三百)."""
    return not rule.bare_scale or scales_only(core)


def _core(text: str) -> Reading | None:
    """Read one number or one range, with a unit that is a number itself."""
    return _suffixed(text, _one_or_range)


def _suffixed(text: str, reader: Callable[[str], Reading | None]) -> Reading | None:
    """Read a number after which such a unit may stand: 5%, 两打, 12k个百分点."""
    reading = reader(text)
    match = numeral_words().suffix.search(text)
    if reading is not None or match is None or not match.start():
        return reading
    inner = _suffixed(text[: match.start()], reader)
    if inner is None:
        return None
    rule = numeral_words().suffixes[match.group()]
    if inner.unit and rule.unit and inner.unit != rule.unit:
        return None
    scaled = inner.scaled(Decimal(str(rule.factor)))
    if rule.unit is None:
        return scaled
    return scaled._replace(kind="percent", unit=rule.unit, alone=Decimal(str(rule.alone)))


def _one_or_range(text: str) -> Reading | None:
    return read_signed(text) or _range(text)


def _range(text: str) -> Reading | None:
    """Read two numbers with one range word between them, the first below the second."""
    for match in numeral_words().ranges.finditer(text):
        first, second = text[: match.start()], text[match.end() :]
        if not first or not second:
            continue
        low, high = _suffixed(first, read_signed), _suffixed(second, read_signed)
        if low is None or high is None or "range" in (low.relation, high.relation):
            continue
        joined = _joined(_shared(low, first, high, second), high)
        if joined is not None:
            return joined
    return None


def _shared(low: Reading, first: str, high: Reading, second: str) -> Reading:
    """Return the first end with the scale word and the tenths of the second, where it has none of its own."""
    if high.kind == "tenth" and low.unit is None:
        return low.scaled(Decimal(lexicon().numerals.tenths.parts))
    factor = trailing_scale(_without_mask(second))
    if factor == 1 and not has_scale(_without_mask(first)):
        factor = _small_scale(second)
    if factor == 1 or trailing_scale(_without_mask(first)) != 1 or low.unit:
        return low
    shared = low.scaled(factor)
    in_order = shared.low is None or high.high is None or shared.low < high.high
    return shared if in_order else low


def _small_scale(text: str) -> Decimal:
    """Return the scale word of one digit and 百 or 千 (三到五百), 1 for any other number."""
    tokens = lexicon().split(_without_mask(text)) or []
    if [token.role for token in tokens[1:]] == ["scale"] and tokens[0].role in ("digit", "number"):
        return tokens[1].value if tokens[1].value > 10 else Decimal(1)
    return Decimal(1)


def _without_mask(text: str) -> str:
    """Return the number with hidden digits read as any digit, to see its scale words."""
    return "".join("0" if c in mask_forms().always else c for c in text)


def _joined(low: Reading, high: Reading) -> Reading | None:
    """Return the range of two ends, or None when they are no range."""
    if low.unit and high.unit and low.unit != high.unit:
        return None
    teller = high if high.unit else low
    kinds = {low.mask, high.mask}
    mask: Mask = "none" if kinds == {"none"} else "full" if kinds == {"full"} else "partial"
    # 10—20余万: the end of the range is not sharp, but it is the one that is told.
    bottom, top = low.low, high.value if high.relation == "ge" else high.high
    if mask == "none" and (bottom is None or top is None):
        return None
    if bottom is not None and top is not None and bottom >= top:
        return None
    return Reading(None, bottom, top, "range", mask, teller.kind, teller.unit, teller.alone)
