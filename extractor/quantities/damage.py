"""Damage to numbers: letters for digits, characters for units, digits gone, years written over numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from extractor.packs import PackModel, RuleExamples, compile_quick, compile_starts, load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.models import Quantity


class DamageExample(PackModel):
    """A damaged text, and what must be read of it; no value: it is not certain."""

    text: str
    unit: str
    value: float | None = None


class DigitLetters(PackModel):
    """Letters that were digits."""

    flag: str
    letters: dict[str, str]
    alone: str
    examples: Annotated[tuple[DamageExample, ...], Field(min_length=1)]
    counterexamples: tuple[str, ...] = ()


class UnitForm(PackModel):
    """Characters that were a unit."""

    written: str
    meant: str


class UnitForms(PackModel):
    """Units as a scanner reads them."""

    flag: str
    forms: tuple[UnitForm, ...]
    permille_after: str
    examples: Annotated[tuple[DamageExample, ...], Field(min_length=1)]
    counterexamples: tuple[str, ...] = ()


class LostRule(RuleExamples):
    """A place where only the unit is left (group ``unit``)."""

    id: str
    pattern: str


class LostEverywhere(PackModel):
    """Where many digits were lost: how many, and where a unit then stands for a number."""

    after_lost: int
    share: float
    pattern: str
    examples: Annotated[tuple[str, ...], Field(min_length=1)]


class YearSwap(PackModel):
    """A year written over numbers."""

    flag: str
    rate_above: float
    examples: Annotated[tuple[DamageExample, ...], Field(min_length=1)]


class Damage(PackModel):
    """``patterns/damage.yaml``."""

    kind: Literal["damage"]
    digit_letters: DigitLetters
    unit_forms: UnitForms
    lost: tuple[LostRule, ...]
    lost_everywhere: LostEverywhere
    year_swap: YearSwap


@dataclass(frozen=True, slots=True)
class Lost:
    """A unit that lost its number; ``name`` is the unit as it stands."""

    start: int
    end: int
    name: str
    rule: str


def damage() -> Damage:
    """Return the damage vocabulary."""
    return load_vocabulary("damage", Damage)


@cache
def _letters() -> re.Pattern[str]:
    every = re.escape("".join(damage().digit_letters.letters))
    # The look ahead finds a letter: most numbers have none.
    return re.compile(rf"(?<![A-Za-z0-9])(?=[0-9.,]*+[{every}])[0-9{every}]+(?:[.,][0-9{every}]+)*")


def digits_from_letters(text: str, place: int) -> tuple[int, str] | None:
    """Return the end and the mended digits of a number that begins at ``place`` with letters in it."""
    rule = damage().digit_letters
    first = text[place : place + 1]
    if first not in rule.letters and not first.isdecimal():
        return None
    match = _letters().match(text, place)
    if match is None:
        return None
    written = match.group()
    if not any(c.isalpha() or c == "|" for c in written):
        return None
    if not any(c.isdecimal() for c in written) and (
        len(written) < 2 or any(c not in rule.alone for c in written)
    ):
        return None
    return match.end(), "".join(rule.letters.get(c, c) for c in written)


@cache
def _unit_forms() -> tuple[re.Pattern[str], dict[str, str], frozenset[str]]:
    """Return the pattern of damaged units, what they mean, and the characters that they begin with."""
    meant = {form.written: form.meant for form in damage().unit_forms.forms}
    written = "|".join(re.escape(form) for form in sorted(meant, key=len, reverse=True))
    return re.compile(written), meant, frozenset(form[0] for form in meant)


@cache
def _permille() -> re.Pattern[str]:
    return compile_quick(f"(?:{damage().unit_forms.permille_after})$")


def unit_from_damage(text: str, start: int, place: int) -> tuple[int, str] | None:
    """Return the end and the meaning of a damaged unit at ``place``, its number beginning at ``start``."""
    forms, meant, begins = _unit_forms()
    if text[place : place + 1] not in begins:
        return None
    match = forms.match(text, place)
    # 齐1 is a unit, 齐16 is not.
    torn = (
        match is not None and match.end() < len(text) and text[match.end() - 1 : match.end() + 1].isdecimal()
    )
    if match is None or torn:
        return None
    name = meant[match.group()]
    if match.group()[0] == "%" and _permille().search(text, max(0, start - 12), start):
        name = "‰"
    return match.end(), name


def _lost_source() -> str:
    parts = (f"(?P<{rule.id}>{rule.pattern.replace('?P<unit>', '?:')})" for rule in damage().lost)
    return "|".join(parts)


@cache
def _lost_starts() -> re.Pattern[str]:
    # Most units stand behind their number.
    return compile_starts(f"(?<![0-9])(?:{_lost_source()})")


@cache
def _lost() -> re.Pattern[str]:
    return re.compile(_lost_source())


def lost_units(text: str) -> list[Lost]:
    """Return the units whose numbers are gone; where many are, those behind plain nouns as well."""
    found: list[Lost] = []
    for start in _lost_starts().finditer(text):
        m = None if found and start.start() < found[-1].end else _lost().match(text, start.start())
        if m is not None:
            found.append(Lost(m.start(), m.end(), m.group(), m.lastgroup or ""))
    rule = damage().lost_everywhere
    if len(found) >= rule.after_lost and len(found) >= rule.share * len(_SHOWN.findall(text)):
        taken = {place for lost in found for place in range(lost.start, lost.end)}
        more = (
            Lost(m.start(), m.end(), m.group(), "lost_everywhere") for m in _lost_everywhere().finditer(text)
        )
        found += (lost for lost in more if lost.start not in taken)
    return found


@cache
def _lost_everywhere() -> re.Pattern[str]:
    return re.compile(damage().lost_everywhere.pattern)


# A year may stand over the digits before 万 too.
_SCALE_WORDS = "万亿"
_SHOWN = re.compile(r"[0-9*_]+(?:[.,][0-9*_]+)*")
# All years of our texts begin so.
_CENTURY = "20"
_YEAR = re.compile(rf"({_CENTURY}[0-9]{{2}})(?<![0-9]....)(?=年|[0-9]月)")


def mark_year_swaps(text: str, quantities: Sequence[Quantity]) -> list[Quantity]:
    """Return the figures, those with a year written over them flagged and their value taken back."""
    years = set(_YEAR.findall(text))
    if not years:
        return list(quantities)
    suspects = {i: _suspicion(q, years) for i, q in enumerate(quantities) if _CENTURY in q.text}
    proven = any(strong for strong in suspects.values() if strong is not None and strong)
    marked = list(quantities)
    for index, strong in suspects.items():
        glued = _glued(text, quantities[index], years)
        if glued or strong or (strong is not None and proven):
            marked[index] = _taken_back(quantities[index], glued=glued)
    return marked


def _suspicion(quantity: Quantity, years: set[str]) -> bool | None:
    """Tell whether a figure with a year in its digits proves a swap (True), may be one (False), or is clean."""
    if quantity.mask != "none" or "," in quantity.text:
        return None
    number = quantity.text[: quantity.number_end - quantity.start].rstrip(_SCALE_WORDS)
    year = next((year for year in years if year in number), None)
    if year is None or not number.replace(".", "").replace("-", "").isdecimal():
        return None
    whole, _, part = number.partition(".")
    if "-" in number:
        return (
            quantity.low is not None
            and quantity.high is not None
            and quantity.high > 20 * max(quantity.low, 1)
        )
    if quantity.unit in ("%", "‰", "个百分点"):
        return year in part or (quantity.value or 0) > damage().year_swap.rate_above
    if year in part:
        return True
    return False if len(whole) <= len(year) + 2 and (whole.startswith(year) or whole.endswith(year)) else None


def _glued(text: str, quantity: Quantity, years: set[str]) -> bool:
    """Tell whether the year right before the figure stands a second time at its beginning (2022年202212家)."""
    before = text[max(0, quantity.start - 5) : quantity.start]
    year = before[:4]
    return (
        year in years
        and before[4:] == "年"
        and quantity.text.startswith(year)
        and quantity.text[4:5].isdecimal()
    )


def _taken_back(quantity: Quantity, *, glued: bool) -> Quantity:
    """Return the figure without its value, or with the one that is certain: a rate of 2023 and 0 is 100%."""
    flag = "garbled" if glued else damage().year_swap.flag
    number = quantity.text[: quantity.number_end - quantity.start]
    value = 100.0 if quantity.unit == "%" and re.fullmatch(r"20[0-9]{2}0", number) else None
    return replace(quantity, value=value, low=value, high=value, flags=(*quantity.flags, flag))
