"""Arithmetic on what is known of a figure: intervals, the size of the last shown digit, and verdicts.

A rate holds when the quotient lies within half a unit of the rate's last shown digit: 61.9% holds for
61.85 to 61.95. A figure in words (七成, 三分之二) or an approximate one is taken as wide as such words are
used; a count with a scale word (62.8万) is itself rounded, and counts with half a unit of its last digit.
With masked figures a verdict is only ``possible`` or ``impossible``, and null when there are no bounds.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from extractor.audit.damage import damaged

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractor.audit.records import Holds
    from extractor.models import Quantity

Interval = tuple[float, float]

# Room for floats that are sums and quotients of decimals.
SLACK = 1e-9
# How far a number that is called approximate may lie from the exact one, as a share of it.
ABOUT = 0.025
# Tenths in words (七成) are rounded to ten points, fractions in words to about five.
TENTH = 5.0
FRACTION = 0.025
_DIGITS = re.compile(r"\d[\d,]*(?:\.(\d+))?")


def step(quantity: Quantity) -> float:
    """Return the size of one unit in the last shown digit; that of the value where the text is damaged."""
    value = quantity.value
    shown = _DIGITS.search(quantity.text)
    if value is None or shown is None or quantity.flags:
        decimals = 0 if value is None else len(f"{value:.6f}".rstrip("0").partition(".")[2])
        return 10.0**-decimals
    number = float(shown[0].replace(",", ""))
    scale = value / number if number else 1.0
    return 10.0 ** -len(shown[1] or "") * max(scale, 1.0)


def digits(quantity: Quantity) -> int:
    """Return how many significant digits a figure shows: what its agreement with a quotient is worth."""
    shown = _DIGITS.search(quantity.text)
    if quantity.value is None or shown is None or quantity.relation != "eq":
        return 0
    text = f"{quantity.value:g}" if quantity.flags else shown[0]
    return len(re.sub(r"\D", "", text).lstrip("0"))


def bounds(quantity: Quantity) -> Interval | None:
    """Return what a figure states, open ends as infinity; null when not one digit is known."""
    low, high = quantity.low, quantity.high
    if quantity.value is None and low is None and high is None:
        return None
    if quantity.value is not None and quantity.relation in {"eq", "approx"}:
        room = abs(quantity.value) * ABOUT if quantity.relation == "approx" else 0.0
        return quantity.value - room, quantity.value + room
    return -math.inf if low is None else low, math.inf if high is None else high


def as_shown(quantity: Quantity) -> Interval | None:
    """Return what a figure states with the room of its rounding: half a unit in the last digit, or a word's."""
    span = bounds(quantity)
    if span is None:
        return None
    if not _DIGITS.search(quantity.text) and not quantity.flags and quantity.value is not None:
        room = TENTH if quantity.unit == "%" else FRACTION
    else:
        room = step(quantity) / 2
    if math.isinf(span[0]) or math.isinf(span[1]):
        room = 0.0
    return span[0] - room - SLACK, span[1] + room + SLACK


def counted(quantity: Quantity) -> Interval | None:
    """Return what a count states: exact, but for the rounding that a scale word brings."""
    span = bounds(quantity)
    if span is None or quantity.value is None or quantity.relation != "eq" or quantity.flags:
        return span
    size = step(quantity)
    room = size / 2 if size > 1 and "." in quantity.text else 0.0
    return span[0] - room, span[1] + room


def quotient(numerator: Interval, denominator: Interval, scale: float) -> Interval | None:
    """Return the interval of a quotient of figures that are not negative."""
    if denominator[1] <= 0 or numerator[0] < 0:
        return None
    high = math.inf if denominator[0] <= 0 else numerator[1] / denominator[0] * scale
    return numerator[0] / denominator[1] * scale, high


def total(parts: Iterable[Interval]) -> Interval:
    """Return the interval of a sum."""
    low = high = 0.0
    for part in parts:
        low, high = low + part[0], high + part[1]
    return low, high


def meet(one: Interval, other: Interval, slack: float = 0.0) -> bool:
    """Tell whether two intervals have a number in common."""
    return one[0] <= other[1] + slack and other[0] <= one[1] + slack


def verdict(agree: bool, members: Iterable[Quantity]) -> Holds | None:
    """Name the outcome of a comparison by what is masked among its members; damaged ones were judged by it."""
    masked = False
    for member in members:
        if damaged(member):
            continue
        if bounds(member) is None:
            return None
        masked = masked or member.mask != "none" or (member.value is None and member.relation == "eq")
    if masked:
        return "possible" if agree else "impossible"
    return "true" if agree else "false"
