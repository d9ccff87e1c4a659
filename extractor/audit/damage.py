"""Figures whose digits a year was written over (20233家 for 103家): what their other digits still say.

Such a figure has no value and no bounds, yet it is not masked. A relation that gives it a number which
its undamaged digits allow is taken to hold: nothing in the text speaks against it. The number itself is
``expected``, never written over the figure.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.models import Quantity

_NUMBER = re.compile(r"\d[\d.,]*")
_YEAR = re.compile(r"20\d\d")
# To how many decimals a damaged figure may have been given.
DECIMALS = 3


def damaged(quantity: Quantity) -> bool:
    """Tell whether a figure is lost to damage, not to a mask."""
    unknown = quantity.value is None and quantity.low is None and quantity.high is None
    return unknown and quantity.mask == "none" and bool(quantity.flags)


def remains(quantity: Quantity) -> int:
    """Return how many digits of a damaged figure are still its own."""
    return sum(char.isdigit() for char in _YEAR.sub("", _number(quantity.text), count=1))


def fits(quantity: Quantity, value: float) -> bool:
    """Tell whether a damaged figure may have been this number."""
    pattern = _pattern(_number(quantity.text))
    return any(pattern.fullmatch(f"{value:.{decimals}f}") for decimals in range(DECIMALS))


def _number(text: str) -> str:
    """Return the digits of a figure."""
    found = _NUMBER.search(text)
    return found[0].replace(",", "") if found else ""


@lru_cache(maxsize=1024)
def _pattern(number: str) -> re.Pattern[str]:
    """Return what a number may have been before a year was written into it."""
    year = _YEAR.search(number)
    if year is None:
        return re.compile(r"[\d.]*")
    return re.compile(re.escape(number[: year.start()]) + r"[\d.]*" + re.escape(number[year.end() :]))
