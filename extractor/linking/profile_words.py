"""The words that tell of a report as a whole (``patterns/profile.yaml``), checked and compiled."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from extractor.packs import PackModel, compile_quick, load_vocabulary


class TitleWords(PackModel):
    """How a title line is known."""

    pattern: str
    around: str
    signed: str
    not_name: str
    goes_on: str
    collection: str
    shortest: int
    longest: int
    meeting: str
    itself: str
    leads: str
    span: str
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


class OrganizationWords(PackModel):
    """How the name of a reporter is known."""

    suffix: str
    after: str
    generic: str
    nobody: str
    not_reporter: str
    source: str
    addressed: str
    office: str
    drawn_up: str
    lead: str
    examples: dict[str, str]
    counterexamples: tuple[str, ...]


class RegionWords(PackModel):
    """How the name of an area is known."""

    suffix: str
    small: str
    above: str
    masked: str
    not_at_head: str
    middle: str
    not_name: str
    not_after: str
    own: str
    examples: dict[str, str]
    counterexamples: tuple[str, ...]


class YearWords(PackModel):
    """How the year of a report is known, and how a machine-written one gives itself away."""

    written: str
    masked: str
    masked_ends: str
    yearbook: str
    swapped: str
    both: str
    lead: str
    compared: str
    reported: str
    until: str
    quoted: str


class PostedWords(PackModel):
    """How the day of posting is known."""

    cue: str
    date: str


class ProfileWords(PackModel):
    """``patterns/profile.yaml``."""

    kind: Literal["profile"]
    title: TitleWords
    organization: OrganizationWords
    region: RegionWords
    year: YearWords
    posted: PostedWords


@cache
def words() -> ProfileWords:
    """Return the shipped words."""
    return load_vocabulary("profile", ProfileWords)


@cache
def pattern(group: str, name: str) -> re.Pattern[str]:
    """Return one pattern of a group, compiled."""
    return compile_quick(getattr(getattr(words(), group), name))


@cache
def plain(group: str, name: str) -> re.Pattern[str]:
    """Return one pattern of a group compiled as it stands: ``re`` itself skips to the characters that it begins with.

    For what is searched in a long text and begins with a plain character in each of its branches.
    """
    return re.compile(getattr(getattr(words(), group), name))
