"""The cues of status and change (``patterns/cues.yaml``), checked and compiled once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from extractor.models import Status
from extractor.packs import PackModel, RuleExamples, compile_quick, compile_starts, load_vocabulary


class StatusCue(RuleExamples):
    """Words that give the figures in their scope a status."""

    id: str
    where: Literal["before", "after", "onward", "stop", "turn", "sentence"]
    pattern: str
    status: Status = "actual"
    needs_left: str = ""
    unless_left: str = ""
    unless_right: str = ""
    unless_units: tuple[str, ...] = ()
    only_dimensions: tuple[str, ...] = ()
    # The next figure follows at once and is of the same unit.
    next_alike: bool = False
    # The cue names a year before the report's own.
    earlier: bool = False


class PlanCues(PackModel):
    """How a plan section and an opening sentence of a plan are known."""

    heading: str
    not_heading: str
    later_heading: str
    always_later: str
    title: str
    not_title: str
    tells: str
    looks_ahead: str
    past: str
    time_head: str
    next_head: str
    time_tail: str
    bullet: str
    part_mark: str
    leads: str
    ahead: str
    year_mark: str
    year: str
    opening: str
    project: str
    begun: str
    follows: str
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


class ChangeCues(PackModel):
    """Words that make a figure the size of a change, and which way."""

    up: str
    down: str
    noun_up: str
    noun_down: str
    short_up: str
    short_down: str
    rate_up: str
    rate_down: str
    by_itself: str
    sign_up: str
    sign_down: str
    since: str
    from_to: str
    noun_links: str
    links: str
    far_up: str
    far_down: str
    far: str
    not_before: str
    after_bound: str
    after_up: str
    after_down: str
    self_up: str
    added: str
    ends: str
    joint: str
    standards: str
    examples_up: tuple[str, ...]
    examples_down: tuple[str, ...]
    counterexamples: tuple[str, ...]


class ComparisonCues(PackModel):
    """What a figure may be compared with."""

    same_time: str
    last_time: str
    same_name: str
    last_name: str
    normal: str
    against: str
    earlier: str
    standard: str
    whole: str


class Cues(PackModel):
    """``patterns/cues.yaml``."""

    kind: Literal["cues"]
    hint_before: str
    hint_after: str
    links: str
    joint: str
    bare_joint: str
    named_joint: str
    gap: str
    share: str
    deadline: str
    part_of: str
    status: tuple[StatusCue, ...]
    plan: PlanCues
    change: ChangeCues
    comparison: ComparisonCues


@dataclass(frozen=True, slots=True)
class Rule:
    """One status cue, compiled: ``pattern`` ends at the figure for `before`, begins there for `after`."""

    id: str
    status: Status
    pattern: re.Pattern[str]
    needs_left: re.Pattern[str] | None
    unless_left: re.Pattern[str] | None
    unless_right: re.Pattern[str] | None
    unless_units: frozenset[str]
    only_dimensions: frozenset[str]
    next_alike: bool
    earlier: bool


@cache
def cues() -> Cues:
    """Return the shipped cues."""
    return load_vocabulary("cues", Cues)


@cache
def rules(where: str) -> tuple[Rule, ...]:
    """Return the compiled status cues of one scope, in the order of the file."""
    return tuple(_rule(cue) for cue in cues().status if cue.where == where)


def _rule(cue: StatusCue) -> Rule:
    """Compile one cue."""
    pattern = f"(?:{cue.pattern}){cues().links}$" if cue.where == "before" else cue.pattern
    return Rule(
        cue.id,
        cue.status,
        compile_quick(pattern),
        compile_quick(cue.needs_left) if cue.needs_left else None,
        compile_quick(cue.unless_left) if cue.unless_left else None,
        compile_quick(cue.unless_right) if cue.unless_right else None,
        frozenset(cue.unless_units),
        frozenset(cue.only_dimensions),
        cue.next_alike,
        cue.earlier,
    )


def _scopes() -> str:
    """Return one pattern for all cues that begin or end a scope; the group names the cue."""
    wanted = [cue for cue in cues().status if cue.where in ("onward", "stop", "turn")]
    return "|".join(f"(?P<{cue.id}>{cue.pattern})" for cue in wanted)


@cache
def scopes() -> re.Pattern[str]:
    """Return one pattern for all cues that begin or end a scope; the group names the cue."""
    return compile_quick(_scopes())


@cache
def starts(what: str) -> re.Pattern[str]:
    """Return a quick search that tells whether a sentence needs a closer look for cues of one kind.

    ``scope`` for those that begin or end a scope, ``deadline``, ``gap``, and ``before`` or ``after`` for those
    beside a figure.
    """
    known = cues()
    quick = {"before": known.hint_before, "after": known.hint_after, "deadline": known.deadline}
    quick["gap"] = known.gap.removesuffix("$")
    return compile_starts(_scopes() if what == "scope" else quick[what])


@cache
def whole(where: str) -> re.Pattern[str]:
    """Return one pattern for all status cues of one scope, to ask first whether any fits."""
    each = "|".join(f"(?:{cue.pattern})" for cue in cues().status if cue.where == where)
    return compile_quick(f"(?:{each}){cues().links}$" if where == "before" else f"(?:{each})")
