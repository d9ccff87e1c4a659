"""What was read of one number, exact: decimals, the way it was written, the unit that it implies."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Literal, NamedTuple

from extractor.models import Mask, Numeral, Relation

Kind = Literal["plain", "string", "fraction", "percent", "tenth", "discount", "multiple"]


class Reading(NamedTuple):
    """One number as it was read: ``value`` is null for a range and a mask, ``unit`` what its words imply.

    ``kind`` tells the way of writing: ``string`` for digits told one by one (二〇二一), ``percent``
    for 百分之六 and 5%, ``tenth`` for 三成, ``multiple`` for 翻一番. ``alone`` is what one of ``unit``
    is worth where no unit can be given.
    """

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    relation: Relation = "eq"
    mask: Mask = "none"
    kind: Kind = "plain"
    unit: str | None = None
    alone: Decimal = Decimal(1)

    def scaled(self, factor: Decimal) -> Reading:
        """Return this times ``factor``, bounds turned round when it is negative."""
        low, high = _times(self.low, factor), _times(self.high, factor)
        if factor < 0:
            low, high = high, low
            relation = {"ge": "le", "le": "ge"}.get(self.relation, self.relation)
            return self._replace(value=_times(self.value, factor), low=low, high=high, relation=relation)
        return self._replace(value=_times(self.value, factor), low=low, high=high)

    def shifted(self, offset: Decimal) -> Reading:
        """Return this plus ``offset``."""
        value, low, high = (None if n is None else n + offset for n in (self.value, self.low, self.high))
        return self._replace(value=value, low=low, high=high)

    def related(self, relation: Relation) -> Reading:
        """Return this under a bound or nearness told by a word around it."""
        if relation == "eq" or self.relation == "range":
            return self
        # 约20余: the 余 says more than the 约.
        if relation == "approx" and self.relation in ("ge", "le"):
            return self
        if self.value is None:
            return self._replace(relation=relation)
        low = None if relation == "le" else self.value
        high = None if relation == "ge" else self.value
        return self._replace(relation=relation, low=low, high=high)

    def finite(self) -> bool:
        """Tell whether every number in here fits a float64."""
        return all(n is None or math.isfinite(float(n)) for n in (self.value, self.low, self.high))

    def numeral(self) -> Numeral:
        """Return the record of the later stages; no unit goes with it, so ``alone`` is applied."""
        plain = self if self.alone == 1 else self.scaled(self.alone)
        value, low, high = (None if n is None else float(n) for n in (plain.value, plain.low, plain.high))
        return Numeral(value, low, high, plain.relation, plain.mask)


def exactly(value: Decimal, kind: Kind = "plain") -> Reading:
    """Return the reading of one known number."""
    return Reading(value, value, value, kind=kind)


def at_least(value: Decimal) -> Reading:
    """Return the reading of a lower bound."""
    return Reading(value, value, None, "ge")


def between(low: Decimal, high: Decimal) -> Reading:
    """Return the reading of a range."""
    return Reading(None, low, high, "range")


def _times(number: Decimal | None, factor: Decimal) -> Decimal | None:
    return None if number is None else number * factor
