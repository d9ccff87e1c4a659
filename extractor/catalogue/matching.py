"""Which indicator a label is: the most specific one whose every condition holds.

Only literals are looked up. Each indicator hangs in an index under the alternatives of one of its
topic terms (the one with the longest literals), by their first character, together with those of
its unit: one pass over the topic gives the few candidates, so the size of the catalogue does not matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from extractor.catalogue.loading import read_packs
from extractor.catalogue.rules import ANY, Found, Match, Question, Rule, family, question
from extractor.packs import installed_packs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extractor.catalogue.loading import Entry
    from extractor.catalogue.models import Example
    from extractor.models import Change

MEMO = 50_000
"""How many different questions are remembered; a run over a folder asks the same ones again and again."""

UNITS = 500
"""For how many units an index is kept."""


@dataclass(frozen=True, slots=True)
class Near:
    """An indicator that shares a topic term with a label but is not its indicator, and why not."""

    id: str
    title: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """The indicator of a label, if any, and those that nearly were, the nearest first."""

    match: Match | None
    nearly: tuple[Near, ...]


class Catalogue:
    """All indicators in force, and the questions one can ask of them."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Build the index over the given indicators."""
        self.entries = tuple(entries)
        self.by_id = {entry.id: entry for entry in self.entries}
        self._rules = tuple(Rule(entry) for entry in self.entries)
        self._memo: dict[tuple[object, ...], Match | None] = {}
        self._indices: dict[tuple[str | None, bool], _Index] = {}

    @classmethod
    def load(cls, extra_dirs: Iterable[str | Path] = ()) -> Self:
        """Read shipped, installed and the user's packs; the first thing wrong is raised as PackError."""
        entries, errors = read_packs((*installed_packs(), *map(Path, extra_dirs)))
        if errors:
            raise errors[0]
        return cls(entries)

    def __len__(self) -> int:
        """How many indicators are in force."""
        return len(self.entries)

    def match(
        self,
        label: str,
        population: str | None = None,
        qualifiers: Sequence[str] = (),
        section: Sequence[str] = (),
        unit: str | None = None,
        dimension: str | None = None,
        change: Change | None = None,
    ) -> Match | None:
        """The indicator of a figure by its label and what stands around it; None when there is none."""
        key = (label, population, tuple(qualifiers), tuple(section), unit, dimension, change)
        memo = self._memo
        if key in memo:
            return memo[key]
        ranked = self._ranked(question(label, population, qualifiers, section, unit, dimension, change))
        answer = None
        if ranked:
            found, rule = ranked[0]
            kind = rule.match
            answer = Match(
                kind.id, kind.title, kind.title_en, kind.dimension, kind.unit, kind.range, found.literals
            )
        if len(memo) >= MEMO:
            memo.clear()
        memo[key] = answer
        return answer

    def match_example(self, example: Example) -> Match | None:
        """The indicator of an example of a pack."""
        return self.match(*_arguments(example))

    def winners(self, example: Example) -> list[str]:
        """The ids that are equally specific for an example; more than one is a tie."""
        ranked = self._ranked(question(*_arguments(example)))
        return [rule.match.id for found, rule in ranked if found[:2] == ranked[0][0][:2]]

    def fitting(self, example: Example) -> list[str]:
        """The ids of every indicator whose conditions hold for an example, the most specific first."""
        return [rule.match.id for _, rule in self._ranked(question(*_arguments(example)))]

    def reasons(self, id: str, example: Example) -> list[str]:
        """Everything that keeps one indicator from matching an example; empty when it holds."""
        asked = question(*_arguments(example))
        return next(rule.reasons(asked) for rule in self._rules if rule.match.id == id)

    def explain(
        self,
        label: str,
        population: str | None = None,
        qualifiers: Sequence[str] = (),
        section: Sequence[str] = (),
        unit: str | None = None,
        dimension: str | None = None,
        change: Change | None = None,
        most: int = 5,
    ) -> Explanation:
        """The match, and for each indicator that shares a topic term with the label why it is not it."""
        asked = question(label, population, qualifiers, section, unit, dimension, change)
        best = self.match(label, population, qualifiers, section, unit, dimension, change)
        near: list[tuple[int, int, Near]] = []
        for rule in self._rules:
            shared = sum(
                max((len(literal) for literal in term if literal in asked.topic), default=0)
                for term in rule.topic
            )
            if not shared or (best and rule.match.id == best.id):
                continue
            reasons = rule.reasons(asked) or [f"less specific than {best.id if best else 'another'}"]
            near.append((len(reasons), -shared, Near(rule.match.id, rule.match.title, tuple(reasons))))
        near.sort(key=lambda item: (item[0], item[1], item[2].id))
        return Explanation(best, tuple(item[2] for item in near[:most]))

    def _ranked(self, asked: Question) -> list[tuple[Found, Rule]]:
        """Every rule that holds, the most specific first, equals by id."""
        hits: list[tuple[Found, Rule]] = []
        wanted = family(asked.dimension)
        for rule in self._index(asked.unit, change=asked.change).candidates(asked.topic):
            if wanted in (ANY, rule.family):
                found = rule.find(asked)
                if found is not None:
                    hits.append((found, rule))
        if len(hits) > 1:
            hits.sort(key=lambda hit: (-hit[0].terms, -hit[0].characters, hit[1].match.id))
        return hits

    def _index(self, unit: str | None, *, change: bool) -> _Index:
        """The index over the rules that a figure of a unit (or none) may have, made when it is first asked for."""
        index = self._indices.get((unit, change))
        if index is None:
            index = _Index(
                rule
                for rule in self._rules
                if (rule.change or not change) and (rule.nullable if unit is None else unit in rule.units)
            )
            if len(self._indices) >= UNITS:
                self._indices.clear()
            self._indices[unit, change] = index
        return index


class _Index:
    """Some rules, to be found by the first character of a literal that their topic must have."""

    __slots__ = ("_literals",)

    def __init__(self, rules: Iterable[Rule]) -> None:
        """Hang each rule under the alternatives of its longest term."""
        self._literals: dict[str, list[tuple[str, Rule]]] = {}
        for rule in rules:
            for literal in max(rule.topic, key=lambda term: (min(map(len, term)), -len(term))):
                self._literals.setdefault(literal[0], []).append((literal, rule))

    def candidates(self, topic: str) -> set[Rule]:
        """The rules of which one indexed literal stands in the topic."""
        found: set[Rule] = set()
        literals = self._literals
        for character in literals.keys() & topic:
            for literal, rule in literals[character]:
                if literal in topic:
                    found.add(rule)
        return found


def _arguments(
    example: Example,
) -> tuple[str, str | None, tuple[str, ...], tuple[str, ...], str | None, None, Change | None]:
    """An example as the arguments of ``match``; it has no dimension of its own."""
    return (
        example.label,
        example.population,
        example.qualifiers,
        example.section,
        example.unit,
        None,
        example.change,
    )
