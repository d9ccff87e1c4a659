"""The units of figures: which one stands at a place of the text, and its dimension."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extractor.packs import compile_quick, load_vocabulary
from extractor.quantities.unit_models import UnitRule, Units


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as it was found: where it ends, its standard name, its dimension, the rule behind it."""

    end: int
    name: str
    dimension: str
    rule: UnitRule


@dataclass(frozen=True, slots=True)
class UnitTable:
    """The units by their first character, each as one compiled pattern; built once a process."""

    patterns: dict[str, re.Pattern[str]]
    rules: dict[str, tuple[UnitRule, str]]
    per: re.Pattern[str]

    def at(self, text: str, place: int) -> Unit | None:
        """Return the longest unit that begins at ``place``, compound ones as a whole, or None."""
        pattern = self.patterns.get(text[place : place + 1])
        match = pattern.match(text, place) if pattern is not None else None
        if match is None:
            return None
        rule, dimension = self.rules[match.lastgroup or ""]
        compound = self.per.match(text, match.end())
        if compound is None:
            return Unit(match.end(), rule.unit, dimension, rule)
        per = compound.group()
        name = rule.unit + per[0] + unit_words().per_names.get(per[1:], per[1:])
        return Unit(compound.end(), name, dimension, rule)

    def dimension(self, name: str) -> str:
        """Return the dimension of a standard unit; a bare number has ``number``."""
        for rule, dimension in self.rules.values():
            if rule.unit == name:
                return dimension
        return "number"


def unit_words() -> Units:
    """Return the unit vocabulary."""
    return load_vocabulary("units", Units)


@cache
def unit_table() -> UnitTable:
    """Return the units of the pattern file, ready for use."""
    rules: dict[str, tuple[UnitRule, str]] = {}
    by_first: dict[str, list[tuple[int, str]]] = {}
    for group in unit_words().groups:
        for rule in group.units:
            for form in rule.forms or (rule.unit,):
                name = f"u{len(rules)}"
                rules[name] = (rule, group.dimension)
                ahead = f"(?!{rule.not_before})" if rule.not_before else ""
                # A unit never ends within a number: /100000 is none in /1000000.
                ahead += "(?![0-9])" if form[-1].isdecimal() else ""
                source = form if "(?" in form else re.escape(form)
                by_first.setdefault(form[0], []).append((-len(form), f"(?P<{name}>{source}{ahead})"))
    patterns = {
        first: compile_quick("|".join(source for _, source in sorted(sources)))
        for first, sources in by_first.items()
    }
    per = "|".join(re.escape(word) for word in sorted(unit_words().per, key=len, reverse=True))
    return UnitTable(
        patterns,
        rules,
        compile_quick(rf"/(?:{per}|\([^()]{{1,8}}\))(?![0-9])|(?:每|/每)(?:{per})(?=[,。;、)]|$)"),
    )
