"""One figure: the number at a place of the text with its unit, its bounds and its flags."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractor.models import Quantity
from extractor.quantities.bounds import relation_after, relation_before
from extractor.quantities.chinese import scales_only
from extractor.quantities.contexts import PAUSE, context, is_count, is_measured, stands_after
from extractor.quantities.damage import Lost, damage, digits_from_letters, unit_from_damage
from extractor.quantities.found_numbers import SCALES, Number, has_scale_word, number_at
from extractor.quantities.lexicon import lexicon
from extractor.quantities.lists import unit_of_list
from extractor.quantities.numerals import read
from extractor.quantities.units import Unit, unit_table, unit_words

if TYPE_CHECKING:
    from decimal import Decimal

_NAMED_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def figure_at(text: str, place: int) -> Quantity | None:
    """Return the figure whose number begins at ``place``, or None when no figure does."""
    number = number_at(text, place)
    if number is None:
        return None
    if number.reading.unit is not None:
        unit = unit_table().at(text, number.end)
        if unit is None or unit.name != number.reading.unit:
            return _made(text, number, number.end, number.reading.unit, "plain", number.reading.kind)
        return _made(text, number, unit.end, unit.name, "plain", number.reading.kind)
    spoilt = unit_from_damage(text, number.start, number.end)
    if spoilt is not None:
        end, name = spoilt
        scaled = read(text[number.start : number.end] + name[0]) if SCALES.match(name) else None
        if scaled is not None:
            number = Number(number.start, number.end, scaled)
        return _made(
            text, number, end, name.lstrip("万亿千"), "plain", "damaged_unit", damage().unit_forms.flag
        )
    unit = unit_table().at(text, number.end)
    if unit is not None:
        return _with_unit(text, number, unit)
    return _without_unit(text, number)


def mended_at(text: str, place: int) -> Quantity | None:
    """Return the figure at ``place`` when its digits are letters that a scanner misread, or None."""
    if digits_from_letters(text, place) is None:
        return None
    figure = figure_at(text, place)
    return figure if figure is not None and damage().digit_letters.flag in figure.flags else None


def _with_unit(text: str, number: Number, unit: Unit) -> Quantity | None:
    """Return the figure of a number with a unit after it, unless the two only look like one."""
    if number.reading.mask == "full" and not unit.rule.mask:
        return None
    if number.is_chinese(text) and (not unit.rule.chinese or not is_count(text, number, unit)):
        return None
    if (
        unit.dimension == "duration"
        and number.reading.value is not None
        and not is_measured(text, number, unit)
    ):
        return None
    return _made(text, number, unit.end, unit.name, "plain", "unit", dimension=unit.dimension)


def _without_unit(text: str, number: Number) -> Quantity | None:
    """Return the figure of a bare number: one of a list, money or a rate by the words before it, or unit-less."""
    shared = unit_of_list(text, number.end)
    if shared is not None and not (number.is_chinese(text) and not shared.rule.chinese):
        return _made(text, number, number.end, shared.name, "shared", "list_unit", dimension=shared.dimension)
    shown = text[number.start : number.end]
    reading = number.reading
    paused = PAUSE.match(text, number.end) is not None or relation_after(text, number.end) != "eq"
    paused = paused or (("." in shown or len(shown) > 2) and stands_after("bare_level", text, number.start))
    if reading.mask == "full":
        alone = not has_scale_word(shown)
        # Hidden digits around a point are a number, whatever stands before.
        told = "." in shown or "," in shown or stands_after("mask_alone", text, number.start)
        if alone and not (paused and told):
            return None
    if reading.kind == "fraction":
        return _made(text, number, number.end, None, "plain", "fraction")
    if number.is_chinese(text):
        if not (has_scale_word(shown) and len(shown) > 2 and (paused or reading.relation == "ge")):
            return None
    elif not paused and not has_scale_word(shown) and reading.relation == "eq" and reading.mask == "none":
        return None
    if _NAMED_YEAR.fullmatch(shown) and not stands_after("mask_alone", text, number.start):
        return None
    return _inferred(text, number, scaled=has_scale_word(shown))


def _inferred(text: str, number: Number, *, scaled: bool) -> Quantity | None:
    """Return a bare figure with the unit that the words before it imply, or without one."""
    # Nothing is lost of a bare 0: it has no unit to show.
    rules = unit_words().inferred if number.reading.value != 0 else ()
    for index, rule in enumerate(rules):
        if rule.scaled in (None, scaled) and stands_after(f"inferred{index}", text, number.start, 40):
            # A rate that lost its % sign is damage; money without 元 is usage.
            flag = "garbled" if rule.unit == "%" and number.reading.mask == "none" else None
            return _made(text, number, number.end, rule.unit, "bare", "inferred_unit", flag)
    for index, rule in enumerate(unit_words().following):
        if scaled and context(f"following{index}").match(text, number.end):
            return _made(text, number, number.end, rule.unit, "bare", "following_unit")
    if number.start == 0 or text[number.start - 1] in "\n(.":
        return None
    return _made(text, number, number.end, None, "bare", "bare_number")


def _made(
    text: str,
    number: Number,
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
    flags = () if flag is None else (flag,)
    if number.mended:
        flags = (*flags, damage().digit_letters.flag)
    # A fraction in words is no more exact than four digits.
    places = 4 if reading.kind == "fraction" else 12
    value = None if reading.value is None else round(float(reading.value), places)
    low = value if reading.low is reading.value else _rounded(reading.low, places)
    high = value if reading.high is reading.value else _rounded(reading.high, places)
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


def _rounded(number: Decimal | None, places: int) -> float | None:
    return None if number is None else round(float(number), places)


def lost_figure(lost: Lost) -> Quantity | None:
    """Return the figure of a unit whose number is gone."""
    table = unit_table()
    more = lost.name.startswith(lexicon().numerals.more.words)
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
        "ge" if more else "eq",
        (),
        "lost",
        lost.rule,
    )
