"""Numbers with hidden digits: never a value, and the bounds that the shown digits still give."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from extractor.packs import compile_quick
from extractor.quantities.lexicon import FULL_WIDTH, alternatives, characters, lexicon
from extractor.quantities.reading import Reading

if TYPE_CHECKING:
    from extractor.models import Mask


@dataclass(frozen=True, slots=True)
class MaskForms:
    """The mask characters by use, and the pattern of a masked number."""

    always: frozenset[str]
    zero: frozenset[str]
    product: re.Pattern[str]
    number: re.Pattern[str]
    chinese_digit: re.Pattern[str]


@cache
def mask_forms() -> MaskForms:
    """Return the mask characters of the pattern files."""
    words = lexicon()
    by_use: dict[str, str] = {}
    for rule in words.masks.masks:
        # Folding comes first, so a full-width form is met as its half-width one.
        by_use[rule.use] = by_use.get(rule.use, "") + "".join(
            dict.fromkeys(rule.characters.translate(FULL_WIDTH))
        )
    zero = by_use.get("zero", "")
    always = "".join(c for use, chars in by_use.items() if use != "zero" for c in chars)
    numerals = words.numerals
    scales = characters(numerals.scales, "plain", "formal", "rare")
    digits = characters(numerals.digits, "plain", "formal", "rare")
    nonzero = "".join(c for c in digits if c not in zero)
    cell = rf"[0-9{re.escape(always + zero)}]"
    more = alternatives(numerals.more.words)
    number = (
        rf"(?P<whole>{cell}+(?:,{cell}+)*)(?:\.(?P<part>{cell}*))?(?P<tail>(?:{more})?[{scales}]*(?:{more})?)"
    )
    return MaskForms(
        always=frozenset(always),
        zero=frozenset(zero),
        product=compile_quick(rf"[0-9]+[{re.escape(by_use.get('digit', '') or ' ')}][0-9]+"),
        number=compile_quick(number),
        chinese_digit=compile_quick(f"[{nonzero}{scales}]"),
    )


def is_masked(text: str) -> bool:
    """Tell whether a folded text has a mask character in it (a 〇 among Chinese digits is none)."""
    forms = mask_forms()
    if not forms.always.isdisjoint(text):
        return True
    return not forms.zero.isdisjoint(text) and not forms.chinese_digit.search(
        text.rstrip(_scale_characters())
    )


@cache
def _scale_characters() -> str:
    """Return what may close a masked number and says nothing of its digits."""
    numerals = lexicon().numerals
    return characters(numerals.scales, "plain", "formal") + "".join(numerals.more.words)


def read_mask(text: str) -> Reading | None:
    """Read one folded number with mask characters, or return None when it is a product or no number."""
    forms = mask_forms()
    match = forms.number.fullmatch(text)
    if match is None or forms.product.fullmatch(text):
        return None
    whole, part = match["whole"], match["part"] or ""
    groups = whole.split(",")
    if len(groups) > 1 and any(len(group) != 3 for group in groups[1:]):
        # **,*% : the comma stands for the point, once.
        if len(groups) > 2 or part:
            return None
        whole, part = groups
    whole = whole.replace(",", "")
    scale, more = _tail(match["tail"])
    relation = "ge" if more else "eq"
    mask: Mask = "partial" if re.search("[0-9]", whole + part) else "full"
    if mask == "full":
        return Reading(None, None, None, relation, mask)
    low, high = (_filled(whole, part, digit) * scale for digit in "09")
    return Reading(None, low, high, relation, mask)


def _filled(whole: str, part: str, digit: str) -> Decimal:
    """Return the number with every hidden digit read as ``digit``."""
    return Decimal(re.sub("[^0-9.]", digit, f"{whole}.{part or '0'}"))


def _tail(text: str) -> tuple[Decimal, bool]:
    """Return the scale that the words after the digits make, and whether they say that there is more."""
    words = lexicon()
    scale = Decimal(1)
    more = False
    for c in text:
        token = words.tokens[c]
        if token.role == "scale":
            scale *= token.value
        else:
            more = True
    return scale, more
