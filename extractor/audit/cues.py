"""The cues of the audit (``patterns/audit.yaml``), checked and compiled once.

A cue is a pattern on the words before (or after) a figure; the code knows their names and no word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from extractor.packs import PackModel, RuleExamples, compile_quick, compile_starts, load_vocabulary


class Cue(RuleExamples):
    """Words by which a report states an arithmetic relation."""

    pattern: str


class Per(RuleExamples):
    """Words of an average, and the units of what it is an average over."""

    pattern: str
    units: tuple[str, ...]


class AuditCues(PackModel):
    """``patterns/audit.yaml``."""

    kind: Literal["audit"]
    groups: tuple[tuple[str, ...], ...]
    general: tuple[str, ...]
    points: tuple[str, ...]
    places: tuple[str, ...]
    dimensions: tuple[str, ...]
    areas: dict[str, float]
    persons: tuple[str, ...]
    times: str
    cues: dict[str, Cue]
    per: tuple[Per, ...]


@dataclass(frozen=True, slots=True)
class Cues:
    """The compiled cues, one attribute a role."""

    # One bit a group.
    groups: dict[str, int]
    general: frozenset[str]
    points: frozenset[str]
    places: frozenset[str]
    dimensions: frozenset[str]
    areas: dict[str, float]
    persons: frozenset[str]
    times: str
    per: tuple[tuple[re.Pattern[str], frozenset[str]], ...]
    averaged: re.Pattern[str]
    announces: re.Pattern[str]
    fraction: re.Pattern[str]
    joint: re.Pattern[str]
    bare_joint: re.Pattern[str]
    rate_name: re.Pattern[str]
    share: re.Pattern[str]
    share_of_figure: re.Pattern[str]
    share_verb: re.Pattern[str]
    multiple: re.Pattern[str]
    due: re.Pattern[str]
    done: re.Pattern[str]
    screened: re.Pattern[str]
    finding: re.Pattern[str]
    passed: re.Pattern[str]
    footing: re.Pattern[str]
    checked: re.Pattern[str]
    base: re.Pattern[str]
    goal: re.Pattern[str]
    completion: re.Pattern[str]
    of_which: re.Pattern[str]
    in_turn: re.Pattern[str]
    among: re.Pattern[str]
    among_bare: re.Pattern[str]
    over_years: re.Pattern[str]
    this_year: re.Pattern[str]
    handled: re.Pattern[str]
    of_two: re.Pattern[str]
    split: re.Pattern[str]
    together: re.Pattern[str]
    in_all: re.Pattern[str]
    rest: re.Pattern[str]
    rest_after: re.Pattern[str]
    so_far: re.Pattern[str]
    net: re.Pattern[str]
    breakdown: re.Pattern[str]
    enumerated: re.Pattern[str]
    foremost: re.Pattern[str]
    not_part: re.Pattern[str]
    to_level: re.Pattern[str]
    out_of: re.Pattern[str]
    carried: re.Pattern[str]
    compared: re.Pattern[str]
    rise: re.Pattern[str]
    fall: re.Pattern[str]
    earlier: re.Pattern[str]
    size: re.Pattern[str]
    now: re.Pattern[str]
    reached: re.Pattern[str]
    moved: re.Pattern[str]
    moved_word: re.Pattern[str]
    arrow: re.Pattern[str]
    arrow_goal: re.Pattern[str]
    sign: re.Pattern[str]
    brief: re.Pattern[str]
    kept: re.Pattern[str]
    against: re.Pattern[str]
    everyone: re.Pattern[str]
    ceiling: re.Pattern[str]
    under: re.Pattern[str]
    unwanted: re.Pattern[str]
    gap: re.Pattern[str]
    ahead: re.Pattern[str]
    anew: re.Pattern[str]
    floor: re.Pattern[str]
    again: re.Pattern[str]
    bounded: re.Pattern[str]
    unbounded: re.Pattern[str]
    population: re.Pattern[str]
    repeated: re.Pattern[str]
    due_goal: re.Pattern[str]
    nameless: re.Pattern[str]
    done_now: re.Pattern[str]
    aim: re.Pattern[str]
    of_goal: re.Pattern[str]
    intention: re.Pattern[str]
    plan_words: re.Pattern[str]
    average: re.Pattern[str]

    def kindred(self, one: str | None, other: str | None) -> bool:
        """Tell whether two units count the same sort of thing: one group holds both."""
        return bool(self.groups.get(one or "", 0) & self.groups.get(other or "", 0))


@cache
def cues() -> Cues:
    """Return the compiled cues of ``patterns/audit.yaml``."""
    loaded = load_vocabulary("audit", AuditCues)
    return Cues(
        groups=_bits(loaded.groups),
        general=frozenset(loaded.general),
        points=frozenset(loaded.points),
        places=frozenset(loaded.places),
        dimensions=frozenset(loaded.dimensions),
        areas=dict(loaded.areas),
        persons=frozenset(loaded.persons),
        times=loaded.times,
        announces=compile_starts(f"{loaded.cues['of_which'].pattern}|{loaded.cues['foremost'].pattern}"),
        averaged=compile_starts("|".join(f"(?:{per.pattern})" for per in loaded.per)),
        per=tuple((compile_quick(per.pattern), frozenset(per.units)) for per in loaded.per),
        **{name: compile_quick(cue.pattern) for name, cue in loaded.cues.items()},
    )


def _bits(groups: tuple[tuple[str, ...], ...]) -> dict[str, int]:
    """Return the groups of each unit as bits: 例 counts people, and operations as well."""
    bits: dict[str, int] = {}
    for number, group in enumerate(groups):
        for unit in group:
            bits[unit] = bits.get(unit, 0) | 1 << number
    return bits
