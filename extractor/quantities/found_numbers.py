"""Numbers in the text: the one that begins at a place, as it was read, with letters mended to digits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from extractor.quantities.chinese import has_scale
from extractor.quantities.damage import digits_from_letters, unit_from_damage
from extractor.quantities.number_ends import other_end, plain_end
from extractor.quantities.numerals import read
from extractor.quantities.units import unit_table

if TYPE_CHECKING:
    from extractor.quantities.reading import Reading

SCALES = re.compile("[万亿千百]")
# Scale words that a unit may begin with.
_SHARED = "千百"


class Number(NamedTuple):
    """A number of the text: its span, what was read of it, and a flag when digits were mended."""

    start: int
    end: int
    reading: Reading
    mended: bool = False

    def is_chinese(self, text: str) -> bool:
        """Tell whether it begins in Chinese characters."""
        return "\u4e00" <= text[self.start] <= "\u9fff"


def number_at(text: str, place: int) -> Number | None:
    """Return the number that begins at ``place``, digits mended where letters stand for them."""
    plain = plain_end(text, place)
    if plain is not None:
        reading = read(text[place:plain])
        return None if reading is None else Number(place, plain, reading)
    mended = digits_from_letters(text, place)
    if mended is not None:
        end, digits = mended
        scale = SCALES.match(text, end)
        stop = scale.end() if scale else end
        reading = read(digits + text[end:stop])
        if reading is not None and (
            unit_table().at(text, stop) is not None or unit_from_damage(text, place, stop) is not None
        ):
            return Number(place, stop, reading, mended=True)
    end = other_end(text, place)
    if end is None:
        return None
    # 46.8万千瓦: the last scale word belongs to the unit.
    if text[end - 1] in _SHARED and end - 1 > place and unit_table().at(text, end - 1) is not None:
        end -= 1
    # 应管/实管1450/1312人 are two figures: a fraction has no unit that counts.
    slash = text.find("/", place, end)
    if slash > 0 and _counts_two(text, end):
        end = slash
    reading = read(text[place:end])
    return None if reading is None else Number(place, end, reading)


def _counts_two(text: str, end: int) -> bool:
    """Tell whether what ends in a counting unit after a slash is a pair of counts."""
    unit = unit_table().at(text, end)
    return unit is not None and unit.dimension in ("count", "ratio", "money", "area")


def has_scale_word(shown: str) -> bool:
    """Tell whether a number as it stands holds 万 or the like."""
    return SCALES.search(shown) is not None or (not _masked(shown) and has_scale(shown))


def _masked(shown: str) -> bool:
    return any(not (c.isdecimal() or "\u4e00" <= c <= "\u9fff" or c in ".,") for c in shown)
