"""The audit: the arithmetic that a report states between its figures, and whether it holds.

Reads the parsed text, the quantities and their links; adds relations, and changes no figure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.audit.averages import averages
from extractor.audit.changes import changes
from extractor.audit.doubts import doubts
from extractor.audit.items import Items
from extractor.audit.plans import plans
from extractor.audit.ratios import ratios
from extractor.audit.records import Narrowed, Relation
from extractor.audit.same import same
from extractor.audit.sums import enumerated, screened, together
from extractor.audit.targets import targets
from extractor.audit.totals import announced, breakdowns, unannounced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.models import Link, Quantity
    from extractor.text import ParsedText

__all__ = ["Narrowed", "Relation", "doubts", "relations"]


def relations(parsed: ParsedText, quantities: Sequence[Quantity], links: Sequence[Link]) -> list[Relation]:
    """Return the relations of one document, each once, in the order in which they are complete."""
    items = Items(parsed, quantities, links)
    rates, means = list(ratios(items)), list(averages(items))
    divided = {index for relation in means for index in relation.figures("result")}
    closed = list(together(items, divided))
    rated = {(*one.figures("numerator"), *one.figures("denominator")) for one in rates}
    # An enumeration adds up what its points add up to: not their averages, nor the parts of their sums.
    spent = divided | {index for relation in closed for index in relation.figures("parts")}
    enumerations = list(enumerated(items, spent))
    whole = {relation.roles[0] for relation in enumerations}
    lists = [
        relation
        for relation in (*announced(items), *unannounced(items), *breakdowns(items))
        if relation.roles[0] not in whole
    ]
    found = [*rates, *means, *closed, *enumerations, *lists, *screened(items, rated), *changes(items)]
    found += [*targets(items), *plans(items), *same(items)]
    unique = {(relation.kind, relation.roles): relation for relation in found}
    return sorted(unique.values(), key=lambda relation: max(index for _, index in relation.roles))
