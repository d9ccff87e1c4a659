"""One figure: the number at a place of the text with its unit, its bounds and its flags."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from extractor.models import Quantity
from extractor.quantities.bounds import relation_after, relation_before
from extractor.quantities.chinese import has_scale, scales_only
from extractor.quantities.damage import Lost, damage, digits_from_letters, unit_from_damage
from extractor.quantities.lists import unit_of_list
from extractor.quantities.number_pattern import number_regex
from extractor.quantities.numerals import read
from extractor.quantities.units import Unit, unit_table, unit_words

if TYPE_CHECKING:
    from extractor.quantities.reading import Reading

_PAUSE = re.compile(r"[,。;:、!?)”》\n\t]|$|[(](?!元|人)")
_NAMED_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_SCALES = re.compile("[万亿千百]")


@dataclass(frozen=True, slots=True)
class _Number:
    """A number of the text: its span, what was read of it, and a flag when digits were mended."""

    start: int
    end: int
    reading: Reading
    mended: bool = False

    def is_chinese(self, text: str) -> bool:
        """Tell whether it begins in Chinese characters."""
        return "\u4e00" <= text[self.start] <= "\u9fff"


@cache
def _contexts() -> dict[str, re.Pattern[str]]:
    """Return the contexts of the unit vocabulary, compiled."""
    words = unit_words()
    found = {f"inferred{i}": f"(?:{rule.before})$" for i, rule in enumerate(words.inferred)}
    found |= {"indefinite": words.indefinite.after, "scale_alone": words.scale_alone.after}
    found |= {"bare_level": words.bare_level.after}
    found |= {f"following{i}": rule.after for i, rule in enumerate(words.following)}
    found |= {"mask_alone": words.mask_alone.after, "measured_time": words.measured_time.near}
    return {name: re.compile(pattern) for name, pattern in found.items()}


def _stands_after(context: str, text: str, start: int, reach: int = 12) -> bool:
    """Tell whether the context's words stand before ``start``."""
    return _contexts()[context].search(text, max(0, start - reach), start) is not None


def figure_at(text: str, place: int) -> Quantity | None:
    """Return the figure whose number begins at ``place``, or None when no figure does."""
    number = _number_at(text, place)
    if number is None:
        return None
    if number.reading.unit is not None:
        unit = unit_table().at(text, number.end)
        if unit is None or unit.name != number.reading.unit:
            return _made(text, number, number.end, number.reading.unit, "plain", number.reading.kind)
        return _made(text, number, unit.end, unit.name, "plain", number.reading.kind)
    spoilt = _damaged_unit(text, number)
    if spoilt is not None:
        number, end, name = spoilt
        scaled = read(text[number.start : number.end] + name[0]) if _SCALES.match(name) else None
        if scaled is not None:
            number = _Number(number.start, number.end, scaled)
        return _made(
            text, number, end, name.lstrip("万亿千"), "plain", "damaged_unit", damage().unit_forms.flag
        )
    unit = unit_table().at(text, number.end)
    if unit is not None:
        return _with_unit(text, number, unit)
    return _without_unit(text, number)


def _damaged_unit(text: str, number: _Number) -> tuple[_Number, int, str] | None:
    """Return the number, the end and the meaning of a unit that a scanner misread, also after its scale word."""
    found = unit_from_damage(text, number.start, number.end)
    return None if found is None else (number, *found)


def _number_at(text: str, place: int) -> _Number | None:
    """Return the number that begins at ``place``, digits mended where letters stand for them."""
    mended = digits_from_letters(text, place)
    if mended is not None:
        end, digits = mended
        scale = _SCALES.match(text, end)
        stop = scale.end() if scale else end
        reading = read(digits + text[end:stop])
        if reading is not None and unit_table().at(text, stop) is not None:
            return _Number(place, stop, reading, mended=True)
    match = number_regex().match(text, place)
    if match is None:
        return None
    end = match.end()
    # 46.8万千瓦: the last scale word belongs to the unit.
    if text[end - 1] in "千百" and end - 1 > place and unit_table().at(text, end - 1) is not None:
        end -= 1
    # 应管/实管1450/1312人 are two figures: a fraction has no unit that counts.
    slash = text.find("/", place, end)
    if slash > 0 and _counts_two(text, end):
        end = slash
    reading = read(text[place:end])
    return None if reading is None else _Number(place, end, reading)


def _counts_two(text: str, end: int) -> bool:
    """Tell whether what ends in a counting unit after a slash is a pair of counts."""
    unit = unit_table().at(text, end)
    return unit is not None and unit.dimension in ("count", "ratio", "money", "area")


def mended_at(text: str, place: int) -> Quantity | None:
    """Return the figure at ``place`` when its digits are letters that a scanner misread, or None."""
    if digits_from_letters(text, place) is None:
        return None
    figure = figure_at(text, place)
    return figure if figure is not None and damage().digit_letters.flag in figure.flags else None


def _with_unit(text: str, number: _Number, unit: Unit) -> Quantity | None:
    """Return the figure of a number with a unit after it, unless the two only look like one."""
    if number.reading.mask == "full" and not unit.rule.mask:
        return None
    if number.is_chinese(text) and (not unit.rule.chinese or not _counts(text, number, unit)):
        return None
    if (
        unit.dimension == "duration"
        and number.reading.value is not None
        and not _measured(text, number, unit)
    ):
        return None
    return _made(text, number, unit.end, unit.name, "plain", "unit", dimension=unit.dimension)


def _counts(text: str, number: _Number, unit: Unit) -> bool:
    """Tell whether a Chinese numeral before a unit is a count: not the 一 of "a", not a scale word in a name."""
    rule = unit_words().indefinite
    shown = text[number.start : number.end]
    if shown in rule.numerals and unit.name not in rule.counted:
        return unit.name not in rule.never and _stands_after("indefinite", text, number.start)
    if scales_only(shown) and shown != "十" and number.reading.relation == "eq":
        return _stands_after("scale_alone", text, number.start) or _closes_phrase(text, number, unit)
    return True


def _closes_phrase(text: str, number: _Number, unit: Unit) -> bool:
    """Tell whether a word stands before and a pause after: 签约宣传百场, but not (万元)."""
    return (
        "\u4e00" <= text[number.start - 1 : number.start] <= "\u9fff"
        and _PAUSE.match(text, unit.end) is not None
    )


def _measured(text: str, number: _Number, unit: Unit) -> bool:
    """Tell whether a duration is measured, or only part of a standing rule."""
    reach = unit_words().measured_time.reach
    near = _contexts()["measured_time"].search(
        text, max(0, number.start - reach), min(len(text), unit.end + 4)
    )
    return near is not None or (number.reading.value is not None and number.reading.value % 1 != 0)


def _without_unit(text: str, number: _Number) -> Quantity | None:
    """Return the figure of a bare number: one of a list, money or a rate by the words before it, or unit-less."""
    shared = unit_of_list(text, number.end)
    if shared is not None and not (number.is_chinese(text) and not shared.rule.chinese):
        return _made(text, number, number.end, shared.name, "shared", "list_unit", dimension=shared.dimension)
    shown = text[number.start : number.end]
    reading = number.reading
    paused = _PAUSE.match(text, number.end) is not None or relation_after(text, number.end) != "eq"
    paused = paused or ("." in shown and _stands_after("bare_level", text, number.start))
    if reading.mask == "full":
        alone = not has_scale_word(shown)
        # Hidden digits around a point are a number, whatever stands before.
        told = "." in shown or "," in shown or _stands_after("mask_alone", text, number.start)
        if alone and not (paused and told):
            return None
    if reading.kind == "fraction":
        return _made(text, number, number.end, None, "plain", "fraction")
    if number.is_chinese(text):
        if not (has_scale_word(shown) and len(shown) > 2 and (paused or reading.relation == "ge")):
            return None
    elif not paused and not has_scale_word(shown) and reading.relation == "eq" and reading.mask == "none":
        return None
    if _NAMED_YEAR.fullmatch(shown) and not _stands_after("mask_alone", text, number.start):
        return None
    return _inferred(text, number, scaled=has_scale_word(shown))


def has_scale_word(shown: str) -> bool:
    """Tell whether a number as it stands holds 万 or the like."""
    return _SCALES.search(shown) is not None or (not _masked(shown) and has_scale(shown))


def _masked(shown: str) -> bool:
    return any(not (c.isdecimal() or "\u4e00" <= c <= "\u9fff" or c in ".,") for c in shown)


def _inferred(text: str, number: _Number, *, scaled: bool) -> Quantity | None:
    """Return a bare figure with the unit that the words before it imply, or without one."""
    # Nothing is lost of a bare 0: it has no unit to show.
    rules = unit_words().inferred if number.reading.value != 0 else ()
    for index, rule in enumerate(rules):
        if rule.scaled in (None, scaled) and _stands_after(f"inferred{index}", text, number.start, 40):
            # A rate that lost its % sign is damage; money without 元 is usage.
            flag = "garbled" if rule.unit == "%" and number.reading.mask == "none" else None
            return _made(text, number, number.end, rule.unit, "bare", "inferred_unit", flag)
    for index, rule in enumerate(unit_words().following):
        if scaled and _contexts()[f"following{index}"].match(text, number.end):
            return _made(text, number, number.end, rule.unit, "bare", "following_unit")
    if number.start == 0 or text[number.start - 1] in "\n(.":
        return None
    return _made(text, number, number.end, None, "bare", "bare_number")


def _made(
    text: str,
    number: _Number,
    end: int,
    unit: str | None,
    form: str,
    rule: str,
    flag: str | None = None,
    dimension: str | None = None,
) -> Quantity:
    """Return the record of one figure with the bounds that the words around it state."""
    shown = text[number.start : number.end]
    bare_scale = number.is_chinese(text) and scales_only(shown)
    before = relation_before(text, number.start, end, bare_scale=bare_scale)
    after = relation_after(text, end)
    reading = number.reading.related(after if after != "eq" else before)
    flags = tuple(f for f in (flag, damage().digit_letters.flag if number.mended else None) if f)
    # A fraction in words is no more exact than four digits.
    places = 4 if reading.kind == "fraction" else 12
    value, low, high = (
        None if x is None else round(float(x), places) for x in (reading.value, reading.low, reading.high)
    )
    known = dimension or (unit_table().dimension(unit) if unit else "number")
    return Quantity(
        number.start,
        end,
        number.end,
        text[number.start : end],
        value,
        low,
        high,
        unit,
        known,
        reading.mask,
        reading.relation,
        flags,
        form,
        rule,
    )


def lost_figure(lost: Lost) -> Quantity | None:
    """Return the figure of a unit whose number is gone."""
    table = unit_table()
    name = lost.name.lstrip("余万亿") or lost.name
    unit = table.at(name, 0)
    if unit is None:
        return None
    return Quantity(
        lost.start,
        lost.end,
        lost.start,
        lost.name,
        None,
        None,
        None,
        unit.name,
        unit.dimension,
        "lost",
        "eq",
        (),
        "lost",
        lost.rule,
    )
