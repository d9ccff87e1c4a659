"""One indicator made ready for matching, and the question that is put to it.

Everything is folded to one spelling first; then only literals are looked up.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from extractor.catalogue.models import NULLABLE, fold, spell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.catalogue.loading import Entry
    from extractor.models import Change

JOINT = "\x1f"
"""Stands between the parts of a topic, so that no term reaches across them."""

FAMILY = {"capacity": "count", "rate": "ratio", "multiple": "ratio", "points": "ratio"}
"""Dimensions that the same unit may carry, by one of them; every other dimension is a family of its own."""

ANY = ""
"""The family of what is of no dimension yet."""


class Match(NamedTuple):
    """The indicator of a figure, its plausible range, and the terms that were found."""

    id: str
    title: str
    title_en: str
    dimension: str
    unit: str | None
    range: tuple[float | None, float | None]
    terms: tuple[str, ...]

    def plausible(self, value: float | None) -> bool:
        """Whether a value lies in the range; an unknown value does."""
        low, high = self.range
        return value is None or ((low is None or value >= low) and (high is None or value <= high))


class Question(NamedTuple):
    """All that matching looks at, in one spelling."""

    topic: str
    place: str
    unit: str | None
    dimension: str | None
    change: bool


class Found(NamedTuple):
    """How specific a match is: compared in this order."""

    terms: int
    characters: int
    literals: tuple[str, ...]


class Rule:
    """One indicator made ready: folded terms, folded units."""

    __slots__ = ("change", "context", "entry", "family", "match", "never", "nullable", "topic", "units")

    def __init__(self, entry: Entry) -> None:
        """Fold and split what the pack says, longest alternatives first."""
        indicator = entry.indicator
        self.entry = entry
        self.topic = tuple(alternatives(term) for term in indicator.match.topic)
        self.context = tuple(alternatives(term) for term in indicator.match.context)
        self.never = tuple(literal for term in indicator.match.not_ for literal in alternatives(term))
        self.change = indicator.match.change
        self.units = frozenset(map(fold, indicator.accepted))
        self.family = family(indicator.dimension)
        self.nullable = not self.units or indicator.dimension in NULLABLE
        self.match = Match(
            indicator.id,
            indicator.title,
            indicator.title_en,
            indicator.dimension,
            indicator.unit,
            indicator.range,
            (),
        )

    def find(self, asked: Question) -> Found | None:
        """The terms as found, when all of them are there and none that must not be."""
        topic = asked.topic
        literals: list[str] = []
        for term in self.topic:
            for literal in term:
                if literal in topic:
                    literals.append(literal)
                    break
            else:
                return None
        for term in self.context:
            for literal in term:
                if literal in topic or literal in asked.place:
                    literals.append(literal)
                    break
            else:
                return None
        for literal in self.never:
            if literal in topic:
                return None
        return Found(len(literals), sum(map(len, literals)), tuple(literals))

    def reasons(self, asked: Question) -> list[str]:
        """Say in words everything that keeps this indicator from being the answer."""
        said: list[str] = []
        where = (("topic", self.topic, False), ("context", self.context, True))
        for name, terms, wide in where:
            for term in terms:
                if not any(literal in asked.topic or (wide and literal in asked.place) for literal in term):
                    said.append(f"{name} lacks {'|'.join(term)}")
        said += [f"excluded by {literal}" for literal in self.never if literal in asked.topic]
        if asked.change and not self.change:
            said.append("the figure is a size of change, the indicator is a level")
        if asked.unit is None:
            if not self.nullable:
                said.append(f"the figure has no unit, a {self.match.dimension} needs one")
        elif asked.unit not in self.units:
            said.append(f"unit {asked.unit} is not among {'|'.join(sorted(self.units)) or 'none'}")
        elif asked.dimension is not None and not same_dimension(asked.dimension, self.match.dimension):
            said.append(f"dimension {asked.dimension} is not {self.match.dimension}")
        return said


def same_dimension(one: str, other: str) -> bool:
    """Whether figures of both dimensions may be one indicator; a bare number is of no dimension yet."""
    return family(one) in (ANY, family(other))


def family(dimension: str | None) -> str:
    """The name for all dimensions that the same unit may carry; empty where any may be meant."""
    if dimension is None or dimension == "number":
        return ANY
    return FAMILY.get(dimension, dimension)


def alternatives(term: str) -> tuple[str, ...]:
    """Split a term at its bars into folded literals, the longest first."""
    return tuple(sorted({spell(part) for part in term.split("|")}, key=lambda part: (-len(part), part)))


def question(
    label: str,
    population: str | None,
    qualifiers: Sequence[str],
    section: Sequence[str],
    unit: str | None,
    dimension: str | None,
    change: Change | None,
) -> Question:
    """Fold and join what matching looks at."""
    topic = JOINT.join(spell(part) for part in (label, population or "", *qualifiers) if part)
    return Question(
        topic, _place(tuple(section)), fold(unit) if unit else None, dimension, change is not None
    )


@lru_cache(maxsize=64)
def _place(section: tuple[str, ...]) -> str:
    """The path of headings as one text; the figures of a section ask for the same."""
    return JOINT.join(map(spell, section))
