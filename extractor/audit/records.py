"""The relation record: one piece of arithmetic that a report states, with the verdict on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["ratio", "sum", "part", "change", "target", "same"]
Holds = Literal["true", "false", "possible", "impossible"]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Closer bounds that a relation gives a masked figure; ``figure`` counts in the document's quantities."""

    figure: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation between figures of a document.

    ``roles`` are (role, index of the quantity) in the order of the kind's roles; ``expected`` is what the
    other figures give for the figure that the relation speaks of, ``observed`` what the report says;
    ``holds`` is null where no bounds are known. ``sentence`` counts in the document's sentences and is
    that of the last figure.
    """

    kind: Kind
    roles: tuple[tuple[str, int], ...]
    expected: float | None = None
    observed: float | None = None
    holds: Holds | None = None
    narrowed: tuple[Narrowed, ...] = ()
    sentence: int = -1

    def figures(self, role: str) -> tuple[int, ...]:
        """Return the figures in one role."""
        return tuple(index for name, index in self.roles if name == role)
