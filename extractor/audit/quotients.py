"""A rate as the quotient of two counts: the relation, and how much an agreement is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.audit.arithmetic import as_shown, bounds, counted, digits, meet, quotient, verdict
from extractor.audit.damage import damaged, fits, remains
from extractor.audit.items import SCALES
from extractor.audit.records import Relation

if TYPE_CHECKING:
    from extractor.audit.items import Item

# A rate of three digits agrees with a wrong pair once in some hundred.
DIGITS = 3
# A quotient that differs from a rate by this share of it cannot be one that was rounded.
FAR_OFF = 0.1


def ratio(result: Item, numerator: Item, denominator: Item, scale: float | None = None) -> Relation:
    """Build the relation of one rate (or average) and judge it; its scale is that of its unit where none is given."""
    three = (result.quantity, numerator.quantity, denominator.quantity)
    if scale is None:
        scale = SCALES.get(result.unit or "", 1.0)
    shown, above, below = as_shown(three[0]), counted(three[1]), counted(three[2])
    computed = quotient(above, below, scale) if above and below else None
    agree = bool(computed and shown and meet(computed, shown))
    expected = None
    if three[1].value is not None and three[2].value:
        expected = three[1].value / three[2].value * scale
        if damaged(three[0]):
            agree = fits(three[0], expected)
    elif damaged(three[1]) or damaged(three[2]):
        agree = True
    roles = (("result", result.index), ("numerator", numerator.index), ("denominator", denominator.index))
    return Relation("ratio", roles, expected, three[0].value, verdict(agree, three), (), result.number)


def telling(rate: Item) -> bool:
    """Tell whether a rate shows enough digits for an agreement to mean something; 100% agrees too easily."""
    if damaged(rate.quantity):
        return remains(rate.quantity) >= DIGITS - 1
    return digits(rate.quantity) >= DIGITS and rate.quantity.value != 100


def computes(rate: Item, numerator: Item, whole: Item) -> bool:
    """Tell whether three stated numbers agree; an open end (余, 以上) agrees with too much to count."""
    above, below, shown = numerator.quantity.value, whole.quantity.value, rate.quantity.value
    if above is not None and below and shown is not None:
        # Most pairs are far off; they need no intervals.
        scale = SCALES.get(rate.unit or "", 1.0)
        if abs(above / below * scale - shown) > FAR_OFF * max(shown, 1):
            return False
    firm = {"eq", "approx"}
    three = (rate.quantity, numerator.quantity, whole.quantity)
    sound = not damaged(numerator.quantity) and not damaged(whole.quantity)
    return (
        sound and all(one.relation in firm for one in three) and ratio(rate, numerator, whole).holds == "true"
    )


def too_much(rate: Item, numerator: Item, whole: Item) -> bool:
    """Tell whether a numerator exceeds its whole though the rate stays below one: two counts of other things."""
    above, below, shown = bounds(numerator.quantity), bounds(whole.quantity), bounds(rate.quantity)
    full = SCALES.get(rate.unit or "", 1.0)
    return bool(above and below and above[0] > below[1] and (shown is None or shown[1] <= full))
