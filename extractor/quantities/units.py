"""The units of figures: which one stands at a place of the text, and its dimension."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from extractor.packs import first_characters, load_vocabulary
from extractor.quantities.unit_models import UnitRule, Units


class Unit(NamedTuple):
    """A unit as it was found: where it ends, its standard name, its dimension, the rule behind it."""

    end: int
    name: str
    dimension: str
    rule: UnitRule


@dataclass(slots=True)
class _Form:
    """One way to write a unit: its rule, and what may not follow.

    ``wary`` are the characters that what may not follow begins with, null where they are not certain;
    only behind one of them the pattern itself is asked, and compiled.
    """

    rule: UnitRule
    dimension: str
    not_before: str
    wary: frozenset[str] | None
    pattern: re.Pattern[str] | None = None

    def fits(self, text: str, end: int) -> bool:
        """Tell whether the form that ends at ``end`` is the unit, and not the beginning of another word."""
        if self.wary is not None and text[end : end + 1] not in self.wary:
            return True
        if self.pattern is None:
            self.pattern = re.compile(self.not_before)
        return self.pattern.match(text, end) is None


@dataclass(frozen=True, slots=True)
class UnitTable:
    """The units by the way they are written; built once a process."""

    forms: dict[str, _Form]
    # The lengths of the forms that begin with a character, the longest first.
    lengths: dict[str, tuple[int, ...]]
    dimensions: dict[str, str]
    per: re.Pattern[str]
    per_begins: frozenset[str]

    def at(self, text: str, place: int) -> Unit | None:
        """Return the longest unit that begins at ``place``, compound ones as a whole, or None."""
        for length in self.lengths.get(text[place : place + 1], ()):
            # Shorter at the end of the text.
            written = text[place : place + length]
            form = self.forms.get(written)
            if form is not None and form.fits(text, place + len(written)):
                return self._with_per(text, place + len(written), form)
        return None

    def _with_per(self, text: str, end: int, form: _Form) -> Unit:
        """Return the unit that ends at ``end``, or the compound one that it begins."""
        rule = form.rule
        compound = self.per.match(text, end) if text[end : end + 1] in self.per_begins else None
        if compound is None:
            return Unit(end, rule.unit, form.dimension, rule)
        per = compound.group()
        name = rule.unit + per[0] + unit_words().per_names.get(per[1:], per[1:])
        return Unit(compound.end(), name, form.dimension, rule)

    def dimension(self, name: str) -> str:
        """Return the dimension of a standard unit; a bare number has ``number``."""
        return self.dimensions.get(name, "number")


def unit_words() -> Units:
    """Return the unit vocabulary."""
    return load_vocabulary("units", Units)


@cache
def unit_table() -> UnitTable:
    """Return the units of the pattern file, ready for use."""
    forms: dict[str, _Form] = {}
    lengths: dict[str, set[int]] = {}
    dimensions: dict[str, str] = {}
    for group in unit_words().groups:
        for rule in group.units:
            dimensions.setdefault(rule.unit, group.dimension)
            for written in rule.forms or (rule.unit,):
                forms[written] = _form(written, rule, group.dimension)
                lengths.setdefault(written[0], set()).add(len(written))
    per = "|".join(re.escape(word) for word in sorted(unit_words().per, key=len, reverse=True))
    return UnitTable(
        forms,
        {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()},
        dimensions,
        re.compile(rf"/(?:{per}|\([^()]{{1,8}}\))(?![0-9])|(?:每|/每)(?:{per})(?=[,。;、)]|$)"),
        frozenset("/每"),
    )


def _form(written: str, rule: UnitRule, dimension: str) -> _Form:
    """Return one way to write a unit."""
    # A unit never ends within a number: /100000 is none in /1000000.
    ahead = [rule.not_before] if rule.not_before else []
    ahead += ["[0-9]"] if written[-1].isdecimal() else []
    if not ahead:
        return _Form(rule, dimension, "", frozenset())
    begins = first_characters("|".join(ahead))
    wary = None if begins is None or begins.ranges or begins.digits else begins.singles
    return _Form(rule, dimension, "|".join(ahead), wary)
