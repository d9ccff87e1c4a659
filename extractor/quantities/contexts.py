"""The words around a number that decide whether it counts: a figure, or only a way of speaking."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from extractor.packs import compile_quick
from extractor.quantities.chinese import scales_only
from extractor.quantities.units import unit_words

if TYPE_CHECKING:
    from extractor.quantities.found_numbers import Number
    from extractor.quantities.units import Unit

PAUSE = re.compile(r"[,。;:、!?)”》\n\t]|$|[(](?!元|人)")


@cache
def context(name: str) -> re.Pattern[str]:
    """Return one context of the unit vocabulary, compiled."""
    return compile_quick(_sources()[name])


@cache
def _sources() -> dict[str, str]:
    """Return the patterns of all contexts."""
    words = unit_words()
    found = {f"inferred{i}": f"(?:{rule.before})$" for i, rule in enumerate(words.inferred)}
    found |= {"indefinite": words.indefinite.after, "scale_alone": words.scale_alone.after}
    found |= {"bare_level": words.bare_level.after}
    found |= {f"following{i}": rule.after for i, rule in enumerate(words.following)}
    return found | {"mask_alone": words.mask_alone.after, "measured_time": words.measured_time.near}


def stands_after(name: str, text: str, start: int, reach: int = 12) -> bool:
    """Tell whether the context's words stand before ``start``."""
    return context(name).search(text, max(0, start - reach), start) is not None


def is_count(text: str, number: Number, unit: Unit) -> bool:
    """Tell whether a Chinese numeral before a unit is a count: not the 一 of "a", not a scale word in a name."""
    rule = unit_words().indefinite
    shown = text[number.start : number.end]
    if shown in rule.numerals and unit.name not in rule.counted:
        return unit.name not in rule.never and stands_after("indefinite", text, number.start)
    if scales_only(shown) and shown != "十" and number.reading.relation == "eq":
        return stands_after("scale_alone", text, number.start) or _closes_phrase(text, number, unit)
    return True


def _closes_phrase(text: str, number: Number, unit: Unit) -> bool:
    """Tell whether a word stands before and a pause after: 签约宣传百场, but not (万元)."""
    return (
        "\u4e00" <= text[number.start - 1 : number.start] <= "\u9fff"
        and PAUSE.match(text, unit.end) is not None
    )


def is_measured(text: str, number: Number, unit: Unit) -> bool:
    """Tell whether a duration is measured, or only part of a standing rule."""
    reach = unit_words().measured_time.reach
    near = context("measured_time").search(text, max(0, number.start - reach), min(len(text), unit.end + 4))
    value = number.reading.value
    return near is not None or (value is not None and value != value.to_integral_value())
