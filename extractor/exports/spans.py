"""What every tool has in common: annotated stretches of a text, and the attributes that travel with them."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from extractor.table.run import DocumentRows

# The columns that travel; a tool gives back those that it can hold.
ATTRIBUTES = (
    "label",
    "population",
    "value",
    "low",
    "high",
    "unit",
    "indicator",
    "change",
    "relation",
    "mask",
)
NUMBERS = frozenset({"value", "low", "high"})
STATUSES = ("actual", "target", "baseline")


@dataclass(frozen=True, slots=True)
class Annotated:
    """One stretch as a tool gives it back, in code points; ``said`` has only what the tool holds."""

    start: int
    end: int
    said: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AnnotatedDocument:
    """One document as a tool gives it back; found again by its text."""

    text: str
    figures: tuple[Annotated, ...]
    source: str | None = None


def attributes(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the attributes of a figure that have a value."""
    return {name: row[name] for name in ATTRIBUTES if row[name] is not None}


def links(document: DocumentRows) -> list[tuple[str, int, int]]:
    """Return the relations of a document as (kind and role, place of the hub, place of the other)."""
    places = {(row["start"], row["end"]): place for place, row in enumerate(document.figures)}
    found: list[tuple[str, int, int]] = []
    for relation in document.relations:
        ends = [(one["role"], places.get((one["start"], one["end"]))) for one in relation["figures"]]
        hub = ends[0][1] if ends else None
        for role, place in ends[1:]:
            if hub is not None and place is not None:
                found.append((f"{relation['kind']}_{role}", hub, place))
    return found


def number(text: str) -> float | None:
    """Return the number that a person typed, None for an empty field."""
    plain = text.replace(",", "").strip()
    return float(plain) if plain else None


class Utf16:
    """A text whose offsets a tool counts in UTF-16 units, and back."""

    def __init__(self, text: str) -> None:
        """Note the places of the characters that are two units."""
        self._wide = [place for place, character in enumerate(text) if ord(character) > 0xFFFF]
        self._wide_units = [place + index for index, place in enumerate(self._wide)]

    def units(self, point: int) -> int:
        """Return the UTF-16 offset of a code point offset."""
        return point + bisect_left(self._wide, point)

    def points(self, unit: int) -> int:
        """Return the code point offset of a UTF-16 offset."""
        return unit - bisect_left(self._wide_units, unit)
