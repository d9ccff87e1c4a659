"""The audit: the arithmetic that a report states between its figures, and whether it holds.

Reads the parsed text, the quantities and their links; adds relations and flags, and changes no figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.audit.averages import averages
from extractor.audit.breakdowns import breakdowns, in_turn, unannounced
from extractor.audit.changes import changes
from extractor.audit.columns import column_totals
from extractor.audit.doubts import doubts
from extractor.audit.items import Items
from extractor.audit.plans import plans
from extractor.audit.ratios import ratios
from extractor.audit.records import Narrowed, Relation
from extractor.audit.remainders import remainders
from extractor.audit.same import same
from extractor.audit.sums import enumerated, screened, together
from extractor.audit.targets import targets
from extractor.audit.totals import announced

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extractor.models import Link, Quantity
    from extractor.text import ParsedText

__all__ = ["Audit", "Narrowed", "Relation", "examine"]


@dataclass(frozen=True, slots=True)
class Audit:
    """What the audit found in one document.

    ``flags`` are the doubts about single figures, by the index of the quantity.
    """

    relations: tuple[Relation, ...]
    flags: dict[int, tuple[str, ...]]


def examine(parsed: ParsedText, quantities: Sequence[Quantity], links: Sequence[Link]) -> Audit:
    """Return relations, each once and in the order in which they are complete, and the doubts they raise."""
    items = Items(parsed, quantities, links)
    found = {(relation.kind, relation.roles): relation for relation in _relations(items)}
    ordered = sorted(found.values(), key=lambda relation: max(index for _, index in relation.roles))
    return Audit(tuple(ordered), doubts(items, ordered))


def _relations(items: Items) -> Iterator[Relation]:
    """Yield the relations of one document, those first that later ones must know of."""
    rates, means = list(ratios(items)), list(averages(items))
    divided = {index for relation in means for index in relation.figures("result")}
    closed = list(together(items, divided))
    rated = {(one.figures("numerator")[0], one.figures("denominator")[0]) for one in rates}
    # An enumeration adds up what its points add up to: not their averages, nor the parts of their sums.
    spent = divided | {index for relation in closed for index in relation.figures("parts")}
    enumerations = list(enumerated(items, spent))
    whole = {relation.roles[0] for relation in enumerations}
    divided_up = list(remainders(items))
    shares = {role for relation in divided_up for role in _shares(relation)}
    yield from (*rates, *means, *closed, *enumerations, *divided_up)
    for relation in (*announced(items), *unannounced(items), *in_turn(items), *breakdowns(items)):
        # What is done is no part of its own where what is left was said beside it.
        if relation.roles[0] not in whole and not (relation.kind == "part" and _shares(relation) <= shares):
            yield relation
    yield from column_totals(items)
    yield from (one for one in screened(items, rated) if not _shares(one) <= shares)
    yield from changes(items)
    yield from targets(items)
    yield from plans(items)
    yield from same(items)


def _shares(relation: Relation) -> set[tuple[int, int]]:
    """Return the pairs of total and part of a relation."""
    (whole,) = relation.figures("total")
    return {(whole, part) for part in relation.figures("parts")}
