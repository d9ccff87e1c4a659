"""What is wrong with the packs: findings with file and line, for ``patterns check``.

A finding is an error when the catalogue would give a wrong answer or none, else a warning.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from extractor.catalogue.loading import Entry, read_packs
from extractor.catalogue.matching import Catalogue
from extractor.catalogue.models import fold
from extractor.catalogue.rules import JOINT, same_dimension
from extractor.catalogue.slow import slow_patterns
from extractor.errors import PackError
from extractor.packs import Loaded, installed_packs, load_file, pattern_files
from extractor.resources import data_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from extractor.packs.yaml_file import Step

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with a pack: where, which check found it, and what it is."""

    severity: Severity
    check: str
    path: Path
    line: int | None
    message: str

    def __str__(self) -> str:
        """Show it the way compilers do, so that editors can jump to it."""
        place = str(self.path) if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.severity}: {self.message} [{self.check}]"


def check_packs(
    extra_dirs: Iterable[str | Path] = (), texts: Iterable[str] = (), *, expressions: bool = True
) -> list[Finding]:
    """Check shipped packs and the user's folders; ``texts`` are where terms should occur."""
    extra = (*installed_packs(), *map(Path, extra_dirs))
    entries, errors = read_packs(extra)
    findings = [_of_error(error, "schema") for error in errors]
    catalogue = Catalogue(entries)
    findings += check_references(catalogue)
    findings += check_titles(catalogue)
    findings += check_units(catalogue, known_units())
    for entry in catalogue.entries:
        findings += check_examples(catalogue, entry)
    findings += check_terms(catalogue, texts)
    if expressions:
        findings += check_expressions(extra)
    return sorted(findings, key=lambda found: (found.severity, str(found.path), found.line or 0))


def check_references(catalogue: Catalogue) -> Iterator[Finding]:
    """Yield numerators and denominators that are no indicators."""
    for entry in catalogue.entries:
        for role in ("numerator", "denominator"):
            other = getattr(entry.indicator, role)
            if other is not None and other not in catalogue.by_id:
                yield _of_entry(entry, (role,), "reference", f"{entry.id}: {role} {other} is no indicator")
            elif other == entry.id:
                yield _of_entry(entry, (role,), "reference", f"{entry.id} is its own {role}")


def check_titles(catalogue: Catalogue) -> Iterator[Finding]:
    """Yield titles that two indicators share: a reader of the table could not tell them apart."""
    seen: dict[str, Entry] = {}
    for entry in catalogue.entries:
        first = seen.setdefault(fold(entry.indicator.title), entry)
        if first is not entry:
            yield _of_entry(entry, ("title",), "title", f"{entry.id}: same title as {first.id}")


def known_units() -> dict[str, str]:
    """Every unit that the quantities stage knows, with its dimension, from ``patterns/units.yaml``."""
    loaded = load_file(data_folder("patterns") / "units.yaml")
    return {
        fold(form): group["dimension"]
        for group in loaded.data["groups"]
        for unit in group["units"]
        for form in (unit["unit"], *unit.get("forms", ()))
    }


def check_units(catalogue: Catalogue, known: dict[str, str]) -> Iterator[Finding]:
    """Yield units that no figure will ever have, and dimensions that are not those of the unit."""
    for entry in catalogue.entries:
        indicator = entry.indicator
        where: tuple[Step, ...] = ("units",) if indicator.units else ("unit",)
        for unit in sorted(indicator.accepted):
            # A compound (元/人) has the dimension of its first part; the whole may be a unit itself (/10万).
            dimension = known.get(fold(unit)) or known.get(fold(unit).partition("/")[0])
            if dimension is None:
                message = f"{entry.id}: units.yaml knows no {unit}"
                yield _of_entry(entry, where, "unit", message, "warning")
            elif indicator.dimension != "rank" and not same_dimension(dimension, indicator.dimension):
                message = f"{entry.id}: {unit} is {dimension}, not {indicator.dimension}"
                yield _of_entry(entry, where, "unit", message)


def check_examples(catalogue: Catalogue, entry: Entry) -> Iterator[Finding]:
    """Yield examples that another indicator wins, ties, misses, and counterexamples that match."""
    lost: dict[int, list[str]] = {}
    for number, example in enumerate(entry.indicator.examples):
        where: tuple[Step, ...] = ("examples", number)
        winners = catalogue.winners(example)
        if winners == [entry.id]:
            continue
        if not winners:
            reasons = "; ".join(catalogue.reasons(entry.id, example))
            yield _of_entry(entry, where, "example", f"{entry.id}: does not match {example}: {reasons}")
        elif entry.id in winners:
            others = ", ".join(winner for winner in winners if winner != entry.id)
            yield _of_entry(entry, where, "tie", f"{entry.id}: {example} matches {others} equally well")
        else:
            lost[number] = winners
    if lost and len(lost) == len(entry.indicator.examples):
        others = ", ".join(sorted({winner for winners in lost.values() for winner in winners}))
        yield _of_entry(entry, (), "shadowed", f"{entry.id}: all its examples go to {others}")
    else:
        for number, winners in lost.items():
            example = entry.indicator.examples[number]
            message = f"{entry.id}: {example} goes to {', '.join(winners)}"
            yield _of_entry(entry, ("examples", number), "example", message)
    for number, example in enumerate(entry.indicator.counterexamples):
        if entry.id in catalogue.winners(example):
            message = f"{entry.id}: matches its counterexample {example}"
            yield _of_entry(entry, ("counterexamples", number), "counterexample", message)


def check_terms(catalogue: Catalogue, texts: Iterable[str]) -> Iterator[Finding]:
    """Yield literals that neither a text nor any example contains: dead words, or misspelled ones."""
    heap = JOINT.join([*map(fold, texts), *_example_texts(catalogue)])
    for entry in catalogue.entries:
        match = entry.indicator.match
        for part, terms in (("topic", match.topic), ("context", match.context), ("not", match.not_)):
            for number, term in enumerate(terms):
                dead = [literal for literal in term.split("|") if fold(literal) not in heap]
                if dead:
                    message = f"{entry.id}: no text here contains {', '.join(dead)}"
                    yield _of_entry(entry, ("match", part, number), "term", message, "warning")


def check_expressions(extra: Iterable[Path] = ()) -> Iterator[Finding]:
    """Yield vocabulary files that are no YAML, and regular expressions in them that do not compile or are slow."""
    places: list[tuple[Loaded, tuple[Step, ...], str]] = []
    for path in pattern_files(extra):
        try:
            loaded = load_file(path)
        except PackError as error:
            # A broken catalogue file was told of when the indicators were read.
            if path.parent == data_folder("patterns"):
                yield _of_error(error, "schema")
            continue
        places += [(loaded, where, text) for where, text in expressions_of(loaded.data)]
    for index, problem in slow_patterns([text for _, _, text in places]):
        loaded, where, text = places[index]
        yield Finding("error", "regex", loaded.path, loaded.line_of(where), f"{problem}: {text}")


EXPRESSION_KEYS = frozenset({"pattern", "patterns", "before", "after"})
"""Keys of vocabulary files whose strings are regular expressions."""


def expressions_of(data: object, where: tuple[Step, ...] = ()) -> Iterator[tuple[tuple[Step, ...], str]]:
    """Yield each regular expression of a file with its place."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from expressions_of(value, (*where, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from expressions_of(value, (*where, number))
    elif isinstance(data, str):
        named = [step for step in where if isinstance(step, str)]
        if named and named[-1] in EXPRESSION_KEYS:
            yield where, data


def _example_texts(catalogue: Catalogue) -> Iterator[str]:
    """Yield everything that examples and counterexamples contain."""
    for entry in catalogue.entries:
        for example in (*entry.indicator.examples, *entry.indicator.counterexamples):
            parts = (example.label, example.population or "", *example.qualifiers, *example.section)
            yield from map(fold, parts)


def _of_entry(
    entry: Entry, where: tuple[Step, ...], check: str, message: str, severity: Severity = "error"
) -> Finding:
    """A finding at a part of an indicator."""
    return Finding(severity, check, entry.path, entry.line(*where), message)


def _of_error(error: PackError, check: str) -> Finding:
    """A finding from what did not load."""
    return Finding("error", check, Path(error.path), error.line, error.message)
